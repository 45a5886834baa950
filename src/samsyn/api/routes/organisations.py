"""Organisations, bodies, calendars and people."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from samsyn.accounts.models import Person
from samsyn.api.app import api
from samsyn.api.routes.common import LIMIT, OFFSET, PROBLEMS, known
from samsyn.api.schemas import (
    AssignmentOut,
    BodyIn,
    BodyOut,
    MeOut,
    OrganisationIn,
    OrganisationOut,
    PersonOut,
    SittingIn,
    SittingOut,
)
from samsyn.common.web import get_or_404
from samsyn.isolation import clock
from samsyn.isolation.acting import reader
from samsyn.organisations import actions as organisations
from samsyn.organisations.enums import BodyKind, OrganisationKind
from samsyn.organisations.models import Assignment, Body, Organisation


@api.get("/me", response={200: MeOut, **PROBLEMS}, tags=["me"], summary="Who the key acts for")
def me(request: HttpRequest) -> Any:
    acting = Assignment.objects.with_names().get(pk=reader().assignment)
    return MeOut(person=acting.person.name, place=acting.place, role=acting.role, may_write=request.api_key.may_write)  # type: ignore[attr-defined]


@api.get(
    "/organisations",
    response={200: list[OrganisationOut], **PROBLEMS},
    tags=["organisations"],
    summary="Organisations of a kind",
)
def organisation_list(
    request: HttpRequest, kind: str = "MUNICIPALITY", county: str = "", offset: int = OFFSET, limit: int = LIMIT
) -> Any:
    found = Organisation.objects.filter(kind=known(kind, OrganisationKind, "kind")).in_order()
    found = found.filter(county_code=county) if county else found
    return list(found[offset : offset + limit])


@api.post(
    "/organisations", response={201: OrganisationOut, **PROBLEMS}, tags=["organisations"], summary="Add an organisation"
)
def organisation_add(request: HttpRequest, body: OrganisationIn) -> Any:
    facts = body.dict() | {"kind": known(body.kind, OrganisationKind, "kind")}
    return Status(201, organisations.register_organisation(by=reader(), at=clock.now(), **facts))


@api.get(
    "/organisations/{uuid:uid}",
    response={200: OrganisationOut, **PROBLEMS},
    tags=["organisations"],
    summary="One organisation",
)
def organisation(request: HttpRequest, uid: UUID) -> Any:
    return get_or_404(Organisation.objects.all(), uid=uid)


@api.get(
    "/organisations/{uuid:uid}/bodies",
    response={200: list[BodyOut], **PROBLEMS},
    tags=["organisations"],
    summary="Its bodies",
)
def body_list(request: HttpRequest, uid: UUID) -> Any:
    found = get_or_404(Organisation.objects.all(), uid=uid)
    return list(found.bodies.order_by("kind", "name"))


@api.post(
    "/organisations/{uuid:uid}/bodies",
    response={201: BodyOut, **PROBLEMS},
    tags=["organisations"],
    summary="Add a body",
)
def body_add(request: HttpRequest, uid: UUID, body: BodyIn) -> Any:
    found = get_or_404(Organisation.objects.all(), uid=uid)
    facts = body.dict() | {"kind": known(body.kind, BodyKind, "kind")}
    facts["parent"] = get_or_404(Body.objects.filter(organisation=found), uid=body.parent) if body.parent else None
    return Status(201, organisations.create_body(found, by=reader(), at=clock.now(), **facts))


@api.get(
    "/bodies/{uuid:uid}/sittings",
    response={200: list[SittingOut], **PROBLEMS},
    tags=["organisations"],
    summary="Its calendar",
)
def sitting_list(request: HttpRequest, uid: UUID, offset: int = OFFSET, limit: int = LIMIT) -> Any:
    found = get_or_404(Body.objects.all(), uid=uid)
    return list(found.sittings.all()[offset : offset + limit])


@api.post(
    "/bodies/{uuid:uid}/sittings",
    response={201: dict[str, int], **PROBLEMS},
    tags=["organisations"],
    summary="Add sittings",
)
def sittings_add(request: HttpRequest, uid: UUID, body: list[SittingIn]) -> Any:
    found = get_or_404(Body.objects.select_related("organisation"), uid=uid)
    rows = list({row.sits_on: row.dict() for row in body}.values())
    return Status(201, {"saved": organisations.add_sittings(found, rows, by=reader(), at=clock.now())})


@api.get(
    "/people/{uuid:uid}",
    response={200: PersonOut, **PROBLEMS},
    tags=["organisations"],
    summary="Somebody in a public role",
)
def person(request: HttpRequest, uid: UUID) -> Any:
    acting = reader()
    found = get_or_404(Person.objects.visible_to(acting), uid=uid)
    rows = Assignment.objects.visible_to(acting).filter(person=found).with_names()
    told = [
        AssignmentOut(
            role=a.role,
            title=a.title,
            organisation=a.organisation.full_name,
            body=a.body.name,
            political_party=a.political_party,
            starts_on=a.starts_on,
            ends_on=a.ends_on,
        )
        for a in rows
    ]
    return PersonOut(uid=found.uid, name=found.name, assignments=told)
