"""The 60 real examples: what is doubtful about each was worked out by hand, by reading the row."""

from pathlib import Path
from typing import Any

import pytest

from samsyn.collaborations.importing.planning import Outcome, Planned
from samsyn.collaborations.importing.words import read_form
from samsyn.collaborations.models import Party, StagePeriod
from samsyn.networks.enums import Openness
from tests.collaborations.importing import OWN_EXAMPLES, doubts_of, import_file, imported, outcomes, planned_file
from tests.shared import needs_shared, path
from tests.world import World

pytestmark = pytest.mark.django_db

# Row number: what a reader of that row must doubt. Rows that are not here say nothing doubtful.
COMPILED: dict[int, set[str]] = {
    4: {"FORM_UNSURE"},  # "avsiktsförklaring/avtal"
    7: {"FORM_UNSURE", "INFERRED"},  # "avtal"; "övriga kommuner" are not spelt out
    8: {"FORM_UNKNOWN", "PARTIES_UNKNOWN", "UNKNOWN_ORGANISATION"},  # "delad IT-drift", "kommunala bolag"
    10: {"COUNT"},  # says 14 members and lists 13
    11: {"INFERRED"},
    16: {"FORM_NAME"},  # a nämnd by name, avtalssamverkan by form
    18: {"STATUS_UNCLEAR"},
    19: {"STATUS_UNCLEAR"},
    20: {"STATUS_UNCLEAR"},
    22: {"FORM_UNKNOWN"},
    23: {"TITLE_ONLY"},
    24: {"COUNT"},  # seven in the title, seven others in the text
    27: {"PARTIES_UNKNOWN"},
    29: {"FORM_UNKNOWN"},
    30: {"TITLE_ONLY"},
    31: {"PARTIES_UNKNOWN"},
    32: {"PARTIES_UNKNOWN"},
    33: {"PARTIES_UNKNOWN"},
    39: {"PARTY_PERIODS"},  # four members at the start, eight here
    40: {"PARTIES_UNKNOWN"},
    41: {"FORM_UNSURE"},
    42: {"FORM_UNKNOWN"},
    43: {"FORM_UNSURE", "STATUS_UNCLEAR"},  # two forms were investigated in 2020
    **{number: {"TITLE_ONLY"} for number in range(44, 54)},
    46: {"TITLE_ONLY", "POSSIBLE_DUPLICATE"},  # row 34 under another name
    54: {"FORM_UNKNOWN", "PARTIES_UNKNOWN", "STATUS_UNCLEAR"},
    55: {"FORM_UNKNOWN", "PARTIES_UNKNOWN", "STATUS_UNCLEAR"},
    56: {"FORM_UNKNOWN"},
    57: {"PARTIES_UNKNOWN"},
    58: {"INFERRED"},
    59: {"PARTIES_UNKNOWN"},  # "Dalarnas kommuner"
    60: {"PARTIES_UNKNOWN"},  # "33 skånska kommuner"
}
# In the product's own copy a person has put the same doubts of these rows in words, which count as noted.
IN_WORDS = {4: "FORM_UNSURE", 7: "FORM_UNSURE INFERRED", 11: "INFERRED", 24: "COUNT", 39: "PARTY_PERIODS"}
IN_WORDS |= {41: "FORM_UNSURE", 58: "INFERRED"}
OWN = {
    number: (kinds - set(IN_WORDS.get(number, "").split())) | ({"NOTED"} if number in IN_WORDS else set())
    for number, kinds in COMPILED.items()
}
BOTH = [
    pytest.param("own", OWN, id="the product's own examples"),
    pytest.param("compiled", COMPILED, id="the compiled examples", marks=needs_shared),
]


def place(which: str) -> Path:
    return OWN_EXAMPLES if which == "own" else path("register_examples.json")


def by_number(rows: list[Planned]) -> dict[int, Planned]:
    return {int(row.draft.place): row for row in rows}


@pytest.mark.parametrize(("which", "expected"), BOTH)
def test_every_row_is_doubted_for_what_its_reader_doubts_and_nothing_else(
    world: World, which: str, expected: dict[int, set[str]]
):
    with world.acting("a_coordinator") as by:
        rows = by_number(planned_file(place(which), by))

    assert {number: doubts_of(row) for number, row in rows.items() if row.draft.doubts} == expected


