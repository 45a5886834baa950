"""Entry conditions: worked examples with their reasons."""

from dataclasses import replace
from datetime import date

import pytest

from samsyn.cores.law.entry import (
    Answer,
    InvalidAnswer,
    InvalidProposal,
    NotAParty,
    Outcome,
    Proposal,
    evaluate,
)
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Extra, InvalidTerm, NotBefore, These
from tests.cores.law.parties import ASKED_FOR, BASE, FIVE, OLDER, START, WORDING, R, W, changed, other, ways, yes
from tests.cores.law.test_entry_brute_force import TODAY


def ceiling(entering: frozenset) -> bool:
    """Nobody pays more than 140 kr per inhabitant: 128 with all five, 155 without Åmål."""
    return "Åmål" in entering


# The live matter of the demonstration: at least four, Mellerud among them, a cost ceiling, with legal force.
MATTER = (AtLeast(4), These(frozenset({"Mellerud"})), Extra("COST_CEILING", ceiling), ConfirmedLegalForce())
MIDWAY = {
    "Bengtsfors": changed("2026-03-02"),
    "Dals-Ed": other(Outcome.TABLED, "2026-02-25"),
    "Färgelanda": other(Outcome.REMITTED, "2026-02-25"),
    "Mellerud": yes("2026-02-25"),
}


def test_a_matter_midway_can_hold_but_not_without_the_party_that_the_ceiling_needs():
    entry = evaluate(ASKED_FOR, MIDWAY, MATTER, today=date(2026, 3, 12))

    assert (entry.holds, entry.can_hold, entry.version, entry.parties, entry.on) == (
        False,
        True,
        BASE,
        ("Mellerud",),
        None,
    )
    assert entry.earliest_on == START
    missing = ("Dals-Ed", "Färgelanda", "Mellerud", "Åmål")
    assert entry.reasons == (
        Reason(
            R.WORDING_NOT_ACCEPTED,
            {"party": "Bengtsfors", "on": date(2026, 3, 2), "wordings": {WORDING: missing}},
        ),
        Reason(R.TABLED, {"party": "Dals-Ed", "on": date(2026, 2, 25)}),
        Reason(R.REMITTED, {"party": "Färgelanda", "on": date(2026, 2, 25)}),
        Reason(R.ENTERS, {"party": "Mellerud", "on": date(2026, 2, 25), "version": BASE}),
        Reason(R.UNANSWERED, {"party": "Åmål", "on": None}),
        Reason(R.TOO_FEW_ENTER, {"of": (), "have": 1, "need": 4}),
        Reason(R.THESE_ENTER, {"of": (), "parties": frozenset({"Mellerud"})}),
        Reason(R.EXTRA_FAILS, {"of": (), "code": "COST_CEILING"}),
        Reason(R.LEGAL_FORCE_NOT_CONFIRMED, {"of": (), "missing": ("Mellerud",)}),
    )
    assert ways(entry) == [
        (W.ACCEPT_WORDING, WORDING, missing),
        (W.ASK_AGAIN, "Bengtsfors", False),
        (W.AWAIT_ANSWER, "Dals-Ed", False),
        (W.ANSWER_REMITTAL, "Färgelanda", False),
        (W.AWAIT_ANSWER, "Åmål", True),
        (W.CONFIRM_LEGAL_FORCE, ("Mellerud",)),
    ]


def test_a_matter_that_lost_the_party_the_ceiling_needs_must_be_proposed_anew():
    answers = MIDWAY | {"Åmål": other(Outcome.NO, "2026-03-31")}

    entry = evaluate(ASKED_FOR, answers, MATTER, today=date(2026, 4, 1))

    assert (entry.holds, entry.can_hold, entry.earliest_on) == (False, False, None)
    assert ways(entry) == [(W.CHANGE_TERM, "COST_CEILING"), (W.NEW_PROPOSAL, ("Bengtsfors", "Mellerud"))]


