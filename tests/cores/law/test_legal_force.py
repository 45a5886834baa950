"""Where a decision stands on its way to legal force: each state, with its reasons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.law.appeals import (
    Announcement,
    Appeal,
    AppealOutcome,
    AppealReason,
    ContradictoryFacts,
    DecisionFacts,
    LegalForce,
    State,
    legal_force,
)
from samsyn.cores.law.holidays import DayOff
from samsyn.cores.law.reasons import Reason


def day(text: str) -> date:
    return date.fromisoformat(text)


UP = Announcement(day("2026-03-04"))  # last day 25 March, legal force 26 March
LAST, FORCE = day("2026-03-25"), day("2026-03-26")
RUNS = Reason(AppealReason.PERIOD_RUNS, {"last_day": LAST})
OVER = Reason(AppealReason.PERIOD_OVER, {"last_day": LAST})
BY = Reason(AppealReason.CONFIRMED_BY, {"by": "registrar", "on": day("2026-03-27")})
CONFIRMED = {"confirmed_by": "registrar", "confirmed_on": day("2026-03-27")}
PENDING = Reason(AppealReason.APPEAL_PENDING, {"came_in_on": day("2026-03-20")})
REJECTED = Appeal(day("2026-03-20"), day("2026-09-01"), AppealOutcome.REJECTED)
ENDED = Reason(AppealReason.APPEAL_ENDED, {"ended_on": day("2026-09-01"), "outcome": AppealOutcome.REJECTED})


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        (
            DecisionFacts(appealable=False, announcements=(UP,)),
            "2026-03-10",
            LegalForce(State.NOT_APPEALABLE, None, None, (Reason(AppealReason.PREPARES_OR_EXECUTES),)),
        ),
        (
            DecisionFacts(),
            "2026-03-10",
            LegalForce(State.NOT_ANNOUNCED, None, None, (Reason(AppealReason.NO_ANNOUNCEMENT, {"boards": ()}),)),
        ),
        (  # not yet, as of a day before it was put up
            DecisionFacts(announcements=(UP,)),
            "2026-03-03",
            LegalForce(State.NOT_ANNOUNCED, None, None, (Reason(AppealReason.NO_ANNOUNCEMENT, {"boards": (None,)}),)),
        ),
        (DecisionFacts(announcements=(UP,)), "2026-03-04", LegalForce(State.RUNNING, LAST, FORCE, (RUNS,))),
        (DecisionFacts(announcements=(UP,)), "2026-03-25", LegalForce(State.RUNNING, LAST, FORCE, (RUNS,))),
        (DecisionFacts(announcements=(UP,)), "2026-03-26", LegalForce(State.OVER_UNCONFIRMED, LAST, FORCE, (OVER,))),
        (
            DecisionFacts(announcements=(UP,), **CONFIRMED),
            "2026-03-26",  # the day before it was confirmed
            LegalForce(State.OVER_UNCONFIRMED, LAST, FORCE, (OVER,)),
        ),
        (
            DecisionFacts(announcements=(UP,), **CONFIRMED),
            "2026-03-27",
            LegalForce(State.CONFIRMED, LAST, FORCE, (OVER, BY)),
        ),
        (
            DecisionFacts(announcements=(UP,), confirmed_by="registrar", confirmed_on=FORCE),
            "2026-03-26",  # on the first day that it can be
            LegalForce(
                State.CONFIRMED,
                LAST,
                FORCE,
                (OVER, Reason(AppealReason.CONFIRMED_BY, {"by": "registrar", "on": FORCE})),
            ),
        ),
        (
            DecisionFacts(announcements=(UP,), confirmed_by="registrar", confirmed_on=LAST),
            "2026-04-01",
            LegalForce(
                State.OVER_UNCONFIRMED,
                LAST,
                FORCE,
                (
                    OVER,
                    Reason(AppealReason.CONFIRMED_TOO_EARLY, {"by": "registrar", "on": LAST, "earliest": FORCE}),
                ),
            ),
        ),
        (
            DecisionFacts(announcements=(Announcement(day("2026-03-04"), day("2026-03-24"), "own"),), **CONFIRMED),
            "2026-04-01",
            LegalForce(
                State.NOT_RUN,
                None,
                None,
                (
                    Reason(
                        AppealReason.TAKEN_DOWN_TOO_EARLY, {"board": "own", "on": day("2026-03-24"), "last_day": LAST}
                    ),
                ),
            ),
        ),
        (  # up for how much of the last day? nobody has said that it has legal force
            DecisionFacts(announcements=(Announcement(day("2026-03-04"), LAST, "own"),)),
            "2026-03-26",
            LegalForce(
                State.OVER_UNCONFIRMED,
                LAST,
                FORCE,
                (OVER, Reason(AppealReason.TAKEN_DOWN_ON_THE_LAST_DAY, {"board": "own", "on": LAST})),
            ),
        ),
        (
            DecisionFacts(announcements=(Announcement(day("2026-03-04"), LAST, "own"),), **CONFIRMED),
            "2026-04-01",
            LegalForce(State.CONFIRMED, LAST, FORCE, (OVER, BY)),
        ),
        (
            DecisionFacts(announcements=(UP,), appeals=(Appeal(day("2026-03-20")),)),
            "2026-04-01",
            LegalForce(State.APPEALED, LAST, None, (PENDING,)),
        ),
        (
            DecisionFacts(announcements=(UP,), appeals=(REJECTED,), **CONFIRMED),
            "2026-08-31",
            LegalForce(State.APPEALED, LAST, None, (PENDING,)),
        ),
        (
            DecisionFacts(announcements=(UP,), appeals=(REJECTED,)),
            "2026-09-01",
            LegalForce(State.OVER_UNCONFIRMED, LAST, day("2026-09-01"), (OVER, ENDED)),
        ),
        (
            DecisionFacts(
                announcements=(UP,), appeals=(REJECTED,), confirmed_by="registrar", confirmed_on=day("2026-09-02")
            ),
            "2026-09-02",
            LegalForce(
                State.CONFIRMED,
                LAST,
                day("2026-09-01"),
                (OVER, ENDED, Reason(AppealReason.CONFIRMED_BY, {"by": "registrar", "on": day("2026-09-02")})),
            ),
        ),
        (  # withdrawn while the period runs: others may still appeal
            DecisionFacts(
                announcements=(UP,),
                appeals=(Appeal(day("2026-03-10"), day("2026-03-12"), AppealOutcome.WITHDRAWN),),
            ),
            "2026-03-13",
            LegalForce(
                State.RUNNING,
                LAST,
                FORCE,
                (
                    RUNS,
                    Reason(
                        AppealReason.APPEAL_ENDED,
                        {"ended_on": day("2026-03-12"), "outcome": AppealOutcome.WITHDRAWN},
                    ),
                ),
            ),
        ),
        (  # late, says the calendar; whether it is, says the court
            DecisionFacts(announcements=(UP,), appeals=(Appeal(FORCE),), **CONFIRMED),
            "2026-04-01",
            LegalForce(
                State.APPEALED,
                LAST,
                None,
                (Reason(AppealReason.APPEAL_CAME_LATE, {"came_in_on": FORCE, "last_day": LAST}),),
            ),
        ),
        (
            DecisionFacts(announcements=(UP,), appeals=(Appeal(day("2026-03-20")),), annulled_on=day("2026-11-03")),
            "2026-11-03",
            LegalForce(
                State.ANNULLED, LAST, None, (Reason(AppealReason.ANNULLED_BY_COURT, {"on": day("2026-11-03")}),)
            ),
        ),
        (
            DecisionFacts(announcements=(UP,), appeals=(Appeal(day("2026-03-20")),), stayed_on=day("2026-04-02")),
            "2026-04-02",
            LegalForce(
                State.STAYED, LAST, None, (Reason(AppealReason.STAYED_BY_COURT, {"on": day("2026-04-02")}), PENDING)
            ),
        ),
        (
            DecisionFacts(
                announcements=(UP,),
                appeals=(Appeal(day("2026-03-20")),),
                stayed_on=day("2026-04-02"),
                stay_ended_on=day("2026-05-04"),
            ),
            "2026-05-04",
            LegalForce(State.APPEALED, LAST, None, (PENDING,)),
        ),
        (  # an appeal against what only prepares: the court has not yet said so
            DecisionFacts(appealable=False, appeals=(Appeal(day("2026-03-20")),)),
            "2026-04-01",
            LegalForce(State.APPEALED, None, None, (PENDING,)),
        ),
        (
            DecisionFacts(announcements=(Announcement(day("2022-03-25")),)),
            "2022-04-18",
            LegalForce(
                State.RUNNING,
                day("2022-04-19"),
                day("2022-04-20"),
                (
                    Reason(AppealReason.PERIOD_RUNS, {"last_day": day("2022-04-19")}),
                    Reason(
                        AppealReason.LAST_DAY_MOVED,
                        {
                            "counted": day("2022-04-15"),
                            "last_day": day("2022-04-19"),
                            "because": DayOff.GOOD_FRIDAY,
                        },
                    ),
                ),
            ),
        ),
    ],
)
def test_legal_force_of_a_decision(facts: DecisionFacts, today: str, expected: LegalForce):
    assert legal_force(facts, today=day(today)) == expected


def joint(*down: str | None, third: str | None = "2026-03-11") -> DecisionFacts:
    """A joint committee's decision on three boards, announced on 4, 5 and (as a rule) 11 March; last day 1 April."""
    days = ["2026-03-04", "2026-03-05", third]
    removed = [*down, *[None] * 3]
    return DecisionFacts(
        announcements=tuple(
            Announcement(day(up) if up else None, day(gone) if gone else None, board)
            for up, gone, board in zip(days, removed, "ABC", strict=False)
        )
    )


