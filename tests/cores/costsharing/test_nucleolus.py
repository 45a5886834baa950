"""The nucleolus: by hand, against exact fractions, vertices and a peer, by certificate, and where it is undefined."""

from fractions import Fraction

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.games import InvalidGame, Undefined, singles
from samsyn.cores.costsharing.kohlberg import is_nucleolus
from samsyn.cores.costsharing.nucleoli import nucleolus, ordering, prenucleolus
from samsyn.cores.costsharing.programs import Program, SolverFailed
from tests.cores.costsharing.games import KINDS, Array, airport, municipal, noise, tree
from tests.cores.costsharing.oracle import nucleolus_by_programs, prenucleolus_by_vertices

WEIGHTS = ("equal", "per_capita", "proportional")


def drawn(kind: str, n: int, seed: int) -> Array:
    """A game of a kind, where taking part by oneself is possible at all."""
    game = KINDS[kind](n, np.random.default_rng(seed))
    game[-1] = min(game[-1], singles(game).sum())
    return game


def exact(game: Array, weights: str, *, bounded: bool) -> list[float]:
    fractions = [Fraction(x) for x in game.tolist()]
    sizes = [Fraction(mask.bit_count()) for mask in range(len(game))]
    divisor = {"equal": None, "per_capita": sizes, "proportional": fractions}[weights]
    return [float(x) for x in nucleolus_by_programs(fractions, weights=divisor, bounded=bounded)]


# --- by hand --------------------------------------------------------------------------------------------------------
def test_two_parties_split_the_saving_equally():
    assert nucleolus([0, 60, 100, 120]) == pytest.approx([40, 80])


def test_two_parties_by_proportion_pay_in_proportion_to_what_they_would_alone():
    assert nucleolus([0, 60, 100, 120], weights="proportional") == pytest.approx([45, 75])


def test_one_party_and_no_saving():
    assert nucleolus([0, 5]) == pytest.approx([5])
    assert prenucleolus([0, -5]) == pytest.approx([-5])
    assert nucleolus([0, 0, 0, 0]) == pytest.approx([0, 0])
    assert nucleolus([0, 1, 2, 3]) == pytest.approx([1, 2])


def test_nucleolus_and_prenucleolus_differ_where_the_core_is_empty():
    """A, B and C save only in pairs, and much: C alone is cheap, and the prenucleolus asks more of it than that."""
    costs = np.array([0, 10, 10, 2, 1, 7, 9, 3], dtype=float)
    bounded, free = nucleolus(costs), prenucleolus(costs)
    assert exact(costs, "equal", bounded=True) == pytest.approx(bounded.tolist())
    assert exact(costs, "equal", bounded=False) == pytest.approx(free.tolist())
    assert (bounded <= singles(costs) + 1e-9).all()


def test_somewhere_the_bounds_bind():
    differs = 0
    for seed in range(60):
        game = drawn("whole", 4, seed)
        differs += np.abs(nucleolus(game) - prenucleolus(game)).max() > 1e-6
    assert differs > 5


# --- a second way ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_three_parties_against_exact_programs(kind: str, weights: str):
    for seed in range(4):
        game = np.rint(drawn(kind, 3, seed) * 1000) / 1000
        game[1:] += weights == "proportional"  # whole numbers that are 0 have no proportion
        game[-1] = min(game[-1], singles(game).sum())
        assert prenucleolus(game, weights=weights).tolist() == pytest.approx(
            exact(game, weights, bounded=False), abs=1e-6 * game.max()
        )
        assert nucleolus(game, weights=weights).tolist() == pytest.approx(
            exact(game, weights, bounded=True), abs=1e-6 * game.max()
        )


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_four_parties_against_exact_programs(kind: str):
    for seed in range(5):
        game = np.rint(drawn(kind, 4, 100 + seed) * 1000) / 1000
        for weights in ("equal", "per_capita"):
            assert nucleolus(game, weights=weights).tolist() == pytest.approx(
                exact(game, weights, bounded=True), abs=1e-6 * game.max()
            )


def against_vertices(n: int, wanted: int, seed: int) -> None:
    """Random games whose least core is a single point, which is then the prenucleolus."""
    draw = np.random.default_rng(seed)
    checked = 0
    while checked < wanted:
        games = draw.uniform(0, 100, (2 * wanted, 2**n))
        games[:, 0] = 0
        games[:, -1] *= 0.5
        points, only = prenucleolus_by_vertices(games)
        left = wanted - checked
        for game, point in zip(games[only][:left], points[only][:left], strict=True):
            assert np.abs(prenucleolus(game) - point).max() < 1e-9 * 100
        checked += int(only.sum())


