"""The plain parts: equal, fixed shares, in proportion to a measure, and charges by rate, per mille and base amount."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.keys.measures import InvalidMeasure, Setting, told, unit_of
from samsyn.cores.costsharing.keys.part import (
    InvalidKey,
    MeasureName,
    Outcome,
    Part,
    Party,
    Row,
    Rules,
    Shares,
    Step,
    needed,
)  # fmt: skip
from samsyn.cores.costsharing.saying import Saying, say

HUNDRED, THOUSAND = Fraction(100), Fraction(1000)


def outcome(saying: Saying, rows: Iterable[Row]) -> Outcome:
    """The outcome of a part that is one step."""
    listed = tuple(rows)
    return Outcome({row.party: row.amount for row in listed}, (Step(saying, listed),))


def in_proportion(weights: Mapping[str, Fraction], amount: Fraction, *, row: str) -> Iterator[Row]:
    """Each party's part of an amount by its weight: weight / sum × amount."""
    whole = sum(weights.values(), Fraction(0))
    for party, weight in weights.items():
        share = weight * amount / whole
        yield Row(party, say(row, weight=weight, whole=whole, amount=amount, share=share), share)


@dataclass(frozen=True)
class Equal(Part):
    """The same for each party."""

    kind: ClassVar[str] = "equal"

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """amount / number of parties."""
        total, count = needed(amount), len(setting.parties)
        rows = (
            Row(party, say("EQUAL_ROW", amount=total, count=count, share=total / count), total / count)
            for party in setting.parties
        )
        return outcome(say("EQUAL_STEP", amount=total, count=count), rows)

    def said(self, rules: Rules) -> Saying:
        """'lika'."""
        return say("EQUAL")


@dataclass(frozen=True)
class FixedShares(Part):
    """Shares that the agreement fixes: percent, or parts of another whole (1000 for per mille, or the sum itself)."""

    kind: ClassVar[str] = "fixed_shares"
    shares: Mapping[Party, Fraction]
    whole: Fraction = HUNDRED

    def __post_init__(self) -> None:
        total = sum(self.shares.values(), Fraction(0))
        if any(share < 0 for share in self.shares.values()):
            raise InvalidKey("SHARE_NEGATIVE", parties=tuple(p for p, share in self.shares.items() if share < 0))
        if self.whole <= 0:
            raise InvalidKey("WHOLE_NOT_POSITIVE", whole=self.whole)
        if total != self.whole:
            more = "SHARES_ABOVE_WHOLE" if total > self.whole else "SHARES_BELOW_WHOLE"
            raise InvalidKey(more, total=total, whole=self.whole, by=abs(total - self.whole))

    def named(self) -> Iterable[str]:
        """Those who have a share."""
        return self.shares

    def check(self, parties: frozenset[str]) -> None:
        """Every party has a share, be it 0."""
        super().check(parties)
        without = sorted(parties - self.shares.keys())
        if without:
            raise InvalidKey("NO_FIXED_SHARE", parties=tuple(without))

    def among(self, parties: frozenset[str]) -> Part:
        """The same shares for those who are left, of a whole that is their sum: nothing is rounded anew."""
        kept = {party: share for party, share in self.shares.items() if party in parties}
        return replace(self, shares=kept, whole=sum(kept.values(), Fraction(0)))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """share / whole × amount."""
        weights = {party: self.shares[Party(party)] for party in setting.parties}
        percent = self.whole == HUNDRED
        rows = in_proportion(weights, needed(amount), row="PERCENT_ROW" if percent else "PROPORTION_ROW")
        return outcome(say("FIXED_STEP", amount=needed(amount), whole=self.whole), rows)

    def said(self, rules: Rules) -> Saying:
        """'med fasta andelar: A 60 procent och B 40 procent'."""
        code = {HUNDRED: "SHARE_PERCENT", THOUSAND: "SHARE_PER_MILLE"}.get(self.whole, "SHARE_OF_WHOLE")
        listed = (say(code, party=p, share=share, whole=self.whole) for p, share in self.shares.items())
        return say("FIXED", shares=tuple(listed))


@dataclass(frozen=True)
class Proportional(Part):
    """In proportion to a measure: population, volume, cases, hours, tax base, or the key's own."""

    kind: ClassVar[str] = "proportional"
    measure: MeasureName

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """measure / sum of the measure × amount."""
        values = setting.values(self.measure)
        total = needed(amount)
        if not any(values.values()):
            raise InvalidMeasure("MEASURE_ALL_ZERO", measure=setting.read(self.measure))
        said = say("PROPORTIONAL_STEP", amount=total, measure=setting.read(self.measure), whole=sum(values.values()))
        return outcome(said, in_proportion(values, total, row="PROPORTION_ROW"))

    def said(self, rules: Rules) -> Saying:
        """'efter antal invånare den 1 november året före'."""
        return say("PROPORTIONAL", measure=told(self.measure, rules))


@dataclass(frozen=True)
class UnitRate(Part):
    """A rate in kronor and öre for each unit of a measure; charges what it gives."""

    kind: ClassVar[str] = "unit_rate"
    measure: MeasureName
    rate: Fraction

    makes_total = True

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """measure × rate; the amount is not asked for."""
        rows = (
            Row(p, say("RATE_ROW", value=value, rate=self.rate, share=value * self.rate), value * self.rate)
            for p, value in setting.values(self.measure).items()
        )
        return outcome(say("RATE_STEP", rate=self.rate, measure=setting.read(self.measure)), rows)

    def said(self, rules: Rules) -> Saying:
        """'med 42,25 kr per invånare'."""
        return say("RATE", rate=self.rate, unit=unit_of(self.measure, rules), measure=told(self.measure, rules))


