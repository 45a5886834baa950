"""The same problem by another way: a conic solver with tight tolerances."""

import clarabel
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]


def objective(treated: Array, donors: Array, weights: Array, ridge: float = 0.0) -> float:
    return float(((donors @ weights - treated) ** 2).sum() + ridge * (weights @ weights))


def clarabel_weights(treated: Array, donors: Array, ridge: float = 0.0) -> Array:
    """min |residual|² + ridge |weights|², residual = donors @ weights - treated, on the simplex."""
    periods, units = donors.shape
    quadratic = sparse.block_diag([2 * ridge * sparse.eye(units), 2 * sparse.eye(periods)]).tocsc()
    rows = [
        sparse.hstack([sparse.csc_matrix(donors), -sparse.eye(periods)]),
        sparse.hstack([np.ones((1, units)), sparse.csc_matrix((1, periods))]),
        sparse.hstack([-sparse.eye(units), sparse.csc_matrix((units, periods))]),
    ]
    cones = [clarabel.ZeroConeT(periods + 1), clarabel.NonnegativeConeT(units)]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-12
    right = np.concatenate([treated, [1.0], np.zeros(units)])
    solver = clarabel.DefaultSolver(
        quadratic, np.zeros(units + periods), sparse.vstack(rows).tocsc(), right, cones, settings
    )
    found = np.maximum(np.array(solver.solve().x[:units]), 0.0)
    return found / found.sum()
