"""Savings, breakaways, the core and what lies around it: by hand, and by looking at every coalition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.coming_and_going import entry_interval, exit_cost
from samsyn.cores.costsharing.games import InvalidGame, Undefined, separable_costs, singles
from samsyn.cores.costsharing.nucleoli import nucleolus, prenucleolus
from samsyn.cores.costsharing.shapley import shapley_shares
from samsyn.cores.costsharing.stability import (
    EmptyCore,
    breakaways,
    core_excess,
    in_core,
    least_core,
    share_ranges,
    standalone_test,
)
from samsyn.cores.costsharing.wording import in_swedish
from tests.cores.costsharing.games import KINDS, Array, municipal

# Three villages and a water pipe: two of them are neighbours.
VILLAGES = np.array([0, 60, 50, 80, 70, 120, 110, 130], dtype=float)
few = settings(max_examples=40, deadline=None)
kinds, sizes, seeds = st.sampled_from(sorted(KINDS)), st.integers(2, 6), st.integers(0, 10**6)


def drawn(kind: str, n: int, seed: int) -> Array:
    return KINDS[kind](n, np.random.default_rng(seed))


def leaving(costs: Array, shares: Array) -> list[tuple[float, int]]:
    """Every coalition that would save, looked at one by one."""
    n = len(shares)
    found = []
    for mask in range(1, 2**n - 1):
        saving = sum(shares[i] for i in range(n) if mask >> i & 1) - costs[mask]
        if saving > 1e-9 * max(1.0, np.abs(costs).max()):
            found.append((-saving, mask))
    return sorted(found)


def test_the_savings_of_every_group_by_hand():
    assert core_excess(VILLAGES, [40, 35, 55]).tolist() == [0, 20, 15, 5, 15, 25, 20, 0]
    assert in_core(VILLAGES, [40, 35, 55])


def test_a_group_that_would_leave_by_hand():
    (one,) = breakaways(VILLAGES, [45, 40, 45])
    assert (one.parties, one.saving) == ((0, 1), 5.0)
    assert in_swedish(one.said(), {"0": "Ed", "1": "Högsäter"}).replace("\u00a0", " ") == (
        "Ed och Högsäter skulle tillsammans spara 5 kr på att lämna."
    )
    assert not in_core(VILLAGES, [45, 40, 45])


def test_one_alone_that_would_leave():
    found = breakaways(VILLAGES, [61, 19, 50])
    assert found[0].parties == (0,)
    assert in_swedish(found[0].said(), {"0": "Ed"}).replace("\u00a0", " ") == "Ed skulle spara 1 kr på att lämna."


def test_shares_that_are_not_the_joint_cost_are_outside_the_core():
    assert not in_core(VILLAGES, [40, 35, 54])
    assert not in_core(VILLAGES, [40, 35, 56])


@few
@given(kinds, sizes, seeds, st.integers(0, 12))
def test_breakaways_are_those_found_one_by_one(kind: str, n: int, seed: int, most: int):
    costs = drawn(kind, n, seed)
    shares = np.random.default_rng(seed + 1).dirichlet(np.ones(n)) * costs[-1]
    every = leaving(costs, shares)

    found = breakaways(costs, shares, most)

    assert [each.saving for each in found] == pytest.approx([-saving for saving, _ in every[:most]])
    assert in_core(costs, shares) == (not every)
    for each in found:
        mask = sum(1 << i for i in each.parties)
        assert each.saving == pytest.approx(sum(shares[i] for i in each.parties) - costs[mask])


def test_the_worst_groups_of_many_parties():
    costs = municipal(12, np.random.default_rng(2))
    shares = np.full(12, costs[-1] / 12)
    assert [(-b.saving, sum(1 << i for i in b.parties)) for b in breakaways(costs, shares, 5)] == [
        (pytest.approx(saving), mask) for saving, mask in leaving(costs, shares)[:5]
    ]


# --- stand-alone ----------------------------------------------------------------------------------------------------
def test_the_stand_alone_test_by_hand():
    found = standalone_test(VILLAGES, [65, 20, 45])
    assert found.alone.tolist() == [60, 50, 70]
    assert found.saving.tolist() == [-5, 30, 25]
    assert found.holds.tolist() == [False, True, True]


def test_a_share_above_alone_may_be_worth_it():
    assert standalone_test(VILLAGES, [65, 20, 45], benefits=[64, 0, 0]).holds.tolist() == [False, True, True]
    assert standalone_test(VILLAGES, [65, 20, 45], benefits=[66, 0, 0]).holds.tolist() == [True, True, True]


@pytest.mark.parametrize(("shares", "code"), [([1, 2], "SHARES_LENGTH"), ([1, 2, float("nan")], "SHARES_NOT_FINITE")])
def test_shares_that_are_none(shares: list[float], code: str):
    for method in (core_excess, breakaways, in_core, standalone_test):
        with pytest.raises(InvalidGame) as refused:
            method(VILLAGES, shares)
        assert refused.value.code == code


# --- the least core and the ranges ----------------------------------------------------------------------------------
def test_the_least_core_by_hand():
    found = least_core(VILLAGES)
    # A and B save c(AB) - x(AB), C saves c(C) - x(C): together 80 + 70 - 130 = 20, so 10 each at the most
    assert found.epsilon == pytest.approx(10)
    assert in_swedish(found.notice) == (
        "Detta är en av många fördelningar som lämnar den sämst ställda gruppen lika mycket, inte den enda."
    )
    assert core_excess(VILLAGES, found.shares)[1:-1].min() == pytest.approx(10)


def test_the_least_core_of_an_empty_core_is_below_zero():
    costs = [0, 10, 10, 11, 10, 11, 11, 20]  # pairs pay 11: together (11 + 11 + 11) / 2 = 16.50 is less than 20
    assert least_core(costs).epsilon == pytest.approx(11 - 2 * 20 / 3)
    with pytest.raises(EmptyCore) as refused:
        share_ranges(costs)
    assert refused.value.saying.values["short"] == 2


def test_a_single_party_has_no_groups():
    with pytest.raises(Undefined):
        least_core([0, 5])
    assert breakaways([0, 5], [5]) == []
    assert share_ranges([0, 5]).tolist() == [[5, 5]]


@few
@given(kinds, sizes, seeds)
def test_nobody_can_leave_the_worst_group_more(kind: str, n: int, seed: int):
    costs = drawn(kind, n, seed)
    found = least_core(costs)
    other = np.random.default_rng(seed).normal(0, 0.1, n) * costs.max()
    moved = found.shares + other - other.mean()
    near = 1e-8 * max(1.0, costs.max())
    assert core_excess(costs, moved)[1:-1].min() <= found.epsilon + near
    assert core_excess(costs, found.shares)[1:-1].min() == pytest.approx(found.epsilon, abs=near)


def test_the_ranges_by_hand():
    assert share_ranges(VILLAGES) == pytest.approx(np.array([[20, 60], [10, 50], [50, 70]]))


@few
@given(st.sampled_from(["municipal", "airport", "tree"]), st.integers(2, 6), seeds)
def test_the_ends_of_the_ranges_are_in_the_core_and_nothing_is_beyond(kind: str, n: int, seed: int):
    costs = drawn(kind, n, seed)
    try:
        ranges = share_ranges(costs)
    except EmptyCore:
        assert least_core(costs).epsilon < 0
        return
    near = 1e-7 * costs.max()
    assert (separable_costs(costs) <= ranges[:, 0] + near).all()
    assert (ranges[:, 1] <= singles(costs) + near).all()
    inside = nucleolus(costs)
    assert ((ranges[:, 0] <= inside + near) & (inside <= ranges[:, 1] + near)).all()
    # A convex game's extreme points are its marginal vectors; a vertex found by walking is inside every range.
    if kind in ("airport", "tree"):
        for order in (range(n), reversed(range(n))):
            mask, vertex = 0, np.zeros(n)
            for party in order:
                vertex[party] = costs[mask | 1 << party] - costs[mask]
                mask |= 1 << party
            assert ((ranges[:, 0] <= vertex + near) & (vertex <= ranges[:, 1] + near)).all()
            if order == range(n):
                assert ranges[0, 1] == pytest.approx(vertex[0], abs=near)
                assert ranges[n - 1, 0] == pytest.approx(vertex[n - 1], abs=near)


# --- coming and going -----------------------------------------------------------------------------------------------
def test_an_entrant_by_hand():
    found = entry_interval(VILLAGES)
    assert (found.least, found.most) == (50, 70)
    assert (found.core_least, found.core_most) == pytest.approx((50, 70))
    assert found.notice.code == "ENTRY_IN_CORE"
    assert entry_interval(VILLAGES, entrant=0).least == 20


def test_an_entrant_where_the_core_is_empty():
    found = entry_interval([0, 10, 10, 11, 10, 11, 11, 20])
    assert (found.least, found.most, found.core_least, found.core_most) == (9, 10, None, None)
    assert found.notice.code == "CORE_EMPTY"


def test_the_core_can_narrow_the_interval():
    costs = np.array([0, 10, 10, 14, 10, 14, 14, 20], dtype=float)
    found = entry_interval(costs)
    assert (found.least, found.most) == (6, 10)
    assert (found.core_least, found.core_most) == pytest.approx((6, 8))


def test_a_leaver_strands_cost_or_frees_it():
    # Without A the others pay 110 instead of 35 + 55
    assert exit_cost(VILLAGES, [40, 35, 55], 0) == 20
    assert exit_cost(VILLAGES, [10, 50, 70], 0) == -10


@few
@given(kinds, sizes, seeds)
def test_at_the_separable_cost_nobody_else_notices(kind: str, n: int, seed: int):
    costs = drawn(kind, n, seed)
    shares = np.zeros(n)
    shares[-1] = separable_costs(costs)[-1]
    shares[0] += costs[-1] - shares.sum()
    assert exit_cost(costs, shares, n - 1) == pytest.approx(0, abs=1e-9 * max(1.0, costs.max()))


@pytest.mark.parametrize("party", [-1, 3])
def test_no_such_party(party: int):
    with pytest.raises(InvalidGame):
        exit_cost(VILLAGES, [40, 35, 55], party)
    with pytest.raises(InvalidGame):
        entry_interval(VILLAGES, entrant=party)
    with pytest.raises(InvalidGame):
        entry_interval([0, 5])


def test_shares_are_those_of_the_prenucleolus_in_the_least_core():
    assert least_core(VILLAGES).shares == pytest.approx(prenucleolus(VILLAGES))
    assert in_core(VILLAGES, shapley_shares(VILLAGES))
