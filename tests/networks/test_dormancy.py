"""When a forum rests, and since when."""

from datetime import date

import pytest

from samsyn.networks.dormancy import Dormancy, dormancy, months_after

TODAY = date(2026, 11, 24)
AWAKE, UNKNOWN_SINCE = Dormancy(dormant=False), Dormancy(dormant=True)


def since(text: str) -> Dormancy:
    return Dormancy(dormant=True, since=date.fromisoformat(text))


@pytest.mark.parametrize(
    ("activities", "last_met", "months", "expected"),
    [
        ([("2003-01-01", None)], "2026-10-01", 9, AWAKE),
        ([("2003-01-01", None)], "2026-02-25", 9, AWAKE),
        ([("2003-01-01", None)], "2026-02-24", 9, since("2026-11-24")),  # nine months to the day
        ([("2003-01-01", None)], "2025-05-31", 9, since("2026-02-28")),  # no 31 February
        ([("2003-01-01", None)], None, 9, since("2003-10-01")),
        ([("2026-06-01", None)], None, 9, AWAKE),
        ([(None, None)], None, 9, AWAKE),  # nobody knows: not called dormant
        ([(None, None)], "2020-01-01", 9, since("2020-10-01")),
        ([("2003-01-01", "2020-03-15")], "2020-02-01", 9, since("2020-03-15")),  # stopped by the pandemic
        ([("2003-01-01", "2020-03-15"), ("2023-06-01", None)], "2026-09-01", 9, AWAKE),  # and woken
        ([("2003-01-01", "2020-03-15"), ("2027-01-01", None)], None, 9, since("2020-03-15")),  # not yet woken
        ([("2003-01-01", "2026-11-25")], "2026-11-01", 9, AWAKE),  # its last day is today
        ([("2003-01-01", "2026-11-24")], "2026-11-01", 9, since("2026-11-24")),
        ([], None, 9, UNKNOWN_SINCE),
        ([("2024-01-01", None)], "2026-09-01", 1, since("2026-10-01")),
    ],
)
def test_a_forum_rests_when_it_has_stopped_or_not_met_for_its_own_time(
    activities: list[tuple[str | None, str | None]], last_met: str | None, months: int, expected: Dormancy
):
    periods = [tuple(date.fromisoformat(day) if day else None for day in period) for period in activities]
    met = date.fromisoformat(last_met) if last_met else None

    assert dormancy(periods, last_met_on=met, dormant_after_months=months, today=TODAY) == expected


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-31", 9, "2026-12-31"),
        ("2026-05-31", 9, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_after(day: str, months: int, later: str):
    assert str(months_after(date.fromisoformat(day), months)) == later
