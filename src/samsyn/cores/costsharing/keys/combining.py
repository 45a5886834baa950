"""Parts of several parts: a weighted mix, one after the other, lines with keys of their own, and some parties only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.keys.basic import HUNDRED
from samsyn.cores.costsharing.keys.measures import Setting
from samsyn.cores.costsharing.keys.part import (
    Infeasible,
    InvalidKey,
    Outcome,
    Part,
    Party,
    Rules,
    Step,
    added,
    deeper,
    needed,
    summed,
)  # fmt: skip
from samsyn.cores.costsharing.saying import Saying, say


@dataclass(frozen=True)
class Weighted:
    """A part with the percent of the amount that it shares."""

    percent: Fraction
    part: Part


@dataclass(frozen=True)
class Mix(Part):
    """Percentages of the amount, each shared in its own way: 30/70, 50/50, three ways."""

    kind: ClassVar[str] = "mix"
    parts: tuple[Weighted, ...]

    def __post_init__(self) -> None:
        total = sum((each.percent for each in self.parts), Fraction(0))
        if any(each.percent < 0 for each in self.parts):
            raise InvalidKey("WEIGHT_NEGATIVE")
        if total != HUNDRED:
            more = "WEIGHTS_ABOVE_HUNDRED" if total > HUNDRED else "WEIGHTS_BELOW_HUNDRED"
            raise InvalidKey(more, total=total, by=abs(total - HUNDRED))
        if any(each.part.makes_total for each in self.parts):
            raise InvalidKey("CHARGE_IN_MIX")

    def children(self) -> Iterator[tuple[str, Part]]:
        """The parts by number."""
        return ((f"parts.{number}", each.part) for number, each in enumerate(self.parts))

    def among(self, parties: frozenset[str]) -> Part:
        """The same weights."""
        return replace(self, parts=tuple(replace(each, part=each.part.among(parties)) for each in self.parts))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """Each part shares its percentage; the shares are added."""
        total, steps, shares = needed(amount), [], []
        for number, each in enumerate(self.parts):
            own = total * each.percent / HUNDRED
            with_place = each.part.share(own, setting)
            shares.append(with_place.shares)
            steps.append(Step(say("MIX_STEP", number=number + 1, percent=each.percent, amount=total, own=own)))
            steps += deeper(with_place.steps)
        return Outcome(added(shares, setting.parties), (*steps, summed(shares, setting.parties)))

    def said(self, rules: Rules) -> Saying:
        """'med 30 procent lika och 70 procent efter antal invånare'."""
        parts = (say("MIX_PART", percent=each.percent, part=each.part.said(rules)) for each in self.parts)
        return say("MIX", parts=tuple(parts))


@dataclass(frozen=True)
class InOrder(Part):
    """First what is charged (base amounts, rates), then what is left in another way.

    `surplus_returns` says what holds when the charges are more than the amount: given back by the last part, or, where
    the key does not say so, refused.
    """

    kind: ClassVar[str] = "in_order"
    first: tuple[Part, ...]
    rest: Part
    surplus_returns: bool = False

    def __post_init__(self) -> None:
        if not self.first:
            raise InvalidKey("FIRST_MISSING")
        if not all(part.makes_total for part in self.first):
            raise InvalidKey("FIRST_CHARGES_NOTHING")
        if self.rest.makes_total:
            raise InvalidKey("REST_CHARGES")

    def children(self) -> Iterator[tuple[str, Part]]:
        """What is charged by number, and the rest."""
        yield from ((f"first.{number}", part) for number, part in enumerate(self.first))
        yield "rest", self.rest

    def among(self, parties: frozenset[str]) -> Part:
        """The same order."""
        first = tuple(part.among(parties) for part in self.first)
        return replace(self, first=first, rest=self.rest.among(parties))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The charges, and the rest of the amount shared by the last part."""
        total, charges = needed(amount), [part.share(None, setting) for part in self.first]
        charged = sum((each.total for each in charges), Fraction(0))
        left = total - charged
        if total >= 0 > left and not self.surplus_returns:
            raise Infeasible("CHARGES_ABOVE_TOTAL", charged=charged, total=total, by=-left)
        rest = self.rest.share(left, setting)
        steps = [step for each in charges for step in each.steps]
        steps.append(Step(say("REST_STEP", total=total, charged=charged, left=left)))
        shares = [*(each.shares for each in charges), rest.shares]
        return Outcome(added(shares, setting.parties), (*steps, *deeper(rest.steps), summed(shares, setting.parties)))

    def said(self, rules: Rules) -> Saying:
        """'först med ett grundbelopp av 400 000 kr per part, och det som återstår efter antal invånare'."""
        first = tuple(part.said(rules) for part in self.first)
        code = "IN_ORDER_RETURNS" if self.surplus_returns else "IN_ORDER"
        return say(code, first=first, rest=self.rest.said(rules))


