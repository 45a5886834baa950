"""What a group would cost, from what makes cost; whether a table is reasonable; and how much rests on estimates."""

import time
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.estimates import sensitivity, share_spread, vary_costs, vary_structures
from samsyn.cores.costsharing.games import InvalidGame
from samsyn.cores.costsharing.shapley import approximate_shapley_shares, shapley_shares
from samsyn.cores.costsharing.stability import in_core
from samsyn.cores.costsharing.structures import (
    Fixed,
    HostDistance,
    PerVolume,
    SharedCapacity,
    StandAloneCost,
    StartedUnits,
    VolumeTable,
    cost_function,
    cost_game,
    with_stand_alone,
)
from samsyn.cores.costsharing.subadditive import Split, subadditive_hull, subadditivity
from samsyn.cores.costsharing.wording import in_swedish
from tests.cores.costsharing.games import KINDS, inside

KM = ((0.0, 10.0, 40.0), (10.0, 0.0, 25.0), (40.0, 25.0, 0.0))
EVERY = [
    Fixed(1_000.0),
    PerVolume(2.0, (10.0, 20.0, 30.0)),
    StartedUnits(500.0, 25.0, (10.0, 20.0, 30.0)),
    VolumeTable((15.0, 40.0), (7.0, 70.0, 700.0), (10.0, 20.0, 30.0)),
    HostDistance(3.0, KM, (5.0, 2.0, 1.0)),
    SharedCapacity(100.0, 4.0, ((3.0, 1.0), (2.0, 2.0), (0.0, 4.0))),
]


@pytest.mark.parametrize(
    ("structure", "costs"),
    [
        (EVERY[0], [0, 1000, 1000, 1000, 1000, 1000, 1000, 1000]),
        (EVERY[1], [0, 20, 40, 60, 60, 80, 100, 120]),
        (EVERY[2], [0, 500, 500, 1000, 1000, 1000, 1000, 1500]),  # 10, 20, 30; 30, 40, 50; 60 by 25
        (EVERY[3], [0, 7, 70, 70, 70, 70, 700, 700]),
        # A and B meet at A (2 × 10 km), B and C at B (25), A and C at A (40), all at A (20 + 40)
        (EVERY[4], [0, 0, 0, 60, 0, 120, 75, 180]),
        # peaks 3, 2, 5 (first period), 4, 5 (second), 6 (second), 7 (second), by 4
        (EVERY[5], [0, 100, 100, 200, 100, 200, 200, 200]),
    ],
)
def test_a_structure_by_hand(structure, costs: list[float]):
    assert cost_game([structure], 3).tolist() == costs


def test_structures_are_added():
    total = sum(cost_game([structure], 3) for structure in EVERY)
    assert cost_game(EVERY, 3).tolist() == pytest.approx(total.tolist())
    assert cost_game([], 2).tolist() == [0, 0, 0, 0]


def test_the_same_costs_for_some_groups_at_a_time():
    groups = inside(3).astype(bool)
    assert cost_function(EVERY, 3)(groups).tolist() == cost_game(EVERY, 3).tolist()


def test_volumes_that_are_sums_of_decimals_start_no_new_unit():
    game = cost_game([StartedUnits(1.0, 0.3, (0.1, 0.1, 0.1)), VolumeTable((0.3,), (0.0, 5.0), (0.1, 0.1, 0.1))], 3)
    assert game[-1] == 1.0


def test_twenty_parties_are_a_matter_of_arrays():
    n = 20
    volumes = tuple(float(v) for v in np.random.default_rng(1).integers(1_000, 20_000, n))
    begun = time.process_time()
    game = cost_game([Fixed(1e6), PerVolume(90.0, volumes), StartedUnits(7e5, 9_000.0, volumes)], n)
    assert time.process_time() - begun < 2.0  # 2**20 calls would be some ten times that
    assert game[-1] == pytest.approx(1e6 + 90 * sum(volumes) + 7e5 * np.ceil(sum(volumes) / 9_000))


