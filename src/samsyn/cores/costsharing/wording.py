"""Sayings in words: Swedish, which the users read, and English. A template tells how each value is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from samsyn.cores.costsharing.english_words import ENGLISH_WORDS
from samsyn.cores.costsharing.saying import Saying, Value
from samsyn.cores.costsharing.swedish_words import SWEDISH_WORDS

NO_BREAK, MINUS = "\u00a0", "\u2212"
MOST_DECIMALS, EXACT_DECIMALS = 4, 13


@dataclass(frozen=True)
class Language:
    """Templates by code, and how numbers, days and lists are written."""

    words: Mapping[str, str]
    comma: str
    group: str
    last: str
    months: tuple[str, ...]


SWEDISH = Language(
    SWEDISH_WORDS, ",", NO_BREAK, " och ",
    ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
     "december"),
)  # fmt: skip
ENGLISH = Language(
    ENGLISH_WORDS, ".", ",", " and ",
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
)  # fmt: skip


def _rounded(value: Fraction | float, decimals: int) -> Decimal:
    exact = Fraction(value)
    scaled = exact * 10**decimals
    whole, rest = divmod(abs(scaled), 1)
    whole += rest >= Fraction(1, 2)
    return (Decimal(int(whole)).scaleb(-decimals)) * (-1 if scaled < 0 else 1)


def _decimals(value: Fraction | float) -> int:
    """As many as an exact number has, where they end; else a few."""
    if isinstance(value, Fraction):
        return next((d for d in range(MOST_DECIMALS, EXACT_DECIMALS) if 10**d % value.denominator == 0), MOST_DECIMALS)
    return MOST_DECIMALS


def number(value: Fraction | float, language: Language = SWEDISH, *, decimals: int | None = None) -> str:
    """'4 267 772,5': grouped by no-break spaces in Swedish; an exact number in full, others with at most 4 decimals,
    half away from zero."""
    shown = _rounded(value, _decimals(value) if decimals is None else decimals)
    text = f"{abs(shown):,f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    sign = MINUS if shown < 0 else ""
    return sign + whole.replace(",", language.group) + (language.comma + part if part else "")


def kronor(value: Fraction | float, language: Language = SWEDISH) -> str:
    """'4 267 772 kr', or with two decimals when there are öre."""
    shown = _rounded(value, 2)
    if shown == shown.to_integral_value():
        text = number(Fraction(shown), language, decimals=0)
    else:
        whole = number(abs(int(shown)), language, decimals=0)
        part = (abs(shown) % 1).quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = (MINUS if shown < 0 else "") + whole + language.comma + f"{part}"[2:]
    return f"{text}{NO_BREAK}kr" if language.group == NO_BREAK else f"SEK{NO_BREAK}{text}"


def _equal(value: Fraction | float, decimals: int) -> str:
    """Whether what is written is the number itself, or close to it."""
    return "=" if isinstance(value, int) or Fraction(_rounded(value, decimals)) == Fraction(value) else "≈"


def _joined(texts: list[str], language: Language) -> str:
    return ", ".join(texts[:-1]) + language.last + texts[-1] if len(texts) > 1 else "".join(texts)


def _written(value: Value, how: str, language: Language, names: Mapping[str, str]) -> str:
    match how:
        case "" if isinstance(value, Saying):
            return written(value, language, names)
        case "":
            return str(value)
        case "list" | "parties" if isinstance(value, tuple):
            return _joined(
                [written(e, language, names) if isinstance(e, Saying) else names.get(e, e) for e in value], language
            )
        case "plus" if isinstance(value, tuple):
            return " + ".join(written(each, language, names) for each in value if isinstance(each, Saying))
        case "capital":
            listed = value if isinstance(value, tuple) else (value,)
            text = "; ".join(_written(each, "", language, names) for each in listed)
            return text[:1].upper() + text[1:]
        case "party" if isinstance(value, str):
            return names.get(value, value)
        case "day" if isinstance(value, date):
            return f"{value.day} {language.months[value.month - 1]} {value.year}"
        case "month" if isinstance(value, int):
            return language.months[value - 1]
    if not isinstance(value, int | float | Fraction):
        raise TypeError(f"{value!r} cannot be written as {how!r}")
    match how:
        case "number":
            return number(value, language)
        case "=number":
            return f"{_equal(value, _decimals(value))} {number(value, language)}"
        case "kr":
            return kronor(value, language)
        case "=kr":
            return f"{_equal(value, 2)} {kronor(value, language)}"
    raise ValueError(f"no way of writing is called {how!r}")


class _Field:
    def __init__(self, value: Value, language: Language, names: Mapping[str, str]) -> None:
        self.value, self.language, self.names = value, language, names

    def __format__(self, how: str) -> str:
        return _written(self.value, how, self.language, self.names)


def written(saying: Saying, language: Language = SWEDISH, names: Mapping[str, str] | None = None) -> str:
    """The words of a saying; parties by their names where those are given, else by their codes."""
    fields = {name: _Field(value, language, names or {}) for name, value in saying.values.items()}
    return language.words[saying.code].format_map(fields)


def in_swedish(saying: Saying, names: Mapping[str, str] | None = None) -> str:
    """What a saying is in Swedish."""
    return written(saying, SWEDISH, names)


def in_english(saying: Saying, names: Mapping[str, str] | None = None) -> str:
    """What a saying is in English."""
    return written(saying, ENGLISH, names)