@dataclass(frozen=True)
class Among(Part):
    """A part that only some of the parties share."""

    kind: ClassVar[str] = "among"
    parties: tuple[Party, ...]
    part: Part

    def __post_init__(self) -> None:
        if not self.parties:
            raise InvalidKey("NOBODY_SHARES")
        if len(set(self.parties)) < len(self.parties):
            raise InvalidKey("NAMED_TWICE", parties=self.parties)

    @property
    def makes_total(self) -> bool:
        """As the part inside."""
        return self.part.makes_total

    def children(self) -> Iterator[tuple[str, Part]]:
        """The part inside."""
        yield "part", self.part

    def named(self) -> Iterable[str]:
        """Those who share."""
        return self.parties

    def check(self, parties: frozenset[str]) -> None:
        """The part inside knows those who share only."""
        unknown = [party for party in self.parties if party not in parties]
        if unknown:
            raise InvalidKey("UNKNOWN_PARTY", parties=tuple(unknown))
        self.part.check(frozenset(self.parties))

    def among(self, parties: frozenset[str]) -> Part:
        """Those of them who are left; nobody is refused."""
        kept = tuple(party for party in self.parties if party in parties)
        if not kept:
            raise InvalidKey("NOBODY_SHARES")
        return replace(self, parties=kept, part=self.part.among(frozenset(kept)))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The part inside among those; the others pay nothing of it."""
        here = tuple(party for party in setting.parties if party in self.parties)
        found = self.part.share(amount, setting.among(here))
        steps = (Step(say("AMONG_STEP", parties=here)), *found.steps)
        return Outcome(added([found.shares], setting.parties), steps)

    def said(self, rules: Rules) -> Saying:
        """'lika mellan A och B'."""
        return say("AMONG", parties=self.parties, part=self.part.said(rules))


@dataclass(frozen=True)
class Line:
    """A named figure with a key of its own; an income is entered as what comes in and counts as a negative cost."""

    figure: str
    part: Part
    income: bool = False


@dataclass(frozen=True)
class Lines(Part):
    """Costs and incomes line by line, each shared in its own way; what is not a line stays outside the fee."""

    kind: ClassVar[str] = "lines"
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise InvalidKey("LINES_MISSING")
        names = [line.figure for line in self.lines]
        if len(set(names)) < len(names):
            raise InvalidKey("LINE_TWICE", names=tuple(names))

    @property
    def makes_total(self) -> bool:
        """The lines are the total."""
        return True

    def children(self) -> Iterator[tuple[str, Part]]:
        """The lines by number."""
        return ((f"lines.{number}.part", line.part) for number, line in enumerate(self.lines))

    def among(self, parties: frozenset[str]) -> Part:
        """The same lines."""
        return replace(self, lines=tuple(replace(line, part=line.part.among(parties)) for line in self.lines))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """Each line's figure by its part; an amount that is not their sum is refused."""
        steps, shares, total = [], [], Fraction(0)
        for line in self.lines:
            reading = setting.figure(line.figure)
            own = -reading.value if line.income else reading.value
            total += own
            code = "INCOME_STEP" if line.income else "LINE_STEP"
            steps.append(Step(say(code, name=line.figure, amount=reading.value, source=reading.source, day=reading.on)))
            found = line.part.share(None if line.part.makes_total else own, setting)
            if found.total != own:
                raise Infeasible("LINE_NOT_COVERED", name=line.figure, charged=found.total, total=own)
            steps += deeper(found.steps)
            shares.append(found.shares)
        if amount is not None and amount != total:
            raise Infeasible("LINES_ARE_NOT_TOTAL", lines=total, total=amount, by=abs(amount - total))
        return Outcome(added(shares, setting.parties), (*steps, summed(shares, setting.parties)))

    def said(self, rules: Rules) -> Saying:
        """'rad för rad: ”löner” lika och avdrag för statsbidrag efter antal invånare'."""
        parts = (
            say("LINE_INCOME" if line.income else "LINE", name=line.figure, part=line.part.said(rules))
            for line in self.lines
        )
        return say("LINES", parts=tuple(parts))
