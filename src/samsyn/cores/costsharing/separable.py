"""Methods that start from separable costs: SCRB (and ACA), equal non-separable shares, and the tau value."""

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    Undefined,
    checked_game,
    checked_shares,
    coalition_sums,
    numbers,
    parties_in,
    separable_costs,
    singles,
    size_of,
)


def scrb_shares(costs: npt.ArrayLike, *, benefits: npt.ArrayLike | None = None) -> FloatArray:
    """Separable costs, and the rest in proportion to what each party then still gains.

    The gain that counts is the benefit, at most the stand-alone cost, less the separable cost, and never below 0.
    Without benefits this is the alternate cost avoided method (ACA).

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.
    benefits : (n,) array, SEK: what taking part is worth to each; None counts the stand-alone costs.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1]. A rest below 0 (separable costs above the joint cost) is given back in the same
    proportions.

    Raises
    ------
    InvalidGame : as for `shapley_shares`, or benefits of another number.
    Undefined : nobody gains, so that there is nothing to share the rest by.

    Source: Federal Inter-Agency River Basin Committee (1950); Young, Okada & Hashimoto (1979), IIASA WP-79-77;
    docs/methods/scrb.md
    """
    game = checked_game(costs)
    separable, alone = separable_costs(game), singles(game)
    worth = alone if benefits is None else np.minimum(alone, checked_shares(game, benefits))
    gain, rest = np.maximum(worth - separable, 0.0), float(game[-1] - separable.sum())
    near = ROUNDING * size_of(game)
    if abs(rest) <= near:
        return equal_nonseparable_shares(game)
    if gain.sum() <= near:
        raise Undefined("NOBODY_GAINS", rest=round(rest))
    shares: FloatArray = separable + gain * (rest / gain.sum())
    return shares


def equal_nonseparable_shares(costs: npt.ArrayLike) -> FloatArray:
    """Separable costs, and the rest in equal parts (ENSC). A share can be above the stand-alone cost.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1].

    Raises
    ------
    InvalidGame : as for `shapley_shares`.

    Source: Moulin (1985), The separability axiom and equal-sharing methods; docs/methods/ensc.md
    """
    game = checked_game(costs)
    separable = separable_costs(game)
    separable += (game[-1] - separable.sum()) / parties_in(game)
    return separable


def tau_shares(costs: npt.ArrayLike) -> FloatArray:
    """The point between everybody's least and most that can be defended, in the same proportion for all.

    The least is the separable cost. The most is the smallest remainder that a party can leave itself by offering the
    other members of some group their least.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1].

    Raises
    ------
    InvalidGame : as for `shapley_shares`.
    Undefined : the game is not quasi-balanced: somebody's least is above their most, or the joint cost is not between
        the sums of both.

    Source: Tijs (1981), Bounds for the core and the τ-value; docs/methods/tau.md
    """
    game = checked_game(costs)
    least = separable_costs(game)
    most = least + _lowest_with_each(game - coalition_sums(least))
    near = ROUNDING * size_of(game)
    crossed = np.flatnonzero(least > most + near)
    if len(crossed):
        raise Undefined("NOT_QUASI_BALANCED_PARTY", parties=numbers(crossed.tolist()))
    low, high, total = float(least.sum()), float(most.sum()), float(game[-1])
    if not low - near <= total <= high + near:
        raise Undefined("NOT_QUASI_BALANCED", least=round(low), most=round(high), total=round(total))
    width = high - low
    if width <= near:
        return least + (total - low) / parties_in(game)
    return least + (most - least) * ((total - low) / width)


def _lowest_with_each(values: FloatArray) -> FloatArray:
    """For every bit the smallest value among the indices that have it."""
    found = []
    while len(values) > 1:
        low, high = values[: len(values) // 2], values[len(values) // 2 :]
        found.append(high.min())
        values = np.minimum(low, high)
    return np.array(found[::-1])
