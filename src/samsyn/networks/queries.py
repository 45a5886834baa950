"""Reads about networks and forums that several pages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from samsyn.common.periods import Told, on_day, told_by
from samsyn.common.prepared import prepared
from samsyn.common.swedish import sort_key
from samsyn.isolation import acting
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.networks.dormancy import Dormancy, dormancy
from samsyn.networks.models import (
    Activity,
    Forum,
    ForumText,
    Membership,
    Network,
    NetworkText,
    Presidency,
    Seat,
    SeatHolder,
)


def networks(reader: Reader, day: date) -> list[Network]:
    """The networks that may be seen, with their name and number of members that day, in Swedish order."""
    return sorted(_networks(reader=reader, day=day), key=lambda network: sort_key(network.name or ""))


@prepared
def _networks(*, reader: Reader, day: date) -> Any:
    return (
        Network.objects.visible_to(reader)
        .named_on(day)
        .annotate(members=Count("memberships", filter=Q(on_day(day, "memberships__"))))
    )


# What a page of its own shows beside the row itself.
WITH: dict[Any, dict[str, Any]] = {
    Network: {
        "texts_told": told_by(NetworkText, "kind", "text"),
        "presidencies_told": told_by(Presidency, "note", name="organisation__name"),
    },
    Forum: {
        "texts_told": told_by(ForumText, "kind", "text"),
        "activities_told": told_by(Activity, "note"),
    },
}


@prepared
def _seen(*, model: Any, reader: Reader, uid: UUID, day: date) -> Any:
    return (
        model.objects.visible_to(reader)
        .named_on(day)
        .annotate(**WITH[model])
        .filter(uid=uid)
        .select_related("authority__organisation", "offered_to__organisation")
    )


def seen(model: type[Network] | type[Forum], reader: Reader, uid: UUID, day: date) -> Any:
    """One network or forum by its address, with the name it had that day; no row when it may not be seen."""
    return _seen(shape={"model": model}, reader=reader, uid=uid, day=day)


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


@prepared
def _forums_of(*, reader: Reader, network: int, day: date) -> Any:
    return Forum.objects.filter(readable_by(reader), network=network).named_on(day).annotate(**WITH[Forum])


@prepared
def _ours_to_wake(*, reader: Reader) -> Any:
    found = Forum.objects.filter(
        readable_by(reader),
        Q(authority=reader.authority)
        | Exists(Seat.objects.filter(on_day(reader.today), owner=OuterRef("pk"), organisation=reader.organisation)),
        ended_on=None,
    )
    return found.named_on(reader.today).annotate(**WITH[Forum])


@prepared
def _seat_counts(*, forums: list[int], day: date) -> Any:
    return (
        Seat.objects.filter(on_day(day), owner__any=forums)
        .values("owner")
        .annotate(
            seats=Count("pk"),
            filled=Count("pk", filter=_held(day)),
        )
    )


def _held(day: date) -> Exists:
    """Of a seat: somebody sits there that day."""
    return Exists(SeatHolder.objects.filter(on_day(day), seat=OuterRef("pk")))


def forums_of(network: Network, reader: Reader, day: date) -> list[ForumRow]:
    """A network's forums with their state, in three queries however many they are."""
    return _rows(_forums_of(reader=reader, network=network.pk, day=day), day)


def _rows(forums: Iterable[Any], today: date) -> list[ForumRow]:
    listed = sorted(forums, key=lambda forum: sort_key(forum.name or ""))
    if not listed:
        return []
    ids = [forum.pk for forum in listed]
    counts = {row["owner"]: row for row in _seat_counts(forums=ids, day=today)}
    none = {"seats": 0, "filled": 0}
    return [
        ForumRow(
            forum,
            state_of(forum, today),
            counts.get(forum.pk, none)["seats"],
            counts.get(forum.pk, none)["filled"],
        )
        for forum in listed
    ]


def state_of(forum: Any, today: date) -> Dormancy:
    """Whether a forum that was read here rests."""
    return dormancy(
        [(activity.starts_on, activity.ends_on) for activity in Told.of(forum.activities_told)],
        last_met_on=forum.last_met_on,
        dormant_after_months=forum.dormant_after_months,
        today=today,
    )


def members_on(network: Network, day: date) -> list[Membership]:
    """The members that day; a member network that may not be seen has no name."""
    found = list(_members(network=network.pk, day=day))
    nested = [row.network_id for row in found if row.network_id]
    names = {row.pk: row.name for row in _named(reader=acting.reader(), networks=nested, day=day)} if nested else {}
    for row in found:
        row.shown = row.organisation.name if row.organisation else names.get(row.network_id, "")
    return sorted(found, key=lambda row: sort_key(row.shown))


@prepared
def _members(*, network: int, day: date) -> Any:
    return Membership.objects.filter(on_day(day), owner=network).select_related("organisation")


@prepared
def _named(*, reader: Reader, networks: list[int], day: date) -> Any:
    return Network.objects.visible_to(reader).named_on(day).filter(pk__any=networks)


def named(network: int, reader: Reader, day: date) -> Network | None:
    """A network with its name that day, if it may be seen."""
    found: Network | None = _named.first(reader=reader, networks=[network], day=day)
    return found


def seats_on(forum: Forum, day: date) -> list[Seat]:
    """The seats that day with who sits there, municipality by municipality."""
    found = sorted(_seats(forum=forum.pk, day=day), key=lambda seat: (sort_key(seat.organisation.name), seat.kind))
    now: dict[int, list[SeatHolder]] = {}
    for holder in _holders(forum=forum.pk, day=day):
        now.setdefault(holder.seat_id, []).append(holder)
    for seat in found:
        seat.now = now.get(seat.pk, [])
    return found


@prepared
def _seats(*, forum: int, day: date) -> Any:
    return Seat.objects.filter(on_day(day), owner=forum).select_related("organisation")


@prepared
def _holders(*, forum: int, day: date) -> Any:
    return SeatHolder.objects.filter(on_day(day), seat__owner=forum).select_related("person")


def resting_forums(reader: Reader) -> list[tuple[Forum, date | None]]:
    """Dormant forums that the reader's organisation keeps or sits in, those who could wake them; and since when."""
    told = [(forum, state_of(forum, reader.today)) for forum in _ours_to_wake(reader=reader)]
    return [(forum, state.since) for forum, state in told if state.dormant]


def vacant_seats(reader: Reader) -> list[Seat]:
    """Our own seats without anybody in them today."""
    found = list(_vacant(reader=reader))
    if found:
        named = {forum.pk: forum for forum in _forums(forums=[seat.owner_id for seat in found], day=reader.today)}
        for seat in found:
            seat.forum = named[seat.owner_id]
    return found


@prepared
def _vacant(*, reader: Reader) -> Any:
    return Seat.objects.filter(
        readable_by(reader),
        on_day(reader.today),
        ~_held(reader.today),
        organisation=reader.organisation,
        owner__ended_on=None,
    ).order_by("owner_id", "kind")[:20]


@prepared
def _forums(*, forums: list[int], day: date) -> Any:
    return Forum.objects.named_on(day).filter(pk__any=forums)


def offers(reader: Reader) -> list[Network | Forum]:
    """Networks and forums whose papers have been offered to the reader's authority."""
    return [thing for model in (Network, Forum) for thing in _offered(shape={"model": model}, reader=reader)]


@prepared
def _offered(*, model: Any, reader: Reader) -> Any:
    return model.objects.filter(offered_to=reader.authority).named_on(reader.today)
