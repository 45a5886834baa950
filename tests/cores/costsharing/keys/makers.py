"""Small keys and inputs for the tests."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from samsyn.cores.costsharing.keys.key import Key
from samsyn.cores.costsharing.keys.measures import Inputs, Measure, Reading
from samsyn.cores.costsharing.keys.schema import SCHEMA, key_from_json

DAY = date(2025, 11, 1)
EQUAL: dict[str, Any] = {"kind": "equal"}
RATE: dict[str, Any] = {"kind": "unit_rate", "measure": "population", "rate": 1}
BASE: dict[str, Any] = {"kind": "base_amounts", "each": 10}
BY_POPULATION: dict[str, Any] = {"kind": "proportional", "measure": "population"}


def make_key(part: Mapping[str, Any], parties: str = "ABC", **more: Any) -> Key:
    """A key for operation with one-letter parties, read from data as users' keys are."""
    return key_from_json(json.dumps({"schema": SCHEMA, "parties": list(parties), "operation": part, **more}))


def make_inputs(
    population: Mapping[str, object] | None = None, *, on: date = DAY, year: int | None = 2026, **figures: object
) -> Inputs:
    """Populations and named figures, all from one source and day."""
    measures = {} if population is None else {"population": Measure.of(population, source="SCB", on=on)}
    return Inputs(measures, {n: Reading(Fraction(str(v)), "budget", on) for n, v in figures.items()}, year=year)


def table(*classes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "step_table", "measure": "population", "classes": list(classes), **more}


def stay(**more: Any) -> dict[str, Any]:
    return {"kind": "membership", "part": EQUAL, "stays": [{"party": "A", **more}]}
