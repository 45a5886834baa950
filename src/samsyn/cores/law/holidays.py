"""Swedish public holidays and the eves beside them, by computation; what is a weekday when a time limit ends. Pure.

Source: lag (1989:253) om allmänna helgdagar, where the National Day replaced Whit Monday from 2005; lag (1930:173) 2 §.
docs/methods/legal_force.md
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

FIRST_YEAR, LAST_YEAR = 1990, 2100
NATIONAL_DAY_FROM = 2005  # the same year that Whit Monday became a day like others
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


class DayOff(StrEnum):
    """Why a day is no weekday (vardag) in the sense of lag 1930:173."""

    NEW_YEARS_DAY = "NEW_YEARS_DAY"  # nyårsdagen
    EPIPHANY = "EPIPHANY"  # trettondedag jul
    GOOD_FRIDAY = "GOOD_FRIDAY"  # långfredagen
    EASTER_SUNDAY = "EASTER_SUNDAY"  # påskdagen
    EASTER_MONDAY = "EASTER_MONDAY"  # annandag påsk
    MAY_DAY = "MAY_DAY"  # första maj
    ASCENSION_DAY = "ASCENSION_DAY"  # Kristi himmelsfärdsdag
    WHIT_SUNDAY = "WHIT_SUNDAY"  # pingstdagen
    WHIT_MONDAY = "WHIT_MONDAY"  # annandag pingst
    NATIONAL_DAY = "NATIONAL_DAY"  # nationaldagen
    MIDSUMMER_EVE = "MIDSUMMER_EVE"  # midsommarafton
    MIDSUMMER_DAY = "MIDSUMMER_DAY"  # midsommardagen
    ALL_SAINTS_DAY = "ALL_SAINTS_DAY"  # alla helgons dag
    CHRISTMAS_EVE = "CHRISTMAS_EVE"  # julafton
    CHRISTMAS_DAY = "CHRISTMAS_DAY"  # juldagen
    BOXING_DAY = "BOXING_DAY"  # annandag jul
    NEW_YEARS_EVE = "NEW_YEARS_EVE"  # nyårsafton
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


class YearNotCovered(ValueError):
    """The public holidays of that year are not known here."""


def easter_sunday(year: int) -> date:
    """The Sunday after the first ecclesiastical full moon from 21 March on, in the Gregorian calendar.

    Source: Knuth, The Art of Computer Programming 1, exercise 1.3.2-14 (after Clavius and Lilius)
    """
    golden = year % 19 + 1
    century = year // 100 + 1
    dropped_leap_days = 3 * century // 4 - 12
    moon_correction = (8 * century + 5) // 25 - 5
    to_sunday = 5 * year // 4 - dropped_leap_days - 10
    epact = (11 * golden + 20 + moon_correction - dropped_leap_days) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full_moon = 44 - epact
    if full_moon < 21:
        full_moon += 30
    return date(year, 3, 1) + timedelta(days=full_moon + 7 - (to_sunday + full_moon) % 7 - 1)


def _first(weekday: int, day: date) -> date:
    """That day of the week, on the day itself or next after it."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


@cache
def days_off(year: int) -> Mapping[date, DayOff]:
    """The public holidays of a year and the three eves that lag 1930:173 names, Saturdays and Sundays apart.

    Returns
    -------
    Day to name, in the order of the calendar. Where two fall on one day, the one whose date is fixed.

    Raises
    ------
    YearNotCovered : before 1990 or after 2100.

    Source: lag (1989:253) om allmänna helgdagar; lag (1930:173) 2 §
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearNotCovered(year)
    easter = easter_sunday(year)
    midsummer = _first(SATURDAY, date(year, 6, 20))
    found = {
        easter - timedelta(days=2): DayOff.GOOD_FRIDAY,
        easter: DayOff.EASTER_SUNDAY,
        easter + timedelta(days=1): DayOff.EASTER_MONDAY,
        easter + timedelta(days=39): DayOff.ASCENSION_DAY,
        easter + timedelta(days=49): DayOff.WHIT_SUNDAY,
        midsummer - timedelta(days=1): DayOff.MIDSUMMER_EVE,
        midsummer: DayOff.MIDSUMMER_DAY,
        _first(SATURDAY, date(year, 10, 31)): DayOff.ALL_SAINTS_DAY,
    }
    if year < NATIONAL_DAY_FROM:
        found[easter + timedelta(days=50)] = DayOff.WHIT_MONDAY
    else:
        found[date(year, 6, 6)] = DayOff.NATIONAL_DAY
    found |= {
        date(year, 1, 1): DayOff.NEW_YEARS_DAY,
        date(year, 1, 6): DayOff.EPIPHANY,
        date(year, 5, 1): DayOff.MAY_DAY,
        date(year, 12, 24): DayOff.CHRISTMAS_EVE,
        date(year, 12, 25): DayOff.CHRISTMAS_DAY,
        date(year, 12, 26): DayOff.BOXING_DAY,
        date(year, 12, 31): DayOff.NEW_YEARS_EVE,
    }
    return MappingProxyType(dict(sorted(found.items())))


def why_no_weekday(day: date) -> DayOff | None:
    """What makes it no weekday in the sense of lag 1930:173, or None when it is one.

    Raises
    ------
    YearNotCovered : before 1990 or after 2100.

    Source: lag (1930:173) 2 §
    """
    if named := days_off(day.year).get(day):
        return named
    return {SATURDAY: DayOff.SATURDAY, SUNDAY: DayOff.SUNDAY}.get(day.weekday())


def is_weekday(day: date) -> bool:
    """Whether a time limit may end on that day (vardag): no Saturday, Sunday, public holiday nor one of three eves.

    Raises
    ------
    YearNotCovered : before 1990 or after 2100.

    Source: lag (1930:173) 2 §
    """
    return why_no_weekday(day) is None


def next_weekday(day: date) -> date:
    """The day itself when it is a weekday, else the next one that is.

    Raises
    ------
    YearNotCovered : before 1990, or when the next weekday is after 2100.

    Source: lag (1930:173) 2 §
    """
    while not is_weekday(day):
        day += timedelta(days=1)
    return day
