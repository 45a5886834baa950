"""Reads about networks and forums that several pages share."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q

from samsyn.common.periods import on_day
from samsyn.common.swedish import sort_key
from samsyn.isolation import acting
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.networks.dormancy import Dormancy, dormancy
from samsyn.networks.models import Activity, Forum, Membership, Network, Seat, SeatHolder


def networks(reader: Reader, day: date) -> list[Network]:
    """The networks that may be seen, with their name and number of members that day, in Swedish order."""
    found = Network.objects.visible_to(reader).named_on(day)
    counted = found.annotate(members=Count("memberships", filter=Q(on_day(day, "memberships__"))))
    return sorted(counted, key=lambda network: sort_key(network.name or ""))


@dataclass
class ForumRow:
    """A forum in a list: whether it rests, and its vacant seats."""

    forum: Forum
    state: Dormancy
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.seats - self.filled


def forum_rows(forums: Any, today: date) -> list[ForumRow]:
    """Forums with their state, in three queries however many they are."""
    seats = Seat.objects.filter(on_day(today)).annotate(sitting=Count("holders", filter=Q(on_day(today, "holders__"))))
    listed = forums.named_on(today).prefetch_related("activities", Prefetch("seats", seats, to_attr="seats_now"))
    return [
        ForumRow(forum, _state(forum, today), len(forum.seats_now), sum(1 for seat in forum.seats_now if seat.sitting))
        for forum in sorted(listed, key=lambda forum: sort_key(forum.name or ""))
    ]


def _state(forum: Forum, today: date) -> Dormancy:
    periods = [(activity.starts_on, activity.ends_on) for activity in forum.activities.all()]
    return dormancy(
        periods, last_met_on=forum.last_met_on, dormant_after_months=forum.dormant_after_months, today=today
    )


def state_of(forum: Forum, today: date) -> Dormancy:
    return _state(forum, today)


def members_on(network: Network, day: date) -> list[Membership]:
    """The members that day; a member network that may not be seen has no name."""
    found = network.memberships.filter(on_day(day)).select_related("organisation", "network")
    nested = (
        Network.objects.visible_to(acting.reader())
        .named_on(day)
        .filter(pk__in=[row.network_id for row in found if row.network_id])
    )
    names = {row.pk: row.name for row in nested}
    for row in found:
        row.shown = row.organisation.name if row.organisation else names.get(row.network_id, "")
    return sorted(found, key=lambda row: sort_key(row.shown))


def seats_on(forum: Forum, day: date) -> list[Seat]:
    """The seats that day with who sits there, municipality by municipality."""
    holders = SeatHolder.objects.filter(on_day(day)).select_related("person")
    found = (
        forum.seats.filter(on_day(day))
        .select_related("organisation")
        .prefetch_related(Prefetch("holders", holders, to_attr="now"))
    )
    return sorted(found, key=lambda seat: (sort_key(seat.organisation.name), seat.kind))


def resting_forums(reader: Reader) -> list[ForumRow]:
    """Dormant forums that the reader's organisation keeps or sits in: those who could wake them."""
    ours = Q(authority=reader.authority) | Q(
        seats__in=Seat.objects.filter(on_day(reader.today), organisation=reader.organisation)
    )
    forums = Forum.objects.filter(readable_by(reader), ours, Q(ended_on=None)).distinct()
    return [row for row in forum_rows(forums, reader.today) if row.state.dormant]


def vacant_seats(reader: Reader) -> list[Seat]:
    """Our own seats without anybody in them today."""
    empty = Seat.objects.filter(
        readable_by(reader), on_day(reader.today), organisation=reader.organisation, owner__ended_on=None
    )
    empty = empty.annotate(sitting=Count("holders", filter=Q(on_day(reader.today, "holders__")))).filter(sitting=0)
    found = list(empty.select_related("owner").order_by("owner_id", "kind")[:20])
    named = {
        forum.pk: forum
        for forum in Forum.objects.named_on(reader.today).filter(pk__in=[seat.owner_id for seat in found])
    }
    for seat in found:
        seat.forum = named[seat.owner_id]
    return found


def offers(reader: Reader) -> list[Network | Forum]:
    """Networks and forums whose papers have been offered to the reader's authority."""
    return [
        *Network.objects.filter(offered_to=reader.authority).named_on(reader.today),
        *Forum.objects.filter(offered_to=reader.authority).named_on(reader.today),
    ]


def activity_of(forum: Forum) -> list[Activity]:
    return list(forum.activities.order_by("-starts_on"))
