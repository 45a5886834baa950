"""What the register knows of an organisation, for its page."""

from typing import Any

from samsyn.collaborations.enums import OVER
from samsyn.collaborations.models import Collaboration
from samsyn.isolation.acting import Reader
from samsyn.organisations.models import Organisation

MOST = 60


def of_organisation(organisation: Organisation, reader: Reader) -> dict[str, Any]:
    """What it takes part in today, as far as the reader may see."""
    seen: Any = Collaboration.objects.visible_to(reader).as_of(reader.today).with_party(organisation.pk)
    found = list(seen.exclude(stage__in=OVER).in_order()[: MOST + 1])
    return {
        "template": "collaborations/sections/organisation.html",
        "collaborations": found[:MOST],
        "more": len(found) > MOST,
        "organisation": organisation,
    }
