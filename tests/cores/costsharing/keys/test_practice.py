"""Every kind of key by a worked example from practice."""

import json
from fractions import Fraction

import pytest

from samsyn.cores.costsharing.keys.key import PURPOSES, Key, compute, describe
from samsyn.cores.costsharing.keys.schema import KINDS, SCHEMA, key_from_json, key_to_json
from samsyn.cores.costsharing.wording import in_english, in_swedish
from tests.cores.costsharing.keys.examples import EXAMPLES, Example


def written(example: Example) -> str:
    """The example's key as JSON; the parties in an order of their own."""
    equal = {"kind": "equal"}
    purposes = {"operation": equal, example.purpose: json.loads(example.part)}
    rules = {
        name: {field: value for field, value in vars(rule).items() if value} for name, rule in example.rules.items()
    }
    return json.dumps({"schema": SCHEMA, "parties": list(example.kronor), "measures": rules, **purposes})


def key_of(example: Example) -> Key:
    return key_from_json(written(example))


def test_every_kind_has_an_example_from_practice():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_amounts_worked_by_hand(kind: str):
    example = EXAMPLES[kind]

    result = compute(key_of(example), example.inputs, total=example.total, purpose=example.purpose)

    assert dict(result.kronor) == example.kronor
    assert sum(result.kronor.values()) == result.total


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_sentence(kind: str):
    example = EXAMPLES[kind]
    said = in_swedish(describe(key_of(example), example.purpose), example.names)
    assert said.replace("\u00a0", " ") == example.sentence


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_key_is_read_as_it_was_written(kind: str):
    key = key_of(EXAMPLES[kind])
    assert key_from_json(key_to_json(key)) == key


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_step_has_words_in_both_languages(kind: str):
    example = EXAMPLES[kind]
    result = compute(key_of(example), example.inputs, total=example.total, purpose=example.purpose)

    for step in result.steps:
        for saying in (step.saying, *(row.saying for row in step.rows)):
            assert in_swedish(saying, example.names)
            assert in_english(saying, example.names)
    assert result.steps[-1].saying.code == "ROUND_STEP"


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_last_amount_of_each_step_is_the_exact_share(kind: str):
    """A person who follows the steps ends where the key does: the last rows before the rounding are the shares."""
    example = EXAMPLES[kind]
    result = compute(key_of(example), example.inputs, total=example.total, purpose=example.purpose)

    last: dict[str, Fraction] = {}
    for step in result.steps[:-1]:
        last |= {row.party: row.amount for row in step.rows}

    assert {party: last.get(party, Fraction(0)) for party in result.exact} == result.exact


def test_a_key_states_each_purpose_on_its_own():
    example = EXAMPLES["fixed_shares"]
    said = in_swedish(describe(key_of(example)))
    assert said.startswith("Kostnaden för drift fördelas lika; tillgångar och skulder vid utträde")
    assert set(PURPOSES) == {"operation", "investment", "assets_and_debts"}
