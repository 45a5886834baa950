"""Least squares on the simplex, compiled: the inner loop of every weight that Samsyn computes.

Two ways to the same minimum, and one certificate for both. An active set (Wolfe's minimum-norm point) is exact at any
ridge; a Newton method on the dual is quicker when the ridge is large enough for many units to take part.
Everything in here works on points that `minimise` has scaled, and nothing in here is public. One file, because the
cache of compiled code looks at the date of the file that a function lies in, and not at those it calls into.
"""

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# `nogil` and no threads of numba's own: several web threads may compute at once, and so may a pool of ours.
OPTIONS = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}}


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compiled when first called, and kept on the disk for the next process."""
    try:
        return cast(F, numba.njit(cache=True, **OPTIONS)(function))
    except RuntimeError:  # nowhere to keep it: neither beside the source nor in the user's cache
        return cast(F, numba.njit(**OPTIONS)(function))


NEWTON_RIDGE = 1e-3  # of the points' scale: below it few units take part, and the active set is as quick
RELATIVE_GAP = 1e-12  # of the objective
EXACT = 1e-28  # of the points' scale: nothing is left to fit
MOST_NEWTON = 60


@compiled
def price(points, ridge, weights, residual, prices):
    """Half the gradient for every unit, the objective and the place of the least price."""
    periods, units = points.shape
    objective = 0.0
    prices[:] = 0.0
    for t in range(periods):
        r = residual[t]
        objective += r * r
        for j in range(units):
            prices[j] += r * points[t, j]
    least = 0
    for j in range(units):
        prices[j] += ridge * weights[j]
        objective += ridge * weights[j] * weights[j]
        if prices[j] < prices[least]:
            least = j
    return objective, least


@compiled
def mixed(points, weights, residual):
    """The weighted sum of the points, into `residual`."""
    periods, units = points.shape
    for t in range(periods):
        total = 0.0
        for j in range(units):
            total += weights[j] * points[t, j]
        residual[t] = total


@compiled
def _forward(factor, size, right):
    """Solve the transposed triangular factor, in place."""
    for i in range(size):
        total = right[i]
        for k in range(i):
            total -= factor[k, i] * right[k]
        right[i] = total / factor[i, i]


@compiled
def _backward(factor, size, right):
    for i in range(size - 1, -1, -1):
        total = right[i]
        for k in range(i + 1, size):
            total -= factor[i, k] * right[k]
        right[i] = total / factor[i, i]


@compiled
def _append(factor, size, chosen, extra, ridge, column):
    """Lengthen the triangular factor by a point; False when it depends on those already in it.

    The new pivot is the length of what is left of the point, computed from the points themselves and refined once:
    taken from the normal equations it would have half the digits (corrected semi-normal equations, Björck 1987).
    """
    periods = extra.size
    own = 1.0 + ridge
    for t in range(periods):
        own += extra[t] * extra[t]
    for i in range(size):
        total = 1.0
        for t in range(periods):
            total += chosen[i, t] * extra[t]
        column[i] = total
    _forward(factor, size, column)
    pivot = own
    for i in range(size):
        pivot -= column[i] * column[i]
    if pivot < 1e-6 * own:
        left = np.empty(periods + 1)
        solved = column[:size].copy()
        _backward(factor, size, solved)
        for _again in range(2):
            left[0] = 1.0
            left[1:] = extra
            for i in range(size):
                left[0] -= solved[i]
                for t in range(periods):
                    left[t + 1] -= solved[i] * chosen[i, t]
            more = np.empty(size)
            for i in range(size):
                more[i] = left[0] - ridge * solved[i]
                for t in range(periods):
                    more[i] += left[t + 1] * chosen[i, t]
            _forward(factor, size, more)
            column[:size] += more
            _backward(factor, size, more)
            solved += more
        pivot = ridge
        left[0] = 1.0
        left[1:] = extra
        for i in range(size):
            left[0] -= solved[i]
            pivot += ridge * solved[i] * solved[i]
            for t in range(periods):
                left[t + 1] -= solved[i] * chosen[i, t]
        for t in range(periods + 1):
            pivot += left[t] * left[t]
        if pivot < 1e-26 * own:
            return False
    for i in range(size):
        factor[i, size] = column[i]
    factor[size, size] = np.sqrt(pivot)
    return True


@compiled
def _drop(factor, size, place):
    """Shorten the triangular factor by a point: move the columns up and turn the rest back into a triangle."""
    for k in range(place, size - 1):
        for i in range(k + 2):
            factor[i, k] = factor[i, k + 1]
    for k in range(place, size - 1):
        a, b = factor[k, k], factor[k + 1, k]
        length = np.hypot(a, b)
        c, s = a / length, b / length
        factor[k, k], factor[k + 1, k] = length, 0.0
        for m in range(k + 1, size - 1):
            x, y = factor[k, m], factor[k + 1, m]
            factor[k, m] = c * x + s * y
            factor[k + 1, m] = c * y - s * x


@compiled
def _least_on(factor, size, chosen, ridge, target):
    """The least objective with weights that sum to one and may be negative, over the chosen points; refined."""
    periods = chosen.shape[1]
    ones = np.ones(size)
    _forward(factor, size, ones)
    _backward(factor, size, ones)
    total = ones.sum()
    for i in range(size):
        target[i] = ones[i] / total
    residual = np.empty(periods)
    change = np.empty(size)
    for _again in range(3):
        residual[:] = 0.0
        objective = 0.0
        for i in range(size):
            for t in range(periods):
                residual[t] += target[i] * chosen[i, t]
        for t in range(periods):
            objective += residual[t] * residual[t]
        high, low = -np.inf, np.inf
        for i in range(size):
            objective += ridge * target[i] * target[i]
            change[i] = ridge * target[i]
            for t in range(periods):
                change[i] += chosen[i, t] * residual[t]
            high, low = max(high, change[i]), min(low, change[i])
        if high - low <= 0.1 * RELATIVE_GAP * objective or objective <= EXACT:
            break
        for i in range(size):
            change[i] = objective - change[i]
        _forward(factor, size, change)
        _backward(factor, size, change)
        excess = change.sum() / total
        for i in range(size):
            target[i] += change[i] - excess * ones[i]


@compiled
def active_set(points, ridge, weights, limit):
    """Wolfe's minimum-norm point: enter the cheapest unit, walk to the least, let go of what would be negative.

    Answers the number of rounds, with its sign turned when that many were not enough.
    """
    periods, units = points.shape
    most = units if ridge > 0 else min(units, periods + 1)
    factor = np.zeros((most + 1, most + 1))
    chosen = np.empty((most + 1, periods))
    names = np.empty(most + 1, np.int64)
    held, target, column = np.empty(most + 1), np.empty(most + 1), np.empty(most + 1)
    inside = np.zeros(units, np.bool_)
    residual, prices = np.empty(periods), np.empty(units)

    lengths = np.zeros(units)
    for t in range(periods):
        for j in range(units):
            lengths[j] += points[t, j] * points[t, j]
    first = lengths.argmin()
    shortest = lengths[first]
    weights[:] = 0.0
    weights[first] = 1.0
    inside[first] = True
    names[0], held[0], size = first, 1.0, 1
    for t in range(periods):
        chosen[0, t] = residual[t] = points[t, first]
    factor[0, 0] = np.sqrt(1.0 + shortest + ridge)

    before, stalled = np.inf, 0
    for rounds in range(1, limit + 1):
        objective, enters = price(points, ridge, weights, residual, prices)
        if objective <= EXACT or objective - prices[enters] <= 0.5 * RELATIVE_GAP * objective:
            return rounds
        # A step can be too short for the objective to tell, and still lead on; not for ever.
        stalled = stalled + 1 if objective >= before else 0
        if inside[enters] or size >= most or stalled > 20:
            return rounds
        before = min(before, objective)
        for t in range(periods):
            chosen[size, t] = points[t, enters]
        if not _append(factor, size, chosen, chosen[size], ridge, column):
            return rounds
        names[size], held[size] = enters, 0.0
        inside[enters] = True
        size += 1
        while True:
            _least_on(factor, size, chosen, ridge, target)
            step, leaves = 1.0, -1
            for i in range(size):
                if target[i] <= 0.0:
                    towards = held[i] / (held[i] - target[i]) if held[i] > target[i] else 0.0
                    if leaves < 0 or towards < step:
                        step, leaves = towards, i
            if leaves < 0:
                held[:size] = target[:size]
                break
            for i in range(size):
                held[i] += step * (target[i] - held[i])
            held[leaves] = 0.0
            for i in range(size - 1, -1, -1):
                if held[i] <= 0.0 and size > 1:
                    _drop(factor, size, i)
                    inside[names[i]] = False
                    for k in range(i, size - 1):
                        names[k], held[k] = names[k + 1], held[k + 1]
                        chosen[k] = chosen[k + 1]
                    size -= 1
        weights[:] = 0.0
        total = held[:size].sum()
        residual[:] = 0.0
        for i in range(size):
            held[i] /= total
            weights[names[i]] = held[i]
            for t in range(periods):
                residual[t] += held[i] * chosen[i, t]
    return -limit


@compiled
def _dual(points, ridge, slope, level, weights):
    """The dual's value with its sign turned, to be made small; and the weights that go with it."""
    periods, units = points.shape
    value = -level
    for t in range(periods):
        value += 0.5 * slope[t] * slope[t]
    weights[:] = level
    for t in range(periods):
        for j in range(units):
            weights[j] -= slope[t] * points[t, j]
    for j in range(units):
        weights[j] = max(weights[j], 0.0)
        value += 0.5 * weights[j] * weights[j] / ridge
        weights[j] /= ridge
    return value


