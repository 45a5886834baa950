"""The papers' own words, in the paper's language and not the reader's; how text, numbers and days are written there."""

import re
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.common.swedish import in_words, upper_first
from samsyn.documents.enums import PaperKind
from samsyn.documents.papers.paper import Cell, Paper, Table

NOTED = (PaperKind.MINUTES_EXTRACT, PaperKind.MEETING_NOTES)  # written down by a secretary
NO_BREAK_SPACE, MINUS = "\xa0", "\N{MINUS SIGN}"
_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
# XML 1.0 has no place for these, nor has any font. Tabs and line ends are kept.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with line ends of one kind, and without characters that no document can hold."""
    return _CONTROLS.sub("", _LINE_END.sub("\n", text)).replace("\t", "    ")


def one_line(text: str) -> str:
    return " ".join(printable(text).split("\n")).strip(" ")


def lines(text: str) -> list[str]:
    return printable(text).strip("\n").split("\n")


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each as its lines."""
    parts = re.split(r"\n(?:[ ]*\n)+", printable(text).strip("\n"))
    return [part.split("\n") for part in parts if part.strip()]


def number(value: int | Decimal, language: str) -> str:
    """'−1 234,50' in Swedish, with no-break spaces; '−1,234.50' in English."""
    written = f"{abs(Decimal(value)):,f}"
    if language == "sv":
        written = written.translate({ord(","): NO_BREAK_SPACE, ord("."): ","})
    return (MINUS if value < 0 else "") + written


def cell(value: Cell, language: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return printable(value)
    return number(value, language)


def rows(table: Table, language: str) -> list[list[str]]:
    """Every row in words, the one that sums up last."""
    return [[cell(each, language) for each in row] for row in table.all_rows]


def labels(paper: Paper) -> dict[str, str]:
    """What the paper says of itself. `page` has the places {page} and {pages}."""
    with translation.override(paper.language):
        return {
            "kind": upper_first(paper.kind.label),
            "date": in_words(paper.date).replace(" ", NO_BREAK_SPACE),
            "date_label": _("Date"),
            "registry_number": _("Registry number"),
            "author": _("Secretary") if paper.kind in NOTED else _("Case officer"),
            "recipient": _("Addressed to"),
            "page": _("Page {page} ({pages})"),
            "table": _("Table"),
            "figure": _("Figure"),
            "sign_date": _("Place and date"),
            "signature": _("Signature"),
        }
