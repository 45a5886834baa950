"""How a matter stands: computed from the municipalities' own records by the law core, never stored.

Rows come in as they were read (`queries.load`); what follows from them goes out, for the page, the API and the job.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from samsyn.cores.law.answers import Answer
from samsyn.cores.law.answers import Outcome as LawOutcome
from samsyn.cores.law.answers import Proposal as LawProposal
from samsyn.cores.law.appeals import Announcement, Appeal, AppealOutcome, DecisionFacts, LegalForce, State, legal_force
from samsyn.cores.law.chain import Chain, InvalidChain, Step
from samsyn.cores.law.chain import Sitting as LawSitting
from samsyn.cores.law.entry import Entry, evaluate
from samsyn.cores.law.terms import Party
from samsyn.matters import terms
from samsyn.matters.changes import Change
from samsyn.matters.enums import YES, ForceKind, MatterStage, Outcome

LAW: dict[str, LawOutcome] = {
    Outcome.APPROVED: LawOutcome.YES,
    Outcome.APPROVED_WITH_CHANGES: LawOutcome.YES_WITH_CHANGES,
    Outcome.REJECTED: LawOutcome.NO,
    Outcome.OPTED_OUT: LawOutcome.OPTED_OUT,
    Outcome.REMITTED: LawOutcome.REMITTED,
    Outcome.TABLED: LawOutcome.TABLED,
}


@dataclass
class Voice:
    """One municipality in the matter: what it was sent, its own way, and what its bodies have done."""

    referral: Any
    uid: str
    name: str
    local: Any = None
    steps: list[Any] = field(default_factory=list)
    decisions: list[Any] = field(default_factory=list)  # not corrected, by day
    corrected: list[Any] = field(default_factory=list)
    usual: bool = False  # its usual way, as it has not laid one of its own in this matter
    today: date = date.min

    @cached_property
    def latest(self) -> Any:
        """The latest answer of the body that decides; None when it has not answered."""
        answers = [one for one in self.decisions if one.deciding and one.outcome in LAW]
        return answers[-1] if answers else None

    @cached_property
    def force(self) -> LegalForce | None:
        return legal_force(facts_of(self.latest), today=self.today) if self.latest else None

    @cached_property
    def answer(self) -> Answer:
        found = self.latest
        if found is None:
            return Answer()
        yes = found.outcome in YES
        state = self.force.state if self.force else State.NOT_ANNOUNCED
        known = self.force.legal_force_on if self.force else None
        return Answer(
            outcome=LAW[found.outcome],
            accepts=frozenset(found.accepts) if yes else frozenset(),
            wording=found.wording_sha256 if found.outcome == Outcome.APPROVED_WITH_CHANGES else None,
            decided_on=found.decided_on,
            confirmed=state is State.CONFIRMED and known is not None,
            legal_force_on=known,
            annulled=state is State.ANNULLED,
            conditions=terms.core_terms(found.conditions) if yes else (),
        )

    def of_step(self, step: Any) -> list[Any]:
        """What the step's body has done, the latest last."""
        return [one for one in self.decisions if one.step_id == step.pk]


def force_of(decision: Any, today: date) -> LegalForce:
    """Where one decision stands on its way to legal force."""
    return legal_force(facts_of(decision), today=today)


def facts_of(decision: Any) -> DecisionFacts:
    """What bears on a decision's legal force, as the law core asks it."""
    boards: dict[Any, dict[str, date]] = {}
    appeals: list[Appeal] = []
    told: dict[str, Any] = {}
    for event in decision.force_events:
        match event.kind:
            case ForceKind.ANNOUNCED:
                boards[event.board_id] = {"announced_on": event.on}
            case ForceKind.TAKEN_DOWN if event.board_id in boards:
                boards[event.board_id]["taken_down_on"] = event.on
            case ForceKind.APPEALED:
                appeals.append(Appeal(event.on))
            case ForceKind.APPEAL_ENDED if appeals and appeals[-1].ended_on is None:
                appeals[-1] = Appeal(appeals[-1].came_in_on, event.on, AppealOutcome.REJECTED)
            case ForceKind.CONFIRMED:
                told |= {"confirmed_on": event.on, "confirmed_by": event.note or event.pk}
            case ForceKind.ANNULLED:
                told["annulled_on"] = event.on
            case ForceKind.STAYED:
                told |= {"stayed_on": event.on, "stay_ended_on": None}
            case ForceKind.STAY_LIFTED if "stayed_on" in told:
                told["stay_ended_on"] = event.on
    announced = tuple(Announcement(board=board, **days) for board, days in boards.items())
    return DecisionFacts(announcements=announced, appeals=tuple(appeals), **told)


