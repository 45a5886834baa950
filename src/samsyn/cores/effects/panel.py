"""A panel as it came, and what of it can be compared: everything left out is told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects.breaks import suspected_breaks
from samsyn.cores.effects.paths import Method
from samsyn.cores.effects.reasons import Ground, Reason
from samsyn.cores.effects.weights import FloatArray, IntArray

FEWEST_PERIODS = {Method.DID: 3, Method.SDID: 4, Method.SC: 8}
FEWEST_DONORS = 10


class InvalidPanel(ValueError):
    """A wrong call: values are not (units, periods) or are infinite, a row does not exist, or nobody is treated."""


@dataclass(frozen=True)
class Panel:
    """`values` (units, periods kept) of all units; `donors` rows without gaps; `start` counted in the periods kept."""

    values: FloatArray
    treated: IntArray
    donors: IntArray
    start: int
    periods: IntArray
    refusals: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)


def rows(asked: Sequence[int] | npt.ArrayLike, units: int, what: str) -> IntArray:
    """Row numbers in rising order, each once.

    Raises
    ------
    InvalidPanel : not whole numbers, or a row that does not exist.
    """
    given = np.asarray(asked)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise InvalidPanel(f"{what} must be row numbers")
    found = np.unique(given.astype(np.int64))
    if found.size and (found[0] < 0 or found[-1] >= units):
        raise InvalidPanel(f"{what} has a row outside 0 to {units - 1}")
    return found


def read_panel(
    values: npt.ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    method: Method,
    donors: Sequence[int] | None,
    breaks: Sequence[int] = (),
) -> Panel:
    """Check a panel and take out what can be compared.

    Parameters
    ----------
    values : (units, periods) array, NaN where a value is missing
    treated, donors : row numbers; all that are not treated when donors is left out
    start : column of the first treated period
    breaks : columns at which a series begins anew

    Returns
    -------
    Panel. Periods in which nobody has a value are left out; donors with a gap are left out; both are noted. What makes
    it impossible to judge is in `refusals`.

    Raises
    ------
    InvalidPanel : see the class.
    """
    given = np.array(values, np.float64)
    if given.ndim != 2 or 0 in given.shape:
        raise InvalidPanel(f"values must be (units, periods) and are {given.shape}")
    if np.isinf(given).any():
        raise InvalidPanel("a value is infinite")
    if isinstance(start, bool) or not isinstance(start, int | np.integer):
        raise InvalidPanel("start must be a column number")
    chosen = rows(treated, len(given), "treated")
    if not chosen.size:
        raise InvalidPanel("nobody is treated")
    everyone = np.arange(len(given), dtype=np.int64)
    pool = np.setdiff1d(everyone, chosen) if donors is None else rows(donors, len(given), "donors")
    refusals: list[Reason] = []
    notes: list[Reason] = []
    if (both := np.intersect1d(chosen, pool)).size:
        refusals.append(Reason(Ground.TREATED_AMONG_DONORS, {"count": both.size}))
        pool = np.setdiff1d(pool, chosen)
    known = ~np.isnan(given)
    if not known.any():
        refusals.append(Reason(Ground.NO_VALUES))
    if not 1 <= start < given.shape[1]:
        refusals.append(Reason(Ground.START_OUTSIDE, {"start": start, "last": given.shape[1] - 1}))
    if refusals:
        return Panel(given, chosen, pool, start, np.arange(given.shape[1], dtype=np.int64), refusals, notes)
    kept = np.flatnonzero(known[np.union1d(chosen, pool)].any(axis=0))
    if not kept.size:
        return Panel(given, chosen, pool, start, kept, [Reason(Ground.NO_VALUES)], notes)
    if dropped := given.shape[1] - kept.size:
        notes.append(Reason(Ground.PERIODS_DROPPED, {"count": dropped}))
    whole = pool[known[np.ix_(pool, kept)].all(axis=1)]
    if dropped := pool.size - whole.size:
        notes.append(Reason(Ground.DONORS_DROPPED, {"count": dropped}))
    panel = Panel(given[:, kept], chosen, whole, int((kept < start).sum()), kept, refusals, notes)
    refusals += _refusals(panel, start, method, breaks)
    return panel


def _refusals(panel: Panel, start: int, method: Method, breaks: Sequence[int]) -> list[Reason]:
    found = []
    own = panel.values[panel.treated]
    gaps = np.argwhere(np.isnan(own))
    if len(gaps):
        unit, period = gaps[0]
        where = {"unit": int(panel.treated[unit]), "period": int(panel.periods[period]), "count": len(gaps)}
        found.append(Reason(Ground.TREATED_MISSING, where))
    if panel.start in (0, panel.periods.size):
        found.append(Reason(Ground.START_OUTSIDE, {"start": start, "last": int(panel.periods[-1])}))
    needed = FEWEST_DONORS + panel.treated.size - 1
    if panel.donors.size < needed:
        found.append(Reason(Ground.FEW_DONORS, {"donors": panel.donors.size, "needed": needed}))
    if panel.start < FEWEST_PERIODS[method]:
        found.append(Reason(Ground.FEW_PERIODS, {"periods": panel.start, "needed": FEWEST_PERIODS[method]}))
    inside = [at for at in breaks if panel.periods[0] < at <= panel.periods[-1]]
    found += [Reason(Ground.BREAK, {"period": at}) for at in sorted(inside)]
    donors = panel.values[panel.donors]
    if not len(gaps) and np.ptp(np.concatenate([own, donors]), axis=1).max(initial=0.0) == 0.0:
        found.append(Reason(Ground.CONSTANT))
    found += [
        Reason(Ground.SUSPECTED_BREAK, {"period": int(panel.periods[each.period]), "times": each.times})
        for each in suspected_breaks(donors)
        if panel.periods[each.period] not in inside
    ]
    return found
