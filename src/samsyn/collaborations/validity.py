"""Is it in force, and why. Pure: told everything, asks nothing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.collaborations.doubts import Doubt, DoubtKind, doubts
from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, Stage
from samsyn.collaborations.facts import DocumentFacts, Facts
from samsyn.common.swedish import in_words, upper_first
from samsyn.common.verdict import Sentence
from samsyn.cores.law.notice import ASSOCIATION_MONTHS, Notice, last_day_to_give_notice

SOON_DAYS = 180
FOLLOW_UP_YEARS = 2
CHECKED_YEARS = 2


class Sign(StrEnum):
    """The design's sign for a state: shape, word and colour."""

    GOOD = "bifall"
    WARN = "aterremiss"
    WAITING = "vantar"
    OVER = "noterat"


@dataclass(frozen=True)
class Reason:
    """One thing that bears on it; `warns` when somebody should act or look.

    A list shows one reason of each row: the others are never put into words.
    """

    said: Sentence
    warns: bool = False
    on: date | None = None
    missing: bool = False

    @property
    def text(self) -> str:
        return str(self.said)


@dataclass(frozen=True)
class Validity:
    sign: Sign
    word: str
    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def why(self) -> str:
        """The weightiest reason, for a line in a list."""
        warning = [reason.said for reason in self.reasons if reason.warns] or [doubt.text for doubt in self.doubts]
        return str((warning or [reason.said for reason in self.reasons] or [""])[0])

    @property
    def icon(self) -> str:
        return "varning" if self.sign == Sign.WARN else str(self.sign)


_BEFORE = (Stage.IDEA, Stage.INVESTIGATION, Stage.DECIDING)


def judge(facts: Facts, *, today: date) -> Validity:
    """State, and the reasons for it in order of weight."""
    doubtful = tuple(doubts(facts, today=today))
    if facts.stage in (Stage.ENDED, Stage.REPLACED):
        return _over(facts, doubtful)
    if facts.stage in _BEFORE:
        return Validity(Sign.WAITING, upper_first(Stage(facts.stage).label), _since(facts), doubtful)
    found = [
        *_notice_given(facts),
        *_documents(facts, today),
        *_follow_up(facts, today),
        *_since(facts),
        *_checked(facts, today),
    ]
    # What asks for something comes first, then since when, then what is merely missing.
    reasons = sorted(found, key=lambda reason: (not reason.warns, reason.missing))
    if facts.stage not in (Stage.IN_FORCE, Stage.UNDER_NOTICE) or _unclear(doubtful):
        return Validity(Sign.WAITING, _("Not clear whether it is in force"), tuple(reasons), doubtful)
    if facts.stage == Stage.UNDER_NOTICE:
        return Validity(Sign.WARN, _("Under notice"), tuple(reasons), doubtful)
    if any(reason.warns and reason.on is None for reason in reasons):
        return Validity(Sign.WARN, _("In force, to be seen to"), tuple(reasons), doubtful)
    if any(reason.warns for reason in reasons):
        return Validity(Sign.WARN, _("In force, time to choose"), tuple(reasons), doubtful)
    if doubtful:
        missing = all(doubt.kind in (DoubtKind.PARTIES_UNKNOWN, DoubtKind.FORM_UNKNOWN) for doubt in doubtful)
        word = _("In force, facts missing") if missing else _("In force, facts disagree")
        return Validity(Sign.WARN, word, tuple(reasons), doubtful)
    return Validity(Sign.GOOD, _("In force"), tuple(reasons))


def _unclear(found: tuple[Doubt, ...]) -> bool:
    return any(doubt.kind in (DoubtKind.TITLE_ONLY, DoubtKind.STATUS_UNCLEAR) for doubt in found)


def _over(facts: Facts, doubtful: tuple[Doubt, ...]) -> Validity:
    day = in_words(facts.stage_since) if facts.stage_since else ""
    if facts.stage == Stage.REPLACED:
        by = facts.replaced_by or facts.stage_note
        said = _("%(day)s by %(name)s") % {"day": day, "name": by} if by else day
        return Validity(Sign.OVER, _("Replaced"), (Reason(said.strip()),) if said.strip() else (), doubtful)
    said = f"{day} {facts.stage_note}".strip()
    return Validity(Sign.OVER, _("Ended"), (Reason(said),) if said else (), doubtful)


def _since(facts: Facts) -> tuple[Reason, ...]:
    noted = (Reason(facts.stage_note),) if facts.stage_note else ()
    return (*noted, Reason(_since_day(facts.stage_since))) if facts.stage_since else noted


_since_day: Any = lazy(lambda day: _("Since %(day)s.") % {"day": in_words(day)}, str)


def _notice_given(facts: Facts) -> list[Reason]:
    if facts.stage != Stage.UNDER_NOTICE:
        return []
    if facts.stage_until:
        return [
            Reason(
                _("Notice has been given. It ends %(day)s.") % {"day": in_words(facts.stage_until)},
                warns=True,
                on=facts.stage_until,
            )
        ]
    return [Reason(_("Notice has been given. The day it ends is not registered."), warns=True)]


def notice_of(document: DocumentFacts, form: str, today: date) -> Notice | None:
    """The notice day of a governing document; a charter that says nothing has three years (KL 9:18)."""
    months, anchor = document.notice_months, document.notice_anchor
    if months is None and document.kind == DocumentKind.CHARTER and form == LegalForm.MUNICIPAL_ASSOCIATION:
        months, anchor = ASSOCIATION_MONTHS, NoticeAnchor.ANY_DAY
    return last_day_to_give_notice(
        ends_on=document.ends_on,
        notice_months=months,
        anchor=anchor,
        renewal_months=document.renewal_months,
        today=today,
    )


def _documents(facts: Facts, today: date) -> list[Reason]:
    if not facts.documents:
        return [Reason(gettext_lazy("No governing document is registered."), missing=True)]
    found = []
    for document in facts.documents:
        notice = notice_of(document, facts.form, today)
        if (
            notice
            and notice.last_day
            and notice.last_day >= today
            and (days := (notice.last_day - today).days) <= SOON_DAYS
        ):
            said = ngettext(
                "The last day to give notice is %(day)s, in %(days)s day.",
                "The last day to give notice is %(day)s, in %(days)s days.",
                days,
            ) % {"day": in_words(notice.last_day), "days": days}
            found.append(Reason(said, warns=True, on=notice.last_day))
        if document.ends_on and document.ends_on <= today and not document.renewal_months:
            said = _("“%(title)s” has run out and no new version is registered.") % {"title": document.title}
            found.append(Reason(said, warns=True))
    return found


def _follow_up(facts: Facts, today: date) -> list[Reason]:
    if facts.next_follow_up_on and facts.next_follow_up_on < today:
        said = _("The follow-up was due %(day)s.") % {"day": in_words(facts.next_follow_up_on)}
        return [Reason(said, warns=True)]
    if facts.last_follow_up_on is None:
        return [Reason(gettext_lazy("No follow-up is registered."), missing=True)]
    years = (today - facts.last_follow_up_on).days // 365
    if years >= FOLLOW_UP_YEARS:
        said = ngettext("No follow-up for %(years)s year.", "No follow-up for %(years)s years.", years) % {
            "years": years
        }
        return [Reason(said, warns=True)]
    return []


def _checked(facts: Facts, today: date) -> list[Reason]:
    if facts.checked_on is None or (today - facts.checked_on).days < CHECKED_YEARS * 365:
        return []
    return [Reason(_("The facts were last checked %(day)s.") % {"day": in_words(facts.checked_on)})]
