"""Whole pages with row-level security on against off: what the second wall costs."""

from collections.abc import Iterator

from benchmarks import home, national
from benchmarks.asking import Side
from benchmarks.figures import Figure
from benchmarks.pages import PERSONA, compared, pages

TIMES = 1.15


def measure() -> Iterator[Figure]:
    national.prepare()
    for what, database in (("the demonstration", home.DEMO), ("the country", national.NATIONAL)):
        without, within = Side(database, PERSONA, without_wall=True), Side(database, PERSONA)
        yield from compared(
            f"row-level security on against off, {what}", without, within, pages(without), pages(within), limit=TIMES
        )
        without.close()
        within.close()
