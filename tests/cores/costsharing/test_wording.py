"""The words: the same codes and values in both languages, nothing said without words, and Swedish numbers."""

import ast
import pickle
import string
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from samsyn.cores import costsharing
from samsyn.cores.costsharing.english_words import ENGLISH_WORDS
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, codes, plain, say
from samsyn.cores.costsharing.swedish_words import SWEDISH_WORDS
from samsyn.cores.costsharing.wording import ENGLISH, SWEDISH, in_english, in_swedish, kronor, number, written

SOURCES = sorted(Path(str(costsharing.__file__)).parent.rglob("*.py"))
# Codes that are put together from a word of their own.
PUT_TOGETHER = ("MEASURE_", "UNIT_", "PURPOSE_", "SUBJECT_", "LIMIT_", "PRINTED_UNIT_", "METHOD_")

ODD = replace(SWEDISH, words={"ODD": "{value:roman}"})


def _fields(template: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, how) for _, name, how, _ in string.Formatter().parse(template) if name)


def test_both_languages_have_the_same_codes():
    assert set(SWEDISH_WORDS) == set(ENGLISH_WORDS)


@pytest.mark.parametrize("code", SWEDISH_WORDS)
def test_both_languages_say_the_same_values(code: str):
    assert _fields(SWEDISH_WORDS[code]) == _fields(ENGLISH_WORDS[code])


def _said() -> set[str]:
    """Every text in capitals in the sources: that is how codes are written."""
    found = set()
    for path in SOURCES:
        if not path.name.endswith("_words.py"):
            tree = ast.parse(path.read_text())
            found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    capitals = {text for text in found if text.replace("_", "").isalpha() and text.isascii() and text.isupper()}
    return {text for text in capitals if not text.endswith("_")} - {"SEK"}


def test_everything_said_has_words_and_all_words_are_said():
    said = _said()
    assert said - set(SWEDISH_WORDS) == set()
    assert {code for code in SWEDISH_WORDS if code not in said and not code.startswith(PUT_TOGETHER)} == set()


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (4_267_772, "4 267 772 kr", "SEK 4,267,772"),
        (Fraction(169, 4), "42,25 kr", "SEK 42.25"),
        (Fraction(-85, 2), "−42,50 kr", "SEK −42.50"),
        (Fraction(1, 3), "0,33 kr", "SEK 0.33"),
        (Fraction(999_999, 1000), "1 000 kr", "SEK 1,000"),
        (Fraction(-1, 1000), "0 kr", "SEK 0"),
        (-1_000, "−1 000 kr", "SEK −1,000"),
        (0, "0 kr", "SEK 0"),
        (1234.5, "1 234,50 kr", "SEK 1,234.50"),
    ],
)
def test_kronor(value: Fraction | float, swedish: str, english: str):
    assert kronor(value).replace("\u00a0", " ") == swedish
    assert kronor(value, ENGLISH).replace("\u00a0", " ") == english
    assert " " not in kronor(value)


@pytest.mark.parametrize(
    ("value", "swedish"),
    [
        (12, "12"),
        (Fraction("31.6333"), "31,6333"),
        (Fraction(1, 3), "0,3333"),
        (-1_234_567, "−1 234 567"),
        (Fraction("10.50"), "10,5"),
    ],
)
def test_number(value: Fraction | float, swedish: str):
    assert number(value).replace("\u00a0", " ") == swedish


def test_what_is_rounded_is_said_to_be_about():
    exact = say("EQUAL_ROW", amount=Fraction(100), count=4, share=Fraction(25))
    about = say("EQUAL_ROW", amount=Fraction(100), count=3, share=Fraction(100, 3))
    assert in_swedish(exact).replace("\u00a0", " ") == "100 kr / 4 = 25 kr"
    assert in_swedish(about).replace("\u00a0", " ") == "100 kr / 3 ≈ 33,33 kr"


def test_parties_have_their_names_and_days_their_words():
    saying = say(
        "ANOTHER_DAY", measure=say("MEASURE_POPULATION"), party="1461", day=date(2025, 12, 31), wanted=date(2025, 11, 1)
    )
    assert in_swedish(saying, {"1461": "Mellerud"}).startswith(
        "Nyckeln säger antal invånare den 1 november 2025, men uppgiften för Mellerud är från 31 december 2025."
    )
    assert in_english(saying).startswith(
        "The key says population on 1 November 2025, but the figure for 1461 is from 31 December 2025."
    )


def test_a_value_that_cannot_be_written_so_is_a_fault_of_ours():
    with pytest.raises(TypeError):
        in_swedish(Saying("KRONOR", {"amount": "mycket"}))
    with pytest.raises(ValueError, match="no way of writing"):
        written(Saying("ODD", {"value": 5}), ODD)


def test_a_refusal_travels_between_processes():
    refusal = (
        Refusal("FLOOR_ABOVE_CAP", party="1461", floor=Fraction(10), cap=Fraction(5)).inside("part").inside("operation")
    )

    again = pickle.loads(pickle.dumps(refusal))  # noqa: S301  written on the same line

    assert (again.code, again.where, str(again)) == (refusal.code, "operation.part", str(refusal))
    assert again.in_swedish({"1461": "Mellerud"}).endswith("Ändra det ena. (operation.part)")


def test_a_saying_as_data():
    saying = say(
        "MIX_PART",
        percent=Fraction(1, 3),
        part=say("READ", measure=say("MEASURE_HOURS"), day=date(2025, 1, 2), source="x"),
    )
    assert plain(saying) == {
        "code": "MIX_PART",
        "values": {
            "percent": "1/3",
            "part": {
                "code": "READ",
                "values": {"measure": {"code": "MEASURE_HOURS", "values": {}}, "day": "2025-01-02", "source": "x"},
            },
        },
    }
    assert codes(saying) == {"MIX_PART", "READ", "MEASURE_HOURS"}
