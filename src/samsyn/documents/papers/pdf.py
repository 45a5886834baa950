"""A paper as PDF that is both PDF/A-2a and PDF/UA-1, set by typst. User text is data and never becomes markup."""

import json
import re
import threading
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from samsyn.documents.papers import words
from samsyn.documents.papers.paper import (
    Block,
    Facts,
    Figure,
    ItemList,
    Notice,
    Paper,
    Paragraph,
    Picture,
    Signatures,
    Table,
)
from samsyn.documents.papers.row_headers import mark_row_headers
from samsyn.documents.papers.sizes import shown_width_cm

TEMPLATES = Path(__file__).parent / "typst"
_SHORTEST, _LONGEST = 6, 40  # letters that a column of text is made for
_LACKING = re.compile(r'(?:the text|the codepoint) `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_ROUNDS = 8
# A web address or a row of signs that no line has room for, as it stands in JSON; there numbers have spaces between.
_LONG_WORD = re.compile(r'[^\s"\\]{40,}')
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_own = threading.local()


def render_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1; the same paper gives the same bytes.

    A character that no font of ours has is written as its number, `[U+1F600]`.
    """
    told = _LONG_WORD.sub(_with_breaks, json.dumps(_told(paper), ensure_ascii=False))
    for _round in range(_MOST_ROUNDS):
        try:
            made = _compiled(told, paper)
        except typst.TypstError as error:
            lacking = _lacking(error.diagnostic)
            if not lacking:
                raise
            told = told.translate({ord(each): f"[U+{ord(each):04X}]" for each in lacking})
        else:
            row_headers = [table.row_headers for table in _tables(paper)]
            return mark_row_headers(made, row_headers) if any(row_headers) else made
    raise AssertionError("every round takes away the characters that the one before it named")


def _compiled(told: str, paper: Paper) -> bytes:
    if not hasattr(_own, "compiler"):  # one for each thread; it keeps the fonts and the parsed templates
        _own.compiler = typst.Compiler(str(TEMPLATES / "paper.typ"), root=str(TEMPLATES), ignore_system_fonts=True)
    made: bytes = _own.compiler.compile(
        format="pdf",
        sys_inputs={"paper": told},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(paper.date, time(), UTC),
    )
    return made


def _with_breaks(word: re.Match[str]) -> str:
    return _MAY_BREAK.join(re.findall(r".{1,20}", word[0]))


def _lacking(diagnostic: str) -> set[str]:
    """The characters that typst says it cannot show."""
    found = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in _LACKING.findall(diagnostic))
    return {each for text in found for each in text if each not in '\\"'}


def _tables(paper: Paper) -> list[Table]:
    return [each for _depth, section in paper.outline() for each in section.blocks if isinstance(each, Table)]


def _told(paper: Paper) -> dict[str, Any]:
    head = paper.letterhead
    return {
        "language": paper.language,
        "region": {"sv": "se", "en": "gb"}[paper.language],
        "title": words.one_line(paper.title),
        "authors": [words.one_line(paper.author or head.organisation)],
        "date": [paper.date.year, paper.date.month, paper.date.day],
        "labels": words.labels(paper),
        "letterhead": {
            "organisation": words.one_line(head.organisation),
            "authority": words.one_line(head.authority),
            "address": [words.one_line(line) for line in head.address if line.strip()],
            "logo": head.logo and _picture(head.logo),
        },
        "registry_number": words.one_line(paper.registry_number),
        "author": words.one_line(paper.author),
        "office": words.one_line(paper.office),
        "recipient": words.lines(paper.recipient),
        "sections": [
            {
                "level": depth,
                "heading": words.one_line(section.heading),
                "blocks": [_block(each, paper.language) for each in section.blocks],
            }
            for depth, section in paper.outline()
        ],
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {"png": list(picture.png), "alt": words.one_line(picture.alt), "width": shown_width_cm(picture)}


def _block(block: Block, language: str) -> dict[str, Any]:
    match block:
        case Paragraph(text, footnotes):
            notes = [words.lines(note) for note in footnotes]
            return {"type": "paragraph", "paragraphs": words.paragraphs(text), "footnotes": notes}
        case ItemList(items, ordered):
            return {"type": "items", "items": [words.lines(item) for item in items], "ordered": ordered}
        case Facts(pairs):
            told = [[words.one_line(label), words.lines(value)] for label, value in pairs]
            return {"type": "facts", "pairs": told}
        case Notice(text):
            return {"type": "notice", "paragraphs": words.paragraphs(text)}
        case Figure(picture, caption):
            return {"type": "figure", "picture": _picture(picture), "caption": words.one_line(caption)}
        case Signatures(signatories):
            each = [{"name": words.one_line(one.name), "office": words.one_line(one.office)} for one in signatories]
            return {"type": "signatures", "signatories": each}
        case Table():
            return _table(block, language)


def _table(table: Table, language: str) -> dict[str, Any]:
    rows = words.rows(table, language)
    header = [words.one_line(heading) for heading in table.header]
    return {
        "type": "table",
        "caption": words.one_line(table.caption),
        "header": header,
        "rows": rows,
        "numeric": list(table.numeric),
        "row_headers": table.row_headers,
        "total": table.total is not None,
        "widths": [
            None if column in table.numeric else _width([heading, *(row[column] for row in rows)])
            for column, heading in enumerate(header)
        ],
    }


def _width(texts: list[str]) -> int:
    """How much room a column of text asks for, by its longest text."""
    return min(max(_SHORTEST, *(len(text) for text in texts)), _LONGEST)
