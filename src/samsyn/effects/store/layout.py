"""What lies where in the store, and what its tables hold.

CURRENT                      the number of the generation that is read, replaced in one step
LOCK                         held by whoever writes
generations/000012/
    manifest.json            what belongs to it: names, loads, places of rows, sums of every file
    by_indicator/000.parquet  some indicators each, sorted by indicator, unit, gender, year
    by_unit/0114.parquet      one unit each, sorted by indicator, gender, year
    ranks/0114.parquet        the same, with rank and number of municipalities
    history/000003.parquet    values that have been replaced or withdrawn, one file a load, only ever added to
    catalogue.parquet         what each indicator was said to be, and from when to when
staging/…                    a fetch that is under way or has not been loaded
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

FORMAT = 1
CURRENT, LOCK, GENERATIONS, STAGING, MANIFEST = "CURRENT", "LOCK", "generations", "staging", "manifest.json"
BY_INDICATOR, BY_UNIT, RANKS, HISTORY, CATALOGUE = "by_indicator", "by_unit", "ranks", "history", "catalogue.parquet"
CHUNK = 25  # indicators in a file

GENDERS = ("T", "K", "M")
KEY = ("indicator", "unit", "gender", "year")
# Numbers stand for names, in the order of the manifest's lists, which only grow: they never come to mean another.
VALUES = {
    "indicator": pl.UInt16,
    "unit": pl.UInt16,
    "gender": pl.UInt8,
    "year": pl.Int16,
    "value": pl.Float64,
    "count": pl.Int32,
    "status": pl.UInt16,
    "load": pl.UInt16,
}
REPLACED = {**VALUES, "until": pl.UInt16}
RANKED = {
    "indicator": pl.UInt16,
    "gender": pl.UInt8,
    "year": pl.Int16,
    "twice_rank": pl.UInt16,  # the mean rank of equals may be a half
    "n": pl.UInt16,
}


def write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd", compression_level=3, row_group_size=65_536)


@dataclass(frozen=True)
class Unit:
    """A municipality (K), a region or the country (L)."""

    code: str
    name: str
    type: str


@dataclass(frozen=True)
class Load:
    """One time that values were brought in: from where, when they were fetched, and what it changed."""

    at: str  # ISO, with offset: when they were fetched
    source: str
    licence: str
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def fetched_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Chunk:
    """A file by indicator: the number, first row and number of rows of each that it holds, in order."""

    file: str
    rows: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Manifest:
    """One whole state of the store."""

    number: int
    parent: int | None
    indicators: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    statuses: tuple[str, ...] = ("",)
    loads: tuple[Load, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    by_unit: Mapping[int, str] = field(default_factory=dict)
    ranks: Mapping[int, str] = field(default_factory=dict)
    history: tuple[str, ...] = ()
    queries: Mapping[str, str] = field(default_factory=dict)  # question to the day its last answer was begun
    grid: tuple[tuple[str, ...], ...] = ()  # indicators asked for together
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # SHA-256 and bytes
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(rows for chunk in self.chunks for _indicator, _first, rows in chunk.rows)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Manifest":
        return cls(
            number=found["number"],
            parent=found["parent"],
            indicators=tuple(found["indicators"]),
            units=tuple(Unit(**unit) for unit in found["units"]),
            statuses=tuple(found["statuses"]),
            loads=tuple(Load(**{**load, "remarks": tuple(load["remarks"])}) for load in found["loads"]),
            chunks=tuple(Chunk(one["file"], tuple(map(tuple, one["rows"]))) for one in found["chunks"]),
            by_unit={int(unit): file for unit, file in found["by_unit"].items()},
            ranks={int(unit): file for unit, file in found["ranks"].items()},
            history=tuple(found["history"]),
            queries=found["queries"],
            grid=tuple(map(tuple, found["grid"])),
            files={name: (sum_, size) for name, (sum_, size) in found["files"].items()},
            format=found["format"],
        )
