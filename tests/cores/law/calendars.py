"""Calendars and chains for the tests of time plans: Bengtsfors in 2022, a council alone, and random ones."""

import random
from dataclasses import replace
from datetime import date, timedelta

from samsyn.cores.law.timeplan import (
    Chain,
    PlanReason,
    Sitting,
    Step,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def sittings(*days: str) -> tuple[Sitting, ...]:
    return tuple(Sitting(day(each)) for each in days)


def codes(plan) -> list[PlanReason]:
    return [reason.code for reason in plan.reasons]


def sits(plan) -> list[str]:
    return [str(step.sits_on) for step in plan.steps]


# The days that the municipality's calendar tells: the subcommittee on Thursdays every second week, the board on
# Wednesdays and the council on Mondays, once a month. Copy deadlines are not told.
BENGTSFORS = Chain(
    (
        Step("Sociala utskottet", "SUBCOMMITTEE", sittings("2022-01-13", "2022-01-27")),
        Step("Kommunstyrelsen", "EXECUTIVE_BOARD", sittings("2022-01-19", "2022-02-16")),
        Step("Kommunfullmäktige", "COUNCIL", sittings("2022-02-07", "2022-03-07"), decides=True),
    )
)
READY = day("2022-01-03")


def council(*calendar: Sitting, **facts) -> Chain:
    return Chain((Step("KF", "COUNCIL", calendar, decides=True, **facts),))


def held(chain: Chain, *days: str, **facts) -> Chain:
    first = tuple(replace(step, held_on=day(on)) for step, on in zip(chain.steps, days, strict=False))
    return Chain((*first, *chain.steps[len(days) :]), **facts)


KINDS = ["SUBCOMMITTEE", "COMMITTEE", "EXECUTIVE_BOARD", "COUNCIL"]


def random_calendar(chance: random.Random, year: int) -> tuple[Sitting, ...]:
    """Sittings in any order, their copy deadlines in any order too."""
    found = []
    for _ in range(chance.randint(5, 8)):
        sits_on = date(year, 1, 10) + timedelta(days=chance.randint(0, 300))
        deadline = sits_on - timedelta(days=chance.randint(0, 20)) if chance.random() < 0.6 else None
        mailing = sits_on - timedelta(days=chance.randint(0, 12)) if chance.random() < 0.3 else None
        found.append(Sitting(sits_on, deadline, mailing, cancelled=chance.random() < 0.1))
    return tuple(found)


def random_chain(seed: int) -> Chain:
    chance = random.Random(seed)
    year = chance.choice([2022, 2024, 2026, 2027])
    kinds = sorted(chance.sample(KINDS, chance.randint(2, 4)), key=KINDS.index)
    steps = [Step(kind, kind, random_calendar(chance, year)) for kind in kinds]
    return Chain((*steps[:-1], replace(steps[-1], decides=True)))
