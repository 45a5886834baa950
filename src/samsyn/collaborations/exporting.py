"""The register and the map as lines of a table, for Excel and CSV."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.collaborations.enums import LegalForm, PartyRole
from samsyn.collaborations.queries import MapRow, Row

# Headings that the import reads back.
REGISTER = (
    "Id",
    "Namn",
    "Område",
    "Område i ord",
    "Rättslig form",
    "Skede",
    "Start",
    "Slut",
    "Parter",
    "Antal parter enligt källan",
    "Parter som inte namnges",
    "Syfte",
    "Kostnadsfördelning",
    "Källa",
    "Källtyp",
    "Senast kontrollerad",
    "Giltighet",
    "Tveksamt",
    "Anmärkning",
)
_ROLE_WORDS = {PartyRole.HOST: "värd", PartyRole.BUYER: "köper", PartyRole.ADJUNCT: "adjungerad"}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def register_rows(rows: Iterable[Row], day: date) -> Iterable[list[Any]]:
    """One line per collaboration, as of the day."""
    for row in rows:
        thing = row.collaboration
        over = thing.stage_since if row.stage in ("ENDED", "REPLACED") else None
        yield [
            thing.import_key or str(thing.uid),
            row.name,
            thing.get_area_display(),
            thing.area_text,
            thing.form_as_stated or thing.form if thing.form == LegalForm.UNKNOWN else thing.form,
            thing.stage or "",
            "" if over else thing.stage_since_text or _iso(thing.stage_since),
            _iso(over - timedelta(days=1)) if over else "",
            "; ".join(_party(party) for party in row.parties),
            thing.stated_parties if thing.stated_parties is not None else "",
            thing.unlisted_parties,
            thing.purpose,
            thing.cost_rule,
            thing.source,
            thing.source_kind,
            _iso(thing.checked_on),
            f"{row.validity.word}: {row.validity.why}".strip(": "),
            "\n".join(thing.doubt_notes),
            thing.note,
        ]


def _party(party: Any) -> str:
    told = [word for word in (_ROLE_WORDS.get(party.role), _period(party)) if word]
    return f"{party.name} ({', '.join(told)})" if told else str(party.name)


def _period(party: Any) -> str:
    first = party.starts_text or _iso(party.starts_on)
    if party.ends_on and first:
        return f"{first}–{_iso(party.through)}"
    return f"från {first}" if first else f"till {_iso(party.through)}" if party.ends_on else ""


def map_header(columns: Sequence[Any]) -> list[str]:
    return [
        _("Area"),
        _("Collaboration"),
        _("Form"),
        *[column.name for column in columns],
        _("More parties"),
        _("Validity"),
        _("Why"),
    ]


def map_lines(groups: Iterable[tuple[str, list[MapRow]]], forms: dict[str, Any]) -> Iterable[list[Any]]:
    words = {
        "v": _("host"),
        "p": _("party"),
        "k": _("buyer"),
        "a": _("adjunct"),
        "f": _("former party"),
        "o": _("sources disagree"),
    }
    for area, rows in groups:
        for found in rows:
            cells = [words.get(cell.get("code", ""), "") for cell in found.cells]
            judged = found.row.validity
            yield [area, found.row.name, str(forms[found.row.form]), *cells, found.others, judged.word, judged.why]
