"""Does the entry condition (villkoret för ikraftträdande) of a matter hold? One pure function, with its reasons.

Nobody writes another's record: whether a collaboration enters into force is computed from the parties' own answers.
docs/methods/entry_conditions.md
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from samsyn.cores.law.answers import Answer, InvalidAnswer, InvalidProposal, Outcome, Proposal
from samsyn.cores.law.mutual import NotAParty, bits
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.situation import Asked, EntryReason, Situation
from samsyn.cores.law.terms import TIMING, ConfirmedLegalForce, NotBefore, Party, Term
from samsyn.cores.law.ways import Way, ways_forward

__all__ = [
    "Answer",
    "Entry",
    "EntryReason",
    "InvalidAnswer",
    "InvalidProposal",
    "NotAParty",
    "Outcome",
    "Proposal",
    "Way",
    "evaluate",
]


@dataclass(frozen=True)
class Entry:
    """Whether the condition holds, for whom and from when, and why.

    `can_hold`: it holds, or would if those who have not said no or opted out agreed on one version. `version`: the one
    that those who enter have said yes to; None when several are accepted by all. `parties`: who enters, or would as
    things stand. `on`: the day it holds from; None while it does not hold. `earliest_on`: no earlier than that, by what
    is known today; None when it can no longer hold.
    """

    holds: bool
    can_hold: bool
    version: str | None
    parties: tuple[Party, ...]
    on: date | None
    earliest_on: date | None
    reasons: tuple[Reason, ...]
    ways_forward: tuple[Reason, ...]


def evaluate(proposal: Proposal, answers: Mapping[Party, Answer], condition: tuple[Term, ...], *, today: date) -> Entry:
    """Whether the entry condition of a matter holds, for whom and from when.

    Parameters
    ----------
    proposal : the version that was referred, and whom it names.
    answers : the latest deciding answer of each party; one that is left out has not answered.
    condition : terms that all must hold of those who enter.
    today : the day that is asked about.

    Returns
    -------
    A yes counts for the versions it accepts. A changed wording counts when every other party that is not outside has
    accepted it. Those who enter are the greatest set of parties saying yes to one version in which everybody's own
    conditions hold; the condition is then asked of that set. Terms of days and legal force, a party's own among them,
    make nobody fall away: they make all wait.

    Raises
    ------
    NotAParty : an answer or a term is about somebody the proposal does not name.

    Source: KL 9:1 and 9:33 for the same text by all; docs/methods/entry_conditions.md
    """
    now = Situation(proposal, answers, today)
    several = len(now.settled) > 1
    own = now.own_terms(now.entering)
    asked = [now.ask(term, now.entering) for term in condition]
    asked += [now.ask(term, now.entering, of) for term, of in own.items()]
    holds = bool(now.entering) and not several and all(each.answer for each in asked)
    can_hold = not several and (now.fits(condition, now.entering) or now.fits(condition, now.possible))
    return Entry(
        holds=holds,
        can_hold=can_hold,
        version=None if several else now.version,
        parties=now.named.those(now.entering),
        on=_day(now, {*condition, *own}, now.entering, [now.version]) if holds else None,
        earliest_on=_earliest(now, condition) if can_hold and not holds else None,
        reasons=tuple(_reasons(now, asked, several=several)),
        ways_forward=() if holds else ways_forward(now, condition, asked, can_hold=can_hold),
    )


def _day(now: Situation, terms: set[Term], those: int, versions: list[str]) -> date | None:
    """The latest of the days that those parties and terms bring with them, and the earliest start of the versions."""
    starts = [now.proposal.changed_start.get(version, now.proposal.starts_on) for version in versions]
    known = [start for start in starts if start]
    days = [min(known)] if len(known) == len(starts) else []
    days += [term.day for term in terms if isinstance(term, NotBefore)]
    for answer in now.answers_of(those):
        days += [answer.decided_on] if answer.decided_on else []
        if answer.legal_force_on and ConfirmedLegalForce() in terms:
            days.append(answer.legal_force_on)
    return max(days, default=None)


def _earliest(now: Situation, condition: tuple[Term, ...]) -> date:
    those = now.possible & now.saying_yes
    day = _day(now, {*condition, *now.own_terms(those)}, those, [now.proposal.base, *now.wordings])
    return max(now.today, day or now.today)


def _reasons(now: Situation, asked: list[Asked], *, several: bool) -> Iterator[Reason]:
    fallen = {number: each.among for each in now.fallen for number in bits(each.those)}
    for number, party in enumerate(now.named.parties):
        yield _of_party(now, number, party, fallen.get(number), None if several else now.version)
    yield from (each.reason for each in asked)
    if several:
        yield Reason(EntryReason.SEVERAL_WORDINGS, {"wordings": tuple(now.settled)})
    if not now.entering:
        yield Reason(EntryReason.NOBODY_ENTERS)


# Answers that are no yes.
PLAIN = {
    Outcome.UNANSWERED: EntryReason.UNANSWERED,
    Outcome.REMITTED: EntryReason.REMITTED,
    Outcome.TABLED: EntryReason.TABLED,
    Outcome.NO: EntryReason.SAID_NO,
    Outcome.OPTED_OUT: EntryReason.OPTED_OUT,
}


def _of_party(now: Situation, number: int, party: Party, among: int | None, version: str | None) -> Reason:
    """Why one party enters or does not; `among`: who were left when its own conditions failed."""
    answer = now.answers[number]
    values: dict[str, object] = {"party": party, "on": answer.decided_on}
    if answer.annulled:
        return Reason(EntryReason.WITHOUT_GROUND, values)
    if plain := PLAIN.get(answer.outcome):
        return Reason(plain, values)
    if now.entering >> number & 1:
        return Reason(EntryReason.ENTERS, {**values, "version": version})
    if among is not None:
        put = (now.ask(term, among, (party,)) for term in answer.conditions if not isinstance(term, TIMING))
        because = tuple(each.reason for each in put if each.answer is False)
        return Reason(EntryReason.OWN_CONDITION_FAILS, {**values, "because": because})
    if wordings := now.waiting_wordings(number):
        missing = {wording: now.not_accepted_by(wording) for wording in wordings}
        return Reason(EntryReason.WORDING_NOT_ACCEPTED, {**values, "wordings": missing})
    return Reason(EntryReason.OTHER_VERSION, {**values, "versions": tuple(sorted(answer.accepts))})
