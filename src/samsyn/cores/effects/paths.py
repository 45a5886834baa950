"""The path of treated units beside what their comparison would have had them be, by three methods. Pure."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.cores.effects.products import product
from samsyn.cores.effects.weights import BoolArray, FloatArray, IntArray, fit_each

TIME_RIDGE = 1e-6  # of the noise: only to make the time weights unique


class Method(StrEnum):
    """Difference in differences, synthetic difference in differences, synthetic control."""

    DID = "did"
    SDID = "sdid"
    SC = "sc"


@dataclass(frozen=True)
class Paths:
    """One row for each group of treated units.

    `gaps` (groups, periods) is the treated mean less its comparison, and less their level before the start where the
    method lets the levels differ; `weights` (groups, units); `time_weights` (groups, start); `gap_ratio` (groups,) the
    larger duality gap of the fits over their scale; `exact` (groups,).
    """

    start: int
    gaps: FloatArray
    weights: FloatArray
    time_weights: FloatArray
    gap_ratio: FloatArray
    exact: BoolArray

    @property
    def means(self) -> FloatArray:
        found: FloatArray = self.gaps[:, self.start :].mean(axis=1)
        return found

    @property
    def pre_errors(self) -> FloatArray:
        """Root mean square before the start, (groups,)."""
        found: FloatArray = np.sqrt((self.gaps[:, : self.start] ** 2).mean(axis=1))
        return found


def paths(
    values: FloatArray, groups: IntArray, allowed: BoolArray, start: int, method: Method, workers: int = 1
) -> Paths:
    """The gap of every group to its own comparison.

    Parameters
    ----------
    values : (units, periods) array without missing values
    groups : (groups, treated) array of rows; the mean over them is what is compared
    allowed : (groups, units) array, which units each may be compared with
    start : column of the first treated period

    Source: Arkhangelsky et al. (2021), Synthetic difference in differences, algorithm 1; Abadie, Diamond and
    Hainmueller (2010). docs/methods/effects.md
    """
    treated = values[groups].mean(axis=1)
    count = len(groups)
    even = np.full((count, start), 1.0 / start)
    nought, none = np.zeros(count), np.zeros(count, np.bool_)
    if method == Method.DID:
        weights = allowed / allowed.sum(axis=1, keepdims=True)
        return _paths(values, treated, weights, even, nought, none, start)
    before = values[:, :start]
    if method == Method.SC:
        fits = fit_each(treated[:, :start], before.T, allowed=allowed, workers=workers)
        return _paths(
            values, treated, fits.weights, np.zeros_like(even), _ratio(fits.gap, fits.scale), fits.exact, start
        )
    noise = _noise(before, allowed)
    ridge = start * np.sqrt(groups.shape[1] * (values.shape[1] - start)) * noise**2
    level = treated[:, :start].mean(axis=1, keepdims=True)
    centred = before - before.mean(axis=1, keepdims=True)
    fits = fit_each(treated[:, :start] - level, centred.T, ridge=ridge, allowed=allowed, workers=workers)
    times, ratio = _time_weights(values, allowed, start, noise, workers)
    ratio = np.maximum(_ratio(fits.gap, fits.scale), ratio)
    return _paths(values, treated, fits.weights, times, ratio, none, start)


def _paths(
    values: FloatArray,
    treated: FloatArray,
    weights: FloatArray,
    times: FloatArray,
    ratio: FloatArray,
    exact: BoolArray,
    start: int,
) -> Paths:
    gaps = treated - product(weights, values)
    gaps -= (gaps[:, :start] * times).sum(axis=1, keepdims=True)
    return Paths(start, gaps, weights, times, ratio, exact)


def _ratio(gap: FloatArray, scale: FloatArray) -> FloatArray:
    return np.divide(gap, scale, out=np.zeros_like(gap), where=scale > 0)


def _noise(before: FloatArray, allowed: BoolArray) -> FloatArray:
    """The standard deviation of the changes from one period to the next, over the units each may be compared with."""
    changes = np.diff(before, axis=1)
    count = allowed.sum(axis=1) * changes.shape[1]
    # Around the mean of all, and not of each: the squares stay small.
    middle = changes.mean()
    own = np.stack([(changes - middle).sum(axis=1), ((changes - middle) ** 2).sum(axis=1)], axis=1)
    sums, squares = product(allowed, own).T
    squares = squares - sums**2 / count
    noise: FloatArray = np.sqrt(np.maximum(squares, 0.0) / np.maximum(count - 1, 1))
    return noise


def _time_weights(
    values: FloatArray, allowed: BoolArray, start: int, noise: FloatArray, workers: int
) -> tuple[FloatArray, FloatArray]:
    """Weights on the periods before the start that make them like the mean of those after, for the donors.

    There are many donors and few periods, and distances between periods are all that matters: they are kept by the
    triangular factor of the periods' products, which has as many rows as there are periods and one more.
    """
    before = values[:, :start]
    columns = np.concatenate([before, values[:, start:].mean(axis=1, keepdims=True)], axis=1)
    # Time weights sum to one, so a unit's own level takes part in nothing; without it the periods are less alike.
    columns -= before.mean(axis=1, keepdims=True)
    donors = allowed.sum(axis=1)
    sums = product(allowed, columns)
    pairs = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
    products = product(allowed, pairs).reshape(len(allowed), start + 1, start + 1)
    products -= sums[:, :, None] * sums[:, None, :] / donors[:, None, None]
    # With fewer donors than periods the products have no factor; so little more on the diagonal is only rounding.
    diagonal = np.einsum("gtt->gt", products)
    diagonal += 1e-14 * diagonal.sum(axis=1, keepdims=True) + np.finfo(np.float64).tiny
    factor = np.linalg.cholesky(products).transpose(0, 2, 1)
    fits = fit_each(
        factor[:, :, start], factor[:, :, :start], ridge=donors * (TIME_RIDGE * noise) ** 2, workers=workers
    )
    return fits.weights, _ratio(fits.gap, fits.scale)
