"""Files made to harm are answered with a sentence, in a few seconds, and take nobody with them."""

import resource
from collections.abc import Callable

import pytest
from pikepdf import Encryption

from samsyn.common.verdict import Refused
from samsyn.documents import gate
from samsyn.documents.examination import DOCX, PDF
from tests.documents.examining import hostile, making_pdf
from tests.documents.examining.hostile import FILES

SECONDS = 5


@pytest.mark.parametrize(
    ("make", "media_type", "words"), [(make, *told) for make, told in FILES.items()], ids=[f.__name__ for f in FILES]
)
def test_a_hostile_file_is_refused_with_a_sentence(make: Callable[[], bytes], media_type: str, words: str):
    raw = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    with pytest.raises(Refused) as refused:
        gate.scan(raw, media_type)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert any(told in str(refused.value.reason) for told in words.split("|"))
    # Processor time and not the clock's: how busy the machine is says nothing of the file.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS


def test_a_zip_within_a_zip_is_not_opened_and_stops():
    assert [each.kind for each in gate.scan(hostile.nested_zips(), DOCX)] == ["ATTACHMENT"]


def test_a_table_that_leads_to_itself_is_read_all_the_same():
    assert gate.scan(hostile.xref_loop(), PDF) == []


def test_pages_are_counted_and_not_believed():
    assert gate.scan(hostile.lying_page_count(), PDF) == []


def test_an_owners_password_keeps_nobody_from_reading():
    raw = making_pdf.saved(
        making_pdf.new(making_pdf.shown("191212-1215")), encryption=Encryption(owner="ägare", user="")
    )

    assert [each.kind for each in gate.scan(raw, PDF)] == ["PERSONAL_NUMBER"]
