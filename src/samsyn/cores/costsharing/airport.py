"""Runway games, where a group costs what its most demanding member does: both values without 2**n coalitions."""

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import FloatArray, InvalidGame


def _checked(costs: npt.ArrayLike, counts: npt.ArrayLike | None) -> tuple[FloatArray, FloatArray]:
    each = np.asarray(costs, dtype=np.float64)
    many = np.ones(each.shape) if counts is None else np.asarray(counts, dtype=np.float64)
    if each.ndim != 1 or not len(each) or many.shape != each.shape:
        raise InvalidGame("AIRPORT_LENGTH")
    if not (np.isfinite(each).all() and (each >= 0).all() and (many >= 1).all() and (many == np.rint(many)).all()):
        raise InvalidGame("AIRPORT_NUMBERS")
    return each, many


def airport_shapley_shares(costs: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> FloatArray:
    """Each step of cost is shared equally by all who need it.

    Parameters
    ----------
    costs : (m,) array, SEK: what one user of each type needs by itself; none negative.
    counts : (m,) array: users of each type, at least 1; None is one of each.

    Returns
    -------
    (m,) array, SEK for each user; times counts they sum to the largest cost.

    Raises
    ------
    InvalidGame : lengths that differ, a negative cost, or a count that is no whole number from 1.

    Source: Littlechild & Owen (1973), A simple expression for the Shapley value in a special case;
    docs/methods/airport.md
    """
    each, many = _checked(costs, counts)
    order = np.argsort(each, kind="stable")
    steps = np.diff(each[order], prepend=0.0)
    users = np.cumsum(many[order][::-1])[::-1]  # of the type and of all that need more
    shares = np.empty(len(each))
    shares[order] = np.cumsum(steps / users)
    return shares


def airport_nucleolus_shares(costs: npt.ArrayLike, counts: npt.ArrayLike | None = None) -> FloatArray:
    """The nucleolus of the same game, by its recursion.

    Parameters
    ----------
    costs, counts : as for `airport_shapley_shares`.

    Returns
    -------
    (m,) array, SEK for each user; times counts they sum to the largest cost.

    Raises
    ------
    InvalidGame : as for `airport_shapley_shares`.

    Source: Littlechild (1974), A simple expression for the nucleolus in a special case; docs/methods/airport.md
    """
    each, many = _checked(costs, counts)
    order = np.argsort(each, kind="stable")
    sorted_costs, upto = each[order], np.cumsum(many[order])
    everybody, top = upto[-1], len(each) - 1
    shares, paid, done = np.empty(len(each)), 0.0, -1
    # The smallest of the candidates is what the types up to k are asked for, each user the same; then the rest.
    while done < top:
        before = upto[done] if done >= 0 else 0.0
        candidates = (sorted_costs[done + 1 : top] - paid) / (upto[done + 1 : top] - before + 1)
        last = (sorted_costs[top] - paid) / (everybody - before)
        if len(candidates) and candidates.min() <= last:
            until, share = done + 1 + int(np.flatnonzero(candidates == candidates.min())[-1]), candidates.min()
        else:
            until, share = top, last
        shares[order[done + 1 : until + 1]] = share
        paid += float(share * (upto[until] - before))
        done = until
    return shares
