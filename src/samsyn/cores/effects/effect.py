"""What became of those who were treated, beside comparable others, and how sure one can be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects import inference
from samsyn.cores.effects.inference import Interval
from samsyn.cores.effects.panel import InvalidPanel, Panel, read_panel
from samsyn.cores.effects.paths import Method, Paths, paths
from samsyn.cores.effects.products import product
from samsyn.cores.effects.reasons import Ground, Reason, Verdict
from samsyn.cores.effects.weights import FloatArray, IntArray

CLEAR_P, POSSIBLE_P = 0.05, 0.10
NOTED_P = 0.25  # a path before the start that is this unusual speaks against what it leads to
MOST_EXACT = 0.10  # of placebos, before the textbook synthetic control is refused
FAR_OFF = 3.0  # deviations, where the placebos are too few for p to get below CLEAR_P
WEIGHED = 1e-6  # a donor with less does not change anything by leaving

_NONE = np.empty(0)
_NOBODY = np.empty(0, np.int64)
_NO_GROUPS = np.empty((0, 0))


@dataclass(frozen=True)
class InTime:
    """The same, with a start pretended in `period` and nothing after the real start."""

    period: int
    mean: float
    p_value: float


@dataclass(frozen=True)
class LeaveOneOut:
    """The least and largest mean when one donor is left out, and the donor that moves it most."""

    low: float
    high: float
    donor: int
    mean_without: float


@dataclass(frozen=True)
class Effect:
    """An effect with its verdict. What was refused has NaN for every figure of the effect.

    `per_period` (periods after the start) and `gaps` (periods kept) have the unit of the values, and so have `mean`,
    `members` (each treated alone, in rising order of rows), `interval` and `smallest_detectable`.
    `periods` are the columns kept; `donors` the rows compared with; `weights` one for each of them.
    `placebos` (placebos,) are their means, `placebo_gaps` (placebos, periods kept) their paths and `placebo_groups`
    their rows. `p_value` compares each beside its own variation before the start (`statistic` with
    `placebo_statistics`), `p_unscaled` does not.
    `least_p` is the smallest that so few placebos could have given; `tests` how many were compared.
    """

    method: Method
    verdict: Verdict
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()
    mean: float = nan
    per_period: FloatArray = field(default_factory=_NONE.copy)
    gaps: FloatArray = field(default_factory=_NONE.copy)
    members: FloatArray = field(default_factory=_NONE.copy)
    interval: Interval = field(default_factory=lambda: Interval(nan, nan))
    p_value: float = nan
    p_unscaled: float = nan
    least_p: float = nan
    smallest_detectable: float = nan
    pre_fit: float = nan
    p_pre_fit: float = nan
    drift: float = nan
    p_pre_trend: float = nan
    exact_share: float = nan
    in_time: InTime | None = None
    leave_one_out: LeaveOneOut | None = None
    treated: IntArray = field(default_factory=_NOBODY.copy)
    donors: IntArray = field(default_factory=_NOBODY.copy)
    weights: FloatArray = field(default_factory=_NONE.copy)
    time_weights: FloatArray = field(default_factory=_NONE.copy)
    periods: IntArray = field(default_factory=_NOBODY.copy)
    start: int = 0
    statistic: float = nan
    placebos: FloatArray = field(default_factory=_NONE.copy)
    placebo_statistics: FloatArray = field(default_factory=_NONE.copy)
    placebo_gaps: FloatArray = field(default_factory=_NO_GROUPS.copy)
    placebo_groups: IntArray = field(default_factory=lambda: np.empty((0, 0), np.int64))
    gap_ratio: float = nan

    @property
    def tests(self) -> int:
        return len(self.placebos)


def estimate_effect(
    values: npt.ArrayLike,
    treated: Sequence[int],
    start: int,
    *,
    method: str = "did",
    donors: Sequence[int] | None = None,
    seed: int = 0,
    breaks: Sequence[int] = (),
    errors: npt.ArrayLike | None = None,
    thorough: bool = True,
    workers: int = 1,
) -> Effect:
    """Compare what became of the treated with what became of others, and say how sure one can be.

    Parameters
    ----------
    values : (units, periods) array, any unit of measure; NaN where a value is missing
        Never filled in: a donor with a gap is left out, a treated unit with one makes it impossible to judge.
    treated : rows of those treated; their mean is what is judged
    start : column of the first treated period
    method : "did" difference in differences; "sdid" synthetic difference in differences; "sc" synthetic control
    donors : rows to compare with; everyone else when left out. Leave out all who do the same thing.
    seed : draws the placebo groups when more than one is treated
    breaks : columns at which the series begins anew
    errors : (units, periods) array, the standard error of each value (see uncertainty), same unit as the values
    thorough : False tries a pretended start and leaves out donors only where an effect is seen, as a scan does; the
        verdict is the same
    workers : threads

    Returns
    -------
    Effect. Its verdict is one of *tydlig, möjlig, ingen synlig, kan inte bedömas*, with the reasons; `mean` is a float,
    NaN when it cannot be judged.

    Raises
    ------
    InvalidPanel : wrong shapes, infinite values, rows that do not exist, nobody treated, or an unknown method.

    Source: docs/methods/effects.md, with the papers.
    """
    try:
        way = Method(method)
    except ValueError as error:
        raise InvalidPanel(f"unknown method {method!r}: one of {', '.join(Method)}") from error
    panel = read_panel(values, treated, start, method=way, donors=donors, breaks=breaks)
    known_errors = _read_errors(errors, panel, np.shape(values))
    if panel.refusals:
        return _refused(way, panel, panel.refusals)
    return _Comparison(panel, way, seed, known_errors, workers).effect(thorough=thorough)


def _read_errors(errors: npt.ArrayLike | None, panel: Panel, shape: tuple[int, ...]) -> FloatArray | None:
    if errors is None:
        return None
    given = np.asarray(errors, np.float64)
    if given.shape != shape:
        raise InvalidPanel(f"errors must be {shape} and are {given.shape}")
    kept = given[:, panel.periods]
    used = kept[np.union1d(panel.treated, panel.donors)]
    if not np.isfinite(used).all() or (used < 0).any():
        raise InvalidPanel("an error of a value that is used is missing, infinite or negative")
    return kept


def _refused(method: Method, panel: Panel, reasons: Sequence[Reason]) -> Effect:
    return Effect(
        method,
        Verdict.CANNOT_BE_JUDGED,
        tuple(reasons),
        tuple(panel.notes),
        treated=panel.treated,
        donors=panel.donors,
        periods=panel.periods,
        start=panel.start,
    )


class _Comparison:
    """One panel, compared in every way that the verdict rests on."""

    def __init__(self, panel: Panel, method: Method, seed: int, errors: FloatArray | None, workers: int) -> None:
        self.panel, self.method, self.workers = panel, method, workers
        self.rows = np.concatenate([panel.treated, panel.donors])
        self.values = panel.values[self.rows]
        self.errors = None if errors is None else errors[self.rows]
        self.size, self.start = panel.treated.size, panel.start
        places = np.arange(self.size, len(self.rows), dtype=np.int64)
        self.own = np.arange(self.size, dtype=np.int64)[None]
        self.groups = inference.placebo_groups(places, self.size, seed=seed)
        # The treated and every placebo in one call: the same code, and the same periods, for all.
        self.all = self.paths(np.concatenate([self.own, self.groups]), self.start)
        self.mean, self.means = float(self.all.means[0]), self.all.means[1:]
        self.scales, self.statistics = self.scaled(self.all)
        self.pre_fit = float(self.pre_errors(self.all)[0])

    def paths(
        self, groups: IntArray, start: int, *, until: int | None = None, without: IntArray | None = None
    ) -> Paths:
        allowed = np.ones((len(groups), len(self.rows)), np.bool_)
        allowed[:, : self.size] = False
        np.put_along_axis(allowed, groups, False, axis=1)
        if without is not None:
            allowed[np.arange(len(groups)), without] = False
        return paths(self.values[:, :until], groups, allowed, start, self.method, self.workers)

    def pre_errors(self, found: Paths) -> FloatArray:
        """How much a path varies before the start; around its own level where the method lets levels differ."""
        if self.method == Method.SC:
            return found.pre_errors
        deviations: FloatArray = found.gaps[:, : found.start].std(axis=1)
        return deviations

    def scaled(self, found: Paths) -> tuple[FloatArray, FloatArray]:
        """What each mean is divided by, and the means divided; those treated first."""
        errors = self.pre_errors(found)
        scales = inference.moderated_scale(errors, found.start, float(np.median(errors[1:])))
        # Paths without any variation before the start: everything is in the same unit, and none is divided.
        scales = np.where(scales > 0, scales, 1.0) if (scales > 0).any() else np.ones_like(scales)
        return scales, found.means / scales

    def excess_error(self) -> float:
        """How much more the treated mean may be wrong by its values' own errors than a placebo's; 0 when not told."""
        if self.errors is None:
            return 0.0
        after = np.full(
            (len(self.all.gaps), self.values.shape[1] - self.start), 1.0 / (self.values.shape[1] - self.start)
        )
        over_time = product(np.concatenate([self.all.time_weights, after], axis=1) ** 2, (self.errors**2).T)
        groups = np.concatenate([self.own, self.groups])
        own = np.take_along_axis(over_time, groups, axis=1).sum(axis=1) / self.size**2
        total = own + (self.all.weights**2 * over_time).sum(axis=1)
        return float(np.sqrt(max(total[0] - np.median(total[1:]), 0.0)))

    def effect(self, *, thorough: bool) -> Effect:
        scale = float(self.scales[0])
        if excess := self.excess_error():
            reach = inference.critical_value(self.statistics[1:])
            scale = float(np.hypot(scale, excess * (1.96 / reach if 0 < reach < np.inf else 1.0)))
        placebos = self.statistics[1:]
        p, p_unscaled = inference.p_value(self.mean / scale, placebos), inference.p_value(self.mean, self.means)
        look = thorough or _seen(p, p_unscaled)
        p_fit = inference.p_value(self.pre_fit, self.pre_errors(self.all)[1:])
        drift, p_trend = self.trend()
        exact = float(self.all.exact[1:].mean())
        found = Effect(
            self.method,
            Verdict.CANNOT_BE_JUDGED,
            (),
            tuple(self.panel.notes),
            mean=self.mean,
            per_period=self.all.gaps[0, self.start :].copy(),
            gaps=self.all.gaps[0].copy(),
            members=self.members(),
            interval=inference.invert(self.mean, scale, placebos),
            p_value=p,
            p_unscaled=p_unscaled,
            least_p=1.0 / (1 + placebos.size),
            smallest_detectable=inference.smallest_detectable(scale, placebos),
            pre_fit=self.pre_fit,
            p_pre_fit=p_fit,
            drift=drift,
            p_pre_trend=p_trend,
            exact_share=exact,
            in_time=self.in_time() if look else None,
            leave_one_out=self.leave_one_out() if look else None,
            treated=self.panel.treated,
            donors=self.panel.donors,
            weights=self.all.weights[0, self.size :].copy(),
            time_weights=self.all.time_weights[0].copy(),
            periods=self.panel.periods,
            start=self.start,
            statistic=self.mean / scale,
            placebos=self.means.copy(),
            placebo_statistics=placebos.copy(),
            placebo_gaps=self.all.gaps[1:].copy(),
            placebo_groups=self.rows[self.groups],
            gap_ratio=float(self.all.gap_ratio.max()),
        )
        return judged(found, far_off=self.far_off())

    def members(self) -> FloatArray:
        if self.size == 1:
            return self.all.means[:1].copy()
        return self.paths(self.own.T, self.start).means

    def trend(self) -> tuple[float, float]:
        """What the straight line before the start, continued, would make the mean; and its p among the placebos."""
        slopes = self.slopes()
        ahead = (self.values.shape[1] - 1 + self.start) / 2.0  # the middle of the periods after the start
        level = (np.arange(self.start) * self.all.time_weights[0]).sum() if self.method != Method.SC else ahead
        return float(slopes[0] * (ahead - level)), inference.p_value(float(slopes[0]), slopes[1:])

    def slopes(self) -> FloatArray:
        """Change per period before the start of each path, by least squares."""
        when = np.arange(self.start) - (self.start - 1) / 2.0
        found: FloatArray = (self.all.gaps[:, : self.start] * when).sum(axis=1) / (when**2).sum()
        return found

    def far_off(self) -> tuple[bool, bool]:
        """Whether path and fit before the start stand out when the placebos are too few for a small p."""
        if 1.0 / (1 + len(self.groups)) <= CLEAR_P:
            return False, False
        slopes, errors = np.abs(self.slopes()), self.pre_errors(self.all)
        usual = 1.4826 * np.median(slopes[1:])
        return bool(slopes[0] > FAR_OFF * usual), bool(errors[0] > FAR_OFF * np.median(errors[1:]))

    def in_time(self) -> InTime | None:
        """The last third of the periods before the start, as if it had begun there."""
        pretended = self.start - max(1, self.start // 3)
        if pretended < 2:
            return None
        found = self.paths(np.concatenate([self.own, self.groups]), pretended, until=self.start)
        _scales, statistics = self.scaled(found)
        p = inference.p_value(float(statistics[0]), statistics[1:])
        return InTime(int(self.panel.periods[pretended]), float(found.means[0]), p)

    def leave_one_out(self) -> LeaveOneOut:
        weighed = np.flatnonzero(self.all.weights[0] > WEIGHED)
        means = self.paths(np.repeat(self.own, weighed.size, axis=0), self.start, without=weighed).means
        most = int(np.argmax(np.abs(means - self.mean)))
        return LeaveOneOut(float(means.min()), float(means.max()), int(self.rows[weighed[most]]), float(means[most]))


def judged(found: Effect, *, far_off: tuple[bool, bool] = (False, False)) -> Effect:
    """The same effect with its verdict: first what makes it impossible to judge, then how large it is."""
    refusals = _gates(found, far_off)
    if refusals:
        before = found.gaps.copy()
        before[found.start :] = nan
        none = np.full_like(found.per_period, nan)
        return replace(
            found,
            verdict=Verdict.CANNOT_BE_JUDGED,
            reasons=tuple(refusals),
            mean=nan,
            per_period=none,
            gaps=before,
            members=np.full_like(found.members, nan),
            interval=Interval(nan, nan),
            statistic=nan,
            p_value=nan,
            p_unscaled=nan,
            smallest_detectable=nan,
            leave_one_out=None,
        )
    seen = _seen(found.p_value, found.p_unscaled)
    against = _against(found) if seen else []
    size = {"p": found.p_value, "count": found.tests}
    share = 100.0 * (1.0 - found.p_value)
    both = found.p_value <= CLEAR_P and found.p_unscaled <= POSSIBLE_P
    reasons = [
        Reason(Ground.LARGER_THAN_PLACEBOS, {**size, "share_pct": share})
        if seen
        else Reason(Ground.WITHIN_PLACEBOS, size)
    ]
    if (found.p_value <= POSSIBLE_P) != (found.p_unscaled <= POSSIBLE_P):
        scales = {"p": found.p_value, "p_unscaled": found.p_unscaled}
        reasons.append(Reason(Ground.SCALES_DISAGREE, scales))
    if found.least_p > CLEAR_P:
        reasons.append(Reason(Ground.FEW_PLACEBOS, {"count": found.tests, "least_p": found.least_p}))
    verdict = Verdict.NONE_VISIBLE
    if seen:
        verdict = Verdict.CLEAR if both and not against else Verdict.POSSIBLE
    return replace(found, verdict=verdict, reasons=(*reasons, *against))


def _seen(p: float, p_unscaled: float) -> bool:
    return min(p, p_unscaled) <= POSSIBLE_P


def _gates(found: Effect, far_off: tuple[bool, bool]) -> list[Reason]:
    """What must hold before the start. An effect that dwarfs what is wrong there is let through, and it is told."""
    reasons = []
    if found.method == Method.SC and found.exact_share > MOST_EXACT:
        share = {"share_pct": 100.0 * found.exact_share, "most_pct": 100.0 * MOST_EXACT}
        reasons.append(Reason(Ground.EXACT_FITS, share))
    if (found.p_pre_trend <= CLEAR_P or far_off[0]) and abs(found.drift) >= abs(found.mean) / 2.0:
        reasons.append(Reason(Ground.PRE_TREND, {"p": found.p_pre_trend, "drift": found.drift}))
    if (found.p_pre_fit <= CLEAR_P or far_off[1]) and found.pre_fit >= abs(found.mean) / 2.0:
        reasons.append(Reason(Ground.PRE_FIT, {"p": found.p_pre_fit, "error": found.pre_fit}))
    return reasons


def _against(found: Effect) -> list[Reason]:
    """What keeps an effect that can be seen from being clear."""
    reasons = []
    if found.p_pre_trend <= NOTED_P and abs(found.drift) >= abs(found.mean) / 2.0 and found.drift * found.mean > 0:
        reasons.append(Reason(Ground.DRIFT, {"drift": found.drift}))
    early = found.in_time
    if early and early.p_value <= CLEAR_P and abs(early.mean) >= abs(found.mean) / 2.0:
        reasons.append(Reason(Ground.IN_TIME, {"start": early.period, "mean": early.mean, "p": early.p_value}))
    one = found.leave_one_out
    if one and one.low < 0.0 < one.high:
        reasons.append(Reason(Ground.ONE_DONOR_DECIDES, {"unit": one.donor, "mean": one.mean_without}))
    return reasons
