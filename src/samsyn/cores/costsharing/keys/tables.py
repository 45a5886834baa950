"""A step table: a fee, a rate or points by the size of the party."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from samsyn.cores.costsharing.keys.basic import in_proportion, outcome
from samsyn.cores.costsharing.keys.measures import InvalidMeasure, Setting, told, unit_of
from samsyn.cores.costsharing.keys.part import InvalidKey, MeasureName, Outcome, Part, Row, Rules, needed
from samsyn.cores.costsharing.saying import Saying, say

KRONOR, PER_UNIT, POINTS = "kronor", "kronor_per_unit", "points"
GIVES = (KRONOR, PER_UNIT, POINTS)


@dataclass(frozen=True)
class SizeClass:
    """From `at_least`, through `at_most` (that size included) or up to `below` (that size not); neither is open."""

    at_least: Fraction
    gives: Fraction
    at_most: Fraction | None = None
    below: Fraction | None = None

    def __post_init__(self) -> None:
        if self.at_most is not None and self.below is not None:
            raise InvalidKey("CLASS_ENDS_TWICE", at_least=self.at_least)
        if (self.at_most is not None and self.at_most < self.at_least) or (
            self.below is not None and self.below <= self.at_least
        ):
            raise InvalidKey("CLASS_EMPTY", at_least=self.at_least)

    def holds(self, value: Fraction) -> bool:
        """Whether a party of that size is in the class."""
        if self.at_most is not None:
            return self.at_least <= value <= self.at_most
        return self.at_least <= value and (self.below is None or value < self.below)

    def said(self) -> Saying:
        """'7 000–14 999', '150 000 och mer'."""
        if self.at_most is not None:
            return say("CLASS_THROUGH", at_least=self.at_least, at_most=self.at_most)
        if self.below is not None:
            return say("CLASS_BELOW", at_least=self.at_least, below=self.below)
        return say("CLASS_OPEN", at_least=self.at_least)


def check_classes(classes: tuple[SizeClass, ...]) -> None:
    """Refuse borders that overlap or leave a gap.

    Raises
    ------
    InvalidKey : naming the sizes that would be in two classes, or in none.
    """
    for lower, upper in pairwise(classes):
        if upper.at_least <= lower.at_least:
            raise InvalidKey("CLASSES_NOT_IN_ORDER", at_least=upper.at_least)
        if lower.at_most is None and lower.below is None:
            raise InvalidKey("CLASSES_OVERLAP", first=upper.at_least, lower=lower.said(), upper=upper.said())
        ends = lower.at_most if lower.at_most is not None else lower.below
        assert ends is not None  # noqa: S101  one of the two is set, as just looked at
        if upper.at_least < ends or upper.at_least == lower.at_most:
            raise InvalidKey("CLASSES_OVERLAP", first=upper.at_least, lower=lower.said(), upper=upper.said())
        # Through 14 999 and from 15 000 meet where the measure is counted in whole numbers.
        if upper.at_least > (ends if lower.below is not None else ends + 1):
            raise InvalidKey("CLASSES_LEAVE_GAP", first=ends, last=upper.at_least)


@dataclass(frozen=True)
class StepTable(Part):
    """What a party's class gives: kronor, kronor per unit of the measure, or points that share the amount."""

    kind: ClassVar[str] = "step_table"
    measure: MeasureName
    classes: tuple[SizeClass, ...]
    gives: str = KRONOR

    def __post_init__(self) -> None:
        if self.gives not in GIVES:
            raise InvalidKey("GIVES_UNKNOWN", text=self.gives, choices=GIVES)
        if not self.classes:
            raise InvalidKey("CLASSES_MISSING")
        check_classes(self.classes)
        if self.gives == POINTS and any(each.gives < 0 for each in self.classes):
            raise InvalidKey("WEIGHT_NEGATIVE")

    @property
    def makes_total(self) -> bool:
        """Points share an amount; kronor are a charge."""
        return self.gives != POINTS

    def _class(self, party: str, value: Fraction, setting: Setting) -> SizeClass:
        for each in self.classes:
            if each.holds(value):
                return each
        raise InvalidMeasure("IN_NO_CLASS", party=party, value=value, unit=setting.unit(self.measure))

    def _rows(self, setting: Setting) -> Iterator[Row]:
        for party, value in setting.values(self.measure).items():
            found = self._class(party, value, setting)
            given = found.gives * value if self.gives == PER_UNIT else found.gives
            code = {KRONOR: "CLASS_ROW", PER_UNIT: "CLASS_RATE_ROW", POINTS: "CLASS_POINTS_ROW"}[self.gives]
            said = say(code, value=value, band=found.said(), gives=found.gives, share=given)
            yield Row(party, said, given)

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The class of each party, and what it gives; points are then shared in proportion."""
        found = outcome(say("CLASS_STEP", measure=setting.read(self.measure)), self._rows(setting))
        if self.gives != POINTS:
            return found
        total = needed(amount)
        if not any(found.shares.values()):
            raise InvalidMeasure("MEASURE_ALL_ZERO", measure=setting.read(self.measure))
        shared = outcome(
            say("POINTS_STEP", amount=total, whole=found.total),
            in_proportion(found.shares, total, row="PROPORTION_ROW"),
        )
        return Outcome(shared.shares, (*found.steps, *shared.steps))

    def said(self, rules: Rules) -> Saying:
        """'med en trappa efter antal invånare: 0–6 999 ger 5 000 kr, …'."""
        code = {KRONOR: "CLASS_GIVES", PER_UNIT: "CLASS_GIVES_RATE", POINTS: "CLASS_GIVES_POINTS"}[self.gives]
        unit = unit_of(self.measure, rules)
        classes = tuple(say(code, band=each.said(), gives=each.gives, unit=unit) for each in self.classes)
        return say("TABLE", measure=told(self.measure, rules), classes=classes)


def jumps(part: StepTable) -> tuple[tuple[Fraction, Fraction], ...]:
    """Each border of a table of kronor with what one unit more costs there (SEK): (size, jump).

    A jump is what a party pays more for a single inhabitant; it is shown beside the table.
    """
    found = []
    for lower, upper in pairwise(part.classes):
        before = lower.gives * (upper.at_least - 1) if part.gives == PER_UNIT else lower.gives
        after = upper.gives * upper.at_least if part.gives == PER_UNIT else upper.gives
        found.append((upper.at_least, after - before))
    return tuple(found)
