"""What the platform itself lays in, as the tables' owner: municipalities, regions, and the first people of each."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from samsyn.accounts.models import Person, User
from samsyn.organisations.enums import BodyKind, CircleKind, OrganisationKind, Role
from samsyn.organisations.models import Assignment, Authority, Body, Circle, CircleMember, Organisation
from samsyn.search.actions import Findable, index
from samsyn.search.models import Kind

DATA = Path(__file__).parent / "data"
UNUSABLE = "!"  # Django's mark for no password yet
COUNTED_ON = date(2023, 12, 31)
STATE_AGENCIES = ("Arbetsförmedlingen", "Försäkringskassan")


@transaction.atomic(using="owner")
def load(*, using: str = "owner") -> int:
    """All municipalities, regions and the state agencies of coordination associations. Returns how many were new."""
    everyone, _ = Circle.objects.using(using).get_or_create(everyone=True, defaults={"kind": CircleKind.EVERYONE})
    known = set(Organisation.objects.using(using).filter(organisation=None).values_list("kind", "name"))
    new = [row for row in [*_municipalities(), *_regions(), *_agencies()] if (row.kind, row.name) not in known]
    Organisation.objects.using(using).bulk_create(new)
    index((findable(row, everyone.pk) for row in new), using=using)
    return len(new)


def findable(organisation: Organisation, everyone: int) -> Findable:
    return Findable(
        kind=Kind.ORGANISATION,
        uid=organisation.uid,
        title=organisation.full_name,
        url=organisation.get_absolute_url(),
        organisation=organisation.organisation_id,
        authority=None,
        circle=everyone,
        detail=str(OrganisationKind(organisation.kind).label),
        text=" ".join([organisation.name, organisation.code, *organisation.other_names]),
    )


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _municipalities() -> list[Organisation]:
    return [
        Organisation(
            kind=OrganisationKind.MUNICIPALITY,
            code=row["code"],
            name=row["name"],
            county_code=row["county_code"],
            population=int(row["population_2023_12_31"]),
            population_on=COUNTED_ON,
        )
        for row in _read("municipalities.csv")
    ]


def _regions() -> list[Organisation]:
    return [
        Organisation(
            kind=OrganisationKind.REGION,
            code=row["code"],
            name=row["name"],
            county_code=row["code"],
            other_names=[name for name in row["other_names"].split(";") if name],
        )
        for row in _read("regions.csv")
    ]


def _agencies() -> list[Organisation]:
    return [Organisation(kind=OrganisationKind.STATE_AGENCY, name=name) for name in STATE_AGENCIES]


def make_authority(organisation: Organisation, name: str, *, using: str = "default") -> Authority:
    """An authority with a circle of its own, where its drafts lie."""
    authority = Authority.objects.using(using).create(organisation=organisation, name=name)
    circle = Circle.objects.using(using).create(
        kind=CircleKind.AUTHORITY, organisation=organisation, authority=authority
    )
    CircleMember.objects.using(using).create(
        circle=circle, organisation=organisation, member=organisation, member_authority=authority
    )
    return authority


@transaction.atomic(using="owner")
def open_organisation(
    organisation: Organisation, *, name: str, email: str, starts_on: date, using: str = "owner"
) -> Assignment:
    """Let an organisation in: its council and executive board, and the first administrator, who invites the others."""
    boards = Body.objects.using(using).filter(
        organisation=organisation, kind__in=[BodyKind.EXECUTIVE_BOARD, BodyKind.BOARD]
    )
    board = boards.first()
    if board is None:
        municipal = organisation.kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)
        names = (
            {BodyKind.COUNCIL: "Kommunfullmäktige", BodyKind.EXECUTIVE_BOARD: "Kommunstyrelsen"}
            if municipal
            else {BodyKind.BOARD: "Styrelsen"}
        )
        if organisation.kind == OrganisationKind.REGION:
            names = {BodyKind.COUNCIL: "Regionfullmäktige", BodyKind.EXECUTIVE_BOARD: "Regionstyrelsen"}
        for kind, title in names.items():
            authority = make_authority(organisation, title, using=using)
            board = Body.objects.using(using).create(
                organisation=organisation, authority=authority, kind=kind, name=title, decides=True
            )
    assert board  # noqa: S101
    person = Person.objects.using(using).create(name=name, organisation=organisation)
    User(email=email.lower(), person=person, password=UNUSABLE).save(using=using)
    given: Assignment = Assignment.objects.using(using).create(
        person=person,
        organisation=organisation,
        authority=board.authority,
        body=board,
        role=Role.ADMINISTRATOR,
        starts_on=starts_on,
    )
    return given
