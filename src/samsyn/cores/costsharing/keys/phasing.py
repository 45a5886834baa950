"""Keys that change with time: from an old key to a new one over some years, and parties that come and go in a year."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from samsyn.cores.costsharing.keys.basic import HUNDRED
from samsyn.cores.costsharing.keys.measures import Setting
from samsyn.cores.costsharing.keys.part import (
    InvalidKey,
    Outcome,
    Part,
    Party,
    Row,
    Rules,
    Shares,
    Step,
    added,
    deeper,
    summed,
)  # fmt: skip
from samsyn.cores.costsharing.saying import Saying, say

TO_COLLABORATION, TO_OTHERS = "collaboration", "others"


def scaled(found: Outcome, times: Fraction | int, of: Fraction | int, said: Saying) -> tuple[Shares, tuple[Step, ...]]:
    """So much of a whole of a part's shares (40 of 100 percent, 184 of 366 days), with the steps to them."""
    shares = {party: share * times / of for party, share in found.shares.items()}
    rows = tuple(
        Row(p, say("SCALED_ROW", before=found.shares[p], times=times, of=of, share=share), share)
        for p, share in shares.items()
    )
    return shares, (*deeper(found.steps), Step(said, rows))


@dataclass(frozen=True)
class PhaseYear:
    """How many percent of the new key hold in a year."""

    year: int
    percent: Fraction


@dataclass(frozen=True)
class PhaseIn(Part):
    """From an old key to a new one: before the first year the old, after the last the new, between them a mix."""

    kind: ClassVar[str] = "phase_in"
    old: Part
    new: Part
    years: tuple[PhaseYear, ...]

    def __post_init__(self) -> None:
        if not self.years or self.years[-1].percent != HUNDRED:
            raise InvalidKey("PHASE_NOT_COMPLETE")
        if self.years[0].percent < 0:
            raise InvalidKey("PHASE_OUT_OF_ORDER")
        for one, other in pairwise(self.years):
            if other.year != one.year + 1 or other.percent < one.percent:
                raise InvalidKey("PHASE_OUT_OF_ORDER")
        if self.old.makes_total != self.new.makes_total:
            raise InvalidKey("PHASE_OF_TWO_KINDS")

    @property
    def makes_total(self) -> bool:
        """As the keys inside."""
        return self.new.makes_total

    def children(self) -> Iterator[tuple[str, Part]]:
        """The old key and the new."""
        yield "old", self.old
        yield "new", self.new

    def among(self, parties: frozenset[str]) -> Part:
        """The same years."""
        return replace(self, old=self.old.among(parties), new=self.new.among(parties))

    def percent(self, year: int) -> Fraction:
        """How much of the new key holds in a year."""
        if year < self.years[0].year:
            return Fraction(0)
        return next((each.percent for each in self.years if each.year == year), HUNDRED)

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The old and the new shares, weighted."""
        percent = self.percent(setting.year)
        steps = [Step(say("PHASE_STEP", year=str(setting.year), new=percent, old=HUNDRED - percent))]
        shares = []
        for code, part, own in (("PHASE_OLD_STEP", self.old, HUNDRED - percent), ("PHASE_NEW_STEP", self.new, percent)):
            if own:
                weighted, inner = scaled(part.share(amount, setting), own, HUNDRED, say(code, percent=own))
                shares.append(weighted)
                steps += inner
        if len(shares) > 1:
            steps.append(summed(shares, setting.parties))
        return Outcome(added(shares, setting.parties), tuple(steps))

    def said(self, rules: Rules) -> Saying:
        """'med övergång från … till …: 2026 25 procent av den nya, …'."""
        years = tuple(say("PHASE_YEAR", year=str(each.year), percent=each.percent) for each in self.years)
        return say("PHASE_IN", old=self.old.said(rules), new=self.new.said(rules), years=years)


@dataclass(frozen=True)
class Stay:
    """When a party is in: from `starts_on`, and before `ends_on`, the first day after; its fee for coming in."""

    party: Party
    starts_on: date | None = None
    ends_on: date | None = None
    entry_fee: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.starts_on is None and self.ends_on is None:
            raise InvalidKey("STAY_WITHOUT_DAYS", party=self.party)
        if self.starts_on is not None and self.ends_on is not None and self.ends_on <= self.starts_on:
            raise InvalidKey("STAY_EMPTY", party=self.party)
        if self.entry_fee and self.starts_on is None:
            raise InvalidKey("FEE_WITHOUT_START", party=self.party)
        if self.entry_fee < 0:
            raise InvalidKey("FEE_NEGATIVE", party=self.party)

    def holds(self, day: date) -> bool:
        """Whether the party is in on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


def _inside(part: Part) -> Iterator[Part]:
    yield part
    for _, child in part.children():
        yield from _inside(child)


