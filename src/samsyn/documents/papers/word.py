"""A paper as a Word file that is as accessible as the PDF: real headings, lists, table heads, notes and languages."""

import io
from datetime import UTC, datetime, time
from itertools import count

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

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
from samsyn.documents.papers.sizes import LOGO_HEIGHT_CM, TEXT_WIDTH_CM, shown_width_cm
from samsyn.documents.papers.word_parts import (
    Footnotes,
    add_field,
    add_lines,
    element,
    numbering_from_one,
    saved,
)
from samsyn.documents.papers.word_style import template


def render_docx(paper: Paper) -> bytes:
    """The paper as a Word file; the same paper gives the same bytes."""
    writer = _Writer(paper)
    writer.head()
    for depth, section in paper.outline():
        writer.document.add_heading(words.one_line(section.heading), level=depth + 1)
        for block in section.blocks:
            writer.add(block)
    writer.notes.attach()
    return saved(writer.document)


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper, self.labels = paper, words.labels(paper)
        self.document = Document(io.BytesIO(template({"sv": "sv-SE", "en": "en-GB"}[paper.language])))
        self.notes, self._tables, self._figures = Footnotes(self.document), count(1), count(1)
        told, at = self.document.core_properties, datetime.combine(paper.date, time(), UTC)
        told.title, told.author = words.one_line(paper.title), words.one_line(paper.author)
        told.last_modified_by, told.comments, told.keywords = told.author, "", ""
        told.created, told.modified, told.revision = at, at, 1
        told.language = paper.language

    # --- the head ---------------------------------------------------------------------------------------------
    def head(self) -> None:
        letterhead, labels = self.paper.letterhead, self.labels
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        self._page_number(section.first_page_header.paragraphs[0], "")
        told = (letterhead.organisation, labels["kind"], self.paper.registry_number)
        self._page_number(section.header.paragraphs[0], "  ·  ".join(words.one_line(each) for each in told if each))

        if letterhead.logo:
            self._picture(letterhead.logo, self.document.add_paragraph(style="Head"), height=LOGO_HEIGHT_CM)
        self._columns(letterhead.organisation, labels["kind"], strong=True)
        self._columns(letterhead.authority, f"{labels['date_label']}: {labels['date']}")
        number = self.paper.registry_number
        self._columns("", number and f"{labels['registry_number']}: {number}")
        if letterhead.address:
            address = (words.one_line(line).replace(" ", words.NO_BREAK_SPACE) for line in letterhead.address)
            self.document.add_paragraph(" · ".join(address), style="Address")
        for label, value in (
            (labels["author"], ", ".join(each for each in (self.paper.author, self.paper.office) if each)),
            (labels["recipient"], ", ".join(words.printable(self.paper.recipient).split("\n"))),
        ):
            if value:
                self._fact(label, [words.one_line(value)], self.document.add_paragraph(style="Head"))
        self.document.add_heading(words.one_line(self.paper.title), level=1)

    def _page_number(self, paragraph: WordParagraph, told: str) -> None:
        paragraph.style = "Header"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
        before, _, rest = self.labels["page"].partition("{page}")
        between, _, after = rest.partition("{pages}")
        paragraph.add_run(f"{told}\t{before}")
        add_field(paragraph, "PAGE", "1")
        paragraph.add_run(between)
        add_field(paragraph, "NUMPAGES", "1")
        paragraph.add_run(after)

    def _columns(self, left: str, right: str, *, strong: bool = False) -> None:
        if left or right:
            paragraph = self.document.add_paragraph(style="Head")
            paragraph.add_run(f"{words.one_line(left)}\t{words.one_line(right)}").bold = strong

    # --- the blocks -------------------------------------------------------------------------------------------
    def add(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._text(block)
            case ItemList():
                self._list(block)
            case Facts():
                for label, value in block.pairs:
                    self._fact(words.one_line(label), words.lines(value), self.document.add_paragraph(style="Fact"))
            case Notice():
                for lines in words.paragraphs(block.text):
                    self._paragraph(lines, "Notice")
            case Signatures():
                self._signatures(block)
            case Figure():
                self._figure(block)
            case Table():
                self._table(block)

    def _text(self, block: Paragraph) -> None:
        made = [self._paragraph(lines) for lines in words.paragraphs(block.text)]
        for note in block.footnotes if made else ():
            self.notes.refer(made[-1], words.lines(note))

    def _paragraph(self, lines: list[str], style: str | None = None) -> WordParagraph:
        paragraph = self.document.add_paragraph(style=style)
        add_lines(paragraph, lines)
        return paragraph

    def _list(self, block: ItemList) -> None:
        numbering = numbering_from_one(self.document) if block.ordered else None
        for item in block.items:
            paragraph = self._paragraph(words.lines(item), "List Number" if block.ordered else "List Bullet")
            if numbering is not None:
                told = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                told.get_or_add_ilvl().val, told.get_or_add_numId().val = 0, numbering

    def _fact(self, label: str, lines: list[str], paragraph: WordParagraph) -> None:
        paragraph.add_run(f"{label}: ").bold = True
        add_lines(paragraph, lines)

    def _signatures(self, block: Signatures) -> None:
        for each in block.signatories:
            for label in (self.labels["sign_date"], self.labels["signature"]):
                paragraph = self.document.add_paragraph(f"{label}\t", style="Signature Line")
                stops = paragraph.paragraph_format.tab_stops
                stops.add_tab_stop(Cm(TEXT_WIDTH_CM * 0.6), leader=WD_TAB_LEADER.LINES)
            self._paragraph([words.one_line(part) for part in (each.name, each.office) if part])

    def _figure(self, block: Figure) -> None:
        paragraph = self.document.add_paragraph()
        self._picture(block.picture, paragraph, width=shown_width_cm(block.picture))
        if block.caption:
            paragraph.paragraph_format.keep_with_next = True
            self._caption(self.labels["figure"], "Figure", next(self._figures), block.caption)

    def _picture(
        self, picture: Picture, paragraph: WordParagraph, *, width: float | None = None, height: float | None = None
    ) -> None:
        shape = paragraph.add_run().add_picture(
            io.BytesIO(picture.png), Cm(width) if width else None, Cm(height) if height else None
        )
        shape._inline.docPr.set("descr", words.one_line(picture.alt))

    def _caption(self, label: str, sequence: str, number: int, text: str) -> WordParagraph:
        paragraph = self.document.add_paragraph(f"{label} ", style="Caption")
        add_field(paragraph, f"SEQ {sequence} \\* ARABIC", str(number))
        paragraph.add_run(f": {words.one_line(text)}")
        return paragraph

    def _table(self, block: Table) -> None:
        caption = self._caption(self.labels["table"], "Table", next(self._tables), block.caption)
        caption.paragraph_format.keep_with_next = True
        rows = [[words.one_line(each) for each in block.header], *words.rows(block, self.paper.language)]
        table = self.document.add_table(len(rows), len(block.header), "Paper Table")
        # python-docx looks a cell and a style up anew each time: 400 rows took 6 s that way.
        for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
            last = block.total is not None and number == len(rows) - 1
            for column, (place, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
                strong = number == 0 or last or (block.row_headers and column == 0)
                place.p_lst[0].style = "TableNumber" if column in block.numeric else "TableText"
                add_lines(WordParagraph(place.p_lst[0], table), text.split("\n")).bold = strong or None
            properties = row.get_or_add_trPr()
            properties.append(element("w:cantSplit"))
            if number == 0:
                properties.append(element("w:tblHeader"))
        self._look(table, block)
        self.document.add_paragraph(style="After Table")

    def _look(self, table: WordTable, block: Table) -> None:
        """Tell Word, and those who have it read aloud, which cells are headings."""
        properties = table._tbl.tblPr
        for old in properties.findall(properties.nsmap["w"].join(("{", "}tblLook"))):
            properties.remove(old)
        first, last = str(int(block.row_headers)), str(int(block.total is not None))
        properties.append(
            element(
                "w:tblLook", firstRow="1", lastRow=last, firstColumn=first, lastColumn="0", noHBand="1", noVBand="1"
            )
        )
        properties.append(element("w:tblCaption", val=words.one_line(block.caption)))
