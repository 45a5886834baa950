"""Is it in force, and why: the sign, the word, and the reasons in order of weight."""

from datetime import date, timedelta
from typing import Any

import pytest

from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, SourceKind, Stage
from samsyn.collaborations.validity import SOON_DAYS, Sign, judge, notice_of
from samsyn.cores.law.notice import Notice
from tests.collaborations.known import TODAY, document, facts

SINCE = "Sedan 1 januari 2020."
# Two months' notice to the end of January: the last day is 30 November, in six days.
SOON = document(ends_on=date(2027, 2, 1), notice_months=2, notice_anchor=NoticeAnchor.END_OF_TERM)
SOON_SAID = "Sista dag för uppsägning är 30 november 2026, om 6 dagar."

TABLE: list[tuple[dict[str, Any], Sign, str, list[str]]] = [
    ({}, Sign.GOOD, "Gäller", [SINCE]),
    ({"stage_since": None}, Sign.GOOD, "Gäller", []),
    ({"stage_note": "startade om 2023"}, Sign.GOOD, "Gäller", ["startade om 2023", SINCE]),
    ({"documents": ()}, Sign.GOOD, "Gäller", [SINCE, "Inget styrande dokument är registrerat."]),
    ({"last_follow_up_on": None, "next_follow_up_on": None}, Sign.GOOD, "Gäller",
     [SINCE, "Ingen uppföljning är registrerad."]),
    ({"checked_on": date(2024, 11, 1)}, Sign.GOOD, "Gäller",
     [SINCE, "Uppgifterna kontrollerades senast 1 november 2024."]),
    ({"documents": (SOON,)}, Sign.WARN, "Gäller, dags att välja", [SOON_SAID, SINCE]),
    ({"documents": (document(title="Reglementet", ends_on=TODAY),)}, Sign.WARN, "Gäller, men behöver ses över",
     ["”Reglementet” har gått ut och ingen ny version är registrerad.", SINCE]),
    ({"documents": (document(ends_on=TODAY + timedelta(days=1)),)}, Sign.GOOD, "Gäller", [SINCE]),
    ({"documents": (document(ends_on=date(2020, 1, 1), renewal_months=12),)}, Sign.GOOD, "Gäller", [SINCE]),
    ({"next_follow_up_on": date(2026, 11, 23)}, Sign.WARN, "Gäller, men behöver ses över",
     ["Uppföljningen skulle ha gjorts 23 november 2026.", SINCE]),
    ({"next_follow_up_on": TODAY}, Sign.GOOD, "Gäller", [SINCE]),
    ({"last_follow_up_on": date(2023, 11, 1), "next_follow_up_on": None}, Sign.WARN, "Gäller, men behöver ses över",
     ["Ingen uppföljning på 3 år.", SINCE]),
    ({"documents": (SOON,), "next_follow_up_on": date(2026, 1, 1)}, Sign.WARN, "Gäller, men behöver ses över",
     [SOON_SAID, "Uppföljningen skulle ha gjorts 1 januari 2026.", SINCE]),
    ({"stage": Stage.UNDER_NOTICE, "stage_until": date(2027, 1, 1)}, Sign.WARN, "Uppsagd",
     ["Samverkan är uppsagd. Den upphör 1 januari 2027.", SINCE]),
    ({"stage": Stage.UNDER_NOTICE}, Sign.WARN, "Uppsagd",
     ["Samverkan är uppsagd. Dagen då den upphör är inte registrerad.", SINCE]),
    ({"stated_parties": 9}, Sign.WARN, "Gäller, men uppgifter går isär", [SINCE]),
    ({"unlisted_parties": "fler"}, Sign.WARN, "Gäller, men uppgifter saknas", [SINCE]),
    ({"unlisted_parties": "fler", "noted": ("x",)}, Sign.WARN, "Gäller, men uppgifter går isär", [SINCE]),
    ({"source_kind": SourceKind.TITLE_ONLY}, Sign.WAITING, "Oklart om det gäller", [SINCE]),
    ({"stage": Stage.UNKNOWN, "stage_since": None}, Sign.WAITING, "Oklart om det gäller", []),
    ({"stage": Stage.IDEA}, Sign.WAITING, "Idé", [SINCE]),
    ({"stage": Stage.INVESTIGATION, "documents": ()}, Sign.WAITING, "Utredning", [SINCE]),
    ({"stage": Stage.DECIDING}, Sign.WAITING, "Beslut pågår", [SINCE]),
    ({"stage": Stage.ENDED}, Sign.OVER, "Avslutat", ["1 januari 2020"]),
    ({"stage": Stage.ENDED, "stage_note": "av alla"}, Sign.OVER, "Avslutat", ["1 januari 2020 av alla"]),
    ({"stage": Stage.REPLACED, "replaced_by": "Dalslandssamverkan"}, Sign.OVER, "Ersatt",
     ["1 januari 2020 av Dalslandssamverkan"]),
    ({"stage": Stage.REPLACED, "stage_since": None}, Sign.OVER, "Ersatt", []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "sign", "word", "reasons"), TABLE)
def test_validity_with_its_reasons(told: dict[str, Any], sign: Sign, word: str, reasons: list[str]):
    found = judge(facts(**told), today=TODAY)
    assert (found.sign, found.word, [reason.text for reason in found.reasons]) == (sign, word, reasons)


def test_every_stage_is_judged_in_the_table():
    assert {told.get("stage", Stage.IN_FORCE) for told, *_rest in TABLE} == set(Stage)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, SINCE),
        ({"documents": (SOON,)}, SOON_SAID),
        ({"stated_parties": 9}, "Källan anger 9 parter men här finns 2."),
        ({"stated_parties": 9, "documents": (SOON,)}, SOON_SAID),
        ({"stage_since": None}, ""),
    ],
)
def test_the_weightiest_reason_stands_in_lists(told: dict[str, Any], why: str):
    assert judge(facts(**told), today=TODAY).why == why


@pytest.mark.parametrize(("days", "warned"), [(0, True), (SOON_DAYS, True), (SOON_DAYS + 1, False), (-1, False)])
def test_the_last_day_to_give_notice_is_warned_of_half_a_year_before(days: int, warned: bool):
    last = date(2027, 6, 30)
    paper = document(ends_on=date(2028, 1, 1), notice_months=6, notice_anchor=NoticeAnchor.END_OF_TERM)

    found = judge(facts(documents=(paper,), next_follow_up_on=None), today=last - timedelta(days=days))

    assert (found.word == "Gäller, dags att välja") is warned


def test_one_day_left_is_said_in_the_singular():
    found = judge(facts(documents=(SOON,)), today=date(2026, 11, 29))
    assert found.why == "Sista dag för uppsägning är 30 november 2026, om 1 dag."


@pytest.mark.parametrize(
    ("form", "kind", "expected"),
    [
        (LegalForm.MUNICIPAL_ASSOCIATION, DocumentKind.CHARTER, Notice(None, None)),  # KL 9:18: three years, any day
        (LegalForm.MUNICIPAL_ASSOCIATION, DocumentKind.OWNER_DIRECTIVE, None),
        (LegalForm.CONTRACT, DocumentKind.CHARTER, None),
    ],
)
def test_only_an_associations_charter_has_notice_by_law(form: str, kind: str, expected: Notice | None):
    assert notice_of(document(kind=kind, notice_months=None, notice_anchor=""), form, TODAY) == expected
