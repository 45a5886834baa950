"""Entry conditions equal a brute-force second implementation on every combination of answers, up to five parties."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.law.entry import Answer, Entry, Outcome, Proposal, evaluate
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Extra, NotBefore, Party, Term, These
from tests.cores.law.brute_entry import Found, brute_force

TODAY = date(2026, 6, 1)
BASE, OLD, W0, W1 = "base", "old", "w0", "w1"  # the wordings of the first two parties
LATER, COME = NotBefore(date(2026, 9, 1)), NotBefore(TODAY)
CONFIRMED = ConfirmedLegalForce()
PAIR = Extra("PAIR", lambda entering: len(entering) >= 2)
NOT_KNOWN = Extra("NOT_KNOWN", lambda entering: None if len(entering) < 3 else True)

CONDITIONS: list[tuple[Term, ...]] = [
    (),
    (AllOf(),),
    (AtLeast(2),),
    (AtLeast(3), CONFIRMED),
    (These(frozenset({0})), COME),
    (AllOf(), LATER),
    (PAIR, NOT_KNOWN),
    (CONFIRMED,),
]


def yes(number: int, *conditions: Term, also: tuple[str, ...] = (), base: str = BASE, sure: bool = False) -> Answer:
    """A yes of the party with that number; each decides on a day of its own."""
    return Answer(
        outcome=Outcome.YES,
        accepts=frozenset({base, *also}),
        decided_on=date(2026, 4, 1 + number),
        confirmed=sure,
        legal_force_on=date(2026, 5, 10 - number),
        conditions=conditions,
    )


def changed(number: int, *conditions: Term, also: tuple[str, ...] = (), wording: str = "") -> Answer:
    own = wording or f"w{number}"
    return Answer(
        outcome=Outcome.YES_WITH_CHANGES,
        accepts=frozenset({own, *also}),
        wording=own,
        decided_on=date(2026, 4, 20 + number),
        confirmed=True,
        legal_force_on=date(2026, 5, 20),
        conditions=conditions,
    )


def plain(outcome: Outcome, *, annulled: bool = False) -> Answer:
    return Answer(outcome=outcome, decided_on=date(2026, 4, 1), annulled=annulled)


def without_yes() -> list[Answer]:
    outcomes = [Outcome.UNANSWERED, Outcome.REMITTED, Outcome.TABLED, Outcome.NO, Outcome.OPTED_OUT]
    return [plain(outcome) for outcome in outcomes]


def few(number: int, parties: int) -> list[Answer]:
    """All seven outcomes, "if the others too", and one that accepts the first party's wording as well."""
    return [
        *without_yes(),
        yes(number, sure=True),
        yes(number, AllOf(), also=(W0,)),
        yes(number, These(frozenset({(number + 1) % parties})), also=(W0,), sure=True),
        changed(number, also=(W0,) if number > 1 else ()),
    ]


def more(number: int, parties: int) -> list[Answer]:
    return [
        *few(number, parties),
        yes(number, AtLeast(3), also=(W0, W1)),
        yes(number, base=OLD),
        Answer(outcome=Outcome.YES, accepts=frozenset({BASE}), decided_on=TODAY, annulled=True, conditions=(AllOf(),)),
    ]


def many(number: int, parties: int) -> list[Answer]:
    return [
        *more(number, parties),
        plain(Outcome.NO, annulled=True),
        yes(number, also=(W0,), sure=True),
        yes(number, also=(W0, W1), sure=True),
        yes(number, LATER, also=(W0,), sure=True),
        yes(number, CONFIRMED, PAIR, sure=True),
        yes(number, NOT_KNOWN, also=(W0,), sure=True),
        changed(number, also=(W0, W1, BASE)),
        changed(number, AllOf(), also=(W0, W1)),
        changed(number, wording=W0),  # the same changes as the first party's
    ]


def found(entry: Entry) -> Found:
    assert entry.can_hold or not entry.holds
    return Found(entry.holds, entry.can_hold, entry.version, entry.parties, entry.on)


def differing(parties: int, alphabet, conditions: list[tuple[Term, ...]]) -> list[tuple]:
    named: tuple[Party, ...] = tuple(range(parties))
    proposal = Proposal(BASE, named, date(2026, 4, 3))
    wrong = []
    for answers in product(*(alphabet(number, parties) for number in named)):
        given_answers = dict(enumerate(answers))
        for condition in conditions:
            ours = found(evaluate(proposal, given_answers, condition, today=TODAY))
            theirs = brute_force(proposal, given_answers, condition, TODAY)
            if ours != theirs:
                wrong.append((answers, condition, ours, theirs))
    return wrong


@pytest.mark.parametrize(
    ("parties", "alphabet", "conditions"),
    [
        (1, many, CONDITIONS),
        (2, many, CONDITIONS),
        (3, many, CONDITIONS[1:4]),
        pytest.param(4, more, CONDITIONS[2:4], marks=pytest.mark.slow),
    ],
)
def test_every_combination_of_answers_equals_brute_force(parties: int, alphabet, conditions: list[tuple[Term, ...]]):
    assert differing(parties, alphabet, conditions)[:3] == []


@pytest.mark.slow
@pytest.mark.parametrize("condition", [CONDITIONS[1], CONDITIONS[3]])
def test_every_combination_of_five_parties_answers_equals_brute_force(condition: tuple[Term, ...]):
    assert differing(5, few, [condition])[:3] == []


@given(
    st.tuples(*(st.sampled_from(many(number, 5)) for number in range(5))),
    st.lists(st.sampled_from([term for condition in CONDITIONS for term in condition]), max_size=3).map(tuple),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_five_parties_with_any_answers_and_terms_equal_brute_force(answers, condition, starts_on: date | None):
    proposal, given_answers = Proposal(BASE, tuple(range(5)), starts_on), dict(enumerate(answers))

    ours = found(evaluate(proposal, given_answers, condition, today=TODAY))

    assert ours == brute_force(proposal, given_answers, condition, TODAY)
