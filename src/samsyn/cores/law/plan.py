"""The time plan (tidplan) of one municipality: forwards from the papers, backwards from legal force. Pure.

docs/methods/time_plan.md
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from samsyn.cores.law.appeals import (
    ONE_DAY,
    Deadline,
    State,
    earliest_legal_force,
    last_day_to_appeal,
    latest_announcement,
    latest_approval,
    latest_summons,
)
from samsyn.cores.law.chain import LEAD_DAYS, SUMMONED, Approval, Chain, Papers, Sitting, Step, papers
from samsyn.cores.law.reasons import Reason

# Where the day is known from the decision itself, and where the plan has to count it.
TOLD = frozenset({State.RUNNING, State.OVER_UNCONFIRMED, State.CONFIRMED})
UNDISTURBED = TOLD | {State.NOT_ANNOUNCED}


class PlanReason(StrEnum):
    """What is to be said of a plan; the values of each are named beside it."""

    CALENDAR_ENDS = "CALENDAR_ENDS"  # body, ready_on or limit, through: what is laid down reaches no further
    NOBODY_DECIDES = "NOBODY_DECIDES"  # the chain has no step that decides
    NO_SITTING_IN_TIME = "NO_SITTING_IN_TIME"  # body, limit
    TOO_LATE = "TOO_LATE"  # body, papers_by, ready_on: the step before it was held after that
    LEGAL_FORCE_LATER = "LEGAL_FORCE_LATER"  # legal_force_on, limit: it is decided, and gets legal force after that
    COPY_DEADLINE_ASSUMED = "COPY_DEADLINE_ASSUMED"  # body, sits_on, papers_by
    SUMMONS_COMES_FIRST = "SUMMONS_COMES_FIRST"  # body, sits_on, papers_by: KL 5:13, 5:15
    SUMMONS_TOO_LATE = "SUMMONS_TOO_LATE"  # body, sits_on, mailing_on, summons_by: KL 5:15
    CANCELLED = "CANCELLED"  # body, sits_on: a sitting that would have been in time
    LEGAL_FORCE_NOT_KNOWN = "LEGAL_FORCE_NOT_KNOWN"  # state: of a decision that is appealed, annulled and so on
    NOT_KNOWN_FOR = "NOT_KNOWN_FOR"  # parties: no common day can be told without them


@dataclass(frozen=True)
class PlannedStep:
    """A sitting in the plan; `papers_by` is None of one that has been held."""

    body: Hashable
    kind: str
    decides: bool
    sits_on: date
    papers_by: date | None
    assumed: bool = False
    mailing_on: date | None = None
    summons_by: date | None = None

    @property
    def held(self) -> bool:
        return self.papers_by is None


@dataclass(frozen=True)
class Plan:
    """The steps as far as they could be planned, and what follows the decision; None where it cannot be told.

    `papers_by`: the first copy deadline that is still to be made. `approved` and `announced`: the last days for it,
    from which the plan counts; the days themselves once it has been done.
    """

    steps: tuple[PlannedStep, ...]
    papers_by: date | None
    decided_on: date | None = None
    approved: Deadline | None = None
    announced: Deadline | None = None
    last_day_to_appeal: date | None = None
    legal_force_on: date | None = None
    reasons: tuple[Reason, ...] = ()


def plan_forward(
    chain: Chain, ready_on: date, *, approval: Approval = Approval.WITHIN_14_DAYS, lead_days: int = LEAD_DAYS
) -> Plan:
    """The earliest way from papers to legal force.

    Parameters
    ----------
    chain : the municipality's steps and calendar.
    ready_on : the day the papers are ready.
    approval : when the minutes of the decision are approved.
    lead_days : days between copy deadline and sitting where neither the sitting nor the step tells.

    Returns
    -------
    For each step the first sitting whose copy deadline is not before the day the step before it sat, which is the
    earliest way there is: who is ready earlier never sits later. When the calendar ends before, the plan ends there.

    Raises
    ------
    YearNotCovered : a day is after 2100.

    Source: KL 5:13, 5:15, 5:69, 6:35, 8:12, 13:5; docs/methods/time_plan.md
    """
    steps: list[PlannedStep] = []
    said: list[Reason] = []
    ready = ready_on
    for step in chain.to_decision:
        if step.held_on:
            steps.append(_held(step, step.held_on))
            ready = max(ready, step.held_on)
            continue
        found = None
        for sitting in sorted(step.sittings, key=lambda each: each.sits_on):
            handing_in = papers(step, sitting, lead_days=lead_days)
            if handing_in.by < ready:
                continue
            if not sitting.cancelled:
                found = sitting, handing_in
                break
            said.append(Reason(PlanReason.CANCELLED, {"body": step.body, "sits_on": sitting.sits_on}))
        if found is None:
            values = {"body": step.body, "ready_on": ready, "through": step.through}
            return Plan(tuple(steps), _first_deadline(steps), reasons=(*said, Reason(PlanReason.CALENDAR_ENDS, values)))
        steps.append(_planned(step, *found))
        said += _remarks(step, *found)
        ready = found[0].sits_on
    return _followed(chain, Plan(tuple(steps), _first_deadline(steps), reasons=tuple(said)), approval)


def plan_backward(
    chain: Chain, legal_force_by: date, *, approval: Approval = Approval.WITHIN_14_DAYS, lead_days: int = LEAD_DAYS
) -> Plan:
    """The latest way to legal force by a day.

    Parameters
    ----------
    chain, approval, lead_days : as of `plan_forward`.
    legal_force_by : the day the decision shall have legal force, at the latest.

    Returns
    -------
    For each step the sitting that takes papers for longest and is not after the next step's copy deadline; `papers_by`
    is then the last day to be ready. Where the calendar ends before that limit there may be later sittings, which is
    told. A plan that does not get there says what stands in the way.

    Raises
    ------
    YearNotCovered : a day is after 2100.

    Source: KL 5:13, 5:15, 5:69, 6:35, 8:12, 13:5; docs/methods/time_plan.md
    """
    steps: list[PlannedStep] = []
    said: list[Reason] = []
    limit: date | None = None  # of the day to sit; the last step has legal force as its limit
    for step in reversed(chain.to_decision):
        if step.held_on:
            if limit is not None and limit < step.held_on:
                values = {"body": steps[0].body, "papers_by": limit, "ready_on": step.held_on}
                return Plan((), None, reasons=(*said, Reason(PlanReason.TOO_LATE, values)))
            steps.insert(0, _held(step, step.held_on))
            limit = step.held_on
            continue
        if limit is None:
            in_time = [each for each in step.sittings if _force(step, each.sits_on, approval) <= legal_force_by]
            more = step.through is None or _force(step, step.through + ONE_DAY, approval) <= legal_force_by
        else:
            in_time = [each for each in step.sittings if each.sits_on <= limit]
            more = step.through is None or step.through < limit
        asked_for = legal_force_by if limit is None else limit
        if more:
            values = {"body": step.body, "limit": asked_for, "through": step.through}
            said.insert(0, Reason(PlanReason.CALENDAR_ENDS, values))
        usable = [(each, papers(step, each, lead_days=lead_days)) for each in in_time if not each.cancelled]
        if not usable:
            values = {"body": step.body, "limit": asked_for}
            return Plan((), None, reasons=(Reason(PlanReason.NO_SITTING_IN_TIME, values), *said))
        found = max(usable, key=lambda each: (each[1].by, each[0].sits_on))
        steps.insert(0, _planned(step, *found))
        said = _remarks(step, *found) + said
        limit = found[1].by
    plan = _followed(chain, Plan(tuple(steps), _first_deadline(steps), reasons=tuple(said)), approval)
    if plan.legal_force_on and plan.legal_force_on > legal_force_by:
        late = Reason(PlanReason.LEGAL_FORCE_LATER, {"legal_force_on": plan.legal_force_on, "limit": legal_force_by})
        return replace(plan, reasons=(*plan.reasons, late))
    return plan


def _force(step: Step, decided_on: date, approval: Approval) -> date:
    """Legal force of what that step decides on a day."""
    return earliest_legal_force(latest_announcement(_approved(step, decided_on, approval).latest).latest)


def _approved(step: Step, decided_on: date, approval: Approval) -> Deadline:
    at_once = (step.approval or approval) is Approval.AT_ONCE
    return Deadline(decided_on, decided_on) if at_once else latest_approval(decided_on)


def _followed(chain: Chain, plan: Plan, approval: Approval) -> Plan:
    """The plan with what follows the decision: approval, announcement, the period for appeal."""
    if not plan.steps:
        return replace(plan, reasons=(*plan.reasons, Reason(PlanReason.NOBODY_DECIDES)))
    decided_on = plan.steps[-1].sits_on
    if chain.legal_force and chain.legal_force.state not in UNDISTURBED:
        unknown = Reason(PlanReason.LEGAL_FORCE_NOT_KNOWN, {"state": chain.legal_force.state})
        return replace(plan, decided_on=decided_on, reasons=(*plan.reasons, unknown))
    approved = _approved(chain.to_decision[-1], decided_on, approval)
    if chain.approved_on:
        approved = Deadline(chain.approved_on, chain.approved_on)
    announced = latest_announcement(approved.latest)
    if chain.announced_on:
        announced = Deadline(chain.announced_on, chain.announced_on)
    last, force = last_day_to_appeal(announced.latest), earliest_legal_force(announced.latest)
    if chain.legal_force and chain.legal_force.state in TOLD:
        last, force = chain.legal_force.last_day_to_appeal or last, chain.legal_force.legal_force_on or force
    return replace(
        plan,
        decided_on=decided_on,
        approved=approved,
        announced=announced,
        last_day_to_appeal=last,
        legal_force_on=force,
    )


def _held(step: Step, held_on: date) -> PlannedStep:
    return PlannedStep(step.body, step.kind, step.decides, held_on, None)


def _planned(step: Step, sitting: Sitting, handing_in: Papers) -> PlannedStep:
    summons = latest_summons(sitting.sits_on) if step.kind in SUMMONED else None
    return PlannedStep(
        step.body,
        step.kind,
        step.decides,
        sitting.sits_on,
        handing_in.by,
        handing_in.assumed,
        sitting.mailing_on,
        summons,
    )


def _first_deadline(steps: list[PlannedStep]) -> date | None:
    return next((step.papers_by for step in steps if step.papers_by), None)


def _remarks(step: Step, sitting: Sitting, handing_in: Papers) -> list[Reason]:
    values: dict[str, object] = {"body": step.body, "sits_on": sitting.sits_on}
    said = []
    if handing_in.assumed:
        said.append(Reason(PlanReason.COPY_DEADLINE_ASSUMED, {**values, "papers_by": handing_in.by}))
    elif handing_in.cut_by_summons:
        said.append(Reason(PlanReason.SUMMONS_COMES_FIRST, {**values, "papers_by": handing_in.by}))
    if step.kind in SUMMONED and sitting.mailing_on and sitting.mailing_on > latest_summons(sitting.sits_on):
        late = {"mailing_on": sitting.mailing_on, "summons_by": latest_summons(sitting.sits_on)}
        said.append(Reason(PlanReason.SUMMONS_TOO_LATE, {**values, **late}))
    return said
