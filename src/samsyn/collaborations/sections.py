"""What the register knows of an organisation, for its page, and what higher rooms know of a collaboration."""

from typing import Any

from samsyn.collaborations.enums import OVER
from samsyn.collaborations.models import Collaboration
from samsyn.common.prepared import prepared
from samsyn.isolation.acting import Reader
from samsyn.organisations.models import Organisation
from samsyn.organisations.sections import Section

MOST = 60
# Filled by higher rooms when they start: each asked with a collaboration and the reader, and answering with a template.
COLLABORATION: list[Section] = []


def of_organisation(organisation: Organisation, reader: Reader) -> dict[str, Any]:
    """What it takes part in today, as far as the reader may see."""
    found = list(_with_party(reader=reader, organisation=organisation.pk))
    return {
        "template": "collaborations/sections/organisation.html",
        "collaborations": found[:MOST],
        "more": len(found) > MOST,
        "organisation": organisation,
    }


@prepared
def _with_party(*, reader: Reader, organisation: int) -> Any:
    seen: Any = Collaboration.objects.visible_to(reader).as_of(reader.today).with_party(organisation)
    return seen.exclude(then__stage__in=OVER).in_order()[: MOST + 1]
