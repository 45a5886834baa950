"""Games for the tests: random ones of several kinds, and those that were published."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tests import shared

type Array = npt.NDArray[np.float64]


def inside(n: int) -> npt.NDArray[np.int64]:
    """Who is in each of the 2**n coalitions, (2**n, n)."""
    return (np.arange(2**n)[:, None] >> np.arange(n)) & 1


def noise(n: int, draw: np.random.Generator) -> Array:
    """Costs without any order."""
    costs = draw.uniform(0, 100, 2**n)
    costs[0] = 0
    return costs


def whole(n: int, draw: np.random.Generator) -> Array:
    """Small whole numbers: many ties."""
    costs = draw.integers(0, 6, 2**n).astype(float)
    costs[0] = 0
    return costs


def municipal(n: int, draw: np.random.Generator) -> Array:
    """A fixed cost, volume with economies of scale, posts, and a little coordination."""
    volumes = inside(n) @ draw.lognormal(9.2, 0.6, n)
    costs = 900 * volumes**0.9 + 400_000 * np.ceil(volumes / 8000) + 60_000 * inside(n).sum(axis=1) ** 1.3
    costs[0] = 0
    return costs


def airport(n: int, draw: np.random.Generator) -> Array:
    """The most demanding member, with ties among few sizes."""
    return (inside(n) * draw.integers(1, 5, n)).max(axis=1).astype(float)


def tree(n: int, draw: np.random.Generator) -> Array:
    """A pipe network: what a group needs of the edges of a fixed tree to the source."""
    parent = [int(draw.integers(-1, i)) if i else -1 for i in range(n)]
    length = draw.integers(1, 9, n)
    paths = np.zeros((n, n), dtype=int)
    for i in range(n):
        step = i
        while step >= 0:
            paths[i, step] = 1
            step = parent[step]
    used = (inside(n) @ paths) > 0
    return (used * length).sum(axis=1).astype(float)


KINDS: Mapping[str, Callable[[int, np.random.Generator], Array]] = {
    "noise": noise, "whole": whole, "municipal": municipal, "airport": airport, "tree": tree,
}  # fmt: skip


def published() -> list[dict[str, Any]]:
    games: list[dict[str, Any]] = json.loads(shared.path("published_games.json").read_text())["games"]
    return games


def table(game: Mapping[str, Any]) -> Array:
    """The costs of a published game by bits; a game of gains as its negative."""
    players = game["players"]
    costs = np.zeros(2 ** len(players))
    for names, cost in game["costs"].items():
        costs[sum(1 << players.index(p) for p in (names.split(",") if "," in names else list(names)))] = cost
    return -costs if game["kind"] == "value" else costs
