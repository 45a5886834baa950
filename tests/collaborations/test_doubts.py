"""What does not add up is shown, and nothing else is."""

from datetime import date, timedelta
from typing import Any

import pytest

from samsyn.collaborations.doubts import STALE_DAYS, DoubtKind, doubts
from samsyn.collaborations.enums import LegalForm, PartyRole, SourceKind, Stage
from samsyn.collaborations.facts import PartyFacts
from samsyn.organisations.enums import OrganisationKind
from tests.collaborations.known import AMAL, BENGTSFORS, EMPLOYMENT, GOTALAND, INSURANCE, MELLERUD, TODAY, facts

MISSING = PartyFacts("Färgelanda", OrganisationKind.MUNICIPALITY, PartyRole.MEMBER, "saknas i listan")
COMPANY = PartyFacts("Bolaget AB", OrganisationKind.COMPANY, PartyRole.MEMBER)
WHOLE = (MELLERUD, GOTALAND, INSURANCE, EMPLOYMENT)

# What is told: the kinds of doubt it gives. An empty list: it adds up.
TABLE: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"stated_parties": 2}, []),
    ({"stated_parties": 3}, ["COUNT"]),
    ({"stated_parties": 1}, ["COUNT"]),
    ({"stated_parties": 3, "parties": (MELLERUD, BENGTSFORS, MISSING)}, ["COUNT"]),
    ({"stated_parties": 2, "parties": (MELLERUD, BENGTSFORS, MISSING)}, []),
    ({"stated_parties": 8, "unlisted_parties": "sex till"}, ["PARTIES_UNKNOWN"]),
    ({"parties": ()}, ["PARTIES_UNKNOWN"]),
    ({"form": LegalForm.UNKNOWN}, ["FORM_UNKNOWN"]),
    ({"form": LegalForm.UNKNOWN, "form_as_stated": "delad drift"}, ["FORM_UNKNOWN"]),
    ({"form": LegalForm.UNKNOWN, "form_as_stated": "avtal eller gemensam nämnd utreds"}, ["FORM_UNSURE"]),
    ({"name": "Miljönämnden i väst"}, ["FORM_NAME"]),
    ({"name": "Gemensam överförmyndarnämnd"}, ["FORM_NAME"]),
    ({"name": "Nämndernas IT"}, []),
    ({"name": "Dals kommunalförbund"}, ["FORM_NAME"]),
    ({"name": "Räddningstjänstförbundet"}, ["FORM_NAME"]),
    ({"name": "Förbundet för allt"}, []),
    ({"name": "Lönenämnden", "form": LegalForm.JOINT_COMMITTEE}, []),
    ({"name": "Vårdnämnden", "form": LegalForm.JOINT_COMMITTEE_CARE}, []),
    ({"name": "Dals kommunalförbund", "form": LegalForm.MUNICIPAL_ASSOCIATION}, []),
    ({"form": LegalForm.JOINT_COMMITTEE, "parties": (MELLERUD, COMPANY)}, ["FORM_LAW"]),
    ({"form": LegalForm.JOINT_COMMITTEE, "parties": (MELLERUD,)}, ["FORM_LAW"]),
    ({"form": LegalForm.JOINT_COMMITTEE, "parties": (MELLERUD,), "unlisted_parties": "fler"}, ["PARTIES_UNKNOWN"]),
    ({"form": LegalForm.JOINT_COMMITTEE, "parties": (MELLERUD, GOTALAND)}, []),
    ({"parties": (MELLERUD, COMPANY)}, ["FORM_LAW"]),
    ({"parties": (MELLERUD, GOTALAND)}, []),
    ({"form": LegalForm.PURCHASE, "parties": (MELLERUD, COMPANY)}, []),
    ({"form": LegalForm.COORDINATION_ASSOCIATION, "parties": WHOLE}, []),
    ({"form": LegalForm.COORDINATION_ASSOCIATION, "parties": WHOLE[:3]}, ["FORM_LAW"]),
    ({"form": LegalForm.COORDINATION_ASSOCIATION, "parties": WHOLE[1:]}, ["FORM_LAW"]),
    ({"source_kind": SourceKind.TITLE_ONLY}, ["TITLE_ONLY"]),
    ({"source_kind": SourceKind.TITLE_ONLY, "stage": Stage.UNKNOWN}, ["TITLE_ONLY"]),
    ({"stage": Stage.UNKNOWN}, ["STATUS_UNCLEAR"]),
    ({"stage": Stage.DECIDING, "stage_since": TODAY - timedelta(days=STALE_DAYS)}, []),
    ({"stage": Stage.DECIDING, "stage_since": TODAY - timedelta(days=STALE_DAYS + 1)}, ["STATUS_UNCLEAR"]),
    ({"stage": Stage.IDEA, "stage_since": None}, []),
    ({"noted": ("Källan är muntlig.", "Datum saknas.")}, ["NOTED", "NOTED"]),
    ({"stated_parties": 3, "form": LegalForm.UNKNOWN, "stage": Stage.UNKNOWN, "noted": ("x",)},
     ["COUNT", "FORM_UNKNOWN", "STATUS_UNCLEAR", "NOTED"]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "kinds"), TABLE)
def test_doubts(told: dict[str, Any], kinds: list[str]):
    assert [str(doubt.kind) for doubt in doubts(facts(**told), today=TODAY)] == kinds


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"stated_parties": 3, "parties": (MELLERUD, BENGTSFORS, MISSING)},
            "Källan anger 3 parter men här finns 2. Färgelanda: saknas i listan.",
        ),
        ({"unlisted_parties": "sex till"}, "Alla parter är inte kända. Källan anger: sex till."),
        (
            {"form": LegalForm.UNKNOWN, "form_as_stated": "delad drift"},
            "”delad drift” är inte en rättslig form som lagen känner till.",
        ),
        (
            {"form": LegalForm.COORDINATION_ASSOCIATION, "parties": (MELLERUD, AMAL)},
            "Ett samordningsförbund har också som medlem (2003:1210): Försäkringskassan, Arbetsförmedlingen, region.",
        ),
        (
            {"stage": Stage.INVESTIGATION, "stage_since": date(2020, 11, 30)},
            "Det var i det här skedet 30 november 2020. Vad det ledde till är inte känt.",
        ),
        ({"stage": Stage.UNKNOWN, "stage_note": "Avtalet gick ut 2015."}, "Avtalet gick ut 2015."),
    ],
)
def test_a_doubt_says_what_it_is_about(told: dict[str, Any], sentence: str):
    assert [doubt.text for doubt in doubts(facts(**told), today=TODAY)] == [sentence]


def test_every_kind_that_a_page_can_show_stands_in_the_table():
    from_files = {"INFERRED", "PARTY_PERIODS", "UNKNOWN_ORGANISATION", "DATES", "HOST", "POSSIBLE_DUPLICATE"}
    shown = {kind for _told, kinds in TABLE for kind in kinds}
    assert shown == set(DoubtKind) - from_files
