"""One timeline of everything that has happened in a matter. It only grows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from samsyn.common.swedish import in_words, joined, sort_key, upper_first
from samsyn.dispatch.enums import DeliveryKind
from samsyn.isolation.clock import SWEDEN
from samsyn.matters.board import outcome_word
from samsyn.matters.enums import ForceKind, MatterStage, NextStep
from samsyn.matters.standing import Standing, Voice


@dataclass(frozen=True)
class Happening:
    """One line of the timeline; `big` of what decides."""

    on: date
    at: Any
    text: str
    more: str = ""
    big: bool = False
    url: str = ""
    rank: int = 0  # of what happened at the same moment: what must come after what


PROPOSED, STOOD, SENT_OUT, CAME_IN, DECIDED, FORCE, SIGNED, HELD, ENDED = range(9)


def timeline(standing: Standing, deliveries: Iterable[Any]) -> list[Happening]:
    """Everything that has happened, newest first. It only grows.

    `deliveries`: what was sent in the matter, with its receivers: a referral keeps only its latest day.
    """
    sent = [one for one in deliveries if one.kind in SENT]
    found = [
        *_of_the_matter(standing),
        *_of_deliveries(sent),
        *(one for voice in standing.everybody for one in _of_voice(voice, sent)),
    ]
    return sorted(found, key=lambda one: (one.on, one.at, one.rank), reverse=True)


def _of_the_matter(standing: Standing) -> Iterator[Happening]:
    for one in standing.proposals:
        text = _("Version %(number)s of the proposal") % {"number": one.number}
        yield Happening(one.made_at.astimezone(SWEDEN).date(), one.made_at, text, one.note, rank=PROPOSED)
    for one in standing.matter.standpoints_told:
        text = _("The forum took a standpoint: %(next)s.") % {"next": NextStep(one.next_step).label}
        yield Happening(one.taken_on, one.recorded_at, text, _("A standpoint, not a decision."), big=True, rank=STOOD)
    if standing.entered:
        entered = standing.entered
        text = _("The condition held: in force %(day)s") % {"day": in_words(entered.on)}
        yield Happening(entered.made_at.astimezone(SWEDEN).date(), entered.made_at, text, big=True, rank=HELD)
    if standing.matter.closed_on:
        yield Happening(
            standing.matter.closed_on, standing.matter.changed_at,
            upper_first(MatterStage(standing.matter.stage).label), standing.matter.closing_note, rank=ENDED,
        )  # fmt: skip


SENT: dict[str, tuple[Callable[[str], str], bool]] = {
    DeliveryKind.REFERRAL: (lambda who: _("Referred to %(who)s") % {"who": who}, True),
    DeliveryKind.REMINDER: (lambda who: _("Reminder to %(who)s") % {"who": who}, False),
    DeliveryKind.WITHDRAWAL: (lambda who: _("Taken back from %(who)s") % {"who": who}, True),
}


def _of_deliveries(deliveries: Iterable[Any]) -> Iterator[Happening]:
    """What was sent at one time is one line, however many it was sent to."""
    at_once: dict[tuple[Any, str], list[str]] = {}
    for one in deliveries:
        at_once.setdefault((one.queued_at, one.kind), []).append(one.receiver.organisation.name)
    for (at, kind), names in at_once.items():
        say, big = SENT[kind]
        yield Happening(
            at.astimezone(SWEDEN).date(), at, say(joined(sorted(names, key=sort_key))), big=big, rank=SENT_OUT
        )


def _of_voice(voice: Voice, sent: list[Any]) -> Iterator[Happening]:
    if voice.local:
        number = voice.local.registry_number
        text = _("%(who)s received the matter") % {"who": voice.name}
        yield Happening(voice.local.received_on, _received_at(voice, sent), text, number, rank=CAME_IN)
    for one in [*voice.decisions, *voice.corrected]:
        word = outcome_word(one.outcome, deciding=one.deciding).lower()
        text = _("%(body)s in %(who)s: %(outcome)s") % {"body": one.body_name, "who": voice.name, "outcome": word}
        corrected = one in voice.corrected
        more = _("Was wrong, and has been corrected.") if corrected else one.reason
        more = " ".join(part for part in (f"({one.decided_text})" if one.decided_text else "", more) if part)
        yield Happening(
            one.decided_on,
            one.recorded_at,
            text,
            more,
            big=one.deciding and not corrected,
            url=one.get_absolute_url(),
            rank=DECIDED,
        )
        for event in one.force_events:
            kind = ForceKind(event.kind).label
            yield Happening(event.on, event.recorded_at, f"{voice.name}: {kind}", event.note, rank=FORCE)
    signing = getattr(voice.local, "signing", None) if voice.local else None
    if signing:
        text = _("%(who)s signed: %(by)s") % {"who": voice.name, "by": signing.signed_by}
        yield Happening(signing.signed_on, signing.recorded_at, text, rank=SIGNED)


def _received_at(voice: Voice, sent: list[Any]) -> datetime:
    """Of the receipt only the day is known: after what was sent that day, before everything else."""
    day = voice.local.received_on
    theirs = [one.queued_at for one in sent if one.receiver_id == voice.referral.receiver_id]
    same_day = [at for at in theirs if at.astimezone(SWEDEN).date() == day]
    return max(same_day, default=datetime.combine(day, time.min, tzinfo=SWEDEN))
