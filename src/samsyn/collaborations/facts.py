"""What is known of a collaboration on a day, gathered for the pure judgements beside this file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PartyFacts:
    name: str
    kind: str  # OrganisationKind
    role: str
    doubt: str = ""


@dataclass(frozen=True)
class DocumentFacts:
    title: str
    kind: str
    ends_on: date | None
    notice_months: int | None
    notice_anchor: str
    renewal_months: int | None


@dataclass(frozen=True)
class Facts:
    """Enough to say whether it is in force, and what is doubtful. Everything else about it is left out."""

    name: str
    form: str
    stage: str
    stage_since: date | None = None
    stage_until: date | None = None
    stage_note: str = ""
    parties: tuple[PartyFacts, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()
    stated_parties: int | None = None
    unlisted_parties: str = ""
    form_as_stated: str = ""
    source_kind: str = ""
    checked_on: date | None = None
    last_follow_up_on: date | None = None
    next_follow_up_on: date | None = None
    replaced_by: str = ""
    noted: tuple[str, ...] = field(default=())  # what a person has noted as doubtful


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def held(rows: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """Of rows with starts_on and ends_on as text, the one that holds on the day; empty when none does."""
    for row in rows:
        if (not row["starts_on"] or row["starts_on"] <= day.isoformat()) and (
            not row["ends_on"] or row["ends_on"] > day.isoformat()
        ):
            return row
    return {}


def all_held(rows: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    return [row for row in rows if held([row], day)]


def from_content(content: dict[str, Any], *, name: str, day: date) -> Facts:
    """The same facts, from the copy that the public reads."""
    stage = held(content["stages"], day)
    latest = {
        (row["kind"], row["title"]): row
        for row in sorted(content["documents"], key=lambda row: row["starts_on"] or "")
        if (row["starts_on"] or "") <= day.isoformat()
    }
    return Facts(
        name=held(content["names"], day).get("name", name),
        form=held(content["forms"], day).get("form", "UNKNOWN"),
        stage=stage.get("stage", "UNKNOWN"),
        stage_since=_day(stage.get("starts_on")),
        stage_until=_day(stage.get("ends_on")),
        stage_note=stage.get("note", ""),
        parties=tuple(
            PartyFacts(row["name"], row["kind"], row["role"], row["doubt"]) for row in all_held(content["parties"], day)
        ),
        documents=tuple(
            DocumentFacts(
                row["title"],
                row["kind"],
                _day(row["ends_on"]),
                row["notice_months"],
                row["notice_anchor"],
                row["renewal_months"],
            )
            for row in latest.values()
        ),
        stated_parties=content["stated_parties"],
        unlisted_parties=content["unlisted_parties"],
        form_as_stated=content["form_as_stated"],
        source_kind=content["source_kind"],
        checked_on=_day(content["checked_on"]),
        last_follow_up_on=_day(content["last_follow_up_on"]),
        next_follow_up_on=_day(content["next_follow_up_on"]),
        replaced_by=content["replaced_by"] or "",
        noted=tuple(content["doubt_notes"]),
    )
