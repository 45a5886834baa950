"""The register, the map, imports and the search."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Status, UploadedFile

from samsyn.api.app import api
from samsyn.api.routes.common import LIMIT, OFFSET, PROBLEMS, known, known_organisations
from samsyn.api.schemas import (
    CollaborationChange,
    CollaborationIn,
    CollaborationOut,
    DocumentOut,
    HitOut,
    ImportOut,
    ImportRowOut,
    MapOut,
    OpennessIn,
    PartiesIn,
    PartyOut,
    ReasonOut,
    RowOut,
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
from samsyn.collaborations.validity import notice_of
from samsyn.common.verdict import require
from samsyn.common.web import get_or_404
from samsyn.isolation import clock
from samsyn.isolation.acting import reader
from samsyn.networks.enums import Openness
from samsyn.organisations.enums import Area
from samsyn.search.actions import find


def _validity(row: collaborations.Row) -> ValidityOut:
    judged = row.validity
    reasons = [ReasonOut(text=reason.text, warns=reason.warns, on=reason.on) for reason in judged.reasons]
    return ValidityOut(
        sign=judged.sign, word=judged.word, reasons=reasons, doubts=[doubt.text for doubt in judged.doubts]
    )


def _row(row: collaborations.Row) -> dict[str, Any]:
    return {
        "uid": row.collaboration.uid,
        "name": row.name,
        "area": row.collaboration.area,
        "form": row.form,
        "stage": row.stage,
        "validity": _validity(row),
        "parties": [party.name for party in row.parties],
    }


@api.get(
    "/collaborations", response={200: list[RowOut], **PROBLEMS}, tags=["register"], summary="The register as of a day"
)
def collaboration_list(
    request: HttpRequest,
    as_of: date | None = None,
    whose: str = "all",
    q: str = Query("", max_length=100),
    area: str = "",
    form: str = "",
    ended: bool = False,
    offset: int = OFFSET,
    limit: int = LIMIT,
) -> Any:
    acting = reader()
    asked = collaborations.Filter(
        day=as_of or acting.today,
        text=q,
        area=known(area, Area, "area") if area else "",
        form=known(form, LegalForm, "form") if form else "",
        over=ended,
        organisations=[acting.organisation] if whose == "ours" else None,
    )
    found = collaborations.matching(acting, asked, start=offset, most=limit)
    return [RowOut(**_row(row)) for row in collaborations.with_rows(found, acting, asked.day)]


@api.get(
    "/collaborations/{uuid:uid}",
    response={200: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="A collaboration as of a day",
)
def collaboration(request: HttpRequest, uid: UUID, as_of: date | None = None) -> Any:
    return _one(uid, as_of)


def _one(uid: UUID, as_of: date | None = None) -> CollaborationOut:
    acting = reader()
    day = as_of or acting.today
    told = collaborations.detail(acting, uid, day)
    found = told.collaboration
    row = collaborations.row(found, told.parties, told.documents, day)
    texts = (
        "purpose",
        "cost_rule",
        "stays_local",
        "for_residents",
        "for_employees",
        "source",
        "source_kind",
        "checked_on",
        "version",
    )
    return CollaborationOut(
        **_row(row),
        **{name: getattr(found, name) for name in texts},
        openness=found.openness,
        keeper=f"{found.authority.organisation.full_name}, {found.authority.name}",
        party_rows=[_party(party) for party in row.parties],
        documents=[_document(document, found.form, day) for document in told.documents],
        names=found.history["names"],
        forms=found.history["forms"],
        stages=found.history["stages"],
    )


def _party(party: Any) -> PartyOut:
    same = ("uid", "role", "extent", "doubt", "registry_number", "starts_on", "ends_on", "starts_text")
    return PartyOut(
        name=party.organisation.name, code=party.organisation.code, **{name: getattr(party, name) for name in same}
    )


def _document(document: Any, form: str, day: date) -> DocumentOut:
    notice = notice_of(collaborations.document_facts(document), form, day)
    same = ("uid", "kind", "title", "edition", "sha256", "starts_on", "ends_on", "starts_text")
    return DocumentOut(
        last_day_to_give_notice=notice.last_day if notice else None, **{name: getattr(document, name) for name in same}
    )


def _mine(uid: UUID) -> Any:
    acting = reader()
    seen = Collaboration.objects.visible_to(acting).as_of(acting.today)
    return get_or_404(seen.select_related("authority__organisation"), uid=uid)


@api.post(
    "/collaborations",
    response={201: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="Add a collaboration, as a draft",
)
def collaboration_add(request: HttpRequest, body: CollaborationIn) -> Any:
    facts = body.dict()
    parties = known_organisations(facts.pop("parties"))
    for name, choices in (("area", Area), ("form", LegalForm), ("stage", Stage)):
        known(facts[name], choices, name)
    made = register.register(by=reader(), at=clock.now(), **facts)
    if parties:
        period: Any = {"starts_on": body.starts_on, "starts_text": body.starts_text}
        register.add_parties(made, parties, by=reader(), at=clock.now(), **period)
    return Status(201, _one(made.uid))


@api.patch(
    "/collaborations/{uuid:uid}",
    response={200: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="Change what is told of it",
)
def collaboration_change(request: HttpRequest, uid: UUID, body: CollaborationChange) -> Any:
    facts = body.dict(exclude_unset=True)
    days = ("checked_on", "last_follow_up_on", "next_follow_up_on")
    told = {name: value for name, value in facts.items() if name != "version" and (value is not None or name in days)}
    register.describe(_mine(uid), by=reader(), at=clock.now(), version=body.version, **told)
    return _one(uid)


@api.post(
    "/collaborations/{uuid:uid}/parties",
    response={201: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="Add parties for a period",
)
def parties_add(request: HttpRequest, uid: UUID, body: PartiesIn) -> Any:
    facts: dict[str, Any] = body.dict() | {"role": known(body.role, PartyRole, "role")}
    register.add_parties(
        _mine(uid), known_organisations(facts.pop("organisations")), by=reader(), at=clock.now(), **facts
    )
    return Status(201, _one(uid))


@api.post(
    "/collaborations/{uuid:uid}/stage",
    response={200: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="Go on to another stage",
)
def stage(request: HttpRequest, uid: UUID, body: StageIn) -> Any:
    facts: dict[str, Any] = body.dict() | {"stage": known(body.stage, Stage, "stage")}
    facts["replaced_by"] = _mine(body.replaced_by) if body.replaced_by else None
    register.change_stage(_mine(uid), by=reader(), at=clock.now(), **facts)
    return _one(uid)


@api.post(
    "/collaborations/{uuid:uid}/openness",
    response={200: CollaborationOut, **PROBLEMS},
    tags=["register"],
    summary="Share, publish or withdraw",
)
def openness(request: HttpRequest, uid: UUID, body: OpennessIn) -> Any:
    register.set_openness(
        _mine(uid), by=reader(), at=clock.now(), to=known(body.to, Openness, "to"), version=body.version
    )
    return _one(uid)


@api.get(
    "/map", response={200: MapOut, **PROBLEMS}, tags=["register"], summary="Collaborations × municipalities as of a day"
)
def collaboration_map(
    request: HttpRequest, network: UUID | None = None, county: str = Query("", max_length=2), as_of: date | None = None
) -> Any:
    acting = reader()
    day = as_of or acting.today
    asked = collaborations.Filter(
        day=day, network=str(network or ""), county=county, organisations=[acting.organisation]
    )
    columns = collaborations.columns_for(asked, day)
    asked.organisations = [column.pk for column in columns]
    found = collaborations.with_rows(collaborations.matching(acting, asked, most=400), acting, day)
    rows = [
        {
            "uid": str(one.row.collaboration.uid),
            "name": one.row.name,
            "area": one.row.collaboration.area,
            "form": one.row.form,
            "cells": {column.name: cell["code"] for column, cell in zip(columns, one.cells, strict=True) if cell},
            "more": one.others,
        }
        for one in collaborations.map_rows(found, columns, day)
    ]
    return MapOut(as_of=day, columns=[column.name for column in columns], rows=rows)


@api.post(
    "/imports",
    response={200: ImportOut, **PROBLEMS},
    tags=["register"],
    summary="Import a file: what would happen, or do it",
)
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
            place=row.draft.place,
            name=row.draft.name,
            outcome=row.outcome,
            errors=row.draft.errors,
            doubts=[{"kind": str(doubt.kind), "text": doubt.text} for doubt in row.draft.doubts],
        )
        for row in planned
    ]
    return ImportOut(saved=not dry_run, notes=found["notes"], counted=counted, rows=rows)


@api.get(
    "/search", response={200: list[HitOut], **PROBLEMS}, tags=["search"], summary="Search everything that may be seen"
)
def search(request: HttpRequest, q: str = Query(min_length=1, max_length=100)) -> Any:
    return [HitOut(kind=hit.kind, title=hit.title, detail=hit.detail, url=hit.url) for hit in find(q, reader())]
