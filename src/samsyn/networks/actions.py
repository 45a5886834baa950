"""What happens to networks and forums."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import Person
from samsyn.audit.actions import lock, record
from samsyn.common.verdict import Refused, require
from samsyn.common.versions import save_version
from samsyn.isolation.acting import Reader, refresh
from samsyn.networks import publishing, rules
from samsyn.networks.enums import Openness, TextKind
from samsyn.networks.models import (
    Activity,
    Forum,
    ForumKeeping,
    ForumText,
    Membership,
    Network,
    NetworkKeeping,
    NetworkText,
    Presidency,
    Seat,
    SeatHolder,
)
from samsyn.organisations.actions import everyone
from samsyn.organisations.enums import CircleKind
from samsyn.organisations.models import Authority, Circle, CircleMember, Organisation


def found_network(
    *,
    by: Reader,
    at: datetime,
    name: str,
    purpose: str = "",
    vision: str = "",
    rests_on: str = "",
    source: str = "",
    starts_on: date | None = None,
    starts_text: str = "",
) -> Network:
    """Write down a network; a draft until it is shared."""
    require(rules.may_create(by))
    network = Network.objects.create(**_kept(by, CircleKind.NETWORK), rests_on=rests_on, source=source)
    NetworkKeeping.objects.create(owner=network, keeper_id=by.authority, starts_on=starts_on)
    for kind, text in ((TextKind.NAME, name), (TextKind.PURPOSE, purpose), (TextKind.VISION, vision)):
        if text:
            NetworkText.objects.create(
                owner=network, kind=kind, text=text, starts_on=starts_on, starts_text=starts_text, source=source
            )
    return _changed(network, "found_network", by, at)


def found_forum(
    *,
    by: Reader,
    at: datetime,
    name: str,
    network: Network | None = None,
    short_name: str = "",
    purpose: str = "",
    mandate: str = "",
    reports_to: str = "",
    source: str = "",
    starts_on: date | None = None,
    starts_text: str = "",
    dormant_after_months: int = 9,
) -> Forum:
    """Write down a forum that prepares; a draft until it is shared. A network's forums are added by its keeper."""
    require(rules.may_edit(by, network) if network else rules.may_create(by))
    forum = Forum.objects.create(
        **_kept(by, CircleKind.FORUM),
        network=network,
        short_name=short_name,
        source=source,
        dormant_after_months=dormant_after_months,
    )
    ForumKeeping.objects.create(owner=forum, keeper_id=by.authority, starts_on=starts_on)
    texts = {TextKind.NAME: name, TextKind.PURPOSE: purpose, TextKind.MANDATE: mandate, TextKind.REPORTS_TO: reports_to}
    for kind, text in texts.items():
        if text:
            ForumText.objects.create(
                owner=forum, kind=kind, text=text, starts_on=starts_on, starts_text=starts_text, source=source
            )
    Activity.objects.create(owner=forum, starts_on=starts_on, starts_text=starts_text)
    return _changed(forum, "found_forum", by, at)


def _kept(by: Reader, kind: CircleKind) -> dict[str, Any]:
    """Keeper, circle of its own, and, to begin with, the keeper's own circle as readers."""
    own = Circle.objects.create(kind=kind, organisation_id=by.organisation, authority_id=by.authority)
    draft = Circle.objects.get(kind=CircleKind.AUTHORITY, authority_id=by.authority)
    CircleMember.objects.create(
        circle=own, organisation_id=by.organisation, member_id=by.organisation, member_authority_id=by.authority
    )
    refresh()
    return {"authority_id": by.authority, "circle": draft, "own_circle": own}


def _changed[T: (Network, Forum)](thing: T, kind: str, by: Reader, at: datetime, **details: Any) -> T:
    """After every change: the circle, the search, the public copy and the log agree with what now stands."""
    publishing.bring_up_to_date(thing, today=by.today, at=at)
    record(kind, thing, by=by, at=at, **details)
    return thing


def describe[T: (Network, Forum)](thing: T, *, by: Reader, at: datetime, version: int | None = None, **facts: Any) -> T:
    require(rules.may_edit(by, thing))
    save_version(thing, version, **facts)
    return _changed(thing, "describe", by, at)