def test_legal_force_of_a_joint_committee_waits_for_every_board():
    found = legal_force(joint(third=None), today=day("2026-06-01"))

    assert (found.state, found.reasons) == (
        State.NOT_ANNOUNCED,
        (Reason(AppealReason.NO_ANNOUNCEMENT, {"boards": ("C",)}),),
    )


def test_legal_force_of_a_joint_committee_runs_from_the_last_board():
    found = legal_force(joint(), today=day("2026-03-20"))

    assert (found.state, found.last_day_to_appeal, found.legal_force_on) == (
        State.RUNNING,
        day("2026-04-01"),
        day("2026-04-02"),
    )


def test_legal_force_of_a_joint_committee_needs_each_notice_until_the_common_last_day():
    """The first board counted its own three weeks only."""
    found = legal_force(joint("2026-03-26", "2026-04-02"), today=day("2026-04-10"))

    too_early = {"board": "A", "on": day("2026-03-26"), "last_day": day("2026-04-01")}
    assert (found.state, found.reasons) == (
        State.NOT_RUN,
        (Reason(AppealReason.TAKEN_DOWN_TOO_EARLY, too_early),),
    )


def test_legal_force_as_of_a_day_before_the_notice_was_taken_down_is_still_running():
    assert legal_force(joint("2026-03-26"), today=day("2026-03-25")).state is State.RUNNING


