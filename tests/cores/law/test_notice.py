"""The last day to give notice, worked out by hand from the agreement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.collaborations.enums import NoticeAnchor
from samsyn.cores.law import notice
from samsyn.cores.law.notice import ANY_DAY, END_OF_TERM, YEAR_END, Notice, last_day_to_give_notice, months_before

TODAY = date(2026, 1, 15)


def asked(anchor: str, months: int | None, ends: str | None, renewal: int | None = None, today: date = TODAY):
    ends_on = date.fromisoformat(ends) + timedelta(days=1) if ends else None
    return last_day_to_give_notice(
        ends_on=ends_on, notice_months=months, anchor=anchor, renewal_months=renewal, today=today
    )


# What the agreement says: anchor, months, last day of the term; and the last day to give notice, worked by hand.
@pytest.mark.parametrize(
    ("anchor", "months", "through", "last"),
    [
        (END_OF_TERM, 6, "2026-12-31", "2026-06-30"),
        (END_OF_TERM, 3, "2026-12-31", "2026-09-30"),
        (END_OF_TERM, 12, "2026-12-31", "2025-12-31"),
        (END_OF_TERM, 0, "2026-12-31", "2026-12-31"),
        (END_OF_TERM, 1, "2026-02-28", "2026-01-31"),  # 31 January and a month end on the last of February
        (END_OF_TERM, 1, "2028-02-29", "2028-01-31"),  # so also in a leap year
        (END_OF_TERM, 1, "2028-02-28", "2028-01-28"),
        (END_OF_TERM, 1, "2026-03-30", "2026-02-28"),  # 28 February and a month end on 28 March, in time
        (END_OF_TERM, 1, "2026-03-31", "2026-02-28"),
        (END_OF_TERM, 12, "2028-02-29", "2027-02-28"),
        (END_OF_TERM, 12, "2028-02-28", "2027-02-28"),
        (END_OF_TERM, 24, "2028-02-29", "2026-02-28"),
        (END_OF_TERM, 6, "2026-08-31", "2026-02-28"),
        (END_OF_TERM, 36, "2028-12-31", "2025-12-31"),
        (YEAR_END, 6, None, "2026-06-30"),
        (YEAR_END, 12, None, "2026-12-31"),  # too late for 2026: it is prolonged to the end of 2027
        (YEAR_END, 36, None, "2026-12-31"),  # and here to the end of 2029
    ],
)
def test_the_last_day_of_agreements_worked_by_hand(anchor: str, months: int, through: str | None, last: str):
    found = asked(anchor, months, through)
    assert found is not None
    assert str(found.last_day) == last


@pytest.mark.parametrize(
    ("anchor", "months", "through"),
    [(END_OF_TERM, None, "2026-12-31"), (END_OF_TERM, 6, None), (ANY_DAY, None, None), ("", 6, None)],
)
def test_an_agreement_that_does_not_say_enough_has_no_last_day(anchor: str, months: int | None, through: str | None):
    assert asked(anchor, months, through) is None


def test_notice_on_any_day_has_no_last_day_but_is_known():
    assert asked(ANY_DAY, 3, None) == Notice(None, None)
    assert asked(ANY_DAY, 3, "2026-12-31") == Notice(None, None)


@pytest.mark.parametrize(
    ("today", "last", "ends_on", "prolonged"),
    [
        (date(2026, 6, 30), date(2026, 6, 30), date(2027, 1, 1), 0),  # the day itself is still in time
        (date(2026, 7, 1), date(2027, 6, 30), date(2028, 1, 1), 1),
        (date(2029, 1, 1), date(2029, 6, 30), date(2030, 1, 1), 3),
    ],
)
def test_an_agreement_that_is_prolonged_year_by_year(today: date, last: date, ends_on: date, prolonged: int):
    assert asked(END_OF_TERM, 6, "2026-12-31", 12, today) == Notice(last, ends_on, prolonged)


def test_an_agreement_that_is_not_prolonged_keeps_the_day_that_has_passed():
    assert asked(END_OF_TERM, 6, "2025-12-31") == Notice(date(2025, 6, 30), date(2026, 1, 1))


def test_terms_counted_from_the_first_end_do_not_creep_backwards_through_february():
    found = asked(END_OF_TERM, 1, "2024-01-30", 1, date(2024, 4, 5))
    assert found == Notice(date(2024, 4, 30), date(2024, 5, 31), 4)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-01", 13, "2024-12-01"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-02-29", 48, "2020-02-29"),
        ("2026-08-31", -6, "2027-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_before(day: str, months: int, earlier: str):
    assert str(months_before(date.fromisoformat(day), months)) == earlier


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 120))
def test_notice_on_the_last_day_ends_in_time_and_a_day_later_it_does_not(ends_on: date, months: int):
    found = last_day_to_give_notice(
        ends_on=ends_on, notice_months=months, anchor=END_OF_TERM, renewal_months=None, today=TODAY
    )
    assert found is not None
    assert found.last_day is not None
    assert (
        months_before(found.last_day, -months) < ends_on <= months_before(found.last_day + timedelta(days=1), -months)
    )


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 36), st.integers(1, 60))
def test_a_prolonged_agreement_can_always_be_left_at_some_later_day(ends_on: date, months: int, renewal: int):
    found = last_day_to_give_notice(
        ends_on=ends_on, notice_months=months, anchor=END_OF_TERM, renewal_months=renewal, today=TODAY
    )
    assert found is not None
    assert found.last_day is not None
    assert found.last_day >= TODAY
    assert found.ends_on == months_before(ends_on, -renewal * found.prolonged)


def test_the_anchors_are_those_of_the_register():
    assert {notice.ANY_DAY, notice.END_OF_TERM, notice.YEAR_END} == set(NoticeAnchor.values)
    assert notice.ASSOCIATION_MONTHS == 36  # KL 9:18
