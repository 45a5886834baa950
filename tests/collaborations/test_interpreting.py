"""A row understood: who the parties are, and what is not smoothed over."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.collaborations.importing.interpreting import Draft, interpret
from samsyn.organisations.enums import OrganisationKind
from samsyn.organisations.models import Organisation
from samsyn.organisations.queries import Directory

TODAY = date(2026, 11, 24)
NAMES = {"0305": "Håbo", "0643": "Habo", "0380": "Uppsala", "1461": "Mellerud", "1460": "Bengtsfors", "1492": "Åmål"}


@pytest.fixture(scope="module")
def directory() -> Directory:
    kind = OrganisationKind.MUNICIPALITY
    known = [Organisation(pk=n, kind=kind, code=code, name=name) for n, (code, name) in enumerate(NAMES.items(), 1)]
    dalarna = Organisation(
        pk=20, kind=OrganisationKind.REGION, code="20", name="Region Dalarna", other_names=["Landstinget Dalarna"]
    )
    return Directory([dalarna, *known])


def read(directory: Directory, **row: Any) -> Draft:
    return interpret({"namn": "Samverkan", **row}, directory, place="1", today=TODAY)


def parties(draft: Draft) -> list[tuple[str, str, str, str]]:
    return [
        (party.organisation.name, str(party.role), str(party.starts_on or ""), str(party.ends_on or ""))
        for party in draft.parties
    ]


def said(draft: Draft, kind: str) -> list[str]:
    return [doubt.text for doubt in draft.doubts if doubt.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mellerud; Åmål", [("Mellerud", "MEMBER", "", ""), ("Åmål", "MEMBER", "", "")]),
        ("Mellerud, Åmål", [("Mellerud", "MEMBER", "", ""), ("Åmål", "MEMBER", "", "")]),
        ("Melleruds kommun\nÅmåls kommun", [("Mellerud", "MEMBER", "", ""), ("Åmål", "MEMBER", "", "")]),
        ("1461; 1492", [("Mellerud", "MEMBER", "", ""), ("Åmål", "MEMBER", "", "")]),
        ("Mellerud (1461)", [("Mellerud", "MEMBER", "", "")]),
        ("mellerud (värd); åmål (köpare)", [("Mellerud", "HOST", "", ""), ("Åmål", "BUYER", "", "")]),
        ("Åmål (adjungerad, från 2018)", [("Åmål", "ADJUNCT", "2018-01-01", "")]),
        ("Åmål (2018–2020)", [("Åmål", "MEMBER", "2018-01-01", "2021-01-01")]),
        ("Åmål (till 2020-06-30)", [("Åmål", "MEMBER", "", "2020-07-01")]),
        ("Mellerud; Mellerud", [("Mellerud", "MEMBER", "", "")]),
        ("Landstinget Dalarna", [("Region Dalarna", "MEMBER", "", "")]),
        ([{"namn": "Åmål", "roll": "värd", "från": "2018"}], [("Åmål", "HOST", "2018-01-01", "")]),
        ("Åmål (2010–2012); Åmål (från 2020)",
         [("Åmål", "MEMBER", "2010-01-01", "2013-01-01"), ("Åmål", "MEMBER", "2020-01-01", "")]),
    ],
)  # fmt: skip
def test_parties_with_role_and_period(directory: Directory, text: Any, expected: list[Any]):
    draft = read(directory, parter=text)
    assert (parties(draft), draft.errors) == (expected, [])


def test_habo_with_a_ring_and_habo_without_are_two_municipalities(directory: Directory):
    assert [party[0] for party in parties(read(directory, parter="Håbo; Habo; HABO; håbo kommun"))] == ["Håbo", "Habo"]


def test_a_name_and_a_code_that_contradict_each_other_are_not_guessed_at(directory: Directory):
    draft = read(directory, parter="Habo (0305); Mellerud")

    assert parties(draft) == [("Mellerud", "MEMBER", "", "")]
    assert said(draft, "UNKNOWN_ORGANISATION") == [
        "”Habo (0305)” säger emot sig självt: namnet är Habo (0643) men koden tillhör Håbo."
    ]
    assert draft.facts["unlisted_parties"] == "Habo (0305)"


@pytest.mark.parametrize("code", ["380", 380])
def test_a_code_that_lost_its_leading_zero_is_asked_about_and_not_guessed_at(directory: Directory, code: Any):
    draft = read(directory, parter=code)

    assert parties(draft) == []
    assert said(draft, "UNKNOWN_ORGANISATION") == ["Koden 380 har tappat sin inledande nolla. Skriv 0380 (Uppsala)."]


def test_a_misspelt_name_is_kept_with_a_suggestion(directory: Directory):
    draft = read(directory, parter="Melerud; Åmål")

    assert parties(draft) == [("Åmål", "MEMBER", "", "")]
    assert draft.facts["unlisted_parties"] == "Melerud"
    assert said(draft, "UNKNOWN_ORGANISATION") == ["”Melerud” är inte känt. Menade du Mellerud (1461)?"]


def test_a_host_outside_the_parties_is_added_and_doubted(directory: Directory):
    draft = read(directory, parter="Mellerud", värdkommun="säte Åmål")

    assert parties(draft) == [("Mellerud", "MEMBER", "", ""), ("Åmål", "HOST", "", "")]
    assert said(draft, "HOST") == ["Värden Åmål finns inte bland parterna i källan."]


def test_parties_of_a_purchase_that_are_not_the_seller_buy(directory: Directory):
    draft = read(directory, parter="Mellerud; Åmål", värd="Åmål", form="avtal (köp)")
    assert parties(draft) == [("Mellerud", "BUYER", "", ""), ("Åmål", "HOST", "", "")]


def test_the_same_party_twice_at_the_same_time_cannot_be_saved(directory: Directory):
    draft = read(directory, parter="Åmål (2010–2014); Åmål (från 2012)")
    assert draft.errors == ["Åmål står två gånger för samma tid."]


@pytest.mark.parametrize(
    ("told", "count"),
    [(14, 14), ("14", 14), ("14,0", 14), ("1,4", None), ("ungefär 14", None), (-1, None), ("1e999999", None)],
)
def test_the_stated_number_of_parties_is_a_number_or_a_doubt(directory: Directory, told: Any, count: int | None):
    draft = read(directory, parter="Åmål", **{"antal parter enligt källan": told})

    assert draft.facts.get("stated_parties") == count
    unread = f"”{told}” går inte att läsa som ett antal parter."
    assert (unread in draft.facts["doubt_notes"]) == (count is None)


@pytest.mark.parametrize(("told", "day"), [("2024-01-31", date(2024, 1, 31)), ("31/1 2024", date(2024, 1, 31))])
def test_the_day_of_the_last_check_may_be_text(directory: Directory, told: str, day: date):
    assert read(directory, **{"senast kontrollerad": told}).facts["checked_on"] == day


def test_a_day_of_the_last_check_that_cannot_be_read_is_kept_as_a_doubt(directory: Directory):
    draft = read(directory, **{"senast kontrollerad": "i våras"})

    assert "checked_on" not in draft.facts
    assert draft.facts["doubt_notes"] == ["”i våras” går inte att läsa som den dag uppgifterna senast kontrollerades."]


@pytest.mark.parametrize(
    ("row", "stages"),
    [
        ({"status": "aktiv"}, [("IN_FORCE", "", "")]),
        ({"status": "aktiv", "start": "2020"}, [("IN_FORCE", "2020-01-01", "")]),
        ({"status": "avslutad", "start": "2010", "slut": "2016-12-31"},
         [("IN_FORCE", "2010-01-01", "2017-01-01"), ("ENDED", "2017-01-01", "")]),
        ({"status": "superseded", "slut": "2023-12-08 (replaced)"},
         [("IN_FORCE", "", "2023-12-08"), ("REPLACED", "2023-12-08", "")]),
        ({"status": "aktiv", "slut": "2015-12-31"}, [("IN_FORCE", "", "2016-01-01"), ("UNKNOWN", "2016-01-01", "")]),
        ({"status": "aktiv", "slut": "2199-12-31"}, [("IN_FORCE", "", "2200-01-01")]),
        ({"status": "utredning 2020-11-30"}, [("INVESTIGATION", "2020-11-30", "")]),
        ({"status": "avslutad"}, [("ENDED", "", "")]),
    ],
)  # fmt: skip
def test_stages_follow_from_status_and_days(directory: Directory, row: dict[str, str], stages: list[Any]):
    found = [
        (str(s["stage"]), str(s["starts_on"] or ""), str(s["ends_on"] or "")) for s in read(directory, **row).stages
    ]
    assert found == stages


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"status": "avslutad"}, "Det är över, men dagen då det avslutades är inte känd."),
        ({"status": "aktiv", "slut": "2015-12-31"}, "Det står som gällande, men det avslutades 2015-12-31."),
    ],
)
def test_days_that_contradict_the_status_are_doubted(directory: Directory, row: dict[str, str], sentence: str):
    assert said(read(directory, **row), "DATES") == [sentence]


_cell = st.one_of(
    st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.booleans(), st.none(), st.dates().map(str),
    st.lists(st.one_of(st.text(max_size=20), st.dictionaries(st.sampled_from(["namn", "roll", "från", "till"]),
                                                             st.text(max_size=12)), st.integers()), max_size=3),
)  # fmt: skip
_HEADINGS = ["namn", "parter", "form", "status", "start", "slut", "värd", "område", "antal parter enligt källan"]
_HEADINGS += ["senast kontrollerad", "tveksamt", "anmärkning", "källa", "lagstöd", "id", "x"]


@settings(max_examples=200)
@given(row=st.dictionaries(st.sampled_from(_HEADINGS), _cell))
def test_no_row_whatever_stops_the_reading(directory: Directory, row: dict[str, Any]):
    draft = interpret(row, directory, place="1", today=TODAY)

    assert draft.errors or (draft.name and draft.stages)
    assert all(len(note) <= 400 for note in draft.facts.get("doubt_notes", []))
    for party in draft.parties:
        assert party.starts_on is None or party.ends_on is None or party.starts_on < party.ends_on
