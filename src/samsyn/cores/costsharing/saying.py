"""What a core has to say, as a code with values: the words stand in `swedish_words.py` and `english_words.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

type Value = Fraction | float | str | date | Saying | tuple[Saying, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Saying:
    """A sentence or a clause before it has words; values may be sayings in their turn."""

    code: str
    values: Mapping[str, Value]


def say(code: str, **values: Value) -> Saying:
    """A saying, written where it is said."""
    return Saying(code, values)


def codes(saying: Saying) -> set[str]:
    """Every code in a saying and in what it holds."""
    found = {saying.code}
    for value in saying.values.values():
        inner = value if isinstance(value, tuple) else (value,)
        for each in inner:
            if isinstance(each, Saying):
                found |= codes(each)
    return found


def plain(value: Value) -> object:
    """A saying, or a value in one, as JSON can hold it; an exact number as text."""
    if isinstance(value, Saying):
        return {"code": value.code, "values": {name: plain(each) for name, each in value.values.items()}}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Fraction | date):
        return str(value)
    return value
