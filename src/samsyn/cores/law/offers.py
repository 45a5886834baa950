"""Which entry conditions a proposer may choose: law as data, each with its paragraph. Pure.

The codes of forms are those of the register. docs/methods/entry_conditions.md
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samsyn.cores.law.reasons import Reason
from samsyn.cores.law.terms import AllOf, AtLeast, Term, TermKind, These

EVERYTHING = frozenset(TermKind)
TIMING_ONLY = frozenset({TermKind.NOT_BEFORE, TermKind.CONFIRMED_LEGAL_FORCE})


class Change(StrEnum):
    """What is proposed to happen to a collaboration."""

    START = "START"
    JOIN = "JOIN"
    LEAVE = "LEAVE"
    AMEND = "AMEND"
    END = "END"


class UnknownForm(ValueError):
    """A code that is no legal form of the register."""


@dataclass(frozen=True)
class Offer:
    """What stands in the condition whether chosen or not, what may be added, and why.

    `same_text`: the parties adopt one and the same text, so no yes to another wording counts. `own_notice`: one party
    does it alone, by giving notice. `source`: the paragraph; else AGREEMENT (what the agreement says), NO_RULE (nothing
    sets bounds) or FORM_NOT_KNOWN (what holds for every form).
    """

    required: tuple[Term, ...]
    choosable: frozenset[TermKind]
    source: str
    same_text: bool = False
    own_notice: bool = False


# Forms whose constituting text every party adopts, and where the law says so.
ADOPTED_BY_ALL = {
    "MUNICIPAL_ASSOCIATION": "KL 9:1",
    "COORDINATION_ASSOCIATION": "lag (2003:1210)",
    "JOINT_COMMITTEE": "KL 9:33",
    "JOINT_COMMITTEE_CARE": "KL 9:33; lag (2003:192)",
}
# Where a party that leaves finds its right to.
LEAVING = {"MUNICIPAL_ASSOCIATION": "KL 9:18"}
# How an association is wound up is a compulsory point of its charter.
ENDING = {"MUNICIPAL_ASSOCIATION": "KL 9:6 p. 16"}
AGREEMENTS = {
    "CONTRACT": "KL 9:37",
    "CONTRACT_OTHER_LAW": "KL 9:37 st. 3",
    "PURCHASE": "LOU",
    "COMPANY": "KL 10:4",
    "ASSOCIATION": "KL 10:6",
}
NOT_BINDING = frozenset({"NETWORK", "LETTER_OF_INTENT"})
NOT_KNOWN = "UNKNOWN"
FORMS = frozenset({*ADOPTED_BY_ALL, *AGREEMENTS, *NOT_BINDING, NOT_KNOWN})
# Where no paragraph stands behind an offer.
BY_AGREEMENT, FREELY, FORM_NOT_KNOWN = "AGREEMENT", "NO_RULE", "FORM_NOT_KNOWN"


def offered_conditions(form: str, change: Change, *, amendment_clause: tuple[Term, ...] | None = None) -> Offer:
    """What a proposer may choose for a legal form and a change.

    Parameters
    ----------
    form : code of the legal form, as in the register.
    change : what is proposed.
    amendment_clause : what the running agreement says is needed to amend or end it, or to let somebody join; None when
        it says nothing. It does not touch charters and rules, which the law has every council adopt.

    Returns
    -------
    The terms that are required, the kinds that may be added, and the source.

    Raises
    ------
    UnknownForm : the code is not one of the register's.

    Source: KL 9:1, 9:6, 9:18, 9:33, 9:37; lag (2003:192). docs/methods/entry_conditions.md
    """
    if form not in FORMS:
        raise UnknownForm(form)
    if change is Change.LEAVE:
        return Offer((), TIMING_ONLY, LEAVING.get(form, BY_AGREEMENT), own_notice=True)
    if form in ADOPTED_BY_ALL and change is not Change.END:
        return Offer((AllOf(),), TIMING_ONLY, ADOPTED_BY_ALL[form], same_text=True)
    if form == NOT_KNOWN:
        return Offer((AllOf(),), TIMING_ONLY, FORM_NOT_KNOWN, same_text=True)
    if form in NOT_BINDING or change is Change.START:
        return Offer((), EVERYTHING, AGREEMENTS.get(form, FREELY))
    source = ENDING.get(form, BY_AGREEMENT)
    if amendment_clause is not None:
        return Offer(amendment_clause, EVERYTHING, source)
    return Offer((AllOf(),), TIMING_ONLY | {TermKind.EXTRA}, source)


class Refusal(StrEnum):
    """Why a chosen condition does not fit; the values of each are named beside it."""

    TERM_MISSING = "TERM_MISSING"  # term, source
    KIND_NOT_OFFERED = "KIND_NOT_OFFERED"  # kind, source
    TOO_MANY_ASKED_FOR = "TOO_MANY_ASKED_FOR"  # number, parties
    NOT_NAMED = "NOT_NAMED"  # parties


def refusals(condition: tuple[Term, ...], offer: Offer, *, parties: tuple[object, ...]) -> tuple[Reason, ...]:
    """Why a condition may not be chosen; nothing when it may.

    Parameters
    ----------
    condition : the terms that were chosen, those required among them.
    offer : what `offered_conditions` gave.
    parties : those the proposal names.

    Source: the offer's
    """
    return tuple(_refusals(condition, offer, parties))


def _refusals(condition: tuple[Term, ...], offer: Offer, parties: tuple[object, ...]) -> Iterator[Reason]:
    for term in offer.required:
        if term not in condition:
            yield Reason(Refusal.TERM_MISSING, {"term": term, "source": offer.source})
    for term in condition:
        if term not in offer.required and term.kind not in offer.choosable:
            yield Reason(Refusal.KIND_NOT_OFFERED, {"kind": term.kind, "source": offer.source})
        if isinstance(term, AtLeast) and term.number > len(parties):
            yield Reason(Refusal.TOO_MANY_ASKED_FOR, {"number": term.number, "parties": len(parties)})
        if isinstance(term, These) and (strangers := term.parties - set(parties)):
            yield Reason(Refusal.NOT_NAMED, {"parties": strangers})