def test_a_wording_that_everybody_accepts_takes_the_place_of_the_base_with_its_own_start():
    both = (BASE, WORDING)
    answers = {
        "Bengtsfors": changed("2026-03-02"),
        "Dals-Ed": yes("2026-03-25", versions=both),
        "Färgelanda": yes("2026-04-29", versions=both),
        "Mellerud": yes("2026-02-25", versions=both),
        "Åmål": other(Outcome.OPTED_OUT, "2026-05-27"),
    }

    entry = evaluate(ASKED_FOR, answers, (AtLeast(4),), today=date(2026, 6, 1))

    assert (entry.holds, entry.version, entry.parties, entry.on) == (True, WORDING, FIVE[:4], date(2026, 10, 1))
    assert entry.ways_forward == ()


def test_one_party_that_does_not_accept_the_wording_keeps_its_author_out():
    both = (BASE, WORDING)
    answers = {
        "Bengtsfors": changed("2026-03-02"),
        "Dals-Ed": yes("2026-03-25"),
        "Färgelanda": yes("2026-04-29", versions=both),
        "Mellerud": yes("2026-02-25", versions=both),
        "Åmål": yes("2026-05-27", versions=both),
    }

    entry = evaluate(ASKED_FOR, answers, (AtLeast(4),), today=date(2026, 6, 1))

    assert (entry.holds, entry.version, entry.parties, entry.on) == (True, BASE, FIVE[1:], START)
    assert entry.reasons[0] == Reason(
        R.WORDING_NOT_ACCEPTED,
        {"party": "Bengtsfors", "on": date(2026, 3, 2), "wordings": {WORDING: ("Dals-Ed",)}},
    )


def test_two_wordings_that_everybody_accepts_leave_nobody_to_say_which():
    other_wording = "c" * 64
    three = Proposal(BASE, ("A", "B", "C"))
    all_of_them = (BASE, WORDING, other_wording)
    answers = {
        "A": changed("2026-03-02", versions=all_of_them),
        "B": replace(changed("2026-03-02", versions=all_of_them), wording=other_wording),
        "C": yes("2026-03-03", versions=all_of_them),
    }

    entry = evaluate(three, answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.version, entry.parties) == (False, False, None, ("A", "B", "C"))
    assert entry.reasons[-1] == Reason(R.SEVERAL_WORDINGS, {"wordings": (WORDING, other_wording)})
    assert ways(entry) == [
        (W.CHOOSE_WORDING, (WORDING, other_wording)),
        (W.NEW_PROPOSAL, ("A", "B", "C")),
    ]


def test_a_yes_to_an_older_version_is_no_yes_to_this_one():
    three = Proposal(BASE, ("A", "B", "C"))
    answers = {"A": yes("2026-03-02"), "B": yes("2026-03-03", versions=(OLDER,)), "C": yes("2026-03-04")}

    entry = evaluate(three, answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.parties) == (False, True, ("A", "C"))
    assert entry.reasons[1] == Reason(R.OTHER_VERSION, {"party": "B", "on": date(2026, 3, 3), "versions": (OLDER,)})
    assert ways(entry) == [(W.ASK_AGAIN, "B", True)]


def test_if_the_others_too_holds_for_all_together():
    answers = {party: yes("2026-03-02", AllOf()) for party in FIVE}

    entry = evaluate(ASKED_FOR, answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.parties, entry.on) == (True, FIVE, START)
    assert entry.reasons[-1] == Reason(R.ALL_ENTER, {"of": FIVE})


def test_if_the_others_too_falls_step_by_step_and_each_says_for_whom():
    """Mellerud needs Bengtsfors, who needs Dals-Ed, who said no; Åmål asks for nothing."""
    answers = {
        "Bengtsfors": yes("2026-03-02", These(frozenset({"Dals-Ed"}))),
        "Dals-Ed": other(Outcome.NO, "2026-03-25"),
        "Färgelanda": yes("2026-03-02", AtLeast(4)),
        "Mellerud": yes("2026-03-02", These(frozenset({"Bengtsfors", "Åmål"}))),
        "Åmål": yes("2026-03-02"),
    }

    entry = evaluate(ASKED_FOR, answers, (AtLeast(2),), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.parties) == (False, False, ("Åmål",))
    on = date(2026, 3, 2)
    fails = R.OWN_CONDITION_FAILS
    assert [entry.reasons[number] for number in (0, 2, 3)] == [
        Reason(
            fails,
            {
                "party": "Bengtsfors",
                "on": on,
                "because": (Reason(R.THESE_MISSING, {"of": ("Bengtsfors",), "missing": ("Dals-Ed",)}),),
            },
        ),
        Reason(
            fails,
            {
                "party": "Färgelanda",
                "on": on,
                "because": (Reason(R.TOO_FEW_ENTER, {"of": ("Färgelanda",), "have": 3, "need": 4}),),
            },
        ),
        Reason(
            fails,
            {
                "party": "Mellerud",
                "on": on,
                "because": (Reason(R.THESE_MISSING, {"of": ("Mellerud",), "missing": ("Bengtsfors",)}),),
            },
        ),
    ]
    assert ways(entry) == [
        (W.LOWER_THE_NUMBER, 2, 1),
        (W.NEW_PROPOSAL, ("Bengtsfors", "Färgelanda", "Mellerud", "Åmål")),
    ]


