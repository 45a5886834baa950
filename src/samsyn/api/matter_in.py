"""The shapes of matters that go in. The pages' own forms try what is sent; here is what it is called."""

from datetime import date
from uuid import UUID

from ninja import Field, Schema

LONGEST = 50_000
Text = Field("", max_length=LONGEST)
Line = Field("", max_length=1_000)


class Sent(Schema):
    """A `version` that is sent is the one that was read: if somebody else has saved since, the answer is 409."""

    version: int | None = Field(None, ge=0, le=2_000_000_000)


class MatterIn(Schema):
    title: str = Field(max_length=1_000)
    area: str = Field("ALL", max_length=30)
    background: str = Text
    registry_number: str = Line
    answer_by: date | None = None


class MatterChange(Schema):
    version: int = Field(ge=0, le=2_000_000_000)
    title: str | None = Field(None, max_length=1_000)
    area: str | None = Field(None, max_length=30)
    background: str | None = Field(None, max_length=LONGEST)
    registry_number: str | None = Field(None, max_length=1_000)
    answer_by: date | None = None


class AgreementIn(Schema):
    """The governing document that would begin to hold; `document` is a paper of the matter."""

    title: str = Field(max_length=1_000)
    kind: str = Field("AGREEMENT", max_length=30)
    edition: str = Line
    document: UUID | None = None
    ends_on: date | None = None
    renewal_months: int | None = Field(None, ge=0, le=10_000)
    notice_months: int | None = Field(None, ge=0, le=10_000)
    notice_anchor: str = Field("", max_length=30)


class ConditionIn(Schema):
    """The terms of an entry condition. What the legal form itself requires is added."""

    all_must: bool = False
    these: list[str] = Field(default_factory=list, max_length=400)
    at_least: int | None = Field(None, ge=0, le=10_000)
    not_before: date | None = None
    legal_force: bool = False
    note: str = Line


class ProposalIn(ConditionIn):
    """A version of the proposal: its text, what it would change as data, and its entry condition.

    Organisations stand by name or code. `named` decide on it; `parties` are those who join, when others do. Which
    fields a `kind` of change has is said when one is sent that it has not.
    """

    kind: str = Field(max_length=20)
    text: str = Field(max_length=LONGEST)
    collaboration: UUID | None = None
    name: str = Line
    area: str = Field("", max_length=30)
    form: str = Field("", max_length=30)
    legal_basis: str = Line
    purpose: str = Text
    cost_rule: str = Text
    named: list[str] = Field(default_factory=list, max_length=400)
    host: str = Line
    parties: list[str] = Field(default_factory=list, max_length=400)
    extents: dict[str, str] = Field(default_factory=dict, max_length=400)
    starts_on: date | None = None
    ends_on: date | None = None
    agreement: AgreementIn | None = None
    amendment_clause: str = Line


class AskedIn(Sent):
    """`organisation` by name, code or uid; `receiver` is one of its authorities, as a rule the executive board."""

    organisation: str = Field(max_length=200)
    receiver: UUID | None = None
    consequence: str | None = Field(None, max_length=LONGEST)


class StandpointIn(Schema):
    taken_on: date
    text: str = Text
    next_step: str = Field("REFER", max_length=20)


class PublishIn(Sent):
    to: bool


class ProvisionIn(Sent):
    provision: str = Line


class ReferIn(Sent):
    answer_by: date | None = None


class ReasonIn(Sent):
    reason: str = Line


class NoteIn(Sent):
    note: str = Line


class ReminderIn(Schema):
    text: str = Text


class ReceiveIn(Schema):
    received_on: date
    registry_number: str = Line
    officer: str = Line


class LocalChange(Schema):
    version: int = Field(ge=0, le=2_000_000_000)
    registry_number: str | None = Field(None, max_length=1_000)
    officer: str | None = Field(None, max_length=1_000)


class TextsIn(Sent):
    preamble: str | None = Field(None, max_length=LONGEST)
    summary: str | None = Field(None, max_length=LONGEST)
    assessment: str | None = Field(None, max_length=LONGEST)
    economy: str | None = Field(None, max_length=LONGEST)
    children: str | None = Field(None, max_length=LONGEST)
    decision: str | None = Field(None, max_length=LONGEST)
    sent_to: str | None = Field(None, max_length=LONGEST)


class OnTheWayIn(Schema):
    body: UUID
    planned_on: date | None = None


class WayIn(Schema):
    """The bodies in order, and the one that decides."""

    bodies: list[OnTheWayIn] = Field(max_length=8)
    deciding: UUID | None = None


class DecisionIn(Schema):
    """What a body did. `accepts`: others' wordings, by their SHA-256, that are approved too. `about`: the version, by
    its SHA-256, that whoever records it has read. `if_all`, `these`, `at_least`, `not_before` and `legal_force` are the
    municipality's own conditions for its yes.
    """

    decided_on: date
    outcome: str = Field(max_length=30)
    about: str = Field("", max_length=64)
    decided_text: str = Line
    item: str = Line
    wording: str = Text
    starts_on: date | None = None
    accepts: list[str] = Field(default_factory=list, max_length=400)
    if_all: bool = False
    these: list[str] = Field(default_factory=list, max_length=400)
    at_least: int | None = Field(None, ge=0, le=10_000)
    not_before: date | None = None
    legal_force: bool = False
    preferred_form: str = Field("", max_length=30)
    votes_for: int | None = Field(None, ge=0, le=100_000)
    votes_against: int | None = Field(None, ge=0, le=100_000)
    abstained: int | None = Field(None, ge=0, le=100_000)
    minority: bool = False
    reservations: str = Text
    reason: str = Text


class ForceIn(Schema):
    """`board` is the organisation whose notice board it is, of a joint committee only."""

    kind: str = Field(max_length=20)
    on: date
    board: UUID | None = None
    note: str = Line


class SigningIn(Schema):
    signed_on: date
    signed_by: str = Line
