"""What a key measures parties by: readings with source and date, and what the key says about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Self

from samsyn.cores.costsharing.exact import exact
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, say

YEARS, MOST_YEARS_BEFORE = range(1950, 2200), 20
STANDARD = ("population", "volume", "cases", "hours", "tax_base")


class MissingMeasure(Refusal):
    """A figure that the key needs has not been given."""


class InvalidMeasure(Refusal):
    """A figure is negative, is for somebody who is no party, or cannot be divided by."""


class MixedDates(Refusal):
    """Figures are from different days, or from another day than the key says."""


@dataclass(frozen=True)
class Reading:
    """A value with its source and the day that it refers to."""

    value: Fraction
    source: str
    on: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", exact(self.value))


@dataclass(frozen=True)
class Measure:
    """A reading for each party."""

    readings: Mapping[str, Reading]

    @classmethod
    def of(cls, values: Mapping[str, object], *, source: str, on: date) -> Self:
        """A measure whose values all have the same source and day."""
        return cls({party: Reading(exact(value), source, on) for party, value in values.items()})


@dataclass(frozen=True)
class MeasureRule:
    """What the key says about a measure: its words where it is not a standard one, and the day that holds.

    `month`, `day` and `years_before` are the day in relation to the year shared: (11, 1, 1) is 1 November of the year
    before. Without them the readings need only be from one and the same day.
    """

    label: str = ""
    unit: str = ""
    source: str = ""
    month: int | None = None
    day: int | None = None
    years_before: int = 0

    def __post_init__(self) -> None:
        if (self.month is None) != (self.day is None):
            raise InvalidMeasure("DAY_IS_HALF")
        if self.month is not None:
            try:
                date(2000, self.month, self.day or 0)
            except (ValueError, OverflowError):
                raise InvalidMeasure("DAY_IS_NONE") from None
        if not 0 <= self.years_before <= MOST_YEARS_BEFORE:
            raise InvalidMeasure("YEARS_BEFORE_OUT_OF_RANGE", most=MOST_YEARS_BEFORE)

    def on(self, year: int) -> date | None:
        """The day that holds for a year; 29 February is 28 February in years without it."""
        if self.month is None or self.day is None:
            return None
        try:
            return date(year - self.years_before, self.month, self.day)
        except ValueError:
            return date(year - self.years_before, 2, 28)


@dataclass(frozen=True)
class Inputs:
    """What a key is computed from: measures, named figures (kronor and quantities), last year's amounts, the year."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    figures: Mapping[str, Reading] = field(default_factory=dict)
    previous: Mapping[str, Fraction] = field(default_factory=dict)
    year: int | None = None

    def for_parties(self, parties: Iterable[str]) -> "Inputs":
        """The same for some parties only, as when one leaves."""
        kept = set(parties)
        measures = {
            name: Measure({party: reading for party, reading in measure.readings.items() if party in kept})
            for name, measure in self.measures.items()
        }
        previous = {party: amount for party, amount in self.previous.items() if party in kept}
        return Inputs(measures, self.figures, previous, self.year)


@dataclass(frozen=True)
class Setting:
    """Who share, and by which figures. A group of parties may stand as one, with `members` saying who is in it."""

    parties: tuple[str, ...]
    inputs: Inputs
    rules: Mapping[str, MeasureRule] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def among(self, parties: Iterable[str]) -> "Setting":
        """The same figures for others: some of the parties, or the members of a group."""
        return Setting(tuple(parties), self.inputs, self.rules, self.members)

    @property
    def year(self) -> int:
        """The year that is shared."""
        if self.inputs.year is None:
            raise MissingMeasure("YEAR_MISSING")
        if self.inputs.year not in YEARS:
            raise InvalidMeasure("YEAR_OUT_OF_RANGE", first=str(YEARS[0]), last=str(YEARS[-1]))
        return self.inputs.year

    def people(self, party: str) -> tuple[str, ...]:
        """Who stand behind a name: the members of a group, or the party itself."""
        return self.members.get(party, (party,))

    def values(self, name: str) -> dict[str, Fraction]:
        """A measure's value for each party here; a group has the sum of its members'."""
        measure = self.inputs.measures.get(name)
        if measure is None:
            raise MissingMeasure("MEASURE_MISSING", measure=label_of(name, self.rules))
        missing = [p for party in self.parties for p in self.people(party) if p not in measure.readings]
        if missing:
            raise MissingMeasure("READING_MISSING", measure=label_of(name, self.rules), parties=tuple(missing))
        found = {
            party: sum((measure.readings[p].value for p in self.people(party)), Fraction(0)) for party in self.parties
        }
        return found

    def figure(self, name: str) -> Reading:
        """A named figure."""
        if name not in self.inputs.figures:
            raise MissingMeasure("FIGURE_MISSING", name=name)
        return self.inputs.figures[name]

    def read(self, name: str) -> Saying:
        """The measure in words with day and source: 'antal invånare den 1 november 2025 (SCB)'."""
        self.values(name)  # refuses what is missing
        readings = self.inputs.measures[name].readings
        used = [readings[p] for party in self.parties for p in self.people(party)]
        days, sources = {reading.on for reading in used}, sorted({reading.source for reading in used})
        label = label_of(name, self.rules)
        if len(days) > 1:
            return say("READ_ON_DAYS", measure=label, first=min(days), last=max(days), source=", ".join(sources))
        return say("READ", measure=label, day=min(days), source=", ".join(sources))

    def unit(self, name: str) -> Saying:
        """What the measure counts: 'invånare'."""
        return unit_of(name, self.rules)