@dataclass(frozen=True)
class Membership(Part):
    """A part where parties come in or leave during the year, in proportion of days.

    The amount is spread evenly over the year's days; each stretch of days is shared by those who are in then. An entry
    fee is charged in the year of entry: on top of the amount (`fee_to` "collaboration"), or as a payment to the others
    ("others"), shared among them as the part shares the year.
    """

    kind: ClassVar[str] = "membership"
    part: Part
    stays: tuple[Stay, ...]
    fee_to: str = TO_COLLABORATION

    def __post_init__(self) -> None:
        names = [stay.party for stay in self.stays]
        if not self.stays or len(set(names)) < len(names):
            raise InvalidKey("STAYS_NAMED_TWICE", parties=tuple(names))
        if any(isinstance(part, Membership) for part in _inside(self.part)):
            raise InvalidKey("MEMBERSHIP_TWICE")  # each would be computed for every stretch of days of the other
        if self.fee_to not in (TO_COLLABORATION, TO_OTHERS):
            raise InvalidKey("GIVES_UNKNOWN", text=self.fee_to, choices=(TO_COLLABORATION, TO_OTHERS))

    @property
    def makes_total(self) -> bool:
        """As the part inside."""
        return self.part.makes_total

    def children(self) -> Iterator[tuple[str, Part]]:
        """The part inside."""
        yield "part", self.part

    def named(self) -> Iterable[str]:
        """Those who come or go."""
        return [stay.party for stay in self.stays]

    def among(self, parties: frozenset[str]) -> Part:
        """Without those who left altogether."""
        stays, part = tuple(stay for stay in self.stays if stay.party in parties), self.part.among(parties)
        return replace(self, stays=stays, part=part) if stays else part

    def stretches(self, year: int, parties: Iterable[str]) -> list[tuple[date, date, tuple[str, ...]]]:
        """The year in stretches of days with the same parties: (first day, first day after, who)."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        turns = {first, after}
        turns |= {day for s in self.stays for day in (s.starts_on, s.ends_on) if day and first < day < after}
        stays = {stay.party: stay for stay in self.stays}
        found = []
        for begin, end in pairwise(sorted(turns)):
            here = tuple(p for p in parties if p not in stays or stays[Party(p)].holds(begin))
            found.append((begin, end, here))
        return found

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """Each stretch by its days, then the entry fees of the year."""
        days = 366 if calendar.isleap(setting.year) else 365
        steps, shares = [], []
        for begin, end, here in self.stretches(setting.year, setting.parties):
            if not here:
                raise InvalidKey("NOBODY_IN", day=begin)
            length, last = (end - begin).days, end - timedelta(days=1)
            found = self.part.among(frozenset(here)).share(amount, setting.among(here))
            said = say("STRETCH_STEP", first=begin, last=last, days=length, of=days, parties=here)
            weighted, inner = scaled(found, length, days, say("STRETCH_PART", days=length, of=days))
            steps += [Step(said), *inner]
            shares.append(weighted)
        fees, fee_steps = self._fees(setting, added(shares, setting.parties))
        shares += fees
        steps += fee_steps
        if len(shares) > 1:
            steps.append(summed(shares, setting.parties))
        return Outcome(added(shares, setting.parties), tuple(steps))

    def _entering(self, setting: Setting) -> list[Stay]:
        return [s for s in self.stays if s.entry_fee and s.starts_on and s.starts_on.year == setting.year]

    def _fees(self, setting: Setting, year: Shares) -> tuple[list[Shares], list[Step]]:
        shares, steps = [], []
        for stay in self._entering(setting):
            fee: Shares = {stay.party: stay.entry_fee}
            rows = [Row(stay.party, say("KRONOR", amount=stay.entry_fee), stay.entry_fee)]
            if self.fee_to == TO_OTHERS:
                others = {party: share for party, share in year.items() if party != stay.party and share > 0}
                if not others:
                    raise InvalidKey("FEE_TO_NOBODY", party=stay.party)
                whole = sum(others.values(), Fraction(0))
                for party, share in others.items():
                    back = -stay.entry_fee * share / whole
                    said = say("PROPORTION_ROW", weight=share, whole=whole, amount=-stay.entry_fee, share=back)
                    rows.append(Row(party, said, back))
                    fee[party] = back
            steps.append(Step(say("ENTRY_FEE_STEP", party=stay.party, amount=stay.entry_fee), tuple(rows)))
            shares.append(fee)
        return shares, steps

    def said(self, rules: Rules) -> Saying:
        """'…, för A från och med 1 juli 2026 i förhållande till dagarna'."""
        stays = []
        for stay in self.stays:
            last = stay.ends_on - timedelta(days=1) if stay.ends_on else None
            clause = (
                say("STAY_BETWEEN", party=stay.party, first=stay.starts_on, last=last) if stay.starts_on and last
                else say("STAY_FROM", party=stay.party, first=stay.starts_on) if stay.starts_on
                else say("STAY_THROUGH", party=stay.party, last=last or date.min)
            )  # fmt: skip
            stays.append(say("STAY_FEE", stay=clause, fee=stay.entry_fee) if stay.entry_fee else clause)
        return say("MEMBERSHIP", part=self.part.said(rules), stays=tuple(stays))
