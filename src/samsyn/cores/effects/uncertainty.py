"""How wrong a published value may be by itself: rounding, few answers, few events. Pure."""

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects.weights import FloatArray

FEW_EVENTS = 20  # below this many events a rate is shown with its limits


def rounding_error(step: npt.ArrayLike) -> FloatArray:
    """The standard error of a value rounded to a step: step / √12, same unit.

    Source: variance of the uniform distribution; Sheppard (1898).
    """
    found: FloatArray = np.asarray(step, np.float64) / np.sqrt(12.0)
    return found


def share_error(share_pct: npt.ArrayLike, answers: npt.ArrayLike) -> FloatArray:
    """The standard error of a survey's share among so many answers.

    Parameters
    ----------
    share_pct : array, per cent 0 to 100
    answers : array, number of answers, at least 1

    Returns
    -------
    Array, percentage points. At 0 and 100 per cent it is not 0: two answers of each kind are added (Agresti and Coull).

    Raises
    ------
    ValueError : a share outside 0 to 100, or fewer than one answer.

    Source: Agresti and Coull (1998). Without correction for a small population. docs/methods/effects.md
    """
    share, count = np.asarray(share_pct, np.float64) / 100.0, np.asarray(answers, np.float64)
    if ((share < 0) | (share > 1)).any() or (count < 1).any():
        raise ValueError("a share lies within 0 and 100 per cent, of at least one answer")
    adjusted = (share * count + 2.0) / (count + 4.0)
    found: FloatArray = 100.0 * np.sqrt(adjusted * (1.0 - adjusted) / (count + 4.0))
    return found


def rate_error(events: npt.ArrayLike, exposure: npt.ArrayLike) -> FloatArray:
    """The standard error of events / exposure when events are counted.

    Parameters
    ----------
    events : array, counts, not negative
    exposure : array, inhabitants, cases or years; more than 0

    Returns
    -------
    Array, per unit of exposure. With 0 events it is that of one.

    Raises
    ------
    ValueError : a negative count, or an exposure that is not positive.

    Source: Poisson; docs/methods/effects.md
    """
    count, over = np.asarray(events, np.float64), np.asarray(exposure, np.float64)
    if (count < 0).any() or (over <= 0).any():
        raise ValueError("events are not negative, and exposure is more than 0")
    found: FloatArray = np.sqrt(np.maximum(count, 1.0)) / over
    return found


def funnel_limits(rate: float, exposure: npt.ArrayLike, *, deviations: float = 1.96) -> tuple[FloatArray, FloatArray]:
    """Between which rates a unit of that exposure lies by chance alone, when all share one rate.

    Parameters
    ----------
    rate : events per unit of exposure, common to all
    exposure : array, more than 0
    deviations : 1.96 for 95 per cent

    Returns
    -------
    Low and high, arrays per unit of exposure; low is never below 0.

    Source: Spiegelhalter (2005), Funnel plots. docs/methods/effects.md
    """
    over = np.asarray(exposure, np.float64)
    if rate < 0 or (over <= 0).any():
        raise ValueError("a rate is not negative, and exposure is more than 0")
    width = deviations * np.sqrt(rate / over)
    return np.maximum(rate - width, 0.0), rate + width
