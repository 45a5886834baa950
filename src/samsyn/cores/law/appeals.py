"""The period for appeal (överklagandetid) and legal force (laga kraft) of one decision, and the days around it. Pure.

Source: kommunallagen (2017:725), KL, 5:13, 5:15, 5:69, 6:35, 8:12, 9:17, 9:32, 13:1, 13:2, 13:5; lag (1930:173) 1 and
2 §§. docs/methods/legal_force.md
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samsyn.cores.law.holidays import next_weekday, why_no_weekday
from samsyn.cores.law.reasons import Reason

APPEAL_WEEKS = 3  # KL 13:5
APPROVAL_DAYS = 14  # KL 5:69
ANNOUNCEMENT_DAYS = 2  # KL 8:12
SUMMONS_WEEKS = 1  # KL 5:13, 5:15
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """The last day as it is counted, and the weekday that it may wait for under lag 1930:173, 2 §.

    That a limit of 14 or of two days waits for a weekday is not settled by the text: show both where they differ.
    """

    day: date
    latest: date


def _deadline(day: date) -> Deadline:
    return Deadline(day, next_weekday(day))


def last_day_to_appeal(announced_on: date, *other_boards: date) -> date:
    """The last day on which an appeal may come in to the court.

    Parameters
    ----------
    announced_on : the day the approval of the minutes was announced on the notice board.
    other_boards : the same for the other parties of a joint committee; the period runs from the last of them. A
        municipal association has one board, its own (KL 9:17).

    Returns
    -------
    The same day of the week three weeks later, or the next weekday.

    Raises
    ------
    YearNotCovered : the day is before 1990 or after 2100.

    Source: KL 13:5; lag (1930:173) 1 and 2 §§. docs/methods/legal_force.md
    """
    return next_weekday(max((announced_on, *other_boards)) + timedelta(weeks=APPEAL_WEEKS))


def earliest_legal_force(announced_on: date, *other_boards: date) -> date:
    """The first day that no appeal can come in any longer: the day after the last one; no weekday is asked for.

    Parameters and errors as of `last_day_to_appeal`.

    Source: KL 13:5. docs/methods/legal_force.md
    """
    return last_day_to_appeal(announced_on, *other_boards) + ONE_DAY


def latest_approval(sat_on: date) -> Deadline:
    """The last day for the approval (justering) of the minutes of a sitting.

    Raises
    ------
    YearNotCovered : the day is before 1990 or after 2100.

    Source: KL 5:69, and 6:35 for committees
    """
    return _deadline(sat_on + timedelta(days=APPROVAL_DAYS))


def latest_announcement(approved_on: date) -> Deadline:
    """The last day to announce on the notice board that the minutes are approved.

    Raises
    ------
    YearNotCovered : the day is before 1990 or after 2100.

    Source: KL 8:12, and 9:32 for each board of a joint committee's parties
    """
    return _deadline(approved_on + timedelta(days=ANNOUNCEMENT_DAYS))


def latest_summons(sits_on: date) -> date:
    """The last day to summon a council, or an association's deciding assembly, and to announce what it will take up.

    Counted backwards, so 2 § of lag 1930:173 has nothing to prolong: a later day would leave less than a week.

    Source: KL 5:13, 5:15, and 9:2 for associations; lag (1930:173) 1 §
    """
    return sits_on - timedelta(weeks=SUMMONS_WEEKS)


class State(StrEnum):
    """Where a decision stands on its way to legal force."""

    NOT_APPEALABLE = "NOT_APPEALABLE"
    NOT_ANNOUNCED = "NOT_ANNOUNCED"
    RUNNING = "RUNNING"
    OVER_UNCONFIRMED = "OVER_UNCONFIRMED"
    CONFIRMED = "CONFIRMED"
    APPEALED = "APPEALED"
    ANNULLED = "ANNULLED"
    STAYED = "STAYED"
    NOT_RUN = "NOT_RUN"


class AppealReason(StrEnum):
    """Why a decision is in its state; the values of each are named beside it."""

    PREPARES_OR_EXECUTES = "PREPARES_OR_EXECUTES"  # KL 13:2
    NO_ANNOUNCEMENT = "NO_ANNOUNCEMENT"  # boards
    PERIOD_RUNS = "PERIOD_RUNS"  # last_day
    LAST_DAY_MOVED = "LAST_DAY_MOVED"  # counted, last_day, because: lag 1930:173 2 §
    PERIOD_OVER = "PERIOD_OVER"  # last_day
    CONFIRMED_BY = "CONFIRMED_BY"  # by, on
    CONFIRMED_TOO_EARLY = "CONFIRMED_TOO_EARLY"  # by, on, earliest
    TAKEN_DOWN_TOO_EARLY = "TAKEN_DOWN_TOO_EARLY"  # board, on, last_day: KL 8:12, 13:5
    TAKEN_DOWN_ON_THE_LAST_DAY = "TAKEN_DOWN_ON_THE_LAST_DAY"  # board, on: whether it was up all that day is not known
    APPEAL_PENDING = "APPEAL_PENDING"  # came_in_on
    APPEAL_CAME_LATE = "APPEAL_CAME_LATE"  # came_in_on, last_day; the court tries whether it is so
    APPEAL_ENDED = "APPEAL_ENDED"  # ended_on, outcome
    ANNULLED_BY_COURT = "ANNULLED_BY_COURT"  # on: KL 13:8
    STAYED_BY_COURT = "STAYED_BY_COURT"  # on


class AppealOutcome(StrEnum):
    """How an appeal ended without the decision being annulled."""

    WITHDRAWN = "WITHDRAWN"
    DISMISSED = "DISMISSED"  # not tried: too late, or by somebody who may not
    REJECTED = "REJECTED"


class ContradictoryFacts(ValueError):
    """The facts of a decision cannot all be true."""


@dataclass(frozen=True)
class Announcement:
    """That the minutes are approved, on one notice board; `announced_on` is None until it has been done there."""

    announced_on: date | None
    taken_down_on: date | None = None
    board: Hashable = None

    def __post_init__(self) -> None:
        if self.taken_down_on and (self.announced_on is None or self.taken_down_on < self.announced_on):
            raise ContradictoryFacts("a notice is taken down after it has been put up")


@dataclass(frozen=True)
class Appeal:
    """`ended_on` is the day from which nothing can come of it any longer, higher courts included."""

    came_in_on: date
    ended_on: date | None = None
    outcome: AppealOutcome | None = None

    def __post_init__(self) -> None:
        if (self.ended_on is None) != (self.outcome is None):
            raise ContradictoryFacts("an appeal that has ended has a day and an outcome")
        if self.ended_on and self.ended_on < self.came_in_on:
            raise ContradictoryFacts("an appeal ends after it has come in")


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What is known of one decision.

    `appealable`: not when it is of a purely preparatory or executing nature (KL 13:2). `announcements`: one board; for
    a joint committee one for each party. `confirmed_by` on `confirmed_on`: who has found out that it has legal force,
    and when. `annulled_on`: a court has annulled it, and that judgment can no longer be appealed. `stayed_on` to
    `stay_ended_on`: a court has forbidden meanwhile that it is executed (inhibition).
    """

    appealable: bool = True
    announcements: tuple[Announcement, ...] = ()
    confirmed_by: Hashable = None
    confirmed_on: date | None = None
    appeals: tuple[Appeal, ...] = ()
    annulled_on: date | None = None
    stayed_on: date | None = None
    stay_ended_on: date | None = None

    def __post_init__(self) -> None:
        if (self.confirmed_on is None) != (self.confirmed_by is None):
            raise ContradictoryFacts("who confirms it does so on a day")
        if self.stay_ended_on and (self.stayed_on is None or self.stay_ended_on < self.stayed_on):
            raise ContradictoryFacts("a stay ends after it has begun")


