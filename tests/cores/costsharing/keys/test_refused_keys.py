"""Keys that cannot be meant: each refused by code, at its place, in a clear sentence."""

from collections.abc import Mapping
from typing import Any

import pytest

from samsyn.cores.costsharing.keys.part import InvalidKey
from tests.cores.costsharing.keys.makers import BASE, EQUAL, RATE, make_key, stay, table

KEYS: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "fixed_shares", "shares": {"A": 60, "B": 30, "C": "9.5"}}, "SHARES_BELOW_WHOLE", "operation"),
    ({"kind": "fixed_shares", "shares": {"A": 60, "B": 30, "C": "10.5"}}, "SHARES_ABOVE_WHOLE", "operation"),
    ({"kind": "fixed_shares", "shares": {"A": 120, "B": -20, "C": 0}}, "SHARE_NEGATIVE", "operation"),
    ({"kind": "fixed_shares", "shares": {"A": 0, "B": 0, "C": 0}, "whole": 0}, "WHOLE_NOT_POSITIVE", "operation"),
    ({"kind": "fixed_shares", "shares": {"A": 60, "B": 40}}, "NO_FIXED_SHARE", "operation"),
    ({"kind": "fixed_shares", "shares": {"A": 60, "B": 20, "C": 10, "D": 10}}, "UNKNOWN_PARTY", "operation"),
    (
        {"kind": "mix", "parts": [{"percent": 50, "part": EQUAL}, {"percent": 49, "part": EQUAL}]},
        "WEIGHTS_BELOW_HUNDRED",
        "operation",
    ),
    (
        {"kind": "mix", "parts": [{"percent": 50, "part": EQUAL}, {"percent": 51, "part": EQUAL}]},
        "WEIGHTS_ABOVE_HUNDRED",
        "operation",
    ),
    (
        {"kind": "mix", "parts": [{"percent": -1, "part": EQUAL}, {"percent": 101, "part": EQUAL}]},
        "WEIGHT_NEGATIVE",
        "operation",
    ),
    ({"kind": "mix", "parts": [{"percent": 100, "part": RATE}]}, "CHARGE_IN_MIX", "operation"),
    (
        {
            "kind": "mix",
            "parts": [
                {"percent": 50, "part": EQUAL},
                {"percent": 50, "part": {"kind": "among", "parties": ["D"], "part": EQUAL}},
            ],
        },
        "UNKNOWN_PARTY",
        "operation.parts.1",
    ),
    ({"kind": "base_amounts"}, "BASE_MISSING", "operation"),
    ({"kind": "base_amounts", "own": {"A": 1}}, "NO_BASE_AMOUNT", "operation"),
    ({"kind": "in_order", "first": [], "rest": EQUAL}, "FIRST_MISSING", "operation"),
    ({"kind": "in_order", "first": [EQUAL], "rest": EQUAL}, "FIRST_CHARGES_NOTHING", "operation"),
    ({"kind": "in_order", "first": [BASE], "rest": BASE}, "REST_CHARGES", "operation"),
    ({"kind": "among", "parties": [], "part": EQUAL}, "NOBODY_SHARES", "operation"),
    ({"kind": "among", "parties": ["A", "A"], "part": EQUAL}, "NAMED_TWICE", "operation"),
    ({"kind": "among", "parties": ["A", "D"], "part": EQUAL}, "UNKNOWN_PARTY", "operation"),
    ({"kind": "lines", "lines": []}, "LINES_MISSING", "operation"),
    (
        {"kind": "lines", "lines": [{"figure": "x", "part": EQUAL}, {"figure": "x", "part": EQUAL}]},
        "LINE_TWICE",
        "operation",
    ),
    (
        {"kind": "per_mille", "measure": "x", "per_mille": 1, "rebates": [{"percent": 101}]},
        "REBATE_OUT_OF_RANGE",
        "operation.rebates.0",
    ),
    (
        {"kind": "per_mille", "measure": "x", "per_mille": 1, "rebates": [{"percent": 1, "above": 5}]},
        "REBATE_LIMIT_HALF",
        "operation.rebates.0",
    ),
    (
        {"kind": "per_mille", "measure": "x", "per_mille": 1, "rebates": [{"percent": 1, "parties": ["D"]}]},
        "UNKNOWN_PARTY",
        "operation",
    ),
    (table(), "CLASSES_MISSING", "operation"),
    (table({"at_least": 0, "gives": 1}, gives="marks"), "GIVES_UNKNOWN", "operation"),
    (
        table({"at_least": 0, "at_most": 15000, "gives": 1}, {"at_least": 15000, "gives": 2}),
        "CLASSES_OVERLAP",
        "operation",
    ),
    (
        table({"at_least": 0, "below": 16000, "gives": 1}, {"at_least": 15000, "gives": 2}),
        "CLASSES_OVERLAP",
        "operation",
    ),
    (table({"at_least": 0, "gives": 1}, {"at_least": 15000, "gives": 2}), "CLASSES_OVERLAP", "operation"),
    (
        table({"at_least": 0, "at_most": 14000, "gives": 1}, {"at_least": 15000, "gives": 2}),
        "CLASSES_LEAVE_GAP",
        "operation",
    ),
    (
        table({"at_least": 0, "below": 14999, "gives": 1}, {"at_least": 15000, "gives": 2}),
        "CLASSES_LEAVE_GAP",
        "operation",
    ),
    (
        table({"at_least": 5, "at_most": 9, "gives": 1}, {"at_least": 0, "at_most": 4, "gives": 2}),
        "CLASSES_NOT_IN_ORDER",
        "operation",
    ),
    (table({"at_least": 5, "at_most": 4, "gives": 1}), "CLASS_EMPTY", "operation.classes.0"),
    (table({"at_least": 5, "below": 5, "gives": 1}), "CLASS_EMPTY", "operation.classes.0"),
    (table({"at_least": 0, "at_most": 4, "below": 5, "gives": 1}), "CLASS_ENDS_TWICE", "operation.classes.0"),
    (table({"at_least": 0, "gives": -1}, gives="points"), "WEIGHT_NEGATIVE", "operation"),
    ({"kind": "groups", "across": EQUAL, "groups": []}, "GROUP_EMPTY", "operation"),
    (
        {"kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": [], "within": EQUAL}]},
        "GROUP_EMPTY",
        "operation",
    ),
    (
        {"kind": "groups", "across": EQUAL, "groups": [{"name": "B", "members": ["A"], "within": EQUAL}]},
        "GROUP_NAME_TAKEN",
        "operation",
    ),
    (
        {"kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": ["A", "A"], "within": EQUAL}]},
        "NAMED_TWICE",
        "operation",
    ),
    (
        {"kind": "groups", "across": EQUAL, "groups": [{"name": "G", "members": ["D"], "within": EQUAL}]},
        "UNKNOWN_PARTY",
        "operation",
    ),
    (
        {"kind": "groups", "across": RATE, "groups": [{"name": "G", "members": ["A"], "within": EQUAL}]},
        "CHARGE_IN_GROUPS",
        "operation",
    ),
    (
        {
            "kind": "groups",
            "across": {"kind": "fixed_shares", "shares": {"A": 50, "B": 50}},
            "groups": [{"name": "G", "members": ["A", "B"], "within": EQUAL}],
        },
        "UNKNOWN_PARTY",
        "operation.across",
    ),
    (
        {
            "kind": "groups",
            "across": EQUAL,
            "groups": [
                {"name": "G", "members": ["A", "B"], "within": {"kind": "among", "parties": ["C"], "part": EQUAL}}
            ],
        },
        "UNKNOWN_PARTY",
        "operation.groups.0.within",
    ),
    ({"kind": "services", "services": []}, "SERVICES_NAMED_TWICE", "operation"),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": [], "part": EQUAL}]},
        "SERVICE_OF_NOBODY",
        "operation",
    ),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": ["D"], "part": EQUAL}]},
        "UNKNOWN_PARTY",
        "operation",
    ),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": ["A", "A"], "part": EQUAL}]},
        "NAMED_TWICE",
        "operation",
    ),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": ["A"], "part": BASE}]},
        "CHARGE_IN_SERVICES",
        "operation",
    ),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": ["A"], "part": EQUAL}], "overhead_by": "mood"},
        "GIVES_UNKNOWN",
        "operation",
    ),
    (
        {"kind": "services", "services": [{"figure": "x", "parties": ["A"], "part": EQUAL}], "membership_weight": -1},
        "WEIGHT_NEGATIVE",
        "operation",
    ),
    (
        {
            "kind": "services",
            "services": [{"figure": "x", "parties": ["A"], "part": EQUAL}],
            "membership_weight": 1,
            "overhead_by": "cost",
        },
        "WEIGHT_BESIDE_COST",
        "operation",
    ),
    ({"kind": "limits", "part": EQUAL}, "LIMIT_MISSING", "operation"),
    ({"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor"}}, "LIMIT_MISSING", "operation.cap"),
    ({"kind": "limits", "part": EQUAL, "cap": {"basis": "feet", "value": 1}}, "GIVES_UNKNOWN", "operation.cap"),
    (
        {"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor", "value": 1, "measure": "x"}},
        "LIMIT_MEASURE",
        "operation.cap",
    ),
    (
        {"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor_per_unit", "value": 1}},
        "LIMIT_MEASURE",
        "operation.cap",
    ),
    ({"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor", "own": {"D": 1}}}, "UNKNOWN_PARTY", "operation"),
    (
        {"kind": "limits", "part": EQUAL, "cap": {"basis": "kronor", "value": 1}, "redistribute": False},
        "MUST_REDISTRIBUTE",
        "operation",
    ),
    ({"kind": "phase_in", "old": EQUAL, "new": EQUAL, "years": []}, "PHASE_NOT_COMPLETE", "operation"),
    (
        {"kind": "phase_in", "old": EQUAL, "new": EQUAL, "years": [{"year": 2026, "percent": 99}]},
        "PHASE_NOT_COMPLETE",
        "operation",
    ),
    (
        {
            "kind": "phase_in",
            "old": EQUAL,
            "new": EQUAL,
            "years": [{"year": 2026, "percent": 50}, {"year": 2028, "percent": 100}],
        },
        "PHASE_OUT_OF_ORDER",
        "operation",
    ),
    (
        {
            "kind": "phase_in",
            "old": EQUAL,
            "new": EQUAL,
            "years": [{"year": 2026, "percent": -5}, {"year": 2027, "percent": 100}],
        },
        "PHASE_OUT_OF_ORDER",
        "operation",
    ),
    (
        {"kind": "phase_in", "old": EQUAL, "new": BASE, "years": [{"year": 2026, "percent": 100}]},
        "PHASE_OF_TWO_KINDS",
        "operation",
    ),
    (stay(), "STAY_WITHOUT_DAYS", "operation.stays.0"),
    (stay(starts_on="2026-05-01", ends_on="2026-05-01"), "STAY_EMPTY", "operation.stays.0"),
    (stay(ends_on="2026-05-01", entry_fee=5), "FEE_WITHOUT_START", "operation.stays.0"),
    (stay(starts_on="2026-05-01", entry_fee=-5), "FEE_NEGATIVE", "operation.stays.0"),
    ({"kind": "membership", "part": EQUAL, "stays": []}, "STAYS_NAMED_TWICE", "operation"),
    (
        {
            **stay(starts_on="2026-05-01"),
            "part": {"kind": "among", "parties": ["A", "B"], "part": stay(ends_on="2026-09-01")},
        },
        "MEMBERSHIP_TWICE",
        "operation",
    ),
    ({**stay(starts_on="2026-05-01"), "fee_to": "me"}, "GIVES_UNKNOWN", "operation"),
    ({"kind": "full_cost", "direct": [], "part": EQUAL}, "LINES_MISSING", "operation"),
    ({"kind": "full_cost", "direct": ["x", "x"], "part": EQUAL}, "LINE_TWICE", "operation"),
    ({"kind": "full_cost", "direct": ["x"], "part": BASE}, "FULL_COST_OF_CHARGE", "operation"),
    (
        {"kind": "full_cost", "direct": ["x"], "part": EQUAL, "pools": [{"name": "p"}]},
        "POOL_NEEDS_ONE_BASE",
        "operation.pools.0",
    ),
    (
        {"kind": "full_cost", "direct": ["x"], "part": EQUAL, "pools": [{"name": "p", "driver": "d"}]},
        "POOL_NEEDS_ONE_BASE",
        "operation.pools.0",
    ),
    (
        {"kind": "full_cost", "direct": ["x"], "part": EQUAL, "pools": [{"name": "p", "percent_on_direct": -1}]},
        "WEIGHT_NEGATIVE",
        "operation.pools.0",
    ),
]


