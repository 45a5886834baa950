"""Breaks in a series: found where they were put, and not where there are none."""

import numpy as np
import pytest

from samsyn.cores.effects.breaks import suspected_breaks
from tests.cores.effects.panels import factor_panel


@pytest.mark.parametrize("period", [1, 5, 14])
def test_a_new_definition_that_meets_units_unevenly_is_found(period: int):
    values = factor_panel(1, units=100)
    values[:, period:] += np.random.default_rng(0).normal(0, 12, size=(100, 1))

    assert [found.period for found in suspected_breaks(values)] == [period]


def test_a_new_unit_of_measure_is_found():
    values = 100 + factor_panel(2, units=100, noise=0.3)
    values[:, 7:] /= 10
    assert 7 in [found.period for found in suspected_breaks(values)]


def test_a_common_jump_larger_than_anything_between_units_is_found():
    values = factor_panel(3, units=100)
    values[:, 9:] += 40.0
    assert [found.period for found in suspected_breaks(values)] == [9]


@pytest.mark.parametrize("uneven", [0.0, 1.0])
def test_none_is_found_where_there_is_none(uneven: float):
    found = [
        len(suspected_breaks(factor_panel(seed, units=units, uneven=uneven)))
        for seed in range(40)
        for units in (12, 60)
    ]
    assert sum(map(bool, found)) == 0


def test_too_little_to_go_by():
    assert suspected_breaks(factor_panel(0, units=7)) == []
    assert suspected_breaks(factor_panel(0, periods=4)) == []
    assert suspected_breaks(np.zeros((50, 10))) == []
