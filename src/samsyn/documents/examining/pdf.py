"""A PDF looked through: PDFium reads its pages, qpdf everything beside them."""

import re
from collections.abc import Iterator

from samsyn.common.apart import Unreadable, step
from samsyn.documents.examining import pdf_pages, pdf_structure
from samsyn.documents.examining.findings import MOST, Found, found, search

OPEN_SECONDS, STRUCTURE_SECONDS = 4.0, 15.0
MOST_PAGES_NAMED = 20
MOST_VERSIONS = 20
_VERSION_END = re.compile(rb"startxref\s+\d+\s+%%EOF")


def open_it(raw: bytes) -> int:
    """How many pages there are.

    Raises
    ------
    Unreadable : it is no PDF, or one that cannot be opened safely.
    """
    step(OPEN_SECONDS)
    document = pdf_pages.opened(raw)
    with pdf_structure.opened(raw) as file:
        pdf_structure.measure(file)
    number = len(document)
    document.close()
    return number


def scan(raw: bytes) -> list[Found]:
    """Everything in a PDF that must not become public.

    Raises
    ------
    Unreadable : it is no PDF, or one that cannot be opened safely.
    """
    step(OPEN_SECONDS)
    document = pdf_pages.opened(raw)
    with pdf_structure.opened(raw) as file:
        pdf_structure.measure(file)
        pages = list(pdf_pages.pages(document))
        made = search([page.text for page in pages], "PAGE")
        made += _of_pages(pages)
        step(STRUCTURE_SECONDS)
        visible = "\n".join(page.text for page in pages)
        made += pdf_structure.scan(file, visible)
        if _said_something_else(raw, [page.text for page in pages]):
            made.append(found("EARLIER_VERSION", "WHOLE"))
    return made[:MOST]


def _said_something_else(raw: bytes, texts: list[str]) -> bool:
    """Whether a version that lies in the file still, before what was saved on top of it, has other text on its pages.

    A signature is saved on top as well, and then the text is the same.
    """
    ends = [each.end() for each in _VERSION_END.finditer(raw)][:-1]
    if b"/Linearized" in raw[:1024]:
        ends = ends[1:]  # the first is that of the part for the first page, which is no version
    for end in ends[:MOST_VERSIONS]:
        step(STRUCTURE_SECONDS)
        try:
            before = [page.text for page in pdf_pages.pages(pdf_pages.opened(raw[:end]))]
        except Unreadable:
            return True  # what cannot be read is not known to be the same
        if before != texts:
            return True
    return len(ends) > MOST_VERSIONS


def _of_pages(pages: list[pdf_pages.Page]) -> Iterator[Found]:
    for number, page in enumerate(pages, 1):
        if page.hidden.strip():
            yield found("HIDDEN_TEXT", "PAGE", number, page.hidden)
            yield from search([page.hidden], "PAGE", first=number)  # a mark in it stands by itself
    unread = [number for number, page in enumerate(pages, 1) if not page.searchable]
    if unread and len(unread) == len(pages):
        yield found("NOT_SEARCHABLE", "WHOLE")
    else:
        yield from (found("NOT_SEARCHABLE", "PAGE", number) for number in unread[:MOST_PAGES_NAMED])
