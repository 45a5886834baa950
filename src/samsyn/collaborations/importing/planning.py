"""What would happen to each row if the file were imported: nothing is written here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from samsyn.collaborations.doubts import Doubt, DoubtKind
from samsyn.collaborations.enums import LegalForm
from samsyn.collaborations.importing.interpreting import Draft, interpret
from samsyn.collaborations.models import Collaboration, Party
from samsyn.isolation.acting import Reader
from samsyn.organisations.queries import Directory

_WORD = re.compile(r"\w{3,}")


class Outcome(StrEnum):
    CREATE = "CREATE"
    CHANGE = "CHANGE"
    SAME = "SAME"
    REFUSED = "REFUSED"


@dataclass
class Planned:
    draft: Draft
    outcome: Outcome
    existing: int | None = None
    changes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    name: str
    key: str
    parties: frozenset[int]
    form: str
    area: frozenset[str]


def plan(
    rows: Iterable[dict[str, Any]], places: Iterable[str], *, reader: Reader, progress: Any = None
) -> list[Planned]:
    """Read every row against what stands in the register."""
    directory = Directory.load()
    today = reader.today
    drafts: list[Draft] = []
    keys: dict[str, str] = {}
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        draft = interpret(row, directory, place=place, today=today)
        if not draft.errors and draft.key in keys:
            said = _("The same name stands in row %(row)s as well. If they are two, tell them apart by a column “id”.")
            draft.errors.append(said % {"row": keys[draft.key]})
        keys.setdefault(draft.key, place)
        drafts.append(draft)
        if progress and number % 200 == 0:
            progress(number)
    _mark_duplicates(drafts, [known for known in _known(reader, today) if known.key not in keys])
    ours = {
        c.import_key: c
        for c in Collaboration.objects.filter(authority=reader.authority).exclude(import_key="").as_of(today)
    }
    parties = _parties_of([c.pk for c in ours.values()])
    return [_outcome(draft, ours.get(draft.key), parties) for draft in drafts]


def _parties_of(ids: list[int]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = {}
    for party in Party.objects.filter(owner__in=ids).select_related("organisation"):
        found.setdefault(party.owner_id, []).append(party)
    return found


def _outcome(draft: Draft, stands: Any, parties: dict[int, list[Party]]) -> Planned:
    if draft.errors:
        return Planned(draft, Outcome.REFUSED)
    if stands is None:
        return Planned(draft, Outcome.CREATE)
    changes = [name for name, value in draft.facts.items() if getattr(stands, name) != value]
    changes += ["form"] if stands.form != draft.form else []
    changes += ["stage"] if draft.stages and stands.stage not in {row["stage"] for row in draft.stages} else []
    here = {
        (party.organisation_id, str(party.role), party.ends_on, party.doubt) for party in parties.get(stands.pk, [])
    }
    changes += (
        ["parties"]
        if any((p.organisation.pk, str(p.role), p.ends_on, p.doubt) not in here for p in draft.parties)
        else []
    )
    return Planned(draft, Outcome.CHANGE if changes else Outcome.SAME, stands.pk, changes)


# --- possible duplicates ------------------------------------------------------------------------------------------
def _area(*texts: str) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def _known(reader: Reader, today: date) -> list[_Known]:
    seen: list[Any] = list(
        Collaboration.objects.visible_to(reader)
        .filter(unlisted_parties="")
        .as_of(today)
        .only("name", "import_key", "area_text", "authority")
    )
    parties: dict[int, set[int]] = {}
    for owner, organisation in Party.objects.filter(owner__in=[c.pk for c in seen]).values_list(
        "owner_id", "organisation_id"
    ):
        parties.setdefault(owner, set()).add(organisation)
    return [
        _Known(
            c.name,
            c.import_key if c.authority_id == reader.authority else "",
            frozenset(parties.get(c.pk, ())),
            c.form,
            _area(c.area_text),
        )
        for c in seen
    ]


def _mark_duplicates(drafts: list[Draft], known: list[_Known]) -> None:
    """The same parties, the same form and the same field of work: perhaps the same thing under another name."""
    by_parties: dict[tuple[frozenset[int], str], list[_Known]] = {}
    for stands in known:
        by_parties.setdefault((stands.parties, stands.form), []).append(stands)
    for draft in drafts:
        if (
            draft.errors
            or len(draft.parties) < 2
            or draft.form == LegalForm.UNKNOWN
            or draft.facts.get("unlisted_parties")
        ):
            continue
        mine = _Known(
            draft.name,
            draft.key,
            frozenset(p.organisation.pk for p in draft.parties),
            draft.form,
            _area(draft.facts["area_text"]),
        )
        same = by_parties.setdefault((mine.parties, mine.form), [])
        for other in same:
            if other.key != mine.key and (mine.area <= other.area or other.area <= mine.area):
                said = _("May be the same as “%(name)s”: the same parties, form and field of work.") % {
                    "name": other.name
                }
                draft.doubts.append(Doubt(DoubtKind.POSSIBLE_DUPLICATE, said))
                if said not in draft.facts["doubt_notes"]:
                    draft.facts["doubt_notes"].append(said)
                break
        same.append(mine)