@compiled
def _cholesky(matrix):
    """The triangular factor that `_forward` and `_backward` read, in place, from the upper triangle."""
    size = matrix.shape[0]
    for i in range(size):
        for k in range(i + 1):
            total = matrix[k, i]
            for m in range(k):
                total -= matrix[m, i] * matrix[m, k]
            matrix[k, i] = np.sqrt(max(total, 1e-300)) if i == k else total / matrix[k, k]


@compiled
def _refine(points, ridge, weights, members, centred, factor):
    """Make the prices of the chosen units equal to the last digit: the dual loses digits as the ridge gets small."""
    periods = points.shape[0]
    size = members.size
    residual, along = np.empty(periods), np.empty(periods)
    change = np.empty(size)
    for _again in range(3):
        mixed(points, weights, residual)
        middle = 0.0
        for i in range(size):
            j = members[i]
            change[i] = -ridge * weights[j]
            for t in range(periods):
                change[i] -= points[t, j] * residual[t]
            middle += change[i] / size
        for t in range(periods):
            along[t] = 0.0
            for i in range(size):
                along[t] += centred[t, i] * (change[i] - middle) / ridge
        _forward(factor, periods, along)
        _backward(factor, periods, along)
        for i in range(size):
            moved = change[i] - middle
            for t in range(periods):
                moved -= centred[t, i] * along[t]
            weights[members[i]] = max(weights[members[i]] + moved / ridge, 0.0)
        weights /= weights.sum()


