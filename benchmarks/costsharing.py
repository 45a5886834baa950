"""Shapley, nucleolus, core and the fairness report: milliseconds, and times the peer coopgame-py in the same run."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median

import coopgame
import numpy as np

from benchmarks.figures import Figure
from samsyn.cores.costsharing.games import FloatArray, coalition_sizes, coalition_sums, separable_costs, singles
from samsyn.cores.costsharing.keys.key import compute
from samsyn.cores.costsharing.keys.measures import Inputs, Measure
from samsyn.cores.costsharing.keys.schema import key_from_json
from samsyn.cores.costsharing.nucleoli import nucleolus
from samsyn.cores.costsharing.report import fairness_report
from samsyn.cores.costsharing.rounding import settlement
from samsyn.cores.costsharing.shapley import shapley_shares
from samsyn.cores.costsharing.stability import breakaways
from samsyn.cores.costsharing.structures import Fixed, PerVolume, StartedUnits, cost_game

# Milliseconds at most, and times the peer at least (None: told for comparison).
SHAPLEY = {10: (0.1, None), 15: (0.3, 10), 20: (12, 25)}
NUCLEOLUS = {5: (2, None), 10: (5, None), 15: (15, 5), 20: (120, 15)}
DEGENERATE_MS, CORE_MS, REPORT_MS, SETTLEMENT_MS, WORST_ERROR = 150, 15, 50, 5_000, 1e-9
ROUNDS, OUR_ROUNDS, PEER_ROUNDS = 15, 5, 2  # ours wakes the cache again after the peer


# --- games ----------------------------------------------------------------------------------------------------------
def municipal(n: int, draw: np.random.Generator) -> FloatArray:
    """A fixed cost, volume with economies of scale, a post for every 8 000 inhabitants, some coordination."""
    volumes = coalition_sums(draw.lognormal(9.2, 0.6, n))
    costs = 900 * volumes**0.9 + 400_000 * np.ceil(volumes / 8_000) + 60_000 * coalition_sizes(n) ** 1.3
    costs[0] = 0
    return costs


def random_gains(n: int, draw: np.random.Generator) -> FloatArray:
    """Whole random gains up to 50 a member, and a joint gain with something to share; nothing else regular."""
    gains = np.floor(draw.uniform(1, 50, 2**n) * coalition_sizes(n))
    gains[1 << np.arange(n)] = 0
    gains[0], gains[-1] = 0, np.floor(60 * n)
    return -gains


def airport(n: int, draw: np.random.Generator) -> FloatArray:
    return _most_demanding(draw.integers(1, 1_000, n))


def airport_with_ties(n: int, draw: np.random.Generator) -> FloatArray:
    return _most_demanding(draw.integers(1, 5, n))


def _most_demanding(needs: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> FloatArray:
    costs = np.zeros(1)
    for need in needs.astype(float):
        costs = np.concatenate((costs, np.maximum(costs, need)))
    return costs


def spanning_tree(n: int, draw: np.random.Generator) -> FloatArray:
    """A pipe network on a fixed tree from the source: what a group needs of its edges."""
    path, costs = np.zeros(n, dtype=np.int64), np.zeros(1)
    length = draw.integers(1, 90, n).astype(float)
    for i in range(n):
        path[i] = 1 << i | (path[draw.integers(0, i)] if i and draw.random() < 0.8 else 0)
    edges = np.zeros(1, dtype=np.int64)
    for i in range(n):
        edges = np.concatenate((edges, edges | path[i]))
    costs = coalition_sums(length)
    return costs[edges]


GENERIC = {"municipal": municipal, "random gains": random_gains}
DEGENERATE = {"airport": airport, "airport with ties": airport_with_ties, "spanning tree": spanning_tree}


# --- measuring ------------------------------------------------------------------------------------------------------
def fastest(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the fastest of some rounds: what others do on the machine only ever adds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return 1000 * min(taken)


def in_turns(ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """Both by turns, so that a busy moment meets both; the middle of the fastest of each turn."""
    turns = [(fastest(ours, OUR_ROUNDS), fastest(theirs, PEER_ROUNDS)) for _ in range(rounds)]
    return median(one for one, _ in turns), median(other for _, other in turns)


def peer_game(costs: FloatArray) -> coopgame.Game:
    return coopgame.Game((-costs[1:]).tolist())


def peer_nucleolus(game: coopgame.Game) -> FloatArray:
    return -np.array(coopgame.nucleolus(game)["allocation"])


def slower(name: str, ours: float, theirs: float, times: float | None) -> Figure:
    """Our time as a part of the peer's; the limit is 1 / times."""
    return Figure(
        f"{name}, of the peer's time",
        ours / theirs,
        "×",
        1 / times if times else None,
        f"{theirs / ours:.1f} times as fast as the peer's {theirs:.2f} ms",
    )


