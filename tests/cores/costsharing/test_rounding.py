"""Whole kronor: they sum, they are near, and the tie rule is the written one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.rounding import (
    InvalidTotal,
    instalments,
    nearest_krona,
    settlement,
    whole_kronor,
    whole_total,
)

amounts = st.fractions(min_value=-(10**7), max_value=10**7, max_denominator=1000)


@pytest.mark.parametrize(
    ("shares", "total", "kronor"),
    [
        ([Fraction(100_000, 3)] * 3, 100_000, [33_334, 33_333, 33_333]),  # equal remainders and shares: the first
        ([Fraction(7, 2), Fraction(11, 2)], 9, [3, 6]),  # equal remainders: the largest share
        ([Fraction(10, 4), Fraction(25, 4), Fraction(5, 4)], 10, [3, 6, 1]),
        ([Fraction(-7, 2), Fraction(-11, 2)], -9, [-3, -6]),  # the mirror image
        ([Fraction(-100_000, 3)] * 3, -100_000, [-33_334, -33_333, -33_333]),
        ([Fraction(5, 2), Fraction(-3, 2)], 1, [3, -2]),
        ([], 0, []),
        ([Fraction(0), Fraction(0)], 0, [0, 0]),
    ],
)
def test_the_largest_remainder_by_hand(shares: list[Fraction], total: int, kronor: list[int]):
    assert whole_kronor(shares, total=total) == kronor


def test_equal_floats_are_equal_shares():
    shares = [100_000 / 3, 100_000 / 3 + 4e-11, 100_000 / 3]
    assert whole_kronor(shares, total=100_000) == [33_334, 33_333, 33_333]


def test_a_krona_more_can_lower_a_party_by_one():
    """The largest remainder is not house-monotone; docs/methods/rounding.md says so."""
    weights = [Fraction(6), Fraction(6), Fraction(2)]
    ten, eleven = (whole_kronor([w * total / 14 for w in weights], total=total) for total in (10, 11))
    assert (ten, eleven) == ([4, 4, 2], [5, 5, 1])


@settings(max_examples=60)
@given(st.lists(amounts, min_size=1, max_size=20))
def test_whole_kronor_sum_and_each_is_less_than_a_krona_away(shares: list[Fraction]):
    total = nearest_krona(sum(shares, Fraction(0)))
    shares[0] += total - sum(shares, Fraction(0))

    kronor = whole_kronor(shares, total=total)

    assert sum(kronor) == total
    assert all(abs(whole - share) < 1 for whole, share in zip(kronor, shares, strict=True))


@settings(max_examples=60)
@given(st.lists(amounts, min_size=1, max_size=8))
def test_a_negative_total_mirrors_the_positive_one(shares: list[Fraction]):
    total = nearest_krona(sum(shares, Fraction(0)))
    if total != 0:
        mirrored = whole_kronor([-share for share in shares], total=-total)
        assert mirrored == [-whole for whole in whole_kronor(shares, total=total)]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_whole_kronor_of_floats_sum(shares: list[float]):
    total = round(sum(shares))
    assert sum(whole_kronor(shares, total=total)) == total


def test_shares_that_are_not_the_total_are_refused():
    with pytest.raises(InvalidTotal) as refused:
        whole_kronor([Fraction(1), Fraction(2)], total=4)
    assert "4 kr" in refused.value.in_swedish().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("total", "code"),
    [
        ("1 000 000", "TOTAL_IS_TEXT"),
        (True, "TOTAL_IS_TEXT"),
        (10.5, "TOTAL_HAS_ORE"),
        (Fraction(1, 3), "TOTAL_HAS_ORE"),
    ],
)
def test_a_total_is_whole_kronor(total: object, code: str):
    with pytest.raises(InvalidTotal) as refused:
        whole_total(total)
    assert refused.value.code == code


def test_a_total_may_be_a_whole_float():
    assert whole_total(1e6) == 1_000_000


@pytest.mark.parametrize(("amount", "krona"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("-1.5", -2), ("0", 0)])
def test_halves_go_away_from_zero(amount: str, krona: int):
    assert nearest_krona(Fraction(amount)) == krona


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(-(10**7), 10**7)),
       st.dictionaries(st.sampled_from("ABCDEF"), st.integers(-(10**7), 10**7)))  # fmt: skip
def test_a_settlement_is_final_less_invoiced_and_sums_exactly(final: dict[str, int], invoiced: dict[str, int]):
    found = settlement(final, invoiced)
    assert sum(found.values()) == sum(final.values()) - sum(invoiced.values())
    assert found == {p: final.get(p, 0) - invoiced.get(p, 0) for p in {*final, *invoiced}}


def test_a_party_that_left_gets_its_invoices_back():
    assert settlement({"A": 70}, {"A": 60, "B": 10}) == {"A": 10, "B": -10}


@pytest.mark.parametrize(
    ("kronor", "parts", "invoices"),
    [
        (1001, [1, 1, 1, 1], [250, 251, 250, 250]),
        (1001, [1, 1], [501, 500]),
        (-1001, [1, 1], [-501, 500 - 1000]),
        (999, [2, 1], [666, 333]),
        (5, [0, 1], [0, 5]),
    ],
)
def test_instalments_by_hand(kronor: int, parts: list[int], invoices: list[int]):
    assert instalments(kronor, parts=parts) == invoices


@given(st.integers(-(10**7), 10**7), st.lists(st.integers(0, 100), min_size=1, max_size=12).filter(any))
def test_instalments_sum_to_the_year(kronor: int, parts: list[int]):
    invoices = instalments(kronor, parts=parts)
    assert sum(invoices) == kronor
    for number in range(len(parts)):
        due = Fraction(kronor * sum(parts[: number + 1]), sum(parts))
        assert abs(sum(invoices[: number + 1]) - due) <= Fraction(1, 2)


@pytest.mark.parametrize("parts", [[], [0, 0], [-1, 2]])
def test_instalments_need_a_part_above_zero(parts: list[int]):
    with pytest.raises(InvalidTotal):
        instalments(100, parts=parts)
