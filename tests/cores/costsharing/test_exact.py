"""Numbers as people write them, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cores.costsharing.exact import NotANumber, exact, text_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (42, Fraction(42)),
        ("42", Fraction(42)),
        ("42,25", Fraction(169, 4)),
        ("42.25", Fraction(169, 4)),
        (Decimal("42.25"), Fraction(169, 4)),
        (0.1, Fraction(1, 10)),
        (-0.5, Fraction(-1, 2)),
        (1e6, Fraction(1_000_000)),
        ("1/3", Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("4 267 772", Fraction(4_267_772)),
        ("4\u00a0267\u00a0772,50", Fraction(8_535_545, 2)),
        ("\u22125", Fraction(-5)),
        (" 7 ", Fraction(7)),
        (Decimal("0E-30"), Fraction(0)),
        (Fraction(2, 7), Fraction(2, 7)),
    ],
)
def test_a_number_is_what_was_written(written: object, meant: Fraction):
    assert exact(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "tolv", "1,2,3", "1 2", "1/0", "1/00", "1e9", "0x10", "12 kr", "--1", "1.", "5 %", "٣", True, None, [],
     float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")],
)  # fmt: skip
def test_what_is_no_number_is_refused(written: object):
    with pytest.raises(NotANumber) as refused:
        exact(written)
    assert refused.value.code == "NOT_A_NUMBER"


@pytest.mark.parametrize(
    "written",
    [Decimal("1e999999999"), Decimal("1e-999999999"), 1e300, 1e-300, 10**18, Decimal("0.1234567890123456789")],
)
def test_what_is_too_large_or_fine_is_refused_before_it_is_written_out(written: object):
    with pytest.raises(NotANumber) as refused:
        exact(written)
    assert refused.value.code == "TOO_LARGE_OR_FINE"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(42), 42),
        (Fraction(169, 4), "42.25"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
    ],
)
def test_a_number_in_json(value: Fraction, text: int | str):
    assert text_of(value) == text


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**9))
def test_what_is_written_is_read_as_it_was(value: Fraction):
    assert exact(text_of(value)) == value
