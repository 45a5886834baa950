"""Placebos, p-values, intervals and what could have been seen, by hand and by their own logic."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.effects import inference

DONORS = np.arange(10, 22)


def test_one_treated_has_every_donor_as_placebo():
    assert inference.placebo_groups(DONORS, 1, seed=0).ravel().tolist() == DONORS.tolist()


def test_few_pairs_are_all_tried():
    found = inference.placebo_groups(DONORS, 2, seed=0)
    assert [tuple(row) for row in found] == list(combinations(DONORS.tolist(), 2))


def test_many_groups_are_drawn_without_repetition_and_by_the_seed():
    donors = np.arange(285)
    found = inference.placebo_groups(donors, 5, seed=3)

    assert found.shape == (499, 5)
    assert len({tuple(row) for row in found}) == 499
    assert (np.diff(found, axis=1) > 0).all()
    assert (inference.placebo_groups(donors, 5, seed=3) == found).all()
    assert (inference.placebo_groups(donors, 5, seed=4) != found).any()
    assert np.bincount(found.ravel(), minlength=285).max() < 30  # no donor is in all of them


@pytest.mark.parametrize(
    ("statistic", "p"), [(0.0, 1.0), (0.9, 1.0), (-1.0, 1.0), (1.5, 0.75), (3.0, 0.5), (-3.5, 0.25)]
)
def test_p_counts_the_treated_among_the_placebos(statistic: float, p: float):
    assert inference.p_value(statistic, np.array([1.0, -2.0, 3.0])) == p


def test_p_is_never_nought():
    assert inference.p_value(1e9, np.zeros(289)) == pytest.approx(1 / 290)


samples = st.lists(st.floats(-100, 100), min_size=1, max_size=120).map(np.array)


@given(samples, st.floats(-100, 100), st.floats(0.5, 10))
def test_the_interval_holds_exactly_what_is_not_rejected(placebos: np.ndarray, mean: float, scale: float):
    found = inference.invert(mean, scale, placebos)

    for effect in (mean, found.low, found.high, mean - 3 * scale, mean + 40 * scale, 0.0):
        if not np.isfinite(effect):
            continue
        kept = inference.p_value((mean - effect) / scale, placebos) > 0.05 + 1e-12
        assert kept == (found.low <= effect <= found.high) or min(
            abs(effect - found.low), abs(effect - found.high)
        ) < 1e-9 * (1 + abs(effect))


@pytest.mark.parametrize(("count", "finite"), [(18, False), (19, True), (20, True)])
def test_with_fewer_than_nineteen_placebos_nothing_can_be_rejected(count: int, finite: bool):
    placebos = np.linspace(-1, 1, count)
    assert np.isfinite(inference.invert(0.0, 1.0, placebos).high) == finite
    assert np.isfinite(inference.smallest_detectable(1.0, placebos)) == finite


def test_four_in_five_of_the_smallest_detectable_are_seen():
    rng = np.random.default_rng(0)
    placebos = rng.normal(size=4000)
    effect = inference.smallest_detectable(2.0, placebos)

    assert effect == pytest.approx(2 * (1.96 + 0.84), rel=0.03)  # the textbook's for a normal distribution
    reach = inference.critical_value(placebos)
    for sign in (1, -1):
        seen = np.abs(rng.normal(size=20_000) + sign * effect / 2.0) > reach
        assert 0.78 < seen.mean() < 0.84


def test_a_group_that_fits_exactly_borrows_from_the_others():
    scales = inference.moderated_scale(np.array([0.0, 1.0, 3.0]), 12, 1.0)
    assert scales == pytest.approx([0.5, 1.0, np.sqrt((12 * 9 + 4) / 16)])
