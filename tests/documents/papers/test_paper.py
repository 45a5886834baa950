"""What a paper is made of is checked when it is made, and written the way of its language."""

from datetime import date
from decimal import Decimal

import pytest

from samsyn.documents.enums import PaperKind
from samsyn.documents.papers import InvalidPaper, Letterhead, Paper, Picture, Section, Table, words
from tests.documents.samples import paper, png


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: Picture(png(2, 2), " "), "alternative text"),
        (lambda: Picture(b"GIF89a", "Vapen"), "PNG"),
        (lambda: Picture(png(2, 2)[:20], "Vapen"), "PNG"),
        (lambda: Picture(png(2, 2)[:16] + b"\xff" * 8 + png(2, 2)[24:], "Vapen"), "25 million"),
        (lambda: Picture(png(2, 2)[:16] + b"\0" * 8 + png(2, 2)[24:], "Vapen"), "25 million"),
        (lambda: Table("", ("A",), ()), "caption"),
        (lambda: Table("Tabell", (), ()), "heading"),
        (lambda: Table("Tabell", ("A", ""), ()), "heading"),
        (lambda: Table("Tabell", ("A", "B"), (("1",),)), "as many cells"),
        (lambda: Table("Tabell", ("A", "B"), (), total=("1",)), "as many cells"),
        (lambda: Table("Tabell", ("A",), (), numeric=(1,)), "numeric"),
        (lambda: Section(" "), "heading"),
        (lambda: paper(title=" "), "title"),
        (lambda: paper(letterhead=Letterhead("")), "organisation"),
        (lambda: paper(sections=(nested(5),)), "deep"),
    ],
)
def test_a_paper_that_cannot_be_accessible_is_not_made(make, what: str):
    with pytest.raises(InvalidPaper, match=what):
        make()


def nested(depth: int) -> Section:
    return Section(f"Nivå {depth}", sections=(nested(depth - 1),) if depth > 1 else ())


def test_sections_four_deep_are_taken_in_reading_order():
    made = paper(sections=(nested(4), Section("Sist")))

    assert [(depth, section.heading) for depth, section in made.outline()] == [
        (1, "Nivå 4"),
        (2, "Nivå 3"),
        (3, "Nivå 2"),
        (4, "Nivå 1"),
        (1, "Sist"),
    ]


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1\xa0000", "1,000"),
        (-1234567, "−1\xa0234\xa0567", "−1,234,567"),
        (Decimal("1234.50"), "1\xa0234,50", "1,234.50"),
        (Decimal("-0.5"), "−0,5", "−0.5"),
        (Decimal("1E+3"), "1\xa0000", "1,000"),
        (None, "–", "–"),
        ("1 000", "1 000", "1 000"),
    ],
)
def test_cells_are_written_the_way_of_the_language(value, swedish: str, english: str):
    assert (words.cell(value, "sv"), words.cell(value, "en")) == (swedish, english)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("a", [["a"]]),
        ("a\nb", [["a", "b"]]),
        ("a\r\nb\rc\x0bd\x0ce\u2028f", [["a", "b", "c", "d", "e", "f"]]),
        ("\n\na\n\n \n\nb\n", [["a"], ["b"]]),
        ("  indraget  \n\tmer", [["  indraget  ", "    mer"]]),
        ("a\x00b\x1b\ud800c\ufffe", [["abc"]]),
        ("1\xa0000", [["1\xa0000"]]),
    ],
)
def test_line_breaks_are_kept_and_empty_lines_part_paragraphs(text: str, expected: list[list[str]]):
    assert words.paragraphs(text) == expected


def test_the_papers_own_words_are_in_its_language_and_not_the_readers():
    swedish, english = words.labels(paper()), words.labels(paper(language="en"))

    assert (swedish["kind"], swedish["date"], swedish["page"]) == (
        "Tjänsteskrivelse",
        "12\xa0mars\xa02026",
        "Sida {page} ({pages})",
    )
    assert (english["kind"], english["date"]) == ("Staff report", "12\xa0March\xa02026")


def test_a_secretary_notes_and_a_case_officer_reports():
    told = {kind: words.labels(paper(kind))["author"] for kind in PaperKind}

    assert {kind for kind, label in told.items() if label == "Sekreterare"} == {"MINUTES_EXTRACT", "MEETING_NOTES"}
    assert set(told.values()) == {"Sekreterare", "Handläggare"}


def test_every_kind_has_its_word():
    made = {
        kind: words.labels(Paper(kind, Letterhead("Åmål"), "T", date(2026, 1, 1), ()))["kind"] for kind in PaperKind
    }

    assert made == {
        "STAFF_REPORT": "Tjänsteskrivelse",
        "MINUTES_EXTRACT": "Protokollsutdrag",
        "MEETING_NOTES": "Minnesanteckningar",
        "COLLABORATION_REPORT": "Rapport om avtalssamverkan, KL 9:38",
        "COST_SPECIFICATION": "Kostnadsspecifikation",
    }
