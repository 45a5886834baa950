"""Whole kronor that sum exactly, the settlement of a year, and the instalments before it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from samsyn.cores.costsharing.exact import exact
from samsyn.cores.costsharing.refusal import Refusal

FINEST_KR = 10**6  # floats are read to a millionth of a krona, so that equal shares are equal


class InvalidTotal(Refusal):
    """The total is not whole kronor, or the shares do not sum to it."""


def whole_total(total: object) -> int:
    """The total in whole kronor.

    Raises
    ------
    InvalidTotal : text, öre, or no finite number.
    """
    if isinstance(total, bool | str):
        raise InvalidTotal("TOTAL_IS_TEXT", text=str(total)[:40])
    found = exact(total)
    if found.denominator != 1:
        raise InvalidTotal("TOTAL_HAS_ORE", amount=found)
    return int(found)


def nearest_krona(amount: Fraction) -> int:
    """The nearest whole number; halves go away from zero, so that a negative amount mirrors a positive one."""
    return int(math.copysign(math.floor(abs(amount) + Fraction(1, 2)), amount))


def whole_kronor(shares: Iterable[Fraction | float], *, total: int) -> list[int]:
    """Round shares to whole kronor that sum to the total, by the largest remainder.

    Every share is rounded down; the kronor then missing go, one each, to the largest remainders. The tie rule: of
    equal remainders the largest share first, of equal shares the one that stands first (parties stand in the order
    of their municipality codes). A negative total is rounded as its positive mirror image.

    Parameters
    ----------
    shares : n numbers, SEK. Floats are read to a millionth of a krona.
    total : whole kronor, the sum of the shares to within half a krona.

    Returns
    -------
    n whole numbers, SEK, that sum to the total; each less than 1 krona from its share (a share off the total's sum
    moves them by as much at most).

    Raises
    ------
    InvalidTotal : the shares do not sum to the total.

    Source: Hamilton's method, see Balinski & Young (1982), Fair Representation; docs/methods/rounding.md
    """
    given = [Fraction(round(x * FINEST_KR), FINEST_KR) if isinstance(x, float) else Fraction(x) for x in shares]
    if abs(sum(given, Fraction(0)) - total) > Fraction(1, 2):
        raise InvalidTotal("SHARES_DO_NOT_SUM", amount=sum(given, Fraction(0)), total=total)
    if not given:
        return []
    mirrored = total < 0
    if mirrored:
        given, total = [-x for x in given], -total
    kronor = [math.floor(x) for x in given]
    order = sorted(range(len(given)), key=lambda i: (kronor[i] - given[i], -given[i], i))
    for i in order[: total - sum(kronor)]:
        kronor[i] += 1
    return [-x for x in kronor] if mirrored else kronor


def settlement(final: Mapping[str, int], invoiced: Mapping[str, int]) -> dict[str, int]:
    """What each party is still to pay (or, negative, to get back): the final share less what it has been invoiced.

    Both are whole kronor, so the settlement sums exactly to the cost less what was invoiced and needs no rounding of
    its own. A party that is in one of them only counts as 0 in the other.
    """
    parties = [*final, *(party for party in invoiced if party not in final)]
    return {party: final.get(party, 0) - invoiced.get(party, 0) for party in parties}


def instalments(kronor: int, *, parts: Sequence[Fraction | int]) -> list[int]:
    """A yearly amount as preliminary invoices, in proportion to `parts`, that sum to it.

    Each invoice is what is due by then, rounded, less what was invoiced before: no invoice is more than a krona off.
    """
    whole, due, sent = sum(Fraction(part) for part in parts), Fraction(0), 0
    if whole <= 0 or any(part < 0 for part in parts):
        raise InvalidTotal("INSTALMENTS_NOT_POSITIVE")
    invoices = []
    for part in parts:
        due += kronor * Fraction(part) / whole
        invoices.append(nearest_krona(due) - sent)
        sent += invoices[-1]
    return invoices
