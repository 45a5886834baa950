"""Time plans a second time: every way through the sittings is tried, with the weekdays of the package `holidays`."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from samsyn.cores.law.chain import Approval, Chain, Sitting, Step
from tests.cores.law import theirs

WEEK = timedelta(days=7)


def weekday_from(day: date) -> date:
    while not theirs.is_weekday(day):
        day += timedelta(days=1)
    return day


def legal_force(decided_on: date, approval: Approval) -> date:
    approved = decided_on if approval is Approval.AT_ONCE else weekday_from(decided_on + 2 * WEEK)
    announced = weekday_from(approved + timedelta(days=2))
    return theirs.last_day_to_appeal(announced) + timedelta(days=1)


def deadline(step: Step, sitting: Sitting, lead_days: int) -> date:
    days = [sitting.copy_deadline_on or sitting.sits_on - timedelta(days=lead_days)]
    if sitting.copy_deadline_on is None and sitting.mailing_on:
        days.append(sitting.mailing_on)
    if step.kind in ("COUNCIL", "ASSOCIATION_ASSEMBLY"):
        days.append(sitting.sits_on - WEEK)
    return min(days)


@dataclass(frozen=True)
class Way:
    ready_on: date  # at the latest: the first copy deadline
    force_on: date


def ways(chain: Chain, *, approval: Approval, lead_days: int) -> list[Way]:
    """Each way through the sittings in which no copy deadline is before the sitting before it."""
    calendars = [[each for each in step.sittings if not each.cancelled] for step in chain.steps]
    found = []
    for chosen in product(*calendars):
        sits = [sitting.sits_on for sitting in chosen]
        deadlines = [deadline(step, sitting, lead_days) for step, sitting in zip(chain.steps, chosen, strict=True)]
        if all(before <= after for before, after in zip(sits, deadlines[1:], strict=False)):
            found.append(Way(deadlines[0], legal_force(sits[-1], approval)))
    return found


def earliest(ways: list[Way], ready_on: date) -> date | None:
    """The earliest legal force with the papers ready on a day."""
    return min((way.force_on for way in ways if way.ready_on >= ready_on), default=None)


def last_to_be_ready(ways: list[Way], by: date) -> date | None:
    """The last day that the papers can be ready and the decision still have legal force by a day."""
    return max((way.ready_on for way in ways if way.force_on <= by), default=None)
