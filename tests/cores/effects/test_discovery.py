"""False discoveries: the articles' own example, and a scan of many indicators."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.effects import Effect, Verdict, q_values, scan_effects
from samsyn.cores.effects.discovery import InvalidP, pooled_p_values
from samsyn.cores.effects.panel import InvalidPanel
from samsyn.cores.effects.paths import Method
from tests.cores.effects.panels import factor_panel

# Benjamini and Hochberg (1995), section 4.1: fifteen tests; at 0.05 their procedure rejects the first four.
ARTICLE = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_articles_example_rejects_four():
    q = q_values(ARTICLE)
    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


def test_under_any_dependence_it_is_stricter_by_the_harmonic_sum():
    harmonic = sum(1 / k for k in range(1, 16))
    assert q_values(ARTICLE, dependent=True)[:4] == pytest.approx(q_values(ARTICLE)[:4] * harmonic)
    assert (q_values(ARTICLE, dependent=True) <= 0.05).sum() == 3


def test_what_was_not_tested_is_no_test():
    assert q_values([0.01, np.nan, 0.02])[[0, 2]] == pytest.approx(q_values([0.01, 0.02]))
    assert np.isnan(q_values([0.01, np.nan, 0.02])[1])
    assert q_values([]).size == 0


@pytest.mark.parametrize("p", [[1.1], [-0.1], [[0.5]], np.nan])
def test_what_is_no_p_is_refused(p):
    with pytest.raises(InvalidP):
        q_values(p)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_keeps_the_order_of_p_and_is_no_smaller(p: list[float]):
    q = q_values(p)
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= 0).all()
    assert (q >= np.array(p) - 1e-15).all()
    assert q.max() <= 1


def many(effects: dict[int, float]) -> np.ndarray:
    made = np.stack([factor_panel(seed, units=120, periods=14) for seed in range(40)])
    for indicator, effect in effects.items():
        made[indicator, 5, 10:] += effect
    return made


def test_a_scan_finds_what_was_planted_and_tells_how_many_tests_were_made():
    panels = many({3: 9.0, 17: -9.0})
    panels[30, 5, 12] = np.nan  # cannot be judged, and is no test

    found = scan_effects(panels, [5], 10, method="did", dependent=False)

    assert found.asked == 40
    assert found.tests == sum(effect.verdict != Verdict.CANNOT_BE_JUDGED for effect in found.effects) < 40
    assert found.expected_by_chance == pytest.approx(0.05 * found.tests)
    assert np.isnan(found.q[30])
    # 120 units give no smaller p than 1/120 by themselves; the placebos of all forty do.
    assert found.p[[3, 17]] == pytest.approx([1 / 120] * 2)
    assert found.discoveries(0.05).tolist() in ([3, 17], [17, 3])


def test_pooled_p_is_counted_among_all_placebos_with_as_many_periods():
    made = [seen(2.0, [1, -3]), seen(-3.0, [0.5, 2.5]), seen(9.0, [1.0, 1.0], periods=12), seen(np.nan, [100.0])]

    found = pooled_p_values(made)

    assert found[:3] == pytest.approx([3 / 5, 2 / 5, 1 / 3])
    assert np.isnan(found[3])


def seen(statistic: float, placebos: list[float], *, periods: int = 14) -> Effect:
    made = np.array(placebos)
    return Effect(
        Method.DID, Verdict.POSSIBLE, (), statistic=statistic, placebo_statistics=made, start=10,
        periods=np.arange(periods),
    )  # fmt: skip


def test_without_any_effect_a_scan_seldom_discovers_anything():
    """At a share of 0.2, at most a fifth of scans may discover something when there is nothing; p is uniform."""
    discovered, p = 0, []
    for world in range(20):
        panels = [factor_panel(1000 * world + seed, units=40, periods=12, uneven=0.3) for seed in range(25)]
        found = scan_effects(panels, [5], 8, method="did", dependent=False)
        discovered += bool(found.discoveries(0.2).size)
        p += found.p_pooled[~np.isnan(found.p_pooled)].tolist()
    assert discovered <= 9  # of 20: four are expected, with a standard deviation of 1.8
    assert np.abs(np.quantile(p, [0.25, 0.5, 0.75]) - [0.25, 0.5, 0.75]).max() < 0.08


def test_a_scan_is_the_same_on_two_threads():
    panels = many({})[:4]
    alone, together = scan_effects(panels, [5, 6], 10), scan_effects(panels, [5, 6], 10, workers=2)
    assert np.array_equal(alone.p, together.p, equal_nan=True)
    assert alone.dependent


def test_a_scan_of_nothing_is_a_wrong_call():
    with pytest.raises(InvalidPanel):
        scan_effects([], [0], 3)
