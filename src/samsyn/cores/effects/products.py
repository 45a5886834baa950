"""The product of two matrices in compiled code, on one thread.

The linear algebra library behind NumPy starts threads for products as small as these. They gain nothing, take the cores
from whoever else computes (a scan's other indicators, another page), and wait for each other when there are too few.
"""

import numpy as np

from samsyn.cores.effects.simplex import Array, compiled


@compiled
def add_product(left: Array, right: Array, into: Array) -> None:
    """Add left @ right to `into`; rows of `right` that `left` gives no weight cost nothing."""
    for i in range(left.shape[0]):
        for k in range(left.shape[1]):
            factor = left[i, k]
            if factor != 0.0:
                for j in range(right.shape[1]):
                    into[i, j] += factor * right[k, j]


def product(left: Array, right: Array) -> Array:
    """The product of (rows, inner) and (inner, columns) arrays of 64-bit floats: (rows, columns).

    Source: the definition.
    """
    into = np.zeros((left.shape[0], right.shape[1]))
    add_product(np.ascontiguousarray(left, np.float64), np.ascontiguousarray(right, np.float64), into)
    return into
