"""The shapes of matters that go out: what the reader may see, and what follows from it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class ThingOut(Schema):
    uid: UUID
    name: str


class OrganisationRef(ThingOut):
    code: str


class AnswerOut(Schema):
    organisation: str
    outcome: str


class MatterRow(Schema):
    uid: UUID
    title: str
    forum: str
    area: str
    stage: str
    openness: str
    answer_by: date | None
    referred_on: date | None
    entered_on: date | None
    answers: list[AnswerOut]


class ProposalOut(Schema):
    uid: UUID
    number: int
    text: str
    note: str
    change: dict[str, Any]
    condition: list[dict[str, Any]]
    condition_in_words: str
    sha256: str
    made_at: datetime


class AskedOut(Schema):
    organisation: OrganisationRef
    receiver: ThingOut | None
    consequence: str
    version: int


class StandpointOut(Schema):
    uid: UUID
    proposal: int | None
    taken_on: date
    text: str
    next_step: str
    recorded_at: datetime


class PaperOut(Schema):
    uid: UUID
    title: str
    edition: int
    openness: str
    secrecy_provision: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    shared_at: datetime | None
    version: int


class ExtractOut(Schema):
    sha256: str
    file_name: str
    media_type: str
    size: int


class ForceEventOut(Schema):
    kind: str
    on: date
    board: str
    note: str
    recorded_at: datetime


class LegalForceOut(Schema):
    state: str
    state_in_words: str
    last_day_to_appeal: date | None
    legal_force_on: date | None
    reasons: list[str]


class DecisionOut(Schema):
    uid: UUID
    deciding: bool
    decided_on: date
    decided_text: str
    item: str
    outcome: str
    outcome_in_words: str
    accepts: list[str]
    wording: str
    conditions: list[dict[str, Any]]
    preferred_form: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    minority: bool
    reservations: str
    reason: str
    corrects: UUID | None
    corrected: bool
    extract: ExtractOut | None
    announcements: list[ForceEventOut]
    legal_force: LegalForceOut | None
    recorded_at: datetime


class StepBody(ThingOut):
    kind: str


class StepOut(Schema):
    uid: UUID
    position: int
    body: StepBody
    decides: bool
    deciding: bool
    planned_on: date | None
    decisions: list[DecisionOut]


class SigningOut(Schema):
    signed_on: date
    signed_by: str
    sha256: str
    recorded_at: datetime


class TextsOut(Schema):
    preamble: str
    summary: str
    assessment: str
    economy: str
    children: str
    decision: str
    sent_to: str
    version: int


class LocalOut(Schema):
    """A municipality's own part; its own texts are there for its own authority only."""

    uid: UUID
    registry_number: str
    received_on: date
    officer: str
    published: bool
    version: int
    steps: list[StepOut]
    signing: SigningOut | None
    texts: TextsOut | None


class ReferralOut(Schema):
    """What one municipality was sent, what it has answered, and its own part once it has received it."""

    uid: UUID
    organisation: OrganisationRef
    receiver: str
    proposal: int
    sha256: str
    answer_by: date | None
    sent_at: datetime
    withdrawn_on: date | None
    reason: str
    answer: str
    local: LocalOut | None


class MatterRef(Schema):
    uid: UUID
    title: str


class OurReferralOut(ReferralOut):
    matter: MatterRef


class LocalRow(Schema):
    uid: UUID
    matter: MatterRef
    registry_number: str
    received_on: date
    officer: str
    answer_by: date | None
    version: int


class WaitingOut(Schema):
    uid: UUID
    title: str
    answer_by: date | None


class WordingOut(Schema):
    uid: UUID
    organisation: str
    proposal: int
    text: str
    change: dict[str, Any]
    sha256: str
    made_at: datetime
    accepted_by: list[str]


class TermOut(Schema):
    state: str
    text: str


class ConditionOut(Schema):
    """The entry condition as it stands. `holds` and `can_hold` are not known before the matter has been referred."""

    proposal: int
    sha256: str
    terms: list[dict[str, Any]]
    in_words: str
    holds: bool | None
    can_hold: bool | None
    earliest_on: date | None
    would_enter: list[str]
    reasons: list[TermOut]
    of_each: list[str]
    ways_forward: list[str]


class EntryOut(Schema):
    """The entry into force, and the decisions it rests on."""

    uid: UUID
    sha256: str
    on: date
    parties: list[str]
    decisions: list[UUID]
    made_at: datetime
    collaboration: UUID | None
    applied_at: datetime | None
    without_ground: list[str]


class MatterOut(Schema):
    uid: UUID
    title: str
    area: str
    background: str
    registry_number: str
    stage: str
    openness: str
    answer_by: date | None
    referred_on: date | None
    closed_on: date | None
    closing_note: str
    version: int
    forum: ThingOut | None
    keeper: str
    lead: str
    proposals: list[ProposalOut]
    asked: list[AskedOut]
    standpoints: list[StandpointOut]
    documents: list[PaperOut]
    referrals: list[ReferralOut]
    wordings: list[WordingOut]
    entry_condition: ConditionOut | None
    entry: EntryOut | None


class CellOut(Schema):
    word: str
    body: str
    when: str
    why: str
    final: bool
    earlier: int


class StepCellOut(CellOut):
    column: str


class BoardRowOut(Schema):
    organisation: str
    answer: str
    ours: bool
    steps: list[StepCellOut]
    legal_force: CellOut | None


class PlannedStepOut(Schema):
    body: str
    sits_on: date
    papers_by: date | None
    held: bool


class PlannedOut(Schema):
    organisation: str
    usual: bool
    steps: list[PlannedStepOut]
    decided_on: date | None
    last_day_to_appeal: date | None
    legal_force_on: date | None
    remarks: list[str]


class PlanOut(Schema):
    """The earliest day that all have legal force; `last` are those who come last."""

    common_on: date | None
    common_on_for_others: date | None
    goal: date | None
    last: list[str]
    municipalities: list[PlannedOut]


class HappeningOut(Schema):
    on: date
    text: str
    more: str
    decides: bool


class PreviewRowOut(Schema):
    what: str
    now: str
    then: str
    changes: bool


class PreviewOut(Schema):
    rows: list[PreviewRowOut]
    remarks: list[str]
