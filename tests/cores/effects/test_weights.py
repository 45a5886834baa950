"""Weights on the simplex: against a conic solver, against their own certificate, and on points made to be awkward."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from samsyn.cores.effects import fit_weights
from samsyn.cores.effects.weights import InvalidProblem, fit_each
from tests import shared
from tests.cores.effects.oracles import clarabel_weights, objective
from tests.cores.effects.panels import factor_panel

RIDGES = (0.0, 1e-6, 0.05, 5.0, 500.0)


def others(panel: np.ndarray, row: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(periods,) of one unit and (periods, units) of the rest."""
    return panel[row], np.delete(panel, row, axis=0).T


def test_two_donors_by_hand():
    fit = fit_weights([1.0, 1.0], np.array([[0.0, 4.0], [0.0, 4.0]]))

    assert fit.weights == pytest.approx([0.75, 0.25])
    assert fit.objective == pytest.approx(0.0, abs=1e-20)
    assert fit.exact


def test_a_treated_unit_outside_the_donors_takes_the_nearest_point():
    fit = fit_weights([5.0, 0.0], np.array([[1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]]))

    assert fit.weights == pytest.approx([0.5, 0.5, 0.0])
    assert fit.objective == pytest.approx(16.0)
    assert not fit.exact


def test_ridge_alone_spreads_the_weights_evenly():
    fit = fit_weights([0.0, 0.0], np.zeros((2, 4)), ridge=8.0)

    assert fit.weights == pytest.approx([0.25] * 4)
    assert fit.objective == pytest.approx(2.0)


def test_ridge_against_fit_by_hand():
    """(4w - 1)² + r (w² + (1 - w)²) is least at w = (4 + r) / (16 + 2r)."""
    fit = fit_weights([1.0], np.array([[4.0, 0.0]]), ridge=2.0)

    assert fit.weights == pytest.approx([6 / 20, 14 / 20])


def test_the_objective_told_is_that_of_the_weights_told():
    treated, donors = others(factor_panel(3))
    for ridge in RIDGES:
        fit = fit_weights(treated, donors, ridge=ridge)
        assert fit.objective == pytest.approx(objective(treated, donors, fit.weights, ridge), rel=1e-10)
        assert fit.scale == pytest.approx(((donors - treated[:, None]) ** 2).sum(axis=0).mean())


@pytest.mark.parametrize("ridge", RIDGES)
@pytest.mark.parametrize(("units", "periods"), [(12, 25), (40, 10), (120, 8), (290, 20)])
def test_no_worse_than_a_conic_solver(units: int, periods: int, ridge: float):
    for seed in range(3):
        treated, donors = others(factor_panel(seed, units=units, periods=periods))

        fit = fit_weights(treated, donors, ridge=ridge)
        other = objective(treated, donors, clarabel_weights(treated, donors, ridge), ridge)

        assert fit.objective <= other * (1 + 1e-9) + 1e-12
        assert fit.objective >= other - fit.gap - 1e-7 * other - 1e-9  # and the solver is no better than the gap allows
        assert fit.gap <= 1e-10 * fit.scale


def test_weights_are_those_of_the_conic_solver_where_they_are_unique():
    treated, donors = others(factor_panel(1, units=25, periods=40))
    assert fit_weights(treated, donors).weights == pytest.approx(clarabel_weights(treated, donors), abs=1e-6)
    assert fit_weights(treated, donors, ridge=9.0).weights == pytest.approx(
        clarabel_weights(treated, donors, 9.0), abs=1e-6
    )


numbers = st.floats(-1e6, 1e6, allow_nan=False, width=32)
problems = st.integers(1, 7).flatmap(
    lambda periods: st.tuples(
        hnp.arrays(np.float64, periods, elements=numbers),
        st.integers(1, 12).flatmap(lambda units: hnp.arrays(np.float64, (periods, units), elements=numbers)),
        st.sampled_from([0.0, 1e-9, 1e-3, 1.0, 1e4]),
    )
)


@settings(max_examples=300, deadline=None)
@given(problems)
def test_on_any_points_the_weights_lie_on_the_simplex_and_no_other_weights_are_better(problem):
    treated, donors, ridge = problem

    fit = fit_weights(treated, donors, ridge=ridge)

    assert fit.weights.min() >= 0
    assert fit.weights.sum() == pytest.approx(1, abs=1e-12)
    size = ((donors - treated[:, None]) ** 2).sum(axis=0).max()
    assert fit.gap <= 1e-10 * (size + ridge)
    rng = np.random.default_rng(0)
    tried = [*np.eye(donors.shape[1]), *rng.dirichlet(np.ones(donors.shape[1]), size=5)]
    best = min(objective(treated, donors, weights, ridge) for weights in tried)
    assert best >= fit.objective - fit.gap - 1e-9 * (size + ridge)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.floats(1e-3, 1e3), st.floats(-1e4, 1e4), st.sampled_from([0.0, 0.1, 10.0]))
