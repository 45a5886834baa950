"""The law core's reasons, as sentences: in the reader's language, with names and days."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.common.swedish import genitive, in_words, joined, upper_first
from samsyn.cores.law.answers import Outcome as LawOutcome
from samsyn.cores.law.appeals import AppealReason, State
from samsyn.cores.law.entry import EntryReason, Way
from samsyn.cores.law.plan import PlanReason
from samsyn.cores.law.reasons import Reason
from samsyn.matters import terms
from samsyn.matters.enums import MatterStage
from samsyn.matters.standing import Standing

Values = Any


def name_of_version(standing: Standing, sha256: str) -> str:
    """'version 3', or 'Bengtsfors lydelse'."""
    for proposal in standing.proposals:
        if proposal.sha256 == sha256:
            return _("version %(number)s") % {"number": proposal.number}
    wording = standing.wording(sha256)
    return _("the wording of %(name)s") % {"name": genitive(wording.name)} if wording else sha256[:8]


class Words:
    """Says the reasons of one matter."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.names = standing.names

    def who(self, party: Any) -> str:
        return self.names.get(str(party), str(party))

    def those(self, parties: Any) -> str:
        return joined(self.who(party) for party in parties)

    def version(self, sha256: Any) -> str:
        return name_of_version(self.standing, str(sha256))

    def say(self, reason: Reason) -> str:
        """One reason or way forward in a sentence."""
        return SENTENCES[reason.code](self, reason.values)

    def own(self, of: Any) -> str:
        """Before a term that some municipality has made its own condition."""
        return _("Condition of %(who)s:") % {"who": self.those(of)} + " " if of else ""

    def of_room(self, code: str, holds: bool | None) -> str:
        stored = next((one for one in self.standing.proposal.condition if one["kind"] == code), {"kind": code})
        own = terms.OF_OTHER_ROOMS[code]
        entry = self.standing.entry
        parties = frozenset(str(party) for party in (entry.parties if entry else ()))
        return own.explain(self.standing.matter, stored, parties)


def _day(value: date | None) -> str:
    return in_words(value) if value else _("a day that is not known")


def _own_condition(w: Words, v: Values) -> str:
    because = " ".join(w.say(reason) for reason in v["because"])
    return _("%(who)s has said yes on a condition that does not hold. %(because)s") % {
        "who": w.who(v["party"]),
        "because": because,
    }


def _wording_not_accepted(w: Words, v: Values) -> str:
    (missing, *_rest) = v["wordings"].values()
    return _("%(who)s has said yes with changes. It counts when %(others)s accept the wording.") % {
        "who": w.who(v["party"]),
        "others": w.those(missing),
    }


def _needed(w: Words, v: Values) -> str:
    return " " + _("It cannot be done without them.") if v["needed"] else ""


