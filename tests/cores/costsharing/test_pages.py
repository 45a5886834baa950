"""The method pages agree with the code: every example, every field, every link, every page that is named."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from samsyn.cores import costsharing
from samsyn.cores.costsharing.keys.basic import Rebate
from samsyn.cores.costsharing.keys.combining import Line, Weighted
from samsyn.cores.costsharing.keys.fullcost import Pool
from samsyn.cores.costsharing.keys.groups import Group
from samsyn.cores.costsharing.keys.key import Key
from samsyn.cores.costsharing.keys.limits import BASES, Limit
from samsyn.cores.costsharing.keys.measures import MeasureRule
from samsyn.cores.costsharing.keys.phasing import PhaseYear, Stay
from samsyn.cores.costsharing.keys.schema import KINDS, SCHEMA
from samsyn.cores.costsharing.keys.services import Service
from samsyn.cores.costsharing.keys.tables import GIVES, SizeClass
from samsyn.cores.costsharing.wording import number
from tests.cores.costsharing.keys.examples import EXAMPLES

PAGES = Path(__file__).resolve().parents[3] / "docs" / "methods"
SOURCE = Path(str(costsharing.__file__)).parent


def named() -> set[str]:
    """The pages that docstrings point to."""
    return {
        name for path in SOURCE.rglob("*.py") for name in re.findall(r"docs/methods/([a-z_]+\.md)", path.read_text())
    }


def page(name: str) -> str:
    return (PAGES / name).read_text()


def of_kind(kind: str) -> str:
    return page(f"key_{kind}.md")


def on_one_line(text: str) -> str:
    return re.sub(r"\s*\n>?\s*", " ", text).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_kind_has_its_example_as_it_is_tested(kind: str):
    text, example = of_kind(kind), EXAMPLES[kind]
    written = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert written
    assert json.loads(written[1]) == json.loads(example.part)
    assert example.sentence in on_one_line(text)
    for party, kronor in example.kronor.items():
        row = rf"^\| {re.escape(example.names.get(party, party))} \|(?:.*\|)? {re.escape(number(kronor))} \|$"
        assert re.search(row, text, re.MULTILINE), party


@pytest.mark.parametrize("heading", ["Formula", "Assumptions", "Promise", "Worked example"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_kind_has_every_part(kind: str, heading: str):
    assert f"\n## {heading}\n" in of_kind(kind)


HELD = (Rebate, Line, Weighted, Pool, Group, Limit, PhaseYear, Stay, Service, SizeClass, MeasureRule, Key)


@pytest.mark.parametrize("kind", [*KINDS.values(), *HELD], ids=lambda kind: kind.__name__)
def test_the_page_of_keys_names_every_field(kind: type):
    text = page("keys.md")
    assert [each.name for each in fields(kind) if f"`{each.name}`" not in text] == []  # type: ignore[arg-type]


def test_the_page_of_keys_names_every_kind_and_choice():
    text = page("keys.md")
    for word in (*KINDS, *BASES, *GIVES, SCHEMA):
        assert f"`{word}`" in text, word


def test_every_page_that_the_code_names_is_there():
    assert {name for name in named() if not (PAGES / name).is_file()} == set()


def links(name: str) -> set[str]:
    return set(re.findall(r"\]\(([a-z_]+\.md)\)", page(name)))


def test_the_list_of_pages_leads_to_every_page_of_ours():
    led_to = links("README.md")
    ours = {
        name for path in SOURCE.rglob("*.py") for name in re.findall(r"docs/methods/([a-z_]+\.md)", path.read_text())
    }
    assert ours - led_to - links("keys.md") == set()
    assert links("keys.md") >= {f"key_{kind}.md" for kind in KINDS}
    assert {name for way in (led_to | ours) for name in links(way) if not (PAGES / name).is_file()} == set()


def test_the_misprint_of_1979_is_told():
    assert "That is not the nucleolus" in page("nucleolus.md")
