"""Errors of published values, by hand."""

import numpy as np
import pytest

from samsyn.cores.effects import uncertainty


def test_rounding_to_whole_percent():
    values = np.random.default_rng(0).uniform(20, 80, 100_000)
    assert uncertainty.rounding_error(1.0) == pytest.approx((values - values.round()).std(), rel=0.01)


def test_a_share_among_few_answers():
    assert uncertainty.share_error(50.0, 96) == pytest.approx(5.0)  # 100 answers with the four that are added
    assert uncertainty.share_error([0.0, 100.0], 12) == pytest.approx([100 * np.sqrt(0.125 * 0.875 / 16)] * 2)


def test_a_rate_of_few_events():
    assert uncertainty.rate_error([16, 0], [1000, 1000]) == pytest.approx([0.004, 0.001])


def test_funnel_is_wider_for_the_small():
    low, high = uncertainty.funnel_limits(0.01, [400, 40_000])
    assert low == pytest.approx([0.0002, 0.01 - 1.96 * 0.0005])
    assert high == pytest.approx([0.0198, 0.01 + 1.96 * 0.0005])
    assert uncertainty.funnel_limits(0.01, 10)[0] == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: uncertainty.share_error(101, 5),
        lambda: uncertainty.share_error(50, 0),
        lambda: uncertainty.rate_error(-1, 5),
        lambda: uncertainty.rate_error(1, 0),
        lambda: uncertainty.funnel_limits(-0.1, 5),
    ],
)
def test_what_cannot_be_is_refused(ask):
    with pytest.raises(ValueError, match=r"per cent|not negative"):
        ask()
