"""How the parts behave beside their worked examples: incomes, negative totals, leaving, nesting, and what remains."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from samsyn.cores.costsharing.keys.basic import FixedShares
from samsyn.cores.costsharing.keys.key import compute, describe, with_more
from samsyn.cores.costsharing.keys.measures import Inputs, Measure, Reading
from samsyn.cores.costsharing.keys.part import InvalidKey
from samsyn.cores.costsharing.keys.phasing import PhaseIn
from samsyn.cores.costsharing.keys.tables import StepTable, jumps
from samsyn.cores.costsharing.wording import in_english, in_swedish
from tests.cores.costsharing.keys.makers import BY_POPULATION, DAY, EQUAL, make_inputs, make_key

POP = {"A": 100, "B": 300, "C": 600}


def shared(part: dict[str, Any], inputs: Inputs | None = None, total: int | None = 1000, parties: str = "ABC"):
    return dict(compute(make_key(part, parties), inputs or make_inputs(POP), total=total).kronor)


def test_ties_go_to_the_lowest_code_in_whatever_order_the_key_names_the_parties():
    assert shared(EQUAL, parties="CBA", total=1) == {"C": 0, "B": 0, "A": 1}


def test_a_negative_total_is_shared_as_its_mirror_image():
    assert shared(BY_POPULATION, total=-1001) == {p: -kr for p, kr in shared(BY_POPULATION, total=1001).items()}


def test_fixed_shares_of_another_whole():
    part = {"kind": "fixed_shares", "whole": 1000, "shares": {"A": 125, "B": 375, "C": 500}}
    assert shared(part, total=8) == {"A": 1, "B": 3, "C": 4}
    assert in_swedish(describe(make_key(part))) == (
        "Kostnaden för drift fördelas med fasta andelar (A 125 promille, B 375 promille och C 500 promille)."
    )


def test_a_charge_that_does_not_cover_the_cost_is_said_and_not_adjusted():
    key = make_key({"kind": "unit_rate", "measure": "population", "rate": "42.25"})

    result = compute(key, make_inputs(POP), total=50_000)

    assert (result.total, result.given, result.difference) == (42_250, 50_000, -7_750)
    assert [in_swedish(notice).replace("\u00a0", " ") for notice in result.notices] == [
        "Uttaget är 42 250 kr, vilket är 7 750 kr mindre än kostnaden 50 000 kr."
    ]


def test_a_cost_that_is_shared_has_no_notice():
    result = compute(make_key(EQUAL), Inputs(), total=100)
    assert (result.notices, result.difference) == ((), 0)


def test_charges_above_the_total_are_given_back_where_the_key_says_so():
    part = {
        "kind": "in_order",
        "first": [{"kind": "unit_rate", "measure": "population", "rate": 2}],
        "rest": EQUAL,
        "surplus_returns": True,
    }
    # 200 + 600 + 1200 = 2000 is charged, and 500 is given back equally
    assert shared(part, total=1500) == {"A": 33, "B": 433, "C": 1034}
    assert "eller blir över" in in_swedish(describe(make_key(part)))


def test_an_income_is_a_negative_cost():
    part = {
        "kind": "lines",
        "lines": [{"figure": "cost", "part": EQUAL}, {"figure": "grant", "income": True, "part": BY_POPULATION}],
    }
    assert shared(part, make_inputs(POP, cost=300, grant=1000), total=-700) == {"A": 0, "B": -200, "C": -500}


def test_rebates_by_name_and_for_all_and_the_largest_holds():
    part = {
        "kind": "per_mille",
        "measure": "population",
        "per_mille": 1000,
        "rebates": [
            {"percent": 10},
            {"percent": 50, "parties": ["B"]},
            {"percent": 20, "measure": "population", "above": 300},
        ],
    }
    assert shared(part, total=None) == {"A": 90, "B": 150, "C": 480}
    said = in_swedish(describe(make_key(part)))
    assert said.endswith(
        "med 10 procent rabatt, med 50 procent rabatt för B och med 20 procent rabatt över 300 invånare."
    )


def test_a_table_of_rates_and_one_of_points():
    classes = [{"at_least": 0, "at_most": 299, "gives": 3}, {"at_least": 300, "gives": 2}]
    table = {"kind": "step_table", "measure": "population", "classes": classes}
    assert shared({**table, "gives": "kronor_per_unit"}, total=None) == {"A": 300, "B": 600, "C": 1200}
    assert shared({**table, "gives": "points"}, total=700) == {"A": 300, "B": 200, "C": 200}
    assert shared(table, total=None) == {"A": 3, "B": 2, "C": 2}


def test_the_jumps_of_a_table():
    part = make_key({"kind": "step_table", "measure": "population", "classes": [
        {"at_least": 0, "below": 7000, "gives": 5000}, {"at_least": 7000, "gives": 10000}]}).operation  # fmt: skip
    assert isinstance(part, StepTable)
    assert jumps(part) == ((Fraction(7000), Fraction(5000)),)

    rates = make_key({"kind": "step_table", "measure": "population", "gives": "kronor_per_unit", "classes": [
        {"at_least": 0, "at_most": 299, "gives": 3}, {"at_least": 300, "gives": 2}]}).operation  # fmt: skip
    assert isinstance(rates, StepTable)
    assert jumps(rates) == ((Fraction(300), Fraction(600 - 897)),)


def test_what_one_inhabitant_more_costs():
    key = make_key(BY_POPULATION)
    more = with_more(key, make_inputs(POP), party="A", measure="population", by=1, total=1000)
    assert more == Fraction(101_000, 1001) - 100


def test_services_by_cost_and_with_a_weight_for_being_a_party():
    services = [
        {"figure": "pay", "parties": ["A", "B"], "part": BY_POPULATION},
        {"figure": "phone", "parties": ["B"], "part": EQUAL},
    ]
    inputs = make_inputs(POP, pay=400, phone=200)
    # A 100, B 300 + 200; the overhead of 300 by 100 : 500, or by 1+1 : 2+1 : 0+1
    assert shared({"kind": "services", "services": services, "overhead_by": "cost"}, inputs, 900) == {
        "A": 150,
        "B": 750,
        "C": 0,
    }
    assert shared({"kind": "services", "services": services, "membership_weight": 1}, inputs, 900) == {
        "A": 200,
        "B": 650,
        "C": 50,
    }
    assert shared({"kind": "services", "services": services}, inputs, 600) == {"A": 100, "B": 500, "C": 0}


def test_groups_within_groups_and_a_measure_across_them():
    inner = {"kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": ["A", "B"], "within": EQUAL}]}
    assert shared(inner, total=1000) == {"A": 250, "B": 250, "C": 500}

    across = {
        "kind": "groups",
        "across": BY_POPULATION,
        "groups": [{"name": "G", "members": ["A", "B"], "within": EQUAL}],
    }
    assert shared(across, total=1000) == {"A": 200, "B": 200, "C": 600}

    nested = {"kind": "groups", "across": EQUAL, "groups": [{"name": "H", "members": ["A", "B", "C"], "within": inner}]}
    assert shared(nested, make_inputs({**POP, "D": 1}), 1000, "ABCD") == {"A": 125, "B": 125, "C": 250, "D": 500}


def test_a_cap_of_a_charge_that_nobody_else_pays():
    part = {
        "kind": "limits",
        "redistribute": False,
        "part": {"kind": "unit_rate", "measure": "population", "rate": 2},
        "cap": {"basis": "kronor", "value": 700},
        "floor": {"basis": "kronor_per_unit", "measure": "population", "value": 3, "own": {"A": 4}},
    }
    with pytest.raises(ValueError, match="above the cap"):
        shared(part, total=None)
    assert shared({**part, "floor": {"basis": "kronor", "value": 250}}, total=None) == {"A": 250, "B": 600, "C": 700}


def test_a_cap_per_mille_as_storsthlm_has_it():
    part = {
        "kind": "limits",
        "part": EQUAL,
        "cap": {"basis": "per_mille_of_measure", "measure": "tax_base", "value": "0.5"},
    }
    base = {"A": 2_000_000, "B": 5_000_000, "C": 9_000_000}
    inputs = Inputs({"tax_base": Measure.of(base, source="SCB", on=date(2024, 12, 31))}, year=2026)
    assert shared(part, inputs, 4_500) == {"A": 1000, "B": 1750, "C": 1750}
    assert in_swedish(describe(make_key(part))) == (
        "Kostnaden för drift fördelas lika, dock för var och en högst 0,5 promille av skatteunderlag."
    )


def test_limits_for_single_parties_and_a_party_without_last_year():
    part = {"kind": "limits", "part": EQUAL, "cap": {"basis": "percent_change", "value": 10, "own": {"B": 0}}}
    inputs = Inputs(previous={"A": Fraction(200), "B": Fraction(250)})
    assert shared(part, inputs, 900) == {"A": 220, "B": 250, "C": 430}
    assert in_swedish(describe(make_key(part))).endswith(
        "högst 10 procent mer än året före utom B 0 procent mer än året före."
    )


@pytest.mark.parametrize(("year", "new"), [(2024, 0), (2025, 40), (2026, 100), (2030, 100)])
def test_the_years_of_a_transition(year: int, new: int):
    years = [{"year": 2025, "percent": 40}, {"year": 2026, "percent": 100}]
    part = {"kind": "phase_in", "old": EQUAL, "new": BY_POPULATION, "years": years}
    transition = make_key(part).operation
    assert isinstance(transition, PhaseIn)
    assert transition.percent(year) == new
    found = compute(make_key(part), make_inputs(POP, year=year), total=3000)
    assert found.exact["A"] == Fraction(100 - new, 100) * 1000 + Fraction(new, 100) * 300


def test_one_leaves_and_one_comes_in_the_same_year():
    part = {
        "kind": "membership",
        "part": EQUAL,
        "stays": [{"party": "A", "ends_on": "2025-04-11"}, {"party": "C", "starts_on": "2025-08-01"}],
    }
    # A and B 100 days, B 112 days, B and C 153 days, at 10 kr a day
    assert shared(part, make_inputs(year=2025), 3650) == {"A": 500, "B": 500 + 1120 + 765, "C": 765}


def test_a_stay_inside_one_year_and_a_leap_year():
    part = {
        "kind": "membership",
        "part": EQUAL,
        "stays": [{"party": "C", "starts_on": "2024-02-01", "ends_on": "2024-03-01"}],
    }
    assert shared(part, make_inputs(year=2024), 366 * 6) == {"A": 1069, "B": 1069, "C": 58}
    assert "från och med den 1 februari 2024 till och med den 29 februari 2024" in in_swedish(describe(make_key(part)))
    assert shared(part, make_inputs(year=2023), 100) == {"A": 50, "B": 50, "C": 0}


def test_an_entry_fee_to_the_others():
    part = {
        "kind": "membership",
        "part": BY_POPULATION,
        "fee_to": "others",
        "stays": [{"party": "C", "starts_on": "2026-01-01", "entry_fee": 400}],
    }
    assert shared(part, total=1000) == {"A": 0, "B": 0, "C": 1000}
    assert shared(part, make_inputs(POP, year=2027), total=1000) == {"A": 100, "B": 300, "C": 600}


def test_an_entry_fee_on_top_is_said():
    part = {"kind": "membership", "part": EQUAL, "stays": [{"party": "C", "starts_on": "2026-01-01", "entry_fee": 400}]}
    result = compute(make_key(part), make_inputs(), total=900)
    assert (dict(result.kronor), result.difference) == ({"A": 300, "B": 300, "C": 700}, 400)
    assert [in_english(notice).replace("\u00a0", " ") for notice in result.notices] == [
        "What is charged, SEK 1,300, is SEK 400 more than the cost of SEK 900."
    ]


# --- when one leaves, or says no ----------------------------------------------------------------------------------
def test_fixed_shares_keep_their_proportions_when_one_leaves():
    key = make_key({"kind": "fixed_shares", "shares": {"A": "31.63", "B": "48.37", "C": 20}}).for_parties(["A", "C"])
    assert key.operation == FixedShares({"A": Fraction("31.63"), "C": Fraction(20)}, Fraction("51.63"))  # type: ignore[dict-item]
    assert dict(compute(key, Inputs(), total=5163).kronor) == {"A": 3163, "C": 2000}


EVERY = {
    "kind": "phase_in",
    "old": {"kind": "mix", "parts": [{"percent": 50, "part": EQUAL}, {"percent": 50, "part": {
        "kind": "services", "services": [
            {"figure": "pay", "parties": ["A", "B"], "part": EQUAL},
            {"figure": "phone", "parties": ["C"], "part": EQUAL}], "membership_weight": 1}}]},
    "new": {"kind": "limits", "cap": {"basis": "kronor", "own": {"C": 10}}, "part": {
        "kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": ["B", "C"], "within": BY_POPULATION}]}},
    "years": [{"year": 2026, "percent": 50}, {"year": 2027, "percent": 100}],
}  # fmt: skip


@pytest.mark.parametrize("left", ["AB", "BC", "AC", "A", "C"])
def test_a_nested_key_for_those_who_are_left(left: str):
    key, inputs = make_key(EVERY), make_inputs(POP, pay=10, phone=20, year=2027)
    everybody = compute(key, inputs, total=100)
    assert everybody.total == 100

    if left == "C":  # held at 10 kr, it cannot pay 100 alone
        with pytest.raises(ValueError, match="caps"):
            compute(key.for_parties(left), inputs.for_parties(left), total=100)
        return
    result = compute(key.for_parties(left), inputs.for_parties(left), total=100)
    assert (set(result.kronor), result.total) == (set(left), 100)


def test_every_purpose_is_for_those_who_are_left():
    key = make_key(EQUAL, investment={"kind": "fixed_shares", "shares": {"A": 50, "B": 30, "C": 20}})
    left = key.for_parties("BC")
    assert dict(compute(left, Inputs(), total=100, purpose="investment").kronor) == {"B": 60, "C": 40}
    assert left.assets_and_debts is None


def test_a_membership_and_lines_and_charges_without_the_one_who_left():
    stays = {"kind": "membership", "part": EQUAL, "stays": [{"party": "C", "starts_on": "2026-07-01"}]}
    assert make_key(stays).for_parties("AB") == make_key(EQUAL, "AB")

    rebates = [{"percent": 50, "parties": ["C"]}, {"percent": 10, "parties": ["A", "C"]}]
    part = {"kind": "lines", "lines": [{"figure": "x", "part": {"kind": "in_order", "first": [
        {"kind": "per_mille", "measure": "population", "per_mille": 1000, "rebates": rebates},
        {"kind": "base_amounts", "own": {"A": 1, "B": 2, "C": 3}}], "rest": EQUAL}}]}  # fmt: skip
    left = make_key(part).for_parties("AB")
    # A 90 + 1, B 300 + 2, and the rest of 7 in halves; of equal remainders the larger share is rounded up
    assert dict(compute(left, make_inputs({"A": 100, "B": 300}, x=400)).kronor) == {"A": 94, "B": 306}


def test_nobody_left_of_a_part_and_somebody_unknown_are_refused():
    key = make_key({"kind": "among", "parties": ["A"], "part": EQUAL})
    with pytest.raises(InvalidKey) as nobody:
        key.for_parties("BC")
    with pytest.raises(InvalidKey) as unknown:
        key.for_parties("AD")
    assert (nobody.value.code, unknown.value.code) == ("NOBODY_SHARES", "UNKNOWN_PARTY")


def test_a_group_that_nobody_is_left_in_is_gone():
    part = {"kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": ["A", "B"], "within": EQUAL}]}
    assert make_key(part).for_parties("C") == make_key(EQUAL, "C")


def test_the_full_cost_is_the_same_for_those_who_are_left():
    part = {"kind": "full_cost", "direct": ["pay"], "part": EQUAL}
    assert in_swedish(describe(make_key(part))) == (
        "Kostnaden för drift fördelas som värdens direkta kostnader (pay) lika."
    )
    assert dict(compute(make_key(part).for_parties("AB"), make_inputs(pay=100)).kronor) == {"A": 50, "B": 50}


def test_figures_given_as_floats_are_read_as_they_are_written():
    """0.1 is a tenth, and not the nearest binary number."""
    reading = Reading(0.1, "SCB", DAY)  # type: ignore[arg-type]
    assert reading.value == Fraction(1, 10)
    part = {"kind": "limits", "part": EQUAL, "cap": {"basis": "percent_change", "value": 0}}
    inputs = Inputs(previous={"A": 0.1, "B": 100, "C": 100})  # type: ignore[dict-item]
    assert compute(make_key(part), inputs, total=100).exact["A"] == Fraction(1, 10)
