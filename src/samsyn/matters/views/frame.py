"""What the pages about matters have in common."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samsyn.cores.law.entry import EntryReason
from samsyn.matters.standing import Standing
from samsyn.matters.words import Words

form_view = require_http_methods(["GET", "HEAD", "POST"])

MET = frozenset(
    {
        EntryReason.ALL_ENTER,
        EntryReason.THESE_ENTER,
        EntryReason.ENOUGH_ENTER,
        EntryReason.DAY_HAS_COME,
        EntryReason.LEGAL_FORCE_CONFIRMED,
        EntryReason.EXTRA_HOLDS,
    }
)
OF_PARTIES = frozenset(
    {
        EntryReason.ENTERS,
        EntryReason.UNANSWERED,
        EntryReason.REMITTED,
        EntryReason.TABLED,
        EntryReason.SAID_NO,
        EntryReason.OPTED_OUT,
        EntryReason.WITHOUT_GROUND,
        EntryReason.OTHER_VERSION,
        EntryReason.WORDING_NOT_ACCEPTED,
        EntryReason.OWN_CONDITION_FAILS,
    }
)


@dataclass(frozen=True)
class Term:
    """A term of the entry condition: whether it holds, and why."""

    sign: str
    state: str
    text: str


def entry_terms(standing: Standing, words: Words) -> dict[str, Any]:
    """The terms of the condition with their signs, and each municipality's part in it."""
    entry = standing.entry
    if entry is None:
        return {"terms": [], "parties": []}
    terms = []
    for reason in entry.reasons:
        if reason.code in OF_PARTIES:
            continue
        met = reason.code in MET
        sign = "bifall" if met else "vantar" if entry.can_hold else "avslag"
        state = _("Met") if met else _("Not met yet") if entry.can_hold else _("Can no longer be met")
        terms.append(Term(sign, state, words.say(reason)))
    parties = [words.say(reason) for reason in entry.reasons if reason.code in OF_PARTIES]
    return {"terms": terms, "parties": parties}