def shapley() -> Iterator[Figure]:
    for n, (most, times) in SHAPLEY.items():
        costs = municipal(n, np.random.default_rng(n))
        game = peer_game(costs)
        shapley_shares(costs)  # the table of weights is made once
        ours, theirs = in_turns(lambda c=costs: shapley_shares(c), lambda g=game: coopgame.shapley(g), rounds=5)
        yield Figure(f"Shapley, {n} parties", ours, "ms", most)
        yield slower(f"Shapley, {n} parties", ours, theirs, times)
        off = np.abs(shapley_shares(costs) + np.array(coopgame.shapley(game))).max() / costs[-1]
        yield Figure(f"Shapley, {n} parties, away from the peer", 1e9 * off, "10⁻⁹ of the total", 1.0)


def nucleoli() -> Iterator[Figure]:
    for n, (most, times) in NUCLEOLUS.items():
        for kind, make in GENERIC.items():
            yield from _nucleolus(f"nucleolus, {kind}, {n} parties", make(n, np.random.default_rng(n)), most, times)
    for kind, make in DEGENERATE.items():
        costs = make(15, np.random.default_rng(15))
        yield from _nucleolus(f"nucleolus, {kind}, 15 parties", costs, DEGENERATE_MS, 1)


def _nucleolus(name: str, costs: FloatArray, most: float, times: float | None) -> Iterator[Figure]:
    costs[-1] = min(costs[-1], singles(costs).sum())
    game = peer_game(costs)
    rounds = 1 if len(costs) > 2**16 else 5
    ours, theirs = in_turns(lambda: nucleolus(costs), lambda: peer_nucleolus(game), rounds=rounds)
    yield Figure(name, ours, "ms", most)
    yield slower(name, ours, theirs, times)
    off = np.abs(nucleolus(costs) - peer_nucleolus(game)).max() / np.abs(costs).max()
    yield Figure(f"{name}, away from the peer", 1e9 * off, "10⁻⁹ of the largest cost", 1e9 * WORST_ERROR)


def pictures() -> Iterator[Figure]:
    costs = municipal(20, np.random.default_rng(1))
    shares = separable_costs(costs) * costs[-1] / separable_costs(costs).sum()
    yield Figure(
        "core test with the ten worst breakaways, 20 parties",
        fastest(lambda: breakaways(costs, shares), ROUNDS),
        "ms",
        CORE_MS,
    )
    volumes = tuple(float(v) for v in np.random.default_rng(2).integers(2_000, 30_000, 10))

    def report() -> None:
        game = cost_game([Fixed(900_000), PerVolume(85.0, volumes), StartedUnits(700_000, 9_000, volumes)], 10)
        fairness_report(game, shapley_shares(game))

    yield Figure("whole fairness report with its costs, 10 parties", fastest(report, ROUNDS), "ms", REPORT_MS)


def settlements() -> Iterator[Figure]:
    """The core's part of a year's settlement: shares with all steps, less what was invoiced."""
    parties = [f"{1400 + i}" for i in range(10)]
    by_population = {"kind": "proportional", "measure": "population"}
    mix = {"kind": "mix", "parts": [{"percent": 30, "part": {"kind": "equal"}}, {"percent": 70, "part": by_population}]}
    text = json.dumps({"schema": "samsyn-cost-key/1", "parties": parties, "operation": mix})
    population = {party: 4_000 + 977 * i for i, party in enumerate(parties)}
    inputs = Inputs({"population": Measure.of(population, source="SCB", on=date(2024, 12, 31))}, year=2025)

    def year() -> None:
        for number in range(100):
            key = key_from_json(text)
            final, invoiced = (compute(key, inputs, total=9_000_000 + more).kronor for more in (number, 0))
            settlement(final, invoiced)

    name = "settlement of 100 collaborations of 10 parties, without files"
    yield Figure(name, fastest(year, 3), "ms", SETTLEMENT_MS)


def measure() -> Iterator[Figure]:
    yield from settlements()
    yield from shapley()
    yield from nucleoli()
    yield from pictures()
