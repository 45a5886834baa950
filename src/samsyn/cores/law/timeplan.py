"""The time plans of all municipalities together: the common day, who is last, and what a missed sitting costs. Pure.

docs/methods/time_plan.md
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from samsyn.cores.law.chain import LEAD_DAYS, Approval, Chain, InvalidChain, Sitting, Step
from samsyn.cores.law.plan import Plan, PlannedStep, PlanReason, plan_backward, plan_forward
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import Party

__all__ = [
    "Approval",
    "Chain",
    "CommonPlan",
    "InvalidChain",
    "Missed",
    "NotPlanned",
    "Plan",
    "PlanReason",
    "PlannedStep",
    "Sitting",
    "Step",
    "common_plan",
    "missed",
    "plan_backward",
    "plan_forward",
]


class NotPlanned(ValueError):
    """That step is not among those still to come in the party's plan."""


@dataclass(frozen=True)
class CommonPlan:
    """The plans of all, and the earliest day that every decision has legal force.

    `on`: None while it cannot be told for somebody; `on_for_others` is then the day of those it can be told for.
    `critical`: those who have legal force last, in the order they were given; `path`: the steps of the first of them.
    `slack_days`: how many days before the common one each has legal force, None where that cannot be told.
    """

    plans: Mapping[Party, Plan]
    on: date | None
    on_for_others: date | None
    critical: tuple[Party, ...]
    path: tuple[PlannedStep, ...]
    slack_days: Mapping[Party, int | None]
    reasons: tuple[Reason, ...]
    chains: Mapping[Party, Chain]
    ready_on: Mapping[Party, date]
    approval: Approval
    lead_days: int


def common_plan(
    chains: Mapping[Party, Chain],
    ready_on: date | Mapping[Party, date],
    *,
    approval: Approval = Approval.WITHIN_14_DAYS,
    lead_days: int = LEAD_DAYS,
) -> CommonPlan:
    """The earliest day that the decisions of all have legal force, and who is last.

    Parameters
    ----------
    chains : each party's steps and calendar.
    ready_on : the day the papers are ready, for all or for each.
    approval, lead_days : as of `plan_forward`.

    Returns
    -------
    The plans and what they give together. Where a calendar ends there is no common day, and it is told for whom.

    Raises
    ------
    YearNotCovered : a day is after 2100.

    Source: docs/methods/time_plan.md
    """
    ready = ready_on if isinstance(ready_on, Mapping) else dict.fromkeys(chains, ready_on)
    plans = {
        party: plan_forward(chain, ready[party], approval=approval, lead_days=lead_days)
        for party, chain in chains.items()
    }
    known = {party: plan.legal_force_on for party, plan in plans.items() if plan.legal_force_on}
    unknown = tuple(party for party in plans if party not in known)
    latest = max(known.values(), default=None)
    on = None if unknown else latest
    critical = tuple(party for party, day in known.items() if day == on)
    return CommonPlan(
        plans=plans,
        on=on,
        on_for_others=latest,
        critical=critical,
        path=plans[critical[0]].steps if critical else (),
        slack_days={party: (on - known[party]).days if on else None for party in plans},
        reasons=(Reason(PlanReason.NOT_KNOWN_FOR, {"parties": unknown}),) if unknown else (),
        chains=chains,
        ready_on=ready,
        approval=approval,
        lead_days=lead_days,
    )


@dataclass(frozen=True)
class Missed:
    """What it costs that a planned sitting is missed; days are None where the calendar ends before one can tell.

    `instead_on`: when that body then takes up the matter. `days` and `common_days`: how much later the party, and all
    together, have legal force.
    """

    party: Party
    body: Hashable
    sits_on: date
    instead_on: date | None
    legal_force_on: date | None
    days: int | None
    common_on: date | None
    common_days: int | None
    reasons: tuple[Reason, ...]


def missed(common: CommonPlan, party: Party, step: int) -> Missed:
    """What it costs to miss one sitting of the plan.

    Parameters
    ----------
    common : the plans of all.
    party : whose sitting is missed.
    step : the number of the step in that party's plan, from 0.

    Returns
    -------
    The days for the party and for the common day. Everything before the sitting stays as planned.

    Raises
    ------
    NotPlanned : the party has no such step, or has held it.

    Source: docs/methods/time_plan.md
    """
    if party not in common.plans or not 0 <= step < len(common.plans[party].steps):
        raise NotPlanned(party, step)
    before = common.plans[party]
    planned = before.steps[step]
    if planned.held:
        raise NotPlanned(party, step)
    chain = common.chains[party]
    sittings = tuple(each for each in chain.steps[step].sittings if each.sits_on != planned.sits_on)
    without = replace(chain.steps[step], sittings=sittings, calendar_through=chain.steps[step].through)
    chain = replace(chain, steps=(*chain.steps[:step], without, *chain.steps[step + 1 :]))
    plan = plan_forward(chain, common.ready_on[party], approval=common.approval, lead_days=common.lead_days)
    days = _between(before.legal_force_on, plan.legal_force_on)
    others = [other.legal_force_on for whose, other in common.plans.items() if whose != party]
    everybody = [plan.legal_force_on, *others]
    common_on = max((day for day in everybody if day), default=None) if all(everybody) else None
    return Missed(
        party=party,
        body=planned.body,
        sits_on=planned.sits_on,
        instead_on=plan.steps[step].sits_on if step < len(plan.steps) else None,
        legal_force_on=plan.legal_force_on,
        days=days,
        common_on=common_on,
        common_days=_between(common.on, common_on),
        reasons=tuple(each for each in plan.reasons if each.code is PlanReason.CALENDAR_ENDS),
    )


def _between(one: date | None, other: date | None) -> int | None:
    return (other - one).days if one and other else None
