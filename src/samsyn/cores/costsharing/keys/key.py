"""The key of a collaboration: who share, by which parts for what, and the computing of everybody's amount."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from samsyn.cores.costsharing.keys.measures import Inputs, MeasureRule, Setting, check_dates, check_values
from samsyn.cores.costsharing.keys.part import InvalidKey, Part, Row, Step, at
from samsyn.cores.costsharing.rounding import nearest_krona, whole_kronor, whole_total
from samsyn.cores.costsharing.saying import Saying, say

OPERATION, INVESTMENT, ASSETS_AND_DEBTS = "operation", "investment", "assets_and_debts"
PURPOSES = (OPERATION, INVESTMENT, ASSETS_AND_DEBTS)
MOST_PARTIES = 400


@dataclass(frozen=True)
class Key:
    """How the parties share: the cost of operation, and where the agreement says so investment, and assets and debts
    when somebody leaves. `measures` holds the day and the words of each measure; `mixed_dates` lets readings without
    a stated day be from different days."""

    parties: tuple[str, ...]
    operation: Part
    investment: Part | None = None
    assets_and_debts: Part | None = None
    measures: Mapping[str, MeasureRule] = field(default_factory=dict)
    mixed_dates: bool = False

    def __post_init__(self) -> None:
        if not self.parties:
            raise InvalidKey("NO_PARTIES")
        if len(self.parties) > MOST_PARTIES:
            raise InvalidKey("TOO_MANY_PARTIES_IN_KEY", count=len(self.parties), most=MOST_PARTIES)
        twice = sorted({party for party in self.parties if self.parties.count(party) > 1})
        if twice:
            raise InvalidKey("NAMED_TWICE", parties=tuple(twice))
        for purpose in PURPOSES:
            part = getattr(self, purpose)
            if part is not None:
                with at(purpose):
                    part.check(frozenset(self.parties))

    def part(self, purpose: str) -> Part:
        """The part for a purpose; the key for operation is never taken for another."""
        if purpose not in PURPOSES:
            raise InvalidKey("GIVES_UNKNOWN", text=purpose, choices=PURPOSES)
        found: Part | None = getattr(self, purpose)
        if found is None:
            raise InvalidKey("PURPOSE_NOT_STATED", purpose=say(f"PURPOSE_{purpose.upper()}"))
        return found

    def for_parties(self, parties: Iterable[str]) -> "Key":
        """The same key among fewer, as when one leaves or says no: fixed shares keep their proportions.

        Raises
        ------
        InvalidKey : somebody is no party, or a part is left with nobody.
        """
        wanted = frozenset(parties)
        unknown = sorted(wanted - set(self.parties))
        if unknown:
            raise InvalidKey("UNKNOWN_PARTY", parties=tuple(unknown))
        return replace(
            self,
            parties=tuple(party for party in self.parties if party in wanted),
            operation=self.operation.among(wanted),
            investment=self.investment.among(wanted) if self.investment else None,
            assets_and_debts=self.assets_and_debts.among(wanted) if self.assets_and_debts else None,
        )


@dataclass(frozen=True)
class Result:
    """Everybody's amount. `exact` and `kronor` are by party (SEK); `total` is the sum of `kronor`; `given` is the cost
    that was to be shared, and `notices` say where it is another (a charge that does not cover it, an entry fee)."""

    exact: Mapping[str, Fraction]
    kronor: Mapping[str, int]
    total: int
    given: int | None
    steps: tuple[Step, ...]
    notices: tuple[Saying, ...]

    @property
    def difference(self) -> int:
        """What was charged above the given cost (negative: below), SEK; 0 where no cost was given."""
        return self.total - self.given if self.given is not None else 0


def compute(key: Key, inputs: Inputs, *, total: int | None = None, purpose: str = OPERATION) -> Result:
    """Share a cost to the krona by a key, with every step.

    Parameters
    ----------
    key, inputs : the agreement's key, and the measures, figures and last year's amounts that it asks for.
    total : the cost in whole kronor; None where the key charges by rates or adds up its own figures.
    purpose : OPERATION, INVESTMENT or ASSETS_AND_DEBTS.

    Returns
    -------
    Result; its `kronor` sum exactly to its `total`, rounded once, at the end.

    Raises
    ------
    InvalidKey : the key has no part for the purpose, or needs a total.
    InvalidTotal : the total is text or has öre.
    MissingMeasure, InvalidMeasure, MixedDates : figures that are not there, cannot be, or are from other days.
    Infeasible : limits or lines that the total does not fit.

    Source: the agreement; docs/methods/keys.md
    """
    given = None if total is None else whole_total(total)
    part = key.part(purpose)
    check_values(inputs, frozenset(key.parties))
    setting = Setting(key.parties, inputs, key.measures)
    with at(purpose):
        check_dates(dict.fromkeys(part.measures()), setting, mixed=key.mixed_dates)
        found = part.share(None if given is None else Fraction(given), setting)
    charged = nearest_krona(found.total)
    by_code = sorted(key.parties)  # the tie rule of the rounding goes by code, in whatever order the key names them
    rounded = dict(zip(by_code, whole_kronor([found.shares[p] for p in by_code], total=charged), strict=True))
    kronor = {party: rounded[party] for party in key.parties}
    steps = (*found.steps, rounding_step(found.shares, kronor, exact_total=found.total))
    return Result(found.shares, kronor, charged, given, steps, tuple(_notices(found.total, given)))


def _notices(charged: Fraction, given: int | None) -> Iterable[Saying]:
    if given is not None and charged != given:
        code = "CHARGED_ABOVE_COST" if charged > given else "CHARGED_BELOW_COST"
        yield say(code, charged=charged, cost=given, by=abs(charged - given))


def rounding_step(exact: Mapping[str, Fraction], kronor: Mapping[str, int], *, exact_total: Fraction) -> Step:
    """The last step: whole kronor by the largest remainder."""
    rows = tuple(
        Row(party, say("ROUND_ROW", before=exact[party], after=whole), Fraction(whole))
        for party, whole in kronor.items()
    )
    return Step(say("ROUND_STEP", before=exact_total, after=sum(kronor.values())), rows)


def describe(key: Key, purpose: str | None = None) -> Saying:
    """The key in one sentence, for one purpose or for all that it states."""
    stated = [name for name in PURPOSES if getattr(key, name) is not None]
    clauses = tuple(
        say("CLAUSE", purpose=say(f"SUBJECT_{name.upper()}"), part=key.part(name).said(key.measures))
        for name in ([purpose] if purpose else stated)
    )
    if len(clauses) == 1:
        return say("SENTENCE", clause=clauses[0])
    return say("SENTENCE_OF_MORE", clauses=clauses)


def with_more(key: Key, inputs: Inputs, *, party: str, measure: str, by: Fraction | int, total: int | None) -> Fraction:
    """What a party pays more (SEK, exact) when its measure is larger by so much and nothing else changes.

    It shows the jumps of a step table, and what one more inhabitant costs under any key.
    """
    readings = dict(inputs.measures[measure].readings)
    readings[party] = replace(readings[party], value=readings[party].value + by)
    measures = {**inputs.measures, measure: replace(inputs.measures[measure], readings=readings)}
    after = compute(key, replace(inputs, measures=measures), total=total)
    return after.exact[party] - compute(key, inputs, total=total).exact[party]