SENTENCES: dict[Any, Callable[[Words, Values], str]] = {
    # --- each municipality
    EntryReason.ENTERS: lambda w, v: (
        _("%(who)s has said yes to %(version)s.") % {"who": w.who(v["party"]), "version": w.version(v["version"])}
        if v["version"]
        else _("%(who)s has said yes.") % {"who": w.who(v["party"])}
    ),
    EntryReason.UNANSWERED: lambda w, v: _("%(who)s has not answered.") % {"who": w.who(v["party"])},
    EntryReason.REMITTED: lambda w, v: (
        _("%(who)s has sent it back for more preparation.") % {"who": w.who(v["party"])}
    ),
    EntryReason.TABLED: lambda w, v: _("%(who)s has tabled it.") % {"who": w.who(v["party"])},
    EntryReason.SAID_NO: lambda w, v: _("%(who)s has said no.") % {"who": w.who(v["party"])},
    EntryReason.OPTED_OUT: lambda w, v: _("%(who)s stays outside.") % {"who": w.who(v["party"])},
    EntryReason.WITHOUT_GROUND: lambda w, v: (
        _("The decision of %(who)s has been annulled.") % {"who": genitive(w.who(v["party"]))}
    ),
    EntryReason.OTHER_VERSION: lambda w, v: (
        _("%(who)s has said yes to %(versions)s, not to what is asked now.")
        % {"who": w.who(v["party"]), "versions": joined(w.version(sha256) for sha256 in v["versions"])}
    ),
    EntryReason.WORDING_NOT_ACCEPTED: _wording_not_accepted,
    EntryReason.OWN_CONDITION_FAILS: _own_condition,
    # --- terms
    EntryReason.ALL_ENTER: lambda w, v: w.own(v["of"]) + _("All have said yes to the same text."),
    EntryReason.NOT_ALL_ENTER: lambda w, v: (
        w.own(v["of"]) + _("All must say yes to the same text. Missing: %(who)s.") % {"who": w.those(v["missing"])}
    ),
    EntryReason.THESE_ENTER: lambda w, v: (
        w.own(v["of"]) + _("%(who)s has said yes.") % {"who": w.those(v["parties"])}
    ),
    EntryReason.THESE_MISSING: lambda w, v: (
        w.own(v["of"]) + _("%(who)s must say yes, and has not.") % {"who": w.those(v["missing"])}
    ),
    EntryReason.ENOUGH_ENTER: lambda w, v: (
        w.own(v["of"])
        + _("%(have)s have said yes; at least %(need)s are needed.") % {"have": v["have"], "need": v["need"]}
    ),
    EntryReason.TOO_FEW_ENTER: lambda w, v: (
        w.own(v["of"]) + _("At least %(need)s must say yes. So far %(have)s.") % {"have": v["have"], "need": v["need"]}
    ),
    EntryReason.DAY_HAS_COME: lambda w, v: (
        w.own(v["of"]) + _("No earlier than %(day)s: that day has come.") % {"day": _day(v["day"])}
    ),
    EntryReason.DAY_HAS_NOT_COME: lambda w, v: (
        w.own(v["of"]) + _("No earlier than %(day)s.") % {"day": _day(v["day"])}
    ),
    EntryReason.LEGAL_FORCE_CONFIRMED: lambda w, v: w.own(v["of"]) + _("Every decision has confirmed legal force."),
    EntryReason.LEGAL_FORCE_NOT_CONFIRMED: lambda w, v: (
        w.own(v["of"])
        + _("The decisions must have confirmed legal force. Missing: %(who)s.") % {"who": w.those(v["missing"])}
    ),
    EntryReason.EXTRA_HOLDS: lambda w, v: w.of_room(v["code"], True),
    EntryReason.EXTRA_FAILS: lambda w, v: w.of_room(v["code"], False),
    EntryReason.EXTRA_NOT_KNOWN: lambda w, v: w.of_room(v["code"], None),
    EntryReason.NOBODY_ENTERS: lambda w, v: _("Nobody has said yes in a way that counts."),
    EntryReason.SEVERAL_WORDINGS: lambda w, v: (
        _("All have accepted more than one wording: %(versions)s. Say which one is meant.")
        % {"versions": joined(w.version(sha256) for sha256 in v["wordings"])}
    ),
    # --- ways forward
    Way.AWAIT_ANSWER: lambda w, v: (
        _("Wait for the answer of %(who)s.") % {"who": genitive(w.who(v["party"]))} + _needed(w, v)
    ),
    Way.ANSWER_REMITTAL: lambda w, v: (
        _("Answer what %(who)s asked for when it sent the matter back.") % {"who": w.who(v["party"])} + _needed(w, v)
    ),
    Way.ASK_AGAIN: lambda w, v: _("Ask %(who)s anew.") % {"who": w.who(v["party"])} + _needed(w, v),
    Way.ACCEPT_WORDING: lambda w, v: (
        _("Let %(who)s accept %(version)s, or ask for a yes to the proposal.")
        % {"who": w.those(v["parties"]), "version": w.version(v["wording"])}
    ),
    Way.FIND_OUT: lambda w, v: _("Find out what is missing: %(what)s") % {"what": w.of_room(v["code"], None)},
    Way.WAIT_UNTIL: lambda w, v: _("Wait until %(day)s.") % {"day": _day(v["day"])},
    Way.CONFIRM_LEGAL_FORCE: lambda w, v: (
        _("Let %(who)s confirm that the decision has legal force.") % {"who": w.those(v["parties"])}
    ),
    Way.LEAVE_OUT: lambda w, v: _("Propose anew, without %(who)s.") % {"who": w.who(v["party"])},
    Way.LOWER_THE_NUMBER: lambda w, v: (
        _("Propose anew, with at least %(to)s instead of %(number)s.") % {"to": v["to"], "number": v["number"]}
    ),
    Way.CHANGE_TERM: lambda w, v: (
        _("Propose anew, with another term than: %(what)s") % {"what": w.of_room(v["code"], False)}
    ),
    Way.CHOOSE_WORDING: lambda w, v: (
        _("Choose one of the wordings: %(versions)s.")
        % {"versions": joined(w.version(sha256) for sha256 in v["wordings"])}
    ),
    Way.NEW_PROPOSAL: lambda w, v: (
        _("Make a new proposal; %(who)s must then decide anew.") % {"who": w.those(v["parties"])}
        if v["parties"]
        else _("Make a new proposal.")
    ),
    # --- legal force
    AppealReason.PREPARES_OR_EXECUTES: lambda w, v: _("It cannot be appealed: it prepares or carries out (KL 13:2)."),
    AppealReason.NO_ANNOUNCEMENT: lambda w, v: _("It has not been announced; the time for appeal has not begun."),
    AppealReason.PERIOD_RUNS: lambda w, v: _("Can be appealed until %(day)s.") % {"day": _day(v["last_day"])},
    AppealReason.LAST_DAY_MOVED: lambda w, v: (
        _("Three weeks end %(counted)s, which is no weekday; the next one counts (lag 1930:173).")
        % {"counted": _day(v["counted"])}
    ),
    AppealReason.PERIOD_OVER: lambda w, v: (
        _("The time for appeal ended %(day)s. Nobody has confirmed that it was not appealed.")
        % {"day": _day(v["last_day"])}
    ),
    AppealReason.CONFIRMED_BY: lambda w, v: _("Legal force is confirmed, %(day)s.") % {"day": _day(v["on"])},
    AppealReason.CONFIRMED_TOO_EARLY: lambda w, v: (
        _("Legal force was confirmed %(day)s, which is too early: %(earliest)s is the first day.")
        % {"day": _day(v["on"]), "earliest": _day(v["earliest"])}
    ),
    AppealReason.TAKEN_DOWN_TOO_EARLY: lambda w, v: (
        _("The notice was taken down %(day)s, before the time for appeal had ended: it has not run (KL 13:5).")
        % {"day": _day(v["on"])}
    ),
    AppealReason.TAKEN_DOWN_ON_THE_LAST_DAY: lambda w, v: (
        _("The notice was taken down on the last day, %(day)s. Check that it was up all that day.")
        % {"day": _day(v["on"])}
    ),
    AppealReason.APPEAL_PENDING: lambda w, v: _("Appealed %(day)s.") % {"day": _day(v["came_in_on"])},
    AppealReason.APPEAL_CAME_LATE: lambda w, v: (
        _("The appeal came in %(day)s, after the last day. The court tries whether it is too late.")
        % {"day": _day(v["came_in_on"])}
    ),
    AppealReason.APPEAL_ENDED: lambda w, v: _("The appeal ended %(day)s.") % {"day": _day(v["ended_on"])},
    AppealReason.ANNULLED_BY_COURT: lambda w, v: _("Annulled by the court %(day)s (KL 13:8).") % {"day": _day(v["on"])},
    AppealReason.STAYED_BY_COURT: lambda w, v: _("Stayed by the court %(day)s.") % {"day": _day(v["on"])},
    # --- time plan
    PlanReason.CALENDAR_ENDS: lambda w, v: (
        _("The calendar of %(body)s ends %(day)s. Add its later sittings.")
        % {"body": v["body"], "day": _day(v["through"])}
        if v.get("through")
        else _("%(body)s has no sittings in the calendar. Add them.") % {"body": v["body"]}
    ),
    PlanReason.NOBODY_DECIDES: lambda w, v: _("No body on the way decides."),
    PlanReason.NO_SITTING_IN_TIME: lambda w, v: (
        _("%(body)s has no sitting in time for %(day)s.") % {"body": v["body"], "day": _day(v["limit"])}
    ),
    PlanReason.TOO_LATE: lambda w, v: _("%(body)s got the papers too late.") % {"body": v["body"]},
    PlanReason.LEGAL_FORCE_LATER: lambda w, v: (
        _("Legal force comes later, %(day)s.") % {"day": _day(v["legal_force_on"])}
    ),
    PlanReason.COPY_DEADLINE_ASSUMED: lambda w, v: (
        _("Copy deadline for %(body)s %(day)s is assumed: %(papers)s.")
        % {"body": v["body"], "day": _day(v["sits_on"]), "papers": _day(v["papers_by"])}
    ),
    PlanReason.SUMMONS_COMES_FIRST: lambda w, v: (
        _("%(body)s %(day)s is summoned at least a week before (KL 5:13), so papers are needed %(papers)s.")
        % {"body": v["body"], "day": _day(v["sits_on"]), "papers": _day(v["papers_by"])}
    ),
    PlanReason.SUMMONS_TOO_LATE: lambda w, v: (
        _("The mailing for %(body)s %(day)s is later than a week before (KL 5:15).")
        % {"body": v["body"], "day": _day(v["sits_on"])}
    ),
    PlanReason.CANCELLED: lambda w, v: (
        _("%(body)s has cancelled its sitting %(day)s.") % {"body": v["body"], "day": _day(v["sits_on"])}
    ),
    PlanReason.LEGAL_FORCE_NOT_KNOWN: lambda w, v: _("When it gets legal force cannot be told."),
    PlanReason.NOT_KNOWN_FOR: lambda w, v: (
        _("No common day can be told: it is not known for %(who)s.") % {"who": w.those(v["parties"])}
    ),
}  # fmt: skip

