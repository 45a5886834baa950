"""What networks know of an organisation or a person, for their pages, and what higher rooms know of a forum."""

from typing import Any

from django.db.models import Exists, OuterRef

from samsyn.accounts.models import Person
from samsyn.common.periods import on_day
from samsyn.common.prepared import prepared
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.networks.models import Forum, Membership, Network, Seat, SeatHolder
from samsyn.organisations.models import Organisation
from samsyn.organisations.sections import Section

# Filled by higher rooms when they start: each asked with a forum and the reader, and answering with a template.
FORUM: list[Section] = []


def of_organisation(organisation: Organisation, reader: Reader) -> dict[str, Any]:
    """The networks and forums it takes part in today."""
    asked: dict[str, Any] = {"reader": reader, "organisation": organisation.pk}
    return {
        "template": "networks/sections/organisation.html",
        "memberships": list(_takes_part(shape={"model": Network, "through": Membership}, **asked)),
        "seats": list(_takes_part(shape={"model": Forum, "through": Seat}, **asked)),
    }


@prepared
def _takes_part(*, model: Any, through: Any, reader: Reader, organisation: int) -> Any:
    there = through.objects.filter(on_day(reader.today), owner=OuterRef("pk"), organisation=organisation)
    return model.objects.visible_to(reader).named_on(reader.today).filter(Exists(there)).order_by("name")


def of_person(person: Person, reader: Reader) -> dict[str, Any]:
    """The seats somebody holds or has held."""
    held = list(_held(reader=reader, person=person.pk))
    if not held:
        return {"template": "networks/sections/person.html", "seats": []}
    forums = Forum.objects.visible_to(reader).named_on(reader.today).in_bulk({row.seat.owner_id for row in held})
    for row in held:
        row.forum = forums.get(row.seat.owner_id)
    return {"template": "networks/sections/person.html", "seats": [row for row in held if row.forum]}


@prepared
def _held(*, reader: Reader, person: int) -> Any:
    seen = SeatHolder.objects.filter(readable_by(reader), person=person)
    return seen.select_related("seat").order_by("-starts_on")
