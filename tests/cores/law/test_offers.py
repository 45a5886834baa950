"""Which entry conditions are offered for a legal form, as a table with its paragraphs."""

import pytest

from samsyn.collaborations.enums import LegalForm
from samsyn.cores.law.offers import FORMS, Change, Offer, Refusal, UnknownForm, offered_conditions, refusals
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import (
    AllOf,
    AtLeast,
    ConfirmedLegalForce,
    Extra,
    NotBefore,
    Term,
    TermKind,
    These,
)
from tests.cores.law.test_entry_brute_force import LATER

EVERYTHING = frozenset(TermKind)
TIMING = frozenset({TermKind.NOT_BEFORE, TermKind.CONFIRMED_LEGAL_FORCE})
ALL = (AllOf(),)
FOUR_FIFTHS = (AtLeast(4),)


@pytest.mark.parametrize(
    ("form", "change", "clause", "expected"),
    [
        ("MUNICIPAL_ASSOCIATION", "START", None, Offer(ALL, TIMING, "KL 9:1", same_text=True)),
        ("MUNICIPAL_ASSOCIATION", "JOIN", None, Offer(ALL, TIMING, "KL 9:1", same_text=True)),
        ("MUNICIPAL_ASSOCIATION", "AMEND", FOUR_FIFTHS, Offer(ALL, TIMING, "KL 9:1", same_text=True)),
        ("MUNICIPAL_ASSOCIATION", "LEAVE", None, Offer((), TIMING, "KL 9:18", own_notice=True)),
        ("MUNICIPAL_ASSOCIATION", "END", None, Offer(ALL, TIMING | {TermKind.EXTRA}, "KL 9:6 p. 16")),
        ("MUNICIPAL_ASSOCIATION", "END", FOUR_FIFTHS, Offer(FOUR_FIFTHS, EVERYTHING, "KL 9:6 p. 16")),
        ("COORDINATION_ASSOCIATION", "START", None, Offer(ALL, TIMING, "lag (2003:1210)", same_text=True)),
        ("JOINT_COMMITTEE", "START", None, Offer(ALL, TIMING, "KL 9:33", same_text=True)),
        ("JOINT_COMMITTEE", "AMEND", FOUR_FIFTHS, Offer(ALL, TIMING, "KL 9:33", same_text=True)),
        ("JOINT_COMMITTEE", "LEAVE", None, Offer((), TIMING, "AGREEMENT", own_notice=True)),
        ("JOINT_COMMITTEE_CARE", "START", None, Offer(ALL, TIMING, "KL 9:33; lag (2003:192)", same_text=True)),
        ("CONTRACT", "START", None, Offer((), EVERYTHING, "KL 9:37")),
        ("CONTRACT", "AMEND", None, Offer(ALL, TIMING | {TermKind.EXTRA}, "AGREEMENT")),
        ("CONTRACT", "AMEND", FOUR_FIFTHS, Offer(FOUR_FIFTHS, EVERYTHING, "AGREEMENT")),
        ("CONTRACT", "JOIN", None, Offer(ALL, TIMING | {TermKind.EXTRA}, "AGREEMENT")),
        ("CONTRACT", "LEAVE", FOUR_FIFTHS, Offer((), TIMING, "AGREEMENT", own_notice=True)),
        ("CONTRACT_OTHER_LAW", "START", None, Offer((), EVERYTHING, "KL 9:37 st. 3")),
        ("PURCHASE", "START", None, Offer((), EVERYTHING, "LOU")),
        ("COMPANY", "START", None, Offer((), EVERYTHING, "KL 10:4")),
        ("ASSOCIATION", "END", None, Offer(ALL, TIMING | {TermKind.EXTRA}, "AGREEMENT")),
        ("LETTER_OF_INTENT", "START", None, Offer((), EVERYTHING, "NO_RULE")),
        ("LETTER_OF_INTENT", "AMEND", None, Offer((), EVERYTHING, "NO_RULE")),
        ("NETWORK", "JOIN", None, Offer((), EVERYTHING, "NO_RULE")),
        ("UNKNOWN", "START", None, Offer(ALL, TIMING, "FORM_NOT_KNOWN", same_text=True)),
        ("UNKNOWN", "END", FOUR_FIFTHS, Offer(ALL, TIMING, "FORM_NOT_KNOWN", same_text=True)),
    ],
)
def test_offered_conditions(form: str, change: str, clause: tuple[Term, ...] | None, expected: Offer):
    assert offered_conditions(form, Change(change), amendment_clause=clause) == expected


def test_the_forms_are_those_of_the_register():
    assert set(LegalForm.values) == FORMS


@pytest.mark.parametrize("change", Change)
@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_and_change_has_an_offer_with_its_source(form: str, change: Change):
    offer = offered_conditions(form, change)

    assert offer.source
    assert offer.choosable >= TIMING


def test_a_form_that_is_not_the_registers_is_refused():
    with pytest.raises(UnknownForm):
        offered_conditions("GUILD", Change.START)


CHARTER = offered_conditions("MUNICIPAL_ASSOCIATION", Change.START)
CONTRACT = offered_conditions("CONTRACT", Change.START)
CEILING = Extra("COST_CEILING", lambda entering: True)


@pytest.mark.parametrize(
    ("condition", "offer", "expected"),
    [
        (ALL, CHARTER, ()),
        ((AllOf(), LATER, ConfirmedLegalForce()), CHARTER, ()),
        ((), CHARTER, (Reason(Refusal.TERM_MISSING, {"term": AllOf(), "source": "KL 9:1"}),)),
        (
            (AllOf(), CEILING),
            CHARTER,
            (Reason(Refusal.KIND_NOT_OFFERED, {"kind": TermKind.EXTRA, "source": "KL 9:1"}),),
        ),
        (
            (AtLeast(2),),
            CHARTER,
            (
                Reason(Refusal.TERM_MISSING, {"term": AllOf(), "source": "KL 9:1"}),
                Reason(Refusal.KIND_NOT_OFFERED, {"kind": TermKind.AT_LEAST, "source": "KL 9:1"}),
            ),
        ),
        ((AtLeast(2), These(frozenset({"A"})), CEILING, LATER), CONTRACT, ()),
        ((AtLeast(4),), CONTRACT, (Reason(Refusal.TOO_MANY_ASKED_FOR, {"number": 4, "parties": 3}),)),
        (
            (These(frozenset({"A", "D"})),),
            CONTRACT,
            (Reason(Refusal.NOT_NAMED, {"parties": frozenset({"D"})}),),
        ),
    ],
)
def test_refusals_of_a_chosen_condition(condition: tuple[Term, ...], offer: Offer, expected: tuple[Reason, ...]):
    assert refusals(condition, offer, parties=("A", "B", "C")) == expected


def test_the_kinds_of_terms_are_all_offered_somewhere():
    terms = (AllOf(), These(frozenset({1})), AtLeast(1), NotBefore(LATER.day), ConfirmedLegalForce(), CEILING)

    assert {term.kind for term in terms} == EVERYTHING
