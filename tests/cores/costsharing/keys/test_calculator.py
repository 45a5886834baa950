"""Every row of every step, worked out from its Swedish words alone, as by a person with a pocket calculator."""

import re

import pytest

from samsyn.cores.costsharing.keys.key import compute
from samsyn.cores.costsharing.wording import in_swedish
from tests.cores.costsharing.keys.examples import EXAMPLES
from tests.cores.costsharing.keys.test_practice import key_of

NUMBER = r"[−]?\d[\d\u00a0]*(?:,\d+)?"


def value(text: str) -> float:
    return float(text.replace("\u00a0", "").replace("−", "-").replace(",", "."))


KEYS = {"/": lambda a, b: a / b, "×": lambda a, b: a * b, "% av": lambda a, b: a / 100 * b, " −": lambda a, b: a - b}


def worked(shown: str) -> float:
    """What a calculator shows for '9 138 / 22 909 × 500 000 kr', from left to right; + starts a new term."""
    total = 0.0
    for term in shown.split(" + "):
        first, *rest = re.findall(rf"(^|/|×|% av| −)\s*({NUMBER})", term)
        now = value(first[1])
        for sign, number in rest:
            now = KEYS[sign](now, value(number))
        rebate = re.search(rf"med ({NUMBER}) % rabatt", term)
        total += now * (1 - value(rebate[1]) / 100 if rebate else 1)
    return total


def sums(kind: str) -> list[tuple[str, str, float]]:
    example = EXAMPLES[kind]
    result = compute(key_of(example), example.inputs, total=example.total, purpose=example.purpose)
    found = []
    for step in result.steps:
        for text in (in_swedish(step.saying), *(in_swedish(row.saying) for row in step.rows)):
            for left, sign, right in re.findall(rf"((?:{NUMBER})[^:=≈→]*?),? ([=≈]) ({NUMBER})", text):
                found.append((left, sign, value(right)))
    return found


@pytest.mark.parametrize("kind", [kind for kind in EXAMPLES if kind != "base_amounts"])
def test_the_sums_as_they_are_written(kind: str):
    listed = sums(kind)
    assert listed or kind == "step_table"
    for left, sign, right in listed:
        near = 0.011 if sign == "=" else 0.02  # what is added has itself been rounded to öre
        assert worked(left) == pytest.approx(right, abs=near, rel=1e-9), left