def label_of(name: str, rules: Mapping[str, MeasureRule]) -> Saying:
    """A measure's name in words: the key's own, or the standard one."""
    if name in rules and rules[name].label:
        return say("AS_WRITTEN", text=rules[name].label)
    return say(f"MEASURE_{name.upper()}") if name in STANDARD else say("AS_WRITTEN", text=name)


def unit_of(name: str, rules: Mapping[str, MeasureRule]) -> Saying:
    """One of what a measure counts, in words."""
    if name in rules and rules[name].unit:
        return say("AS_WRITTEN", text=rules[name].unit)
    return say(f"UNIT_{name.upper()}") if name in STANDARD else say("UNIT_OTHER", text=name)


def told(name: str, rules: Mapping[str, MeasureRule]) -> Saying:
    """What the key says about a measure: 'antal invånare den 1 november året före, enligt SCB'."""
    rule, label = rules.get(name, MeasureRule()), label_of(name, rules)
    if rule.month is not None and rule.day is not None:
        day = {0: "ON_DAY_SAME_YEAR", 1: "ON_DAY_YEAR_BEFORE"}.get(rule.years_before, "ON_DAY_YEARS_BEFORE")
        label = say(day, measure=label, day=rule.day, month=rule.month, years=rule.years_before)
    return say("ACCORDING_TO", measure=label, source=rule.source) if rule.source else label


def check_dates(names: Iterable[str], setting: Setting, *, mixed: bool) -> None:
    """Refuse readings from another day than the key says, or from different days where it says none.

    Raises
    ------
    MixedDates : naming the measure, the party and both days.
    """
    seen: dict[date, str] = {}
    for name in names:
        measure = setting.inputs.measures.get(name)
        if measure is None:
            continue
        rule = setting.rules.get(name, MeasureRule())
        wanted = rule.on(setting.year) if rule.month is not None else None
        label = label_of(name, setting.rules)
        for party, reading in measure.readings.items():
            if wanted and reading.on != wanted:
                raise MixedDates("ANOTHER_DAY", measure=label, party=party, day=reading.on, wanted=wanted)
            if not wanted:
                seen.setdefault(reading.on, party)
        if len(seen) > 1 and not mixed:
            (first, one), (second, other) = sorted(seen.items())[:2]
            raise MixedDates("DIFFERENT_DAYS", measure=label, day=first, party=one, other_day=second, other=other)


def check_values(inputs: Inputs, parties: frozenset[str]) -> None:
    """Refuse negative readings and figures for somebody who is no party.

    Raises
    ------
    InvalidMeasure : naming the measure and the party.
    """
    for name, measure in inputs.measures.items():
        for party, reading in measure.readings.items():
            if party not in parties:
                raise InvalidMeasure("READING_OF_NO_PARTY", name=name, party=party)
            if reading.value < 0:
                raise InvalidMeasure("READING_NEGATIVE", name=name, party=party, value=reading.value)
    for party in inputs.previous:
        if party not in parties:
            raise InvalidMeasure("PREVIOUS_OF_NO_PARTY", party=party)
