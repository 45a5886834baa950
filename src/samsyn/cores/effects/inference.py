"""How often as much is seen where nothing was done: placebos, intervals and what could have been seen. Pure."""

from dataclasses import dataclass
from itertools import combinations
from math import comb, floor

import numpy as np

from samsyn.cores.effects.weights import FloatArray, IntArray

PLACEBOS = 499  # drawn when there are more groups than these
LEVEL = 0.95
POWER = 0.8
BORROWED = 4.0  # periods' worth of the middle placebo's variance that each group borrows


def placebo_groups(donors: IntArray, size: int, *, seed: int, most: int = PLACEBOS) -> IntArray:
    """Groups of as many donors as are treated: all of them, or so many different ones drawn at random.

    Parameters
    ----------
    donors : (donors,) array of rows
    size : how many are treated
    seed : the same seed draws the same groups

    Returns
    -------
    (groups, size) array of rows, each group sorted. For one treated unit, every donor.

    Source: Abadie, Diamond and Hainmueller (2010) for single units; groups of equal size as in Robbins, Saunders and
    Kilmer (2017). docs/methods/effects.md
    """
    if size == 1:
        return donors[:, None].astype(np.int64)
    if comb(len(donors), size) <= most:
        return np.array(list(combinations(sorted(donors.tolist()), size)), np.int64).reshape(-1, size)
    rng = np.random.default_rng(seed)
    drawn: dict[tuple[int, ...], None] = {}
    while len(drawn) < most:
        drawn[tuple(sorted(rng.choice(donors, size, replace=False).tolist()))] = None
    return np.array(list(drawn), np.int64)


def moderated_scale(errors: FloatArray, periods: int, middle: float) -> FloatArray:
    """Each group's own error before the start, drawn towards the middle one where the periods are few.

    Parameters
    ----------
    errors : (groups,) array, root mean square before the start
    periods : how many periods that rests on
    middle : the placebos' median error

    Returns
    -------
    (groups,) array, same unit. Never 0 when `middle` is not.

    Source: the shrinkage of Smyth (2004), with a fixed prior of four periods. docs/methods/effects.md
    """
    found: FloatArray = np.sqrt((periods * errors**2 + BORROWED * middle**2) / (periods + BORROWED))
    return found


def p_value(statistic: float, placebos: FloatArray) -> float:
    """The share of placebos at least as large in size, the treated counted among them: (1 + #) / (1 + n).

    Source: Phipson and Smyth (2010), Permutation p-values should never be zero.
    """
    # Equal but for rounding counts as equal: ties must not depend on the order of a sum.
    reached = np.abs(placebos) >= abs(statistic) * (1.0 - 1e-12)
    return float((1 + reached.sum()) / (1 + placebos.size))


def critical_value(placebos: FloatArray, level: float = LEVEL) -> float:
    """The largest size of statistic that p_value does not reject at 1 - level; infinite when placebos are too few."""
    needed = floor((1.0 - level) * (1 + placebos.size) + 1e-9)
    if needed < 1:
        return float("inf")
    return float(np.sort(np.abs(placebos))[-needed])


@dataclass(frozen=True)
class Interval:
    """Effects that are not rejected at 1 - level; the whole line when the placebos are too few to reject any."""

    low: float
    high: float
    level: float = LEVEL


def invert(mean: float, scale: float, placebos: FloatArray, level: float = LEVEL) -> Interval:
    """The interval of all effects whose test does not reject: each is taken away from what was seen, and tried.

    Parameters
    ----------
    mean : the effect seen
    scale : what `mean` is divided by before it is compared, same unit
    placebos : (placebos,) array, each divided by its own scale

    Returns
    -------
    Interval, same unit as mean. The weights rest on what was before the start, so that an effect taken away from the
    periods after it changes the statistic by as much, and the trial has this closed form.

    Source: Firpo and Possebom (2018), Synthetic control method: inference. docs/methods/effects.md
    """
    reach = critical_value(placebos, level) * scale
    return Interval(mean - reach, mean + reach, level)


def smallest_detectable(scale: float, placebos: FloatArray, level: float = LEVEL, power: float = POWER) -> float:
    """The effect that would have been seen four times in five, whichever its sign.

    Parameters
    ----------
    scale : of the treated group, unit of the effect
    placebos : (placebos,) array, each divided by its own scale

    Returns
    -------
    Unit of the effect. Infinite when the placebos are too few to reject anything.

    Source: minimum detectable effect, Bloom (1995), with the placebos' own distribution. docs/methods/effects.md
    """
    reach = critical_value(placebos, level)
    if reach == float("inf"):
        return reach
    low, high = np.quantile(placebos, [1.0 - power, power])
    return float(scale * (reach + max(-low, high, 0.0)))