@pytest.mark.parametrize(("n", "wanted"), [(2, 100), (3, 400), (4, 100)])
def test_random_games_against_vertices(n: int, wanted: int):
    against_vertices(n, wanted, seed=n)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "wanted"), [(2, 5_000), (3, 4_500), (4, 500)])
def test_ten_thousand_random_games_against_vertices(n: int, wanted: int):
    against_vertices(n, wanted, seed=10 + n)


PEER = {"equal": coopgame.nucleolus, "per_capita": coopgame.per_capita_nucleolus}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [5, 6, 8, 10])
def test_larger_games_against_a_peer(kind: str, n: int):
    for seed in range(3):
        game = drawn(kind, n, 1000 * n + seed)
        for weights, theirs in PEER.items():
            other = -np.array(theirs(coopgame.Game((-game[1:]).tolist()))["allocation"])
            assert np.abs(nucleolus(game, weights=weights) - other).max() < 1e-9 * game.max()


@pytest.mark.parametrize(("kind", "n"), [("airport", 13), ("tree", 12), ("municipal", 14), ("noise", 13)])
def test_many_parties_against_a_peer(kind: str, n: int):
    game = drawn(kind, n, 7)
    other = -np.array(coopgame.nucleolus(coopgame.Game((-game[1:]).tolist()))["allocation"])
    assert np.abs(nucleolus(game) - other).max() < 1e-9 * game.max()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["municipal", "noise"])
def test_above_sixteen_parties_the_pool_gives_what_a_full_scan_would(kind: str, monkeypatch: pytest.MonkeyPatch):
    for weights in ("equal", "per_capita"):
        game = drawn(kind, 17, 3)
        by_pool = nucleolus(game, weights=weights)
        monkeypatch.setattr("samsyn.cores.costsharing.scanning.FULL", 2**20)
        assert np.abs(nucleolus(game, weights=weights) - by_pool).max() < 1e-9 * game.max()
        monkeypatch.undo()


def test_a_pool_of_a_few_gives_the_same(monkeypatch: pytest.MonkeyPatch):
    games = [drawn(kind, 9, seed) for kind in KINDS for seed in range(3)]
    full = [nucleolus(game) for game in games]
    weighted = [nucleolus(game, weights="per_capita") for game in games]
    monkeypatch.setattr("samsyn.cores.costsharing.scanning.FULL", 1)
    monkeypatch.setattr("samsyn.cores.costsharing.scanning.POOL", 8)
    for game, one, other in zip(games, full, weighted, strict=True):
        assert np.abs(nucleolus(game) - one).max() < 1e-9 * game.max()
        assert np.abs(nucleolus(game, weights="per_capita") - other).max() < 1e-9 * game.max()


# --- properties -----------------------------------------------------------------------------------------------------
few = settings(max_examples=40, deadline=None)
kinds, seeds = st.sampled_from(sorted(KINDS)), st.integers(0, 10**6)


@few
@given(kinds, st.integers(2, 6), seeds, st.sampled_from(["equal", "per_capita"]))
def test_it_sums_keeps_the_bounds_and_is_certified(kind: str, n: int, seed: int, weights: str):
    game = drawn(kind, n, seed)
    shares = nucleolus(game, weights=weights)
    assert shares.sum() == pytest.approx(game[-1], abs=1e-9 * game.max())
    assert (shares <= singles(game) + 1e-9 * game.max()).all()
    assert is_nucleolus(game, shares, weights=weights)
    free = prenucleolus(game, weights=weights)
    assert is_nucleolus(game, free, weights=weights, individual_bounds=False)


@few
@given(kinds, st.integers(2, 6), seeds, st.lists(st.floats(-50, 50), min_size=6, max_size=6))
def test_a_cost_of_ones_own_is_paid_by_oneself(kind: str, n: int, seed: int, own: list[float]):
    game = drawn(kind, n, seed)
    extra = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1) @ np.array(own[:n])
    moved = nucleolus(2.5 * game + extra)
    assert moved == pytest.approx(2.5 * nucleolus(game) + own[:n], abs=1e-8 * max(1.0, game.max()))


@few
@given(kinds, st.integers(2, 5), seeds)
def test_those_who_add_the_same_pay_the_same(kind: str, n: int, seed: int):
    game = drawn(kind, n + 1, seed)
    low, high = 1, 1 << n
    swapped = [m & ~(low | high) | (high if m & low else 0) | (low if m & high else 0) for m in range(len(game))]
    shares = nucleolus((game + game[swapped]) / 2)
    assert shares[0] == pytest.approx(shares[n], abs=1e-8 * game.max())


