"""Is a table of costs reasonable: would no group do better as two? And the costs of groups that split as they like."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    InvalidGame,
    Masks,
    checked_game,
    members,
    numbers,
    parties_in,
    size_of,
)
from samsyn.cores.costsharing.saying import Saying, say

MOST_SPLIT = 15  # 3**15 pairs of groups: some tenths of a second
PAIRS = 2**20  # pairs that are looked at at a time


@dataclass(frozen=True)
class Split:
    """A group that costs more than two groups that it is made of (parties by number), and by how much (SEK)."""

    parties: tuple[int, ...]
    one: tuple[int, ...]
    other: tuple[int, ...]
    saving: float

    def said(self) -> Saying:
        """'0, 1 och 2 kostar tillsammans 400 000 kr mer än 0 och 1 för sig och 2 för sig.'"""
        return say("SPLIT", one=numbers(self.one), other=numbers(self.other), saving=round(self.saving))


def _halves(groups: Masks, n: int, size: int) -> Masks:
    """For each group of a size every subgroup with the group's first member, (m, 2**(size-1))."""
    places = np.array([members(int(mask)) for mask in groups]).reshape(-1, size)
    halves: Masks = np.left_shift(1, places[:, :1])
    for column in range(1, size):
        halves = np.hstack((halves, halves | np.left_shift(1, places[:, column : column + 1])))
    return halves


def _hull(game: FloatArray) -> tuple[FloatArray, Masks]:
    """The hull, and for each group the half that it splits by (itself where it stays whole)."""
    n = parties_in(game)
    if n > MOST_SPLIT:
        raise InvalidGame("TOO_LARGE_TO_SPLIT", count=n, most=MOST_SPLIT)
    hull, by = game.copy(), np.arange(len(game))
    for size in range(2, n + 1):
        all_of_size = np.array([sum(1 << i for i in group) for group in combinations(range(n), size)])
        step = max(1, PAIRS >> size - 1)
        for start in range(0, len(all_of_size), step):
            groups = all_of_size[start : start + step]
            halves = _halves(groups, n, size)
            costs = hull[halves] + hull[groups[:, None] - halves]
            best = costs.argmin(axis=1)
            chosen = np.arange(len(groups)), best
            better = costs[chosen] < game[groups]
            hull[groups[better]], by[groups[better]] = costs[chosen][better], halves[chosen][better]
    return hull, by


def subadditive_hull(costs: npt.ArrayLike) -> FloatArray:
    """The costs of groups that may split: the cheapest way to divide each group into groups.

    Parameters
    ----------
    costs : (2**n,) array, SEK, n at most 15; as for `shapley_shares`.

    Returns
    -------
    (2**n,) array, SEK; nowhere above the costs, and the largest such that no group does better as two.

    Raises
    ------
    InvalidGame : as for `shapley_shares`, or more than 15 parties.

    Source: docs/methods/cost_structures.md
    """
    return _hull(checked_game(costs))[0]


def subadditivity(costs: npt.ArrayLike, *, most: int = 10) -> list[Split]:
    """The groups that would do better as two, the one that saves most first; the costs are never changed.

    Parameters
    ----------
    costs : as for `subadditive_hull`.
    most : how many to return at most.

    Returns
    -------
    list of Split; empty for a reasonable table. A half is costed at its own best split.

    Raises
    ------
    InvalidGame : as for `subadditive_hull`.
    """
    game = checked_game(costs)
    hull, by = _hull(game)
    saved = game - hull
    found = np.flatnonzero(saved > ROUNDING * size_of(game))
    order = sorted(found.tolist(), key=lambda mask: (-saved[mask], mask))[:most]
    return [Split(members(m), members(int(by[m])), members(m - int(by[m])), float(saved[m])) for m in order]
