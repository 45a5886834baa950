"""Half-open in the database, "till och med" for people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.collaborations.models import Party
from samsyn.common.periods import covers, overlap

day = date.fromisoformat
_maybe = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2020, 3, 1)))
_period = st.tuples(_maybe, _maybe).filter(lambda p: p[0] is None or p[1] is None or p[0] < p[1])


@pytest.mark.parametrize(
    ("starts", "ends", "asked", "inside"),
    [
        ("2023-12-08", None, "2023-12-07", False),
        ("2023-12-08", None, "2023-12-08", True),
        (None, "2023-12-08", "2023-12-07", True),
        (None, "2023-12-08", "2023-12-08", False),
        (None, None, "1900-01-01", True),
    ],
)
def test_a_period_begins_on_its_first_day_and_has_ended_on_its_end(
    starts: str | None, ends: str | None, asked: str, inside: bool
):
    assert covers(day(starts) if starts else None, day(ends) if ends else None, day(asked)) is inside


@given(_period, _period)
def test_periods_overlap_when_and_only_when_they_share_a_day(a: tuple[date | None, date | None], b: tuple):
    days = [date(2019, 12, 1) + timedelta(days=n) for n in range(150)]
    assert overlap(a, b) is any(covers(*a, one) and covers(*b, one) for one in days)
    assert overlap(a, b) is overlap(b, a)


def test_the_last_day_is_the_day_before_the_end():
    assert Party(ends_on=day("2023-12-08")).through == day("2023-12-07")
    assert Party(ends_on=None).through is None
    assert Party(starts_on=day("2023-12-08")).holds_on(day("2023-12-08"))