def set_text[T: (Network, Forum)](
    thing: T,
    *,
    by: Reader,
    at: datetime,
    kind: str,
    text: str,
    starts_on: date | None,
    ends_on: date | None = None,
    source: str = "",
) -> T:
    """A new name, purpose or the like from a day; the earlier one ends the day before."""
    require(rules.may_edit(by, thing))
    lock(thing.uid)
    model = NetworkText if isinstance(thing, Network) else ForumText
    if starts_on:
        earlier = model.objects.filter(owner=thing, kind=kind, ends_on=None).filter(
            Q(starts_on__lt=starts_on) | Q(starts_on=None)
        )
        earlier.update(ends_on=starts_on)
    model.objects.create(owner=thing, kind=kind, text=text, starts_on=starts_on, ends_on=ends_on, source=source)
    return _changed(thing, "set_text", by, at, which=kind, text=text)


def add_members(
    network: Network,
    members: Iterable[Organisation | Network],
    *,
    by: Reader,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    starts_text: str = "",
    note: str = "",
    source: str = "",
) -> Network:
    """Municipalities, or other networks, become members for a period."""
    require(rules.may_edit(by, network))
    _require_within(network, ends_on)
    for member in members:
        which = {"network": member} if isinstance(member, Network) else {"organisation": member}
        period = {"starts_on": starts_on, "ends_on": ends_on, "starts_text": starts_text}
        Membership.objects.create(owner=network, **which, **period, note=note, source=source)
    return _changed(network, "add_members", by, at, members=[str(member) for member in members])


def _require_within(network: Network, ends_on: date | None) -> None:
    if network.ended_on and (ends_on is None or ends_on > network.ended_on):
        raise Refused(
            _("The network ended %(day)s. Nobody can be a member after that.") % {"day": network.ended_on}, "ends_on"
        )


def end_membership(membership: Membership, *, by: Reader, at: datetime, ends_on: date) -> Network:
    require(rules.may_edit(by, membership.owner))
    _require_within(membership.owner, ends_on)
    changed = Membership.objects.filter(pk=membership.pk).update(ends_on=ends_on)
    assert changed == 1  # noqa: S101
    return _changed(membership.owner, "end_membership", by, at, member=str(membership), ends_on=str(ends_on))


def set_presidency(
    network: Network,
    organisation: Organisation,
    *,
    by: Reader,
    at: datetime,
    starts_on: date,
    ends_on: date,
    note: str = "",
    source: str = "",
) -> Network:
    """The presidency goes to a member for a time, as a rule a year."""
    require(rules.may_edit(by, network))
    if not network.memberships.filter(organisation=organisation).on(starts_on).exists():
        raise Refused(_("%(name)s is not a member on that day.") % {"name": organisation}, "organisation")
    Presidency.objects.create(
        owner=network, organisation=organisation, starts_on=starts_on, ends_on=ends_on, note=note, source=source
    )
    return _changed(network, "set_presidency", by, at, organisation=str(organisation))


def end_network(network: Network, *, by: Reader, at: datetime, ends_on: date, version: int | None = None) -> Network:
    """The network ends; names, members and presidencies end with it."""
    require(rules.may_edit(by, network))
    for rows in (network.texts, network.memberships, network.presidencies, network.keepings):
        late = rows.filter(starts_on__gte=ends_on).first()
        if late:
            raise Refused(_("“%(what)s” begins after that day. Change it first.") % {"what": late}, "ends_on")
        rows.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)).update(ends_on=ends_on)
    save_version(network, version, ended_on=ends_on)
    return _changed(network, "end_network", by, at, ends_on=str(ends_on))


def set_openness[T: (Network, Forum)](thing: T, *, by: Reader, at: datetime, to: str, version: int | None = None) -> T:
    """Share, publish or withdraw: others read it from now on; it may become an official document there (TF 2:6)."""
    require(rules.may_open(by, thing, to=to))
    circle = everyone() if to == Openness.PUBLISHED else thing.own_circle
    save_version(thing, version, circle_id=circle.pk, openness=to)
    readers = list(publishing.readers(thing, by.today))
    return _changed(thing, "set_openness", by, at, to=str(to), readers=readers)


def offer_keeping[T: (Network, Forum)](
    thing: T, authority: Authority | None, *, by: Reader, at: datetime, version: int | None = None
) -> T:
    """Offer an authority that already reads them to keep the papers from now on; None takes the offer back."""
    require(rules.may_offer(by, thing))
    if authority and authority.pk == thing.authority_id:
        raise Refused(_("Your authority keeps the papers already."), "authority")
    if authority and thing.openness != Openness.PUBLISHED and not publishing.reads(thing, authority, by.today):
        raise Refused(
            _("Only an authority of those who take part can take over. Make it a member first."), "organisation"
        )
    save_version(thing, version, offered_to_id=authority.pk if authority else None)
    record("offer_keeping", thing, by=by, at=at, to=str(authority or ""))
    return thing


