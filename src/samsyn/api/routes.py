"""What can be asked and done through the JSON door. Each write calls one action, as the pages do."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, UploadedFile

from samsyn.accounts.models import Person
from samsyn.api.app import api
from samsyn.api.schemas import (
    AssignmentOut,
    BodyIn,
    BodyOut,
    CollaborationChange,
    CollaborationIn,
    CollaborationOut,
    DocumentOut,
    ForumOut,
    HitOut,
    ImportOut,
    ImportRowOut,
    MapOut,
    MemberOut,
    MembersIn,
    MeOut,
    NetworkIn,
    NetworkOut,
    OpennessIn,
    OrganisationIn,
    OrganisationOut,
    PartiesIn,
    PartyOut,
    PersonOut,
    ProblemOut,
    ReasonOut,
    RowOut,
    SeatOut,
    SittingIn,
    SittingOut,
    StageIn,
    ValidityOut,
)
from samsyn.collaborations import actions as register
from samsyn.collaborations import queries as collaborations
from samsyn.collaborations.enums import LegalForm, PartyRole, Stage
from samsyn.collaborations.importing.files import read_file
from samsyn.collaborations.importing.planning import Outcome, plan
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import Collaboration
from samsyn.collaborations.rules import may_import
from samsyn.common.periods import on_day
from samsyn.common.verdict import Refused, require
from samsyn.common.web import get_or_404
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader, reader
from samsyn.networks import actions as network_actions
from samsyn.networks import queries as networks
from samsyn.networks.enums import Openness, TextKind
from samsyn.networks.models import Forum, Network
from samsyn.organisations import actions as organisations
from samsyn.organisations.enums import Area, BodyKind, OrganisationKind
from samsyn.organisations.models import Assignment, Body, Organisation
from samsyn.organisations.queries import Directory
from samsyn.search.actions import find

PROBLEMS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}
Offset, Limit = Query(0, ge=0, le=1_000_000), Query(50, ge=1, le=200)


def _known(value: str, choices: Any, field: str) -> str:
    if value not in choices.values:
        raise Refused(_("“%(value)s” is not one of: %(choices)s.") % {"value": value, "choices": ", ".join(choices.values)}, field)
    return value


def _organisations(names: list[str]) -> list[Organisation]:
    directory = Directory.load()
    found = [(name, directory.find(name)) for name in names]
    if missing := [directory.why_not(name) for name, hit in found if hit is None]:
        raise Refused(" ".join(missing), "organisations")
    return [hit for _name, hit in found if hit]


# --- who --------------------------------------------------------------------------------------------------------
@api.get("/me", response={200: MeOut, **PROBLEMS}, tags=["me"], summary="Who the key acts for")
def me(request: HttpRequest) -> Any:
    acting = Assignment.objects.with_names().get(pk=reader().assignment)
    return MeOut(person=acting.person.name, place=acting.place, role=acting.role, may_write=request.api_key.may_write)  # type: ignore[attr-defined]


@api.get("/organisations", response={200: list[OrganisationOut], **PROBLEMS}, tags=["organisations"], summary="Organisations of a kind")
def organisation_list(request: HttpRequest, kind: str = "MUNICIPALITY", county: str = "", offset: int = Offset, limit: int = Limit) -> Any:
    found = Organisation.objects.filter(kind=_known(kind, OrganisationKind, "kind")).in_order()
    found = found.filter(county_code=county) if county else found
    return list(found[offset : offset + limit])


@api.post("/organisations", response={201: OrganisationOut, **PROBLEMS}, tags=["organisations"], summary="Add an organisation")
def organisation_add(request: HttpRequest, body: OrganisationIn) -> Any:
    facts = body.dict() | {"kind": _known(body.kind, OrganisationKind, "kind")}
    return 201, organisations.register_organisation(by=reader(), at=clock.now(), **facts)


@api.get("/organisations/{uuid:uid}", response={200: OrganisationOut, **PROBLEMS}, tags=["organisations"], summary="One organisation")
def organisation(request: HttpRequest, uid: UUID) -> Any:
    return get_or_404(Organisation.objects.all(), uid=uid)


@api.get("/organisations/{uuid:uid}/bodies", response={200: list[BodyOut], **PROBLEMS}, tags=["organisations"], summary="Its bodies")
def body_list(request: HttpRequest, uid: UUID) -> Any:
    found = get_or_404(Organisation.objects.all(), uid=uid)
    return list(found.bodies.order_by("kind", "name"))


@api.post("/organisations/{uuid:uid}/bodies", response={201: BodyOut, **PROBLEMS}, tags=["organisations"], summary="Add a body")
def body_add(request: HttpRequest, uid: UUID, body: BodyIn) -> Any:
    found = get_or_404(Organisation.objects.all(), uid=uid)
    facts = body.dict() | {"kind": _known(body.kind, BodyKind, "kind")}
    facts["parent"] = get_or_404(Body.objects.filter(organisation=found), uid=body.parent) if body.parent else None
    return 201, organisations.create_body(found, by=reader(), at=clock.now(), **facts)


@api.get("/bodies/{uuid:uid}/sittings", response={200: list[SittingOut], **PROBLEMS}, tags=["organisations"], summary="Its calendar")
def sitting_list(request: HttpRequest, uid: UUID, offset: int = Offset, limit: int = Limit) -> Any:
    found = get_or_404(Body.objects.all(), uid=uid)
    return list(found.sittings.all()[offset : offset + limit])


@api.post("/bodies/{uuid:uid}/sittings", response={201: dict[str, int], **PROBLEMS}, tags=["organisations"], summary="Add sittings")
def sittings_add(request: HttpRequest, uid: UUID, body: list[SittingIn]) -> Any:
    found = get_or_404(Body.objects.select_related("organisation"), uid=uid)
    rows = list({row.sits_on: row.dict() for row in body}.values())
    return 201, {"saved": organisations.add_sittings(found, rows, by=reader(), at=clock.now())}


@api.get("/people/{uuid:uid}", response={200: PersonOut, **PROBLEMS}, tags=["organisations"], summary="Somebody in a public role")
def person(request: HttpRequest, uid: UUID) -> Any:
    acting = reader()
    found = get_or_404(Person.objects.visible_to(acting), uid=uid)
    rows = Assignment.objects.visible_to(acting).filter(person=found).with_names()
    told = [
        AssignmentOut(
            role=a.role, title=a.title, organisation=a.organisation.full_name, body=a.body.name, political_party=a.political_party,
            starts_on=a.starts_on, ends_on=a.ends_on,
        )
        for a in rows
    ]  # fmt: skip
    return PersonOut(uid=found.uid, name=found.name, assignments=told)


# --- networks and forums ----------------------------------------------------------------------------------------
@api.get("/networks", response={200: list[NetworkOut], **PROBLEMS}, tags=["networks"], summary="Networks as of a day")
def network_list(request: HttpRequest, as_of: date | None = None, offset: int = Offset, limit: int = Limit) -> Any:
    acting = reader()
    day = as_of or acting.today
    seen = Network.objects.visible_to(acting).named_on(day).order_by("pk")[offset : offset + limit]
    return _network_rows(list(seen.select_related("circle", "authority__organisation").prefetch_related("texts", "forums")), acting, day)


def _network_rows(found: list[Any], acting: Reader, day: date) -> list[NetworkOut]:
    members: dict[int, list[MemberOut]] = {}
    if found:
        rows = found[0]._meta.get_field("memberships").related_model.objects.filter(on_day(day), owner__in=found, organisation__isnull=False)
        for row in rows.select_related("organisation").order_by("organisation__code"):
            told = MemberOut(
                name=row.organisation.name, code=row.organisation.code, starts_on=row.starts_on, ends_on=row.ends_on, starts_text=row.starts_text
            )
            members.setdefault(row.owner_id, []).append(told)
    return [_network(one, members.get(one.pk, []), day) for one in found]


def _network(one: Any, members: list[MemberOut], day: date) -> NetworkOut:
    held = {row.kind: row.text for row in one.texts.all() if row.holds_on(day)}
    return NetworkOut(
        uid=one.uid, name=one.name, purpose=held.get(TextKind.PURPOSE, ""), vision=held.get(TextKind.VISION, ""), rests_on=one.rests_on,
        members=members, forums=[forum.uid for forum in one.forums.all()], keeper=f"{one.authority.organisation.full_name}, {one.authority.name}",
        openness=one.openness, version=one.version,
    )  # fmt: skip


def _one_network(uid: UUID, day: date | None = None) -> NetworkOut:
    acting = reader()
    seen = Network.objects.visible_to(acting).named_on(day or acting.today).select_related("circle", "authority__organisation")
    found = get_or_404(seen.prefetch_related("texts", "forums"), uid=uid)
    return _network_rows([found], acting, day or acting.today)[0]


@api.get("/networks/{uuid:uid}", response={200: NetworkOut, **PROBLEMS}, tags=["networks"], summary="A network as of a day")
def network(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    return _one_network(uid, as_of)


@api.post("/networks", response={201: NetworkOut, **PROBLEMS}, tags=["networks"], summary="Add a network, as a draft")
def network_add(request: HttpRequest, body: NetworkIn) -> Any:
    made = network_actions.found_network(by=reader(), at=clock.now(), **body.dict())
    return 201, _one_network(made.uid)


@api.post("/networks/{uuid:uid}/members", response={201: NetworkOut, **PROBLEMS}, tags=["networks"], summary="Add members for a period")
def members_add(request: HttpRequest, uid: UUID, body: MembersIn) -> Any:
    acting = reader()
    seen = Network.objects.visible_to(acting).named_on(acting.today).select_related("circle", "own_circle", "authority__organisation")
    found = get_or_404(seen, uid=uid)
    period = {"starts_on": body.starts_on, "ends_on": body.ends_on}
    network_actions.add_members(found, _organisations(body.organisations), by=acting, at=clock.now(), **period)
    return 201, _one_network(uid)


@api.get("/forums/{uuid:uid}", response={200: ForumOut, **PROBLEMS}, tags=["networks"], summary="A forum, its charter and seats")
def forum(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    acting = reader()
    day = as_of or acting.today
    found = get_or_404(Forum.objects.visible_to(acting).named_on(day).prefetch_related("texts", "activities"), uid=uid)
    held = {row.kind: row.text for row in found.texts.all() if row.holds_on(day)}
    state = networks.state_of(found, day)
    seats = [
        SeatOut(organisation=seat.organisation.name, kind=seat.kind, title=str(seat), holder=seat.now[0].person.name if seat.now else None)
        for seat in networks.seats_on(found, day)
    ]
    return ForumOut(
        uid=found.uid, name=found.name, purpose=held.get(TextKind.PURPOSE, ""), mandate=held.get(TextKind.MANDATE, ""),
        reports_to=held.get(TextKind.REPORTS_TO, ""), last_met_on=found.last_met_on, dormant=state.dormant, dormant_since=state.since, seats=seats,
    )  # fmt: skip


# --- the register -----------------------------------------------------------------------------------------------
def _validity(row: collaborations.Row) -> ValidityOut:
    judged = row.validity
    reasons = [ReasonOut(text=reason.text, warns=reason.warns, on=reason.on) for reason in judged.reasons]
    return ValidityOut(sign=judged.sign, word=judged.word, reasons=reasons, doubts=[doubt.text for doubt in judged.doubts])


def _row(row: collaborations.Row) -> dict[str, Any]:
    return {
        "uid": row.collaboration.uid, "name": row.name, "area": row.collaboration.area, "form": row.form, "stage": row.stage,
        "validity": _validity(row), "parties": [party.organisation.name for party in row.parties],
    }  # fmt: skip


@api.get("/collaborations", response={200: list[RowOut], **PROBLEMS}, tags=["register"], summary="The register as of a day")
def collaboration_list(
    request: HttpRequest, as_of: date | None = None, whose: str = "all", q: str = Query("", max_length=100), area: str = "", form: str = "",
    ended: bool = False, offset: int = Offset, limit: int = Limit,
) -> Any:  # fmt: skip
    acting = reader()
    asked = collaborations.Filter(
        day=as_of or acting.today, text=q, area=_known(area, Area, "area") if area else "", form=_known(form, LegalForm, "form") if form else "",
        over=ended, organisations=[acting.organisation or 0] if whose == "ours" else None,
    )  # fmt: skip
    found = collaborations.matching(acting, asked)[offset : offset + limit]
    return [RowOut(**_row(row)) for row in collaborations.with_rows(found, asked.day)]


@api.get("/collaborations/{uuid:uid}", response={200: CollaborationOut, **PROBLEMS}, tags=["register"], summary="A collaboration as of a day")
def collaboration(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    return _one(uid, as_of)


def _one(uid: UUID, as_of: date | None = None) -> CollaborationOut:
    acting = reader()
    day = as_of or acting.today
    found: Any = get_or_404(collaborations.detail(acting, day), uid=uid)
    row = collaborations.row(found, list(found.parties.all()), list(found.documents.all()), day)
    texts = ("purpose", "cost_rule", "stays_local", "for_residents", "for_employees", "source", "source_kind", "checked_on", "version")
    return CollaborationOut(
        **_row(row), **{name: getattr(found, name) for name in texts}, openness=found.openness,
        keeper=f"{found.authority.organisation.full_name}, {found.authority.name}", party_rows=[_party(party) for party in row.parties],
        documents=[_document(document, found.form, day) for document in found.documents.all()], names=found.name_rows, forms=found.form_rows,
        stages=found.stage_rows,
    )  # fmt: skip


def _party(party: Any) -> PartyOut:
    same = ("uid", "role", "extent", "doubt", "registry_number", "starts_on", "ends_on", "starts_text")
    return PartyOut(name=party.organisation.name, code=party.organisation.code, **{name: getattr(party, name) for name in same})


def _document(document: Any, form: str, day: date) -> DocumentOut:
    notice = collaborations.notice_of(collaborations.document_facts(document), form, day)
    same = ("uid", "kind", "title", "edition", "sha256", "starts_on", "ends_on", "starts_text")
    return DocumentOut(last_day_to_give_notice=notice.last_day if notice else None, **{name: getattr(document, name) for name in same})


def _mine(uid: UUID) -> Any:
    acting = reader()
    seen = Collaboration.objects.visible_to(acting).as_of(acting.today)
    return get_or_404(seen.select_related("circle", "own_circle", "authority__organisation"), uid=uid)


@api.post("/collaborations", response={201: CollaborationOut, **PROBLEMS}, tags=["register"], summary="Add a collaboration, as a draft")
def collaboration_add(request: HttpRequest, body: CollaborationIn) -> Any:
    facts = body.dict()
    parties = _organisations(facts.pop("parties"))
    for name, choices in (("area", Area), ("form", LegalForm), ("stage", Stage)):
        _known(facts[name], choices, name)
    made = register.register(by=reader(), at=clock.now(), **facts)
    if parties:
        period = {"starts_on": body.starts_on, "starts_text": body.starts_text}
        register.add_parties(made, parties, by=reader(), at=clock.now(), **period)
    return 201, _one(made.uid)


@api.patch("/collaborations/{uuid:uid}", response={200: CollaborationOut, **PROBLEMS}, tags=["register"], summary="Change what is told of it")
def collaboration_change(request: HttpRequest, uid: UUID, body: CollaborationChange) -> Any:
    facts = body.dict(exclude_unset=True)
    days = ("checked_on", "last_follow_up_on", "next_follow_up_on")
    told = {name: value for name, value in facts.items() if name != "version" and (value is not None or name in days)}
    register.describe(_mine(uid), by=reader(), at=clock.now(), version=body.version, **told)
    return _one(uid)


@api.post("/collaborations/{uuid:uid}/parties", response={201: CollaborationOut, **PROBLEMS}, tags=["register"], summary="Add parties for a period")
def parties_add(request: HttpRequest, uid: UUID, body: PartiesIn) -> Any:
    facts = body.dict() | {"role": _known(body.role, PartyRole, "role")}
    register.add_parties(_mine(uid), _organisations(facts.pop("organisations")), by=reader(), at=clock.now(), **facts)
    return 201, _one(uid)


@api.post("/collaborations/{uuid:uid}/stage", response={200: CollaborationOut, **PROBLEMS}, tags=["register"], summary="Go on to another stage")
def stage(request: HttpRequest, uid: UUID, body: StageIn) -> Any:
    facts = body.dict() | {"stage": _known(body.stage, Stage, "stage")}
    facts["replaced_by"] = _mine(body.replaced_by) if body.replaced_by else None
    register.change_stage(_mine(uid), by=reader(), at=clock.now(), **facts)
    return _one(uid)


@api.post("/collaborations/{uuid:uid}/openness", response={200: CollaborationOut, **PROBLEMS}, tags=["register"], summary="Share, publish or withdraw")
def openness(request: HttpRequest, uid: UUID, body: OpennessIn) -> Any:
    register.set_openness(_mine(uid), by=reader(), at=clock.now(), to=_known(body.to, Openness, "to"), version=body.version)
    return _one(uid)


@api.get("/map", response={200: MapOut, **PROBLEMS}, tags=["register"], summary="Collaborations × municipalities as of a day")
def collaboration_map(request: HttpRequest, network: UUID | None = None, county: str = Query("", max_length=2), as_of: date | None = None) -> Any:
    acting = reader()
    day = as_of or acting.today
    asked = collaborations.Filter(day=day, network=str(network or ""), county=county, organisations=[acting.organisation or 0])
    columns = collaborations.columns_for(asked, day)
    asked.organisations = [column.pk for column in columns]
    found = collaborations.with_rows(collaborations.matching(acting, asked)[:400], day)
    rows = [
        {
            "uid": str(one.row.collaboration.uid), "name": one.row.name, "area": one.row.collaboration.area, "form": one.row.form,
            "cells": {column.name: cell["code"] for column, cell in zip(columns, one.cells, strict=True) if cell}, "more": one.others,
        }
        for one in collaborations.map_rows(found, columns, day)
    ]  # fmt: skip
    return MapOut(as_of=day, columns=[column.name for column in columns], rows=rows)


@api.post("/imports", response={200: ImportOut, **PROBLEMS}, tags=["register"], summary="Import a file: what would happen, or do it")
def import_file(request: HttpRequest, file: UploadedFile = File(...), dry_run: bool = True) -> Any:  # noqa: B008  how ninja declares it
    acting = reader()
    require(may_import(acting))
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        found = read_file(Path(kept.name))
    planned = plan(found["rows"], found["places"], reader=acting)
    counted = {str(outcome): sum(1 for row in planned if row.outcome == outcome) for outcome in Outcome}
    if not dry_run:
        counted |= save(planned, by=acting, at=clock.now())
    rows = [
        ImportRowOut(
            place=row.draft.place, name=row.draft.name, outcome=row.outcome, errors=row.draft.errors,
            doubts=[{"kind": str(doubt.kind), "text": doubt.text} for doubt in row.draft.doubts],
        )
        for row in planned
    ]  # fmt: skip
    return ImportOut(saved=not dry_run, notes=found["notes"], counted=counted, rows=rows)


@api.get("/search", response={200: list[HitOut], **PROBLEMS}, tags=["search"], summary="Search everything that may be seen")
def search(request: HttpRequest, q: str = Query(min_length=1, max_length=100)) -> Any:
    return [HitOut(kind=hit.kind, title=hit.title, detail=hit.detail, url=hit.url) for hit in find(q, reader())]
