"""Swedish words: stems, and the parts of compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.search.words import LONGEST, MOST, parts, stem, tokens, words


@pytest.mark.parametrize(
    ("compound", "found"),
    [
        ("räddningstjänstförbundet", {"räddning", "tjänst", "förbund", "räddningstjänst"}),
        ("socialtjänstens", {"social", "tjänst"}),
        ("överförmyndarnämnd", {"överförmyndar", "nämnd"}),
        ("avtalssamverkan", {"avtal", "samverkan"}),
        ("lönenämnden", {"nämnd"}),
        ("kommunalförbund", {"förbund"}),
        ("miljöförvaltningens", {"miljö", "förvaltning"}),
        ("skyddsrum", {"skydd"}),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, found: set[str]):
    known = words(compound)
    assert {part for part in found if not any(stem(part) == word or word.startswith(part) for word in known)} == set()


@pytest.mark.parametrize("word", ["åmål", "mellerud", "nämnd", "kommun", "bengtsfors"])
def test_a_plain_word_is_not_taken_apart(word: str):
    assert parts(word) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [("nämnden", "nämnd"), ("avtalet", "avtal"), ("kommuner", "kommun"), ("räddningstjänsten", "räddningstjänst")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str):
    assert stem(one) == stem(other)


def test_letters_are_kept_apart_and_marks_are_not_words():
    assert tokens("Håbo, Habo – Dals-Ed (KS 2017/383)") == ["håbo", "habo", "dals", "ed", "ks", "2017", "383"]
    assert words("Håbo").isdisjoint(words("Habo"))
    assert tokens("ÅÄÖ _x_ é") == ["åäö", "x", "é"]


@given(st.text(max_size=200))
def test_no_text_whatever_gives_too_long_or_too_many_words(text: str):
    found = words(text)
    assert all(0 < len(word) <= LONGEST for word in found)
    assert len(found) <= MOST + 20