@pytest.mark.parametrize(("part", "code", "where"), KEYS)
def test_a_key_that_cannot_be_meant(part: Mapping[str, Any], code: str, where: str):
    with pytest.raises(InvalidKey) as refused:
        make_key(part)
    assert (refused.value.code, refused.value.where) == (code, where)
    assert refused.value.in_swedish()
    assert str(refused.value)


def test_it_is_said_by_how_much_shares_miss_the_whole():
    with pytest.raises(InvalidKey) as refused:
        make_key({"kind": "fixed_shares", "shares": {"A": "33.3", "B": "33.3", "C": "33.3"}})
    assert refused.value.in_swedish() == (
        "Andelarna är tillsammans 99,9, vilket är 0,1 mindre än 100. Rätta dem. (operation)"
    )


def test_the_borders_as_sambruk_prints_them_are_refused_with_the_size_in_two_classes():
    """'7 000 – 15 000' and '15 000 – 25 000': a municipality of exactly 15 000 is in both."""
    with pytest.raises(InvalidKey) as refused:
        make_key(
            table(
                {"at_least": 7000, "at_most": 15000, "gives": 10000},
                {"at_least": 15000, "at_most": 25000, "gives": 25000},
            )
        )
    assert (
        refused.value.in_swedish()
        .replace("\u00a0", " ")
        .startswith("15 000 hör till både klassen 7 000–15 000 och klassen 15 000–25 000.")
    )


@pytest.mark.parametrize(
    ("parties", "code"),
    [([], "NO_PARTIES"), (["A", "B", "A"], "NAMED_TWICE"), ([str(n) for n in range(401)], "TOO_MANY_PARTIES_IN_KEY")],
)
def test_the_parties_of_a_key(parties: list[str], code: str):
    with pytest.raises(InvalidKey) as refused:
        make_key(EQUAL, parties)  # type: ignore[arg-type]
    assert refused.value.code == code
