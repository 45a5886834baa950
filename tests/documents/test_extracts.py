"""Uploaded extracts: opened by the readers themselves, refused with a sentence, kept by their sum."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.common.verdict import Refused
from samsyn.documents import files
from samsyn.documents.examination import DOCX, PDF
from samsyn.documents.extracts import Opened, opened
from tests.documents.examining import hostile, making_pdf, making_word
from tests.documents.examining.making_images import photograph

AUTHORITY = UUID(int=7)


def test_an_extract_is_opened_for_what_it_is():
    assert opened(making_pdf.on_third_page("text"), "Protokoll § 47.PDF") == Opened(PDF, 3)
    assert opened(making_word.base(), "protokoll.docx") == Opened(DOCX, 1)


def test_an_extract_may_hold_what_must_not_become_public():
    """Keeping is one thing and publishing another: the gate stands before the second."""
    assert opened(making_pdf.on_page("19121212-1212"), "a.pdf").media_type == PDF


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (making_word.base, "protokoll.pdf", "Den är ett Worddokument"),
        (lambda: making_pdf.on_page("text"), "protokoll.docx", "Den är en PDF"),
        (lambda: making_pdf.on_page("text"), "protokoll", "Den är en PDF"),
        (photograph, "protokoll.pdf", "varken en PDF eller"),
        (lambda: b"Hej", "protokoll.pdf", "varken en PDF eller"),
        (lambda: b"MZ\x90\x00", "protokoll.pdf", "varken en PDF eller"),
        (lambda: b"%PDF-1.4 provfil", "protokoll.pdf", "är skadad"),
        (lambda: b"", "protokoll.pdf", "är tom"),
        (hostile.locked_pdf, "protokoll.pdf", "låst med lösenord"),
        (hostile.encrypted_word, "protokoll.docx", "låst med lösenord"),
        (hostile.old_word, "protokoll.doc", "gamla Wordformatet"),
        (hostile.with_macros, "protokoll.docm", "makron"),
        (hostile.excel, "protokoll.docx", "är en zipfil"),
        (hostile.zip_bomb, "protokoll.docx", "packas upp till mycket mer"),
        (hostile.billion_laughs, "protokoll.docx", "packas upp till mycket mer"),
        (hostile.stream_bomb, "protokoll.pdf", "packas upp till mycket mer"),
        (hostile.many_pages, "protokoll.pdf", "100000 sidor"),
        (hostile.broken_word, "protokoll.docx", "är skadad"),
        (hostile.broken_pdf, "protokoll.pdf", "är skadad"),
    ],
)
def test_what_is_not_an_extract_is_refused_with_a_sentence(make: Callable[[], bytes], name: str, words: str):
    with pytest.raises(Refused) as refused:
        opened(make(), name)

    assert words in str(refused.value.reason)
    assert refused.value.field == "file"


# --- the store --------------------------------------------------------------------------------------------------------
def upload(raw: bytes, name: str = "Protokoll § 47.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_extract_is_kept_by_its_sum():
    raw = making_pdf.on_page("text")
    stored = files.store(upload(raw), authority=AUTHORITY)

    assert stored == files.Stored(hashlib.sha256(raw).hexdigest(), len(raw), "Protokoll § 47.pdf", PDF)
    assert files.path(AUTHORITY, stored.sha256).read_bytes() == raw


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"%PDF-1.4 provfil", "är skadad"), (b"x" * 20_000_001, "större än 20 MB"), (hostile.locked_pdf(), "lösenord")],
)
def test_nothing_is_kept_of_what_is_refused(files: Path, raw: bytes, words: str):
    from samsyn.documents.files import store

    with pytest.raises(Refused, match=words):
        store(upload(raw), authority=AUTHORITY)

    assert kept(files) == []


def test_a_name_leads_nowhere():
    stored = files.store(upload(making_pdf.on_page("text"), "../../etc/\x00protokoll.pdf"), authority=AUTHORITY)

    assert stored.name == "protokoll.pdf"
