"""Does a key give the amounts that were published? Says which, and by how much; never adjusts anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from samsyn.cores.costsharing.exact import exact
from samsyn.cores.costsharing.keys.key import OPERATION, Key, compute
from samsyn.cores.costsharing.keys.measures import Inputs, InvalidMeasure
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, say

KRONOR, THOUSANDS, PERCENT = "kronor", "thousands", "percent"
SAME, ROUNDED, DIFFERENT = "same", "rounded", "different"


class InvalidPublished(Refusal):
    """Published amounts that cannot be compared."""


@dataclass(frozen=True)
class Published:
    """Amounts as printed: kronor, thousands of kronor or percent of the total, with so many decimals."""

    amounts: Mapping[str, Fraction]
    unit: str = KRONOR
    decimals: int = 0

    def __post_init__(self) -> None:
        if self.unit not in (KRONOR, THOUSANDS, PERCENT):
            raise InvalidPublished("GIVES_UNKNOWN", text=self.unit, choices=(KRONOR, THOUSANDS, PERCENT))

    @classmethod
    def of(cls, amounts: Mapping[str, object], *, unit: str = KRONOR, decimals: int = 0) -> "Published":
        """Published amounts from what people write."""
        return cls({party: exact(amount) for party, amount in amounts.items()}, unit, decimals)


@dataclass(frozen=True)
class Comparison:
    """One party's printed amount, what the key gives (both in the printed unit), and the difference.

    `agrees` is "same" (the key's amount is printed when rounded as the others are), "rounded" (less than one unit of
    the last decimal away: another way of rounding would give it) or "different".
    """

    party: str
    published: Fraction
    computed: Fraction
    agrees: str

    @property
    def difference(self) -> Fraction:
        """Printed less computed, in the printed unit."""
        return self.published - self.computed


@dataclass(frozen=True)
class Reproduction:
    """Every party's comparison, whether the printed amounts sum to their own total, and sentences for all of it."""

    rows: tuple[Comparison, ...]
    published_total: Fraction
    computed_total: Fraction
    verdict: Saying
    sentences: tuple[Saying, ...]

    @property
    def reproduced(self) -> bool:
        """Whether the key gives every printed amount."""
        return all(row.agrees != DIFFERENT for row in self.rows)


def reproduce(
    key: Key, inputs: Inputs, published: Published, *, total: int | None = None, purpose: str = OPERATION
) -> Reproduction:
    """Compare a key's amounts with printed ones.

    Parameters
    ----------
    key, inputs, total, purpose : as for `compute`; percent needs a total or a key that makes its own.
    published : printed amounts for every party.

    Returns
    -------
    Reproduction. Nothing is fitted: neither the key nor the printed amounts are changed to agree.

    Raises
    ------
    InvalidPublished : an amount of somebody who is no party. MissingMeasure and the rest : as `compute`.

    Source: docs/methods/reproducing.md
    """
    strangers = sorted(set(published.amounts) - set(key.parties))
    if strangers:
        raise InvalidPublished("PUBLISHED_OF_NO_PARTY", parties=tuple(strangers))
    result = compute(key, inputs, total=total, purpose=purpose)
    whole = sum(result.exact.values(), Fraction(0))
    if published.unit == PERCENT and not whole:
        raise InvalidMeasure("PERCENT_OF_NOTHING")
    factor = {KRONOR: Fraction(1), THOUSANDS: Fraction(1, 1000)}.get(published.unit) or 100 / whole
    finest = Fraction(1, 10**published.decimals)
    rows = []
    for party, printed in published.amounts.items():
        exact_amount = Fraction(result.kronor[party]) if published.unit == KRONOR else result.exact[party]
        computed = exact_amount * factor
        off = abs(printed - computed)
        agrees = SAME if off <= finest / 2 else ROUNDED if off < finest else DIFFERENT
        rows.append(Comparison(party, printed, computed, agrees))
    missing = [party for party in key.parties if party not in published.amounts]
    sums = sum(published.amounts.values(), Fraction(0)), sum((row.computed for row in rows), Fraction(0))
    sentences = [_sentence(row, published.unit) for row in rows if row.agrees != SAME]
    if missing:
        sentences.append(say("NOT_PUBLISHED", parties=tuple(missing)))
    return Reproduction(tuple(rows), *sums, _verdict(rows), tuple(sentences))


def _verdict(rows: list[Comparison]) -> Saying:
    away = [row for row in rows if row.agrees == DIFFERENT]
    if not away:
        return say("REPRODUCED", count=len(rows))
    return say("NOT_REPRODUCED", count=len(away), of=len(rows))


def _sentence(row: Comparison, unit: str) -> Saying:
    code = "PRINTED_ROUNDED" if row.agrees == ROUNDED else "PRINTED_ABOVE" if row.difference > 0 else "PRINTED_BELOW"
    named = say(f"PRINTED_UNIT_{unit.upper()}")
    return say(
        code, party=row.party, published=row.published, computed=row.computed, by=abs(row.difference), unit=named
    )
