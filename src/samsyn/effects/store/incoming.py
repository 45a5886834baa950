"""Values on their way into the store, checked: nothing is loaded of what is not understood."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from samsyn.effects.store.catalogue import Indicator
from samsyn.effects.store.layout import GENDERS, KEY, Unit

COLUMNS = {
    "indicator": pl.String,
    "unit": pl.String,
    "gender": pl.String,
    "year": pl.Int16,
    "value": pl.Float64,
    "count": pl.Int32,
    "status": pl.String,
    "deleted": pl.Boolean,
}


class InvalidValues(ValueError):
    """Values that contradict each other or cannot be; the message says which."""


@dataclass(frozen=True)
class Part:
    """The values of some indicators, read when their turn comes.

    `complete` says that the part is everything the source has of `indicators` for `years` (for all years when it is
    empty): what the store has beyond it has been withdrawn. Otherwise only what it tells of is touched.
    """

    indicators: tuple[str, ...]
    read: Callable[[], pl.DataFrame]
    complete: bool = False
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """One load: from whom, under which licence, fetched when, and its parts. An indicator is in one part only."""

    source: str
    licence: str
    fetched_at: datetime
    units: Sequence[Unit]
    indicators: Sequence[Indicator]
    parts: Sequence[Part]
    whole_catalogue: bool = False
    queries: dict[str, str] = field(default_factory=dict)
    grid: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = ()


def checked(frame: pl.DataFrame, part: Part) -> pl.DataFrame:
    """The part's columns, when each value by itself can be.

    Raises
    ------
    InvalidValues : a gender or a number that cannot be, something left empty, or an indicator that was not announced.
    """
    found = frame.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
    _complain(found.filter(~pl.col("gender").is_in(GENDERS)), f"gender is one of {', '.join(GENDERS)}")
    _complain(found.filter(~pl.col("value").is_finite()), "a value is a number")
    _complain(
        found.filter(pl.any_horizontal(pl.col(*KEY, "status", "deleted").is_null())), "nothing but values is empty"
    )
    _complain(found.filter(~pl.col("indicator").is_in(list(part.indicators))), "the indicator was not announced")
    return found


def each_once(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows sorted by what they are values of, each once; and how many came more than once.

    Raises
    ------
    InvalidValues : two different values of the same thing.
    """
    found = frame.sort(KEY)
    # Beside the row before, in the order they are needed in anyway: looking for duplicates by hashing takes longer.
    again = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in KEY)
    if not found.select(again.fill_null(value=False).any()).item():
        return found, 0
    once = found.unique().sort(KEY)
    _complain(once.filter(again | again.shift(-1)), "two values of the same thing")
    return once, found.height - once.height


def _complain(wrong: pl.DataFrame, rule: str) -> None:
    if wrong.height:
        shown = "; ".join(" ".join(map(str, row)) for row in wrong.head(3).select(*KEY, "value").iter_rows())
        raise InvalidValues(f"{rule}: {shown}{' …' if wrong.height > 3 else ''} ({wrong.height} in all)")


def frame_of(rows: Iterable[tuple[str, str, str, int, float | None, int | None, str, bool]]) -> pl.DataFrame:
    """Rows of indicator, unit, gender, year, value, count, status and whether it was deleted."""
    return pl.DataFrame(list(rows), schema=COLUMNS, orient="row")
