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
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])")
YEAR = r"(19[89]\d|20[0-4]\d)"
ANY_YEAR = re.compile(rf"\b{YEAR}\b")
FROM_YEAR = re.compile(
    rf"\b(?:från\s+och\s+med|fr\.?\s?o\.?\s?m\.?|from|från|sedan|efter|inför)\s+(?:år(?:en)?\s+)?{YEAR}\b",
    re.IGNORECASE,
)
# A sentence says that values cannot be compared over time when it speaks of comparing, against it, and of time; not
# when it is about municipalities that cannot be compared, or about the indicator that this one replaces.
COMPARING = re.compile(r"jämför|tidsserie", re.IGNORECASE)
AGAINST = re.compile(r"\b(?:inte|ej|dock|påverka\w*|försiktig\w*|besvärlig\w*|haltar|olämplig\w*)\b", re.IGNORECASE)
OVER_TIME = re.compile(rf"tidigare års?\b|över tid|mellan åren|bakåt|tidsserie|mellan {YEAR} och", re.IGNORECASE)
REPLACES = re.compile(r"ersätt|nyckeltalet\s+(?:med\s+Kolada-id\s+)?[NU]\d", re.IGNORECASE)
CHANGED = re.compile(
    r"\b(?:ny|nya|nytt)\s+(?:\w+\s+){0,2}?(?:definition|metod|källa|datakälla|sätt|insamling)"
    r"|(?:definition|metod|beräkning|redovisningsprincip|källa)\w*\s[^.]{0,60}?\b(?:ändrad|förändrad|ändrats|ändrades|bytt)"
    r"|\b(?:ändrad|förändrad|ändrat|ändrades|bytt|byttes)\w*\s+(?:\w+\s+){0,2}?(?:definition|metod|beräkning|redovisnings|käll)",
    re.IGNORECASE,
)
SECRECY = re.compile(r"sekretess", re.IGNORECASE)


def series_facts(title: str, description: str, declared: Sequence[int] = ()) -> SeriesFacts:
    """Read what is said of a series.

    Parameters
    ----------
    title : may end with the last year, as in "(-2024)"
    description : Swedish text
    declared : years that whoever brought the values in says a new series begins at

    Returns
    -------
    SeriesFacts. A sentence about what cannot be compared over time gives its year, or that of the sentence before,
    which it often refers to; else it tells that there is a break of unknown year.
    """
    ends = ENDS.search(title)
    breaks, unknown, changed = set(declared), False, False
    before = ""
    for sentence in SENTENCE.split(description):
        broken = all(what.search(sentence) for what in (COMPARING, AGAINST, OVER_TIME)) and not REPLACES.search(
            sentence
        )
        method = bool(CHANGED.search(sentence)) and not REPLACES.search(sentence)
        changed = changed or method
        own = _begins(sentence)
        if broken:
            years = own or _begins(before)
            breaks |= years
            unknown = unknown or not years
        elif method:
            breaks |= own
        before = sentence
    return SeriesFacts(
        int(ends.group(1)) if ends else None,
        tuple(sorted(breaks)),
        unknown,
        changed,
        bool(SECRECY.search(description)),
    )


def _begins(sentence: str) -> set[int]:
    """The years from which something is new: as told, or the later of two that follow each other, or the last named."""
    years = set(map(int, FROM_YEAR.findall(sentence) or ANY_YEAR.findall(sentence)))
    return {year for year in years if year - 1 in years} or set(sorted(years)[-1:])


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
