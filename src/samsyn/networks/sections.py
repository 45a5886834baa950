"""What networks know of an organisation or a person, for their pages."""

from typing import Any

from samsyn.accounts.models import Person
from samsyn.common.periods import on_day
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.networks.models import Forum, Membership, Network, Seat, SeatHolder
from samsyn.organisations.models import Organisation


def of_organisation(organisation: Organisation, reader: Reader) -> dict[str, Any]:
    """The networks and forums it takes part in today."""
    member = Membership.objects.filter(on_day(reader.today), organisation=organisation).values("owner")
    seated = Seat.objects.filter(on_day(reader.today), organisation=organisation).values("owner")
    return {
        "template": "networks/sections/organisation.html",
        "memberships": Network.objects.visible_to(reader).named_on(reader.today).filter(pk__in=member).order_by("name"),
        "seats": Forum.objects.visible_to(reader).named_on(reader.today).filter(pk__in=seated).order_by("name"),
    }


def of_person(person: Person, reader: Reader) -> dict[str, Any]:
    """The seats somebody holds or has held."""
    held = list(
        SeatHolder.objects.filter(readable_by(reader), person=person).select_related("seat").order_by("-starts_on")
    )
    forums = Forum.objects.visible_to(reader).named_on(reader.today).in_bulk({row.seat.owner_id for row in held})
    for row in held:
        row.forum = forums.get(row.seat.owner_id)
    return {"template": "networks/sections/person.html", "seats": [row for row in held if row.forum]}
