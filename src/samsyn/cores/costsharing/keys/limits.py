"""Floor and cap, on the level or on the yearly change, by water-filling."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.exact import exact
from samsyn.cores.costsharing.keys.basic import HUNDRED, THOUSAND
from samsyn.cores.costsharing.keys.measures import Setting, told, unit_of
from samsyn.cores.costsharing.keys.part import (
    Infeasible,
    InvalidKey,
    MeasureName,
    Outcome,
    Part,
    Party,
    Row,
    Rules,
    Shares,
    Step,
)  # fmt: skip
from samsyn.cores.costsharing.saying import Saying, say

KRONOR, OF_TOTAL, CHANGE, PER_UNIT, PER_MILLE_OF = (
    "kronor", "percent_of_total", "percent_change", "kronor_per_unit", "per_mille_of_measure",
)  # fmt: skip
BASES = (KRONOR, OF_TOTAL, CHANGE, PER_UNIT, PER_MILLE_OF)


@dataclass(frozen=True)
class Limit:
    """A floor or a cap: so many kronor, percent of the total, percent more (or, negative, less) than last year, kronor
    per unit of a measure, or per mille of a measure. `own` holds for single parties instead."""

    basis: str
    value: Fraction | None = None
    own: Mapping[Party, Fraction] = field(default_factory=dict)
    measure: MeasureName | None = None

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise InvalidKey("GIVES_UNKNOWN", text=self.basis, choices=BASES)
        if self.value is None and not self.own:
            raise InvalidKey("LIMIT_MISSING")
        if (self.basis in (PER_UNIT, PER_MILLE_OF)) != (self.measure is not None):
            raise InvalidKey("LIMIT_MEASURE", basis=self.basis)

    def amounts(self, total: Fraction, setting: Setting) -> Shares:
        """The limit in kronor for each party that it holds for. A party without an amount last year has no limit on
        its change."""
        found = {}
        values = setting.values(self.measure) if self.measure else {}
        for party in setting.parties:
            value = self.own.get(Party(party), self.value)
            if value is None:
                continue
            if self.basis == KRONOR:
                found[party] = value
            elif self.basis == OF_TOTAL:
                found[party] = total * value / HUNDRED
            elif self.basis == CHANGE:
                before = [
                    exact(setting.inputs.previous[p]) for p in setting.people(party) if p in setting.inputs.previous
                ]
                if before:
                    found[party] = sum(before, Fraction(0)) * (1 + value / HUNDRED)
            else:
                found[party] = values[party] * value / (THOUSAND if self.basis == PER_MILLE_OF else 1)
        return found

    def said(self, rules: Rules) -> Saying:
        """'5 procent mer än året före'."""
        code = f"LIMIT_{self.basis.upper()}"
        if self.basis == CHANGE and (self.value if self.value is not None else min(self.own.values())) < 0:
            code = "LIMIT_PERCENT_CHANGE_DOWN"

        def clause(value: Fraction) -> Saying:
            values = {"value": abs(value) if code == "LIMIT_PERCENT_CHANGE_DOWN" else value}
            if self.measure is None:
                return say(code, **values)
            return say(code, **values, measure=told(self.measure, rules), unit=unit_of(self.measure, rules))

        own = tuple(say("LIMIT_OF", party=party, limit=clause(value)) for party, value in self.own.items())
        if self.value is None:
            return say("LIMIT_OWN", own=own)
        common = clause(self.value)
        return say("LIMIT_EXCEPT", limit=common, own=own) if own else common


@dataclass(frozen=True)
class Limits(Part):
    """A part with a floor, a cap or both.

    What a limit moves is shared by the others in the proportions of the part, and again until nobody is outside. With
    `redistribute` false (a charge whose cap nobody else pays) each is only brought to its limit.
    """

    kind: ClassVar[str] = "limits"
    part: Part
    floor: Limit | None = None
    cap: Limit | None = None
    redistribute: bool = True

    def __post_init__(self) -> None:
        if self.floor is None and self.cap is None:
            raise InvalidKey("LIMIT_MISSING")
        if not self.redistribute and not self.part.makes_total:
            raise InvalidKey("MUST_REDISTRIBUTE")

    @property
    def makes_total(self) -> bool:
        """As the part inside."""
        return self.part.makes_total

    def children(self) -> Iterator[tuple[str, Part]]:
        """The part inside."""
        yield "part", self.part

    def measures(self) -> Iterator[str]:
        """Those of the part, and of the limits."""
        yield from self.part.measures()
        yield from (limit.measure for limit in (self.floor, self.cap) if limit and limit.measure)

    def named(self) -> Iterable[str]:
        """Those with limits of their own."""
        return [party for limit in (self.floor, self.cap) if limit for party in limit.own]

    def among(self, parties: frozenset[str]) -> Part:
        """Without the limits of those who left."""
        left: dict[str, Limit | None] = {}
        for name, limit in (("floor", self.floor), ("cap", self.cap)):
            own = {p: value for p, value in limit.own.items() if p in parties} if limit else {}
            left[name] = replace(limit, own=own) if limit and (own or limit.value is not None) else None
        part = self.part.among(parties)
        if left["floor"] is None and left["cap"] is None:
            return part
        return replace(self, part=part, floor=left["floor"], cap=left["cap"])

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The part's shares, brought inside the limits."""
        found = self.part.share(amount, setting)
        if any(share < 0 for share in found.shares.values()):
            raise Infeasible("LIMITS_OF_INCOME", parties=tuple(p for p, share in found.shares.items() if share < 0))
        low = self.floor.amounts(found.total, setting) if self.floor else {}
        high = self.cap.amounts(found.total, setting) if self.cap else {}
        crossed = [party for party in low if party in high and low[party] > high[party]]
        if crossed:
            party = crossed[0]
            raise Infeasible("FLOOR_ABOVE_CAP", party=party, floor=low[party], cap=high[party])
        steps = [*found.steps, *_limit_steps(setting, low, high)]
        if self.redistribute:
            filled, rounds = fill(found.shares, low, high)
            return Outcome(filled, (*steps, *rounds))
        held = {party: _held(share, party, low, high) for party, share in found.shares.items()}
        rows = tuple(Row(p, say("HELD_ROW", before=found.shares[p], share=share), share) for p, share in held.items())
        return Outcome(held, (*steps, Step(say("HELD_STEP"), rows)))

    def said(self, rules: Rules) -> Saying:
        """'…, dock minst … och högst …'."""
        part = self.part.said(rules)
        if self.floor and self.cap:
            return say("LIMITED", part=part, floor=self.floor.said(rules), cap=self.cap.said(rules))
        if self.floor:
            return say("FLOORED", part=part, floor=self.floor.said(rules))
        assert self.cap is not None  # noqa: S101  one of the two is there, as looked at when it was made
        return say("CAPPED", part=part, cap=self.cap.said(rules))


