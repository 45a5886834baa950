"""Periods in which a series looks as if its definition had been changed. Pure."""

from dataclasses import dataclass

import numpy as np

from samsyn.cores.effects.weights import FloatArray

UNEVEN = 4.0  # times the usual spread of changes
JUMP = 10.0  # times the usual change of the median
FEWEST_UNITS = 8
FEWEST_CHANGES = 4
TO_DEVIATION = 1.4826  # of a normal distribution: median absolute deviation to standard deviation


@dataclass(frozen=True)
class Break:
    """`period` is the first of the new series; `times` how much more unevenly, or further, the units change there."""

    period: int
    times: float


def _spread(values: FloatArray) -> FloatArray:
    """Median absolute deviation over units, as a standard deviation; (periods,)."""
    found: FloatArray = TO_DEVIATION * np.median(np.abs(values - np.median(values, axis=0)), axis=0)
    return found


def suspected_breaks(values: FloatArray) -> list[Break]:
    """Periods whose change from the one before is unlike the others, over many units at once.

    Parameters
    ----------
    values : (units, periods) array without missing values, of units that were not treated

    Returns
    -------
    Breaks in order. Found where the units' changes are more than four times as uneven as in the middle period, or where
    the median unit moves ten times as far as it does otherwise and further than the units lie apart. None is found
    with fewer than 8 units or 5 periods, or when most values never change: what is not looked for is not excluded.

    Source: median absolute deviation, Rousseeuw and Croux (1993); the limits are ours. docs/methods/effects.md
    """
    if values.shape[0] < FEWEST_UNITS or values.shape[1] < FEWEST_CHANGES + 1:
        return []
    changes = np.diff(values, axis=1)
    spread = _spread(changes)
    usual = float(np.median(spread))
    if usual <= 0.0:
        return []
    moves = np.median(changes, axis=0)
    off = np.abs(moves - np.median(moves))
    # The median of few units moves by chance as well, by about this much.
    least = usual / np.sqrt(values.shape[0])
    further = off / max(float(np.median(off)), least)
    apart = np.minimum(_spread(values)[1:], _spread(values)[:-1])
    found = []
    for place in range(changes.shape[1]):
        if spread[place] > UNEVEN * usual:
            found.append(Break(place + 1, float(spread[place] / usual)))
        elif further[place] > JUMP and off[place] > apart[place]:
            found.append(Break(place + 1, float(further[place])))
    return found
