"""The made panel: marked as made, like real ones in its gaps, and with the effect that it says it has."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from samsyn.cores.effects import Verdict, estimate_effect
from samsyn.effects import simulated as made
from samsyn.effects.store import Missing, Store, Unit, load, verify
from tests.effects.store.making import day

CODES = [f"{1000 + n}" for n in range(120)]
UNITS = [Unit(code, f"Kommun {code}", "K") for code in CODES] + [Unit("0000", "Riket", "L")]
TREATED = ("1003", "1017")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    load(tmp_path, made.simulated(UNITS, treated=TREATED, at=day(0)))
    assert verify(tmp_path) == []
    return Store(tmp_path)


def test_it_says_everywhere_that_it_is_made(store: Store):
    for one in made.INDICATORS:
        said = store.definition(one.id)
        assert str(said["title"]).startswith("SIMULERAT: ")
        assert "Simulerade värden" in store.sources(one.id)[0]
        assert "påhittade" in str(said["licence"])
    assert "simulated values" in store.loads[0].remarks[0]


def test_the_planted_effect_is_found(store: Store):
    years = list(range(2008, 2026))
    panel = store.panel(made.PLANTED, CODES, years).drop("unit").to_numpy()
    rows = [CODES.index(code) for code in TREATED]

    found = estimate_effect(panel, rows, years.index(made.EFFECT_FROM), method="sdid")

    assert found.verdict == Verdict.CLEAR
    assert found.mean == pytest.approx(made.EFFECT, abs=1.0)


def test_a_break_that_is_told_refuses(store: Store):
    years = list(range(2008, 2026))
    breaks = [years.index(year) for year in store.facts(made.BROKEN).breaks]
    panel = store.panel(made.BROKEN, CODES, years).drop("unit").to_numpy()
    assert breaks == [11]
    assert estimate_effect(panel, [3], 13, breaks=breaks).verdict == Verdict.CANNOT_BE_JUDGED


def test_its_gaps_have_reasons(store: Store):
    reasons = {gap.reason for code in CODES for gap in store.gaps(made.QUALITY, code, [2010, 2012, 2014])}
    assert reasons == {Missing.CONFIDENTIAL}
    assert store.gaps(made.QUALITY, CODES[0], [2011])[0].reason == Missing.NO_SUCH_YEAR
    assert store.gaps(made.ENDED, CODES[0], [2018])[0].reason == Missing.ENDED
    missing = store.indicator(made.STAFF).filter(pl.col("value").is_null())
    assert set(missing["missing"]) == {"NOT_REPORTED"}
    assert set(store.indicator(made.STAFF)["gender"]) == {"T", "K", "M"}


def test_made_again_it_is_the_same_and_changes_nothing(store: Store, tmp_path: Path):
    told = load(tmp_path, made.simulated(UNITS, treated=TREATED, at=day(1))).loads[1]
    assert (told.added, told.changed, told.withdrawn) == (0, 0, 0)
    other = made.simulated(UNITS, treated=TREATED, at=day(2), seed=1).parts[0].read()
    assert not np.allclose(other["value"].drop_nulls()[:50], store.indicator(made.STAFF)["value"].drop_nulls()[:50])
