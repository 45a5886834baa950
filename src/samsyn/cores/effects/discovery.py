"""Many tests at once: how many of those found are chance. Pure."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects.effect import Effect, estimate_effect
from samsyn.cores.effects.panel import InvalidPanel
from samsyn.cores.effects.weights import FloatArray, IntArray


class InvalidP(ValueError):
    """A p-value outside 0 to 1."""


def q_values(p: npt.ArrayLike, *, dependent: bool = False) -> FloatArray:
    """For each test, the share of false discoveries among all that are at least as small.

    Parameters
    ----------
    p : (tests,) array; NaN for what was not tested, which counts as no test
    dependent : False for independent or positively dependent tests (Benjamini and Hochberg), True for any dependence
        (Benjamini and Yekutieli), which is stricter by 1 + 1/2 + … + 1/tests.

    Returns
    -------
    (tests,) array within 0 to 1, NaN where p is.

    Raises
    ------
    InvalidP : a p outside 0 to 1, or an array that is not one row.

    Source: Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001). docs/methods/effects.md
    """
    given = np.asarray(p, np.float64)
    tested = np.flatnonzero(~np.isnan(given)) if given.ndim == 1 else None
    if tested is None or ((given[tested] < 0) | (given[tested] > 1)).any():
        raise InvalidP("p must be one row of values within 0 and 1")
    order = tested[np.argsort(given[tested], kind="stable")]
    count = order.size
    factor = float((1.0 / np.arange(1, count + 1)).sum()) if dependent else 1.0
    raw = given[order] * factor * count / np.arange(1, count + 1)
    found = np.full(given.shape, np.nan)
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return found


@dataclass(frozen=True)
class Scan:
    """Effects of one question asked of many indicators, in their order.

    `p`, `p_pooled` and `q` (indicators,) are NaN for those that could not be judged. `p` rests on each indicator's own
    placebos; `p_pooled`, and `q` with it, on those of all that have as many periods. `tests` counts those that could be
    judged, `asked` all, `expected_by_chance` how many of the tests would fall below 0.05 with no effect anywhere.
    """

    effects: tuple[Effect, ...]
    p: FloatArray
    p_pooled: FloatArray
    q: FloatArray
    dependent: bool

    @property
    def asked(self) -> int:
        return len(self.effects)

    @property
    def tests(self) -> int:
        return int((~np.isnan(self.p)).sum())

    @property
    def expected_by_chance(self) -> float:
        return 0.05 * self.tests

    def discoveries(self, share: float = 0.05) -> IntArray:
        """The indicators whose q is at most this share, the smallest first."""
        order = np.argsort(self.q, kind="stable")
        return order[self.q[order] <= share].astype(np.int64)


def pooled_p_values(effects: Sequence[Effect]) -> FloatArray:
    """p among the placebos of every indicator with as many periods before and after the start.

    The placebos of one indicator give no p below 1 / (units + 1), and among thousands of tests that is no discovery.
    Each statistic is divided by its own variation before the start, so that they can be compared across indicators;
    those with other numbers of periods are distributed otherwise, and kept apart.

    Parameters
    ----------
    effects : judged or not

    Returns
    -------
    (effects,) array; NaN for those that could not be judged.

    Source: pooled permutation distributions, Efron (2010), Large-scale inference, chapter 3. docs/methods/effects.md
    """
    found = np.full(len(effects), np.nan)
    alike: dict[tuple[int, int], list[int]] = {}
    for place, effect in enumerate(effects):
        if not np.isnan(effect.statistic):
            alike.setdefault((effect.start, effect.periods.size), []).append(place)
    for places in alike.values():
        sizes = np.sort(np.abs(np.concatenate([effects[place].placebo_statistics for place in places])))
        own = np.abs([effects[place].statistic for place in places]) * (1.0 - 1e-12)
        as_large = sizes.size - np.searchsorted(sizes, own, side="left")
        found[places] = (1 + as_large) / (1 + sizes.size)
    return found


def scan_effects(
    panels: FloatArray | Sequence[FloatArray],
    treated: Sequence[int],
    start: int,
    *,
    method: str = "sdid",
    donors: Sequence[int] | None = None,
    seed: int = 0,
    dependent: bool = True,
    workers: int = 1,
) -> Scan:
    """Ask the same question of many indicators, and say how many answers to expect by chance.

    Parameters
    ----------
    panels : (indicators, units, periods) array, or a sequence of (units, periods) arrays; NaN where missing
    treated, start, method, donors, seed : as in estimate_effect
    dependent : indicators of the same municipalities hang together, so the stricter control is the default
    workers : threads, one indicator each

    Returns
    -------
    Scan, the same whatever the number of workers.

    Raises
    ------
    InvalidPanel : as in estimate_effect, or no indicator.

    Source: as estimate_effect and q_values.
    """
    given = list(panels)
    if not given:
        raise InvalidPanel("there is no indicator to look through")

    def ask(values: FloatArray) -> Effect:
        return estimate_effect(values, treated, start, method=method, donors=donors, seed=seed, thorough=False)

    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            effects = tuple(pool.map(ask, given))
    else:
        effects = tuple(ask(values) for values in given)
    p = np.array([effect.p_value for effect in effects])
    pooled = pooled_p_values(effects)
    return Scan(effects, p, pooled, q_values(pooled, dependent=dependent), dependent)
