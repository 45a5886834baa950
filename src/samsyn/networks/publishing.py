"""What follows from a change: who reads, what is found, and what the public sees."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from samsyn.isolation.acting import refresh
from samsyn.networks.enums import Openness, TextKind
from samsyn.networks.models import Forum, Network, PublicNetwork
from samsyn.organisations.models import Authority, Circle, CircleMember
from samsyn.search.actions import Findable, index
from samsyn.search.models import Kind


def bring_up_to_date(thing: Network | Forum, *, today: date, at: datetime) -> None:
    """Circle, search entry and public copy, written anew from what stands."""
    texts = list(thing.texts.all())
    thing.name = _name(texts, today)  # type: ignore[union-attr]
    _sync_circle(thing)
    kind = Kind.NETWORK if isinstance(thing, Network) else Kind.FORUM
    words = " ".join(row.text for row in texts)
    index(
        [
            Findable(
                kind=kind,
                uid=thing.uid,
                title=str(thing),
                url=thing.get_absolute_url(),
                organisation=thing.authority.organisation_id,
                authority=thing.authority_id,
                circle=thing.circle_id,
                text=f"{words} {getattr(thing, 'short_name', '')}",
            )
        ]
    )
    network = thing if isinstance(thing, Network) else thing.network
    if network and (isinstance(thing, Network) or network.authority_id == thing.authority_id):
        _copy(network, today=today, at=at)


def _name(texts: Iterable[Any], today: date) -> str:
    names = [row for row in texts if row.kind == TextKind.NAME]
    held = [row.text for row in names if row.holds_on(today)]
    return str(held[0] if held else min(names, key=lambda row: row.starts_on or date.min).text)


def _members(thing: Network | Forum) -> set[tuple[int, date | None, date | None]]:
    rows = thing.memberships.filter(organisation__isnull=False) if isinstance(thing, Network) else thing.seats.all()
    told = rows.values_list("organisation_id", "starts_on", "ends_on")
    # What has ended goes on being read by those who took part to the end.
    return {(member, starts, None if ends and ends == thing.ended_on else ends) for member, starts, ends in told}


def _sync_circle(thing: Network | Forum) -> None:
    """Those who take part read, for as long as they do; the keeper always does."""
    circle: Circle = thing.own_circle
    kept = CircleMember.objects.filter(circle=circle)
    stands = set(kept.filter(member_authority=None).values_list("member_id", "starts_on", "ends_on"))
    wanted = _members(thing)
    if stands == wanted:
        return
    kept.filter(member_authority=None).delete()
    CircleMember.objects.bulk_create(
        CircleMember(
            circle=circle, organisation_id=circle.organisation_id, member_id=member, starts_on=starts, ends_on=ends
        )
        for member, starts, ends in wanted
    )
    refresh()


def readers(thing: Network | Forum, today: date) -> Iterable[str]:
    """The organisations that read it now, by name."""
    return (
        CircleMember.objects.filter(circle=thing.own_circle, member_authority=None)
        .on(today)
        .exclude(member=thing.authority.organisation_id)
        .order_by("member__name")
        .values_list("member__name", flat=True)
    )


def reads(thing: Network | Forum, authority: Authority, today: date) -> bool:
    """Whether an authority is among those who take part."""
    members = CircleMember.objects.filter(circle=thing.own_circle, member=authority.organisation_id).on(today)
    return bool(members.filter(Q(member_authority=None) | Q(member_authority=authority)).exists())


def _copy(network: Network, *, today: date, at: datetime) -> None:
    if network.openness != Openness.PUBLISHED:
        PublicNetwork.objects.filter(pk=network.uid).delete()
        return
    texts = list(network.texts.all())
    members = network.memberships.select_related("organisation", "network")
    content = {
        "names": [_row(row, text=row.text) for row in texts if row.kind == TextKind.NAME],
        "purposes": [_row(row, text=row.text) for row in texts if row.kind == TextKind.PURPOSE],
        "visions": [_row(row, text=row.text) for row in texts if row.kind == TextKind.VISION],
        "members": [_member(row, today) for row in members],
        "presidencies": [
            _row(row, name=row.organisation.name, note=row.note)
            for row in network.presidencies.select_related("organisation")
        ],
        "forums": [_forum(forum, today) for forum in network.forums.all() if forum.openness == Openness.PUBLISHED],
        "rests_on": network.rests_on,
        "keeper": f"{network.authority.organisation.full_name}, {network.authority.name}",
        "source": network.source,
        "ended_on": network.ended_on.isoformat() if network.ended_on else None,
    }
    PublicNetwork.objects.update_or_create(
        pk=network.uid,
        defaults={
            "authority_id": network.authority_id,
            "name": _name(texts, today),
            "content": content,
            "published_at": at,
        },
    )


def _row(row: Any, **more: Any) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(row, name)) else None for name in ("starts_on", "ends_on")}
    return {**days, "starts_text": row.starts_text, **more}


def _member(row: Any, today: date) -> dict[str, Any]:
    if row.network:
        texts = list(row.network.texts.all())
        return _row(row, name=_name(texts, today) if texts else "", network=str(row.network.uid))
    organisation = row.organisation
    return _row(
        row,
        name=organisation.name,
        code=organisation.code,
        population=organisation.population,
        county=organisation.county_code,
        note=row.note,
    )


def _forum(forum: Forum, today: date) -> dict[str, Any]:
    texts = list(forum.texts.all())
    purposes = [row.text for row in texts if row.kind == TextKind.PURPOSE]
    return {"name": texts and _name(texts, today), "purpose": purposes[-1] if purposes else "", "uid": str(forum.uid)}
