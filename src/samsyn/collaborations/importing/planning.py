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
from samsyn.collaborations.importing.interpreting import Draft, DraftParty, interpret
from samsyn.collaborations.models import Collaboration, FormPeriod, Party, StagePeriod
from samsyn.common.periods import covers
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
    ids = [c.pk for c in ours.values()]
    models = {"parties": Party, "stages": StagePeriod, "forms": FormPeriod}
    known = {name: _by_owner(model, ids) for name, model in models.items()}
    return [
        _outcome(draft, stands, today, **{name: rows.get(stands.pk, []) for name, rows in known.items()})
        if (stands := ours.get(draft.key))
        else Planned(draft, Outcome.REFUSED if draft.errors else Outcome.CREATE)
        for draft in drafts
    ]


def _by_owner(model: Any, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model.objects.filter(owner__in=ids):
        found.setdefault(row.owner_id, []).append(row)
    return found


def _outcome(
    draft: Draft, stands: Any, today: date, *, parties: list[Any], stages: list[Any], forms: list[Any]
) -> Planned:
    if draft.errors:
        return Planned(draft, Outcome.REFUSED)
    changes = [name for name, value in draft.facts.items() if getattr(stands, name) != value]
    changes += ["name"] if stands.name != draft.name else []
    latest = [row for row in forms if row.ends_on is None]
    if not any(row.form == draft.form and draft.legal_basis in ("", row.legal_basis) for row in latest):
        changes.append("form")
    now = {row["stage"] for row in draft.stages if covers(row["starts_on"], row["ends_on"], today)}
    if (now and stands.stage not in now) or any(_moved(row, stages) for row in draft.stages):
        changes.append("stage")
    if not all(any(same_party(party, row) for row in parties) for party in draft.parties):
        changes.append("parties")
    return Planned(draft, Outcome.CHANGE if changes else Outcome.SAME, stands.pk, changes)


def _moved(told: dict[str, Any], stages: list[Any]) -> bool:
    """Whether the file tells of other days for a stage; what it does not tell of is left."""
    return any(
        told[name] and told[name] not in {getattr(row, name) for row in stages if row.stage == told["stage"]}
        for name in ("starts_on", "starts_text", "ends_on")
    )


def same_party(told: DraftParty, row: Party) -> bool:
    """Whether a party stands as the file has it; what the file does not tell of is left."""
    if (told.organisation.pk, told.role, told.ends_on) != (row.organisation_id, row.role, row.ends_on):
        return False
    return all(getattr(row, name) == value for name, value in told_of(told).items())


def told_of(party: DraftParty) -> dict[str, Any]:
    return {name: value for name in ("starts_on", "starts_text", "extent", "doubt") if (value := getattr(party, name))}


# --- possible duplicates ------------------------------------------------------------------------------------------
def _area(text: str, area: str) -> frozenset[str]:
    """The words of the field of work; where there are none, the area itself."""
    return frozenset(word.lower() for word in _WORD.findall(text)) or frozenset([str(area)])


def _known(reader: Reader, today: date) -> list[_Known]:
    seen: list[Any] = list(
        Collaboration.objects.visible_to(reader)
        .filter(unlisted_parties="")
        .as_of(today)
        .only("name", "import_key", "area", "area_text", "authority")
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
            _area(c.area_text, c.area),
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
            _area(draft.facts["area_text"], draft.facts["area"]),
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
