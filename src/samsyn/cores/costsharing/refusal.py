"""Why something cannot be computed, said so that a person knows what to do."""

from collections.abc import Mapping
from typing import Self

from samsyn.cores.costsharing.saying import Saying, Value
from samsyn.cores.costsharing.wording import in_english, in_swedish


class Refusal(ValueError):
    """A code with values, and from them a sentence: `str()` in English, `in_swedish()` for the users.

    `where` names the place in a key (`operation.parts.1`) where that is known.
    """

    where: str = ""

    def __init__(self, code: str, /, **values: Value) -> None:
        self.saying = Saying(code, values)
        super().__init__(code)

    def __str__(self) -> str:
        return in_english(self.saying) + (f" ({self.where})" if self.where else "")

    def in_swedish(self, names: Mapping[str, str] | None = None) -> str:
        """The sentence for the users, with the names of parties where they are given."""
        return in_swedish(self.saying, names) + (f" ({self.where})" if self.where else "")

    @property
    def code(self) -> str:
        """The code, for a program that asks."""
        return self.saying.code

    def inside(self, place: str) -> Self:
        """The same refusal, one step further out in what was read."""
        self.where = f"{place}.{self.where}" if self.where else place
        return self

    def __reduce__(self) -> tuple[object, ...]:
        # Jobs send refusals between processes; the values are keywords, which exceptions do not keep.
        return _again, (type(self), dict(self.saying.values), self.code, self.where)


def _again(kind: type[Refusal], values: dict[str, Value], code: str, where: str) -> Refusal:
    refusal = kind(code, **values)
    refusal.where = where
    return refusal
