"""The decision board (beslutstavla): municipalities by the steps of their own chains, in one glance."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samsyn.common.swedish import in_words, upper_first
from samsyn.cores.law.appeals import State
from samsyn.cores.law.timeplan import Plan, PlannedStep
from samsyn.isolation.acting import Reader
from samsyn.matters.enums import ForceKind, MatterStage, Outcome, Recommended
from samsyn.matters.planning import TimePlan
from samsyn.matters.standing import Standing, Voice
from samsyn.matters.words import force_word
from samsyn.organisations.enums import BodyKind

COLUMNS: dict[str, tuple[str, ...]] = {
    "committee": (BodyKind.COMMITTEE, BodyKind.JOINT_COMMITTEE),
    "subcommittee": (BodyKind.SUBCOMMITTEE, BodyKind.DRAFTING_COMMITTEE, BodyKind.OFFICE),
    "board": (BodyKind.EXECUTIVE_BOARD, BodyKind.BOARD),
    "council": (BodyKind.COUNCIL, BodyKind.ASSOCIATION_ASSEMBLY),
}
COLUMN_OF = {str(kind): name for name, kinds in COLUMNS.items() for kind in kinds}
HEADS = {
    "committee": lambda: _("Committee"),
    "subcommittee": lambda: _("Subcommittee"),
    "board": lambda: _("Executive board"),
    "council": lambda: _("Council"),
}
# Sign of what a body did: filled of one that decides, outlined of one that prepares.
DECIDED: dict[str, str] = {
    Outcome.APPROVED: "bifall",
    Outcome.APPROVED_WITH_CHANGES: "andring",
    Outcome.REMITTED: "aterremiss",
    Outcome.TABLED: "bordlagt",
    Outcome.REJECTED: "avslag",
    Outcome.NOTED: "noterat",
    Outcome.OPTED_OUT: "avstar",
}
PREPARED: dict[str, str] = DECIDED | {Outcome.APPROVED: "tillstyrkt", Outcome.APPROVED_WITH_CHANGES: "tillandring"}
FORCE: dict[State, str] = {
    State.CONFIRMED: "bifall",
    State.ANNULLED: "avslag",
    State.APPEALED: "varning",
    State.STAYED: "varning",
    State.NOT_RUN: "varning",
}
LONGEST_WHY = 120


@dataclass(frozen=True)
class Cell:
    """One body's part: its sign and word, when, and why. `earlier` of what it did before that."""

    sign: str
    word: str
    body: str
    when: str = ""
    why: str = ""
    final: bool = False
    url: str = ""
    earlier: int = 0


@dataclass
class BoardRow:
    """One municipality's row."""

    voice: Voice
    answer: str
    ours: bool
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    force: Cell | None = None


@dataclass(frozen=True)
class Board:
    """Columns that somebody uses, and the rows."""

    columns: list[tuple[str, str]]
    rows: list[BoardRow]

    @property
    def signs(self) -> list[tuple[str, str]]:
        """The signs that stand on the board, with their words, for its key."""
        found: dict[str, str] = {}
        for row in self.rows:
            for cell in [
                *(cell for cells in row.cells.values() for cell in cells),
                *([row.force] if row.force else []),
            ]:
                found.setdefault(cell.sign, cell.word)
        return list(found.items())


def outcome_word(outcome: str, *, deciding: bool) -> str:
    return upper_first(Outcome(outcome).label if deciding else Recommended(outcome).label)


def make_board(standing: Standing, plan: TimePlan | None, reader: Reader) -> Board:
    """The board of a matter that has been referred."""
    rows = [_row(voice, standing, plan, reader) for voice in standing.voices]
    used = [name for name in COLUMNS if any(name in row.cells for row in rows)]
    return Board([(name, HEADS[name]()) for name in used], rows)