def test_another_unit_of_measure_changes_nothing(seed: int, factor: float, shift: float, ridge: float):
    treated, donors = others(factor_panel(seed, units=20, periods=30))

    plain = fit_weights(treated, donors, ridge=ridge)
    moved = fit_weights(treated * factor + shift, donors * factor + shift, ridge=ridge * factor**2)

    assert moved.weights == pytest.approx(plain.weights, abs=1e-5)
    assert moved.objective == pytest.approx(plain.objective * factor**2, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_a_donor_without_weight_changes_nothing_by_leaving(seed: int):
    """A library that searches for importances as well stops elsewhere when such a donor is taken away."""
    treated, donors = others(factor_panel(seed, units=20, periods=30))
    fit = fit_weights(treated, donors)
    weighed = fit.weights > 0

    again = fit_weights(treated, donors[:, weighed])

    assert again.objective == pytest.approx(fit.objective, rel=1e-9)
    assert again.weights == pytest.approx(fit.weights[weighed], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "panel"),
    [
        ("duplicates", np.tile(factor_panel(0, units=10, periods=6), (3, 1))),
        ("whole numbers", np.random.default_rng(1).integers(0, 3, size=(60, 6)).astype(float)),
        ("on a line", np.outer(np.arange(40.0), np.arange(1.0, 9.0))),
        ("tiny differences", 1e6 + 1e-3 * np.random.default_rng(2).normal(size=(50, 12))),
        ("one period", np.random.default_rng(3).normal(size=(30, 1))),
        ("all the same", np.full((9, 5), 3.0)),
    ],
)
def test_awkward_points_are_certified(name: str, panel: np.ndarray):
    count = len(panel)
    for ridge in (0.0, 1e-9, 1e-3, 1.0):
        fits = fit_each(panel, panel.T, ridge=ridge, allowed=~np.eye(count, dtype=bool))
        size = ((panel[:, None] - panel[None]) ** 2).sum(axis=2).max()
        assert fits.gap.max() <= 1e-10 * (size + ridge), name
        assert fits.weights.min() >= 0
        assert fits.weights.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-12)


def test_many_at_once_are_the_same_as_one_by_one():
    panel = factor_panel(4, units=40, periods=12)
    allowed = np.random.default_rng(0).random((40, 40)) < 0.6
    np.fill_diagonal(allowed, False)
    ridges = np.linspace(0, 30, 40)

    many = fit_each(panel, panel.T, ridge=ridges, allowed=allowed)
    threads = fit_each(panel, panel.T, ridge=ridges, allowed=allowed, workers=3)

    assert (threads.weights == many.weights).all()
    assert not many.weights[~allowed].any()
    for row in range(40):
        one = fit_weights(panel[row], panel[allowed[row]].T, ridge=float(ridges[row]))
        assert (many.weights[row][allowed[row]] == one.weights).all()
        assert many.objective[row] == one.objective


def test_each_problem_may_have_donors_of_its_own():
    panels = np.stack([factor_panel(seed, units=15, periods=9).T for seed in range(4)])
    treated = panels[:, :, 0]

    own = fit_each(treated, panels[:, :, 1:])
    chosen = fit_each(treated[[2, 2, 0]], panels[:, :, 1:], panel=[2, 2, 0])

    assert (chosen.weights == own.weights[[2, 2, 0]]).all()


def test_what_is_given_is_not_changed():
    treated, donors = others(factor_panel(5))
    before = treated.copy(), donors.copy()
    fit_weights(treated, donors, ridge=1.0)
    assert (treated == before[0]).all()
    assert (donors == before[1]).all()


@pytest.mark.parametrize(
    ("treated", "donors", "ridge"),
    [
        ([1.0, 2.0], [[1.0, 2.0]], 0.0),
        ([1.0], [[np.nan, 2.0]], 0.0),
        ([np.inf], [[1.0, 2.0]], 0.0),
        ([1.0], [[1.0, 2.0]], -1.0),
        ([1.0], [[1.0, 2.0]], np.nan),
        ([1.0], np.empty((1, 0)), 0.0),
        ([], np.empty((0, 3)), 0.0),
        ([[1.0]], [[1.0]], 0.0),
        ([1.0], [1.0], 0.0),
    ],
)
def test_what_makes_no_problem_is_refused(treated, donors, ridge):
    with pytest.raises(InvalidProblem):
        fit_weights(treated, donors, ridge=ridge)


def test_a_batch_that_does_not_fit_together_is_refused():
    panel = factor_panel(0, units=5, periods=4)
    with pytest.raises(InvalidProblem, match="no donor"):
        fit_each(panel, panel.T, allowed=np.zeros((5, 5), bool))
    with pytest.raises(InvalidProblem, match="allowed"):
        fit_each(panel, panel.T, allowed=np.ones((5, 4), bool))
    with pytest.raises(InvalidProblem, match="do not go together"):
        fit_each(panel, panel.T, panel=[0, 0, 0, 0, 1])


@shared.needs_shared
def test_on_real_staff_ages_most_exact_fits_say_nothing():
    """Six years before, 289 municipalities: two in three are fitted exactly by the others, and a ridge undoes it."""
    import csv

    with shared.path("municipal_staff_age_2008_2017.csv").open() as file:
        rows = {(row["code"], int(row["year"])): float(row["pct_60_plus"]) for row in csv.DictReader(file)}
    codes = sorted({code for code, _year in rows})
    panel = np.array([[rows.get((code, year), np.nan) for year in range(2008, 2014)] for code in codes])
    panel = panel[~np.isnan(panel).any(axis=1)]
    allowed = ~np.eye(len(panel), dtype=bool)

    exact = fit_each(panel, panel.T, allowed=allowed)
    ridge = fit_each(panel, panel.T, ridge=6 * np.diff(panel).var(), allowed=allowed)

    assert len(panel) == 289
    assert 0.6 < exact.exact.mean() < 0.75
    assert not ridge.exact.any()
    assert (exact.gap / exact.scale).max() < 1e-10


def test_the_core_needs_no_django():
    code = (
        "import sys\n"
        "sys.modules['django'] = None\n"
        "import samsyn.cores.effects, samsyn.cores.effects.donors, samsyn.cores.effects.uncertainty\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('psycopg', 'polars', 'httpx')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
