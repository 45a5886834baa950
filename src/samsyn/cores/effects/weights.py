"""Weights of comparison units: least squares on the simplex, with a certificate. Pure."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects import simplex

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

EXACT_FIT = 1e-12  # of the points' mean square: what is left is rounding


class InvalidProblem(ValueError):
    """The arrays do not make a problem: their shapes, a value that is missing, a negative ridge, or no donor."""


@dataclass(frozen=True)
class Fit:
    """Weights that lie on the simplex, and how near the least they are.

    `objective` is |treated - donors @ weights|² + ridge |weights|². No weights on the simplex have an objective below
    `objective - gap`. `scale` is the mean over donors of |treated - donor|², in the same unit.
    """

    weights: FloatArray
    objective: float
    gap: float
    scale: float
    rounds: int

    @property
    def exact(self) -> bool:
        """Nothing is left to fit: other weights may do as well, and the past says nothing about how wrong they are."""
        return self.objective <= EXACT_FIT * self.scale


@dataclass(frozen=True)
class Fits:
    """Many fits: `weights` is (problems, units), the others (problems,)."""

    weights: FloatArray
    objective: FloatArray
    gap: FloatArray
    scale: FloatArray
    rounds: IntArray

    @property
    def exact(self) -> BoolArray:
        return self.objective <= EXACT_FIT * self.scale


def fit_weights(treated: npt.ArrayLike, donors: npt.ArrayLike, *, ridge: float = 0.0) -> Fit:
    """The non-negative weights with sum one whose mix of donors comes nearest the treated unit.

    Parameters
    ----------
    treated : (periods,) array
        What the treated unit had before the start; rows may as well be predictors, each multiplied by the root of its
        importance.
    donors : (periods, units) array, the same unit of measure
        The same of each comparison unit.
    ridge : unit of measure squared
        Times |weights|² is added to what is made small. 0 is the textbook synthetic control.

    Returns
    -------
    Fit. Weights (units,), objective and duality gap. With a ridge the weights are unique; without one they need not be.

    Raises
    ------
    InvalidProblem : shapes do not agree, a value is missing or infinite, no donor, no period, or a negative ridge.

    Source: Wolfe (1976), Finding the nearest point in a polytope; Jaggi (2013) for the gap. docs/methods/effects.md
    """
    wanted, found = np.asarray(treated, np.float64), np.asarray(donors, np.float64)
    if wanted.ndim != 1 or found.ndim != 2:
        raise InvalidProblem(f"treated must be (periods,) and donors (periods, units): {wanted.shape}, {found.shape}")
    fits = fit_each(wanted[None, :], found, ridge=ridge)
    return Fit(fits.weights[0], float(fits.objective[0]), float(fits.gap[0]), float(fits.scale[0]), int(fits.rounds[0]))


def fit_each(
    treated: npt.ArrayLike,
    donors: npt.ArrayLike,
    *,
    ridge: npt.ArrayLike = 0.0,
    allowed: npt.ArrayLike | None = None,
    panel: npt.ArrayLike | None = None,
    workers: int = 1,
) -> Fits:
    """Fit many treated units: indicators, placebos, members left out, in one call of compiled code.

    Parameters
    ----------
    treated : (problems, periods) array
    donors : (periods, units) array for all, or (panels, periods, units)
    ridge : one, or (problems,)
    allowed : (problems, units) array of bool; the others get weight 0. All are allowed when it is left out.
    panel : (problems,) array, which panel of donors each problem has. Left out: the only one, or each its own.
    workers : threads; the compiled code runs without the interpreter's lock.

    Returns
    -------
    Fits, in the order of the problems; the same whatever the number of workers.

    Raises
    ------
    InvalidProblem : as in fit_weights.

    Source: as fit_weights.
    """
    wanted = np.ascontiguousarray(treated, np.float64)
    panels = np.asarray(donors, np.float64)
    panels = np.ascontiguousarray(panels[None] if panels.ndim == 2 else panels)
    if wanted.ndim != 2 or panels.ndim != 3 or wanted.shape[1] != panels.shape[1]:
        raise InvalidProblem(f"treated and donors do not have the same periods: {wanted.shape}, {panels.shape}")
    problems, units = len(wanted), panels.shape[2]
    if not wanted.shape[1] or not units:
        raise InvalidProblem("there must be at least one period and one donor")
    ridges = np.ascontiguousarray(np.broadcast_to(np.asarray(ridge, np.float64), problems))
    if not (np.isfinite(wanted).all() and np.isfinite(panels).all() and np.isfinite(ridges).all()):
        raise InvalidProblem("a value is missing or infinite")
    if (ridges < 0).any():
        raise InvalidProblem("the ridge must not be negative")
    mask = _mask(allowed, problems, units)
    which = _which(panel, problems, len(panels))
    weights, told = np.empty((problems, units)), np.empty((problems, 4))

    def fit(part: slice) -> None:
        simplex.minimise_each(wanted[part], panels, which[part], mask[part], ridges[part], weights[part], told[part])

    _in_parts(fit, problems, workers)
    return Fits(weights, told[:, 0], told[:, 1], told[:, 2], told[:, 3].astype(np.int64))


def _mask(allowed: npt.ArrayLike | None, problems: int, units: int) -> BoolArray:
    mask = np.ones((problems, units), np.bool_) if allowed is None else np.ascontiguousarray(allowed, np.bool_)
    if mask.shape != (problems, units):
        raise InvalidProblem(f"allowed must be {(problems, units)} and is {mask.shape}")
    if not mask.any(axis=1).all():
        raise InvalidProblem("a problem has no donor")
    return mask


def _which(panel: npt.ArrayLike | None, problems: int, panels: int) -> IntArray:
    if panel is not None:
        which = np.ascontiguousarray(panel, np.int64)
    elif panels == 1:
        which = np.zeros(problems, np.int64)
    else:
        which = np.arange(problems, dtype=np.int64)
    if which.shape != (problems,) or (problems and not (which.min() >= 0 and which.max() < panels)):
        raise InvalidProblem(f"{problems} problems and {panels} panels do not go together")
    return which


def _in_parts(fit: Callable[[slice], None], problems: int, workers: int) -> None:
    if workers < 2 or problems < 2:
        fit(slice(0, problems))
        return
    # Small parts, so that one with hard problems does not keep the others waiting.
    size = max(1, -(-problems // (8 * workers)))
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fit, [slice(first, first + size) for first in range(0, problems, size)]))
