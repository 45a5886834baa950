"""What the law asks of a governing document, point by point."""

import pytest

from samsyn.collaborations.checklists import LISTS, checklist
from samsyn.collaborations.enums import LegalForm


def test_an_associations_charter_has_the_eighteen_points_of_the_law_in_its_order():
    points = checklist(LegalForm.MUNICIPAL_ASSOCIATION)

    assert [point.paragraph for point in points] == [f"KL 9:6 p. {n}" for n in range(1, 19)]
    assert all(point.required for point in points)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "säte, medlemmar"),
        (4, "revisorer"),
        (10, "anslagstavla"),
        (11, "tillgångar och skulder"),
        (15, "utträder"),
        (17, "tvister"),
        (18, "arvoden"),
    ],
)
def test_points_say_what_the_paragraph_asks(number: int, words: str):
    assert words in str(checklist(LegalForm.MUNICIPAL_ASSOCIATION)[number - 1].text).lower()


@pytest.mark.parametrize("form", [LegalForm.JOINT_COMMITTEE, LegalForm.JOINT_COMMITTEE_CARE])
def test_a_joint_committee_is_asked_for_its_arrangement_and_rules(form: LegalForm):
    required = {point.paragraph for point in checklist(form) if point.required}
    assert required == {"KL 9:22", "KL 9:33", "KL 9:24", "KL 9:20", "KL 9:26", "KL 9:32", "KL 9:34–35"}


@pytest.mark.parametrize("form", [LegalForm.CONTRACT, LegalForm.CONTRACT_OTHER_LAW])
def test_contract_collaboration_is_asked_for_delegation_report_and_procurement(form: LegalForm):
    required = {point.paragraph for point in checklist(form) if point.required}
    assert required == {"KL 9:37", "KL 9:37, 7:4–8", "KL 6:38", "KL 9:38", "LOU 3:11–18"}


@pytest.mark.parametrize("form", list(LegalForm))
def test_every_point_has_a_code_of_its_own_and_swedish_words(form: LegalForm):
    points = checklist(form)

    assert len({point.code for point in points}) == len(points)
    assert all(len(point.code) <= 40 for point in points)
    assert [str(point.text) for point in points if " the " in str(point.text)] == []


def test_forms_that_the_law_asks_nothing_of_have_no_list():
    none = {LegalForm.NETWORK, LegalForm.LETTER_OF_INTENT, LegalForm.PURCHASE, LegalForm.COMPANY}
    none |= {LegalForm.ASSOCIATION, LegalForm.UNKNOWN}
    assert {form for form in LegalForm if not checklist(form)} == none
    assert set(LISTS) | none == set(LegalForm)