@dataclass(frozen=True)
class LegalForce:
    """Where a decision stands: `legal_force_on` is the earliest day, and None as long as no day can be told."""

    state: State
    last_day_to_appeal: date | None
    legal_force_on: date | None
    reasons: tuple[Reason, ...]


def legal_force(facts: DecisionFacts, *, today: date) -> LegalForce:
    """Where one decision stands on its way to legal force, as of a day.

    Parameters
    ----------
    facts : what is known of the decision; what is dated after `today` is left out of account.
    today : the day that is asked about.

    Returns
    -------
    The state with its reasons. While an appeal is pending, a stay holds or the period has not run, no day is told.

    Raises
    ------
    YearNotCovered : a day is before 1990 or after 2100.

    Source: KL 8:12, 9:32, 13:2, 13:5, 13:8; lag (1930:173) 1 and 2 §§. docs/methods/legal_force.md
    """
    counted, last_day = _period(facts, today)
    if facts.annulled_on and facts.annulled_on <= today:
        return LegalForce(
            State.ANNULLED, last_day, None, (Reason(AppealReason.ANNULLED_BY_COURT, {"on": facts.annulled_on}),)
        )
    if facts.stayed_on and facts.stayed_on <= today and not (facts.stay_ended_on and facts.stay_ended_on <= today):
        stayed = Reason(AppealReason.STAYED_BY_COURT, {"on": facts.stayed_on})
        return LegalForce(State.STAYED, last_day, None, (stayed, *_pending(facts, last_day, today)))
    if pending := _pending(facts, last_day, today):
        return LegalForce(State.APPEALED, last_day, None, pending)
    if not facts.appealable:
        return LegalForce(State.NOT_APPEALABLE, None, None, (Reason(AppealReason.PREPARES_OR_EXECUTES),))
    if last_day is None:
        missing = tuple(each.board for each in facts.announcements if not _announced(each, today))
        return LegalForce(State.NOT_ANNOUNCED, None, None, (Reason(AppealReason.NO_ANNOUNCEMENT, {"boards": missing}),))
    if too_early := _taken_down(facts, last_day, today, AppealReason.TAKEN_DOWN_TOO_EARLY):
        return LegalForce(State.NOT_RUN, None, None, too_early)
    return _run(facts, last_day, today, _moved(counted, last_day))


