"""The Shapley value: everybody's average marginal cost; exact, and for many parties as a named approximation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import comb

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    FloatArray,
    InvalidGame,
    checked_game,
    coalition_sizes,
    membership,
    parties_in,
)
from samsyn.cores.costsharing.saying import Saying, say

BLOCK = 2**16  # costs that are weighted at a time: they stay in the processor's cache
type BoolArray = npt.NDArray[np.bool_]


@lru_cache(maxsize=4)
def _weights(n: int) -> FloatArray:
    """(s-1)!(n-s)!/n! + s!(n-s-1)!/n! for every coalition of s, by which costs[S] counts for each member of S.

    The full coalition has no second term. For other coalitions the sum is 1 / (s · C(n, s)) + 1 / ((n-s) · C(n, s)).
    """
    by_size = [0.0, *(1 / (s * comb(n, s)) + 1 / ((n - s) * comb(n, s)) for s in range(1, n)), 1 / n]
    weights = np.array(by_size)[coalition_sizes(n).astype(np.int64)]
    weights.flags.writeable = False
    return weights


def shapley_shares(costs: npt.ArrayLike) -> FloatArray:
    """Share a joint cost by each party's average marginal cost over all orders of arrival.

    Keeps the promises: parties that add the same pay the same; one that adds nothing pays nothing; costs of two
    activities shared apart or together give the same. It can ask more of a group than the group would pay alone.

    Parameters
    ----------
    costs : (2**n,) array, SEK
        Cost of every coalition; bit i of the index is 1 when party i is in it, so costs[0] is 0.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1].

    Raises
    ------
    InvalidGame : the length is no power of two, costs[0] is not 0, a cost is not finite, or n is above 20.

    Source: Shapley (1953), A value for n-person games; docs/methods/shapley.md
    """
    game = checked_game(costs)
    n = parties_in(game)
    # The costs weigh the same for every member, and what they weigh for the others is a constant: each party's sum
    # over the coalitions it is in, shifted to the joint cost. Rows are the upper half of the bits, columns the lower.
    columns = 2 ** (n // 2)
    table, weights = game.reshape(-1, columns), _weights(n).reshape(-1, columns)
    step = max(1, BLOCK // columns)
    rows, across = np.empty(len(table)), np.zeros(columns)
    weighted = np.empty((min(step, len(table)), columns))
    for start in range(0, len(table), step):
        part = np.multiply(table[start : start + step], weights[start : start + step], out=weighted)
        part.sum(axis=1, out=rows[start : start + step])
        across += part.sum(axis=0)
    shares = np.concatenate((across @ membership(n // 2), rows @ membership(n - n // 2)))
    shares += (game[-1] - shares.sum()) / n
    return shares


@dataclass(frozen=True)
class ApproximateShares:
    """Estimated shares (n,) SEK, with an interval around each that holds at the stated confidence.

    `low` and `high` are (n,) SEK; `method` says in words what was done.
    """

    shares: FloatArray
    low: FloatArray
    high: FloatArray
    confidence: float
    orders: int
    method: Saying


NORMAL_95 = 1.959963984540054


def approximate_shapley_shares(
    cost_of: Callable[[BoolArray], FloatArray], n: int, *, orders: int = 2_000, seed: int = 0
) -> ApproximateShares:
    """Estimate the Shapley value from random orders of arrival, for more parties than can be computed exactly.

    Each random order is taken together with its reverse. The interval is 1.96 standard errors of the means of those
    pairs to each side (95 percent for each party by itself).

    Parameters
    ----------
    cost_of : the costs (m,) SEK of m coalitions, given as an (m, n) array of who is in; 0 for nobody.
    n : number of parties, 2 to 400.
    orders : orders in all, even, at least 60.
    seed : of the random orders; the same seed gives the same answer.

    Returns
    -------
    ApproximateShares; the shares sum to the joint cost.

    Raises
    ------
    InvalidGame : n or orders out of range, or a cost that is not finite.

    Source: Castro, Gómez & Tejada (2009), Polynomial calculation of the Shapley value based on sampling;
    docs/methods/shapley.md
    """
    if not 2 <= n <= 400:
        raise InvalidGame("PARTIES_OUT_OF_RANGE", count=n, least=2, most=400)
    if orders < 60 or orders % 2:
        raise InvalidGame("ORDERS_OUT_OF_RANGE", count=orders)
    draw, pairs = np.random.default_rng(seed), orders // 2
    means = np.empty((pairs, n))
    for pair in range(pairs):
        order = draw.permutation(n)
        means[pair] = (_marginal_costs(cost_of, order) + _marginal_costs(cost_of, order[::-1])) / 2
    if not np.isfinite(means).all():
        raise InvalidGame("SAMPLED_COST_NOT_FINITE")
    shares = means.mean(axis=0)
    wide = NORMAL_95 * means.std(axis=0, ddof=1) / np.sqrt(pairs)
    method = say("APPROXIMATE_SHAPLEY", orders=orders, seed=str(seed))
    return ApproximateShares(shares, shares - wide, shares + wide, 0.95, orders, method)


def _marginal_costs(cost_of: Callable[[BoolArray], FloatArray], order: npt.NDArray[np.int64]) -> FloatArray:
    """What each party adds when they come in an order."""
    n = len(order)
    inside = np.zeros((n, n), dtype=np.bool_)
    inside[:, order] = np.tri(n, dtype=np.bool_)
    costs = cost_of(inside)
    marginal = np.empty(n)
    marginal[order] = np.diff(costs, prepend=0.0)
    return marginal
