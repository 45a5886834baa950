"""The ways forward of an entry condition that does not hold: worked examples, and each way tried out."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.law.entry import (
    Answer,
    Outcome,
    Proposal,
    evaluate,
)
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import AllOf, AtLeast, Extra, These
from tests.cores.law.parties import ASKED_FOR, BASE, FIVE, WORDING, R, W, changed, other, ways, yes
from tests.cores.law.test_entry_brute_force import CONDITIONS, TODAY, many


def test_a_charter_that_one_party_rejects_can_only_be_asked_again_or_do_without_it():
    answers = {party: yes("2026-03-02") for party in FIVE} | {"Dals-Ed": other(Outcome.NO, "2026-03-25")}

    entry = evaluate(ASKED_FOR, answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.can_hold) == (False, False)
    assert ways(entry) == [
        (W.ASK_AGAIN, "Dals-Ed", True),
        (W.LEAVE_OUT, "Dals-Ed"),
        (W.NEW_PROPOSAL, ("Bengtsfors", "Färgelanda", "Mellerud", "Åmål")),
    ]


def test_a_party_that_waits_for_others_is_not_asked_again():
    answers = {"A": yes("2026-03-02", AllOf()), "B": other(Outcome.REMITTED, "2026-03-25")}

    entry = evaluate(Proposal(BASE, ("A", "B")), answers, (AtLeast(1),), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.parties) == (False, True, ())
    # Without B there is nobody left: A makes its yes depend on it.
    assert ways(entry) == [(W.ANSWER_REMITTAL, "B", True)]


def test_a_wording_that_two_wait_for_is_told_once():
    answers = {"A": changed("2026-03-02"), "B": yes("2026-03-03", versions=(WORDING,)), "C": yes("2026-03-04")}

    entry = evaluate(Proposal(BASE, ("A", "B", "C")), answers, (AtLeast(2),), today=TODAY)

    assert ways(entry) == [
        (W.ACCEPT_WORDING, WORDING, ("C",)),
        (W.ASK_AGAIN, "A", False),
        (W.ASK_AGAIN, "B", False),
    ]


def test_where_nobodys_own_condition_can_be_met_all_obstacles_are_told():
    """A and B both ask for C, who said no; three are asked for."""
    wants = These(frozenset({"C"}))
    answers = {
        "A": yes("2026-03-02", wants),
        "B": yes("2026-03-03", wants),
        "C": other(Outcome.NO, "2026-03-04"),
    }

    entry = evaluate(Proposal(BASE, ("A", "B", "C")), answers, (AtLeast(3),), today=TODAY)

    assert (entry.can_hold, entry.reasons[-1]) == (False, Reason(R.NOBODY_ENTERS))
    assert ways(entry) == [
        (W.LOWER_THE_NUMBER, 3, 2),
        (W.ASK_AGAIN, "A", True),
        (W.ASK_AGAIN, "B", True),
        (W.NEW_PROPOSAL, ("A", "B")),
    ]


ANSWERS = st.tuples(*(st.sampled_from(many(number, 4)) for number in range(4)))
TERMS = st.lists(st.sampled_from([term for each in CONDITIONS for term in each]), max_size=3).map(tuple)
FOUR = Proposal("base", tuple(range(4)))
OF_A_PARTY = {W.AWAIT_ANSWER, W.ANSWER_REMITTAL, W.ASK_AGAIN}


def as_yes() -> Answer:
    return Answer(outcome=Outcome.YES, accepts=frozenset({"base"}), decided_on=TODAY)


@given(ANSWERS, TERMS)
def test_ways_that_need_only_answers_lead_there(answers, condition):
    now = dict(enumerate(answers))
    entry = evaluate(FOUR, now, condition, today=TODAY)
    if entry.holds or not entry.can_hold:
        return

    asked = {way.values["party"] for way in entry.ways_forward if way.code in OF_A_PARTY}
    then = {party: as_yes() if party in asked else answer for party, answer in now.items()}
    force = {"confirmed": True, "legal_force_on": TODAY}
    then = {party: replace(each, **force) if each.says_yes else each for party, each in then.items()}
    later = evaluate(FOUR, then, condition, today=date(2027, 1, 1))

    assert later.holds or any(way.code is W.FIND_OUT for way in later.ways_forward)


@given(ANSWERS, TERMS)
def test_a_party_is_needed_exactly_when_its_no_would_settle_it(answers, condition):
    now = dict(enumerate(answers))
    entry = evaluate(FOUR, now, condition, today=TODAY)
    if entry.holds or not entry.can_hold:
        return

    for way in entry.ways_forward:
        if way.code in OF_A_PARTY:
            refused = now | {way.values["party"]: other(Outcome.NO, "2026-05-30")}
            assert evaluate(FOUR, refused, condition, today=TODAY).can_hold != way.values["needed"]


@given(ANSWERS, TERMS)
def test_ways_that_need_a_new_proposal_remove_every_obstacle(answers, condition):
    now = dict(enumerate(answers))
    entry = evaluate(FOUR, now, condition, today=TODAY)
    ways_by_code = {code: [way.values for way in entry.ways_forward if way.code is code] for code in W}
    if entry.can_hold or entry.version is None or all(each.outside for each in now.values()):
        return

    out = {values["party"] for values in ways_by_code[W.LEAVE_OUT]}
    lowered = {values["number"]: values["to"] for values in ways_by_code[W.LOWER_THE_NUMBER]}
    removed = {values["code"] for values in ways_by_code[W.CHANGE_TERM]}
    anew = {values["party"] for values in ways_by_code[W.ASK_AGAIN]} - out
    terms = []
    for term in condition:
        if isinstance(term, These) and (rest := term.parties - out):
            terms.append(These(rest))
        elif isinstance(term, AtLeast):
            terms.append(AtLeast(lowered.get(term.number, term.number)))
        elif not isinstance(term, These) and not (isinstance(term, Extra) and term.code in removed):
            terms.append(term)
    # Whose own conditions speak of somebody left out decides anew as well, without them.
    named = tuple(party for party in FOUR.parties if party not in out)
    then = {party: as_yes() if party in anew else now[party] for party in named}
    for party in set(named) - anew:
        if any(isinstance(term, These) and term.parties & out for term in now[party].conditions):
            then[party] = other(Outcome.OPTED_OUT, "2026-05-30")
    later = evaluate(Proposal("base", named), then, tuple(terms), today=TODAY)

    assert later.can_hold
