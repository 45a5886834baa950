"""The picture of a decision: every party's share between what it adds and what it would pay alone, in words as well."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    InvalidGame,
    checked_game,
    checked_shares,
    parties_in,
    separable_costs,
    singles,
    size_of,
)
from samsyn.cores.costsharing.nucleoli import nucleolus
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, say
from samsyn.cores.costsharing.shapley import shapley_shares
from samsyn.cores.costsharing.stability import Breakaway, breakaways, least_core, standalone_test
from samsyn.cores.costsharing.subadditive import subadditivity

BENCHMARKS: dict[str, Callable[[FloatArray], FloatArray]] = {"shapley_shares": shapley_shares, "nucleolus": nucleolus}
MOST_CHECKED = 12  # parties for whom the report looks whether the table of costs is reasonable


@dataclass(frozen=True)
class Row:
    """One party's row of the picture, all in SEK: a bar from `marginal` to `alone`, the `share` as a dot.

    `benchmarks` are ticks by the method's name. `saying` is the row in words.
    """

    party: int
    share: float
    marginal: float
    alone: float
    within: bool
    benchmarks: dict[str, float]
    saying: Saying


@dataclass(frozen=True)
class FairnessReport:
    """Rows, the verdict on groups, the groups that would leave, and what a reader has to know about the costs."""

    rows: tuple[Row, ...]
    verdict: Saying
    breakaways: tuple[Breakaway, ...]
    notices: tuple[Saying, ...]


def fairness_report(
    costs: npt.ArrayLike, shares: npt.ArrayLike, *, benefits: npt.ArrayLike | None = None, most: int = 3
) -> FairnessReport:
    """What the shares mean to each party and to groups of them.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.
    shares : (n,) array, SEK, that sum to the joint cost to within half a krona for each party.
    benefits : as for `standalone_test`.
    most : how many breakaways to list.

    Returns
    -------
    FairnessReport. A benchmark that is not defined on the game is missing from the rows and said in the notices.

    Raises
    ------
    InvalidGame : as for `core_excess`, or shares that do not sum to the joint cost.

    Source: docs/methods/fairness_report.md
    """
    game = checked_game(costs)
    paid = checked_shares(game, shares)
    off = float(paid.sum() - game[-1])
    if abs(off) > max(parties_in(game) / 2, ROUNDING * size_of(game)):
        raise InvalidGame("SHARES_NOT_JOINT_COST", shares=float(paid.sum()), total=float(game[-1]), by=abs(off))
    found, notices = _benchmarks(game)
    marginal, alone = separable_costs(game), singles(game)
    within = standalone_test(game, paid, benefits=benefits).holds
    rows = tuple(
        Row(
            party=i,
            share=float(paid[i]),
            marginal=float(marginal[i]),
            alone=float(alone[i]),
            within=bool(within[i]),
            benchmarks={name: float(values[i]) for name, values in found.items()},
            saying=row_said(i, float(paid[i]), float(marginal[i]), float(alone[i]), worth_it=bool(within[i])),
        )
        for i in range(parties_in(game))
    )
    # Shares are whole kronor: what a group gains by their rounding alone is no reason to leave.
    leaving = [each for each in breakaways(game, paid, most) if each.saving > len(each.parties)]
    return FairnessReport(rows, _verdict(game, leaving), tuple(leaving), (*notices, *_about_the_costs(game)))


def row_said(party: int, share: float, marginal: float, alone: float, *, worth_it: bool = True) -> Saying:
    """'Mellerud betalar 412 000 kr, 88 000 kr mindre än ensam; kostnaden ökar med 350 000 kr av att …'"""
    gain, added = round(alone) - round(share), round(marginal)
    if share < marginal:
        code = "ROW_BELOW_MARGINAL"
    elif gain < 0:
        code = "ROW_ABOVE_ALONE_WORTH" if worth_it else "ROW_ABOVE_ALONE"
    else:
        code = "ROW_BETWEEN" if gain else "ROW_AS_ALONE"
    return say(code, party=str(party), share=round(share), gain=abs(gain), added=added, short=added - round(share))


def _benchmarks(game: FloatArray) -> tuple[dict[str, FloatArray], list[Saying]]:
    found, notices = {}, []
    for name, method in BENCHMARKS.items():
        try:
            found[name] = method(game)
        except Refusal as refused:
            notices.append(say("BENCHMARK_UNDEFINED", method=say(f"METHOD_{name.upper()}"), reason=refused.saying))
    return found, notices


def _verdict(game: FloatArray, leaving: list[Breakaway]) -> Saying:
    if not leaving:
        return say("NO_BREAKAWAY")
    worst = leaving[0].said()
    if parties_in(game) > 1 and (short := -least_core(game).epsilon) > parties_in(game):
        return say("BREAKAWAY_WHATEVER", worst=worst, short=round(short))
    return worst


def _about_the_costs(game: FloatArray) -> list[Saying]:
    if parties_in(game) > MOST_CHECKED:
        return [say("SPLITS_NOT_CHECKED", most=MOST_CHECKED)]
    splits = subadditivity(game, most=len(game))
    if not splits:
        return []
    return [say("NOT_SUBADDITIVE", count=len(splits), worst=splits[0].said())]


def transfers(shares: npt.ArrayLike, benchmark: npt.ArrayLike) -> FloatArray:
    """Who pays for whom against one chosen benchmark: share less benchmark, (n,) SEK; sums to 0 where both sum alike.

    Parameters
    ----------
    shares, benchmark : (n,) arrays, SEK. The caption has to name the benchmark.
    """
    paid, against = np.asarray(shares, dtype=np.float64), np.asarray(benchmark, dtype=np.float64)
    if paid.shape != against.shape:
        raise InvalidGame("SHARES_LENGTH", count=paid.size, parties=against.size)
    return paid - against