def test_an_annulled_decision_stands_without_ground_and_can_be_taken_anew():
    answers = {party: yes("2026-03-02") for party in FIVE}
    answers["Mellerud"] = replace(answers["Mellerud"], annulled=True)

    entry = evaluate(ASKED_FOR, answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.can_hold) == (False, True)
    assert entry.reasons[3] == Reason(R.WITHOUT_GROUND, {"party": "Mellerud", "on": date(2026, 3, 2)})
    assert ways(entry) == [(W.ASK_AGAIN, "Mellerud", True)]


def test_an_annulled_no_is_no_answer_either():
    answers = {"A": yes("2026-03-02"), "B": other(Outcome.NO, "2026-03-02", annulled=True)}

    assert evaluate(Proposal(BASE, ("A", "B")), answers, (AllOf(),), today=TODAY).can_hold


@pytest.mark.parametrize(
    ("today", "holds", "forward"),
    [
        (date(2026, 6, 30), False, [(W.WAIT_UNTIL, date(2026, 7, 1))]),
        (date(2026, 7, 1), True, []),
    ],
)
def test_not_before_a_day_waits_for_it(today: date, holds: bool, forward: list):
    answers = {"A": yes("2026-03-02"), "B": yes("2026-03-20")}

    entry = evaluate(Proposal(BASE, ("A", "B")), answers, (AllOf(), NotBefore(date(2026, 7, 1))), today=today)

    assert (entry.holds, ways(entry)) == (holds, forward)
    assert (entry.on or entry.earliest_on) == date(2026, 7, 1)


def test_the_start_day_is_no_condition_and_it_holds_ahead_of_it():
    answers = {"A": yes("2026-03-02"), "B": yes("2026-03-20")}

    entry = evaluate(Proposal(BASE, ("A", "B"), START), answers, (AllOf(),), today=date(2026, 3, 20))

    assert (entry.holds, entry.on) == (True, START)


def test_it_holds_from_the_last_decision_when_no_start_day_is_proposed():
    answers = {"A": yes("2026-03-02", force="2026-03-26"), "B": yes("2026-03-20", force="2026-04-14")}
    two = Proposal(BASE, ("A", "B"))

    assert evaluate(two, answers, (AllOf(),), today=TODAY).on == date(2026, 3, 20)
    assert evaluate(two, answers, (AllOf(), ConfirmedLegalForce()), today=TODAY).on == date(2026, 4, 14)


def test_legal_force_is_waited_for_and_then_confirmed():
    waiting = replace(yes("2026-05-20"), legal_force_on=date(2026, 6, 17))
    answers = {"A": yes("2026-03-02", force="2026-03-26"), "B": waiting}
    condition = (AllOf(), ConfirmedLegalForce())

    entry = evaluate(Proposal(BASE, ("A", "B")), answers, condition, today=TODAY)

    assert (entry.holds, entry.can_hold, entry.earliest_on) == (False, True, date(2026, 6, 17))
    assert ways(entry) == [(W.WAIT_UNTIL, date(2026, 6, 17)), (W.CONFIRM_LEGAL_FORCE, ("B",))]
    after = evaluate(Proposal(BASE, ("A", "B")), answers, condition, today=date(2026, 6, 18))
    assert ways(after) == [(W.CONFIRM_LEGAL_FORCE, ("B",))]


