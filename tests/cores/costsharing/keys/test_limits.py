"""Water-filling against a bisection, and by its properties."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samsyn.cores.costsharing.keys.limits import fill
from samsyn.cores.costsharing.keys.part import Infeasible

kr = st.integers(0, 1000).map(Fraction)


@st.composite
def limited(draw: st.DrawFn) -> tuple[dict[str, Fraction], dict[str, Fraction], dict[str, Fraction]]:
    parties = "ABCDEFG"[: draw(st.integers(1, 7))]
    shares = {p: draw(kr) for p in parties}
    low, high = {}, {}
    for p in parties:
        bounds = sorted((draw(kr), draw(kr)))
        if draw(st.booleans()):
            low[p] = bounds[0]
        if draw(st.booleans()):
            high[p] = bounds[1]
    return shares, low, high


def held(value: Fraction, party: str, low: dict[str, Fraction], high: dict[str, Fraction]) -> Fraction:
    return min(max(value, low.get(party, value)), high.get(party, max(value, low.get(party, value))))


def by_bisection(shares: dict[str, Fraction], low: dict[str, Fraction], high: dict[str, Fraction]) -> dict[str, float]:
    """The λ for which limit(λ · share) sums to the total, found by halving."""
    total = float(sum(shares.values()))

    def at(scale: float) -> list[float]:
        return [
            min(max(scale * float(s), float(low.get(p, 0))), float(high.get(p, float("inf"))))
            for p, s in shares.items()
        ]

    below, above = 0.0, 1e7
    for _ in range(200):
        middle = (below + above) / 2
        below, above = (middle, above) if sum(at(middle)) < total else (below, middle)
    return dict(zip(shares, at(above), strict=True))


@given(limited())
def test_filling_keeps_the_sum_and_the_limits_and_agrees_with_a_bisection(case):
    shares, low, high = case
    try:
        filled, _ = fill(shares, low, high)
    except Infeasible:
        total = sum(shares.values())
        least = sum(held(Fraction(0), p, low, high) for p in shares)
        most = sum(high.get(p, Fraction(10**6)) if s else held(Fraction(0), p, low, high) for p, s in shares.items())
        assert least > total or most < total
        return

    assert sum(filled.values()) == sum(shares.values())
    assert all(low.get(p, Fraction(0)) <= kr <= high.get(p, kr) for p, kr in filled.items())
    assert {p: float(kr) for p, kr in filled.items()} == pytest.approx(by_bisection(shares, low, high), abs=1e-5)


@given(limited())
def test_those_inside_their_limits_keep_their_proportions(case):
    shares, low, high = case
    try:
        filled, _ = fill(shares, low, high)
    except Infeasible:
        assume(False)
    free = [p for p, kr in filled.items() if kr != low.get(p) and kr != high.get(p) and shares[p]]
    assert len({filled[p] / shares[p] for p in free}) <= 1


def test_floors_and_caps_are_never_applied_once_and_renormalised():
    """One round and a renormalisation would give A 60 of 100 · 60/110: below its floor again."""
    shares = {"A": Fraction(20), "B": Fraction(50), "C": Fraction(30)}
    filled, steps = fill(shares, {"A": Fraction(30)}, {"B": Fraction(40)})
    assert filled == {"A": 30, "B": 40, "C": 30}
    assert [step.saying.code for step in steps] == ["HOLD_STEP", "FILL_STEP"]


def test_limits_that_meet_the_total_exactly():
    shares = {"A": Fraction(50), "B": Fraction(50)}
    assert fill(shares, {"A": Fraction(60), "B": Fraction(40)}, {})[0] == {"A": 60, "B": 40}
    assert fill(shares, {}, {"A": Fraction(60), "B": Fraction(40)})[0] == {"A": 60, "B": 40}


def test_a_party_with_no_share_stays_at_its_floor():
    shares = {"A": Fraction(0), "B": Fraction(100)}
    assert fill(shares, {"A": Fraction(5)}, {})[0] == {"A": 5, "B": 95}
    with pytest.raises(Infeasible) as refused:
        fill(shares, {}, {"B": Fraction(90)})
    assert refused.value.code == "CAPS_BELOW_TOTAL"
