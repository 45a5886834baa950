"""Effects and their verdicts: what is refused, what is seen, and what stands against it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.effects import Effect, Ground, Verdict, estimate_effect
from samsyn.cores.effects.effect import InTime, LeaveOneOut, judged
from samsyn.cores.effects.panel import InvalidPanel
from samsyn.cores.effects.paths import Method
from samsyn.cores.effects.reasons import SENTENCES
from tests.cores.effects.panels import factor_panel, proposition_99

METHODS = ("did", "sdid", "sc")


def grounds(effect) -> list[Ground]:
    return [reason.ground for reason in effect.reasons]


def refused(effect, *expected: Ground) -> bool:
    """Refused for just these reasons, without a figure that anyone could quote, and with a sentence for each."""
    assert effect.verdict == Verdict.CANNOT_BE_JUDGED == "kan inte bedömas"
    assert grounds(effect) == list(expected)
    assert all(str(reason) for reason in effect.reasons)
    figures = [
        effect.mean,
        effect.statistic,
        effect.p_value,
        effect.p_unscaled,
        effect.interval.low,
        effect.smallest_detectable,
    ]
    assert np.isnan([*figures, *effect.per_period, *effect.members, *effect.gaps[effect.start :]]).all()
    return True


def planted(effect: float, rows=(0,), *, seed: int = 1, start: int = 10, **made) -> np.ndarray:
    values = factor_panel(seed, **made)
    values[np.ix_(list(rows), range(start, values.shape[1]))] += effect
    return values


# --- what is seen -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", METHODS)
def test_a_large_effect_is_clear(method: str):
    found = estimate_effect(planted(8.0, uneven=0.3, seed=2), [0], 10, method=method)

    assert found.verdict == Verdict.CLEAR == "tydlig"
    assert found.mean == pytest.approx(8.0, abs=1.5)
    assert found.interval.low > 0
    assert found.interval.low < 8.0 < found.interval.high
    assert found.p_value == pytest.approx(1 / 60) == found.least_p
    assert grounds(found) == [Ground.LARGER_THAN_PLACEBOS]
    assert found.per_period == pytest.approx([8.0] * 5, abs=4)


@pytest.mark.parametrize("method", METHODS)
def test_without_effect_none_is_visible(method: str):
    found = estimate_effect(planted(0.0, seed=4), [0], 10, method=method)

    assert found.verdict == Verdict.NONE_VISIBLE == "ingen synlig"
    assert found.interval.low < 0 < found.interval.high
    assert abs(found.mean) < found.smallest_detectable
    assert grounds(found)[0] == Ground.WITHIN_PLACEBOS


def test_an_effect_with_its_sign_turned_is_the_same_turned():
    values = planted(4.0)
    up, down = estimate_effect(values, [0], 10), estimate_effect(-values, [0], 10)
    assert down.mean == pytest.approx(-up.mean)
    assert (down.interval.low, down.interval.high) == pytest.approx((-up.interval.high, -up.interval.low))
    assert down.p_value == up.p_value


@pytest.mark.parametrize("method", METHODS)
def test_a_pair_is_compared_with_pairs(method: str):
    found = estimate_effect(planted(8.0, rows=(3, 7)), [7, 3], 10, method=method, seed=2)

    assert found.placebo_groups.shape == (499, 2)
    assert not np.isin(found.placebo_groups, [3, 7]).any()
    assert found.least_p == pytest.approx(1 / 500)
    assert found.treated.tolist() == [3, 7]
    assert found.members == pytest.approx([8.0, 8.0], abs=3)
    assert found.members.mean() == pytest.approx(found.mean, abs=1.5)
    again = estimate_effect(planted(8.0, rows=(3, 7)), [3, 7], 10, method=method, seed=2)
    assert again.p_value == found.p_value
    assert (again.placebos == found.placebos).all()


def test_the_placebos_of_one_are_all_the_donors_each_beside_the_others():
    values = planted(8.0)
    found = estimate_effect(values, [0], 10)

    assert found.placebo_groups.ravel().tolist() == list(range(1, 60))
    placebo = estimate_effect(values, [17], 10, donors=[row for row in range(1, 60) if row != 17])
    assert found.placebos[16] == pytest.approx(placebo.mean)
    assert found.placebo_gaps[16] == pytest.approx(placebo.gaps)


def test_one_donor_that_decides_is_told():
    rng = np.random.default_rng(0)
    values = 5.0 * rng.normal(size=(40, 1)) + rng.normal(size=(40, 14))
    values[0] = values[1] + 0.1 * rng.normal(size=14)  # only this donor is like it
    values[1, 10:] -= 9.0  # and then goes its own way

    found = estimate_effect(values, [0], 10, method="sc")

    assert found.leave_one_out is not None
    assert found.leave_one_out.donor == 1
    assert abs(found.leave_one_out.mean_without) < 3 < found.mean
    assert found.leave_one_out.low <= found.leave_one_out.mean_without <= found.leave_one_out.high


def test_a_start_pretended_in_the_past_looks_at_nothing_after_the_real_one():
    values = planted(8.0)
    later = values.copy()
    later[:, 10:] = np.random.default_rng(0).normal(size=(60, 5))

    first, second = (estimate_effect(each, [0], 10).in_time for each in (values, later))

    assert first == second
    assert first is not None
    assert first.period == 7


@pytest.mark.parametrize("method", METHODS)
def test_a_scan_looks_no_further_than_it_must_and_reaches_the_same_verdict(method: str):
    for seed in range(12):
        values = planted(2.0 * (seed % 3), seed=seed, units=30)
        whole = estimate_effect(values, [0], 10, method=method)
        quick = estimate_effect(values, [0], 10, method=method, thorough=False)
        assert (quick.verdict, quick.reasons) == (whole.verdict, whole.reasons)
        assert (quick.in_time is None) == (min(quick.p_value, quick.p_unscaled) > 0.1) or np.isnan(quick.p_value)


def test_own_errors_widen_the_interval_of_a_small_unit():
    values = planted(2.5, seed=3)
    errors = np.full(values.shape, 0.1)
    errors[0] = 3.0

    plain, even = estimate_effect(values, [0], 10), estimate_effect(values, [0], 10, errors=np.full(values.shape, 0.1))
    uncertain = estimate_effect(values, [0], 10, errors=errors)

    assert uncertain.mean == plain.mean
    width = plain.interval.high - plain.interval.low
    assert even.interval.high - even.interval.low == pytest.approx(width, rel=0.01)
    # The treated mean has variance 9 (1/10 + 1/5) more than a placebo's, at 1.96 deviations.
    more = 2 * np.sqrt((width / 2) ** 2 + 1.96**2 * 9 * (1 / 10 + 1 / 5))
    assert uncertain.interval.high - uncertain.interval.low == pytest.approx(more, rel=0.02)
    assert uncertain.p_value > plain.p_value


def test_weights_belong_to_the_donors_told():
    values = planted(8.0)
    donors = [5, 9, *range(20, 50)]
    for method in METHODS:
        found = estimate_effect(values, [0], 10, method=method, donors=donors)
        assert found.donors.tolist() == donors
        assert found.weights.sum() == pytest.approx(1)
        by_hand = values[0] - found.weights @ values[donors]
        if method == "did":
            by_hand -= by_hand[:10].mean()
        if method == "sdid":
            by_hand -= by_hand[:10] @ found.time_weights
        assert found.gaps == pytest.approx(by_hand)


# --- what is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("start", [0, -1, 15, 99])
def test_a_start_outside_the_data(start: int, method: str):
    assert refused(estimate_effect(planted(0.0), [0], start, method=method), Ground.START_OUTSIDE)


def test_a_treated_unit_among_the_donors():
    assert refused(estimate_effect(planted(0.0), [0, 1], 10, donors=list(range(1, 60))), Ground.TREATED_AMONG_DONORS)


def test_one_donor_few_donors_and_none():
    values = planted(0.0)
    assert refused(estimate_effect(values, [0], 10, donors=[5]), Ground.FEW_DONORS)
    assert refused(estimate_effect(values, [0], 10, donors=range(1, 10)), Ground.FEW_DONORS)
    assert estimate_effect(values, [0], 10, donors=range(1, 11)).verdict != Verdict.CANNOT_BE_JUDGED
    assert refused(estimate_effect(values, [0, 11], 10, donors=range(1, 11)), Ground.FEW_DONORS)
    assert refused(estimate_effect(values, [0], 10, donors=[]), Ground.FEW_DONORS)


def test_all_290_treated():
    values = factor_panel(0, units=290)
    assert refused(estimate_effect(values, range(290), 10), Ground.FEW_DONORS)


@pytest.mark.parametrize(("method", "fewest"), [("did", 3), ("sdid", 4), ("sc", 8)])
def test_too_few_periods_before(method: str, fewest: int):
    values = planted(9.0, start=fewest, noise=1.0, seed=6)
    assert refused(estimate_effect(values, [0], fewest - 1, method=method), Ground.FEW_PERIODS)
    enough = estimate_effect(values, [0], fewest, method=method)
    assert Ground.FEW_PERIODS not in grounds(enough)


def test_constant_and_all_missing_series():
    assert refused(estimate_effect(np.full((40, 15), 7.0), [0], 10), Ground.CONSTANT)
    assert refused(estimate_effect(np.full((40, 15), np.nan), [0], 10), Ground.NO_VALUES)
    empty = planted(0.0)
    empty[0] = np.nan
    assert refused(estimate_effect(empty, [0], 10), Ground.TREATED_MISSING)


def test_a_treated_unit_with_a_gap_is_never_filled_in():
    values = planted(8.0)
    values[0, 4] = np.nan
    found = estimate_effect(values, [0], 10)
    assert refused(found, Ground.TREATED_MISSING)
    assert found.reasons[0].figures == {"unit": 0, "period": 4, "count": 1}


def test_a_donor_with_a_gap_is_left_out_and_told():
    values = planted(8.0)
    without = estimate_effect(np.delete(values, [7, 30], axis=0), [0], 10)
    values[7, 2] = values[30, 12] = np.nan

    found = estimate_effect(values, [0], 10)

    assert found.mean == pytest.approx(without.mean)
    assert {7, 30}.isdisjoint(found.donors.tolist())
    assert [(note.ground, note.figures) for note in found.notes] == [(Ground.DONORS_DROPPED, {"count": 2})]


def test_a_period_in_which_nobody_was_asked_is_left_out_and_told():
    values = planted(8.0)
    without = estimate_effect(np.delete(values, [1, 11], axis=1), [0], 9)
    values[:, [1, 11]] = np.nan

    found = estimate_effect(values, [0], 10)

    assert found.mean == pytest.approx(without.mean)
    assert found.p_value == without.p_value
    assert found.periods.tolist() == [0, *range(2, 11), 12, 13, 14]
    assert found.start == 9
    assert [note.ground for note in found.notes] == [Ground.PERIODS_DROPPED]


def test_nothing_left_on_one_side_of_the_start():
    values = planted(0.0)
    values[:, 10:] = np.nan
    assert refused(estimate_effect(values, [0], 10), Ground.START_OUTSIDE)


@pytest.mark.parametrize("at", [1, 6, 10, 14])
def test_a_declared_break_inside_the_data(at: int):
    assert refused(estimate_effect(planted(8.0), [0], 10, breaks=[at]), Ground.BREAK)


def test_a_break_at_the_first_period_or_after_the_last_is_none():
    for at in (0, 15, 40):
        assert estimate_effect(planted(8.0), [0], 10, breaks=[at]).verdict == Verdict.CLEAR


@pytest.mark.parametrize("at", [4, 10, 12])
def test_a_break_that_nobody_declared(at: int):
    values = planted(8.0)
    values[:, at:] += np.random.default_rng(0).normal(0, 15, size=(60, 1))
    found = estimate_effect(values, [0], 10)
    assert refused(found, Ground.SUSPECTED_BREAK)
    assert found.reasons[0].figures["period"] == at


def test_another_path_already_before_the_start():
    values = planted(0.0)
    values[0] += 1.5 * np.arange(15)
    found = estimate_effect(values, [0], 10)
    assert found.verdict == Verdict.CANNOT_BE_JUDGED
    assert Ground.PRE_TREND in grounds(found)
    assert np.isfinite(found.gaps[:10]).all()  # what the refusal rests on is shown
    assert np.isnan(found.gaps[10:]).all()


def test_another_path_is_seen_among_few_donors_too():
    values = planted(0.0)[:13]
    values[0] += 3.0 * np.arange(15)
    assert Ground.PRE_TREND in grounds(estimate_effect(values, [0], 10))


def test_synthetic_control_of_a_unit_outside_the_others():
    values = planted(1.0, seed=2)
    values[0] += 40.0
    assert refused(estimate_effect(values, [0], 10, method="sc"), Ground.PRE_FIT)
    assert estimate_effect(values, [0], 10, method="did").verdict != Verdict.CANNOT_BE_JUDGED


def test_exact_fits_refuse_the_textbook_method_alone():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(200, 11))
    values[0, 8:] += 6.0

    found = estimate_effect(values, [0], 8, method="sc")

    assert Ground.EXACT_FITS in grounds(found)
    assert found.verdict == Verdict.CANNOT_BE_JUDGED
    assert found.exact_share > 0.1
    assert estimate_effect(values, [0], 8, method="sdid").verdict == Verdict.CLEAR


# --- how a verdict is reached -------------------------------------------------------------------------------------
def seen(**changes) -> Effect:
    """A clear effect of 4, with nothing against it; and what is changed in it."""
    plain = {
        "mean": 4.0, "gaps": np.zeros(15), "start": 10, "per_period": np.full(5, 4.0), "placebos": np.zeros(99),
        "p_value": 0.01, "p_unscaled": 0.02, "least_p": 0.01, "pre_fit": 1.0, "p_pre_fit": 0.5, "drift": 0.1,
        "p_pre_trend": 0.5, "exact_share": 0.0, "in_time": InTime(7, 0.2, 0.6),
        "leave_one_out": LeaveOneOut(3, 5, 2, 3),
    }  # fmt: skip
    return Effect(changes.pop("method", Method.DID), Verdict.NONE_VISIBLE, (), **{**plain, **changes})


@pytest.mark.parametrize(
    ("changes", "verdict", "expected"),
    [
        ({}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"p_value": 0.05, "p_unscaled": 0.1}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"p_value": 0.06}, "möjlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"p_unscaled": 0.2}, "möjlig", [Ground.LARGER_THAN_PLACEBOS, Ground.SCALES_DISAGREE]),
        ({"p_value": 0.3}, "möjlig", [Ground.LARGER_THAN_PLACEBOS, Ground.SCALES_DISAGREE]),
        ({"p_value": 0.11, "p_unscaled": 0.11}, "ingen synlig", [Ground.WITHIN_PLACEBOS]),
        ({"p_value": 0.06, "least_p": 0.06}, "möjlig", [Ground.LARGER_THAN_PLACEBOS, Ground.FEW_PLACEBOS]),
        ({"drift": 2.0, "p_pre_trend": 0.25}, "möjlig", [Ground.LARGER_THAN_PLACEBOS, Ground.DRIFT]),
        ({"drift": 2.0, "p_pre_trend": 0.26}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"drift": 1.9, "p_pre_trend": 0.01}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"drift": -3.0, "p_pre_trend": 0.2}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),  # it would hide the effect
        ({"drift": 2.0, "p_pre_trend": 0.05}, "kan inte bedömas", [Ground.PRE_TREND]),
        ({"drift": -2.0, "p_pre_trend": 0.05}, "kan inte bedömas", [Ground.PRE_TREND]),
        ({"pre_fit": 2.0, "p_pre_fit": 0.05}, "kan inte bedömas", [Ground.PRE_FIT]),
        ({"pre_fit": 1.9, "p_pre_fit": 0.05}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"in_time": InTime(7, 2.0, 0.05)}, "möjlig", [Ground.LARGER_THAN_PLACEBOS, Ground.IN_TIME]),
        ({"in_time": InTime(7, 1.9, 0.01)}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"in_time": None}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        (
            {"leave_one_out": LeaveOneOut(-0.1, 5, 2, -0.1)},
            "möjlig",
            [Ground.LARGER_THAN_PLACEBOS, Ground.ONE_DONOR_DECIDES],
        ),
        ({"exact_share": 0.11, "method": Method.SC}, "kan inte bedömas", [Ground.EXACT_FITS]),
        ({"exact_share": 0.10, "method": Method.SC}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
        ({"exact_share": 0.11}, "tydlig", [Ground.LARGER_THAN_PLACEBOS]),
    ],
    ids=str,
)
def test_how_a_verdict_is_reached(changes, verdict: str, expected: list[Ground]):
    found = judged(seen(**changes))
    assert (found.verdict, grounds(found)) == (verdict, expected)
    assert all(str(reason) for reason in found.reasons)


def test_what_drifted_before_the_start_is_told_of_proposition_99():
    """Two thirds of the published difference in differences is where California was already going."""
    values, california, start = proposition_99()
    found = estimate_effect(values, [california], start, method="did")
    assert Ground.DRIFT in grounds(found)
    assert found.drift == pytest.approx(-19.1, abs=0.1)
    assert found.verdict == Verdict.POSSIBLE == "möjlig"


def test_every_ground_has_a_sentence_with_its_figures():
    assert set(SENTENCES) == set(Ground)


# --- wrong calls --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "call",
    [
        {"values": np.zeros(5)},
        {"values": np.zeros((0, 5))},
        {"values": np.full((20, 15), np.inf)},
        {"treated": []},
        {"treated": [60]},
        {"treated": [-1]},
        {"treated": [0.5]},
        {"donors": [99]},
        {"start": 3.5},
        {"start": True},
        {"method": "magic"},
        {"errors": np.zeros((2, 2))},
        {"errors": np.full((60, 15), np.nan)},
        {"errors": np.full((60, 15), -1.0)},
    ],
    ids=str,
)
def test_a_wrong_call_is_an_error(call):
    given = {"values": planted(0.0), "treated": [0], "start": 10, **call}
    with pytest.raises(InvalidPanel):
        estimate_effect(given.pop("values"), given.pop("treated"), given.pop("start"), **given)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 100), st.floats(-1000, 1000), st.sampled_from(METHODS))
def test_another_unit_of_measure_gives_the_same_verdict(seed: int, factor: float, shift: float, method: str):
    values = planted(3.0, seed=seed, units=30)

    plain = estimate_effect(values, [0], 10, method=method)
    moved = estimate_effect(values * factor + shift, [0], 10, method=method)

    assert moved.verdict == plain.verdict
    assert moved.mean == pytest.approx(plain.mean * factor, rel=1e-5, abs=1e-5 * factor, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(METHODS))
def test_the_order_of_the_units_does_not_matter(seed: int, method: str):
    values = planted(3.0, seed=seed, units=30)
    order = np.random.default_rng(seed).permutation(30)

    plain = estimate_effect(values, [0], 10, method=method)
    moved = estimate_effect(values[order], [int(np.flatnonzero(order == 0)[0])], 10, method=method)

    assert moved.mean == pytest.approx(plain.mean, rel=1e-6, abs=1e-6, nan_ok=True)
    assert moved.p_value == pytest.approx(plain.p_value, nan_ok=True)
    assert moved.verdict == plain.verdict


def test_what_is_given_is_not_changed():
    values = planted(8.0)
    before = values.copy()
    estimate_effect(values, [0], 10, method="sdid")
    assert (values == before).all()
