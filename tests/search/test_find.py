"""Hits by Swedish words, for those who may read and for nobody else."""

import pytest
from django.test import Client

from samsyn.collaborations import actions
from samsyn.isolation import clock
from samsyn.organisations.models import Organisation
from samsyn.search.actions import find
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(world: World) -> dict[str, str]:
    """A draft in Mellerud, one shared with Bengtsfors, and one published, told apart by a word of their own."""
    names = {}
    with world.acting("a_coordinator") as by:
        for openness in ("DRAFT", "SHARED", "PUBLISHED"):
            name = f"Räddningstjänstförbundet {openness.lower()}prov"
            thing = actions.register(
                by=by, at=clock.now(), name=name, area="RESCUE", stage="IN_FORCE", purpose="Släcka bränder i Åsensbruk"
            )
            actions.add_parties(thing, Organisation.objects.filter(code__in=["1461", "1460"]), by=by, at=clock.now())
            if openness != "DRAFT":
                actions.set_openness(thing, by=by, at=clock.now(), to=openness)
            names[openness] = name
    return names


def titles(world: World, persona: str, text: str) -> set[str]:
    with world.acting(persona) as by:
        return {hit.title for hit in find(text, by)}


@pytest.mark.parametrize(
    "text",
    ["räddningstjänst", "RÄDDNINGSTJÄNSTEN", "förbund räddning", "tjänst släcka", "åsensbruk", "åsens", "bränder",
     "mellerud räddning åsensbruk", "räddningstjänstförbundet"],
)  # fmt: skip
def test_a_collaboration_is_found_by_its_words_and_their_parts(world: World, made: dict[str, str], text: str):
    assert set(made.values()) <= titles(world, "a_coordinator", text)


@pytest.mark.parametrize("text", ["", "  ", "–", "!!!", "_", "…?", "\n", "§§"])
def test_without_a_word_nothing_is_found(world: World, made: dict[str, str], text: str):
    assert titles(world, "a_coordinator", text) == set()


@pytest.mark.parametrize("text", ["asensbruk", "räddning kvarn", "jänstförb", "x" * 500])
def test_what_is_not_there_is_not_found(world: World, made: dict[str, str], text: str):
    assert set(made.values()).isdisjoint(titles(world, "a_coordinator", text))


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("a_coordinator", {"DRAFT", "SHARED", "PUBLISHED"}),
        ("a_opposition", {"DRAFT", "SHARED", "PUBLISHED"}),
        ("a_officer", {"SHARED", "PUBLISHED"}),  # another authority of the same municipality
        ("b_coordinator", {"SHARED", "PUBLISHED"}),
        ("c_coordinator", {"PUBLISHED"}),
    ],
)
def test_hits_are_for_those_who_may_read(world: World, made: dict[str, str], persona: str, seen: set[str]):
    found = titles(world, persona, "räddningstjänst åsensbruk")
    assert {openness for openness, name in made.items() if name in found} == seen


def test_a_hit_is_gone_when_the_name_has_changed(world: World, made: dict[str, str]):
    with world.acting("a_coordinator") as by:
        thing = actions.Collaboration.objects.get(name=made["SHARED"])
        actions.describe(thing, by=by, at=clock.now(), purpose="Något annat")

    assert made["SHARED"] not in titles(world, "b_coordinator", "åsensbruk")
    assert made["PUBLISHED"] in titles(world, "b_coordinator", "åsensbruk")


def test_municipalities_are_found_by_name_code_and_beginning(world: World):
    assert "Håbo kommun" in titles(world, "a_coordinator", "håbo")
    assert "Habo kommun" not in titles(world, "a_coordinator", "håbo")
    assert "Melleruds kommun" in titles(world, "a_coordinator", "1461")
    assert "Melleruds kommun" in titles(world, "a_coordinator", "meller")


def test_the_search_page_shows_the_hits_and_keeps_the_words(clients: dict[str, Client], made: dict[str, str]):
    answer = clients["b_coordinator"].get("/sok/", {"q": "åsensbruk <b>"})

    page = answer.content.decode()
    assert 'value="åsensbruk &lt;b&gt;"' in page
    answer = clients["b_coordinator"].get("/sok/", {"q": "åsensbruk"})
    page = answer.content.decode()
    assert made["SHARED"] in page
    assert made["DRAFT"] not in page
