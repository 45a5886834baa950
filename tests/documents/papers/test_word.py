"""Papers as Word files: the same text as data, headings and heads of tables that are real, the same bytes each time."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from samsyn.documents.enums import PaperKind
from samsyn.documents.papers import ItemList, Paragraph, Section, render_docx
from tests.documents.samples import CHART, COSTS, LOGO, MARKUP, long_paper, paper


def opened(raw: bytes) -> Any:
    return Document(io.BytesIO(raw))


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name).decode()


def test_user_text_is_kept_letter_by_letter():
    text = f"{MARKUP}\nAndra raden <w:b/> & \xa0 \x00\x1b slut\n\n  indraget"
    file = opened(render_docx(paper(title=MARKUP, sections=(Section(MARKUP, (Paragraph(text), ItemList((MARKUP,)))),))))

    texts = [each.text for each in file.paragraphs]
    assert texts[-5:] == [MARKUP, MARKUP, f"{MARKUP}\nAndra raden <w:b/> & \xa0  slut", "  indraget", MARKUP]


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_paper_gives_the_same_bytes(kind: PaperKind):
    assert render_docx(paper(kind)) == render_docx(paper(kind))


def test_the_head_tells_whose_paper_it_is():
    file = opened(render_docx(paper()))

    assert [each.text for each in file.paragraphs[:7]] == [
        "",
        "Melleruds kommun\tTjänsteskrivelse",
        "Kommunstyrelsen\tDatum: 12\xa0mars\xa02026",
        "\tDiarienummer: KS 2026/123",
        "Storgatan\xa013 · 464\xa080\xa0Mellerud",
        "Handläggare: Anna Åström, Kommunutredare",
        "Till: Kommunfullmäktige",
    ]
    assert file.sections[0].first_page_header.paragraphs[0].text == "\tSida 1 (1)"
    assert (
        file.sections[0].header.paragraphs[0].text
        == "Melleruds kommun  ·  Tjänsteskrivelse  ·  KS 2026/123\tSida 1 (1)"
    )


def test_headings_are_those_that_screen_readers_know():
    file = opened(render_docx(paper()))

    assert [(each.style.name, each.text) for each in file.paragraphs if each.style.name.startswith("Heading")] == [
        ("Heading 1", "Avtal om gemensam miljöhandläggning"),
        ("Heading 2", "Förslag till beslut"),
        ("Heading 2", "Bakgrund"),
        ("Heading 3", "Underlag"),
        ("Heading 2", "Kostnader"),
        ("Heading 2", "Underskrifter"),
    ]


def test_the_tables_head_repeats_and_its_cells_are_as_told():
    (table,) = opened(render_docx(paper(sections=(Section("A", (COSTS,)),)))).tables

    assert [cell.text for cell in table.rows[0].cells] == list(COSTS.header)
    assert [cell.text for cell in table.rows[5].cells] == ["Åmål", "4\xa0838", "20,0", "−2\xa0400\xa0000"]
    assert [cell.text for cell in table.rows[6].cells] == ["Summa", "23\xa0880", "100,0", "–"]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True] + [False] * 6
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn")), look.get(qn("w:lastRow"))) == ("1", "1", "1")
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Table Text", *["Table Number"] * 3]


def test_images_say_what_they_show():
    body = part(render_docx(paper()), "word/document.xml")

    assert re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', body) == [LOGO.alt, CHART.alt, CHART.alt]


def test_footnotes_are_real_and_referred_to():
    raw = render_docx(paper())
    notes = etree.fromstring(part(raw, "word/footnotes.xml").encode())

    texts = {note.get(qn("w:id")): "".join(note.itertext(qn("w:t"))) for note in notes}
    assert texts == {"-1": "", "0": "", "1": " Promemoria 2023-11-17.", "2": f" {MARKUP}"}
    assert re.findall(r'<w:footnoteReference w:id="(\d+)"', part(raw, "word/document.xml")) == ["1", "2"]


def test_a_paper_without_footnotes_has_no_part_for_them():
    with zipfile.ZipFile(io.BytesIO(render_docx(paper(sections=())))) as archive:
        assert "word/footnotes.xml" not in archive.namelist()


def test_every_numbered_list_begins_at_one():
    lists = tuple(Paragraph("Och") if n % 2 else ItemList(("a", "b"), ordered=True) for n in range(5))
    file = opened(render_docx(paper(sections=(Section("Listor", lists),))))

    items = [each for each in file.paragraphs if each.style.name == "List Number"]
    numbers = [each._p.pPr.numPr.numId.val for each in items]
    assert len(numbers) == 6
    assert len(set(numbers)) == 3
    starts = {
        num.numId: num.lvlOverride_lst[0].startOverride.val for num in file.part.numbering_part.element.num_lst[-3:]
    }
    assert starts == dict.fromkeys(numbers, 1)


def test_language_title_and_author_are_in_the_file_and_nothing_of_the_library():
    raw = render_docx(paper())
    told = opened(raw).core_properties

    assert (told.title, told.author, told.last_modified_by, told.comments) == (
        paper().title,
        "Anna Åström",
        "Anna Åström",
        "",
    )
    assert told.created == told.modified == datetime(2026, 3, 12, tzinfo=UTC)
    assert re.findall(r"<w:lang [^>]*w:val=\"([^\"]+)\"", part(raw, "word/styles.xml")) == ["sv-SE"]
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_four_hundred_rows_are_all_there():
    (table,) = opened(render_docx(long_paper())).tables

    assert len(table._tbl.tr_lst) == 401
