"""A part of a key: shares an amount among parties, says how, and can be read from data. The kinds stand beside it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, NewType

from samsyn.cores.costsharing.keys.measures import MeasureRule, Setting
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, say

Party = NewType("Party", str)
MeasureName = NewType("MeasureName", str)
type Shares = dict[str, Fraction]
type Rules = Mapping[str, MeasureRule]


class InvalidKey(Refusal):
    """A key that cannot be meant as it is written."""


class Infeasible(Refusal):
    """No shares satisfy what the key asks for at once."""


@dataclass(frozen=True)
class Row:
    """How one party's amount comes about in a step, and the amount (SEK, exact)."""

    party: str
    saying: Saying
    amount: Fraction


@dataclass(frozen=True)
class Step:
    """One step of the calculation; `level` tells how deep in the key it belongs."""

    saying: Saying
    rows: tuple[Row, ...] = ()
    level: int = 0


@dataclass(frozen=True)
class Outcome:
    """Exact shares (SEK) and the steps that lead to them."""

    shares: Shares
    steps: tuple[Step, ...]

    @property
    def total(self) -> Fraction:
        """What the shares are together."""
        return sum(self.shares.values(), Fraction(0))


class Part(ABC):
    """What the parts of a key have in common; each kind is a frozen dataclass whose fields are what JSON holds."""

    kind: ClassVar[str]

    @property
    def makes_total(self) -> bool:
        """Whether the part charges what its rates give, so that it needs no total to share."""
        return False

    @abstractmethod
    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """Exact shares of an amount (SEK) among the setting's parties, with the steps."""

    @abstractmethod
    def said(self, rules: Rules) -> Saying:
        """The part as a clause that follows 'the cost is shared'."""

    def children(self) -> Iterator[tuple[str, "Part"]]:
        """The parts inside this one, each with its place."""
        return iter(())

    def measures(self) -> Iterator[str]:
        """The measures that this part and those inside it use."""
        name = getattr(self, "measure", None)
        if name:
            yield name
        for _, child in self.children():
            yield from child.measures()

    def named(self) -> Iterable[str]:
        """The parties that this part names."""
        return ()

    def check(self, parties: frozenset[str]) -> None:
        """Refuse parties that the part names and that are none here.

        Raises
        ------
        InvalidKey : naming the party.
        """
        unknown = [party for party in self.named() if party not in parties]
        if unknown:
            raise InvalidKey("UNKNOWN_PARTY", parties=tuple(unknown))
        for place, child in self.children():
            with at(place):
                child.check(parties)

    def among(self, parties: frozenset[str]) -> "Part":
        """What the part is for fewer parties, as when one leaves; the same where it names nobody."""
        return self


class at:
    """Add the place in the key to what is refused inside."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, Refusal):
            error.inside(self.place)


def needed(amount: Fraction | None) -> Fraction:
    """The amount to share, or a refusal where there is none."""
    if amount is None:
        raise InvalidKey("TOTAL_MISSING")
    return amount


def deeper(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps of a part inside another, one level further in."""
    return tuple(Step(step.saying, step.rows, step.level + 1) for step in steps)


def added(outcomes: Iterable[Mapping[str, Fraction]], parties: Iterable[str]) -> Shares:
    """Shares summed party by party."""
    shares = dict.fromkeys(parties, Fraction(0))
    for outcome in outcomes:
        for party, amount in outcome.items():
            shares[party] += amount
    return shares


def summed(shares: list[Shares], parties: Iterable[str]) -> Step:
    """The step that adds the amounts of several parts."""
    rows = []
    for party, amount in added(shares, parties).items():
        terms = tuple(say("KRONOR", amount=each[party]) for each in shares if each.get(party))
        rows.append(Row(party, say("SUM_ROW", terms=terms or (say("KRONOR", amount=0),), amount=amount), amount))
    return Step(say("SUM"), tuple(rows))