def _row(voice: Voice, standing: Standing, plan: TimePlan | None, reader: Reader) -> BoardRow:
    planned = plan.plan_of(voice.uid) if plan else None
    row = BoardRow(voice, answer_word(voice), voice.referral.organisation_id == reader.organisation)
    coming = _coming(planned)
    late = _late(voice, standing)
    for step in voice.steps:
        done = voice.of_step(step)
        if done:
            cell = _done(done)
        else:
            cell = _planned(step, coming.get(step.body_name), late=late) if plan else _not_done(step.body_name)
            late = None  # only the first body that has not answered is late
        row.cells.setdefault(COLUMN_OF[step.body_kind], []).append(cell)
    row.force = _force(voice, planned, over=plan is None)
    return row


def answer_word(voice: Voice) -> str:
    """What the municipality has answered, in a word or two; empty when it has not."""
    if not voice.latest:
        return ""
    return outcome_word(voice.latest.outcome, deciding=True)


def _coming(plan: Plan | None) -> dict[Any, PlannedStep]:
    return {step.body: step for step in plan.steps if not step.held} if plan else {}


def _late(voice: Voice, standing: Standing) -> date | None:
    """The day that has passed without an answer."""
    by = voice.referral.answer_by
    if standing.matter.stage != MatterStage.REFERRED or voice.latest or not by or by >= standing.today:
        return None
    return by  # type: ignore[no-any-return]


def _done(decisions: list[Any]) -> Cell:
    latest = decisions[-1]
    signs = DECIDED if latest.deciding else PREPARED
    item = f", § {latest.item}" if latest.item else ""
    votes = ", ".join(part for part in (vote(latest), _("by a minority of a third") if latest.minority else "") if part)
    why = ". ".join(part for part in (votes, latest.reason) if part)
    return Cell(
        sign=signs[latest.outcome],
        word=outcome_word(latest.outcome, deciding=latest.deciding),
        body=latest.body_name,
        when=f"{latest.when}{item}",
        why=f"{why[:LONGEST_WHY]} …" if len(why) > LONGEST_WHY else why,
        final=latest.deciding,
        url=latest.get_absolute_url(),
        earlier=len(decisions) - 1,
    )


def vote(decision: Any) -> str:
    """'26 ja, 4 nej'."""
    if decision.votes_for is None:
        return ""
    told = _("%(yes)s yes, %(no)s no") % {"yes": decision.votes_for, "no": decision.votes_against}
    if decision.abstained:
        told += ", " + _("%(n)s abstained") % {"n": decision.abstained}
    return told


def _planned(step: Any, planned: PlannedStep | None, *, late: date | None) -> Cell:
    when = in_words(planned.sits_on) if planned else ""
    if late:
        next_one = _("Next sitting %(day)s") % {"day": when} if when else ""
        should = _("Should have answered %(day)s") % {"day": in_words(late)}
        return Cell("sen", _("Not answered, late"), step.body_name, should, next_one)
    if not planned:
        return Cell("planerat", _("Not planned"), step.body_name, "", _("No sitting in its calendar"))
    return Cell("planerat", _("Planned"), step.body_name, when)


def _not_done(body: str) -> Cell:
    """Of a matter where nothing more is planned: it is in force, closed or withdrawn."""
    return Cell("planerat", upper_first(_("nothing recorded")), body)


def _force(voice: Voice, plan: Plan | None, *, over: bool) -> Cell | None:
    decided = voice.latest
    if decided and voice.force and decided.outcome in (Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES):
        force = voice.force
        announced = [event.on for event in decided.force_events if event.kind == ForceKind.ANNOUNCED]
        body = _("Announced %(day)s") % {"day": in_words(max(announced))} if announced else ""
        when = _("Legal force %(day)s") % {"day": in_words(force.legal_force_on)} if force.legal_force_on else ""
        last = force.last_day_to_appeal
        why = _("Appeal by %(day)s") % {"day": in_words(last)} if last and force.state == State.RUNNING else ""
        return Cell(FORCE.get(force.state, "vantar"), upper_first(force_word(force.state)), body, when, why)
    if plan and plan.legal_force_on:
        return Cell("planerat", _("Planned"), _("Reckoned"), in_words(plan.legal_force_on))
    if over:
        return None
    return Cell("planerat", _("Not planned"), "")
