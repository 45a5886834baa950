"""The Shapley value: by hand, by its axioms, by all orders, and its estimate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.costsharing.games import InvalidGame, checked_game, coalition_sizes, coalition_sums, members
from samsyn.cores.costsharing.shapley import approximate_shapley_shares, shapley_shares
from tests.cores.costsharing.games import KINDS, airport, inside, municipal, noise
from tests.cores.costsharing.oracle import shapley_by_orders

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**31)


def drawn(n: int, seed: int):
    return noise(n, np.random.default_rng(seed))


def test_two_parties_split_the_saving_equally():
    assert shapley_shares(np.array([0, 60, 100, 120.0])) == pytest.approx([40, 80])


def test_one_party_pays_all():
    assert shapley_shares([0, 5]) == pytest.approx([5])


@pytest.mark.parametrize(("n", "count"), [(2, 3_000), (3, 3_000), (4, 3_000), (5, 1_000)])
def test_ten_thousand_random_games_by_all_orders(n: int, count: int):
    games = np.random.default_rng(n).normal(0, 100, (count, 2**n))
    games[:, 0] = 0
    ours = np.array([shapley_shares(game) for game in games])
    assert np.abs(ours - shapley_by_orders(games)).max() < 1e-11


@pytest.mark.parametrize("kind", KINDS)
def test_seven_parties_of_every_kind_by_all_orders(kind: str):
    game = KINDS[kind](7, np.random.default_rng(1))
    assert shapley_shares(game) == pytest.approx(shapley_by_orders(game[None])[0], rel=1e-12)


@given(st.lists(st.floats(0, 1e6), min_size=7, max_size=7))
def test_shares_sum_to_the_joint_cost(costs: list[float]):
    assert shapley_shares(np.array([0.0, *costs])).sum() == pytest.approx(costs[-1], abs=1e-6)


@given(sizes, seeds, seeds)
def test_two_activities_apart_are_the_same_as_together(n: int, one: int, other: int):
    first, second = drawn(n, one), drawn(n, other)
    together = shapley_shares(first + 3 * second)
    assert together == pytest.approx(shapley_shares(first) + 3 * shapley_shares(second), abs=1e-9)


@given(sizes, seeds)
def test_one_that_always_costs_the_same_pays_just_that(n: int, seed: int):
    game = np.concatenate((part := drawn(n, seed), part + 17))  # the last party adds 17 to every group
    assert shapley_shares(game)[-1] == pytest.approx(17)


@given(sizes, seeds)
def test_those_who_add_the_same_pay_the_same(n: int, seed: int):
    game = drawn(n + 1, seed)
    low, high = 1, 1 << n
    swapped = [m & ~(low | high) | (high if m & low else 0) | (low if m & high else 0) for m in range(len(game))]
    shares = shapley_shares((game + game[swapped]) / 2)
    assert shares[0] == pytest.approx(shares[n])


def test_the_input_is_not_changed_and_a_list_will_do():
    costs = [0, 1, 2, 2.5]
    game = np.array(costs)
    shapley_shares(game)
    assert game.tolist() == costs
    assert shapley_shares(costs) == pytest.approx(shapley_shares(game))


def test_eighteen_parties_by_a_closed_form():
    """An airport: each step of cost is shared by those who need it."""
    game = airport(18, np.random.default_rng(3))
    needs = game[1 << np.arange(18)]
    expected = [sum(1 / (needs >= step).sum() for step in range(1, int(need) + 1)) for need in needs]
    assert shapley_shares(game) == pytest.approx(expected, rel=1e-12)


# --- what is no game ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("costs", "code"),
    [
        ([0, 1, 2], "GAME_LENGTH"),
        ([], "GAME_LENGTH"),
        ([0], "GAME_LENGTH"),
        ([[0, 1], [2, 3]], "GAME_NOT_A_ROW"),
        (0.0, "GAME_LENGTH"),
        ([1, 2], "GAME_STARTS"),
        ([0, float("nan"), 1, 2], "GAME_NOT_FINITE"),
        ([0, 1, float("inf"), 2], "GAME_NOT_FINITE"),
        (["noll", "ett"], "GAME_NOT_NUMBERS"),
        ([0, None], "GAME_NOT_FINITE"),
        ([0, float("-inf")], "GAME_NOT_FINITE"),
        ([0, 1.5e308], "GAME_COST_TOO_LARGE"),
        ([0, -1e16], "GAME_COST_TOO_LARGE"),
        (np.zeros(2**21), "GAME_TOO_LARGE"),
    ],
)
def test_what_is_no_game_is_refused(costs: object, code: str):
    with pytest.raises(InvalidGame) as refused:
        checked_game(costs)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.in_swedish()
    with pytest.raises(InvalidGame):
        shapley_shares(costs)  # type: ignore[arg-type]


def test_a_cost_that_is_not_finite_is_named_by_its_group():
    with pytest.raises(InvalidGame) as refused:
        checked_game([0, 1, 2, 3, 4, 5, float("nan"), 7])
    assert refused.value.in_swedish({"1": "Mellerud", "2": "Åmål"}).startswith(
        "1 kostnader är inte ändliga tal, den första för gruppen Mellerud och Åmål."
    )


def test_coalitions_by_their_bits():
    assert coalition_sums(np.array([1.0, 10.0, 100.0])).tolist() == [0, 1, 10, 11, 100, 101, 110, 111]
    assert coalition_sizes(3).tolist() == [0, 1, 1, 2, 1, 2, 2, 3]
    assert members(0b1011) == (0, 1, 3)


# --- more parties than can be computed exactly ----------------------------------------------------------------------
def test_the_estimate_holds_the_exact_value_in_its_interval():
    game = municipal(8, np.random.default_rng(4))
    bit = 1 << np.arange(8)
    found = approximate_shapley_shares(lambda inside: game[inside @ bit], 8, orders=2_000, seed=1)
    exact = shapley_shares(game)
    assert found.shares.sum() == pytest.approx(game[-1])
    assert np.mean((found.low <= exact) & (exact <= found.high)) >= 0.75
    assert np.abs(found.shares - exact).max() < 0.01 * game[-1]
    assert found.method.code == "APPROXIMATE_SHAPLEY"


def test_the_interval_holds_in_about_95_of_100_runs():
    game = noise(6, np.random.default_rng(0))
    bit, exact = 1 << np.arange(6), shapley_shares(game)
    held = []
    for seed in range(40):
        found = approximate_shapley_shares(lambda inside: game[inside @ bit], 6, orders=200, seed=seed)
        held.append(np.mean((found.low <= exact) & (exact <= found.high)))
    assert 0.88 < np.mean(held) < 0.99


def test_thirty_parties_with_the_same_seed_give_the_same():
    volumes = np.arange(1.0, 31.0)
    one, other = (approximate_shapley_shares(lambda inside: inside @ volumes, 30, orders=60, seed=9) for _ in range(2))
    assert one.shares.tolist() == other.shares.tolist()
    assert one.shares == pytest.approx(volumes)


@pytest.mark.parametrize(
    ("n", "orders", "code"),
    [
        (1, 60, "PARTIES_OUT_OF_RANGE"),
        (401, 60, "PARTIES_OUT_OF_RANGE"),
        (5, 59, "ORDERS_OUT_OF_RANGE"),
        (5, 61, "ORDERS_OUT_OF_RANGE"),
    ],
)
def test_estimates_out_of_range(n: int, orders: int, code: str):
    with pytest.raises(InvalidGame) as refused:
        approximate_shapley_shares(lambda inside: inside.sum(axis=1).astype(float), n, orders=orders)
    assert refused.value.code == code


def test_a_cost_function_that_is_not_finite_is_refused():
    with pytest.raises(InvalidGame) as refused:
        approximate_shapley_shares(lambda inside: np.full(len(inside), np.nan), 5, orders=60)
    assert refused.value.code == "SAMPLED_COST_NOT_FINITE"


def test_inside_is_the_same_as_the_bits():
    assert inside(3)[0b110].tolist() == [0, 1, 1]