def _run(facts: DecisionFacts, last_day: date, today: date, moved: tuple[Reason, ...]) -> LegalForce:
    """The states of a period that nothing disturbs any longer: running, over, confirmed."""
    ended = [appeal for appeal in facts.appeals if appeal.ended_on and appeal.ended_on <= today]
    force_on = max([last_day + ONE_DAY, *(appeal.ended_on for appeal in ended if appeal.ended_on)])
    why = [
        *moved,
        *(Reason(AppealReason.APPEAL_ENDED, {"ended_on": each.ended_on, "outcome": each.outcome}) for each in ended),
    ]
    state = State.RUNNING if today <= last_day else State.OVER_UNCONFIRMED
    if facts.confirmed_on and facts.confirmed_on <= today:
        confirmed: dict[str, object] = {"by": facts.confirmed_by, "on": facts.confirmed_on}
        if facts.confirmed_on < force_on:
            why.append(Reason(AppealReason.CONFIRMED_TOO_EARLY, {**confirmed, "earliest": force_on}))
        else:
            state = State.CONFIRMED
            why.append(Reason(AppealReason.CONFIRMED_BY, confirmed))
    if state is State.OVER_UNCONFIRMED:
        why += _taken_down(facts, last_day, today, AppealReason.TAKEN_DOWN_ON_THE_LAST_DAY)
    period = AppealReason.PERIOD_RUNS if state is State.RUNNING else AppealReason.PERIOD_OVER
    return LegalForce(state, last_day, force_on, (Reason(period, {"last_day": last_day}), *why))


def _announced(each: Announcement, today: date) -> date | None:
    return each.announced_on if each.announced_on and each.announced_on <= today else None


def _period(facts: DecisionFacts, today: date) -> tuple[date | None, date | None]:
    """The last day as it is counted and as it is, once every board has its notice."""
    days = [day for each in facts.announcements if (day := _announced(each, today))]
    if not days or len(days) < len(facts.announcements):
        return None, None
    return max(days) + timedelta(weeks=APPEAL_WEEKS), last_day_to_appeal(*days)


def _moved(counted: date | None, last_day: date | None) -> tuple[Reason, ...]:
    if counted is None or counted == last_day:
        return ()
    values = {"counted": counted, "last_day": last_day, "because": why_no_weekday(counted)}
    return (Reason(AppealReason.LAST_DAY_MOVED, values),)


def _pending(facts: DecisionFacts, last_day: date | None, today: date) -> tuple[Reason, ...]:
    """The appeals that have come in and not ended; one that is late as well, until the court has dismissed it."""
    found: list[Reason] = []
    for appeal in facts.appeals:
        if appeal.came_in_on > today or (appeal.ended_on and appeal.ended_on <= today):
            continue
        if last_day and appeal.came_in_on > last_day:
            values = {"came_in_on": appeal.came_in_on, "last_day": last_day}
            found.append(Reason(AppealReason.APPEAL_CAME_LATE, values))
        else:
            found.append(Reason(AppealReason.APPEAL_PENDING, {"came_in_on": appeal.came_in_on}))
    return tuple(found)


def _taken_down(facts: DecisionFacts, last_day: date, today: date, code: AppealReason) -> tuple[Reason, ...]:
    """The notices that were taken down before the last day, or on it; the days after today are not known yet."""
    found: list[Reason] = []
    for each in facts.announcements:
        down = each.taken_down_on
        if down is None or down > today:
            continue
        if code is AppealReason.TAKEN_DOWN_TOO_EARLY and down < last_day:
            found.append(Reason(code, {"board": each.board, "on": down, "last_day": last_day}))
        elif code is AppealReason.TAKEN_DOWN_ON_THE_LAST_DAY and down == last_day:
            found.append(Reason(code, {"board": each.board, "on": down}))
    return tuple(found)
