"""Many made worlds: without effect p is uniform and few alarms are false, with one it is found without bias.

Run with -s, the table is printed; it stands in docs/methods/effects.md.
"""

from collections import Counter

import numpy as np
import pytest

from samsyn.cores.effects import Verdict, estimate_effect
from tests.cores.effects.panels import factor_panel

pytestmark = pytest.mark.slow

WORLDS = {1: 400, 3: 200}  # by how many are treated: each of three is compared with 499 groups
UNITS, PERIODS, START = 40, 14, 9
EFFECT = 3.0  # deviations of a single value


def worlds(effect: float, method: str, *, treated: int, uneven: float) -> list:
    found = []
    for seed in range(WORLDS[treated]):
        values = factor_panel(seed, units=UNITS, periods=PERIODS, uneven=uneven)
        rows = np.random.default_rng(seed).choice(UNITS, treated, replace=False)
        values[rows, START:] += effect
        found.append(estimate_effect(values, rows.tolist(), START, method=method, seed=seed))
    return found


def told(what: str, *figures: str) -> None:
    print(f"{what:<34} {'  '.join(figures)}")  # noqa: T201  the table is for reading


@pytest.mark.parametrize(
    ("method", "treated", "uneven"),
    [("did", 1, 0.0), ("did", 1, 0.7), ("did", 3, 0.0), ("sdid", 1, 0.0), ("sc", 1, 0.0)],
)
def test_without_effect_p_is_uniform_and_few_alarms_are_false(method: str, treated: int, uneven: float):
    found = worlds(0.0, method, treated=treated, uneven=uneven)

    judged = [effect for effect in found if effect.verdict != Verdict.CANNOT_BE_JUDGED]
    p = np.array([effect.p_value for effect in judged])
    quantiles = np.quantile(p, [0.05, 0.25, 0.5, 0.75, 0.95])
    alarms, clear = (p <= 0.05).mean(), np.mean([effect.verdict == Verdict.CLEAR for effect in judged])
    covered = np.mean([effect.interval.low <= 0.0 <= effect.interval.high for effect in judged])
    told(
        f"{method}, {treated} treated, uneven {uneven}",
        "p " + " ".join(f"{each:.3f}" for each in quantiles),
        f"p≤.05 {alarms:.3f}",
        f"clear {clear:.3f}",
        f"covered {covered:.3f}",
        f"refused {1 - len(judged) / len(found):.3f}",
    )
    assert len(judged) > 0.8 * len(found)
    # 400 worlds: four standard errors of a quantile are 0.10 in the middle and 0.045 at the ends.
    assert np.abs(quantiles - [0.05, 0.25, 0.5, 0.75, 0.95]).max() < 0.10
    assert 0.02 <= alarms <= 0.09
    assert clear <= 0.07
    assert 0.90 <= covered <= 0.985


@pytest.mark.parametrize(("method", "treated"), [("did", 1), ("sdid", 1), ("sc", 1), ("did", 3)])
def test_a_planted_effect_is_found_without_bias(method: str, treated: int):
    found = worlds(EFFECT, method, treated=treated, uneven=0.0)

    means = np.array([effect.mean for effect in found])
    judged = ~np.isnan(means)
    verdicts = Counter(effect.verdict.value for effect in found)
    covered = np.mean([effect.interval.low <= EFFECT <= effect.interval.high for effect in np.array(found)[judged]])
    bias = means[judged].mean() - EFFECT
    told(
        f"{method}, {treated} treated, effect {EFFECT}",
        f"bias {bias:+.3f}",
        f"covered {covered:.2f}",
        str(dict(verdicts)),
    )
    assert judged.mean() > 0.85
    assert abs(bias) < 0.15
    assert 0.88 <= covered <= 0.99
    assert verdicts["tydlig"] + verdicts["möjlig"] > 0.7 * len(found)


@pytest.mark.parametrize("trap", ["break", "trend", "few donors", "exact fits"])
def test_traps_are_refused_every_time(trap: str):
    for seed in range(25):
        values = factor_panel(seed, units=UNITS, periods=PERIODS)
        method, donors, rng = "did", None, np.random.default_rng(seed)
        if trap == "break":
            values[:, 6:] += rng.normal(0, 15, size=(UNITS, 1))
        elif trap == "trend":
            values[0] += 2.0 * np.arange(PERIODS)
        elif trap == "few donors":
            donors = rng.choice(np.arange(1, UNITS), 7, replace=False).tolist()
        else:
            values = factor_panel(seed, units=200, periods=12, factors=6)
            method = "sc"
        start = 8 if trap == "exact fits" else START
        assert estimate_effect(values, [0], start, method=method, donors=donors).verdict == Verdict.CANNOT_BE_JUDGED
