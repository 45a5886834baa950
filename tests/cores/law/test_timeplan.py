"""The time plans of all together: the common day, who is last, and what a missed sitting costs."""

import pytest

from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.timeplan import (
    Chain,
    NotPlanned,
    PlanReason,
    Step,
    common_plan,
    missed,
)
from tests.cores.law.calendars import BENGTSFORS, READY, day, random_chain, sittings

# Mellerud's board sits on the second Wednesday of the month.
MELLERUD = Chain(
    (
        Step(
            "Kommunstyrelsen",
            "EXECUTIVE_BOARD",
            sittings("2022-01-12", "2022-02-09", "2022-03-09"),
            decides=True,
        ),
    )
)
TWO = {"Bengtsfors": BENGTSFORS, "Mellerud": MELLERUD}


def test_common_plan_is_that_of_the_last_and_the_other_has_slack():
    """Mellerud: 12 January, minutes by the 26th, announced by the 28th, appeals until Friday 18 February."""
    common = common_plan(TWO, READY)

    assert common.plans["Mellerud"].legal_force_on == day("2022-02-19")
    assert (common.on, common.critical) == (day("2022-04-14"), ("Bengtsfors",))
    assert common.path == common.plans["Bengtsfors"].steps
    assert common.slack_days == {"Bengtsfors": 0, "Mellerud": 54}
    assert common.reasons == ()


def test_missed_sitting_that_costs_nothing():
    found = missed(common_plan(TWO, READY), "Bengtsfors", 0)

    assert (found.body, found.sits_on, found.instead_on) == (
        "Sociala utskottet",
        day("2022-01-13"),
        day("2022-01-27"),
    )
    assert (found.days, found.common_days) == (0, 0)


def test_missed_sitting_that_costs_its_own_municipality_only():
    """9 February instead: minutes by the 23rd, announced by the 25th, appeals until Friday 18 March."""
    found = missed(common_plan(TWO, READY), "Mellerud", 0)

    assert (found.legal_force_on, found.days) == (day("2022-03-19"), 28)
    assert (found.common_on, found.common_days) == (day("2022-04-14"), 0)


def test_missed_sitting_that_costs_everybody_a_month():
    found = missed(common_plan(TWO, READY, lead_days=1), "Bengtsfors", 0)

    assert (found.legal_force_on, found.days) == (day("2022-04-14"), 28)  # from 17 March
    assert (found.common_on, found.common_days) == (day("2022-04-14"), 28)


def test_missed_sitting_after_which_the_calendar_ends():
    found = missed(common_plan(TWO, READY), "Bengtsfors", 2)

    assert (found.instead_on, found.legal_force_on, found.days, found.common_on, found.common_days) == (None,) * 5
    assert found.reasons == (
        Reason(
            PlanReason.CALENDAR_ENDS,
            {"body": "Kommunfullmäktige", "ready_on": day("2022-02-16"), "through": day("2022-03-07")},
        ),
    )


@pytest.mark.parametrize(("party", "step"), [("Bengtsfors", 3), ("Bengtsfors", -1), ("Åmål", 0)])
def test_missed_sitting_that_is_not_planned_is_refused(party: str, step: int):
    with pytest.raises(NotPlanned):
        missed(common_plan(TWO, READY), party, step)


def test_common_plan_has_no_day_when_one_calendar_ends():
    common = common_plan(TWO, {"Bengtsfors": day("2022-01-21"), "Mellerud": READY})

    assert (common.on, common.on_for_others, common.critical, common.path) == (None, day("2022-02-19"), (), ())
    assert common.slack_days == {"Bengtsfors": None, "Mellerud": None}
    assert common.reasons == (Reason(PlanReason.NOT_KNOWN_FOR, {"parties": ("Bengtsfors",)}),)


@pytest.mark.parametrize("seed", range(10, 20))
def test_random_common_plan_is_the_latest_of_all_and_a_missed_sitting_never_gains(seed: int):
    chains = {party: random_chain(seed * 10 + party) for party in range(4)}
    common = common_plan(chains, day("2022-01-01"))

    days = [plan.legal_force_on for plan in common.plans.values()]
    assert common.on == (max(each for each in days if each) if all(days) else None)
    for party, plan in common.plans.items():
        for number, step in enumerate(plan.steps):
            found = missed(common, party, number)
            assert found.sits_on == step.sits_on
            assert found.instead_on is None or found.instead_on > step.sits_on
            if found.days is not None:
                assert found.days >= 0
            if found.common_days is not None:
                assert 0 <= found.common_days <= found.days
