"""Notice of termination (uppsägning): the last day to give it, counted from the agreement alone. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

ANY_DAY, END_OF_TERM, YEAR_END = "ANY_DAY", "END_OF_TERM", "YEAR_END"
ASSOCIATION_MONTHS = 36  # KL 9:18: three years, unless the charter states a shorter time
MOST_TERMS = 400


@dataclass(frozen=True)
class Notice:
    """`last_day` is None when notice may be given any day; `ends_on` is then None as well.

    `ends_on` is the first day without the agreement if notice is given in time; `prolonged` counts the terms that
    have been added because nobody gave notice.
    """

    last_day: date | None
    ends_on: date | None
    prolonged: int = 0


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _last_day(term: date, months: int) -> date:
    """The last day from which so many months end before the term does (lag 1930:173, 1 §).

    Months end on the day with the same number, or on the month's last: from 28 February one month ends on 28 March,
    before a term that ends on the 29th, 30th or 31st.
    """
    day = months_before(term, months)
    return day if day.day < term.day else day - timedelta(days=1)


def last_day_to_give_notice(
    *, ends_on: date | None, notice_months: int | None, anchor: str, renewal_months: int | None, today: date
) -> Notice | None:
    """The last day on which notice still ends the agreement with its running term.

    Parameters
    ----------
    ends_on : first day after the agreed term; None when it runs until further notice.
    notice_months : months of notice; None when the agreement does not say.
    anchor : END_OF_TERM, YEAR_END (ends with a calendar year) or ANY_DAY.
    renewal_months : months it is prolonged by each time nobody gives notice; None when it is not.

    Returns
    -------
    None when the agreement does not say enough. When the day has passed and the agreement is prolonged, the day of the
    next term.

    Source: the agreement; KL 9:18 for associations; lag (1930:173) 1 § for months. docs/methods/notice.md
    """
    if notice_months is None:
        return None
    if anchor == ANY_DAY:
        return Notice(None, None)
    if anchor == YEAR_END:
        ends_on, renewal_months = ends_on or date(today.year + 1, 1, 1), renewal_months or 12
    if ends_on is None:
        return None
    term, prolonged = ends_on, 0
    last = _last_day(term, notice_months)
    while renewal_months and last < today and prolonged < MOST_TERMS:
        prolonged += 1
        term = months_before(ends_on, -renewal_months * prolonged)
        last = _last_day(term, notice_months)
    return Notice(last, term, prolonged)
