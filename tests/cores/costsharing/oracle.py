"""Slow, plain second ways to compute what the core computes: permutations, exact fractions, and every coalition."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

type Game = Sequence[Fraction]


def shapley_by_orders(games: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The Shapley value of many games (g, 2**n) at once, by walking through all n! orders; (g, n)."""
    n = games.shape[1].bit_length() - 1
    found, count = np.zeros((len(games), n)), 0
    for order in permutations(range(n)):
        mask, count = 0, count + 1
        for party in order:
            found[:, party] += games[:, mask | 1 << party] - games[:, mask]
            mask |= 1 << party
    return found / count


class Unbounded(ArithmeticError):
    """The objective has no largest value."""


class Infeasible(ArithmeticError):
    """No point satisfies the rows."""


def maximise(goal: Sequence[Fraction], rows: Sequence[Sequence[Fraction]], upper: Sequence[Fraction]) -> list[Fraction]:
    """Maximise goal · z over z of any sign with rows · z <= upper, in exact fractions; one optimal z.

    The simplex method on a full tableau with Bland's rule; each z is the difference of two that are not negative,
    and a first phase makes the start feasible.
    """
    columns, height = 2 * len(goal), len(rows)
    table = [
        [x for a in row for x in (a, -a)] + [Fraction(i == j) for j in range(height)] for i, row in enumerate(rows)
    ]
    right = list(upper)
    basis = [columns + i for i in range(height)]
    if min(right, default=Fraction(0)) < 0:
        helper = columns + height
        for row in table:
            row.append(Fraction(-1))
        worst = right.index(min(right))
        _pivot(table, right, basis, worst, helper)
        _simplex(table, right, basis, [Fraction(0)] * helper + [Fraction(-1)])
        at = {column: right[i] for i, column in enumerate(basis)}
        if at.get(helper, 0) > 0:
            raise Infeasible
        if helper in basis:
            i = basis.index(helper)
            _pivot(table, right, basis, i, next(j for j in range(helper) if table[i][j] != 0))
        for row in table:
            row.pop()
    _simplex(table, right, basis, [x for a in goal for x in (a, -a)] + [Fraction(0)] * height)
    at = {column: right[i] for i, column in enumerate(basis)}
    return [at.get(2 * j, Fraction(0)) - at.get(2 * j + 1, Fraction(0)) for j in range(len(goal))]


def _simplex(table: list[list[Fraction]], right: list[Fraction], basis: list[int], goal: list[Fraction]) -> None:
    while True:
        worth = [goal[b] for b in basis]
        gain = next(
            (
                j
                for j in range(len(goal))
                if j not in basis
                and goal[j] > sum((w * row[j] for w, row in zip(worth, table, strict=True) if w), Fraction(0))
            ),
            None,
        )
        if gain is None:
            return
        ratios = [(right[i] / row[gain], basis[i], i) for i, row in enumerate(table) if row[gain] > 0]
        if not ratios:
            raise Unbounded
        _pivot(table, right, basis, min(ratios)[2], gain)


def _pivot(table: list[list[Fraction]], right: list[Fraction], basis: list[int], i: int, j: int) -> None:
    divisor = table[i][j]
    table[i] = [x / divisor for x in table[i]]
    right[i] /= divisor
    for k, row in enumerate(table):
        if k != i and row[j]:
            factor = row[j]
            table[k] = [x - factor * y if y else x for x, y in zip(row, table[i], strict=True)]
            right[k] -= factor * right[i]
    basis[i] = j


def nucleolus_by_programs(game: Game, *, weights: Game | None = None, bounded: bool = True) -> list[Fraction]:
    """The nucleolus (or, without bounds, the prenucleolus) by the plain sequence of linear programs, exactly.

    At every stage the smallest saving per weight is raised as far as it goes; a coalition is settled when its saving
    cannot be larger in any optimum, each asked by a program of its own. Nothing is taken from duals.
    """
    n = len(game).bit_length() - 1
    everybody = len(game) - 1
    weight = weights or [Fraction(1)] * len(game)
    open_ = [mask for mask in range(1, everybody) if weight[mask]]
    settled: dict[int, Fraction] = {everybody: game[everybody]}

    def row(mask: int, saving: Fraction) -> list[Fraction]:
        return [Fraction(mask >> i & 1) for i in range(n)] + [saving]

    while open_ and _rank([row(mask, Fraction(0))[:n] for mask in settled]) < n:
        rows, upper = [], []
        for mask, share in settled.items():
            rows += [row(mask, Fraction(0)), [-x for x in row(mask, Fraction(0))]]
            upper += [share, -share]
        if bounded:
            rows += [row(1 << i, Fraction(0)) for i in range(n)]
            upper += [game[1 << i] for i in range(n)]
        groups = [row(mask, weight[mask]) for mask in open_]
        costs = [game[mask] for mask in open_]
        level = maximise([Fraction(0)] * n + [Fraction(1)], rows + groups, upper + costs)[n]
        held = [r[:n] for r in rows + groups]
        sides = upper + [cost - weight[mask] * level for mask, cost in zip(open_, costs, strict=True)]
        for mask in list(open_):
            x = maximise([-v for v in row(mask, Fraction(0))[:n]], held, sides)
            share = sum((x[i] for i in range(n) if mask >> i & 1), Fraction(0))
            if game[mask] - share == weight[mask] * level:
                settled[mask] = share
                open_.remove(mask)
    return maximise(
        [Fraction(0)] * n,
        [r for mask in settled for r in (row(mask, Fraction(0))[:n], [-v for v in row(mask, Fraction(0))[:n]])],
        [s for share in settled.values() for s in (share, -share)],
    )


def _rank(rows: list[list[Fraction]]) -> int:
    rank, rows = 0, [list(row) for row in rows]
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            factor = rows[i][column] / rows[rank][column]
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def sorted_savings(games: npt.NDArray[np.float64], shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Every proper coalition's saving in many games (g, 2**n) under shares (g, n), the smallest first."""
    n = shares.shape[1]
    inside = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    return np.sort((games - shares @ inside.T)[:, 1:-1], axis=1)


def prenucleolus_by_vertices(games: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The point with the largest smallest saving in many games (g, 2**n) at once, by trying every set of n groups.

    Returns shares (g, n), and in which games they are the only such point, (g,), and with that the prenucleolus. A
    vertex of the first program is where n groups, with the joint cost, save the same; the best that breaks none wins.
    """
    count, length = games.shape
    n = length.bit_length() - 1
    inside = ((np.arange(length)[:, None] >> np.arange(n)) & 1).astype(float)
    proper = np.arange(1, length - 1)
    best, level = np.full((count, n), np.nan), np.full(count, -np.inf)
    only = np.zeros(count, dtype=bool)
    for groups in combinations(proper, n):
        matrix = np.zeros((n + 1, n + 1))
        matrix[:n, :n], matrix[:n, n], matrix[n, :n] = inside[list(groups)], 1.0, 1.0
        if abs(np.linalg.det(matrix)) < 0.5:  # whole numbers: 0 or at least 1
            continue
        inverse = np.linalg.inv(matrix)
        found = np.column_stack((games[:, list(groups)], games[:, -1])) @ inverse.T
        least = (games - found[:, :n] @ inside.T)[:, 1:-1].min(axis=1)
        fits = least >= found[:, n] - 1e-9
        better = fits & (found[:, n] > level + 1e-9)
        same = fits & (np.abs(found[:, n] - level) <= 1e-9) & (np.abs(found[:, :n] - best).max(axis=1) > 1e-7)
        only = np.where(better, True, only & ~same)
        best[better], level[better] = found[better, :n], found[better, n]
    return best, only
