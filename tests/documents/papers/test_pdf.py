"""Papers as PDF: every letter comes out, the same bytes each time, and what readers of the file are told."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Pdf
from pypdfium2 import PdfDocument

from samsyn.documents.enums import PaperKind
from samsyn.documents.papers import ItemList, Notice, Paragraph, Section, render_pdf
from tests.documents.samples import COSTS, MARKUP, long_paper, paper


def pages(pdf: bytes) -> list[str]:
    with PdfDocument(pdf) as file:
        return [page.get_textpage().get_text_bounded() for page in file]


def letters(text: str) -> str:
    """Without spaces and line ends, which the setting of a page moves."""
    return re.sub(r"[\s\u200b\ufffe]", "", text)


def test_user_text_comes_out_letter_by_letter_wherever_it_stands():
    text = letters(" ".join(pages(render_pdf(paper(title=MARKUP, author=MARKUP, recipient=MARKUP)))))

    # Title, author, recipient, paragraph, footnote and item of a list.
    assert text.count(letters(MARKUP)) == 6


@settings(max_examples=60)
@given(st.text(st.sampled_from("#*_$@<>\\`[](){}=-+/~'\"aå0 \n\t.,:;|&^%!?"), min_size=1, max_size=60))
def test_no_text_whatever_is_read_as_markup(text: str):
    made = render_pdf(paper(sections=(Section("Text", (Paragraph(f"Början{text}slut"), ItemList((f"i{text}",)))),)))

    found = letters(" ".join(pages(made)))
    assert letters(f"Början{text}slut") in found
    assert letters(f"i{text}") in found


def test_the_same_paper_gives_the_same_bytes_also_in_threads():
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(render_pdf, [paper() for _n in range(6)]))

    assert len({*made, render_pdf(paper())}) == 1


def test_what_no_font_has_is_written_by_its_number():
    made = render_pdf(paper(title="Möte 😀", sections=(Section("中", (Paragraph("kvar \ue000 och 👩‍👧 kvar"),)),)))

    text = " ".join(pages(made)[0].split())
    assert "Möte [U+1F600]" in text
    assert "[U+4E2D] kvar [U+E000] och [U+1F469][U+200D][U+1F467] kvar" in text


def test_the_languages_of_sweden_need_no_replacement():
    """Sami, Finnish, Meänkieli, Romani and Yiddish, and neighbours' letters."""
    text = "Áŋŋel čállá đ ŧ ž š, åäöéü, ÆØ, Żółć ğ ș ў, Ελλάδα, Київ, ייִדיש, ≤ ≥ − – € § ½ ²"
    assert "[U+" not in pages(render_pdf(paper(sections=(Section("Text", (Paragraph(text),)),))))[0]


def test_no_word_is_too_long_for_the_line():
    made = render_pdf(
        paper(sections=(Section("A", (Paragraph("å" * 400), Notice("https://exempel.se/" + "b" * 300))),))
    )

    with PdfDocument(made) as file:
        assert letters(pages(made)[0]).count("å" * 400) == 1
        rights = [each.get_bounds()[2] for each in file[0].get_objects(filter=[1])]
    assert max(rights) < 595 - 60


@pytest.mark.parametrize("kind", PaperKind)
def test_the_head_tells_whose_paper_it_is(kind: PaperKind):
    (first, *_others) = pages(render_pdf(paper(kind)))

    head = " ".join(first.split())[:400]
    for told in ("Melleruds kommun", "Kommunstyrelsen", "Storgatan 13", "KS 2026/123", "12 mars 2026", "Anna Åström"):
        assert told in head.replace("\xa0", " ")
    assert re.match(r"Sida 1 \(\d\)", head)


def test_pages_are_numbered_and_the_tables_head_repeats():
    found = pages(render_pdf(long_paper()))

    assert len(found) >= 40
    assert [re.search(r"Sida (\d+) \((\d+)\)", page).groups() for page in found] == [  # type: ignore[union-attr]  there
        (str(number), str(len(found))) for number in range(1, len(found) + 1)
    ]
    with_rows = [page for page in found if re.search(r"^Åtgärd \d", page, re.MULTILINE)]
    assert len(with_rows) > 8
    assert all(re.search(r"^Åtgärd Ansvar Kronor Not", page, re.MULTILINE) for page in with_rows)


# --- what assistive technology is told ------------------------------------------------------------------------------
def elements(file: Pdf) -> list[Any]:
    found = []

    def walk(each: Any) -> None:
        for child in each if isinstance(each, Array) else [each]:
            if isinstance(child, Dictionary) and ("/S" in child or "/K" in child):
                found.append(child)
                if "/K" in child:
                    walk(child.K)

    walk(file.Root.StructTreeRoot)
    return found


def test_title_language_author_and_day_are_in_the_file():
    with Pdf.open(io.BytesIO(render_pdf(paper()))) as file:
        assert str(file.Root.Lang) == "sv-SE"
        assert (str(file.docinfo.Title), str(file.docinfo.Author)) == (paper().title, "Anna Åström")
        assert str(file.docinfo.CreationDate) == "D:20260312000000Z"
    with Pdf.open(io.BytesIO(render_pdf(paper(language="en")))) as file:
        assert str(file.Root.Lang) == "en-GB"


def test_headings_lists_notes_and_images_are_tagged():
    with Pdf.open(io.BytesIO(render_pdf(paper()))) as file:
        kinds = [str(each.get("/S")) for each in elements(file)]

    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3", "/H2", "/H2"]
    assert {kind: kinds.count(kind) for kind in ("/L", "/Note", "/Figure", "/Table", "/Caption")} == {
        "/L": 3,
        "/Note": 2,
        "/Figure": 3,
        "/Table": 1,
        "/Caption": 2,
    }


def about_tables(cell: Any) -> Any:
    return next(each for each in (cell.A if isinstance(cell.A, Array) else [cell.A]) if each.O == "/Table")


def test_rows_and_columns_have_headings():
    with Pdf.open(io.BytesIO(render_pdf(paper(sections=(Section("A", (COSTS,)),))))) as file:
        heads = [each for each in elements(file) if each.get("/S") == "/TH"]
        scopes = [str(about_tables(head).Scope) for head in heads]
        names = {str(head.ID) for head in heads}
        cells = [each for each in elements(file) if each.get("/S") == "/TD"]
        told = [[str(name) for name in about_tables(cell).Headers] for cell in cells]

    assert scopes == ["/Column"] * 4 + ["/Row"] * 6
    assert [len(each) for each in told] == [2] * 18
    assert {name for each in told for name in each} < names