@dataclass(frozen=True)
class Rebate:
    """Percent off, for the parties named and for those whose `measure` is above a limit; for all where neither is."""

    percent: Fraction
    parties: tuple[Party, ...] = ()
    measure: MeasureName | None = None
    above: Fraction | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= HUNDRED:
            raise InvalidKey("REBATE_OUT_OF_RANGE", percent=self.percent)
        if (self.measure is None) != (self.above is None):
            raise InvalidKey("REBATE_LIMIT_HALF")

    def holds(self, party: str, setting: Setting) -> bool:
        """Whether a party gets it."""
        if not self.parties and self.measure is None:
            return True
        if party in self.parties:
            return True
        return self.measure is not None and self.above is not None and setting.values(self.measure)[party] > self.above

    def said(self, rules: Rules) -> Saying:
        """'med 10 procent rabatt för …'."""
        if self.measure is not None and self.above is not None:
            return say("REBATE_ABOVE", percent=self.percent, above=self.above, unit=unit_of(self.measure, rules))
        return (
            say("REBATE_NAMED", percent=self.percent, parties=self.parties)
            if self.parties
            else say("REBATE_ALL", percent=self.percent)
        )


@dataclass(frozen=True)
class PerMille(Part):
    """So many per mille of a measure in kronor, such as the tax base, with rebates; charges what it gives."""

    kind: ClassVar[str] = "per_mille"
    measure: MeasureName
    per_mille: Fraction
    rebates: tuple[Rebate, ...] = ()

    makes_total = True

    def named(self) -> Iterable[str]:
        """Those who have a rebate by name."""
        return [party for rebate in self.rebates for party in rebate.parties]

    def measures(self) -> Iterator[str]:
        """The base, and what rebates go by."""
        yield self.measure
        yield from (rebate.measure for rebate in self.rebates if rebate.measure)

    def among(self, parties: frozenset[str]) -> Part:
        """Without rebates for those who left; one that named only them is gone, or it would become everybody's."""
        kept = []
        for rebate in self.rebates:
            named = tuple(party for party in rebate.parties if party in parties)
            if named or not rebate.parties or rebate.measure:
                kept.append(replace(rebate, parties=named))
        return replace(self, rebates=tuple(kept))

    def _row(self, party: str, value: Fraction, setting: Setting) -> Row:
        full = value * self.per_mille / THOUSAND
        percent = max((r.percent for r in self.rebates if r.holds(party, setting)), default=Fraction(0))
        share = full * (1 - percent / HUNDRED)
        code = "PER_MILLE_REBATE_ROW" if percent else "PER_MILLE_ROW"
        return Row(party, say(code, value=value, rate=self.per_mille, percent=percent, share=share), share)

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """measure × per mille, less the largest rebate that holds; the amount is not asked for."""
        values = setting.values(self.measure)
        said = say("PER_MILLE_STEP", rate=self.per_mille, measure=setting.read(self.measure))
        return outcome(said, (self._row(party, value, setting) for party, value in values.items()))

    def said(self, rules: Rules) -> Saying:
        """'med 0,5 promille av skatteunderlaget, med 10 procent rabatt för …'."""
        clause = say("PER_MILLE", rate=self.per_mille, measure=told(self.measure, rules))
        if not self.rebates:
            return clause
        return say("WITH_REBATES", part=clause, rebates=tuple(rebate.said(rules) for rebate in self.rebates))


@dataclass(frozen=True)
class BaseAmounts(Part):
    """A base amount in kronor for each party, the same or its own; charges what it says."""

    kind: ClassVar[str] = "base_amounts"
    each: Fraction | None = None
    own: Mapping[Party, Fraction] = field(default_factory=dict)

    makes_total = True

    def __post_init__(self) -> None:
        if self.each is None and not self.own:
            raise InvalidKey("BASE_MISSING")

    def named(self) -> Iterable[str]:
        """Those with an amount of their own."""
        return self.own

    def check(self, parties: frozenset[str]) -> None:
        """Without a common amount every party has its own."""
        super().check(parties)
        without = sorted(parties - self.own.keys())
        if self.each is None and without:
            raise InvalidKey("NO_BASE_AMOUNT", parties=tuple(without))

    def among(self, parties: frozenset[str]) -> Part:
        """The same amounts for those who are left."""
        return replace(self, own={party: amount for party, amount in self.own.items() if party in parties})

    def _amounts(self, parties: Iterable[str]) -> Shares:
        common = self.each or Fraction(0)
        return {party: self.own.get(Party(party), common) for party in parties}

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The party's own amount, else the common one; the amount to share is not asked for."""
        rows = (Row(p, say("KRONOR", amount=base), base) for p, base in self._amounts(setting.parties).items())
        return outcome(say("BASE_STEP"), rows)

    def said(self, rules: Rules) -> Saying:
        """'med ett grundbelopp av 400 000 kr per part'."""
        own = tuple(say("PARTY_KRONOR", party=party, amount=amount) for party, amount in self.own.items())
        if self.each is None:
            return say("BASE_OWN", own=own)
        return say("BASE_EXCEPT", each=self.each, own=own) if own else say("BASE_EACH", each=self.each)