@pytest.mark.parametrize(
    "build",
    [
        lambda: Announcement(day("2026-03-04"), day("2026-03-03")),
        lambda: Announcement(None, day("2026-03-03")),
        lambda: Appeal(day("2026-03-04"), day("2026-03-03"), AppealOutcome.DISMISSED),
        lambda: Appeal(day("2026-03-04"), day("2026-03-05")),
        lambda: Appeal(day("2026-03-04"), outcome=AppealOutcome.REJECTED),
        lambda: DecisionFacts(confirmed_on=day("2026-03-04")),
        lambda: DecisionFacts(confirmed_by="registrar"),
        lambda: DecisionFacts(stay_ended_on=day("2026-03-04")),
        lambda: DecisionFacts(stayed_on=day("2026-03-04"), stay_ended_on=day("2026-03-03")),
    ],
)
def test_facts_that_contradict_each_other_are_refused(build):
    with pytest.raises(ContradictoryFacts):
        build()


DAY = st.dates(date(2026, 1, 1), date(2026, 6, 1))
FACTS = st.builds(
    DecisionFacts,
    appealable=st.booleans(),
    announcements=st.lists(st.builds(Announcement, st.none() | DAY), max_size=3).map(tuple),
    appeals=st.lists(st.builds(Appeal, DAY), max_size=2).map(tuple),
    annulled_on=st.none() | DAY,
    stayed_on=st.none() | DAY,
    confirmed_by=st.just("registrar"),
    confirmed_on=DAY,
)


@given(FACTS, DAY)
def test_legal_force_is_told_only_where_a_day_can_be(facts: DecisionFacts, today: date):
    found = legal_force(facts, today=today)

    told = {State.RUNNING, State.OVER_UNCONFIRMED, State.CONFIRMED}
    assert (found.legal_force_on is not None) == (found.state in told)
    assert found.reasons
    if found.state is State.CONFIRMED:
        assert found.legal_force_on is not None
        assert found.legal_force_on <= facts.confirmed_on <= today
    if found.state is State.RUNNING:
        assert found.legal_force_on > today
