"""One municipality's chain of bodies (beslutsväg) over its own calendar of sittings. Pure.

docs/methods/time_plan.md
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samsyn.cores.law.appeals import LegalForce, latest_summons

# Bodies that are summoned a week before they sit: KL 5:13, 5:15, and 9:2 for the assembly of an association.
SUMMONED = frozenset({"COUNCIL", "ASSOCIATION_ASSEMBLY"})
# An assumption where a copy deadline (manusstopp) is not known, and shown as such: no law sets one.
LEAD_DAYS = 7


class Approval(StrEnum):
    """When the minutes of the decision are approved (justeras)."""

    AT_ONCE = "AT_ONCE"  # the paragraph at the table
    WITHIN_14_DAYS = "WITHIN_14_DAYS"  # as late as KL 5:69 lets it be


class InvalidChain(ValueError):
    """The steps or days of a chain cannot all be true."""


@dataclass(frozen=True)
class Sitting:
    """A day in a body's calendar; None where a day is not known."""

    sits_on: date
    copy_deadline_on: date | None = None
    mailing_on: date | None = None
    cancelled: bool = False

    def __post_init__(self) -> None:
        if any(day and day > self.sits_on for day in (self.copy_deadline_on, self.mailing_on)):
            raise InvalidChain("papers are handed in and sent before the sitting")


@dataclass(frozen=True)
class Step:
    """A body that takes up the matter.

    `kind`: code of the body's kind, as in the register. `sittings`: in any order. `calendar_through`: the day until
    which the calendar is laid down; None for that of the last sitting in it. `lead_days`: between copy deadline and
    sitting, where a deadline is not known. `held_on`: the day it has already taken up the matter. `approval`: another
    way to approve these minutes than the plan's.
    """

    body: Hashable
    kind: str
    sittings: tuple[Sitting, ...] = ()
    decides: bool = False
    calendar_through: date | None = None
    lead_days: int | None = None
    held_on: date | None = None
    approval: Approval | None = None

    def __post_init__(self) -> None:
        if self.lead_days is not None and self.lead_days < 0:
            raise InvalidChain("a copy deadline is before the sitting")

    @property
    def through(self) -> date | None:
        return max(
            [day for day in (self.calendar_through, *(each.sits_on for each in self.sittings)) if day], default=None
        )


@dataclass(frozen=True)
class Chain:
    """The steps in order; what follows after the last one that decides does not delay legal force and is not planned.

    `approved_on`, `announced_on`: of the minutes of the decision, once it has been done. `legal_force`: what is known
    of a decision that has been announced.
    """

    steps: tuple[Step, ...]
    approved_on: date | None = None
    announced_on: date | None = None
    legal_force: LegalForce | None = None

    def __post_init__(self) -> None:
        held = [step.held_on is not None for step in self.steps]
        if held != sorted(held, reverse=True):
            raise InvalidChain("a later step is held before an earlier one")
        days = [step.held_on for step in self.steps if step.held_on]
        if days != sorted(days):
            raise InvalidChain("a later step is held on an earlier day")
        if (self.approved_on or self.announced_on or self.legal_force) and not all(
            step.held_on for step in self.to_decision
        ):
            raise InvalidChain("minutes are approved after the sitting")

    @property
    def to_decision(self) -> tuple[Step, ...]:
        """The steps up to the last one that decides; none when none does."""
        deciding = [number for number, step in enumerate(self.steps) if step.decides]
        return self.steps[: deciding[-1] + 1] if deciding else ()


@dataclass(frozen=True)
class Papers:
    """The last day to hand in papers for a sitting; `assumed` when the body's own deadline is not known.

    `cut_by_summons`: a council is summoned a week before, and what it shall decide stands in the summons.
    """

    by: date
    assumed: bool
    cut_by_summons: bool


def papers(step: Step, sitting: Sitting, *, lead_days: int) -> Papers:
    """The last day to hand in papers for a sitting.

    Parameters
    ----------
    step : the body.
    sitting : one of its sittings.
    lead_days : days before the sitting, where neither the sitting nor the step tells.

    Returns
    -------
    The sitting's copy deadline, or else so many days before it and not after the mailing; of a council no later than
    a week before.

    Source: KL 5:13, 5:15; docs/methods/time_plan.md
    """
    by = sitting.copy_deadline_on
    if by is None:
        by = sitting.sits_on - timedelta(days=lead_days if step.lead_days is None else step.lead_days)
        by = min(by, sitting.mailing_on or by)
    summons = latest_summons(sitting.sits_on) if step.kind in SUMMONED else by
    return Papers(min(by, summons), sitting.copy_deadline_on is None, summons < by)