def test_thirty_parties_by_the_estimate():
    volumes = tuple(float(v) for v in range(1, 31))
    found = approximate_shapley_shares(cost_function([Fixed(60.0), PerVolume(2.0, volumes)], 30), 30, orders=600)
    exact = 2 * np.array(volumes) + 2
    assert ((found.low <= exact + 1e-9) & (exact - 1e-9 <= found.high)).mean() > 0.8
    with pytest.raises(InvalidGame) as refused:
        cost_game([Fixed(60.0)], 30)
    assert refused.value.in_swedish().startswith("30 parter är fler än 20")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: StartedUnits(1.0, 0.0, (1.0,)), "UNIT_NOT_POSITIVE"),
        (lambda: SharedCapacity(1.0, -1.0, ((1.0,),)), "UNIT_NOT_POSITIVE"),
        (lambda: SharedCapacity(1.0, 1.0, ()), "DEMANDS_UNEVEN"),
        (lambda: SharedCapacity(1.0, 1.0, ((1.0,), (1.0, 2.0))), "DEMANDS_UNEVEN"),
        (lambda: SharedCapacity(1.0, 1.0, ((), ())), "DEMANDS_UNEVEN"),
        (lambda: VolumeTable((1.0,), (1.0,), (1.0,)), "TABLE_LENGTH"),
        (lambda: VolumeTable((2.0, 1.0), (1.0, 2.0, 3.0), (1.0,)), "TABLE_NOT_IN_ORDER"),
        (lambda: HostDistance(1.0, ((0.0, 1.0),), (1.0, 1.0)), "DISTANCES_NOT_SQUARE"),
        (lambda: cost_game([PerVolume(1.0, (1.0, 2.0))], 3), "STRUCTURE_PARTIES"),
        (lambda: cost_function([PerVolume(1.0, (1.0, 2.0))], 3), "STRUCTURE_PARTIES"),
        (lambda: cost_game([Fixed(float("nan"))], 2), "GAME_NOT_FINITE"),
        (lambda: cost_game([], 0), "GAME_TOO_LARGE"),
    ],
)
def test_structures_that_cannot_be(make, code: str):
    with pytest.raises(InvalidGame) as refused:
        make()
    assert refused.value.code == code
    assert refused.value.in_swedish()


# --- stated stand-alone costs ---------------------------------------------------------------------------------------
def test_a_stated_stand_alone_cost_takes_the_place_of_the_structures():
    game = cost_game([Fixed(100.0)], 2)
    stated = StandAloneCost(70.0, "bokslut 2024", date(2024, 12, 31), estimated=False)
    assert with_stand_alone(game, [None, stated]).tolist() == [0, 100, 70, 100]
    assert game.tolist() == [0, 100, 100, 100]


def test_a_stand_alone_cost_without_a_source_is_refused():
    game = cost_game([Fixed(100.0)], 2)
    with pytest.raises(InvalidGame) as refused:
        with_stand_alone(game, [StandAloneCost(70.0, " ", date(2024, 12, 31)), None])
    assert refused.value.code == "STAND_ALONE_WITHOUT_SOURCE"
    with pytest.raises(InvalidGame):
        with_stand_alone(game, [None])


# --- is the table reasonable? ---------------------------------------------------------------------------------------
def test_a_group_that_would_do_better_as_two_by_hand():
    costs = np.array([0, 10, 20, 25, 30, 40, 65, 50], dtype=float)
    assert subadditivity(costs) == [Split((1, 2), (1,), (2,), 15.0)]
    assert subadditive_hull(costs).tolist() == [0, 10, 20, 25, 30, 40, 50, 50]
    said = in_swedish(subadditivity(costs)[0].said(), {"1": "B", "2": "C"}).replace("\u00a0", " ")
    assert said == "B för sig och C för sig kostar 15 kr mindre än alla dessa tillsammans."


def cheapest_split(costs, mask: int, known: dict[int, float]) -> float:
    """The cheapest way to divide a group, by trying every half."""
    if mask not in known:
        half, best = (mask - 1) & mask, costs[mask]
        while half:
            best = min(best, cheapest_split(costs, half, known) + cheapest_split(costs, mask ^ half, known))
            half = (half - 1) & mask
        known[mask] = best
    return known[mask]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(1, 6), st.integers(0, 10**6))
