"""What an indicator is said to be, and what its texts say of breaks, ends and secrecy. Versions are kept."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import polars as pl


@dataclass(frozen=True)
class Indicator:
    """An indicator's definition; `source` and `licence` are those of the values."""

    id: str
    title: str
    description: str = ""
    unit: str = ""
    is_divided_by_gender: bool = False
    municipality_type: str = "K"
    operating_area: str = ""
    perspective: str = ""
    publication_date: str = ""
    source: str = "Kolada"
    licence: str = ""
    breaks: tuple[int, ...] = ()  # declared by whoever brought the values in

    @property
    def sum(self) -> str:
        """Changes whenever anything that is said changes."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class SeriesFacts:
    """What the texts of an indicator say of its series: read from them, never guessed from the values.

    `breaks` are years from which values cannot be compared with those before; `break_years_unknown` is true when the
    text speaks of a break without saying when.
    """

    ends: int | None
    breaks: tuple[int, ...]
    break_years_unknown: bool
    method_changed: bool
    secrecy: bool


ENDS = re.compile(r"\(\s*(?:\d{4})?\s*[-–]\s*(\d{4})\s*\)")
YEAR = re.compile(r"\b(19[89]\d|20[0-4]\d)\b")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ])")
# Words that tell of values that cannot be compared over time; not of municipalities that cannot be compared.
NOT_COMPARABLE = re.compile(
    r"\b(?:inte|ej|icke)\s+(?:\w+\s+){0,3}?jämförbar"
    r"|påverkar\s+jämförbarheten\s+med\s+tidigare"
    r"|tidsseriebrott|brott\s+i\s+(?:tids)?serien"
    r"|(?:inte|ej)\s+(?:kan\s+)?jämföras?\s+(?:med|bakåt)",
    re.IGNORECASE,
)
OVER_TIME = re.compile(r"tidigare|år\b|bakåt|över\s+tid|serie|\b(?:19|20)\d{2}\b", re.IGNORECASE)
METHOD = re.compile(
    r"(?:ändr|ny\b|nya\b|nytt\b|förändr|byt)\w*[^.]{0,60}(?:metod|sätt|definition|beräkning)"
    r"|(?:metod|definition|beräkning|insamling)\w*[^.]{0,60}(?:ändrad|ändrats|ändrades|förändrats|byttes|bytts)",
    re.IGNORECASE,
)
SECRECY = re.compile(r"sekretess", re.IGNORECASE)
FROM_YEAR = re.compile(
    r"(?:från\s+och\s+med|fr\.?\s*o\.?\s*m\.?|sedan|efter|år|före|t\.?\s*o\.?\s*m\.?|till\s+och\s+med)"
    r"\s+(?:år\s+|den\s+\d+\s+\w+\s+|\w+\s+)?(19[89]\d|20[0-4]\d)",
    re.IGNORECASE,
)


def series_facts(title: str, description: str, declared: Sequence[int] = ()) -> SeriesFacts:
    """Read what is said of a series.

    Parameters
    ----------
    title : may end with the last year, as in "(-2024)"
    description : Swedish text
    declared : years that whoever brought the values in says a new series begins at

    Returns
    -------
    SeriesFacts. A sentence that speaks of what cannot be compared gives its years, or tells that it has none.
    """
    ends = ENDS.search(title)
    breaks, unknown, changed = set(declared), False, False
    for sentence in SENTENCE.split(description):
        broken = bool(NOT_COMPARABLE.search(sentence)) and bool(OVER_TIME.search(sentence))
        method = bool(METHOD.search(sentence))
        changed = changed or method
        years = {int(year) for year in FROM_YEAR.findall(sentence)} or (
            {int(year) for year in YEAR.findall(sentence)} if broken else set()
        )
        if broken or (method and years):
            breaks |= years
            unknown = unknown or not years
    return SeriesFacts(
        int(ends.group(1)) if ends else None,
        tuple(sorted(breaks)),
        unknown,
        changed,
        bool(SECRECY.search(description)),
    )


COLUMNS = [field.name for field in fields(Indicator)]
SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    **{name: pl.String for name in COLUMNS if name not in ("is_divided_by_gender", "breaks")},
    "is_divided_by_gender": pl.Boolean,
    "breaks": pl.List(pl.Int64),
    "sum": pl.String,
    "load": pl.UInt16,
    "until": pl.UInt16,
}
ORDER = [*COLUMNS, "sum", "load", "until"]


def empty() -> pl.DataFrame:
    return pl.DataFrame(schema={name: SCHEMA[name] for name in ORDER})


def renewed(
    before: pl.DataFrame, found: Iterable[Indicator], *, load: int, whole_of: str = ""
) -> tuple[pl.DataFrame, list[str], list[str]]:
    """The catalogue with new versions of what is said differently now.

    Parameters
    ----------
    before : earlier versions; `until` is empty in those that hold
    found : what is said now
    load : the number of this load
    whole_of : the source of which `found` is everything, so that what it no longer tells of has been withdrawn

    Returns
    -------
    The versions, the ids whose definition was changed, and the ids that were withdrawn.
    """
    said = {indicator.id: indicator for indicator in found}
    holds = {row["id"]: row for row in before.filter(pl.col("until").is_null()).to_dicts()}
    changed = [name for name, one in said.items() if name in holds and holds[name]["sum"] != one.sum]
    gone = [name for name, row in holds.items() if name not in said and whole_of and row["source"] == whole_of]
    new = [one for name, one in said.items() if name not in holds or name in changed]
    closed = before.with_columns(
        until=pl.when(pl.col("until").is_null() & pl.col("id").is_in([*changed, *gone]))
        .then(pl.lit(load, pl.UInt16))
        .otherwise(pl.col("until"))
    )
    rows = [{**asdict(one), "breaks": list(one.breaks), "sum": one.sum, "load": load, "until": None} for one in new]
    added = pl.DataFrame(rows, schema={name: SCHEMA[name] for name in ORDER})
    return pl.concat([closed.select(ORDER), added]), sorted(changed), sorted(gone)
