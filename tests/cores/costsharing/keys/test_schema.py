"""Keys as JSON: strict, with the place of what is wrong, and nothing that makes the reader suffer."""

import json
from fractions import Fraction
from typing import Any

import pytest

from samsyn.cores.costsharing.exact import NotANumber
from samsyn.cores.costsharing.keys.basic import Equal, FixedShares
from samsyn.cores.costsharing.keys.combining import Mix, Weighted
from samsyn.cores.costsharing.keys.key import Key
from samsyn.cores.costsharing.keys.part import InvalidKey
from samsyn.cores.costsharing.keys.schema import DEEPEST, MOST_CHARACTERS, SCHEMA, key_from_json, key_to_json
from tests.cores.costsharing.keys.makers import EQUAL, make_key


def document(**changes: Any) -> str:
    return json.dumps({"schema": SCHEMA, "parties": ["A", "B"], "operation": EQUAL, **changes})


def test_a_key_is_read_into_what_it_says():
    part = {"kind": "mix", "parts": [{"percent": "12,5", "part": EQUAL}, {"percent": 87.5, "part": EQUAL}]}
    assert key_from_json(document(operation=part)) == Key(
        ("A", "B"), Mix((Weighted(Fraction(25, 2), Equal()), Weighted(Fraction(175, 2), Equal())))
    )


def test_a_key_is_written_without_what_goes_without_saying():
    key = Key(("A", "B"), FixedShares({"A": Fraction(1, 3), "B": Fraction(299, 3)}))  # type: ignore[dict-item]
    assert json.loads(key_to_json(key)) == {
        "schema": SCHEMA,
        "parties": ["A", "B"],
        "operation": {"kind": "fixed_shares", "shares": {"A": "1/3", "B": "299/3"}},
    }


RATE = {"kind": "unit_rate", "measure": "population"}


def stay(starts_on: object) -> dict[str, Any]:
    return {"kind": "membership", "part": EQUAL, "stays": [{"party": "A", "starts_on": starts_on}]}


def month(value: object) -> dict[str, Any]:
    return {"population": {"month": value, "day": 1}}


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "JSON_UNREADABLE", ""),
        ("{", "JSON_UNREADABLE", ""),
        ("[" * 100_000, "JSON_UNREADABLE", ""),
        (" " * (MOST_CHARACTERS + 1), "JSON_TOO_LONG", ""),
        ("[]", "WANTED_OBJECT", ""),
        ("{}", "SCHEMA_UNKNOWN", ""),
        (document(schema="samsyn-cost-key/2"), "SCHEMA_UNKNOWN", ""),
        ('{"schema": "samsyn-cost-key/1", "parties": ["A"], "parties": ["B"]}', "FIELD_TWICE", ""),
        (document(colour="red"), "FIELD_UNKNOWN", ""),
        (json.dumps({"schema": SCHEMA, "parties": ["A"]}), "FIELD_MISSING", ""),
        (document(parties="AB"), "WANTED_LIST", "parties"),
        (document(parties=["A", 5]), "WANTED_TEXT", "parties.1"),
        (document(mixed_dates="yes"), "WANTED_YES_OR_NO", "mixed_dates"),
        (document(measures=[]), "WANTED_OBJECT", "measures"),
        (document(measures=month("11")), "WANTED_WHOLE_NUMBER", "measures.population.month"),
        (document(measures=month(True)), "WANTED_WHOLE_NUMBER", "measures.population.month"),
        (document(operation="equal"), "WANTED_OBJECT", "operation"),
        (document(operation={"kind": "fair"}), "KIND_UNKNOWN", "operation"),
        (document(operation={"kind": ["equal"]}), "KIND_UNKNOWN", "operation"),
        (document(operation=RATE), "FIELD_MISSING", "operation"),
        (document(operation={**RATE, "rate": "much"}), "NOT_A_NUMBER", "operation.rate"),
        (document(operation={**RATE, "rate": 1e300}), "TOO_LARGE_OR_FINE", "operation.rate"),
        ('{"schema": "samsyn-cost-key/1", "parties": [NaN]}', "NUMBER_NOT_FINITE", ""),
        (document(operation=stay("1 juli")), "WANTED_DAY", "operation.stays.0.starts_on"),
        (document(operation=stay(20260701)), "WANTED_DAY", "operation.stays.0.starts_on"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, code: str, where: str):
    with pytest.raises((InvalidKey, NotANumber)) as refused:
        key_from_json(text)
    assert (refused.value.code, refused.value.where) == (code, where)
    assert refused.value.in_swedish()


def test_a_key_nested_too_deep_is_refused():
    part: dict[str, Any] = EQUAL
    for _ in range(DEEPEST - 1):
        part = {"kind": "among", "parties": ["A", "B"], "part": part}
    assert make_key(part, "AB").operation.makes_total is False

    with pytest.raises(InvalidKey) as refused:
        make_key({"kind": "among", "parties": ["A", "B"], "part": part}, "AB")
    assert refused.value.code == "TOO_DEEP"
