"""Entry conditions: worked examples with their reasons, and the ways forward tried out."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.law.entry import (
    Answer,
    EntryReason,
    InvalidAnswer,
    InvalidProposal,
    NotAParty,
    Outcome,
    Proposal,
    Way,
    evaluate,
)
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Extra, InvalidTerm, NotBefore, These
from tests.cores.law.test_entry_brute_force import CONDITIONS, TODAY, many

BASE, OLDER, WORDING = "3" * 64, "2" * 64, "b" * 64
FIVE = ("Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud", "Åmål")
START = date(2026, 9, 1)
ASKED_FOR = Proposal(BASE, FIVE, START, {WORDING: date(2026, 10, 1)})
R, W = EntryReason, Way


def yes(on: str, *conditions, versions: tuple[str, ...] = (BASE,), force: str | None = None) -> Answer:
    return Answer(
        outcome=Outcome.YES,
        accepts=frozenset(versions),
        decided_on=date.fromisoformat(on),
        confirmed=force is not None,
        legal_force_on=date.fromisoformat(force) if force else None,
        conditions=conditions,
    )


def changed(on: str, *conditions, versions: tuple[str, ...] = (WORDING,)) -> Answer:
    return Answer(
        outcome=Outcome.YES_WITH_CHANGES,
        accepts=frozenset(versions),
        wording=WORDING,
        decided_on=date.fromisoformat(on),
        conditions=conditions,
    )


def other(outcome: Outcome, on: str | None = None, *, annulled: bool = False) -> Answer:
    return Answer(outcome=outcome, decided_on=date.fromisoformat(on) if on else None, annulled=annulled)


def ways(entry) -> list[tuple]:
    return [(way.code, *way.values.values()) for way in entry.ways_forward]


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
