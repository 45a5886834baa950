"""Weekdays a second time: the package `holidays` instead of our own computation."""

from datetime import date, timedelta
from functools import cache

from holidays.countries.sweden import Sweden

NAMES = {
    "New Year's Day": "NEW_YEARS_DAY",
    "Epiphany": "EPIPHANY",
    "Good Friday": "GOOD_FRIDAY",
    "Easter Sunday": "EASTER_SUNDAY",
    "Easter Monday": "EASTER_MONDAY",
    "May Day": "MAY_DAY",
    "Ascension Day": "ASCENSION_DAY",
    "Whit Sunday": "WHIT_SUNDAY",
    "Pentecost": "WHIT_SUNDAY",
    "Whit Monday": "WHIT_MONDAY",
    "Pentecost Monday": "WHIT_MONDAY",
    "National Day of Sweden": "NATIONAL_DAY",
    "National Day": "NATIONAL_DAY",
    "Midsummer Eve": "MIDSUMMER_EVE",
    "Midsummer Day": "MIDSUMMER_DAY",
    "All Saints' Day": "ALL_SAINTS_DAY",
    "Christmas Eve": "CHRISTMAS_EVE",
    "Christmas Day": "CHRISTMAS_DAY",
    "Second Day of Christmas": "BOXING_DAY",
    "New Year's Eve": "NEW_YEARS_EVE",
}


@cache
def named_days() -> dict[date, set[str]]:
    """What the package says of those names; its versions differ in which category the three eves stand in."""
    calendar = Sweden(
        years=range(1990, 2101), include_sundays=False, categories=Sweden.supported_categories, language="en_US"
    )
    named = {day: {NAMES[name] for name in calendar.get_list(day) if name in NAMES} for day in calendar}
    return {day: names for day, names in named.items() if names}


def is_weekday(day: date) -> bool:
    return day.isoweekday() not in (6, 7) and day not in named_days()


def last_day_to_appeal(*announced: date) -> date:
    """Day by day: 21 of them, and then on until one is a weekday."""
    day = max(announced)
    for _ in range(21):
        day += timedelta(days=1)
    while not is_weekday(day):
        day += timedelta(days=1)
    return day