@compiled
def newton(points, ridge, weights):
    """Newton on the dual, which has one unknown a period and one more: exact for the right set of units.

    Answers the number of rounds, or less than one when it did not settle.
    """
    periods, units = points.shape
    slope, level, value = np.zeros(periods), 0.0, np.inf
    middle, wanted, trial = np.empty(periods), np.empty(periods), np.empty(periods)
    centred = np.empty((periods, units))
    members = np.empty(units, np.int64)
    factor = np.empty((periods, periods))
    weights[:] = 1.0
    for rounds in range(1, MOST_NEWTON + 1):
        size = 0
        for j in range(units):
            if weights[j] > 0.0:
                members[size] = j
                size += 1
        for t in range(periods):
            middle[t] = 0.0
            for i in range(size):
                centred[t, i] = points[t, members[i]]
                middle[t] += centred[t, i] / size
            for i in range(size):
                centred[t, i] -= middle[t]
            wanted[t] = middle[t]
            for s in range(t + 1):
                total = 0.0
                for i in range(size):
                    total += centred[t, i] * centred[s, i]
                factor[s, t] = total / ridge
            factor[t, t] += 1.0
        _cholesky(factor)
        _forward(factor, periods, wanted)
        _backward(factor, periods, wanted)
        height = ridge / size
        for t in range(periods):
            height += middle[t] * wanted[t]
        step, found = 1.0, np.inf
        for _half in range(30):
            for t in range(periods):
                trial[t] = slope[t] + step * (wanted[t] - slope[t])
            found = _dual(points, ridge, trial, level + step * (height - level), weights)
            if found <= value + 1e-14 * abs(value):
                break
            step *= 0.5
        slope[:] = trial
        level += step * (height - level)
        value = found
        same = 0
        for j in range(units):
            if weights[j] > 0.0:
                same += 1 if same < size and members[same] == j else units
        if same == 0:
            return -rounds
        if same == size and step == 1.0:
            weights /= weights.sum()
            _refine(points, ridge, weights, members[:size], centred, factor)
            return rounds
    return -MOST_NEWTON


