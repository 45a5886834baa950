"""Entry conditions: as JSON, as the law core's terms, and in words.

A higher room adds a kind of term of its own (a ceiling on what a party pays, say) by registering it here when it
starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.common.swedish import in_words, joined
from samsyn.cores.law import terms
from samsyn.cores.law.offers import Change as LawChange
from samsyn.cores.law.offers import Offer, Refusal, offered_conditions, refusals
from samsyn.cores.law.terms import Party, Term
from samsyn.matters.enums import TermKind

Stored = dict[str, Any]
CORE_KIND = {
    kind: terms.TermKind(kind if kind != TermKind.LEGAL_FORCE else "CONFIRMED_LEGAL_FORCE") for kind in TermKind
}


@dataclass(frozen=True)
class OwnTerm:
    """A kind of term from another room: how it is said, and asked of those who would enter (by organisation uid)."""

    code: str
    label: Any
    say: Callable[[Stored], str]
    ask: Callable[[Any, Stored, frozenset[str]], bool | None]  # matter, stored term, parties
    explain: Callable[[Any, Stored, frozenset[str]], str]


OF_OTHER_ROOMS: dict[str, OwnTerm] = {}


def core_terms(stored: list[Stored], matter: Any = None) -> tuple[Term, ...]:
    """The terms as the law core knows them."""
    return tuple(_core(one, matter) for one in stored)


def _core(stored: Stored, matter: Any) -> Term:
    match stored["kind"]:
        case TermKind.ALL:
            return terms.AllOf()
        case TermKind.THESE:
            return terms.These(frozenset(stored["parties"]))
        case TermKind.AT_LEAST:
            return terms.AtLeast(int(stored["number"]))
        case TermKind.NOT_BEFORE:
            return terms.NotBefore(date.fromisoformat(stored["day"]))
        case TermKind.LEGAL_FORCE:
            return terms.ConfirmedLegalForce()
    own = OF_OTHER_ROOMS[stored["kind"]]
    return terms.Extra(own.code, lambda parties: own.ask(matter, stored, frozenset(map(str, parties))))


def stored_of(term: Term) -> Stored:
    """A required term of an offer, as it is stored."""
    match term:
        case terms.AllOf():
            return {"kind": str(TermKind.ALL)}
        case terms.These(parties):
            return {"kind": str(TermKind.THESE), "parties": sorted(map(str, parties))}
        case terms.AtLeast(number):
            return {"kind": str(TermKind.AT_LEAST), "number": number}
        case terms.NotBefore(day):
            return {"kind": str(TermKind.NOT_BEFORE), "day": day.isoformat()}
        case terms.ConfirmedLegalForce():
            return {"kind": str(TermKind.LEGAL_FORCE)}
    return {"kind": term.code}


def offer(form: str, change: str, *, amendment: list[Stored] | None = None) -> Offer:
    """What a proposer may choose for a legal form and a change, and from which paragraph."""
    clause = core_terms(amendment) if amendment is not None else None
    return offered_conditions(form or "UNKNOWN", LawChange(change), amendment_clause=clause)


def may_choose(kind: str, offered: Offer) -> bool:
    core = CORE_KIND[TermKind(kind)] if kind in TermKind else terms.TermKind.EXTRA
    return core in offered.choosable


def refused(stored: list[Stored], offered: Offer, named: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Why a condition may not be chosen, in a sentence; empty when it may."""
    found = refusals(core_terms(stored), offered, parties=named)
    if not found:
        return ""
    first = found[0]
    match first.code:
        case Refusal.TERM_MISSING:
            return _("For this legal form everyone named must adopt the same text (%(source)s).") % {
                "source": source(offered)
            }
        case Refusal.KIND_NOT_OFFERED:
            return _("The legal form does not let you choose that term (%(source)s).") % {"source": source(offered)}
        case Refusal.TOO_MANY_ASKED_FOR:
            return _("At least %(number)s cannot say yes when only %(parties)s are asked.") % dict(first.values)
    strangers: Any = first.values["parties"]
    return _("%(who)s is not among those who are asked.") % {
        "who": joined(names.get(str(p), str(p)) for p in strangers)
    }


SOURCES = {
    "AGREEMENT": lambda: _("by the agreement"),
    "NO_RULE": lambda: _("no rule sets bounds"),
    "FORM_NOT_KNOWN": lambda: _("the form is not known"),
}


def source(offered: Offer) -> str:
    """The paragraph an offer rests on, or that there is none."""
    return SOURCES[offered.source]() if offered.source in SOURCES else offered.source


def sentence(stored: Stored, names: Mapping[str, str], *, own: bool = False) -> str:
    """A term in words; `own` when a municipality makes it a condition of its own yes."""
    match stored["kind"]:
        case TermKind.ALL:
            return _("all the others say yes") if own else _("all who are asked have said yes to the same text")
        case TermKind.THESE:
            who = joined(names.get(uid, uid) for uid in stored["parties"])
            return _("%(who)s says yes") % {"who": who} if own else _("%(who)s has said yes") % {"who": who}
        case TermKind.AT_LEAST:
            number = int(stored["number"])
            return ngettext("at least %(n)s has said yes", "at least %(n)s have said yes", number) % {"n": number}
        case TermKind.NOT_BEFORE:
            return _("no earlier than %(day)s") % {"day": in_words(date.fromisoformat(stored["day"]))}
        case TermKind.LEGAL_FORCE:
            return _("every decision that counts has confirmed legal force")
    return OF_OTHER_ROOMS[stored["kind"]].say(stored)


def whole_sentence(stored: list[Stored], names: Mapping[str, str]) -> str:
    """'Träder i kraft när alla som är tillfrågade har sagt ja till samma text, tidigast 1 september 2026.'"""
    if not stored:
        return _("Enters into force for those who say yes, as soon as somebody does.")
    told = joined(sentence(one, names) for one in stored)
    return _("Enters into force when %(terms)s.") % {"terms": told}


def party_of(party: Party, names: Mapping[str, str]) -> str:
    return names.get(str(party), str(party))
