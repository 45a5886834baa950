"""Cleaning takes away who wrote it and where, and nothing of what the document says."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from docx import Document
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ExifTags, Image
from pypdfium2 import PdfDocument

from samsyn.common.verdict import Refused
from samsyn.documents import gate
from samsyn.documents.examination import DOCX, PDF, TEXT
from samsyn.documents.papers import render_docx, render_pdf
from tests.documents.examining import making_pdf, making_word
from tests.documents.examining.making_images import photograph
from tests.documents.samples import paper
from tests.documents.verapdf import Checker


def kinds(data: bytes, media_type: str) -> set[str]:
    return {each.kind.value for each in gate.scan(data, media_type)}


def text_of(pdf: bytes) -> list[str]:
    with PdfDocument(pdf) as file:
        return [page.get_textpage().get_text_bounded() for page in file]


# --- PDF --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "make",
    [making_pdf.with_author, making_pdf.with_place, making_pdf.in_earlier_version],
    ids=lambda make: make.__name__,
)
def test_a_pdf_passes_once_it_is_clean(make: Callable[[str], bytes]):
    raw = make("191212-1215")
    cleaned = gate.clean(raw, PDF)

    assert kinds(raw, PDF) != set()
    assert kinds(cleaned, PDF) == set()
    assert text_of(cleaned) == text_of(raw)


def test_an_earlier_version_is_gone_and_not_only_out_of_sight():
    raw = making_pdf.in_earlier_version("191212-1215")
    assert b"191212-1215" in unpacked(raw)

    assert b"191212-1215" not in unpacked(gate.clean(raw, PDF))


def unpacked(pdf: bytes) -> bytes:
    """Everything in the file, whether or not anything leads to it."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(stream))
    return b"".join(found)


def test_comments_lose_their_authors_and_stop_all_the_same():
    cleaned = gate.clean(making_pdf.in_note("text"), PDF)

    assert kinds(cleaned, PDF) == {"COMMENT"}
    assert "Anna".encode("utf-16-be") not in cleaned


@pytest.mark.slow
def test_a_paper_of_ours_is_as_accessible_when_it_is_clean(checker: Checker):
    raw = render_pdf(paper())
    cleaned = gate.clean(raw, PDF)

    assert {flavour: checker.broken(cleaned, flavour) for flavour in ("ua1", "2a")} == {"ua1": [], "2a": []}
    assert text_of(cleaned) == text_of(raw)
    with Pdf.open(io.BytesIO(cleaned)) as file, file.open_metadata() as told:
        assert (str(file.docinfo.Title), "/Author" in file.docinfo) == (paper().title, False)
        assert (told["dc:title"], "dc:creator" in told) == (paper().title, False)


def test_a_signed_pdf_is_left_as_it_is():
    file = making_pdf.new()
    signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String(b"\x30\x82"))
    field = making_pdf.note(file, Subtype=Name.Widget, FT=Name.Sig, T=String("Underskrift"), V=signature)
    file.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    file.docinfo["/Author"] = "Anna Åström"
    raw = making_pdf.saved(file)

    assert gate.clean(raw, PDF) == raw
    assert kinds(raw, PDF) == {"METADATA"}


# --- Word -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "make",
    [making_word.with_author, making_word.with_place, making_word.with_thumbnail],
    ids=lambda make: make.__name__,
)
def test_a_word_file_passes_once_it_is_clean(make: Callable[[str], bytes]):
    raw = make("191212-1215")
    cleaned = gate.clean(raw, DOCX)

    assert kinds(raw, DOCX) != set()
    assert kinds(cleaned, DOCX) == set()
    assert [each.text for each in Document(io.BytesIO(cleaned)).paragraphs] == [
        each.text for each in Document(io.BytesIO(raw)).paragraphs
    ]


@pytest.mark.parametrize("make", [making_word.commented, making_word.deleted, making_word.inserted])
def test_authors_of_comments_and_changes_are_gone_and_the_rest_is_kept(make: Callable[[str], bytes]):
    cleaned = gate.clean(make("text"), DOCX)

    assert "Anna" not in making_word.xml_of(cleaned)
    assert kinds(cleaned, DOCX) in ({"COMMENT"}, {"TRACKED_CHANGE"})
    assert re.search(r'w:author="–"', making_word.xml_of(cleaned))


def test_a_paper_in_word_can_be_opened_and_reads_the_same_when_it_is_clean():
    raw = render_docx(paper())
    cleaned = gate.clean(raw, DOCX)

    before, after = Document(io.BytesIO(raw)), Document(io.BytesIO(cleaned))
    assert [each.text for each in after.paragraphs] == [each.text for each in before.paragraphs]
    assert (after.core_properties.author, after.core_properties.last_modified_by) == ("", "")
    assert after.core_properties.title == paper().title
    with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
        assert archive.testzip() is None


# --- images and text --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_image_loses_its_place_and_author_and_keeps_every_pixel(kind: str):
    media_type = f"image/{kind.lower()}"
    raw = photograph(gps=True, author="Anna Åström", comment="191212-1215", kind=kind)
    cleaned = gate.clean(raw, media_type)

    assert kinds(raw, media_type) == {"LOCATION", "METADATA", "PERSONAL_NUMBER"}
    assert kinds(cleaned, media_type) == set()
    assert Image.open(io.BytesIO(cleaned)).tobytes() == Image.open(io.BytesIO(raw)).tobytes()
    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {}


def test_a_turned_photograph_stays_turned():
    cleaned = gate.clean(photograph(gps=True, orientation=6), "image/jpeg")

    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {ExifTags.Base.Orientation: 6}
    assert kinds(cleaned, "image/jpeg") == set()


def test_what_is_appended_to_an_image_is_cut_off():
    appended = photograph() + photograph(gps=True)

    assert kinds(appended, "image/jpeg") == set()
    assert gate.clean(appended, "image/jpeg") == gate.clean(photograph(), "image/jpeg")


@pytest.mark.parametrize("raw", [photograph()[:200], b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe1\xff\xff"])
def test_an_image_that_is_not_whole_is_refused(raw: bytes):
    with pytest.raises(Refused):
        gate.clean(raw, "image/png" if raw.startswith(b"\x89") else "image/jpeg")


def test_plain_text_is_as_clean_as_it_is():
    assert gate.clean("Åtgärd".encode(), TEXT) == "Åtgärd".encode()


def test_a_document_of_another_kind_is_not_cleaned():
    with pytest.raises(Refused, match="av ett annat slag"):
        gate.clean(render_pdf(paper()), DOCX)