FORCE = {
    State.NOT_APPEALABLE: lambda: _("cannot be appealed"),
    State.NOT_ANNOUNCED: lambda: _("not announced"),
    State.RUNNING: lambda: _("time for appeal runs"),
    State.OVER_UNCONFIRMED: lambda: _("time over, not confirmed"),
    State.CONFIRMED: lambda: _("legal force confirmed"),
    State.APPEALED: lambda: _("appealed"),
    State.ANNULLED: lambda: _("annulled"),
    State.STAYED: lambda: _("stayed by the court"),
    State.NOT_RUN: lambda: _("the time has not run"),
}


def force_word(state: State) -> str:
    return FORCE[state]()


def lead(standing: Standing) -> str:
    """The sentence before the picture: how many have said yes, who has done what else, and what follows."""
    if standing.entered:
        return _("In force since %(day)s.") % {"day": in_words(standing.entered.on)}
    if not standing.voices:
        if standing.matter.stage == MatterStage.PREPARING:
            return _("The matter is being prepared. Nobody has been asked to decide.")
        return _("Nobody was asked to decide.")
    said = [_yes(standing), *_others(standing)]
    entry = standing.entry
    if entry and entry.can_hold and not entry.holds and entry.earliest_on:
        said.append(_("It can enter into force %(day)s at the earliest.") % {"day": in_words(entry.earliest_on)})
    return " ".join(said)