def test_the_hull_is_the_cheapest_split_of_every_group(kind: str, n: int, seed: int):
    costs = KINDS[kind](n, np.random.default_rng(seed))
    known = {0: 0.0}
    expected = [cheapest_split(costs, mask, known) for mask in range(2**n)]
    assert subadditive_hull(costs).tolist() == pytest.approx(expected)
    worse = {mask for mask in range(2**n) if costs[mask] - expected[mask] > 1e-9 * max(1.0, costs.max())}
    found = subadditivity(costs, most=2**n)
    assert {sum(1 << i for i in split.parties) for split in found} == worse
    assert [split.saving for split in found] == sorted((split.saving for split in found), reverse=True)
    for split in found:
        assert sorted(split.one + split.other) == list(split.parties)


def test_splits_of_more_than_fifteen_parties_are_not_looked_for():
    with pytest.raises(InvalidGame) as refused:
        subadditivity(np.zeros(2**16))
    assert refused.value.code == "TOO_LARGE_TO_SPLIT"


def test_fifteen_parties_are_looked_through():
    costs = KINDS["municipal"](15, np.random.default_rng(1))
    costs[-1] *= 2
    assert len(subadditivity(costs, most=1)[0].parties) == 15


# --- how much rests on estimates ------------------------------------------------------------------------------------
VILLAGES = np.array([0, 60, 50, 80, 70, 120, 110, 130], dtype=float)


def test_a_verdict_with_room_does_not_flip():
    found = sensitivity(VILLAGES, [36, 32, 62], spread=0.05, runs=300)
    assert (found.in_core, found.core_flips, found.standalone_flips.tolist()) == (True, 0.0, [0, 0, 0])
    assert in_swedish(found.said()).startswith("När varje uppskattning flyttas upp till 5 procent får någon grupp skäl")


def test_a_verdict_at_its_limit_flips_half_the_time():
    # A pays exactly what it would alone, and its group with B exactly what that would
    found = sensitivity(VILLAGES, [60, 20, 50], runs=4_000)
    assert found.standalone_holds.all()
    assert found.standalone_flips[0] == pytest.approx(0.5, abs=0.03)
    assert found.standalone_flips[1:].tolist() == [0, 0]
    assert found.core_flips == pytest.approx(0.75, abs=0.03)


def test_the_same_seed_gives_the_same_and_another_another():
    one, same, other = (sensitivity(VILLAGES, [60, 20, 50], seed=seed).core_flips for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_structures_move_together():
    """A fixed cost and a rate, half and half: with both moved alike nobody's verdict changes for a small spread."""
    structures = [Fixed(100.0), PerVolume(1.0, (50.0, 50.0))]
    shares = [100.0, 100.0]
    vary = vary_structures(structures, 2, spread=0.10)
    found = sensitivity(cost_game(structures, 2), shares, vary=vary, runs=200)
    assert found.in_core
    assert found.core_flips == 0
    draw = np.random.default_rng(0)
    assert all(vary(draw)[-1] == 200 for _ in range(5))
    assert (vary(draw)[1] - vary(draw)[1]) != 0


def test_an_unstable_verdict_says_how_often_it_becomes_stable():
    found = sensitivity(VILLAGES, [45, 40, 45], runs=500)
    assert not in_core(VILLAGES, [45, 40, 45])
    assert not found.in_core
    assert 0 < found.core_flips < 0.6
    assert "förlorar alla grupper skälet" in in_swedish(found.said())


def test_between_which_amounts_a_method_lies():
    between = share_spread(shapley_shares, vary_costs(VILLAGES), runs=100)
    exact = shapley_shares(VILLAGES)
    assert ((between[:, 0] < exact) & (exact < between[:, 1])).all()
    assert (between[:, 1] - between[:, 0] < 20).all()


@pytest.mark.parametrize("wrong", [{"spread": 0.0}, {"spread": 1.0}, {"runs": 0}, {"runs": 100_001}])
def test_a_spread_or_a_number_of_runs_out_of_range(wrong: dict[str, float]):
    with pytest.raises(InvalidGame):
        sensitivity(VILLAGES, [60, 20, 50], **wrong)  # type: ignore[arg-type]
