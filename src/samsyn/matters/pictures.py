"""The time plan as a picture: one lane for each municipality. Its table stands beside it and keeps the true days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.common.swedish import in_words
from samsyn.cores.law.timeplan import PlannedStep
from samsyn.matters.board import DECIDED, PREPARED
from samsyn.matters.planning import TimePlan
from samsyn.matters.standing import Voice
from samsyn.organisations.enums import BodyKind

LEFT, LANE, TOP, PER_DAY, MARK = 118.0, 66.0, 47.0, 3.4, 26.0
MOST_LANES = 30
# Letters on a sitting's disc; said in the key.
LETTERS: dict[str, str] = {
    BodyKind.COUNCIL: "KF",
    BodyKind.EXECUTIVE_BOARD: "KS",
    BodyKind.COMMITTEE: "N",
    BodyKind.JOINT_COMMITTEE: "GN",
    BodyKind.SUBCOMMITTEE: "AU",
    BodyKind.DRAFTING_COMMITTEE: "BE",
    BodyKind.ASSOCIATION_ASSEMBLY: "FF",
    BodyKind.BOARD: "ST",
    BodyKind.OFFICE: "LG",
}
SHORT_MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
FILLED = frozenset({"bifall", "andring", "aterremiss", "bordlagt", "avslag"})


@dataclass(frozen=True)
class Mark:
    """A sitting in a lane: where it stands after marks that lie too near have been moved apart."""

    x: float
    on: date
    letters: str
    sign: str  # of what was done; empty of one to come
    papers_by: date | None


@dataclass
class Lane:
    """One municipality's line of marks, and its legal force."""

    name: str
    note: str
    marks: list[Mark]
    force_on: date | None
    confirmed: bool
    critical: bool


class Picture:
    """Draws the plan of a matter, from its first day to its last."""

    def __init__(self, plan: TimePlan, today: date) -> None:
        self.plan, self.today = plan, today
        self.voices = plan.voices[:MOST_LANES]
        days = [today, *self._days()]
        first, last = min(days), max(days) + timedelta(days=20)
        self.first = first.replace(day=1)
        self.last = last
        self.lanes = [self._lane(voice) for voice in self.voices]
        self.width = LEFT + (last - self.first).days * PER_DAY + 60
        self.bottom = TOP + LANE * len(self.lanes)

    def _days(self) -> Iterator[date]:
        for voice in self.voices:
            plan = self.plan.plan_of(voice.uid)
            if plan:
                yield from (step.sits_on for step in plan.steps)
                if plan.legal_force_on:
                    yield plan.legal_force_on
            yield from (one.decided_on for one in voice.decisions)
        if self.plan.common.on:
            yield self.plan.common.on
        if self.plan.goal:
            yield self.plan.goal

    def x(self, day: date) -> float:
        return round(LEFT + (day - self.first).days * PER_DAY, 1)

    def _lane(self, voice: Voice) -> Lane:
        plan = self.plan.plan_of(voice.uid)
        marks: list[tuple[date, str, str, date | None]] = [
            (one.decided_on, LETTERS[one.body_kind], (DECIDED if one.deciding else PREPARED)[one.outcome], None)
            for one in voice.decisions
        ]
        coming = [step for step in plan.steps if not step.held] if plan else []
        marks += [(step.sits_on, LETTERS[step.kind], "", step.papers_by) for step in coming]
        placed: list[Mark] = []
        for on, letters, sign, papers_by in sorted(marks, key=lambda mark: mark[0]):
            x = self.x(on)
            if placed and x - placed[-1].x < MARK:
                x = placed[-1].x + MARK
            placed.append(Mark(x, on, letters, sign, papers_by))
        force = plan.legal_force_on if plan else None
        return Lane(
            voice.name,
            self._note(voice, coming),
            placed,
            force,
            bool(voice.force and voice.answer.confirmed),
            voice.uid in self.plan.common.critical,
        )

    def _note(self, voice: Voice, coming: list[PlannedStep]) -> str:
        if voice in self.plan.without_chain:
            return _("no way laid")
        if not coming:
            return _("decided")
        return ""

    # --- drawing ------------------------------------------------------------------------------------------------------
    def svg(self, title: str, description: str) -> SafeString:
        """The whole picture. Geometry as attributes, looks by class; coordinates rounded to 0.1."""
        height = self.bottom + 55
        parts = [
            f'<svg class="plan" viewBox="0 0 {self.width:.0f} {height:.0f}" role="img" '
            f'aria-labelledby="tp-t tp-d"><title id="tp-t">{escape(title)}</title>'
            f'<desc id="tp-d">{escape(description)}</desc>',
            *self._ground(),
            *(part for number, lane in enumerate(self.lanes) for part in self._drawn(lane, TOP + LANE * number)),
            "</svg>",
        ]
        return mark_safe("".join(parts))  # noqa: S308  each text is escaped, the rest are numbers

    def _ground(self) -> Iterator[str]:
        for number, lane in enumerate(self.lanes):
            crit = " crit" * lane.critical
            y = TOP + LANE * number
            yield f'<rect class="g-lane{crit}" x="0" y="{y:.1f}" width="{self.width - 2:.0f}" height="60" rx="3"/>'
        month = self.first
        while month <= self.last:
            x = self.x(month)
            year = f" {month.year}" if month.month == 1 or month == self.first else ""
            yield f'<path class="g-month" d="M{x} 28V{self.bottom:.1f}"/>'
            yield f'<text class="g-t13 g-b" x="{x + 6:.1f}" y="24">{SHORT_MONTHS[month.month - 1]}{year}</text>'
            month = (month + timedelta(days=32)).replace(day=1)
        x = self.x(self.today)
        yield f'<path class="g-today" d="M{x} 30V{self.bottom + 6:.1f}"/>'
        yield _said("g-t g-b g-mid", x, self.bottom + 20, f"{_('today')} {_short(self.today)}")
        if goal := self.plan.common.on:
            x = self.x(goal)
            yield f'<path class="g-goal" d="M{x} 30V{self.bottom + 6:.1f}"/>'
            yield _said("g-t13 g-b g-brand g-mid", x, self.bottom + 34, _short(goal))
            yield _said("g-t g-brand g-mid", x, self.bottom + 50, _("all have legal force"))

    def _drawn(self, lane: Lane, top: float) -> Iterator[str]:
        y = top + 36
        yield f'<text class="g-t13 g-b" x="10" y="{top + 32:.1f}">{escape(lane.name)}</text>'
        if lane.note:
            yield f'<text class="g-t g-mut" x="10" y="{top + 49:.1f}">{escape(lane.note)}</text>'
        yield from self._line(lane, y)
        for mark in lane.marks:
            yield from _sitting(mark, y)
            if mark.papers_by:
                x = self.x(mark.papers_by)
                yield f'<path class="g-path" d="M{x} {y - 20:.1f}L{mark.x:.1f} {y - 8:.1f}" opacity=".8"/>'
                yield f'<path class="g-copy" d="M{x - 5:.1f} {y - 28:.1f}h10l-5 8.5z"/>'
        if lane.force_on:
            x, wait = self.x(lane.force_on), "" if lane.confirmed else " wait"
            yield f'<path class="g-lk{wait}" d="M{x} {y - 15:.1f}h15l-4 6.5 4 6.5h-15z"/>'
            yield f'<path class="g-sit" d="M{x} {y - 15:.1f}v27"/>'
            yield f'<text class="g-t g-mut" x="{x + 5:.1f}" y="{y + 12:.1f}">{_short(lane.force_on)}</text>'

    def _line(self, lane: Lane, y: float) -> Iterator[str]:
        stops = [(mark.x, bool(mark.sign)) for mark in lane.marks]
        if lane.force_on:
            stops.append((self.x(lane.force_on), lane.confirmed))
        for (one, _done), (other, done) in pairwise(stops):
            look = " done" if done else " crit" if lane.critical else " wait"
            yield f'<path class="g-path{look}" d="M{one:.1f} {y:.1f}H{other:.1f}"/>'