def _limit_steps(setting: Setting, low: Shares, high: Shares) -> Iterator[Step]:
    """The limits in kronor, as one step each."""
    for code, limits in (("FLOORS_STEP", low), ("CAPS_STEP", high)):
        if limits:
            yield Step(say(code), tuple(Row(p, say("KRONOR", amount=kr), kr) for p, kr in limits.items()))


def _held(share: Fraction, party: str, low: Shares, high: Shares) -> Fraction:
    share = max(share, low[party]) if party in low else share
    return min(share, high[party]) if party in high else share


def _check_feasible(shares: Shares, low: Shares, high: Shares) -> None:
    """Floors must leave room below the total, and caps above it."""
    total = sum(shares.values(), Fraction(0))
    least = sum((_held(Fraction(0), party, low, high) for party in shares), Fraction(0))
    if least > total:
        raise Infeasible("FLOORS_ABOVE_TOTAL", floors=least, total=total, by=least - total)
    # A party whose share is 0 stays at 0 or at its floor: the rest is shared in proportion.
    if any(party not in high for party, share in shares.items() if share):
        return
    most = sum((_held(Fraction(0), p, low, high) if not share else high[p] for p, share in shares.items()), Fraction(0))
    if most < total:
        raise Infeasible("CAPS_BELOW_TOTAL", caps=most, total=total, by=total - most)


def fill(shares: Shares, low: Shares, high: Shares) -> tuple[Shares, tuple[Step, ...]]:
    """Bring shares inside limits, keeping their sum and, among those inside, their proportions.

    In each round the parties outside their limits on the heavier side (floors or caps, by how much in all) are held
    at the limit, and the rest of the sum is shared anew by the others. The end is the only vector of the form
    limit(λ · share) with that sum.

    Parameters
    ----------
    shares : by party, SEK, none negative.
    low, high : by party, SEK, for those that have a limit; low is never above high.

    Returns
    -------
    shares with the same sum, and the rounds as steps.

    Raises
    ------
    Infeasible : the floors are above the sum, or the caps below it; by how much.

    Source: the rounds of the flexible-length algorithm, W3C CSS Flexible Box Layout 9.7; docs/methods/key_limits.md
    """
    _check_feasible(shares, low, high)
    total = sum(shares.values(), Fraction(0))
    held: Shares = {}
    steps: list[Step] = []
    while True:
        free = {party: share for party, share in shares.items() if party not in held}
        rest, base = total - sum(held.values(), Fraction(0)), sum(free.values(), Fraction(0))
        tried = {party: share * rest / base if base else Fraction(0) for party, share in free.items()}
        if held:
            rows = tuple(
                Row(p, say("PROPORTION_ROW", weight=shares[p], whole=base, amount=rest, share=kr), kr)
                for p, kr in tried.items()
            )
            steps.append(Step(say("FILL_STEP", rest=rest), rows))
        moved = {party: _held(share, party, low, high) - share for party, share in tried.items()}
        up = sum((m for m in moved.values() if m > 0), Fraction(0))
        down = -sum((m for m in moved.values() if m < 0), Fraction(0))
        if not up and not down:
            return {party: held.get(party, tried.get(party, Fraction(0))) for party in shares}, tuple(steps)
        now = {p: tried[p] + m for p, m in moved.items() if (m > 0 and up >= down) or (m < 0 and down >= up)}
        held |= now
        rows = tuple(
            Row(p, say("RAISED_ROW" if kr > tried[p] else "CAPPED_ROW", before=tried[p], share=kr), kr)
            for p, kr in now.items()
        )
        steps.append(Step(say("HOLD_STEP"), rows))
