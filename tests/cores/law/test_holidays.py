"""Public holidays and eves: named days by hand, and every day against the package `holidays`."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.law.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    DayOff,
    YearNotCovered,
    days_off,
    easter_sunday,
    is_weekday,
    next_weekday,
    why_no_weekday,
)
from tests.cores.law import theirs

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@pytest.mark.parametrize("year", YEARS)
def test_days_off_are_those_of_the_package_holidays(year: int):
    expected = {day: names for day, names in theirs.named_days().items() if day.year == year}

    assert set(days_off(year)) == set(expected)
    assert {day: ours for day, ours in days_off(year).items() if ours not in expected[day]} == {}


def test_every_day_is_a_weekday_or_not_as_the_package_holidays_says():
    day, wrong = date(FIRST_YEAR, 1, 1), []
    while day <= date(LAST_YEAR, 12, 31):
        if is_weekday(day) != theirs.is_weekday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2004-05-31", DayOff.WHIT_MONDAY),  # the last one
        ("2005-05-16", None),
        ("2004-06-06", DayOff.SUNDAY),  # not yet a public holiday, and a Sunday
        ("2003-06-06", None),
        ("2005-06-06", DayOff.NATIONAL_DAY),
        ("2008-05-01", DayOff.MAY_DAY),  # Ascension Day as well
        ("2022-06-05", DayOff.WHIT_SUNDAY),
        ("2025-06-08", DayOff.WHIT_SUNDAY),
        ("2022-04-14", None),  # Maundy Thursday and Easter Eve are no eves of lag 1930:173
        ("2022-04-15", DayOff.GOOD_FRIDAY),
        ("2022-04-16", DayOff.SATURDAY),
        ("2022-04-17", DayOff.EASTER_SUNDAY),
        ("2022-04-18", DayOff.EASTER_MONDAY),
        ("2026-01-05", None),  # nor is the eve of Epiphany
        ("2026-01-06", DayOff.EPIPHANY),
        ("2026-04-30", None),  # nor Walpurgis Night
        ("2026-06-19", DayOff.MIDSUMMER_EVE),
        ("2026-06-20", DayOff.MIDSUMMER_DAY),
        ("2027-06-26", DayOff.MIDSUMMER_DAY),  # as late as it can be
        ("2026-10-31", DayOff.ALL_SAINTS_DAY),  # as early as it can be
        ("2021-11-06", DayOff.ALL_SAINTS_DAY),
        ("2026-12-24", DayOff.CHRISTMAS_EVE),
        ("2026-12-31", DayOff.NEW_YEARS_EVE),
        ("2027-12-26", DayOff.BOXING_DAY),  # a Sunday too
        ("2026-12-30", None),
    ],
)
def test_days_that_are_easily_taken_for_another(day: str, why: DayOff | None):
    assert why_no_weekday(date.fromisoformat(day)) is why


# The earliest and the latest Easter of the range, and the two exceptions of the Gregorian epacts (1954 and 1981 type).
@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2008, "2008-03-23"),
        (2038, "2038-04-25"),
        (2049, "2049-04-18"),
        (2076, "2076-04-19"),
        (1981, "1981-04-19"),
        (1954, "1954-04-18"),
        (2100, "2100-03-28"),
    ],
)
def test_easter_sunday(year: int, day: str):
    assert str(easter_sunday(year)) == day


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-03-11", "2026-03-11"),
        ("2022-04-15", "2022-04-19"),  # four days of Easter
        ("2026-12-24", "2026-12-28"),
        ("2027-12-24", "2027-12-27"),
        ("2026-12-31", "2027-01-04"),  # over the year's end, with a Friday, Saturday and Sunday after it
        ("2026-06-19", "2026-06-22"),
    ],
)
def test_next_weekday(day: str, following: str):
    assert str(next_weekday(date.fromisoformat(day))) == following


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 25)))
def test_next_weekday_is_a_weekday_and_none_lies_before_it(day: date):
    following = next_weekday(day)

    assert is_weekday(following)
    assert not any(is_weekday(day + timedelta(days=passed)) for passed in range((following - day).days))


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_that_is_not_covered_is_refused(year: int):
    with pytest.raises(YearNotCovered):
        is_weekday(date(year, 3, 3))


def test_the_last_new_years_eve_has_no_weekday_after_it():
    with pytest.raises(YearNotCovered):
        next_weekday(date(LAST_YEAR, 12, 31))


def test_what_is_kept_of_a_year_cannot_be_changed():
    with pytest.raises(TypeError):
        days_off(2026)[date(2026, 3, 3)] = DayOff.SUNDAY  # type: ignore[index]  # to see it refused
