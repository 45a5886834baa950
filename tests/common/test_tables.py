"""Days and numbers as people write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.common.tables import TextFileError, decoded, read_day, read_number

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "20260312",
        "12/3 2026",
        "12/3/2026",
        "12.3.2026",
        "2026-03-12 00:00:00",
        "2026-03-12T08:30",
        "12 mars 2026",
        "12 mar 2026",
    ],
)
def test_days_as_text(text: str):
    assert read_day(text) == DAY


def test_days_that_are_days_already():
    assert [read_day(DAY), read_day(datetime(2026, 3, 12, 23, 59))] == [DAY, DAY]  # noqa: DTZ001  as Excel gives it


@pytest.mark.parametrize(
    "text",
    [
        "",
        "igår",
        "2026-02-30",
        "2026-3-12",
        "32/1 2026",
        "12 ma 2026",
        "31 april 2026",
        "12 brumaire 2026",
        "2026",
        None,
        7,
    ],
)
def test_what_is_no_day_is_none(text: object):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42,25", "42.25"),
        ("42.25", "42.25"),
        ("8 966", "8966"),
        ("8\u00a0966,50", "8966.50"),
        ("8\u202f966", "8966"),
        ("1.234.567,89", "1234567.89"),
        ("−10", "-10"),
        ("-10,5", "-10.5"),
        ("400 tkr", "400"),
        ("42,25 kr", "42.25"),
        ("12 %", "12"),
        (7, "7"),
        (0.1, "0.1"),
    ],
)
def test_numbers_with_decimal_comma_spaces_and_units(text: object, number: str):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", None, "många", "1,2,3", "NaN", "Infinity", True, "12 mkr"])
def test_what_is_no_number_is_none(text: object):
    assert read_number(text) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_old_and_new_encodings_give_the_same_letters(encoding: str):
    assert decoded("Färgelanda–Åmål".encode(encoding)) == "Färgelanda–Åmål"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04...", "Det här är en xlsx-fil, inte text."),
        (b"%PDF-1.7", "Det här är en pdf-fil, inte text."),
        (b"\xd0\xcf\x11\xe0", "Det här är en xls-fil, inte text."),
        (b"a\x00b", "Filen är inte läsbar text."),
    ],
)
def test_files_that_are_no_text_are_named_for_what_they_are(raw: bytes, sentence: str):
    with pytest.raises(TextFileError, match=sentence):
        decoded(raw)


@given(st.binary(max_size=50))
def test_no_bytes_whatever_stop_the_reading(raw: bytes):
    try:
        text = decoded(raw)
    except TextFileError as refused:
        text = str(refused)
    assert "\x00" not in text


@given(st.text(max_size=30))
def test_no_text_whatever_stops_the_reading(text: str):
    assert read_number(text) is None or isinstance(read_number(text), Decimal)
    assert read_day(text) is None or isinstance(read_day(text), date)
