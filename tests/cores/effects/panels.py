"""Panels made for the tests, and the published ones."""

import csv
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests import shared

Array = NDArray[np.float64]


def factor_panel(
    seed: int, *, units: int = 60, periods: int = 15, noise: float = 1.0, uneven: float = 0.0, factors: int = 2
) -> Array:
    """(units, periods): levels, a few common paths that units follow more or less, and noise of their own."""
    rng = np.random.default_rng(seed)
    common = 0.3 * rng.normal(size=(factors, periods)).cumsum(axis=1)
    level, follows = 3.0 * rng.normal(size=(units, 1)), rng.normal(size=(units, factors))
    spread = noise * np.exp(uneven * rng.normal(size=(units, 1)))
    made: Array = level + follows @ common + spread * rng.normal(size=(units, periods))
    return made


@cache
def proposition_99() -> tuple[Array, int, int]:
    """Packs per head in 39 states, 1970 to 2000; the row of California, the column of 1989."""
    import synthdid

    panel = synthdid.panel_matrices(synthdid.load_california_prop99())
    return np.asarray(panel.Y, float), panel.N0, panel.T0


@cache
def table(name: str) -> list[dict[str, Any]]:
    with shared.path(f"synthetic_control/{name}.csv").open() as file:
        return list(csv.DictReader(file))


def means(rows: list[dict[str, Any]], unit: str, column: str, years: range | tuple[int, ...]) -> float:
    """The mean over the years in which there is a value."""
    found = [
        float(row[column]) for row in rows if unit in row.values() and int(float(row["year"])) in years and row[column]
    ]
    return float(np.mean(found))


def predictors(rows: list[dict[str, Any]], names: list[str], asked: list[tuple[str, range | tuple[int, ...]]]) -> Array:
    """(predictors, units), each divided by its standard deviation over units."""
    made = np.array([[means(rows, name, column, years) for name in names] for column, years in asked])
    scaled: Array = made / made.std(axis=1, ddof=1, keepdims=True)
    return scaled


def outcomes(rows: list[dict[str, Any]], key: str, names: list[str], column: str) -> Array:
    """(units, years)."""
    return np.array([[float(row[column]) for row in rows if row[key] == name] for name in names])
