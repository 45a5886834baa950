"""Five parties and their answers, for the tests of entry conditions."""

from datetime import date

from samsyn.cores.law.entry import (
    Answer,
    EntryReason,
    Outcome,
    Proposal,
    Way,
)

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
