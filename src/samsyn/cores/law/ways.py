"""What can be done when an entry condition does not hold: answers to wait for, or what must be proposed anew. Pure.

docs/methods/entry_conditions.md
"""

from collections.abc import Iterator
from enum import StrEnum

from samsyn.cores.law.answers import Outcome
from samsyn.cores.law.mutual import bits
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.situation import Asked, Situation
from samsyn.cores.law.terms import AllOf, AtLeast, ConfirmedLegalForce, Extra, NotBefore, Term, These


class Way(StrEnum):
    """A way forward; the values of each are named beside it. `needed`: the condition cannot hold without it."""

    # While it can hold.
    AWAIT_ANSWER = "AWAIT_ANSWER"  # party, needed
    ANSWER_REMITTAL = "ANSWER_REMITTAL"  # party, needed
    ASK_AGAIN = "ASK_AGAIN"  # party, needed
    ACCEPT_WORDING = "ACCEPT_WORDING"  # wording, parties: those who have not
    FIND_OUT = "FIND_OUT"  # code: of a term that cannot be told
    WAIT_UNTIL = "WAIT_UNTIL"  # day
    CONFIRM_LEGAL_FORCE = "CONFIRM_LEGAL_FORCE"  # parties
    # When it no longer can; ASK_AGAIN as well.
    LEAVE_OUT = "LEAVE_OUT"  # party
    LOWER_THE_NUMBER = "LOWER_THE_NUMBER"  # number, to
    CHANGE_TERM = "CHANGE_TERM"  # code
    CHOOSE_WORDING = "CHOOSE_WORDING"  # wordings
    NEW_PROPOSAL = "NEW_PROPOSAL"  # parties: those who have said yes and must then decide anew


def ways_forward(
    now: Situation, condition: tuple[Term, ...], asked: list[Asked], *, can_hold: bool
) -> tuple[Reason, ...]:
    """The ways forward of a condition that does not hold.

    Parameters
    ----------
    now : the answers as they stand.
    condition : the terms that do not all hold.
    asked : those terms, and the own ones of the parties that enter, as they were answered.
    can_hold : whether answers alone can still make it hold.

    Source: docs/methods/entry_conditions.md
    """
    found = _by_answers(now, condition, asked) if can_hold else _by_proposal(now, condition)
    return tuple(found)


def _by_answers(now: Situation, condition: tuple[Term, ...], asked: list[Asked]) -> Iterator[Reason]:
    if not now.fits(condition, now.entering):
        yield from _by_parties(now, condition)
    for each in asked:
        if isinstance(each.term, Extra) and each.answer is None:
            yield Reason(Way.FIND_OUT, {"code": each.term.code})
    yield from _by_waiting(now, asked)


def _by_parties(now: Situation, condition: tuple[Term, ...]) -> Iterator[Reason]:
    """The parties that are neither in nor outside, and whether it can do without them."""
    waiting_for_others = 0
    for each in now.fallen:
        waiting_for_others |= each.those
    told: set[str] = set()
    for number in bits(now.inside & ~now.entering & ~waiting_for_others):
        answer, party = now.answers[number], now.named.parties[number]
        values = {"party": party, "needed": not now.fits(condition, now.without(number))}
        if answer.annulled or answer.says_yes:
            waiting = now.waiting_wordings(number) if answer.says_yes else ()
            for wording in (each for each in waiting if each not in told):
                told.add(wording)
                yield Reason(Way.ACCEPT_WORDING, {"wording": wording, "parties": now.not_accepted_by(wording)})
            yield Reason(Way.ASK_AGAIN, values)
        else:
            yield Reason(Way.ANSWER_REMITTAL if answer.outcome is Outcome.REMITTED else Way.AWAIT_ANSWER, values)


def _by_waiting(now: Situation, asked: list[Asked]) -> Iterator[Reason]:
    failing = [each.term for each in asked if each.answer is False]
    days = [term.day for term in failing if isinstance(term, NotBefore)]
    unconfirmed = 0
    if any(isinstance(term, ConfirmedLegalForce) for term in failing):
        for number in bits(now.entering):
            answer = now.answers[number]
            unconfirmed |= 0 if answer.confirmed else 1 << number
            if answer.legal_force_on and answer.legal_force_on > now.today:
                days.append(answer.legal_force_on)
    if days:
        yield Reason(Way.WAIT_UNTIL, {"day": max(days)})
    if unconfirmed:
        yield Reason(Way.CONFIRM_LEGAL_FORCE, {"parties": now.named.those(unconfirmed)})


def _by_proposal(now: Situation, condition: tuple[Term, ...]) -> Iterator[Reason]:
    """What would have to be proposed anew: each obstacle that is left when all who may have said yes."""
    if len(now.settled) > 1:
        yield Reason(Way.CHOOSE_WORDING, {"wordings": tuple(now.settled)})
    # Where nobody's own conditions can be met, they must be asked for less, and the rest is told as if they had been.
    again = 0 if now.possible else now.inside
    reach, missing = now.possible or now.inside, 0
    for term in condition:
        if now.ask(term, reach).answer is not False:
            continue
        match term:
            case AllOf():
                missing |= now.named.everybody & ~reach
            case These(parties):
                missing |= now.named.mask(parties) & ~reach
            case AtLeast(number) if reach:
                yield Reason(Way.LOWER_THE_NUMBER, {"number": number, "to": reach.bit_count()})
            case Extra():
                yield Reason(Way.CHANGE_TERM, {"code": term.code})
            case _:
                pass
    for number in bits(again | missing):
        party = now.named.parties[number]
        yield Reason(Way.ASK_AGAIN, {"party": party, "needed": True})
        if reach and missing >> number & 1:
            yield Reason(Way.LEAVE_OUT, {"party": party})
    yield Reason(Way.NEW_PROPOSAL, {"parties": now.named.those(now.saying_yes)})
