"""The shapes that go in and out."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field, Schema

LONGEST = 20_000


class OrganisationOut(Schema):
    uid: UUID
    kind: str
    code: str
    name: str
    population: int | None
    population_on: date | None


class OrganisationIn(Schema):
    kind: str = Field(max_length=30)
    name: str = Field(min_length=1, max_length=200)
    number: str = Field("", max_length=11)
    other_names: list[str] = Field(default_factory=list, max_length=50)


class BodyOut(Schema):
    uid: UUID
    kind: str
    name: str
    decides: bool
    starts_on: date | None
    ends_on: date | None


class BodyIn(Schema):
    kind: str = Field(max_length=30)
    name: str = Field(min_length=1, max_length=200)
    decides: bool
    prepares: bool | None = None
    parent: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class SittingOut(Schema):
    sits_on: date
    copy_deadline_on: date | None
    mailing_on: date | None
    note: str
    cancelled: bool


class SittingIn(Schema):
    sits_on: date
    copy_deadline_on: date | None = None
    mailing_on: date | None = None
    note: str = Field("", max_length=200)


class AssignmentOut(Schema):
    role: str
    title: str
    organisation: str
    body: str
    political_party: str
    starts_on: date | None
    ends_on: date | None


class PersonOut(Schema):
    uid: UUID
    name: str
    assignments: list[AssignmentOut]


class PeriodOut(Schema):
    starts_on: date | None
    ends_on: date | None
    starts_text: str = ""


class MemberOut(PeriodOut):
    name: str
    code: str = ""


class NetworkOut(Schema):
    uid: UUID
    name: str
    purpose: str
    vision: str
    rests_on: str
    members: list[MemberOut]
    forums: list[UUID]
    keeper: str
    openness: str
    version: int


class NetworkIn(Schema):
    name: str = Field(min_length=1, max_length=200)
    purpose: str = Field("", max_length=LONGEST)
    vision: str = Field("", max_length=LONGEST)
    rests_on: str = Field("", max_length=200)
    source: str = Field("", max_length=500)
    starts_on: date | None = None


class MembersIn(Schema):
    organisations: list[str] = Field(min_length=1, max_length=300)
    starts_on: date | None = None
    ends_on: date | None = None


class SeatOut(Schema):
    organisation: str
    kind: str
    title: str
    holder: str | None


class ForumOut(Schema):
    uid: UUID
    name: str
    purpose: str
    mandate: str
    reports_to: str
    last_met_on: date | None
    dormant: bool
    dormant_since: date | None
    seats: list[SeatOut]


class PartyOut(PeriodOut):
    uid: UUID
    name: str
    code: str
    role: str
    extent: str
    doubt: str
    registry_number: str


class DocumentOut(PeriodOut):
    uid: UUID
    kind: str
    title: str
    edition: str
    sha256: str
    last_day_to_give_notice: date | None


class ReasonOut(Schema):
    text: str
    warns: bool
    on: date | None


class ValidityOut(Schema):
    sign: str
    word: str
    reasons: list[ReasonOut]
    doubts: list[str]


class RowOut(Schema):
    uid: UUID
    name: str
    area: str
    form: str
    stage: str
    validity: ValidityOut
    parties: list[str]


class CollaborationOut(RowOut):
    purpose: str
    cost_rule: str
    stays_local: str
    for_residents: str
    for_employees: str
    source: str
    source_kind: str
    checked_on: date | None
    keeper: str
    openness: str
    version: int
    party_rows: list[PartyOut]
    documents: list[DocumentOut]
    names: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    stages: list[dict[str, Any]]


class CollaborationIn(Schema):
    name: str = Field(min_length=1, max_length=200)
    area: str = Field(max_length=30)
    form: str = Field("UNKNOWN", max_length=30)
    stage: str = Field("IDEA", max_length=20)
    starts_on: date | None = None
    starts_text: str = Field("", max_length=80)
    purpose: str = Field("", max_length=LONGEST)
    cost_rule: str = Field("", max_length=LONGEST)
    source: str = Field("", max_length=500)
    parties: list[str] = Field(default_factory=list, max_length=300)


class CollaborationChange(Schema):
    version: int
    purpose: str | None = Field(None, max_length=LONGEST)
    cost_rule: str | None = Field(None, max_length=LONGEST)
    stays_local: str | None = Field(None, max_length=LONGEST)
    for_residents: str | None = Field(None, max_length=LONGEST)
    for_employees: str | None = Field(None, max_length=LONGEST)
    source: str | None = Field(None, max_length=500)
    checked_on: date | None = None
    last_follow_up_on: date | None = None
    next_follow_up_on: date | None = None


class PartiesIn(Schema):
    organisations: list[str] = Field(min_length=1, max_length=300)
    role: str = Field("MEMBER", max_length=20)
    extent: str = Field("", max_length=300)
    starts_on: date | None = None
    ends_on: date | None = None


class StageIn(Schema):
    stage: str = Field(max_length=20)
    starts_on: date
    note: str = Field("", max_length=300)
    replaced_by: UUID | None = None


class OpennessIn(Schema):
    to: str = Field(max_length=20)
    version: int


class MapOut(Schema):
    as_of: date
    columns: list[str]
    rows: list[dict[str, Any]]


class HitOut(Schema):
    kind: str
    title: str
    detail: str
    url: str


class ImportRowOut(Schema):
    place: str
    name: str
    outcome: str
    errors: list[str]
    doubts: list[dict[str, str]]


class ImportOut(Schema):
    saved: bool
    notes: list[str]
    counted: dict[str, int]
    rows: list[ImportRowOut]


class MeOut(Schema):
    person: str
    place: str
    role: str
    may_write: bool


class ProblemOut(Schema):
    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    field: str = ""
    errors: list[dict[str, str]] = []
