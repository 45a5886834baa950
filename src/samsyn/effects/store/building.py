"""From what is in the store and what comes in, the next state of the store."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from samsyn.effects.store import catalogue, missing
from samsyn.effects.store.generations import Replacement, replacing
from samsyn.effects.store.incoming import Incoming, InvalidValues, Part, checked, each_once
from samsyn.effects.store.layout import (
    BY_INDICATOR,
    BY_UNIT,
    CATALOGUE,
    CHUNK,
    GENDERS,
    HISTORY,
    KEY,
    RANKED,
    RANKS,
    REPLACED,
    VALUES,
    Chunk,
    Load,
    Manifest,
    write,
)

MOST_NAMES = 65_535  # numbers of two bytes
MOST_TOLD = 8


@dataclass
class Names:
    """The manifest's lists, growing; a name keeps its number for ever."""

    names: list[str]
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {name: number for number, name in enumerate(self.names)}

    def numbers(self, names: Sequence[str]) -> dict[str, int]:
        for name in names:
            if name not in self.places:
                self.places[name] = len(self.names)
                self.names.append(name)
        if len(self.names) > MOST_NAMES:
            raise InvalidValues(f"more than {MOST_NAMES} different names in one list")
        return self.places


@dataclass
class Tally:
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    repeated: int = 0
    elsewhere: int = 0  # of units that are no municipality, region or country
    statuses: set[str] = field(default_factory=set)


def load(folder: Path, incoming: Incoming) -> Manifest:
    """Bring values in: all of them, as one new state of the store, or none.

    Parameters
    ----------
    folder : where the store lies; made when it is not there

    Raises
    ------
    InvalidValues : what comes in contradicts itself, or was fetched before what is already there.
    Busy, Damaged : see generations.
    OSError : the disk. The state before is read on.
    """
    with replacing(folder) as replacement:
        return replacement.publish(_Building(replacement, incoming).build())


