"""Entry conditions a second time: every version and every set of parties is tried, by the rules as they are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from samsyn.cores.law.answers import Answer, Outcome, Proposal
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Extra, NotBefore, Party, Term, These

YES = (Outcome.YES, Outcome.YES_WITH_CHANGES)


@dataclass(frozen=True)
class Found:
    holds: bool
    can_hold: bool
    version: str | None
    parties: tuple[Party, ...]
    on: date | None


def subsets(parties: tuple[Party, ...]) -> Iterator[frozenset[Party]]:
    for size in range(len(parties), -1, -1):
        yield from (frozenset(chosen) for chosen in combinations(parties, size))


def holds_of(term: Term, entering: frozenset[Party], named: tuple[Party, ...]) -> bool:
    """A term that is about who enters."""
    if isinstance(term, AllOf):
        return set(named) <= entering
    if isinstance(term, These):
        return term.parties <= entering
    if isinstance(term, AtLeast):
        return len(entering) >= term.number
    if isinstance(term, Extra):
        return term.predicate(entering) is not False
    return True


@cache
def largest(yes: tuple[tuple[Party, tuple[Term, ...]], ...], named: tuple[Party, ...]) -> frozenset[Party]:
    """The largest set of parties where the own conditions of each hold; there is no other as large."""
    own = dict(yes)
    consistent = [
        chosen
        for chosen in subsets(tuple(own))
        if all(holds_of(term, chosen, named) for party in chosen for term in own[party])
    ]
    best = consistent[0]
    assert all(other <= best for other in consistent)
    return best


def brute_force(proposal: Proposal, answers: Mapping[Party, Answer], condition: tuple[Term, ...], today: date) -> Found:
    named = proposal.parties
    given = {party: answers.get(party, Answer()) for party in named}
    yes = {party: each for party, each in given.items() if each.outcome in YES and not each.annulled}
    outside = {
        party for party, each in given.items() if each.outcome in (Outcome.NO, Outcome.OPTED_OUT) and not each.annulled
    }
    versions = {proposal.base}
    for author, each in yes.items():
        others = [party for party in named if party != author and party not in outside]
        if each.wording and all(party in yes and each.wording in yes[party].accepts for party in others):
            versions.add(each.wording)

    entering = {}
    for version in versions:
        saying = tuple((party, each.conditions) for party, each in yes.items() if version in each.accepts)
        entering[version] = largest(saying, named)
    most = max(map(len, entering.values()))
    best = [version for version in versions if len(entering[version]) == most]
    changed = [version for version in best if version != proposal.base]
    chosen = changed or [proposal.base]
    those = entering[chosen[0]]

    terms = [*condition, *(term for party in those for term in yes[party].conditions)]
    days = [yes[party].decided_on for party in those] + [proposal.starts_on]
    fulfilled = bool(those) and len(chosen) == 1
    for term in terms:
        fulfilled = fulfilled and holds_of(term, those, named)
        if isinstance(term, Extra):
            fulfilled = fulfilled and term.predicate(those) is True
        if isinstance(term, NotBefore):
            fulfilled = fulfilled and today >= term.day
            days.append(term.day)
        if isinstance(term, ConfirmedLegalForce):
            fulfilled = fulfilled and all(yes[party].confirmed for party in those)
            days += [yes[party].legal_force_on for party in those]

    return Found(
        holds=fulfilled,
        can_hold=len(chosen) == 1 and could(tuple(p for p in named if p not in outside), yes, condition, named),
        version=chosen[0] if len(chosen) == 1 else None,
        parties=tuple(party for party in named if party in those),
        on=max(day for day in days if day) if fulfilled else None,
    )


def could(
    inside: tuple[Party, ...], yes: Mapping[Party, Answer], condition: tuple[Term, ...], named: tuple[Party, ...]
) -> bool:
    """Whether some of those who are not outside could enter together, once they agreed on a version."""
    conditions = tuple((party, yes[party].conditions if party in yes else ()) for party in inside)
    return some_set(conditions, condition, named)


@cache
def some_set(
    conditions: tuple[tuple[Party, tuple[Term, ...]], ...], condition: tuple[Term, ...], named: tuple[Party, ...]
) -> bool:
    own = dict(conditions)
    return any(
        chosen
        and all(holds_of(term, chosen, named) for party in chosen for term in own[party])
        and all(holds_of(term, chosen, named) for term in condition)
        for chosen in subsets(tuple(own))
    )
