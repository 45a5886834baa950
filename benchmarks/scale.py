"""The same pages for the same person, with the whole country in the database against the demonstration alone."""

from collections.abc import Iterator

from benchmarks import home, national
from benchmarks.asking import Side
from benchmarks.figures import Figure
from benchmarks.pages import PERSONA, compared, pages

TIMES = 1.3


def measure() -> Iterator[Figure]:
    national.prepare()
    alone, country = Side(home.DEMO, PERSONA), Side(national.NATIONAL, PERSONA)
    what = f"{national.PEOPLE:,} people and {national.COLLABORATIONS:,} collaborations against the demonstration"
    yield from compared(what.replace(",", " "), alone, country, pages(alone), pages(country), limit=TIMES)
    alone.close()
    country.close()