class _Building:
    """One load, chunk by chunk of indicators; only the second sort order needs them all at once."""

    def __init__(self, replacement: Replacement, incoming: Incoming) -> None:
        self.into, self.incoming = replacement, incoming
        self.before = replacement.before[1] if replacement.before else Manifest(0, None)
        self.there = replacement.before[0] if replacement.before else None
        self.number = len(self.before.loads)
        if self.before.loads and incoming.fetched_at < self.before.loads[-1].fetched_at:
            raise InvalidValues(f"fetched at {incoming.fetched_at}, before what was last loaded")
        self.indicators, self.statuses = Names(list(self.before.indicators)), Names(list(self.before.statuses))
        self.units = {unit.code: unit for unit in self.before.units}
        self.units.update((unit.code, unit) for unit in incoming.units)
        self.unit_names = Names([unit.code for unit in self.before.units])
        self.unit_names.numbers(list(self.units))
        self.indicators.numbers([indicator.id for indicator in incoming.indicators])
        self.known = {indicator.id for indicator in incoming.indicators} | set(self.before.indicators)
        self.where = {
            number: (chunk.file, first, rows) for chunk in self.before.chunks for number, first, rows in chunk.rows
        }
        self.municipalities = [self.unit_names.places[code] for code, unit in self.units.items() if unit.type == "K"]
        self.tally = Tally()
        self.chunks: list[Chunk] = []
        self.kept: list[pl.DataFrame] = []
        self.ranked: list[pl.DataFrame] = []
        self.replaced: list[pl.DataFrame] = []

    def build(self) -> Manifest:
        self._announced_once()
        for part in self.incoming.parts:
            self._take_in(part)
        self._carry_over()
        history = self._write_history()
        by_unit = self._write_units(pl.concat(self.kept or [pl.DataFrame(schema=VALUES)]), BY_UNIT)
        ranks = self._write_units(pl.concat(self.ranked or [pl.DataFrame(schema={"unit": pl.UInt16, **RANKED})]), RANKS)
        remarks = self._write_catalogue()
        queries = {**self.before.queries, **self.incoming.queries}
        grid = self.incoming.grid or self.before.grid
        return Manifest(
            number=self.into.number,
            parent=self.before.number or None,
            indicators=tuple(self.indicators.names),
            units=tuple(self.units[code] for code in self.unit_names.names),
            statuses=tuple(self.statuses.names),
            loads=(*self.before.loads, self._told(remarks)),
            chunks=tuple(self.chunks),
            by_unit=by_unit,
            ranks=ranks,
            history=history,
            queries=queries,
            grid=grid,
        )

    def _announced_once(self) -> None:
        announced = [name for part in self.incoming.parts for name in part.indicators]
        if len(set(announced)) < len(announced):
            raise InvalidValues("an indicator is in two parts")
        if nameless := sorted(set(announced) - self.known):
            raise InvalidValues(f"nobody says what these indicators are: {', '.join(nameless[:MOST_TOLD])}")

    # --- one chunk -----------------------------------------------------------------------------------------------
    def _take_in(self, part: Part) -> None:
        numbers = [self.indicators.places[name] for name in part.indicators]
        now = self._there(numbers)
        came, repeated = each_once(self._numbered(checked(part.read(), part)))
        self.tally.repeated += repeated
        if now.height:
            now, replaced = self._merged(now, came, part)
            if replaced.height:
                self.replaced.append(replaced)
        else:
            now = came.filter(~pl.col("deleted")).select(*VALUES)
            self.tally.added += now.height
        self._write_chunk(now)

    def _numbered(self, found: pl.DataFrame) -> pl.DataFrame:
        """Names replaced by numbers; units that are not kept (groups of municipalities) left out and counted."""
        known = found.filter(pl.col("unit").is_in(list(self.units)))
        self.tally.elsewhere += found.height - known.height
        self.tally.statuses |= set(known["status"].unique())
        places = {
            "indicator": self.indicators.places,
            "unit": self.unit_names.places,
            "gender": {name: number for number, name in enumerate(GENDERS)},
            "status": self.statuses.numbers(sorted(known["status"].unique())),
        }
        numbered = [
            pl.col(name).replace_strict(list(table), list(table.values()), return_dtype=VALUES[name]).alias(name)
            for name, table in places.items()
        ]
        return known.with_columns(*numbered, pl.lit(self.number, pl.UInt16).alias("load"))

    def _merged(self, now: pl.DataFrame, came: pl.DataFrame, part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What holds now, and what no longer does."""
        said = ["value", "count", "status"]
        both = now.join(
            came.select(*KEY, *(pl.col(name).alias(f"new_{name}") for name in (*said, "deleted"))), on=KEY, how="left"
        )
        same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"new_{name}")) for name in said)
        told, deleted = pl.col("new_deleted").is_not_null(), pl.col("new_deleted").fill_null(value=False)
        gone = deleted
        if part.complete:
            inside = pl.col("year").is_in(list(part.years)) if part.years else pl.lit(value=True)
            gone = deleted | (~told & inside)
        changed = told & ~deleted & ~same
        found = both.select(gone=gone, changed=changed, told=told)
        out = found["gone"] | found["changed"]
        replaced = now.filter(out).with_columns(pl.lit(self.number, pl.UInt16).alias("until"))
        new = came.filter(~pl.col("deleted")).join(now, on=KEY, how="anti")
        renewed = came.join(now.filter(found["changed"]), on=KEY, how="semi")
        self.tally.added += new.height
        self.tally.changed += renewed.height
        self.tally.withdrawn += int(found["gone"].sum())
        self.tally.unchanged += int((found["told"] & ~out).sum())
        state = pl.concat([now.filter(~out), new.select(*VALUES), renewed.select(*VALUES)])
        return state.sort(KEY), replaced

    def _there(self, numbers: Sequence[int]) -> pl.DataFrame:
        places = [self.where.pop(number) for number in numbers if number in self.where]
        if not places or self.there is None:
            return pl.DataFrame(schema=VALUES)
        slices = [pl.scan_parquet(self.there / file).slice(first, rows) for file, first, rows in places]
        return pl.concat(slices).collect()

    def _carry_over(self) -> None:
        """Indicators that nothing came in for."""
        left = list(self.where)
        for first in range(0, len(left), CHUNK):
            self._write_chunk(self._there(left[first : first + CHUNK]).sort(KEY))

    def _write_chunk(self, frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        name = f"{BY_INDICATOR}/{len(self.chunks):03}.parquet"
        path = self.into.place / name
        path.parent.mkdir(exist_ok=True)
        write(frame, path)
        counts = frame.group_by("indicator", maintain_order=True).len()
        firsts = counts["len"].cum_sum() - counts["len"]
        rows = zip(counts["indicator"].to_list(), firsts.to_list(), counts["len"].to_list(), strict=True)
        self.chunks.append(Chunk(name, tuple(rows)))
        self.kept.append(frame)
        self.ranked.append(ranked(frame, self.municipalities))

    # --- the whole -----------------------------------------------------------------------------------------------
    def _write_units(self, frame: pl.DataFrame, folder: str) -> dict[int, str]:
        """One file a unit, by indicator, gender and year."""
        ordered = frame.sort("unit", maintain_order=True)
        # A first load comes in that order by itself, and sorting every row once more would take a third of its time.
        numbers = [number for chunk in self.chunks for number, _first, _rows in chunk.rows]
        by = [] if numbers == sorted(numbers) else ["indicator", "gender", "year"]
        (self.into.place / folder).mkdir(exist_ok=True)
        counts = ordered.group_by("unit", maintain_order=True).len()
        columns = [name for name in ordered.columns if name != "unit"] if folder == RANKS else ordered.columns
        jobs, first = [], 0
        for number, rows in counts.iter_rows():
            jobs.append((number, f"{folder}/{self.unit_names.names[number]}.parquet", ordered.slice(first, rows)))
            first += rows

        def one(job: tuple[int, str, pl.DataFrame]) -> tuple[int, str]:
            number, name, rows = job
            write((rows.sort(by) if by else rows).select(columns), self.into.place / name)
            return number, name

        with ThreadPoolExecutor(2) as pool:
            return dict(pool.map(one, jobs))

    def _write_history(self) -> tuple[str, ...]:
        for name in self.before.history:
            self.into.keep(name)
        if not self.replaced:
            return self.before.history
        name = f"{HISTORY}/{self.number:06}.parquet"
        (self.into.place / HISTORY).mkdir(exist_ok=True)
        rows = pl.concat(self.replaced).select(*REPLACED).sort(KEY)
        write(rows, self.into.place / name)
        return (*self.before.history, name)

    def _write_catalogue(self) -> list[str]:
        before = pl.read_parquet(self.there / CATALOGUE) if self.there else catalogue.empty()
        whole = self.incoming.source if self.incoming.whole_catalogue else ""
        found, changed, gone = catalogue.renewed(before, self.incoming.indicators, load=self.number, whole_of=whole)
        write(found, self.into.place / CATALOGUE)
        return [*_named("definition changed", changed), *_named("withdrawn from the catalogue", gone)]

    def _told(self, remarks: Sequence[str]) -> Load:
        tally = self.tally
        found = [*self.incoming.remarks, *remarks]
        if tally.repeated:
            found.append(f"{tally.repeated} values came more than once, the same each time")
        if tally.elsewhere:
            found.append(f"{tally.elsewhere} values of groups of municipalities and other units were not kept")
        found += [f"unknown status {status!r}, kept as it is" for status in missing.unknown(tally.statuses)]
        load = Load(self.incoming.fetched_at.isoformat(), self.incoming.source, self.incoming.licence)
        return replace(
            load,
            added=tally.added,
            changed=tally.changed,
            withdrawn=tally.withdrawn,
            unchanged=tally.unchanged,
            remarks=tuple(found),
        )


def _named(what: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return [f"{what}: {', '.join(names[:MOST_TOLD])}{more}"]


def ranked(frame: pl.DataFrame, municipalities: Sequence[int]) -> pl.DataFrame:
    """Where each municipality stands among those with a value; 1 is the lowest, equals share the mean rank.

    Regions, the country and groups come in the same answer, and would make every percentile wrong.
    """
    group = ["indicator", "gender", "year"]
    return (
        frame.filter(pl.col("unit").is_in(list(municipalities)) & pl.col("value").is_not_null())
        .with_columns(
            (2 * pl.col("value").rank("average").over(group)).cast(pl.UInt16).alias("twice_rank"),
            pl.len().over(group).cast(pl.UInt16).alias("n"),
        )
        .select("unit", *RANKED)
    )
