"""How much rests on the estimates: verdicts and shares when every estimate is moved at random, by at most so much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    InvalidGame,
    checked_game,
    checked_shares,
    coalition_sums,
    parties_in,
    singles,
    size_of,
)
from samsyn.cores.costsharing.saying import Saying, say
from samsyn.cores.costsharing.structures import EveryGroup, Structure, cost_game

type Variation = Callable[[np.random.Generator], FloatArray]


@dataclass(frozen=True)
class Sensitivity:
    """How often a verdict is another when the estimates move.

    `standalone_flips` (n,) and `core_flips` are parts of the runs, 0 to 1. `in_core` and `standalone_holds` are the
    verdicts as the estimates stand.
    """

    runs: int
    spread: float
    standalone_holds: npt.NDArray[np.bool_]
    standalone_flips: FloatArray
    in_core: bool
    core_flips: float

    def said(self) -> Saying:
        """'När varje uppskattning flyttas upp till 10 procent …'"""
        code = "CORE_FLIPS_FROM_STABLE" if self.in_core else "CORE_FLIPS_FROM_UNSTABLE"
        return say(code, spread=round(100 * self.spread, 4), percent=round(100 * self.core_flips), runs=self.runs)


def vary_costs(costs: npt.ArrayLike, *, spread: float = 0.10) -> Variation:
    """Each coalition's cost by itself, at most so much up or down; the joint cost, which is known, stays.

    With many parties some of the 2**n costs always come out low by chance; `vary_structures` moves what the costs are
    made of instead, and is to be preferred where that is known.
    """
    game = checked_game(costs)
    _check_spread(spread)

    def varied(draw: np.random.Generator) -> FloatArray:
        found: FloatArray = game * draw.uniform(1 - spread, 1 + spread, len(game))
        found[-1] = game[-1]
        return found

    return varied


def vary_structures(structures: Sequence[Structure], n: int, *, spread: float = 0.10) -> Variation:
    """Each structure by a factor of its own, at most so much up or down; the joint cost, which is known, stays."""
    joint = cost_game(structures, n)[-1]
    tables = np.array([structure.costs(EveryGroup(n)) for structure in structures])
    tables[:, 0] = 0.0
    _check_spread(spread)

    def varied(draw: np.random.Generator) -> FloatArray:
        found: FloatArray = draw.uniform(1 - spread, 1 + spread, len(tables)) @ tables
        found[-1] = joint
        return found

    return varied


def _check_spread(spread: float) -> None:
    if not 0 < spread < 1:
        raise InvalidGame("SPREAD_OUT_OF_RANGE", spread=spread)


def sensitivity(
    costs: npt.ArrayLike,
    shares: npt.ArrayLike,
    *,
    vary: Variation | None = None,
    spread: float = 0.10,
    runs: int = 200,
    seed: int = 0,
) -> Sensitivity:
    """How often each verdict on some shares flips when the estimates behind the costs move.

    Parameters
    ----------
    costs, shares : as for `core_excess`; the shares and the joint cost stay.
    vary : how the costs move; None is `vary_costs` with `spread`.
    spread : the most that an estimate moves, as a part of it.
    runs, seed : how many times, and the seed; the same seed gives the same answer.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InvalidGame : as for `core_excess`, or a spread or a number of runs out of range.

    Source: docs/methods/sensitivity.md
    """
    game = checked_game(costs)
    paid = checked_shares(game, shares)
    _check_spread(spread)
    if not 1 <= runs <= 100_000:
        raise InvalidGame("RUNS_OUT_OF_RANGE", count=runs)
    varied, draw = vary or vary_costs(game, spread=spread), np.random.default_rng(seed)
    asked, near = coalition_sums(paid), ROUNDING * size_of(game)
    holds, stable = _verdicts(game, paid, asked, near)
    party_flips, core_flips = np.zeros(parties_in(game)), 0
    for _ in range(runs):
        now_holds, now_stable = _verdicts(varied(draw), paid, asked, near)
        party_flips += now_holds != holds
        core_flips += now_stable != stable
    return Sensitivity(runs, spread, holds, party_flips / runs, stable, core_flips / runs)


def _verdicts(game: FloatArray, paid: FloatArray, asked: FloatArray, near: float) -> tuple[npt.NDArray[np.bool_], bool]:
    return paid <= singles(game) + near, bool((asked[1:-1] <= game[1:-1] + near).all())


def share_spread(
    method: Callable[[FloatArray], FloatArray], vary: Variation, *, runs: int = 200, seed: int = 0
) -> FloatArray:
    """Between which amounts a method's shares lie in nine runs of ten when the estimates move.

    Parameters
    ----------
    method : a share function, such as `shapley_shares`.
    vary, runs, seed : as for `sensitivity`.

    Returns
    -------
    (n, 2) array, SEK: the 5th and the 95th percentile of each party's share.

    Raises
    ------
    What the method raises on a varied game.
    """
    draw = np.random.default_rng(seed)
    found = np.array([method(vary(draw)) for _ in range(runs)])
    between: FloatArray = np.percentile(found, (5, 95), axis=0).T
    return between