@dataclass
class Standing:
    """The whole matter: versions, voices and what follows from them."""

    matter: Any
    proposals: list[Any]
    wordings: list[Any]
    voices: list[Voice]
    entered: Any  # the stored entry, if there is one
    today: date
    former: list[Voice] = field(default_factory=list)  # those a later version left out: what they did is still told

    @cached_property
    def proposal(self) -> Any:
        """The version that was referred, and before that the latest."""
        referred = [voice.referral.proposal_id for voice in self.voices]
        found = [one for one in self.proposals if one.pk in referred]
        return (found or self.proposals)[-1] if self.proposals else None

    @cached_property
    def change(self) -> Change | None:
        return Change.of(self.proposal.change) if self.proposal else None

    @cached_property
    def names(self) -> dict[str, str]:
        return {voice.uid: voice.name for voice in self.everybody} | dict(getattr(self.matter, "names_told", {}))

    @cached_property
    def entry(self) -> Entry | None:
        """Whether the condition holds as of today; None before the matter is referred, and when it is taken back."""
        if not self.proposal or not self.voices or not self.change or not self.change.named:
            return None
        if self.matter.stage == MatterStage.WITHDRAWN:
            return None
        later = {one.sha256: Change.of(one.change).starts_on for one in self.wordings if one.change.get("starts_on")}
        proposal = LawProposal(
            self.proposal.sha256,
            self.change.named,
            self.change.starts_on,
            {sha256: day for sha256, day in later.items() if day and day != self.change.starts_on},
        )
        named = set(self.change.named)
        answers: dict[Party, Answer] = {voice.uid: voice.answer for voice in self.voices if voice.uid in named}
        condition = terms.core_terms(self.proposal.condition, self.matter)
        return evaluate(proposal, answers, condition, today=self.today)

    @cached_property
    def said_yes(self) -> int:
        return sum(1 for voice in self.voices if voice.answer.says_yes)

    @cached_property
    def said_yes_with_changes(self) -> int:
        return sum(1 for voice in self.voices if voice.answer.says_yes and voice.answer.wording)

    @cached_property
    def without_ground(self) -> list[Voice]:
        """Those whose decision the entry into force rests on, and which has been annulled since."""
        if not self.entered:
            return []
        rests = set(self.entered.decisions)
        return [
            voice
            for voice in self.voices
            for decision in voice.decisions
            if str(decision.uid) in rests and any(event.kind == ForceKind.ANNULLED for event in decision.force_events)
        ]

    @cached_property
    def forms_wanted(self) -> dict[str, list[str]]:
        """Where preferences of form differ: form to the municipalities that prefer it."""
        found: dict[str, list[str]] = {}
        for voice in self.voices:
            told = [one.preferred_form for one in voice.decisions if one.preferred_form]
            if told:
                found.setdefault(told[-1], []).append(voice.name)
        return found

    @property
    def everybody(self) -> list[Voice]:
        """All that have been asked, those who no longer are among them."""
        return [*self.voices, *self.former]

    def change_of(self, sha256: str) -> Change:
        """What a version, or a wording, would change."""
        found = next((one for one in self.proposals if one.sha256 == sha256), None) or self.wording(sha256)
        return Change.of(found.change)

    def wording(self, sha256: str) -> Any:
        return next((one for one in self.wordings if one.sha256 == sha256), None)


def chain_of(voice: Voice, sittings: dict[int, list[Any]]) -> Chain | None:
    """A municipality's steps with its bodies' calendars, for the time plan; None where the records contradict."""
    steps, later = [], False
    for step in voice.steps:
        done = [one for one in voice.of_step(step) if one.outcome not in (Outcome.REMITTED, Outcome.TABLED)]
        held = done[-1].decided_on if done and not later else None
        later = later or held is None
        steps.append(
            Step(
                body=step.body_name,
                kind=step.body_kind,
                decides=step.deciding,
                held_on=held,
                sittings=_sittings(step, sittings.get(step.body_id, [])),
            )
        )
    decided = voice.latest if voice.latest and voice.latest.outcome in YES else None
    announced = [event.on for event in decided.force_events if event.kind == ForceKind.ANNOUNCED] if decided else []
    all_held = bool(steps) and all(step.held_on for step in steps)
    try:
        if announced and all_held:
            return Chain(tuple(steps), announced_on=max(announced), legal_force=voice.force)
        return Chain(tuple(steps))
    except InvalidChain:
        return None


def _sittings(step: Any, calendar: list[Any]) -> tuple[LawSitting, ...]:
    """A body's calendar; when the municipality has said which sitting is meant, from that day on."""
    found = [
        LawSitting(one.sits_on, one.copy_deadline_on, one.mailing_on, one.cancelled)
        for one in calendar
        if step.planned_on is None or one.sits_on >= step.planned_on
    ]
    if step.planned_on and not any(one.sits_on == step.planned_on for one in found):
        found.append(LawSitting(step.planned_on))
    return tuple(found)


def arrange(
    matter: Any, referrals: Iterable[Any], steps: Iterable[Any], decisions: Iterable[Any], today: date
) -> Standing:
    """Put what was read together, each municipality in Swedish order as it came."""
    voices: dict[int, Voice] = {}
    for referral in referrals:
        local = getattr(referral, "local", None)
        voice = Voice(referral, str(referral.organisation.uid), referral.organisation.name, local, today=today)
        voices[referral.organisation_id] = voice
    for step in steps:
        voices[step.organisation_id].steps.append(step)
    listed = list(decisions)
    corrected = {one.corrects_id for one in listed if one.corrects_id}
    for decision in listed:
        voice = voices[decision.organisation_id]
        (voice.corrected if decision.pk in corrected else voice.decisions).append(decision)
    asked = [voice for voice in voices.values() if _is_asked(voice.referral, matter)]
    former = [voice for voice in voices.values() if not _is_asked(voice.referral, matter)]
    return Standing(matter, matter.proposals_told, matter.wordings_told, asked, matter.entry_told, today, former)


def _is_asked(referral: Any, matter: Any) -> bool:
    """Whether the matter is with the municipality, or was until it was taken back from all."""
    if referral.withdrawn_on is None:
        return True
    return matter.stage == MatterStage.WITHDRAWN and referral.withdrawn_on == matter.closed_on  # type: ignore[no-any-return]
