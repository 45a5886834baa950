"""Networks and forums."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from samsyn.api.app import api
from samsyn.api.routes.common import LIMIT, OFFSET, PROBLEMS, known_organisations
from samsyn.api.schemas import (
    ForumOut,
    MemberOut,
    MembersIn,
    NetworkIn,
    NetworkOut,
    SeatOut,
)
from samsyn.common.periods import Told, on_day
from samsyn.common.web import get_or_404, one_or_404
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader, reader
from samsyn.networks import actions as network_actions
from samsyn.networks import queries as networks
from samsyn.networks.enums import TextKind
from samsyn.networks.models import Forum, Network


@api.get("/networks", response={200: list[NetworkOut], **PROBLEMS}, tags=["networks"], summary="Networks as of a day")
def network_list(request: HttpRequest, as_of: date | None = None, offset: int = OFFSET, limit: int = LIMIT) -> Any:
    acting = reader()
    day = as_of or acting.today
    seen = Network.objects.visible_to(acting).named_on(day).order_by("pk")[offset : offset + limit]
    return _network_rows(
        list(seen.select_related("authority__organisation").prefetch_related("texts", "forums")), acting, day
    )


def _network_rows(found: list[Any], acting: Reader, day: date) -> list[NetworkOut]:
    members: dict[int, list[MemberOut]] = {}
    if found:
        rows = (
            found[0]
            ._meta.get_field("memberships")
            .related_model.objects.filter(on_day(day), owner__in=found, organisation__isnull=False)
        )
        for row in rows.select_related("organisation").order_by("organisation__code"):
            told = MemberOut(
                name=row.organisation.name,
                code=row.organisation.code,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                starts_text=row.starts_text,
            )
            members.setdefault(row.owner_id, []).append(told)
    return [_network(one, members.get(one.pk, []), day) for one in found]


def _network(one: Any, members: list[MemberOut], day: date) -> NetworkOut:
    held = {row.kind: row.text for row in one.texts.all() if row.holds_on(day)}
    return NetworkOut(
        uid=one.uid,
        name=one.name,
        purpose=held.get(TextKind.PURPOSE, ""),
        vision=held.get(TextKind.VISION, ""),
        rests_on=one.rests_on,
        members=members,
        forums=[forum.uid for forum in one.forums.all()],
        keeper=f"{one.authority.organisation.full_name}, {one.authority.name}",
        openness=one.openness,
        version=one.version,
    )


def _one_network(uid: UUID, day: date | None = None) -> NetworkOut:
    acting = reader()
    seen = Network.objects.visible_to(acting).named_on(day or acting.today).select_related("authority__organisation")
    found = get_or_404(seen.prefetch_related("texts", "forums"), uid=uid)
    return _network_rows([found], acting, day or acting.today)[0]


@api.get(
    "/networks/{uuid:uid}", response={200: NetworkOut, **PROBLEMS}, tags=["networks"], summary="A network as of a day"
)
def network(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    return _one_network(uid, as_of)


@api.post("/networks", response={201: NetworkOut, **PROBLEMS}, tags=["networks"], summary="Add a network, as a draft")
def network_add(request: HttpRequest, body: NetworkIn) -> Any:
    made = network_actions.found_network(by=reader(), at=clock.now(), **body.dict())
    return Status(201, _one_network(made.uid))


@api.post(
    "/networks/{uuid:uid}/members",
    response={201: NetworkOut, **PROBLEMS},
    tags=["networks"],
    summary="Add members for a period",
)
def members_add(request: HttpRequest, uid: UUID, body: MembersIn) -> Any:
    acting = reader()
    seen = Network.objects.visible_to(acting).named_on(acting.today).select_related("authority__organisation")
    found = get_or_404(seen, uid=uid)
    period: Any = {"starts_on": body.starts_on, "ends_on": body.ends_on}
    network_actions.add_members(found, known_organisations(body.organisations), by=acting, at=clock.now(), **period)
    return Status(201, _one_network(uid))


@api.get(
    "/forums/{uuid:uid}",
    response={200: ForumOut, **PROBLEMS},
    tags=["networks"],
    summary="A forum, its charter and seats",
)
def forum(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    acting = reader()
    day = as_of or acting.today
    found = one_or_404(networks.seen(Forum, acting, uid, day))
    held = {row.kind: row.text for row in Told.of(found.texts_told) if row.holds_on(day)}
    state = networks.state_of(found, day)
    seats = [
        SeatOut(
            organisation=seat.organisation.name,
            kind=seat.kind,
            title=str(seat),
            holder=seat.now[0].person.name if seat.now else None,
        )
        for seat in networks.seats_on(found, day)
    ]
    return ForumOut(
        uid=found.uid,
        name=found.name,
        purpose=held.get(TextKind.PURPOSE, ""),
        mandate=held.get(TextKind.MANDATE, ""),
        reports_to=held.get(TextKind.REPORTS_TO, ""),
        last_met_on=found.last_met_on,
        dormant=state.dormant,
        dormant_since=state.since,
        seats=seats,
    )
