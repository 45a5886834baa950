"""Values from a folder of CSV or Parquet: SCB's, SKR's, or a municipality's own figures.

The folder says in `source.toml` where they come from and what they are; nothing is loaded without.

    name = "SCB"                       # who made the figures
    licence = "CC0"
    retrieved_on = 2026-11-22
    complete = false                   # true: values of these indicators that are not in the folder are withdrawn
    decimal = ","                      # "," or "."; found out from each file when left out

    [indicators."SCB:population"]
    title = "Invånare 31 december, antal"
    unit = "invånare"
    description = "…"
    breaks = []                        # years at which a new series begins

    [files."population.csv"]
    code = "code"                      # which column holds what; these are the names that are looked for
    year = "year"
    gender = "gender"                  # optional: T, K or M; T when there is no such column
    status = "status"                  # optional
    values = { population = "SCB:population" }   # one column an indicator; or `indicator` and `value` columns
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from samsyn.effects.store import municipalities
from samsyn.effects.store.catalogue import Indicator
from samsyn.effects.store.incoming import Incoming, InvalidValues, Part, frame_of
from samsyn.effects.store.layout import GENDERS, Unit

SOURCE = "source.toml"
MOST_COMPLAINTS = 12
NUMBER = {
    ",": re.compile(r"[+-]?\d+(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?"),
    ".": re.compile(r"[+-]?\d+(?:[ \u00a0\u202f]\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?"),
}
SPACES = re.compile(r"[ \u00a0\u202f]")
EMPTY = {"", "-", ".", "..", "null", "NA", "NaN"}

Row = tuple[str, str, str, int, float | None, int | None, str, bool]


class InvalidFolder(InvalidValues):
    """The folder does not say what it holds, or holds what cannot be read; the message lists what and where."""


def read_folder(folder: Path, units: Sequence[Unit], *, at: datetime) -> Incoming:
    """Everything in the folder, checked row by row.

    Parameters
    ----------
    folder : holds `source.toml` and the files that it names
    units : municipalities and regions that are known; codes are checked against them
    at : now, with offset: from when the store knows the values, whenever they were made

    Returns
    -------
    Incoming, to be loaded.

    Raises
    ------
    InvalidFolder : with every complaint, up to a dozen. Nothing is loaded then.
    """
    try:
        told = tomllib.loads((folder / SOURCE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidFolder(
            f"{SOURCE} is missing: it says whose figures these are, in which unit and licence"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFolder(f"{SOURCE} cannot be read: {error}") from error
    return _Folder(folder, told, units).incoming(at)


class _Folder:
    def __init__(self, folder: Path, told: Mapping[str, Any], units: Sequence[Unit]) -> None:
        self.folder, self.told = folder, told
        self.units = {unit.code: unit for unit in units}
        self.complaints: list[str] = []
        self.remarks: dict[str, int] = {}
        self.complained = 0

    def incoming(self, at: datetime) -> Incoming:
        source, licence, on = (
            self._needed("name", str),
            self._needed("licence", str),
            self._needed("retrieved_on", date),
        )
        complete = self.told.get("complete", False)
        indicators = [self._indicator(name, said) for name, said in self._tables("indicators")]
        self._stop()
        rows = [row for name, said in self._tables("files") for row in self._file(name, said)]
        self._stop()
        names = tuple(dict.fromkeys(row[0] for row in rows))
        frame = frame_of(rows)
        return Incoming(
            source=str(source),
            licence=str(licence),
            fetched_at=at,
            units=list(self.units.values()),
            indicators=indicators,
            parts=[Part(names, lambda: frame, complete=bool(complete))] if names else [],
            remarks=(f"retrieved on {on}", *(f"{what} ({count})" for what, count in self.remarks.items())),
        )

    # --- what is told --------------------------------------------------------------------------------------------
    def _needed(self, name: str, kind: type) -> Any:
        found = self.told.get(name)
        if not isinstance(found, kind) or found == "":
            self._complain(f"{SOURCE}: {name} is missing, or is not a {kind.__name__}")
        return found

    def _tables(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        found = self.told.get(name)
        if not isinstance(found, dict) or not found:
            self._complain(f"{SOURCE} has no [{name}]")
            return []
        return list(found.items())

    def _indicator(self, name: str, said: Mapping[str, Any]) -> Indicator:
        for needed in ("title", "unit"):
            if not isinstance(said.get(needed), str) or not said[needed]:
                self._complain(f"{SOURCE}: the indicator {name} has no {needed}")
        breaks = said.get("breaks", [])
        if not all(isinstance(year, int) for year in breaks):
            self._complain(f"{SOURCE}: the breaks of {name} are years")
        return Indicator(
            name,
            str(said.get("title", "")),
            str(said.get("description", "")),
            unit=str(said.get("unit", "")),
            source=str(self.told.get("name", "")),
            licence=str(self.told.get("licence", "")),
            breaks=tuple(breaks),
        )

    # --- a file --------------------------------------------------------------------------------------------------
    def _file(self, name: str, said: Mapping[str, Any]) -> Iterator[Row]:
        path = self.folder / name
        if path.parent != self.folder or path.suffix not in (".csv", ".parquet") or not path.is_file():
            self._complain(f"{name} is no CSV or Parquet file in the folder")
            return
        try:
            rows = list(_csv(path) if path.suffix == ".csv" else _parquet(path))
        except (UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as error:
            self._complain(f"{name} cannot be read: {error}")
            return
        columns = self._columns(name, said, list(rows[0]) if rows else [])
        if columns is None:
            return
        values = [column for column, _indicator in columns["values"]]
        decimal = self._decimal(name, [row[column] for row in rows for column in values])
        if decimal:
            for number, row in enumerate(rows, 2):
                yield from self._row(f"{name} row {number}", row, columns, decimal)

    def _columns(self, name: str, said: Mapping[str, Any], there: Sequence[str]) -> dict[str, Any] | None:
        wide = said.get("values")
        columns: dict[str, Any] = {
            "values": list(wide.items()) if isinstance(wide, dict) else [(said.get("value", "value"), None)],
            **{column: said.get(column, column) for column in ("code", "year", "gender", "status", "indicator")},
        }
        needed = [columns["code"], columns["year"], *(column for column, _indicator in columns["values"])]
        needed += [] if isinstance(wide, dict) else [columns["indicator"]]
        if absent := [column for column in needed if column not in there]:
            self._complain(f"{name} has no column {', '.join(map(repr, absent))}; it has {', '.join(there) or 'none'}")
            return None
        return columns

    def _decimal(self, name: str, values: Sequence[str]) -> str | None:
        """What separates decimals in the file: as told, or as the file itself shows; never one here and one there."""
        told = self.told.get("decimal")
        if told is not None:
            if told not in NUMBER:
                self._complain(f'{SOURCE}: decimal is "," or "."')
                return None
            return str(told)
        marks = {mark for value in values if value not in EMPTY for mark in ",." if mark in value}
        if len(marks) > 1:
            self._complain(f'{name} has both "," and "." in its numbers: say decimal in {SOURCE}')
            return None
        return marks.pop() if marks else "."

    def _row(self, where: str, row: Mapping[str, str], columns: Mapping[str, Any], decimal: str) -> Iterator[Row]:
        code, year = self._code(where, row[columns["code"]]), self._year(where, row[columns["year"]])
        gender = row.get(columns["gender"], "") or "T"
        if gender not in GENDERS:
            self._complain(f"{where}: gender is {gender!r}, and not one of {', '.join(GENDERS)}")
        for column, named in columns["values"]:
            indicator = named or row[columns["indicator"]]
            if indicator not in self.told["indicators"]:
                self._complain(f"{where}: {SOURCE} does not say what {indicator!r} is")
            status = row.get(columns["status"], "") or ""
            value, status = self._value(f"{where} {column}", row[column], status, decimal)
            if code and year:
                yield indicator, code, gender, year, value, None, status, False

    def _code(self, where: str, found: str) -> str:
        code = municipalities.present_code(found.strip())
        if code != found.strip():
            self._remark(f"{found.strip()} is now {code}")
        if len(code) == 3 and code.isdigit() and f"0{code}" in self.units:
            # A code always has four digits: a spreadsheet took the first away, and there is only one it can have been.
            self._remark("codes without their leading nought, which was put back")
            code = f"0{code}"
        if code not in self.units:
            self._complain(f"{where}: no municipality or region has the code {found!r}")
            return ""
        return code

    def _year(self, where: str, found: str) -> int:
        text = found.strip()
        if not re.fullmatch(r"(?:19|20)\d\d", text):
            self._complain(f"{where}: {found!r} is no year")
            return 0
        return int(text)

    def _value(self, where: str, found: str, status: str, decimal: str) -> tuple[float | None, str]:
        text = found.strip()
        if text in EMPTY:
            return None, status or (text if text in ("-", ".", "..") else "")
        if not NUMBER[decimal].fullmatch(text):
            self._complain(f"{where}: {found!r} is no number with {decimal!r} before its decimals")
            return None, status
        return float(SPACES.sub("", text).replace(decimal, ".")), status

    # --- complaints ----------------------------------------------------------------------------------------------
    def _complain(self, text: str) -> None:
        self.complained += 1
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append(text)

    def _remark(self, text: str) -> None:
        self.remarks[text] = self.remarks.get(text, 0) + 1

    def _stop(self) -> None:
        if self.complaints:
            more = self.complained - len(self.complaints)
            raise InvalidFolder("\n".join([*self.complaints, *([f"and {more} more"] if more else [])]))


def _csv(path: Path) -> Iterator[dict[str, str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")  # what Swedish spreadsheets write when they do not write UTF-8
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = max(";,\t", key=head.count)
    for number, row in enumerate(csv.DictReader(lines, delimiter=delimiter, strict=True), 2):
        if None in row or None in row.values():
            raise csv.Error(f"row {number} has another number of columns than the heading")
        yield row


def _parquet(path: Path) -> Iterator[dict[str, str]]:
    """Text as in a CSV, so that the same is checked; numbers keep every digit."""
    for row in pl.read_parquet(path).iter_rows(named=True):
        yield {
            name: "" if found is None else repr(found) if isinstance(found, float) else str(found)
            for name, found in row.items()
        }