def _sitting(mark: Mark, y: float) -> Iterator[str]:
    """A disc; a square where it was tabled and a diamond where it was remitted, as on the board."""
    look = f" o o-{mark.sign}" if mark.sign else ""
    if mark.sign == "bordlagt":
        yield f'<rect class="g-sit{look}" x="{mark.x - 12:.1f}" y="{y - 12:.1f}" width="24" height="24" rx="2"/>'
    elif mark.sign == "aterremiss":
        yield f'<path class="g-sit{look}" d="M{mark.x:.1f} {y - 15:.1f}l15 15-15 15-15-15z"/>'
    else:
        yield f'<circle class="g-sit{look}" cx="{mark.x:.1f}" cy="{y:.1f}" r="12.5"/>'
    ink = " g-inv" if mark.sign in FILLED else ""
    yield f'<text class="g-t11 g-mid{ink}" x="{mark.x:.1f}" y="{y + 4:.1f}">{mark.letters}</text>'
    if not mark.sign:
        yield f'<text class="g-t g-mid g-mut" x="{mark.x:.1f}" y="{y + 25:.1f}">{_short(mark.on)}</text>'


def _said(look: str, x: float, y: float, text: str) -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"


def finding(plan: TimePlan, names: dict[str, str]) -> list[str]:
    """What the plan means, in sentences: who is last, the common day, and what a missed sitting costs."""
    common = plan.common
    said = []
    if common.on and common.critical:
        last = names.get(str(common.critical[0]), "")
        said.append(
            _("All decisions can have legal force %(day)s at the earliest. %(who)s is last.")
            % {"day": in_words(common.on), "who": last}
        )
        worst = plan.worst_miss
        if worst and worst.common_days:
            said.append(
                _("If %(body)s %(day)s is missed, it is %(later)s instead: %(days)s days later.")
                % {
                    "body": worst.body,
                    "day": in_words(worst.sits_on),
                    "later": in_words(worst.common_on) if worst.common_on else "–",
                    "days": worst.common_days,
                }
            )
        elif worst and worst.common_on is None:
            said.append(
                _("If %(body)s %(day)s is missed, no day can be told: the calendar ends.")
                % {"body": worst.body, "day": in_words(worst.sits_on)}
            )
    else:
        said.append(_("No common day can be told yet."))
    if plan.goal and common.on:
        left = (plan.goal - common.on).days
        if left >= 0:
            said.append(_("That is %(days)s days before %(goal)s.") % {"days": left, "goal": in_words(plan.goal)})
        else:
            said.append(
                _("That is %(days)s days too late for %(goal)s.") % {"days": -left, "goal": in_words(plan.goal)}
            )
    return said
