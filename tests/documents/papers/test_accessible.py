"""Every kind of paper is PDF/UA-1 and PDF/A-2a, by veraPDF; and veraPDF says no when something lacks."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Name, Pdf

from samsyn.documents.enums import PaperKind
from samsyn.documents.papers import Letterhead, Paper, Paragraph, Section, render_pdf
from tests.documents.samples import long_paper, paper
from tests.documents.verapdf import Checker

pytestmark = pytest.mark.slow
FLAVOURS = ("ua1", "2a")
BARE = Paper(
    kind=PaperKind.MINUTES_EXTRACT,
    letterhead=Letterhead("Dals-Eds kommun"),
    title="§ 12",
    date=paper().date,
    sections=(Section("Beslut", (Paragraph(""),)), Section("Tomt")),
)
PAPERS = {
    **{kind.value: lambda kind=kind: paper(kind) for kind in PaperKind},
    "bare": lambda: BARE,
    "English": lambda: paper(language="en"),
    "characters that no font has": lambda: paper(title="Emoji 😀, 中文 och \ue000 med " + "långtord" * 20),
    "40 pages": long_paper,
}


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_every_kind_of_paper_conforms(checker: Checker, make: Callable[[], Paper]):
    made = render_pdf(make())

    assert {flavour: checker.broken(made, flavour) for flavour in FLAVOURS} == {"ua1": [], "2a": []}


def spoiled(change: Callable[[Pdf], Any]) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(render_pdf(paper()))) as file:
        change(file)
        file.save(out)
    return out.getvalue()


def without_tags(file: Pdf) -> None:
    del file.Root.StructTreeRoot


def without_alternative_text(file: Pdf) -> None:
    for each in file.objects:
        if isinstance(each, type(file.Root)) and each.get("/S") == Name.Figure:
            del each.Alt


def without_title(file: Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def with_script(file: Pdf) -> None:
    file.Root.OpenAction = file.make_indirect({"/S": Name.JavaScript, "/JS": "app.alert(1)"})


@pytest.mark.parametrize(
    ("change", "flavour", "clause"),
    [
        (without_tags, "ua1", "7.1"),
        (without_alternative_text, "ua1", "7.3"),
        (without_title, "ua1", "7.1"),
        (with_script, "2a", "6.5.1"),
    ],
    ids=lambda told: getattr(told, "__name__", told),
)
def test_the_checker_has_teeth(checker: Checker, change: Callable[[Pdf], Any], flavour: str, clause: str):
    broken = checker.broken(spoiled(change), flavour)

    assert clause in {rule.split("-")[0] for rule in broken}


def test_what_is_no_pdf_is_not_passed(checker: Checker):
    with pytest.raises(ValueError, match="parse"):
        checker.broken(b"%PDF-1.7 ett avtal", "ua1")