def test_one_partys_own_wish_for_legal_force_makes_all_wait_and_nobody_fall_away():
    answers = {"A": yes("2026-03-02", ConfirmedLegalForce(), force="2026-03-26"), "B": yes("2026-03-20")}

    entry = evaluate(Proposal(BASE, ("A", "B")), answers, (AtLeast(1),), today=TODAY)

    assert (entry.holds, entry.parties) == (False, ("A", "B"))
    assert entry.reasons[-1] == Reason(R.LEGAL_FORCE_NOT_CONFIRMED, {"of": ("A",), "missing": ("B",)})


def test_a_term_that_cannot_be_told_neither_holds_nor_fails():
    unknown = Extra("COST_CEILING", lambda entering: None)
    answers = {"A": yes("2026-03-02", unknown), "B": yes("2026-03-20")}

    entry = evaluate(Proposal(BASE, ("A", "B")), answers, (AllOf(),), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.parties) == (False, True, ("A", "B"))
    assert entry.reasons[-1] == Reason(R.EXTRA_NOT_KNOWN, {"of": ("A",), "code": "COST_CEILING"})
    assert ways(entry) == [(W.FIND_OUT, "COST_CEILING")]


def test_a_term_of_another_room_that_turns_false_with_more_parties_leaves_a_consistent_set():
    """Three fit in the shared premises. Who asks for that falls away when four come, though three of them would fit."""
    premises = Extra("PREMISES", lambda entering: len(entering) <= 3)
    answers = {party: yes("2026-03-02") for party in FIVE[:3]} | {"Mellerud": yes("2026-03-02", premises)}

    entry = evaluate(ASKED_FOR, answers, (AtLeast(2),), today=TODAY)

    assert (entry.holds, entry.parties) == (True, FIVE[:3])


def test_nobody_enters_where_everybody_stays_outside():
    answers = {party: other(Outcome.NO, "2026-03-02") for party in FIVE}

    entry = evaluate(ASKED_FOR, answers, (), today=TODAY)

    assert (entry.holds, entry.can_hold, entry.parties) == (False, False, ())
    assert entry.reasons[-1] == Reason(R.NOBODY_ENTERS)
    assert ways(entry) == [(W.NEW_PROPOSAL, ())]


@pytest.mark.parametrize(
    "build",
    [
        lambda: evaluate(ASKED_FOR, {"Lysekil": yes("2026-03-02")}, (), today=TODAY),
        lambda: evaluate(ASKED_FOR, {"Åmål": yes("2026-03-02", These(frozenset({"Lysekil"})))}, (), today=TODAY),
        lambda: evaluate(ASKED_FOR, {}, (These(frozenset({"Lysekil"})),), today=TODAY),
    ],
)
def test_somebody_the_proposal_does_not_name_is_refused(build):
    with pytest.raises(NotAParty, match="Lysekil"):
        build()


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (lambda: Proposal(BASE, ()), InvalidProposal),
        (lambda: Proposal(BASE, ("A", "A")), InvalidProposal),
        (lambda: Answer(outcome=Outcome.YES, decided_on=TODAY), InvalidAnswer),
        (lambda: Answer(outcome=Outcome.YES, accepts=frozenset({BASE})), InvalidAnswer),
        (lambda: Answer(confirmed=True), InvalidAnswer),
        (
            lambda: Answer(outcome=Outcome.YES_WITH_CHANGES, accepts=frozenset({BASE}), decided_on=TODAY),
            InvalidAnswer,
        ),
        (
            lambda: Answer(
                outcome=Outcome.YES_WITH_CHANGES, accepts=frozenset({BASE}), decided_on=TODAY, wording=WORDING
            ),
            InvalidAnswer,
        ),
        (
            lambda: Answer(outcome=Outcome.YES, accepts=frozenset({WORDING}), decided_on=TODAY, wording=WORDING),
            InvalidAnswer,
        ),
        (lambda: AtLeast(0), InvalidTerm),
        (lambda: These(frozenset()), InvalidTerm),
    ],
)
def test_what_says_nothing_is_refused(build, error: type[Exception]):
    with pytest.raises(error):
        build()