def take_over[T: (Network, Forum)](thing: T, *, by: Reader, at: datetime) -> T:
    """The authority that was offered the papers keeps them from today. What was written before stays as it was."""
    require(rules.may_take_over(by, thing))
    lock(thing.uid)
    model = type(thing)
    kept = _kept(by, CircleKind.NETWORK if isinstance(thing, Network) else CircleKind.FORUM)
    circle = thing.circle if thing.openness == Openness.PUBLISHED else kept["own_circle"]
    save_version(
        thing,
        None,
        authority_id=by.authority,
        circle_id=circle.pk,
        own_circle_id=kept["own_circle"].pk,
        offered_to_id=None,
    )
    thing = model.objects.named_on(by.today).get(pk=thing.pk)
    keepings: Any = NetworkKeeping if isinstance(thing, Network) else ForumKeeping
    keepings.objects.filter(owner=thing, ends_on=None, starts_on=by.today).delete()
    keepings.objects.filter(owner=thing, ends_on=None).update(ends_on=by.today)
    keepings.objects.create(owner=thing, keeper_id=by.authority, starts_on=by.today)
    return _changed(thing, "take_over", by, at)


def add_seats(
    forum: Forum,
    organisations: Iterable[Organisation],
    *,
    by: Reader,
    at: datetime,
    kind: str,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    starts_text: str = "",
) -> list[Seat]:
    """Each of the municipalities gets a seat of the kind."""
    require(rules.may_edit(by, forum))
    period = {"starts_on": starts_on, "ends_on": ends_on, "starts_text": starts_text}
    seats = [Seat.objects.create(owner=forum, organisation=o, kind=kind, title=title, **period) for o in organisations]
    _changed(forum, "add_seats", by, at, which=kind, organisations=[str(seat.organisation) for seat in seats])
    return seats


def end_seat(seat: Seat, *, by: Reader, at: datetime, ends_on: date) -> Forum:
    require(rules.may_edit(by, seat.owner))
    Seat.objects.filter(pk=seat.pk).update(ends_on=ends_on)
    return _changed(seat.owner, "end_seat", by, at, seat=str(seat), ends_on=str(ends_on))


def appoint(
    seat: Seat, person: Person, *, by: Reader, at: datetime, starts_on: date | None = None, ends_on: date | None = None
) -> SeatHolder:
    """A municipality sends somebody to its seat; the one who sat there before leaves the day before."""
    require(rules.may_appoint(by, seat, today=by.today))
    if starts_on:
        earlier = SeatHolder.objects.filter(seat=seat, ends_on=None).filter(
            Q(starts_on__lt=starts_on) | Q(starts_on=None)
        )
        earlier.update(ends_on=starts_on, authority_id=by.authority)
    holder = SeatHolder.objects.create(
        seat=seat,
        authority_id=by.authority,
        organisation_id=by.organisation,
        circle_id=seat.circle_id,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("appoint", seat.owner, by=by, at=at, seat=str(seat), person=person.name)
    return holder


def recall(holder: SeatHolder, *, by: Reader, at: datetime, ends_on: date) -> SeatHolder:
    """Somebody leaves a seat; it is shown as vacant after that day."""
    require(rules.may_recall(by, holder))
    SeatHolder.objects.filter(pk=holder.pk).update(ends_on=ends_on, authority_id=by.authority)
    record("recall", holder.seat.owner, by=by, at=at, seat=str(holder.seat), person=str(holder), ends_on=str(ends_on))
    return holder


def wake(forum: Forum, *, by: Reader, at: datetime, starts_on: date, note: str = "") -> Forum:
    """A resting forum meets again."""
    require(rules.may_wake(by, forum))
    if not forum.activities.on(starts_on).exists():
        Activity.objects.create(owner=forum, starts_on=starts_on, note=note)
    save_version(forum, None, last_met_on=max(day for day in (starts_on, forum.last_met_on) if day))
    return _changed(forum, "wake", by, at, note=note)


def rest(forum: Forum, *, by: Reader, at: datetime, ends_on: date) -> Forum:
    """The forum stops meeting for the time being."""
    require(rules.may_edit(by, forum))
    if not forum.activities.on(ends_on).update(ends_on=ends_on):
        raise Refused(_("The forum is resting already."), "ends_on")
    return _changed(forum, "rest", by, at, ends_on=str(ends_on))
