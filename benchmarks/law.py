"""Entry conditions and time plans of 290 municipalities: the pure core alone, without pages or database."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from benchmarks.figures import Figure
from samsyn.cores.law.entry import Answer, Outcome, Proposal, evaluate
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Term, These
from samsyn.cores.law.timeplan import Chain, Sitting, Step, common_plan, missed, plan_backward

MUNICIPALITIES = 290
ENTRY_MS, PLAN_MS = 50, 1000
TIMES = 10
BASE, TODAY = "0" * 64, date(2026, 5, 4)
PARTIES = tuple(range(MUNICIPALITIES))


def milliseconds(call: Callable[[], object]) -> float:
    """Of CPU, the least of some runs: what others do on the machine only adds to it."""
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        call()
        taken.append(1000 * (time.process_time() - begun))
    return min(taken)


def yes(*conditions: Term) -> Answer:
    return Answer(outcome=Outcome.YES, accepts=frozenset({BASE}), decided_on=date(2026, 4, 1), conditions=conditions)


def answers() -> Iterator[tuple[str, Mapping[int, Answer], tuple[Term, ...]]]:
    """What 290 parties may make of their answers, and the condition asked of them."""
    everybody, chance = frozenset(PARTIES), random.Random(290)  # noqa: S311  the same data each time
    all_of_them = (AllOf(), ConfirmedLegalForce())
    yield "each if all others too", {party: yes(AllOf()) for party in PARTIES}, all_of_them
    yield "each names the 289 others", {party: yes(These(everybody - {party})) for party in PARTIES}, all_of_them
    chain = {party: yes(These(frozenset({party + 1}))) for party in PARTIES[:-1]}
    yield "they fall away one by one", chain | {PARTIES[-1]: Answer(outcome=Outcome.NO)}, (AtLeast(2),)
    half = {
        party: yes(These(frozenset(chance.sample(PARTIES, 145)) - {party})) if party % 2 else Answer()
        for party in PARTIES
    }
    yield "half name 145 each, half have not answered", half, (AtLeast(250),)
    wordings = {
        party: Answer(
            outcome=Outcome.YES_WITH_CHANGES,
            accepts=frozenset({f"{party:064x}"}),
            wording=f"{party:064x}",
            decided_on=date(2026, 4, 1),
        )
        for party in PARTIES
    }
    yield "each with changes of its own", wordings, all_of_them


def calendar(chance: random.Random, every: int, papers: int) -> tuple[Sitting, ...]:
    """A year's sittings with nothing in July; every fifth copy deadline is not known."""
    first = date(2026, 1, 5) + timedelta(days=chance.randint(0, every))
    days = [first + timedelta(days=every * number) for number in range(365 // every)]
    return tuple(
        Sitting(day, day - timedelta(days=papers) if chance.random() < 0.8 else None) for day in days if day.month != 7
    )


def chains() -> dict[int, Chain]:
    chance = random.Random(290)  # noqa: S311  the same data each time
    kinds = [
        ("SUBCOMMITTEE", 14, 7),
        ("COMMITTEE", 28, 10),
        ("SUBCOMMITTEE", 21, 7),
        ("EXECUTIVE_BOARD", 30, 9),
        ("COUNCIL", 35, 14),
    ]
    return {
        party: Chain(
            tuple(
                Step(number, kind, calendar(chance, every, papers), decides=kind == "COUNCIL")
                for number, (kind, every, papers) in enumerate(kinds)
            )
        )
        for party in PARTIES
    }


def measure() -> Iterator[Figure]:
    proposal = Proposal(BASE, PARTIES, date(2027, 1, 1))
    for what, given, condition in answers():
        taken = milliseconds(lambda: evaluate(proposal, given, condition, today=TODAY))  # noqa: B023  called at once
        yield Figure(f"entry condition of 290: {what}", taken, "ms of CPU", ENTRY_MS)
    all_chains = chains()
    common = common_plan(all_chains, TODAY - timedelta(days=100))
    ends = sum(plan.legal_force_on is None for plan in common.plans.values())
    taken = milliseconds(lambda: common_plan(all_chains, TODAY - timedelta(days=100)))
    yield Figure("time plan of 290 forwards", taken, "ms of CPU", PLAN_MS, f"{ends} calendars end")
    taken = milliseconds(lambda: [plan_backward(chain, date(2026, 12, 1)) for chain in all_chains.values()])
    yield Figure("time plan of 290 backwards", taken, "ms of CPU", PLAN_MS)
    planned = [(party, number) for party, plan in common.plans.items() for number in range(len(plan.steps))]
    taken = milliseconds(lambda: [missed(common, party, number) for party, number in planned])
    yield Figure("what each planned sitting costs if missed", taken, "ms of CPU", PLAN_MS, f"{len(planned)} sittings")
