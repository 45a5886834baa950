"""Paths by three methods: by hand, against each other, and against a library."""

import numpy as np
import pytest

from samsyn.cores.effects.paths import Method, paths
from samsyn.cores.effects.products import product
from tests.cores.effects.panels import factor_panel


def one(values: np.ndarray, row: int, start: int, method: Method):
    allowed = np.ones((1, len(values)), bool)
    allowed[0, row] = False
    return paths(values, np.array([[row]]), allowed, start, method)


def test_difference_in_differences_by_hand():
    values = np.array([[10.0, 12.0, 20.0, 21.0], [0.0, 2.0, 4.0, 4.0], [4.0, 2.0, 4.0, 6.0]])

    found = one(values, 0, 2, Method.DID)

    # The others' mean is 2, 2, 4, 5; the gap 8, 10, 16, 16; its mean before is 9.
    assert found.gaps[0] == pytest.approx([-1, 1, 7, 7])
    assert found.means == pytest.approx([7])
    assert found.pre_errors == pytest.approx([1])


def test_a_mean_of_two_is_compared_with_those_who_are_allowed():
    values = np.array([[1.0, 3.0], [3.0, 5.0], [7.0, 7.0], [100.0, 0.0]])
    allowed = np.array([[False, False, True, False]])

    found = paths(values, np.array([[0, 1]]), allowed, 1, Method.DID)

    assert found.weights == pytest.approx(np.array([[0, 0, 1.0, 0]]))
    assert found.gaps == pytest.approx(np.array([[0, 2.0]]))


@pytest.mark.parametrize(("seed", "units", "periods", "start"), [(0, 20, 12, 8), (2, 60, 15, 10)])
def test_synthetic_difference_in_differences_is_the_librarys(seed: int, units: int, periods: int, start: int):
    import synthdid

    values = factor_panel(seed, units=units, periods=periods)

    found = one(values, units - 1, start, Method.SDID)
    theirs = synthdid.synthdid_estimate(values, units - 1, start, sparsify=None, min_decrease=1e-6, max_iter=10_000)

    assert found.means[0] == pytest.approx(float(theirs), abs=1e-3)
    assert found.weights[0, :-1] == pytest.approx(theirs.weights.omega, abs=1e-3)
    assert found.time_weights[0] == pytest.approx(theirs.weights.lambda_, abs=1e-2)
    assert found.gap_ratio.max() < 1e-10


def test_each_of_many_is_as_if_it_stood_alone():
    values = factor_panel(7, units=30, periods=14)
    allowed = np.random.default_rng(0).random((30, 30)) < 0.7
    np.fill_diagonal(allowed, False)

    for method in Method:
        many = paths(values, np.arange(30)[:, None], allowed, 9, method)
        for row in (0, 11, 29):
            kept = np.flatnonzero(allowed[row])
            alone = np.concatenate([values[[row]], values[kept]])
            assert many.gaps[row] == pytest.approx(one(alone, 0, 9, method).gaps[0], abs=1e-8)


def test_levels_may_differ_in_two_of_the_methods():
    values = factor_panel(8, units=30, periods=14)
    moved = values + 1000.0 * np.random.default_rng(0).normal(size=(30, 1))

    for method in (Method.DID, Method.SDID):
        assert one(moved, 0, 9, method).gaps == pytest.approx(one(values, 0, 9, method).gaps, abs=1e-6)


def test_what_comes_after_the_start_does_not_reach_what_was_before():
    """Weights rest on the past alone, save the time weights, which look at the donors."""
    values = factor_panel(9, units=30, periods=14)
    later = values.copy()
    later[0, 9:] += 50.0

    for method in Method:
        before, after = one(values, 0, 9, method), one(later, 0, 9, method)
        assert (after.weights == before.weights).all()
        assert after.means[0] - before.means[0] == pytest.approx(50.0)


def test_products_of_ours_are_numpys():
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(30, 17)) * (rng.random((30, 17)) < 0.5), rng.normal(size=(17, 23))
    assert product(left, right) == pytest.approx(left @ right)
    assert product(left != 0, right) == pytest.approx((left != 0) @ right)
