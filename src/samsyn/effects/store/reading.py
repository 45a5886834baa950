"""Read the store: one indicator for all, one unit's everything, where it stands; now, or as it was known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from samsyn.effects.store import catalogue, municipalities
from samsyn.effects.store.catalogue import SeriesFacts
from samsyn.effects.store.generations import Damaged, current
from samsyn.effects.store.layout import CATALOGUE, GENDERS, REPLACED, VALUES, Load, Unit
from samsyn.effects.store.missing import STATUSES, Missing, why

RAW = "Källa: {source}"
DERIVED = "Egen beräkning i Samsyn på underlag från {source}"
# What a caller gets, one row a value.
COLUMNS = ("indicator", "unit", "gender", "year", "value", "count", "status", "missing", "load")


class NotThere(LookupError):
    """The store is empty, or has no such indicator or unit."""


@dataclass(frozen=True)
class Gap:
    """Why there is no value for a year: the reason, and the source's own words where it gave any."""

    year: int
    reason: Missing
    status: str = ""
    withdrawn_at: datetime | None = None


class Store:
    """A folder that `load` has written to. Cheap to make; it notices when another load has replaced what it reads.

    Raises
    ------
    NotThere : nothing has been loaded.
    Damaged : see generations.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen = ""
        self._open()

    def _open(self) -> None:
        found = current(self.folder)
        if found is None:
            raise NotThere(f"nothing has been loaded into {self.folder.name}")
        self.place, self.manifest = found
        self._seen = self.place.name
        manifest = self.manifest
        self.indicator_numbers = {name: number for number, name in enumerate(manifest.indicators)}
        self.unit_numbers = {unit.code: number for number, unit in enumerate(manifest.units)}
        self._where = {
            number: (chunk.file, first, rows) for chunk in manifest.chunks for number, first, rows in chunk.rows
        }
        self._names = {
            "indicator": pl.Series(manifest.indicators, dtype=pl.String),
            "unit": pl.Series([unit.code for unit in manifest.units], dtype=pl.String),
            "gender": pl.Series(GENDERS, dtype=pl.String),
            "status": pl.Series(manifest.statuses, dtype=pl.String),
        }
        self._why = pl.Series([why(status).value for status in manifest.statuses], dtype=pl.String)

    def refresh(self) -> None:
        """Read on from the newest state, if there is a newer one; the one before it is kept until the next load."""
        try:
            newest = (self.folder / "CURRENT").read_text().strip()
        except FileNotFoundError as error:
            raise Damaged(f"{self.folder.name} has lost its CURRENT") from error
        if newest != self._seen:
            self._open()

    # --- what there is -------------------------------------------------------------------------------------------
    @property
    def units(self) -> tuple[Unit, ...]:
        return self.manifest.units

    @property
    def loads(self) -> tuple[Load, ...]:
        return self.manifest.loads

    def definition(self, indicator: str, *, as_of: datetime | None = None) -> dict[str, object]:
        """What the indicator was said to be, now or on a day; with the loads from and until which it was said."""
        found = pl.read_parquet(self.place / CATALOGUE).filter(pl.col("id") == indicator)
        if as_of is None:
            found = found.sort("load").tail(1)
        else:
            until = self._last_load(as_of)
            found = found.filter((pl.col("load") <= until) & (pl.col("until").is_null() | (pl.col("until") > until)))
        if not found.height:
            raise NotThere(f"no indicator {indicator}")
        return found.row(0, named=True)

    def facts(self, indicator: str) -> SeriesFacts:
        """Breaks, end and secrecy, as the texts tell of them."""
        said = self.definition(indicator)
        return catalogue.series_facts(str(said["title"]), str(said["description"]), said["breaks"] or ())  # type: ignore[arg-type]  # a list of years

    def breaks(self, indicator: str, units: Sequence[str]) -> tuple[int, ...]:
        """Years from which the values of these units cannot be compared with those before: the series', and their own.

        Uppsala lost Knivsta in 2003, and Södertälje Nykvarn in 1999.
        """
        own = {year for code in units for year in municipalities.breaks_of(code)}
        return tuple(sorted({*self.facts(indicator).breaks, *own}))

    def sources(self, indicator: str) -> tuple[str, str]:
        """The label for raw values, and the one for everything that is computed from them."""
        source = str(self.definition(indicator)["source"])
        return RAW.format(source=source), DERIVED.format(source=source)

    # --- values --------------------------------------------------------------------------------------------------
    def indicator(self, indicator: str, *, as_of: datetime | None = None) -> pl.DataFrame:
        """Every value of one indicator: all units, years and genders.

        Parameters
        ----------
        as_of : with offset; what was known then, for a decision paper to be drawn again as it was

        Returns
        -------
        Rows with the columns of COLUMNS, by unit, gender and year. `value` is null where there is none, and `missing`
        says why; `load` numbers the load that brought it.

        Raises
        ------
        NotThere : no such indicator.
        """
        number = self._indicator(indicator)
        found = self._current(number)
        if as_of is not None:
            found = self._known(found, pl.col("indicator") == number, as_of)
        return self._named(found.sort("unit", "gender", "year"))

    def unit(self, unit: str, *, as_of: datetime | None = None) -> pl.DataFrame:
        """Every value of one unit: all indicators, years and genders; as `indicator`."""
        number = self._unit(unit)
        file = self.manifest.by_unit.get(number)
        found = pl.read_parquet(self.place / file) if file else pl.DataFrame(schema=VALUES)
        if as_of is not None:
            found = self._known(found, pl.col("unit") == number, as_of).sort("indicator", "gender", "year")
        return self._named(found)

    def profile(self, unit: str, *, year: int | None = None) -> pl.DataFrame:
        """Where a municipality stands among all of them, for every indicator: in a year, or in each one's latest.

        Returns
        -------
        Rows of indicator, gender, year, rank (1 the lowest, equals share the mean), n, percentile (0 to 100) and
        quartile. Own calculation on values from the source; municipalities only.
        """
        file = self.manifest.ranks.get(self._unit(unit))
        if not file:
            return pl.DataFrame(schema=PROFILE)
        found = pl.read_parquet(self.place / file)
        if year is None:
            last = pl.any_horizontal(pl.col(name) != pl.col(name).shift(-1) for name in ("indicator", "gender"))
            found = found.filter(last.fill_null(value=True))
        else:
            found = found.filter(pl.col("year") == year)
        return self._placed(found)

    def ranks(self, indicator: str, units: Sequence[str], *, gender: str = "T") -> pl.DataFrame:
        """Where some municipalities stand on one indicator, every year; with `unit` first, else as `profile`."""
        number, kind = self._indicator(indicator), GENDERS.index(gender)
        rows = []
        for code in units:
            if file := self.manifest.ranks.get(self._unit(code)):
                own = pl.scan_parquet(self.place / file).filter(
                    (pl.col("indicator") == number) & (pl.col("gender") == kind)
                )
                rows.append(self._placed(own.collect()).insert_column(0, pl.lit(code, pl.String).alias("unit")))
        return pl.concat(rows) if rows else pl.DataFrame(schema={"unit": pl.String, **PROFILE})

    def panel(
        self,
        indicator: str,
        units: Sequence[str],
        years: Sequence[int],
        *,
        gender: str = "T",
        as_of: datetime | None = None,
    ) -> pl.DataFrame:
        """One row a unit in the order asked, one column a year; null where there is no value. For the cores."""
        found = self.indicator(indicator, as_of=as_of).filter(
            (pl.col("gender") == gender) & pl.col("unit").is_in(list(units)) & pl.col("year").is_in(list(years))
        )
        wide = found.pivot("year", index="unit", values="value")
        asked = pl.DataFrame({"unit": list(units)}, schema={"unit": pl.String})
        joined = asked.join(wide, on="unit", how="left", maintain_order="left")
        missing = [pl.lit(None, pl.Float64).alias(str(year)) for year in years if str(year) not in joined.columns]
        return joined.with_columns(missing).select("unit", *map(str, years))

    def gaps(self, indicator: str, unit: str, years: Sequence[int], *, gender: str = "T") -> list[Gap]:
        """Why each of the years has no value for the unit; years that have one are left out."""
        rows = self.indicator(indicator).filter(pl.col("gender") == gender)
        own = {row["year"]: row for row in rows.filter(pl.col("unit") == unit).to_dicts()}
        others = set(rows.filter(pl.col("value").is_not_null())["year"].to_list())
        withdrawn = self._withdrawn(indicator, unit, gender)
        ends, born = self.facts(indicator).ends, municipalities.first_year(unit)
        found = []
        for year in years:
            if year in own and own[year]["value"] is not None:
                continue
            if year in own:
                found.append(Gap(year, Missing(own[year]["missing"]), own[year]["status"]))
            elif year in withdrawn:
                found.append(Gap(year, Missing.WITHDRAWN, withdrawn_at=withdrawn[year]))
            elif born is not None and year < born:
                found.append(Gap(year, Missing.NOT_YET_THERE))
            elif ends is not None and year > ends:
                found.append(Gap(year, Missing.ENDED))
            else:
                found.append(Gap(year, Missing.NOT_PUBLISHED if year in others else Missing.NO_SUCH_YEAR))
        return found

    def versions(self, indicator: str, unit: str, year: int, *, gender: str = "T") -> pl.DataFrame:
        """Everything a value has been, oldest first: with the loads from which and until which it was so."""
        number, place, kind = self._indicator(indicator), self._unit(unit), GENDERS.index(gender)
        same = (pl.col("unit") == place) & (pl.col("gender") == kind) & (pl.col("year") == year)
        now = self._current(number).filter(same).with_columns(pl.lit(None, pl.UInt16).alias("until"))
        before = self._history((pl.col("indicator") == number) & same)
        found = pl.concat([before, now.select(before.columns)]).sort("load")
        return self._named(found).with_columns(found["until"])

    def unknown_statuses(self) -> list[str]:
        return [status for status in self.manifest.statuses if status not in STATUSES]

    # --- inside --------------------------------------------------------------------------------------------------
    def _indicator(self, name: str) -> int:
        if name not in self.indicator_numbers:
            raise NotThere(f"no indicator {name}")
        return self.indicator_numbers[name]

    def _unit(self, code: str) -> int:
        if code not in self.unit_numbers:
            raise NotThere(f"no unit {code}")
        return self.unit_numbers[code]

    def _current(self, number: int) -> pl.DataFrame:
        if number not in self._where:
            return pl.DataFrame(schema=VALUES)
        file, first, rows = self._where[number]
        return pl.scan_parquet(self.place / file).slice(first, rows).collect()

    def _history(self, which: pl.Expr) -> pl.DataFrame:
        files = [self.place / name for name in self.manifest.history]
        if not files:
            return pl.DataFrame(schema=REPLACED)
        return pl.scan_parquet(files).filter(which).collect()

    def _last_load(self, as_of: datetime) -> int:
        """The number of the last load that had been fetched by then; -1 before the first."""
        if as_of.tzinfo is None:
            raise ValueError("a moment has an offset")
        return sum(load.fetched_at <= as_of for load in self.loads) - 1

    def _known(self, now: pl.DataFrame, which: pl.Expr, as_of: datetime) -> pl.DataFrame:
        last = self._last_load(as_of)
        before = self._history(which & (pl.col("load") <= last) & (pl.col("until") > last))
        return pl.concat([now.filter(pl.col("load") <= last), before.select(now.columns)])

    def _withdrawn(self, indicator: str, unit: str, gender: str) -> dict[int, datetime]:
        same = (
            (pl.col("indicator") == self._indicator(indicator))
            & (pl.col("unit") == self._unit(unit))
            & (pl.col("gender") == GENDERS.index(gender))
        )
        return {
            row["year"]: self.loads[row["until"]].fetched_at for row in self._history(same).sort("until").to_dicts()
        }

    def _named(self, found: pl.DataFrame) -> pl.DataFrame:
        names = {name: self._names[name].gather(found[name]) for name in ("indicator", "unit", "gender", "status")}
        empty = pl.when(pl.col("value").is_null()).then(self._why.gather(found["status"]))
        return found.with_columns(empty.alias("missing")).with_columns(**names).select(COLUMNS)

    def _placed(self, found: pl.DataFrame) -> pl.DataFrame:
        names = {name: self._names[name].gather(found[name]) for name in ("indicator", "gender")}
        share = (pl.col("twice_rank") - 1) / (2.0 * pl.col("n"))
        return found.select(
            names["indicator"].alias("indicator"),
            names["gender"].alias("gender"),
            "year",
            (pl.col("twice_rank") / 2.0).alias("rank"),
            "n",
            (100.0 * share).alias("percentile"),
            ((4.0 * share).floor() + 1).clip(1, 4).cast(pl.UInt8).alias("quartile"),
        )


PROFILE = {
    "indicator": pl.String,
    "gender": pl.String,
    "year": pl.Int16,
    "rank": pl.Float64,
    "n": pl.UInt16,
    "percentile": pl.Float64,
    "quartile": pl.UInt8,
}
