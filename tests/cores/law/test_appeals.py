"""The period for appeal and the days around it, worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.law.appeals import (
    Deadline,
    earliest_legal_force,
    last_day_to_appeal,
    latest_announcement,
    latest_approval,
    latest_summons,
)
from tests.cores.law import theirs

DAYS = st.dates(date(1990, 1, 1), date(2100, 11, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


# Announced; the last day to appeal; the earliest legal force. Worked by hand with an almanac.
@pytest.mark.parametrize(
    ("announced", "last", "force"),
    [
        ("2012-04-02", "2012-04-23", "2012-04-24"),  # Storuman, working subcommittee of 27 March 2012
        ("2018-11-14", "2018-12-05", "2018-12-06"),  # Bengtsfors, executive board, minutes approved the day before
        ("2026-03-04", "2026-03-25", "2026-03-26"),
        ("2022-03-25", "2022-04-19", "2022-04-20"),  # Good Friday, and the next weekday is after Easter Monday
        ("2022-03-28", "2022-04-19", "2022-04-20"),  # Easter Monday
        ("2023-12-03", "2023-12-27", "2023-12-28"),  # Christmas Eve on a Sunday
        ("2024-12-03", "2024-12-27", "2024-12-28"),  # Christmas Eve; legal force on a Saturday
        ("2024-12-10", "2025-01-02", "2025-01-03"),  # New Year's Eve
        ("2026-05-29", "2026-06-22", "2026-06-23"),  # Midsummer Eve
        ("2026-04-10", "2026-05-04", "2026-05-05"),  # the first of May, a Friday
        ("2004-05-10", "2004-06-01", "2004-06-02"),  # Whit Monday, for the last time
        ("2005-04-25", "2005-05-16", "2005-05-17"),  # the next year's is a Monday like others
        ("2005-05-16", "2005-06-07", "2005-06-08"),  # and the National Day is not
        ("2024-02-08", "2024-02-29", "2024-03-01"),
        ("2026-03-07", "2026-03-30", "2026-03-31"),  # announced on a Saturday
        ("2025-10-10", "2025-10-31", "2025-11-01"),  # All Saints' Eve is a weekday
    ],
)
def test_last_day_to_appeal_worked_by_hand(announced: str, last: str, force: str):
    assert str(last_day_to_appeal(day(announced))) == last
    assert str(earliest_legal_force(day(announced))) == force


def test_last_day_to_appeal_of_a_joint_committee_runs_from_the_last_board():
    boards = [day("2026-03-04"), day("2026-03-11"), day("2026-03-05")]

    assert last_day_to_appeal(*boards) == day("2026-04-01")
    assert earliest_legal_force(*boards) == day("2026-04-02")


@settings(deadline=None)  # the package computes its years the first time it is asked
@given(st.lists(DAYS, min_size=1, max_size=4))
def test_last_day_to_appeal_is_what_counting_day_by_day_gives(announced: list[date]):
    assert last_day_to_appeal(*announced) == theirs.last_day_to_appeal(*announced)


@settings(deadline=None)
@given(DAYS)
def test_last_day_to_appeal_is_the_same_day_of_the_week_unless_it_is_moved(announced: date):
    last = last_day_to_appeal(announced)

    assert theirs.is_weekday(last)
    assert last.weekday() == announced.weekday() or not theirs.is_weekday(announced + timedelta(days=21))


@given(DAYS, DAYS)
def test_last_day_to_appeal_is_never_earlier_for_a_later_announcement(one: date, other: date):
    assert (last_day_to_appeal(one) <= last_day_to_appeal(other)) or one > other


@pytest.mark.parametrize(
    ("sat", "counted", "latest"),
    [
        ("2026-03-02", "2026-03-16", "2026-03-16"),
        ("2022-04-04", "2022-04-18", "2022-04-19"),  # Easter Monday
        ("2026-06-06", "2026-06-20", "2026-06-22"),  # Midsummer Day
        ("2026-12-10", "2026-12-24", "2026-12-28"),
    ],
)
def test_latest_approval(sat: str, counted: str, latest: str):
    assert latest_approval(day(sat)) == Deadline(day(counted), day(latest))


@pytest.mark.parametrize(
    ("approved", "counted", "latest"),
    [
        ("2026-03-02", "2026-03-04", "2026-03-04"),
        ("2026-03-05", "2026-03-07", "2026-03-09"),  # a Thursday: the second day is a Saturday
        ("2026-03-06", "2026-03-08", "2026-03-09"),
        ("2022-04-13", "2022-04-15", "2022-04-19"),
        ("2018-11-13", "2018-11-15", "2018-11-15"),  # Bengtsfors announced it a day before that
    ],
)
def test_latest_announcement(approved: str, counted: str, latest: str):
    assert latest_announcement(day(approved)) == Deadline(day(counted), day(latest))


def test_latest_summons_leaves_a_whole_week_holidays_or_not():
    assert latest_summons(day("2022-03-07")) == day("2022-02-28")
    assert latest_summons(day("2022-04-25")) == day("2022-04-18")