def _yes(standing: Standing) -> str:
    total, yes, changed = len(standing.voices), standing.said_yes, standing.said_yes_with_changes
    values = {"yes": counted(yes), "total": counted(total)}
    if not yes:
        return upper_first(_("None of %(total)s municipalities has said yes.") % values)
    if changed:
        values["changed"] = counted(changed)
        told = _("%(yes)s of %(total)s municipalities have said yes, %(changed)s of them with changes.")
    else:
        told = ngettext(
            "%(yes)s of %(total)s municipalities has said yes.",
            "%(yes)s of %(total)s municipalities have said yes.",
            yes,
        )
    return upper_first(told % values)


OTHERS: dict[Any, Callable[[str], str]] = {
    LawOutcome.NO: lambda who: _("%(who)s has said no.") % {"who": who},
    LawOutcome.OPTED_OUT: lambda who: _("%(who)s stays outside.") % {"who": who},
    LawOutcome.REMITTED: lambda who: _("%(who)s has sent it back for more preparation.") % {"who": who},
    LawOutcome.TABLED: lambda who: _("%(who)s has tabled it.") % {"who": who},
    LawOutcome.UNANSWERED: lambda who: _("%(who)s has not answered.") % {"who": who},
}
MOST_NAMES = 8


def _others(standing: Standing) -> Iterator[str]:
    """Those who have not said yes, by what they have done; of many only how many."""
    for outcome, say in OTHERS.items():
        names = [voice.name for voice in standing.voices if voice.answer.outcome == outcome]
        if names:
            many = _("%(n)s municipalities") % {"n": len(names)}
            yield say(joined(names) if len(names) <= MOST_NAMES else many)


def counted(number: int) -> str:
    """'tre'; from thirteen on in figures."""
    words = (
        _("none"), pgettext("count", "one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"),
        _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[number] if number < len(words) else str(number)