@few
@given(kinds, st.integers(1, 5), seeds)
def test_one_that_always_costs_the_same_pays_just_that(kind: str, n: int, seed: int):
    part = drawn(kind, n, seed)
    game = np.concatenate((part, part + 17))
    assert prenucleolus(game)[-1] == pytest.approx(17, abs=1e-7 * game.max())


def test_the_levels_rise_and_tell_who_was_settled():
    game = drawn("tree", 6, 3)
    levels = ordering(game, bounded=False).levels
    savings = [level.saving for level in levels]
    assert (np.diff(savings) > -1e-9).all()
    shares = prenucleolus(game)
    for level in levels:
        for mask in level.coalitions:
            left = game[mask] - sum(shares[i] for i in range(6) if mask >> i & 1)
            assert left == pytest.approx(level.saving, abs=1e-9)


def test_amounts_of_very_different_size():
    for scale in (1e-6, 1.0, 1e6):
        game = scale * drawn("municipal", 6, 2)
        assert nucleolus(game) == pytest.approx(scale * nucleolus(drawn("municipal", 6, 2)), rel=1e-9)


def test_small_savings_in_large_costs():
    """Savings of some kronor in costs of milliards: what is settled is the savings, not the rounding."""
    small = drawn("noise", 5, 1)
    large = small + 1e9 * ((np.arange(32)[:, None] >> np.arange(5)) & 1).sum(axis=1)
    assert nucleolus(large) - 1e9 == pytest.approx(nucleolus(small), abs=1e-5)


def test_the_same_game_gives_the_same_to_the_last_bit():
    game = municipal(9, np.random.default_rng(5))
    assert nucleolus(game).tolist() == nucleolus(game.copy()).tolist()


# --- the certificate ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_the_certificate_refuses_what_is_near(kind: str):
    game = drawn(kind, 5, 2)
    shares = nucleolus(game)
    for i in range(5):
        moved = shares.copy()
        moved[i] += 1e-3 * game.max()
        moved[(i + 1) % 5] -= 1e-3 * game.max()
        assert not is_nucleolus(game, moved)
    assert not is_nucleolus(game, shares + game.max())


def test_the_certificate_tells_the_nucleolus_from_the_prenucleolus():
    for seed in range(60):
        game = drawn("whole", 4, seed)
        bounded, free = nucleolus(game), prenucleolus(game)
        if np.abs(bounded - free).max() > 1e-6:
            assert not is_nucleolus(game, free)
            assert not is_nucleolus(game, bounded, individual_bounds=False)
            return
    pytest.fail("no game where they differ")


def test_the_certificate_is_for_at_most_ten_parties():
    game = airport(11, np.random.default_rng(0))
    with pytest.raises(InvalidGame) as refused:
        is_nucleolus(game, np.zeros(11))
    assert refused.value.code == "TOO_LARGE_TO_CERTIFY"


# --- where there is no answer ---------------------------------------------------------------------------------------
def test_somebody_must_pay_more_than_alone():
    with pytest.raises(Undefined) as refused:
        nucleolus([0, 10, 10, 25])
    assert refused.value.code == "NO_INDIVIDUAL_ROOM"
    assert prenucleolus([0, 10, 10, 25]) == pytest.approx([12.5, 12.5])


@pytest.mark.parametrize("method", [nucleolus, prenucleolus])
@pytest.mark.parametrize(
    ("costs", "weights", "code"),
    [
        ([0, 5, -5, 0, 4, 4, 4, 4], "proportional", "PROPORTIONAL_SIGNS"),
        ([0, 5, 5, 0, 4, 4, 4, 4], "proportional", "PROPORTIONAL_ZERO"),
        ([0, 5, 5, 6], "fair", "GIVES_UNKNOWN"),
    ],
)
def test_weights_that_are_not_defined(method, costs: list[float], weights: str, code: str):
    with pytest.raises(Undefined) as refused:
        method(costs, weights=weights)
    assert refused.value.code == code


def test_a_party_that_costs_nothing_alone_has_no_proportion_but_a_bound():
    costs = [0, 0, 10, 8, 20, 18, 24, 22]
    shares = nucleolus(costs, weights="proportional")
    assert shares.sum() == pytest.approx(22)
    assert shares[0] <= 1e-9
    with pytest.raises(Undefined):
        prenucleolus(costs, weights="proportional")


def test_a_program_without_an_optimum_is_our_fault():
    program = Program()
    program.start(np.array([-1.0]), np.array([[-1.0]]), np.array([0.0]))
    with pytest.raises(SolverFailed):
        program.solve()


def test_trees_and_noise_are_what_they_say():
    game = tree(5, np.random.default_rng(1))
    assert all(game[a | b] <= game[a] + game[b] for a in range(32) for b in range(32) if not a & b)
    assert noise(3, np.random.default_rng(0))[0] == 0
