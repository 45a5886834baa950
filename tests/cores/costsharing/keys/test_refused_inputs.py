"""Inputs that do not fit a key: missing, negative, of another day, or more than limits allow."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from samsyn.cores.costsharing.keys.key import INVESTMENT, compute, describe
from samsyn.cores.costsharing.keys.measures import (
    Inputs,
    InvalidMeasure,
    Measure,
    MeasureRule,
    MissingMeasure,
    MixedDates,
    Reading,
)
from samsyn.cores.costsharing.keys.part import Infeasible, InvalidKey
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.rounding import InvalidTotal
from tests.cores.costsharing.keys.makers import BASE, BY_POPULATION, DAY, EQUAL, RATE, make_inputs, make_key, table

POP = {"A": 1, "B": 2, "C": 3}
SERVICE = {"kind": "services", "services": [{"figure": "pay", "parties": ["A", "B"], "part": EQUAL}]}
INPUTS: list[tuple[dict[str, Any], Inputs, int | None, type[Refusal], str]] = [
    (BY_POPULATION, make_inputs(), 100, MissingMeasure, "MEASURE_MISSING"),
    (RATE, make_inputs(), None, MissingMeasure, "MEASURE_MISSING"),
    (RATE, make_inputs({"A": 1, "B": 2}), None, MissingMeasure, "READING_MISSING"),
    (table({"at_least": 0, "gives": 5}), make_inputs(), None, MissingMeasure, "MEASURE_MISSING"),
    (
        {"kind": "per_mille", "measure": "population", "per_mille": 1},
        make_inputs(),
        None,
        MissingMeasure,
        "MEASURE_MISSING",
    ),
    (
        {"kind": "membership", "part": EQUAL, "stays": [{"party": "A", "ends_on": "2026-07-01"}]},
        make_inputs(year=9999),
        100,
        InvalidMeasure,
        "YEAR_OUT_OF_RANGE",
    ),
    (BY_POPULATION, make_inputs({"A": 1, "B": 2}), 100, MissingMeasure, "READING_MISSING"),
    (BY_POPULATION, make_inputs({"A": 1, "B": 2, "C": -1}), 100, InvalidMeasure, "READING_NEGATIVE"),
    (BY_POPULATION, make_inputs({**POP, "D": 5}), 100, InvalidMeasure, "READING_OF_NO_PARTY"),
    (BY_POPULATION, make_inputs(dict.fromkeys("ABC", 0)), 100, InvalidMeasure, "MEASURE_ALL_ZERO"),
    (BY_POPULATION, make_inputs(POP), None, InvalidKey, "TOTAL_MISSING"),
    (EQUAL, make_inputs(), "100", InvalidTotal, "TOTAL_IS_TEXT"),  # type: ignore[list-item]
    (EQUAL, make_inputs(), 100.25, InvalidTotal, "TOTAL_HAS_ORE"),  # type: ignore[list-item]
    (EQUAL, Inputs(previous={"D": Fraction(1)}), 100, InvalidMeasure, "PREVIOUS_OF_NO_PARTY"),
    ({"kind": "in_order", "first": [BASE], "rest": EQUAL}, make_inputs(), 29, Infeasible, "CHARGES_ABOVE_TOTAL"),
    (
        {"kind": "lines", "lines": [{"figure": "pay", "part": EQUAL}]},
        make_inputs(),
        None,
        MissingMeasure,
        "FIGURE_MISSING",
    ),
    (
        {"kind": "lines", "lines": [{"figure": "pay", "part": EQUAL}]},
        make_inputs(pay=99),
        100,
        Infeasible,
        "LINES_ARE_NOT_TOTAL",
    ),
    (
        {"kind": "lines", "lines": [{"figure": "pay", "part": BASE}]},
        make_inputs(pay=99),
        None,
        Infeasible,
        "LINE_NOT_COVERED",
    ),
    (table({"at_least": 2, "gives": 5}), make_inputs(POP), None, InvalidMeasure, "IN_NO_CLASS"),
    (table({"at_least": 0, "gives": 0}, gives="points"), make_inputs(POP), 100, InvalidMeasure, "MEASURE_ALL_ZERO"),
    (SERVICE, make_inputs(pay=101), 100, Infeasible, "SERVICES_ABOVE_TOTAL"),
    (
        {**SERVICE, "services": [{**SERVICE["services"][0], "weight": 0}]},
        make_inputs(pay=90),
        100,
        Infeasible,
        "NOBODY_TAKES_PART",
    ),  # type: ignore[dict-item]
    (
        {"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor", "value": 30}},
        make_inputs(),
        100,
        Infeasible,
        "CAPS_BELOW_TOTAL",
    ),
    (
        {"kind": "limits", "part": EQUAL, "floor": {"basis": "kronor", "value": 40}},
        make_inputs(),
        100,
        Infeasible,
        "FLOORS_ABOVE_TOTAL",
    ),
    (
        {
            "kind": "limits",
            "part": EQUAL,
            "floor": {"basis": "kronor", "value": 40},
            "cap": {"basis": "percent_of_total", "value": 35},
        },
        make_inputs(),
        100,
        Infeasible,
        "FLOOR_ABOVE_CAP",
    ),
    (
        {"kind": "limits", "part": EQUAL, "floor": {"basis": "kronor", "value": 1}},
        make_inputs(),
        -100,
        Infeasible,
        "LIMITS_OF_INCOME",
    ),
    (
        {"kind": "phase_in", "old": EQUAL, "new": EQUAL, "years": [{"year": 2026, "percent": 100}]},
        make_inputs(year=None),
        100,
        MissingMeasure,
        "YEAR_MISSING",
    ),
    (
        {"kind": "membership", "part": EQUAL, "stays": [{"party": p, "starts_on": "2026-07-01"} for p in "ABC"]},
        make_inputs(),
        100,
        InvalidKey,
        "NOBODY_IN",
    ),
    (
        {
            "kind": "membership",
            "fee_to": "others",
            "part": EQUAL,
            "stays": [
                {"party": "A", "starts_on": "2026-07-01", "entry_fee": 5},
                *({"party": p, "ends_on": "2026-01-01"} for p in "BC"),
            ],
        },
        make_inputs(),
        100,
        InvalidKey,
        "NOBODY_IN",
    ),
    (
        {"kind": "full_cost", "direct": ["pay"], "part": EQUAL},
        make_inputs(pay=99),
        100,
        Infeasible,
        "LINES_ARE_NOT_TOTAL",
    ),
    (
        {
            "kind": "full_cost",
            "direct": ["pay"],
            "part": EQUAL,
            "pools": [{"name": "rent", "driver": "used", "driver_total": "rooms"}],
        },
        make_inputs(pay=99, rent=50, used=9, rooms=8),
        None,
        InvalidMeasure,
        "DRIVER_OUT_OF_RANGE",
    ),
]


@pytest.mark.parametrize(("part", "inputs", "total", "kind", "code"), INPUTS)
def test_inputs_that_do_not_fit(
    part: dict[str, Any], inputs: Inputs, total: int | None, kind: type[Refusal], code: str
):
    with pytest.raises(kind) as refused:
        compute(make_key(part), inputs, total=total)
    assert refused.value.code == code
    assert refused.value.in_swedish()
    assert str(refused.value)


def test_a_fee_to_the_others_needs_others():
    part = {
        "kind": "membership",
        "fee_to": "others",
        "part": EQUAL,
        "stays": [{"party": "A", "starts_on": "2026-01-01", "entry_fee": 5}],
    }
    with pytest.raises(InvalidKey) as refused:
        compute(make_key(part, "A"), make_inputs(), total=100)
    assert refused.value.code == "FEE_TO_NOBODY"


def test_caps_say_by_how_much_they_fall_short():
    part = {"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor", "value": 30}}
    with pytest.raises(Infeasible) as refused:
        compute(make_key(part), make_inputs(), total=100)
    assert refused.value.in_swedish().replace("\u00a0", " ") == (
        "Taken är tillsammans 90 kr, vilket är 10 kr mindre än totalen 100 kr. Höj taken. (operation)"
    )


# --- dates --------------------------------------------------------------------------------------------------------
def _of_two_days() -> Inputs:
    readings = {p: Reading(Fraction(5), "SCB", DAY if p != "C" else date(2024, 12, 31)) for p in "ABC"}
    return Inputs({"population": Measure(readings)}, year=2026)


def test_readings_of_two_days_are_refused_by_party_and_day():
    with pytest.raises(MixedDates) as refused:
        compute(make_key(BY_POPULATION), _of_two_days(), total=100)
    assert refused.value.in_swedish().startswith(
        "Uppgifterna är från olika dagar: 31 december 2024 (C) och 1 november 2025 (A)."
    )


def test_a_key_may_say_that_dates_are_mixed():
    result = compute(make_key(BY_POPULATION, mixed_dates=True), _of_two_days(), total=99)
    assert set(result.kronor.values()) == {33}
    assert "READ_ON_DAYS" in {code for step in result.steps for code in _codes(step.saying)}


def _codes(saying: Any) -> set[str]:
    from samsyn.cores.costsharing.saying import codes

    return codes(saying)


def test_two_measures_of_different_days_are_mixed_as_well():
    part = {
        "kind": "mix",
        "parts": [
            {"percent": 50, "part": BY_POPULATION},
            {"percent": 50, "part": {"kind": "proportional", "measure": "cases"}},
        ],
    }
    measures = {
        "population": Measure.of(POP, source="SCB", on=DAY),
        "cases": Measure.of(POP, source="registry", on=date(2025, 12, 31)),
    }
    with pytest.raises(MixedDates) as refused:
        compute(make_key(part), Inputs(measures, year=2026), total=100)
    assert refused.value.code == "DIFFERENT_DAYS"

    rules = {
        "population": {"month": 11, "day": 1, "years_before": 1},
        "cases": {"month": 12, "day": 31, "years_before": 1},
    }
    assert compute(make_key(part, measures=rules), Inputs(measures, year=2026), total=100).total == 100


def test_a_population_of_another_day_than_the_key_says_is_refused():
    rules = {"population": {"month": 11, "day": 1, "years_before": 1}}
    with pytest.raises(MixedDates) as refused:
        compute(make_key(BY_POPULATION, measures=rules), make_inputs(POP, on=date(2024, 11, 1)), total=100)
    assert refused.value.code == "ANOTHER_DAY"


def test_a_measure_that_the_key_does_not_use_may_be_of_any_day():
    measures = {
        "population": Measure.of(POP, source="SCB", on=DAY),
        "cases": Measure.of(POP, source="registry", on=date(2020, 1, 1)),
    }
    assert compute(make_key(BY_POPULATION), Inputs(measures), total=6).kronor == {"A": 1, "B": 2, "C": 3}


@pytest.mark.parametrize(("rule", "year", "day"), [
    (MeasureRule(month=11, day=1, years_before=1), 2026, date(2025, 11, 1)),
    (MeasureRule(month=1, day=1), 2026, date(2026, 1, 1)),
    (MeasureRule(month=2, day=29), 2027, date(2027, 2, 28)),
    (MeasureRule(), 2026, None),
])  # fmt: skip
def test_the_day_that_a_key_says(rule: MeasureRule, year: int, day: date | None):
    assert rule.on(year) == day


@pytest.mark.parametrize(
    "rule",
    [
        {"month": 11},
        {"day": 3},
        {"month": 2, "day": 30},
        {"month": 13, "day": 1},
        {"month": 10**20, "day": 1},
        {"years_before": -1},
        {"years_before": 21},
    ],
)
def test_a_day_that_is_none_is_refused(rule: dict[str, int]):
    with pytest.raises(InvalidMeasure) as refused:
        make_key(EQUAL, measures={"population": rule})
    assert refused.value.where == "measures.population"


# --- purposes -----------------------------------------------------------------------------------------------------
def test_the_key_of_operation_is_never_taken_for_another():
    key = make_key(EQUAL)
    with pytest.raises(InvalidKey) as refused:
        compute(key, Inputs(), total=100, purpose=INVESTMENT)
    assert refused.value.in_swedish() == (
        "Nyckeln säger inte hur investeringar fördelas. Lägg till det enligt avtalet."
    )
    with pytest.raises(InvalidKey):
        describe(key, "pleasure")
