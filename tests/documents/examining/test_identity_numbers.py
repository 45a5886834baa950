"""Numbers of people are found however they are written, and other numbers are not taken for them."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.documents.examining.identity_numbers import find, luhn, plain
from tests.documents.examining import numbers
from tests.documents.examining.numbers import WRITTEN, check_digit, identity_number


def found(text: str) -> list[str]:
    whole = plain(text)
    return [whole[each.start : each.end] for each in find(whole)]


@pytest.mark.parametrize("written", WRITTEN)
@given(st.randoms(use_true_random=False), st.booleans())
def test_a_number_is_found_however_it_is_written(written: str, chance: random.Random, coordination: bool):
    number = identity_number(chance, coordination=coordination)
    text = plain(f"Ärendet rör en person, {WRITTEN[written](number)}, som har hört av sig.")

    (one,) = find(text)

    assert digits(text[one.start : one.end]) == digits(plain(WRITTEN[written](number)))
    assert one.coordination == coordination


def digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "Födelsetid 1912-12-12.",
        "191212-1213",  # the check digit is wrong
        "191312-1219",  # there is no thirteenth month
        "190230-1210",
        "Org.nr 212000-1488 och 556012-5790, 16212000-1488",
        "Dnr KS 2023/121212, SN-2023-1212-12, 2023:1212, MBN 2023.12121212",
        "0530-181 00, 070-123 45 67, 0512-12 12 12, +46 70 121 21 21",
        "Ring 0701121212 eller tfn: 0501121212",
        "Bankgiro 1212121212, plusgiro 1212121212",
        "OCR-nummer 1212121212, referens: 1212121212, faktura nr 1212121212",
        "SE45 5000 0000 0583 9825 7466",
        "1212121212 kr och 1 212 121 212 kronor",
        "Perioden 20230101-1231 och gäller 20240101-1231",
        "2023-12-08 1430, 2023-12-08 14:30",
        "2021 2022 2023 2024, 12 12 12 12 12 12",
        "a3f1212121212b2 och 550e8400-e29b-41d4-a716-191212121212",
        "121212-121 och 1912121-21212",
        "§ 12, 2023-12-12 § 13",
        "N 6581212 E 1212121",
        "1,212121,2121 och 19.12.12.12.12.12",
    ],
)
def test_other_numbers_are_let_through(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 191212-1215 och 2 191212-1215", ["191212-1215"] * 2),
        ("(191212-1215)", ["191212-1215"]),
        ("pnr191212-1215.", ["191212-1215"]),
        ("fil_191212121212.pdf", ["191212121212"]),
        ("Personnummer 191212 1210", ["191212 1210"]),  # wrong check digit, but it says what it is
        ("Samordningsnr: 701063-2391", ["701063-2391"]),
        ("född 1954-03-12 1238", ["1954-03-12 1238"]),
        ("191212-1215-01", ["191212-1215"]),
        ("000229-0005", ["000229-0005"]),
        ("personkonto 1912121215", ["1912121215"]),
        ("Ärende 1912121215", ["1912121215"]),
        ("P e r sonnummer : 1912 12 12 1212", ["1912 12 12 1212"]),
        ("pers. nr: 191212 1210", ["191212 1210"]),
        ("tel 191212-1215", ["191212-1215"]),
        ("191212-1215\n701063-2391", ["191212-1215", "701063-2391"]),
    ],
)
def test_only_the_number_itself_is_marked(text: str, expected: list[str]):
    assert found(text) == expected


def test_a_leap_day_exists_only_in_a_leap_year():
    nine = "010229001"

    assert found(f"{nine[:6]}-{nine[6:]}{check_digit(nine)}") == []
    assert found("Den 29 februari 2000: 20000229-0005") == ["20000229-0005"]


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_check_digit_is_the_one_that_the_table_gives(nine: str):
    assert [digit for digit in "0123456789" if luhn(nine + digit)] == [check_digit(nine)]


@given(st.text("0123456789 -+\n.:/aåSE", max_size=400))
def test_no_text_whatever_stops_the_search(text: str):
    marked = find(plain(text))

    assert all(a.end <= b.start for a, b in pairwise(marked))


@pytest.mark.parametrize("text", ["1 " * 50_000, "1" * 400_000, "19-" * 30_000, "1\n\n" * 30_000, "é1 " * 50_000])
def test_a_long_text_is_searched_in_time(text: str):
    """Were the time to grow as the square, this would not end."""
    assert len(find(plain(text))) < len(text)


def test_payment_references_without_a_word_before_stop_only_when_they_look_like_a_day():
    chance = random.Random(7)
    stopped = sum(1 for _n in range(2_000) if found(f"Nummer {numbers.reference(chance)} gäller."))

    assert stopped < 2_000 * 0.09
