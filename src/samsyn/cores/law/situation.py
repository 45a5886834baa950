"""The answers to a matter as they stand: who has said yes to which version, who enters, and what each term says. Pure.

docs/methods/entry_conditions.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samsyn.cores.law.answers import Answer, Proposal
from samsyn.cores.law.mutual import Mutual, Named, bits
from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import TIMING, AllOf, AtLeast, ConfirmedLegalForce, Extra, NotBefore, Party, Term, These


class EntryReason(StrEnum):
    """Why it holds or not; the values of each are named beside it."""

    # Of each party.
    ENTERS = "ENTERS"  # party, version, on
    UNANSWERED = "UNANSWERED"  # party, on
    REMITTED = "REMITTED"  # party, on
    TABLED = "TABLED"  # party, on
    SAID_NO = "SAID_NO"  # party, on
    OPTED_OUT = "OPTED_OUT"  # party, on
    WITHOUT_GROUND = "WITHOUT_GROUND"  # party, on: the decision is annulled
    OTHER_VERSION = "OTHER_VERSION"  # party, on, versions
    WORDING_NOT_ACCEPTED = "WORDING_NOT_ACCEPTED"  # party, on, wordings: each with those who have not accepted it
    OWN_CONDITION_FAILS = "OWN_CONDITION_FAILS"  # party, on, because: reasons as below
    # Of each term; `of` names the parties who made it a term of their own yes, and nobody for the condition itself.
    ALL_ENTER = "ALL_ENTER"  # of
    NOT_ALL_ENTER = "NOT_ALL_ENTER"  # of, missing
    THESE_ENTER = "THESE_ENTER"  # of, parties
    THESE_MISSING = "THESE_MISSING"  # of, missing
    ENOUGH_ENTER = "ENOUGH_ENTER"  # of, have, need
    TOO_FEW_ENTER = "TOO_FEW_ENTER"  # of, have, need
    DAY_HAS_COME = "DAY_HAS_COME"  # of, day
    DAY_HAS_NOT_COME = "DAY_HAS_NOT_COME"  # of, day
    LEGAL_FORCE_CONFIRMED = "LEGAL_FORCE_CONFIRMED"  # of
    LEGAL_FORCE_NOT_CONFIRMED = "LEGAL_FORCE_NOT_CONFIRMED"  # of, missing
    EXTRA_HOLDS = "EXTRA_HOLDS"  # of, code
    EXTRA_FAILS = "EXTRA_FAILS"  # of, code
    EXTRA_NOT_KNOWN = "EXTRA_NOT_KNOWN"  # of, code
    # Of the whole.
    NOBODY_ENTERS = "NOBODY_ENTERS"
    SEVERAL_WORDINGS = "SEVERAL_WORDINGS"  # wordings: every one of them is accepted by all


@dataclass(frozen=True)
class Asked:
    """A term put to a set of parties: True, False, or None when it cannot be told."""

    term: Term
    answer: bool | None
    reason: Reason


class Situation:
    """The answers, turned to sets: who has said yes to what, and who enters."""

    def __init__(self, proposal: Proposal, answers: Mapping[Party, Answer], today: date) -> None:
        self.proposal, self.today = proposal, today
        self.named = Named(proposal.parties)
        self.named.mask(frozenset(answers))
        nothing = Answer()
        self.answers = [answers.get(party, nothing) for party in proposal.parties]
        self.accepted_by: dict[str, int] = {}
        self.outside = self.saying_yes = 0
        wordings: set[str] = set()
        for number, answer in enumerate(self.answers):
            bit = 1 << number
            if answer.outside:
                self.outside |= bit
            if not answer.says_yes:
                continue
            self.saying_yes |= bit
            for version in answer.accepts:
                self.accepted_by[version] = self.accepted_by.get(version, 0) | bit
            if answer.wording is not None:
                wordings.add(answer.wording)
        self.inside = self.named.everybody & ~self.outside
        self.wordings = sorted(wordings - {proposal.base})
        self.settled = [wording for wording in self.wordings if self.accepted_by[wording] == self.inside]
        self._unsettled = frozenset(self.wordings) - frozenset(self.settled)
        self._missing: dict[str, tuple[Party, ...]] = {}
        self.mutual = Mutual(self.named, {n: self.answers[n].conditions for n in bits(self.saying_yes)})
        # A settled wording is accepted by everybody who is not outside, so by no fewer than the base.
        self.version = self.settled[0] if self.settled else proposal.base
        self.entering, self.fallen = self.mutual.greatest(self.accepted_by.get(self.version, 0))
        # If everybody who is not outside agreed on one version; whose own conditions are not known has none.
        self.possible, _ = self.mutual.greatest(self.inside)

    def without(self, number: int) -> int:
        """Who would enter at most if that party stayed outside."""
        gone = self.possible & 1 << number
        return self.mutual.greatest(self.possible & ~gone, gone)[0]

    def ask(self, term: Term, those: int, of: tuple[Party, ...] = ()) -> Asked:
        """Put a term to a set of parties."""
        code, values = EntryReason, {"of": of}
        match term:
            case AllOf():
                missing = self.named.those(self.named.everybody & ~those)
                if missing:
                    return Asked(term, False, Reason(code.NOT_ALL_ENTER, {**values, "missing": missing}))
                return Asked(term, True, Reason(code.ALL_ENTER, values))
            case These(parties):
                missing = self.named.those(self.named.mask(parties) & ~those)
                if missing:
                    return Asked(term, False, Reason(code.THESE_MISSING, {**values, "missing": missing}))
                return Asked(term, True, Reason(code.THESE_ENTER, {**values, "parties": parties}))
            case AtLeast(number):
                enough = those.bit_count() >= number
                told = code.ENOUGH_ENTER if enough else code.TOO_FEW_ENTER
                return Asked(term, enough, Reason(told, {**values, "have": those.bit_count(), "need": number}))
            case NotBefore(day):
                come = day <= self.today
                return Asked(
                    term, come, Reason(code.DAY_HAS_COME if come else code.DAY_HAS_NOT_COME, {**values, "day": day})
                )
            case ConfirmedLegalForce():
                missing = tuple(self.named.parties[n] for n in bits(those) if not self.answers[n].confirmed)
                if missing:
                    return Asked(term, False, Reason(code.LEGAL_FORCE_NOT_CONFIRMED, {**values, "missing": missing}))
                return Asked(term, True, Reason(code.LEGAL_FORCE_CONFIRMED, values))
            case Extra():
                answer = self.named.told(term, those)
                told = {True: code.EXTRA_HOLDS, False: code.EXTRA_FAILS, None: code.EXTRA_NOT_KNOWN}[answer]
                return Asked(term, answer, Reason(told, {**values, "code": term.code}))

    def own_terms(self, those: int) -> dict[Term, tuple[Party, ...]]:
        """The terms that those parties make of their own yes, each with who does."""
        found: dict[Term, list[Party]] = {}
        for number in bits(those & self.saying_yes):
            for term in self.answers[number].conditions:
                found.setdefault(term, []).append(self.named.parties[number])
        return {term: tuple(of) for term, of in found.items()}

    def fits(self, condition: tuple[Term, ...], those: int) -> bool:
        """Whether that set would do, days and legal force apart; what cannot be told is taken for yes."""
        members = (term for term in condition if not isinstance(term, TIMING))
        return bool(those) and all(self.ask(term, those).answer is not False for term in members)

    def not_accepted_by(self, wording: str) -> tuple[Party, ...]:
        """Those who must still accept a wording before it counts."""
        if wording not in self._missing:
            self._missing[wording] = self.named.those(self.inside & ~self.accepted_by[wording])
        return self._missing[wording]

    def waiting_wordings(self, number: int) -> tuple[str, ...]:
        """The wordings a party has said yes to that not everybody has accepted."""
        return tuple(sorted(self.answers[number].accepts & self._unsettled))

    def answers_of(self, those: int) -> list[Answer]:
        return [self.answers[number] for number in bits(those)]
