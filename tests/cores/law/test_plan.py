"""The time plan of one municipality: Bengtsfors in 2022 worked by hand, and ten random calendars by brute force."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from samsyn.cores.law.appeals import Deadline, LegalForce, State
from samsyn.cores.law.chain import SUMMONED
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.timeplan import (
    Approval,
    Chain,
    InvalidChain,
    NotPlanned,
    PlannedStep,
    PlanReason,
    Sitting,
    Step,
    common_plan,
    missed,
    plan_backward,
    plan_forward,
)
from samsyn.organisations.enums import BodyKind
from tests.cores.law import brute_timeplan
from tests.cores.law.calendars import BENGTSFORS, READY, codes, council, day, held, random_chain, sits, sittings


def test_bengtsfors_2022_with_a_week_for_papers():
    """Papers ready on Monday 3 January, a week before each sitting assumed.

    Thursday 13 January takes papers until the 6th: in time. The board on Wednesday 19 January takes them until the
    12th, the day before the subcommittee sits, so it is that of 16 February (9 February). The council on 7 February is
    then too early, so it is that of Monday 7 March (28 February). Minutes by Monday 21 March, announced by Wednesday
    the 23rd, appeals until Wednesday 13 April, two days before Good Friday; legal force on Thursday 14 April.
    """
    plan = plan_forward(BENGTSFORS, READY)

    assert plan.steps == (
        PlannedStep("Sociala utskottet", "SUBCOMMITTEE", False, day("2022-01-13"), day("2022-01-06"), True),
        PlannedStep("Kommunstyrelsen", "EXECUTIVE_BOARD", False, day("2022-02-16"), day("2022-02-09"), True),
        PlannedStep(
            "Kommunfullmäktige",
            "COUNCIL",
            True,
            day("2022-03-07"),
            day("2022-02-28"),
            True,
            summons_by=day("2022-02-28"),
        ),
    )
    assert plan.papers_by == day("2022-01-06")
    assert plan.decided_on == day("2022-03-07")
    assert plan.approved == Deadline(day("2022-03-21"), day("2022-03-21"))
    assert plan.announced == Deadline(day("2022-03-23"), day("2022-03-23"))
    assert (plan.last_day_to_appeal, plan.legal_force_on) == (day("2022-04-13"), day("2022-04-14"))
    assert codes(plan) == [PlanReason.COPY_DEADLINE_ASSUMED] * 3


def test_bengtsfors_2022_with_minutes_approved_at_once_saves_a_fortnight():
    """Approved on 7 March, announced by Wednesday 9 March, appeals until Wednesday 30 March."""
    plan = plan_forward(BENGTSFORS, READY, approval=Approval.AT_ONCE)

    assert plan.approved == Deadline(day("2022-03-07"), day("2022-03-07"))
    assert plan.announced == Deadline(day("2022-03-09"), day("2022-03-09"))
    assert (plan.last_day_to_appeal, plan.legal_force_on) == (day("2022-03-30"), day("2022-03-31"))


def test_bengtsfors_2022_with_a_day_for_papers_reaches_the_council_of_february():
    """The board of 19 January takes papers until the 18th; the council of 7 February is summoned by 31 January."""
    plan = plan_forward(BENGTSFORS, READY, lead_days=1)

    assert sits(plan) == ["2022-01-13", "2022-01-19", "2022-02-07"]
    assert plan.steps[2].papers_by == day("2022-01-31")
    assert plan.legal_force_on == day("2022-03-17")  # 21 and 23 February, 16 March


def test_bengtsfors_2022_when_the_papers_are_late():
    assert sits(plan_forward(BENGTSFORS, day("2022-01-07"))) == ["2022-01-27", "2022-02-16", "2022-03-07"]

    too_late = plan_forward(BENGTSFORS, day("2022-01-21"))
    assert (too_late.steps, too_late.legal_force_on) == ((), None)
    assert too_late.reasons == (
        Reason(
            PlanReason.CALENDAR_ENDS,
            {"body": "Sociala utskottet", "ready_on": day("2022-01-21"), "through": day("2022-01-27")},
        ),
    )


def test_bengtsfors_2022_backwards_from_legal_force():
    """By 14 April: the council of 7 March (28 February), the board of 16 February (9 February), 27 January (20th)."""
    plan = plan_backward(BENGTSFORS, day("2022-04-14"))

    assert sits(plan) == ["2022-01-27", "2022-02-16", "2022-03-07"]
    assert (plan.papers_by, plan.legal_force_on) == (day("2022-01-20"), day("2022-04-14"))
    # The subcommittee sits again before the board's deadline of 9 February, as far as its rhythm goes.
    assert codes(plan) == [
        PlanReason.COPY_DEADLINE_ASSUMED,
        PlanReason.CALENDAR_ENDS,
        PlanReason.COPY_DEADLINE_ASSUMED,
        PlanReason.CALENDAR_ENDS,
        PlanReason.COPY_DEADLINE_ASSUMED,
    ]


def test_bengtsfors_2022_backwards_from_a_day_too_early():
    """By 13 April it is the council of 7 February (31 January), the board of 19 January (12th), and nobody before."""
    plan = plan_backward(BENGTSFORS, day("2022-04-13"))

    assert (plan.steps, plan.papers_by, plan.legal_force_on) == ((), None, None)
    assert plan.reasons[0] == Reason(
        PlanReason.NO_SITTING_IN_TIME, {"body": "Sociala utskottet", "limit": day("2022-01-12")}
    )


def test_council_takes_no_papers_after_its_summons():
    """The copy deadline is three days before, but what it decides stands in the summons a week before."""
    late, early = Sitting(day("2026-06-17"), day("2026-06-14")), Sitting(day("2026-09-02"), day("2026-08-19"))

    plan = plan_forward(council(late, early), day("2026-06-11"))

    assert sits(plan) == ["2026-09-02"]
    in_time = plan_forward(council(late, early), day("2026-06-10"))
    assert (sits(in_time), codes(in_time)) == (["2026-06-17"], [PlanReason.SUMMONS_COMES_FIRST])


def test_a_board_takes_papers_after_the_day_a_council_would_be_summoned():
    chain = Chain((Step("KS", "EXECUTIVE_BOARD", (Sitting(day("2026-06-17"), day("2026-06-14")),), decides=True),))

    assert sits(plan_forward(chain, day("2026-06-14"))) == ["2026-06-17"]


def test_summons_sent_less_than_a_week_before_is_told():
    plan = plan_forward(council(Sitting(day("2026-06-17"), day("2026-06-01"), day("2026-06-11"))), day("2026-05-01"))

    assert plan.reasons == (
        Reason(
            PlanReason.SUMMONS_TOO_LATE,
            {
                "body": "KF",
                "sits_on": day("2026-06-17"),
                "mailing_on": day("2026-06-11"),
                "summons_by": day("2026-06-10"),
            },
        ),
    )


def test_an_assumed_copy_deadline_is_not_after_a_known_mailing():
    board = Step("KS", "EXECUTIVE_BOARD", (Sitting(day("2026-06-17"), None, day("2026-06-05")),), decides=True)

    assert plan_forward(Chain((board,)), day("2026-05-01")).papers_by == day("2026-06-05")
    own = replace(board, lead_days=20)
    assert plan_forward(Chain((own,)), day("2026-05-01")).papers_by == day("2026-05-28")


def test_a_cancelled_sitting_is_passed_over_and_told():
    plan = plan_forward(council(Sitting(day("2026-06-17"), cancelled=True), Sitting(day("2026-09-02"))), READY)

    assert sits(plan) == ["2026-09-02"]
    assert plan.reasons[0] == Reason(PlanReason.CANCELLED, {"body": "KF", "sits_on": day("2026-06-17")})


def test_the_summer_gap_costs_what_it_costs():
    """Mid-June missed: nothing in July, and the next council is in September."""
    calendar = sittings("2026-05-20", "2026-06-17", "2026-09-02")

    plan = plan_forward(council(*calendar), day("2026-06-11"))

    assert (sits(plan), plan.legal_force_on) == (["2026-09-02"], day("2026-10-10"))


def test_days_that_end_on_no_weekday_are_planned_on_the_next_and_both_are_shown():
    """Council on Thursday 10 December: the fourteenth day is Christmas Eve, and the weekday after it the 28th."""
    plan = plan_forward(council(*sittings("2026-12-10")), day("2026-11-02"))

    assert plan.approved == Deadline(day("2026-12-24"), day("2026-12-28"))
    assert plan.announced == Deadline(day("2026-12-30"), day("2026-12-30"))
    assert (plan.last_day_to_appeal, plan.legal_force_on) == (day("2027-01-20"), day("2027-01-21"))


def test_two_bodies_may_sit_on_one_day_where_papers_are_handed_over_at_once():
    board = Step("KS", "EXECUTIVE_BOARD", sittings("2026-06-10"), lead_days=0)
    joint = Step("Nämnden", "COMMITTEE", sittings("2026-06-10"), decides=True, lead_days=0)

    assert sits(plan_forward(Chain((board, joint)), day("2026-06-10"))) == ["2026-06-10", "2026-06-10"]


def test_one_step_may_have_another_way_to_approve_its_minutes():
    chain = council(*sittings("2026-06-17"), approval=Approval.AT_ONCE)

    assert plan_forward(chain, READY).approved == Deadline(day("2026-06-17"), day("2026-06-17"))


def test_what_follows_the_decision_in_the_chain_is_not_planned():
    after = Step("Nämnden", "COMMITTEE", sittings("2027-01-01"))
    chain = Chain((*BENGTSFORS.steps, after))

    assert plan_forward(chain, READY).legal_force_on == day("2022-04-14")


@pytest.mark.parametrize("plan", [lambda chain: plan_forward(chain, READY), lambda chain: plan_backward(chain, READY)])
def test_a_chain_where_nobody_decides_has_no_plan(plan):
    found = plan(Chain((Step("AU", "SUBCOMMITTEE", sittings("2022-03-01")),)))

    assert (found.steps, found.legal_force_on, codes(found)) == ((), None, [PlanReason.NOBODY_DECIDES])


@pytest.mark.parametrize("ready", ["2022-01-03", "2022-01-28"])
def test_steps_that_have_been_held_stand_as_they_were(ready: str):
    """And what is still to come comes after them, however early the papers were ready."""
    plan = plan_forward(held(BENGTSFORS, "2022-01-27"), day(ready))

    assert (plan.steps[0].sits_on, plan.steps[0].held) == (day("2022-01-27"), True)
    assert (sits(plan)[1:], plan.papers_by) == (["2022-02-16", "2022-03-07"], day("2022-02-09"))
    with pytest.raises(NotPlanned):
        missed(common_plan({"Bengtsfors": held(BENGTSFORS, "2022-01-27")}, READY), "Bengtsfors", 0)


ALL_HELD = ("2022-01-27", "2022-02-16", "2022-03-07")


@pytest.mark.parametrize(
    ("facts", "last", "force"),
    [
        ({}, "2022-04-13", "2022-04-14"),
        ({"approved_on": day("2022-03-10")}, "2022-04-04", "2022-04-05"),  # announced by Monday the 14th: the 12th
        ({"announced_on": day("2022-03-11")}, "2022-04-01", "2022-04-02"),
        (
            {
                "announced_on": day("2022-03-11"),
                "legal_force": LegalForce(State.CONFIRMED, day("2022-04-01"), day("2022-09-01"), ()),
            },
            "2022-04-01",
            "2022-09-01",  # an appeal was rejected
        ),
    ],
)
def test_what_is_known_of_the_decision_takes_the_place_of_what_is_counted(facts: dict, last: str, force: str):
    plan = plan_forward(held(BENGTSFORS, *ALL_HELD, **facts), day("2022-03-08"))

    assert (plan.last_day_to_appeal, plan.legal_force_on) == (day(last), day(force))
    assert plan.papers_by is None


@pytest.mark.parametrize("state", [State.APPEALED, State.ANNULLED, State.STAYED, State.NOT_RUN])
def test_legal_force_of_a_decision_that_is_disturbed_cannot_be_told(state: State):
    chain = held(BENGTSFORS, *ALL_HELD, announced_on=day("2022-03-11"), legal_force=LegalForce(state, None, None, ()))

    plan = plan_forward(chain, day("2022-03-08"))

    assert plan.legal_force_on is None
    assert plan.reasons == (Reason(PlanReason.LEGAL_FORCE_NOT_KNOWN, {"state": state}),)


def test_backwards_from_a_day_that_what_is_held_has_passed():
    """Legal force by 17 March asks for the council of 7 February, whose papers were due on 31 January."""
    plan = plan_backward(held(BENGTSFORS, "2022-01-27", "2022-02-02"), day("2022-03-17"))

    assert (plan.steps, plan.legal_force_on) == ((), None)
    late = {"body": "Kommunfullmäktige", "papers_by": day("2022-01-31"), "ready_on": day("2022-02-02")}
    assert plan.reasons[-1] == Reason(PlanReason.TOO_LATE, late)


def test_backwards_from_a_day_before_the_legal_force_of_what_is_decided():
    plan = plan_backward(held(BENGTSFORS, *ALL_HELD), day("2022-04-13"))

    assert plan.reasons == (
        Reason(PlanReason.LEGAL_FORCE_LATER, {"legal_force_on": day("2022-04-14"), "limit": day("2022-04-13")}),
    )


def test_backwards_a_body_may_sit_on_the_day_the_next_one_takes_papers_until():
    board = Step("KS", "EXECUTIVE_BOARD", sittings("2022-01-31", "2022-02-28"))

    plan = plan_backward(Chain((board, *BENGTSFORS.steps[2:])), day("2022-04-14"))

    assert sits(plan) == ["2022-02-28", "2022-03-07"]


def test_backwards_the_sitting_that_takes_papers_for_longest_is_chosen_though_it_sits_earlier():
    """Papers for the extra sitting of 2 March are due long before those of 23 February."""
    first, extra = Sitting(day("2022-02-23"), day("2022-02-16")), Sitting(day("2022-03-02"), day("2022-02-01"))

    plan = plan_backward(council(first, extra), day("2022-12-01"))

    assert (sits(plan), plan.papers_by) == (["2022-02-23"], day("2022-02-16"))


def test_backwards_tells_of_a_calendar_that_ends_only_where_a_later_sitting_could_still_do():
    laid_down = council(*sittings("2022-02-07", "2022-03-07"), calendar_through=day("2022-12-31"))

    assert PlanReason.CALENDAR_ENDS not in codes(plan_backward(laid_down, day("2022-04-14")))
    assert PlanReason.CALENDAR_ENDS in codes(plan_backward(laid_down, day("2023-06-01")))


@pytest.mark.parametrize(
    "build",
    [
        lambda: Sitting(day("2026-06-17"), day("2026-06-18")),
        lambda: Sitting(day("2026-06-17"), None, day("2026-06-18")),
        lambda: Step("KS", "EXECUTIVE_BOARD", lead_days=-1),
        lambda: Chain((Step("KS", "EXECUTIVE_BOARD"), Step("KF", "COUNCIL", held_on=READY))),
        lambda: held(BENGTSFORS, "2022-01-27", "2022-01-19"),
        lambda: replace(BENGTSFORS, announced_on=READY),
    ],
)
def test_steps_that_contradict_each_other_are_refused(build):
    with pytest.raises(InvalidChain):
        build()


def test_the_bodies_that_are_summoned_a_week_before_are_kinds_of_the_register():
    assert set(BodyKind.values) > SUMMONED


@pytest.mark.parametrize("approval", Approval)
@pytest.mark.parametrize("seed", range(10))
def test_random_calendar_equals_brute_force(seed: int, approval: Approval):
    chain, chance = random_chain(seed), random.Random(seed)
    how = {"approval": approval, "lead_days": chance.randint(0, 10)}
    ways = brute_timeplan.ways(chain, **how)
    assert ways, "a calendar with no way through shows nothing"
    from_day = min(sitting.sits_on for step in chain.steps for sitting in step.sittings) - timedelta(days=30)

    for number in range(150):
        either = from_day + timedelta(days=3 * number)
        assert plan_forward(chain, either, **how).legal_force_on == brute_timeplan.earliest(ways, either)
        backward = plan_backward(chain, either, **how)
        assert backward.papers_by == brute_timeplan.last_to_be_ready(ways, either)
        if backward.papers_by:
            again = plan_forward(chain, backward.papers_by, **how)
            assert again.legal_force_on is not None
            assert again.legal_force_on <= either
            late = plan_forward(chain, backward.papers_by + timedelta(days=1), **how)
            assert late.legal_force_on is None or late.legal_force_on > either