@pytest.mark.parametrize(("which", "expected"), BOTH)
def test_every_doubt_is_a_whole_swedish_sentence(world: World, which: str, expected: dict[int, set[str]]):
    with world.acting("a_coordinator") as by:
        said = [doubt.text for row in planned_file(place(which), by) for doubt in row.draft.doubts]

    assert len(said) == sum(len(row) for row in expected.values()) + (1 if which == "own" else 0)  # row 7 notes two
    assert [text for text in said if text[-1] not in ".!?" or " the " in text] == []


def test_more_than_six_kinds_of_doubt_occur():
    assert len(set().union(*COMPILED.values())) >= 6
    assert len(set().union(*OWN.values())) >= 6


def test_the_two_copies_tell_of_the_same_sixty_collaborations(world: World):
    with world.acting("a_coordinator") as by:
        own = planned_file(OWN_EXAMPLES, by)

    assert len({row.draft.key for row in own}) == 60
    assert outcomes(own) == [Outcome.CREATE] * 60


@needs_shared
def test_forms_parties_and_beginnings_are_understood_alike_in_both_copies(world: World):
    with world.acting("a_coordinator") as by:
        own, compiled = planned_file(OWN_EXAMPLES, by), planned_file(path("register_examples.json"), by)

    def told(row: Planned) -> Any:
        draft = row.draft
        parties = {(party.organisation.name, str(party.role), party.doubt != "") for party in draft.parties}
        return draft.place, draft.name, str(draft.form), parties, draft.stages[0]["starts_on"]

    assert [told(row) for row in own] == [told(row) for row in compiled]


@pytest.mark.parametrize(("which", "expected"), BOTH)
def test_sixty_collaborations_stand_in_the_register_afterwards(world: World, which: str, expected: Any):
    with world.acting("a_coordinator") as by:
        counted = import_file(place(which), by)

        assert counted == {"created": 60, "changed": 0, "same": 0}
        assert imported().count() == 60
        assert {thing.openness for thing in imported()} == {Openness.DRAFT}


@pytest.mark.parametrize(("which", "expected"), BOTH)
def test_importing_again_makes_no_doubles_and_says_that_nothing_changes(world: World, which: str, expected: Any):
    with world.acting("a_coordinator") as by:
        import_file(place(which), by)
        before = list(imported().values())

        again = planned_file(place(which), by)
        counted = import_file(place(which), by)

        assert {row.draft.place: row.changes for row in again if row.outcome != Outcome.SAME} == {}
        assert counted == {"created": 0, "changed": 0, "same": 60}
        assert list(imported().values()) == before


def test_the_count_that_does_not_add_up_is_shown_with_the_missing_municipality(world: World):
    with world.acting("a_coordinator") as by:
        fyrbodal = by_number(planned_file(OWN_EXAMPLES, by))[10]

    assert [doubt.text for doubt in fyrbodal.draft.doubts] == [
        "Källan anger 14 parter men här finns 13. Färgelanda: saknas i källans uppräkning."
    ]


def test_an_agreement_that_ran_out_is_not_called_in_force(world: World):
    with world.acting("a_coordinator") as by:
        import_file(OWN_EXAMPLES, by)
        lilla_edet = imported().get(name__startswith="Avtal Lilla Edet–Trollhättan: gemensamt barnahus")
        stages = StagePeriod.objects.filter(owner=lilla_edet).order_by("ends_on")
        roles = Party.objects.filter(owner=lilla_edet).values_list("organisation__name", "role")

        assert [(row.stage, str(row.starts_on), str(row.ends_on)) for row in stages] == [
            ("IN_FORCE", "None", "2016-01-01"),
            ("UNKNOWN", "2016-01-01", "None"),
        ]
        assert set(roles) == {("Lilla Edet", "BUYER"), ("Trollhättan", "HOST")}


def test_words_that_name_no_form_of_law_are_kept_as_they_stand():
    assert [read_form(text).form for text in ("delad IT-drift", "gemensamt kansli", "samverkan")] == ["UNKNOWN"] * 3