@compiled
def minimise(points, ridge, weights):
    """Weights on the simplex that bring the points' weighted sum nearest to nought; answers what certifies them.

    `points` is (periods, units), the donors less the treated, and is scaled in place. Answers the objective, the
    duality gap, the mean square of the points and the number of rounds.
    """
    periods, units = points.shape
    lengths = np.zeros(units)
    for t in range(periods):
        for j in range(units):
            lengths[j] += points[t, j] * points[t, j]
    scale, mean = lengths.max(), lengths.mean()
    if scale == 0.0:
        weights[:] = 1.0 / units
        return ridge / units, 0.0, 0.0, 0
    points /= np.sqrt(scale)
    ridge /= scale
    residual, prices = np.empty(periods), np.empty(units)
    rounds, objective, least, certified = 0, 0.0, 0, False
    if ridge < NEWTON_RIDGE:
        rounds = active_set(points, ridge, weights, 4 * periods + 30 if ridge > 0.0 else 20 * units + 100)
        certified = rounds > 0
    if not certified and ridge > 0.0:
        rounds = newton(points, ridge, weights)
        if rounds > 0:
            mixed(points, weights, residual)
            objective, least = price(points, ridge, weights, residual, prices)
            certified = objective - prices[least] <= 1e-10 * objective
    if not certified:
        rounds = active_set(points, ridge, weights, 20 * units + 100)
    mixed(points, weights, residual)
    objective, least = price(points, ridge, weights, residual, prices)
    gap = max(2.0 * (objective - prices[least]), 0.0)
    return objective * scale, gap * scale, mean, abs(rounds)


@compiled
def minimise_each(
    treated: Array,
    donors: Array,
    panel: Array,
    allowed: Array,
    ridge: Array,
    weights: Array,
    told: Array,
) -> None:
    """Many problems: row `i` has its own treated, ridge and allowed units, and the donors of `panel[i]`."""
    problems, periods = treated.shape
    for i in range(problems):
        places = np.flatnonzero(allowed[i])
        points, found = np.empty((periods, places.size)), np.empty(places.size)
        for t in range(periods):
            for k in range(places.size):
                points[t, k] = donors[panel[i], t, places[k]] - treated[i, t]
        told[i, 0], told[i, 1], told[i, 2], told[i, 3] = minimise(points, ridge[i], found)
        weights[i] = 0.0
        for k in range(places.size):
            weights[i, places[k]] = found[k]
