"""What a row of a file means for the register, and what is doubtful about it. Writes nothing."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.collaborations.doubts import Doubt, DoubtKind, doubts, unsure_form
from samsyn.collaborations.enums import LegalForm, PartyRole, SourceKind, Stage
from samsyn.collaborations.facts import Facts, PartyFacts
from samsyn.collaborations.importing.words import (
    DayRead,
    field_of,
    read_area,
    read_count,
    read_form,
    read_stage,
    read_when,
)
from samsyn.common.periods import covers, overlap
from samsyn.common.tables import read_day, read_number
from samsyn.organisations.models import Organisation
from samsyn.organisations.queries import Directory

DAY = timedelta(days=1)
MOST_PARTIES = 400
TEXTS = (
    "purpose",
    "cost_rule",
    "stays_local",
    "for_residents",
    "for_employees",
    "staff",
    "risk",
    "controller",
    "external_delegation",
    "archive_responsible",
    "note",
)
SHORT = {"controller": 300, "archive_responsible": 200}
_GROUP = re.compile(
    r"\b(?:others?|övriga|not (?:listed|visible)|ej (?:angiv|synlig)|more|m\.?\s?fl|kommuner(?:na)?|kommunala bolag"
    r"|inte angivna|okända?)\b",
    re.IGNORECASE,
)
_TITLE_ONLY = re.compile(
    r"title only|document title|only titles|titles? seen|dokumenttitel|bara .{0,20}titel", re.IGNORECASE
)
_INFERRED = re.compile(r"inferred|härled|exact list not stated|framgår inte vilka", re.IGNORECASE)
_SAYS_LISTS = re.compile(
    r"(\d+) (?:members|parties|medlemmar|parter|kommuner) (?:but lists|men räknar upp|men listar) (\d+)", re.IGNORECASE
)
_MISSING = re.compile(r"\(([\w\- ]+?) (?:is missing|saknas)\)")
_MISMATCH = re.compile(r"count mismatch|antalet stämmer inte|antalen går isär", re.IGNORECASE)
_BETWEEN = re.compile(r"[;,\n](?![^()]*\))")  # not inside brackets, where role and period stand
_ROLES = {
    "värd": PartyRole.HOST,
    "säte": PartyRole.HOST,
    "host": PartyRole.HOST,
    "värd eller säte": PartyRole.HOST,
    "köper": PartyRole.BUYER,
    "köpare": PartyRole.BUYER,
    "buyer": PartyRole.BUYER,
    "adjungerad": PartyRole.ADJUNCT,
    "adjunct": PartyRole.ADJUNCT,
    "part": PartyRole.MEMBER,
    "medlem": PartyRole.MEMBER,
    "member": PartyRole.MEMBER,
}


@dataclass
class DraftParty:
    organisation: Organisation
    role: str = PartyRole.MEMBER
    starts_on: date | None = None
    ends_on: date | None = None
    starts_text: str = ""
    extent: str = ""
    doubt: str = ""


@dataclass
class Draft:
    """A row understood: what would be saved, what is doubtful, and what makes it impossible to save."""

    place: str
    key: str = ""
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    form: str = LegalForm.UNKNOWN
    legal_basis: str = ""
    starts_on: date | None = None
    starts_text: str = ""
    stages: list[dict[str, Any]] = field(default_factory=list)
    parties: list[DraftParty] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def judged(self, today: date) -> Facts:
        """The facts as the register will judge them."""
        now = next((row for row in self.stages if covers(row["starts_on"], row["ends_on"], today)), {})
        parties = tuple(
            PartyFacts(party.organisation.name, party.organisation.kind, party.role, party.doubt)
            for party in self.parties
        )
        return Facts(
            name=self.name,
            form=self.form,
            stage=now.get("stage", Stage.UNKNOWN),
            stage_since=now.get("starts_on"),
            stage_note=now.get("note", ""),
            parties=parties,
            stated_parties=self.facts.get("stated_parties"),
            unlisted_parties=self.facts.get("unlisted_parties", ""),
            form_as_stated=self.facts.get("form_as_stated", ""),
            source_kind=self.facts.get("source_kind", ""),
        )


def interpret(row: dict[str, Any], directory: Directory, *, place: str, today: date) -> Draft:
    """Read one row. Unknown headings are ignored; nothing that is understood is smoothed over."""
    said: dict[str, Any] = {}
    for heading, value in row.items():
        name = field_of(heading)
        if name and value not in (None, ""):
            said.setdefault(name, value)
    draft = Draft(place=place)
    draft.name = _text(said, "name", 200)
    if not draft.name:
        draft.errors.append(_("The row has no name."))
        return draft
    draft.key = str(said.get("id") or " ".join(draft.name.lower().split()))[:300]
    _describe(draft, said)
    _form(draft, said)
    _parties(draft, said, directory)
    _stages(draft, said, today)
    _notes(draft, said, directory)
    given = draft.facts.get("doubt_notes", [])
    found = [doubt.text for doubt in draft.doubts]
    draft.doubts += doubts(draft.judged(today), today=today)
    draft.doubts += [Doubt(DoubtKind.NOTED, text) for text in given if text not in found]
    draft.facts["doubt_notes"] = list(dict.fromkeys([*given, *found]))
    return draft


def _text(said: dict[str, Any], name: str, most: int = 20_000) -> str:
    value = said.get(name, "")
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    return text.strip()[:most]


def _describe(draft: Draft, said: dict[str, Any]) -> None:
    area = _text(said, "area", 300)
    draft.facts = {name: _text(said, name, SHORT.get(name, 20_000)) for name in TEXTS if said.get(name)}
    draft.facts |= {"area": read_area(area), "area_text": _text(said, "area_text", 300) or area}
    source = _text(said, "source", 500)
    kind = _text(said, "source_kind").upper()
    title_only = _TITLE_ONLY.search(f"{said.get('note', '')} {said.get('stage', '')}")
    guessed = SourceKind.WEB if source.startswith("http") else SourceKind.DOCUMENT
    draft.facts["source_kind"] = (
        kind if kind in SourceKind.values else (SourceKind.TITLE_ONLY if title_only else guessed)
    )
    draft.facts["source"] = source
    if told := _text(said, "checked_on", 80):
        if checked := read_day(told):
            draft.facts["checked_on"] = checked
        else:
            unread = _("“%(text)s” cannot be read as the day it was last checked.") % {"text": told}
            draft.doubts.append(Doubt(DoubtKind.DATES, unread))
    if told := _text(said, "stated_parties", 80):
        count = read_number(told)
        if count is not None and 0 <= count <= MOST_PARTIES and count == int(count):
            draft.facts["stated_parties"] = int(count)
        else:
            unread = _("“%(text)s” cannot be read as a number of parties.") % {"text": told}
            draft.doubts.append(Doubt(DoubtKind.COUNT, unread))
    given = said.get("doubt_notes", [])
    draft.facts["doubt_notes"] = [
        str(text)[:300] for text in (given if isinstance(given, list) else str(given).splitlines()) if str(text).strip()
    ]


def _form(draft: Draft, said: dict[str, Any]) -> None:
    stated = _text(said, "form", 200)
    found = read_form(stated)
    draft.form, draft.legal_basis = found.form, _text(said, "legal_basis", 120)
    if stated.upper() not in LegalForm.values:
        draft.facts["form_as_stated"] = stated
    if found.unsure and found.form != LegalForm.UNKNOWN:
        draft.doubts.append(unsure_form(stated))


# --- parties ----------------------------------------------------------------------------------------------------
def _parties(draft: Draft, said: dict[str, Any], directory: Directory) -> None:
    unlisted: list[str] = [text] if (text := _text(said, "unlisted_parties", 300)) else []
    told = said.get("parties", [])
    pieces = told if isinstance(told, list) else _BETWEEN.split(str(told))
    for piece in pieces:
        party, unknown = _party(piece, directory)
        if party and all(
            party.organisation.pk != other.organisation.pk or party.starts_on != other.starts_on
            for other in draft.parties
        ):
            draft.parties.append(party)
        if unknown:
            unlisted.append(unknown)
            if not _GROUP.search(unknown):
                draft.doubts.append(Doubt(DoubtKind.UNKNOWN_ORGANISATION, directory.why_not(unknown)))
    _host(draft, _text(said, "host", 200), directory)
    if draft.form == LegalForm.PURCHASE and any(party.role == PartyRole.HOST for party in draft.parties):
        for party in draft.parties:
            party.role = party.role if party.role == PartyRole.HOST else PartyRole.BUYER
    _twice(draft)
    if unlisted:
        draft.facts["unlisted_parties"] = "; ".join(unlisted)[:300]
        counts = [count for text in unlisted if (count := read_count(text)) and _GROUP.search(text)]
        if counts and "stated_parties" not in draft.facts:
            draft.facts["stated_parties"] = sum(counts) + len(draft.parties)


def _twice(draft: Draft) -> None:
    for number, party in enumerate(draft.parties):
        for other in draft.parties[:number]:
            same = party.organisation.pk == other.organisation.pk
            if same and overlap((party.starts_on, party.ends_on), (other.starts_on, other.ends_on)):
                draft.errors.append(_("%(name)s stands twice for the same time.") % {"name": party.organisation})


def _party(piece: Any, directory: Directory) -> tuple[DraftParty | None, str]:
    """A party by name, with role and period in brackets, or as an object; else the text that was not understood."""
    if isinstance(piece, dict):
        name = str(piece.get("namn") or piece.get("name") or "")
        found = directory.find(name)
        if found is None:
            return None, name
        starts, ends = (
            read_when(piece.get("från") or piece.get("from")),
            read_when(piece.get("till") or piece.get("to")),
        )
        role = _ROLES.get(str(piece.get("roll") or piece.get("role") or "part").lower(), PartyRole.MEMBER)
        period: dict[str, Any] = {
            "starts_on": starts.day,
            "starts_text": starts.text,
            "ends_on": ends.last + DAY if ends.last else None,
        }
        extent, doubt = str(piece.get("omfattning") or "")[:300], str(piece.get("tveksamt") or "")[:200]
        return DraftParty(found, role, extent=extent, doubt=doubt, **period), ""
    text = str(piece).strip()
    if not text:
        return None, ""
    if found := directory.find(text):
        return DraftParty(found), ""
    bare, aside = re.sub(r"\s*\([^)]*\)", "", text).strip(), re.findall(r"\(([^)]*)\)", text)
    found = directory.find(bare) if aside and not directory.knows_code(aside[-1]) else None
    if found is None:
        return None, text
    party = DraftParty(found)
    for note in (word.strip() for told in aside for word in told.split(",")):
        _bracket(party, note)
    return party, ""


def _bracket(party: DraftParty, note: str) -> None:
    if role := _ROLES.get(note.lower()):
        party.role = role
        return
    first, dash, last = note.partition("–")
    starts = read_when(re.sub(r"^(?:från|from) ", "", first.strip()))
    if dash and not starts.bad:
        ends = read_when(last)
        party.starts_on, party.starts_text, party.ends_on = (
            starts.day,
            starts.text,
            ends.last + DAY if ends.last else None,
        )
    elif note.lower().startswith(("till ", "t.o.m. ")) and (ends := read_when(note.split(" ", 1)[1])).last:
        party.ends_on = ends.last + DAY
    elif starts.day:
        party.starts_on, party.starts_text = starts.day, starts.text
    else:
        party.extent = note[:300]


def _host(draft: Draft, text: str, directory: Directory) -> None:
    name = re.sub(r"^(?:säte|värd|värdkommun|host)\s+(?:i\s+)?", "", text, flags=re.IGNORECASE)
    if not name:
        return
    found = directory.find(name)
    if found is None:
        draft.doubts.append(Doubt(DoubtKind.UNKNOWN_ORGANISATION, directory.why_not(name)))
        return
    for party in draft.parties:
        if party.organisation.pk == found.pk:
            party.role = PartyRole.HOST
            return
    draft.parties.append(DraftParty(found, PartyRole.HOST))
    draft.doubts.append(
        Doubt(
            DoubtKind.HOST,
            _("The host %(name)s does not stand among the parties in the source.") % {"name": found.name},
        )
    )


# --- time -------------------------------------------------------------------------------------------------------
def _stages(draft: Draft, said: dict[str, Any], today: date) -> None:
    starts, ends = read_when(said.get("starts")), read_when(said.get("ends"))
    for when, what in ((starts, _("the beginning")), (ends, _("the end"))):
        if when.bad:
            draft.errors.append(
                _("“%(text)s” cannot be read as a date (%(what)s). Write it as 2026-03-12, or only the year.")
                % {"text": when.text, "what": what}
            )
    over_on = _day_after(ends)
    if starts.day and over_on and over_on <= starts.day:
        draft.errors.append(_("The end comes before the beginning."))
        return
    draft.starts_on, draft.starts_text = starts.day, starts.text[:80]
    read = read_stage(_text(said, "stage"))
    here = {"starts_on": starts.day, "starts_text": starts.text[:80], "ends_on": None, "note": read.note[:300]}
    if read.stage in (Stage.ENDED, Stage.REPLACED):
        before = {**here, "stage": Stage.IN_FORCE, "ends_on": over_on, "note": ""}
        draft.stages = [
            before,
            {"stage": read.stage, "starts_on": over_on, "ends_on": None, "starts_text": "", "note": read.note[:300]},
        ]
        if over_on is None:
            draft.stages = [{**here, "stage": read.stage}]
            draft.doubts.append(Doubt(DoubtKind.DATES, _("It is over, but the day it ended is not known.")))
    elif read.stage in (Stage.IDEA, Stage.INVESTIGATION, Stage.DECIDING):
        draft.stages = [{**here, "stage": read.stage, "starts_on": read.on or starts.day}]
    elif over_on and over_on <= today:
        note = _("The agreement ran out %(day)s. Whether it was renewed is not known.") % {
            "day": (over_on - DAY).isoformat()
        }
        draft.stages = [
            {**here, "stage": Stage.IN_FORCE, "ends_on": over_on, "note": ""},
            {"stage": Stage.UNKNOWN, "starts_on": over_on, "ends_on": None, "starts_text": "", "note": note},
        ]
        if read.stage == Stage.IN_FORCE:
            draft.doubts.append(
                Doubt(
                    DoubtKind.DATES,
                    _("It stands as in force, but it ended %(day)s.") % {"day": (over_on - DAY).isoformat()},
                )
            )
    else:
        stage = read.stage
        note = "" if stage == Stage.UNKNOWN and draft.facts["source_kind"] == SourceKind.TITLE_ONLY else read.note[:300]
        draft.stages = [{**here, "stage": stage, "ends_on": over_on, "note": note}]
    _members_then(draft, starts)


def _day_after(ends: DayRead) -> date | None:
    """ "Till och med" in files; but a day told as the day something replaced it is already the first day after."""
    if ends.last is None:
        return None
    replaced = re.search(r"replaced|ersatt|ersätts", ends.aside, re.IGNORECASE)
    return ends.last if replaced else ends.last + DAY


def _members_then(draft: Draft, starts: DayRead) -> None:
    """ "1998 (four members)" and eight in the list: some came later, and when is not told."""
    told = re.search(r"(\w+) (?:members|medlemmar|kommuner)", starts.aside)
    count = read_count(told[0]) if told else None
    if count and count != len(draft.parties):
        said = _("There were %(then)s members at the start and %(now)s stand here; when the others came is not known.")
        draft.doubts.append(Doubt(DoubtKind.PARTY_PERIODS, said % {"then": count, "now": len(draft.parties)}))


def _notes(draft: Draft, said: dict[str, Any], directory: Directory) -> None:
    """What a note says of the facts' own worth."""
    note = _text(said, "note")
    if found := _SAYS_LISTS.search(note):
        draft.facts["stated_parties"] = int(found[1])
        missing = directory.find(name[1]) if (name := _MISSING.search(note)) else None
        for party in draft.parties:
            if missing and party.organisation.pk == missing.pk:
                party.doubt = _("is missing in the source's list")
    elif _MISMATCH.search(note):
        draft.doubts.append(Doubt(DoubtKind.COUNT, _("The source's own counts of parties disagree.")))
    if _INFERRED.search(note):
        draft.doubts.append(
            Doubt(DoubtKind.INFERRED, _("The parties are inferred; the source does not spell them out."))
        )
