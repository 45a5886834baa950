"""Promises that every key keeps, tried on random ones."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.keys.key import compute, describe
from samsyn.cores.costsharing.keys.part import Infeasible
from samsyn.cores.costsharing.keys.schema import key_from_json, key_to_json
from samsyn.cores.costsharing.wording import in_english, in_swedish
from tests.cores.costsharing.keys.makers import BY_POPULATION, EQUAL, make_inputs, make_key

PARTIES = "ABCDE"


def percents(count: int) -> st.SearchStrategy[list[Fraction]]:
    """Percentages that sum to 100 exactly."""
    weights = st.lists(st.integers(0, 50), min_size=count, max_size=count).filter(any)
    return weights.map(lambda ws: [Fraction(100 * w, sum(ws)) for w in ws])


def fixed(shares: list[Fraction]) -> dict[str, Any]:
    return {"kind": "fixed_shares", "shares": {p: str(s) for p, s in zip(PARTIES, shares, strict=True)}}


def mixed(parts: list[dict[str, Any]], shares: list[Fraction]) -> dict[str, Any]:
    return {"kind": "mix", "parts": [{"percent": str(s), "part": p} for s, p in zip(shares, parts, strict=True)]}


leaves = st.one_of(
    st.just(EQUAL),
    st.just(BY_POPULATION),
    percents(5).map(fixed),
    st.just({"kind": "step_table", "measure": "population", "gives": "points", "classes": [
        {"at_least": 0, "at_most": 99, "gives": 1}, {"at_least": 100, "gives": "2.5"}]}),
)  # fmt: skip


def deeper(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    rate = {"kind": "unit_rate", "measure": "population", "rate": "1.25"}
    return st.one_of(
        st.tuples(inner, inner, percents(2)).map(lambda t: mixed([t[0], t[1]], t[2])),
        inner.map(lambda p: {"kind": "in_order", "first": [rate], "rest": p, "surplus_returns": True}),
        inner.map(
            lambda p: {
                "kind": "phase_in",
                "old": EQUAL,
                "new": p,
                "years": [{"year": 2026, "percent": "33.3"}, {"year": 2027, "percent": 100}],
            }
        ),
        inner.map(lambda p: {"kind": "limits", "part": p, "cap": {"basis": "percent_of_total", "value": 35}}),
        inner.map(lambda p: {"kind": "limits", "part": p, "floor": {"basis": "percent_of_total", "value": 5}}),
    )


STAYS = [{"party": "B", "starts_on": "2026-03-10"}, {"party": "D", "ends_on": "2026-09-01"}]
whole_year = st.recursive(leaves, deeper, max_leaves=6)
keys = st.one_of(whole_year, whole_year.map(lambda p: {"kind": "membership", "part": p, "stays": STAYS}))
populations = st.fixed_dictionaries({p: st.integers(1, 400) for p in PARTIES})
some = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def computed(part: dict[str, Any], population: dict[str, int], total: int):
    try:
        return compute(make_key(part, PARTIES), make_inputs(population), total=total)
    except Infeasible:
        assume(False)
        raise


@some
@given(keys, populations, st.integers(0, 10**8))
def test_shares_sum_to_the_krona(part: dict[str, Any], population: dict[str, int], total: int):
    result = computed(part, population, total)
    assert sum(result.kronor.values()) == result.total == total
    assert sum(result.exact.values()) == total
    assert all(abs(result.kronor[p] - result.exact[p]) < 1 for p in PARTIES)


@some
@given(keys, populations, st.integers(0, 10**8))
def test_what_is_written_gives_the_same_amounts(part: dict[str, Any], population: dict[str, int], total: int):
    key = make_key(part, PARTIES)
    again = key_from_json(key_to_json(key))
    assert again == key
    assert computed(part, population, total).kronor == compute(again, make_inputs(population), total=total).kronor


@some
@given(keys, populations, st.integers(0, 10**8), st.permutations(PARTIES))
def test_the_order_in_which_parties_are_named_changes_nothing(
    part: dict[str, Any], population: dict[str, int], total: int, order: list[str]
):
    there = compute_in(part, population, total, "".join(order))
    assert computed(part, population, total).kronor == there


def compute_in(part: dict[str, Any], population: dict[str, int], total: int, order: str) -> Any:
    try:
        return compute(make_key(part, order), make_inputs(population), total=total).kronor
    except Infeasible:
        assume(False)
        raise


@some
@given(keys, populations, st.integers(1, 10**8))
def test_a_key_and_its_steps_have_words(part: dict[str, Any], population: dict[str, int], total: int):
    key = make_key(part, PARTIES)
    assert in_swedish(describe(key)).endswith(".")
    assert in_english(describe(key)).endswith(".")
    for step in computed(part, population, total).steps:
        assert in_swedish(step.saying)
        assert [in_swedish(row.saying) for row in step.rows].count("") == 0


@given(populations, st.integers(1, 10**8), st.sampled_from(PARTIES))
def test_under_equal_and_population_a_larger_party_never_pays_less(population: dict[str, int], total: int, party: str):
    part = mixed([EQUAL, BY_POPULATION], [Fraction(30), Fraction(70)])
    grown = {**population, party: population[party] + 50}
    assert computed(part, grown, total).exact[party] >= computed(part, population, total).exact[party]
