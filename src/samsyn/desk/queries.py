"""What waits for a person, gathered over all their assignments by asking once for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.collaborations.models import ImportRun
from samsyn.collaborations.models.imports import ImportState
from samsyn.collaborations.queries import coming_notice_days
from samsyn.common.prepared import prepared
from samsyn.common.swedish import upper_first
from samsyn.isolation.acting import Reader, acting_as, reader, shown
from samsyn.matters import queries as matters
from samsyn.networks import queries as networks
from samsyn.networks.models import Forum, Network
from samsyn.organisations.enums import EDITORS, REGISTRARS
from samsyn.organisations.models import Authority, current
from samsyn.search.actions import find
from samsyn.search.models import Entry, Kind


@dataclass(frozen=True)
class Item:
    """Something to do or to mind: a date, a sentence that is a link, why, and for whom."""

    title: str
    url: str
    why: str
    on: date | None = None
    place: str = ""


@contextmanager
def each(asking: Reader) -> Iterator[Any]:
    """The person's assignments, one at a time, each with what it may read."""
    only = not shown().get("others")
    mine = [] if only else current(asking.person, asking.today)

    def one_by_one() -> Iterator[tuple[str, Reader]]:
        if only:  # the one that is acted by already
            yield "", asking
        for assignment in mine:
            with acting_as(asking.person, assignment.uid):
                yield assignment.place, reader()

    yield one_by_one()


def my_turn(asking: Reader) -> list[Item]:
    """By date; what has no date comes last."""
    found: dict[tuple[str, str], Item] = {}
    with each(asking) as assignments:
        for place, acting in assignments:
            for item in _waiting(acting, place):
                found.setdefault((item.title, item.url), item)
    return sorted(found.values(), key=lambda item: (item.on or date.max, item.title))


@prepared
def _rare(*, reader: Reader) -> Any:
    """Whether there is anything of what there seldom is, in one query: offers of papers, files that have been read."""
    offered = {"offered_to": reader.authority}
    return Authority.objects.filter(pk=reader.authority).annotate(
        offers=Exists(Network.objects.filter(**offered)) | Exists(Forum.objects.filter(**offered)),
        runs=Exists(ImportRun.objects.filter(authority=reader.authority, state=ImportState.READ)),
    )


def _waiting(acting: Reader, place: str) -> Iterator[Item]:
    if acting.role in EDITORS:
        rare = _rare.first(reader=acting)
        for thing in networks.offers(acting) if rare.offers else ():
            why = _("Another authority offers you to keep the papers.")
            yield Item(
                _("Take over the papers of %(name)s") % {"name": thing}, thing.get_absolute_url(), why, place=place
            )
        runs = ImportRun.objects.filter(authority=acting.authority, state=ImportState.READ)
        for run in runs[:10] if rare.runs else ():
            why = _("The file has been read; nothing is saved yet.")
            yield Item(
                _("Look through the import of %(name)s") % {"name": run}, run.get_absolute_url(), why, place=place
            )
    yield from _matters(acting, place)
    for seat in networks.vacant_seats(acting):
        why = _("The seat is vacant: %(seat)s.") % {"seat": seat}
        yield Item(
            _("Send somebody to %(forum)s") % {"forum": seat.forum}, seat.forum.get_absolute_url(), why, place=place
        )
    for forum, since in networks.resting_forums(acting):
        why = _("Nobody has called a meeting for a long time.")
        yield Item(
            _("Wake %(forum)s, or end it") % {"forum": forum}, forum.get_absolute_url(), why, on=since, place=place
        )
    for notice in coming_notice_days(acting):
        why = _("Last day to give notice of “%(title)s”.") % {"title": notice.title}
        title = _("Decide whether to stay in %(name)s") % {"name": notice.collaboration}
        yield Item(title, notice.collaboration.get_absolute_url(), why, on=notice.last_day, place=place)


def _matters(acting: Reader, place: str) -> Iterator[Item]:
    """What waits in matters: for those who write. One who only reads finds it in the list of matters."""
    if acting.role not in EDITORS:
        return
    found = matters.waiting.first(reader=acting)
    for one in found.receive:
        why = _("It has been referred to you for decision, and waits to be registered.")
        title = _("Receive %(title)s") % {"title": one["title"]}
        yield Item(title, reverse("matters:receive", args=[one["uid"]]), why, on=_day(one["answer_by"]), place=place)
    for one in found.decide:
        why = _("Your municipality has not answered. The date is the last day to answer.")
        title = _("Decide on %(title)s") % {"title": one["title"]}
        yield Item(title, reverse("matters:local", args=[one["uid"]]), why, on=_day(one["answer_by"]), place=place)
    for one in found.late:
        why = _("The day to answer has passed, and somebody has not answered.")
        title = _("Remind those who have not answered: %(title)s") % {"title": one["title"]}
        yield Item(title, reverse("matters:detail", args=[one["uid"]]), why, on=_day(one["answer_by"]), place=place)
    for one in found.announce if acting.role in REGISTRARS else ():
        why = _("%(body)s has decided. Until it is announced, the time for appeal does not run (KL 13:5).")
        title = _("Record the announcement: %(title)s") % {"title": one["title"]}
        url = reverse("matters:decision", args=[one["uid"]])
        yield Item(title, url, why % {"body": one["body"]}, on=_day(one["decided_on"]), place=place)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def search(asking: Reader, text: str) -> list[tuple[str, list[Entry]]]:
    """Hits over all one's assignments, grouped by kind in the order of the design."""
    found: dict[Any, Entry] = {}
    with each(asking) as assignments:
        for _place, acting in assignments:
            for entry in find(text, acting):
                found.setdefault(entry.uid, entry)
    groups = [(upper_first(kind.label), [entry for entry in found.values() if entry.kind == kind]) for kind in Kind]
    return [(label, sorted(entries, key=lambda entry: entry.title.lower())) for label, entries in groups if entries]
