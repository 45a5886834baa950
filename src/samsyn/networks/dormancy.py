"""Whether a forum rests (är vilande), and since when. Pure: told everything, asks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samsyn.common.periods import covers


@dataclass(frozen=True)
class Dormancy:
    """`since` is the day it fell asleep; None when it is awake or when nobody knows."""

    dormant: bool
    since: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def dormancy(
    activities: Iterable[tuple[date | None, date | None]],
    *,
    last_met_on: date | None,
    dormant_after_months: int,
    today: date,
) -> Dormancy:
    """A forum sleeps when it has stopped meeting, or has not met for its own chosen time."""
    periods = list(activities)
    current = [starts for starts, ends in periods if covers(starts, ends, today)]
    if not current:
        ended = [ends for _starts, ends in periods if ends and ends <= today]
        return Dormancy(dormant=True, since=max(ended, default=None))
    begun = [day for day in (*current, last_met_on) if day]
    if not begun:
        return Dormancy(dormant=False)
    asleep = months_after(max(begun), dormant_after_months)
    return Dormancy(dormant=asleep <= today, since=asleep if asleep <= today else None)
