"""What the store answers: values with reasons, where a municipality stands, panels for the cores, and the sources."""

from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from samsyn.effects.store import Indicator, Missing, NotThere, Store, Unit
from tests.effects.store.making import UNITS, day, loaded


@pytest.fixture
def many(tmp_path: Path) -> tuple[Store, np.ndarray]:
    """Forty municipalities with rounded values, so that some are equal; the country and a region far above them."""
    rng = np.random.default_rng(0)
    values = rng.normal(50, 5, size=(40, 3)).round()
    units = [Unit(f"{1000 + n}", f"Kommun {n}", "K") for n in range(40)] + [u for u in UNITS if u.type == "L"]
    said = {
        ("N1", units[n].code, "T", 2020 + t): float(values[n, t])
        for n in range(40)
        for t in range(3)
        if (n, t) != (7, 2)
    }
    said |= {("N1", "0000", "T", 2020 + t): 1000.0 for t in range(3)}
    said |= {("N1", "0014", "T", 2020 + t): -1000.0 for t in range(3)}
    said |= {("N2", units[n].code, gender, 2021): float(n) for n in range(40) for gender in "TKM"}
    said["N2", "1007", "T", 2021] = None
    loaded(tmp_path, said, units=units)
    return Store(tmp_path), values


def test_ranks_are_of_municipalities_alone_and_equals_share_theirs(many):
    store, values = many
    found = store.profile("1005", year=2020).filter(pl.col("indicator") == "N1").row(0, named=True)

    below, equal = (values[:, 0] < values[5, 0]).sum(), (values[:, 0] == values[5, 0]).sum()
    assert found["n"] == 40
    assert found["rank"] == below + (equal + 1) / 2
    assert found["percentile"] == pytest.approx(100 * (below + equal / 2) / 40)
    assert found["quartile"] == 1 + int(4 * (below + equal / 2) / 40)


def test_the_country_and_a_region_have_no_rank(many):
    store, _values = many
    assert store.profile("0000").height == 0
    assert store.profile("0014").height == 0
    assert store.ranks("N1", ["0000"]).height == 0


def test_a_profile_takes_each_indicators_latest_year(many):
    store, _values = many
    found = store.profile("1007")
    assert found.select("indicator", "gender", "year").rows() == [
        ("N1", "T", 2021), ("N2", "K", 2021), ("N2", "M", 2021),
    ]  # fmt: skip
    assert store.profile("1008").filter(pl.col("indicator") == "N1")["year"].to_list() == [2022]
    assert store.profile("1007", year=1999).height == 0


def test_ranks_of_some_on_one_indicator(many):
    store, _values = many
    found = store.ranks("N1", ["1003", "1001"])
    assert found["unit"].to_list() == ["1003"] * 3 + ["1001"] * 3
    assert found.filter((pl.col("unit") == "1003") & (pl.col("year") == 2022))["n"].to_list() == [39]
    assert store.ranks("N2", ["1003"], gender="K")["rank"].to_list() == [4.0]


def test_both_sort_orders_tell_the_same(many):
    store, _values = many
    by_indicator = store.indicator("N1").filter(pl.col("unit") == "1003")
    assert store.unit("1003").filter(pl.col("indicator") == "N1").equals(by_indicator)


def test_a_panel_for_the_cores(many):
    store, values = many
    found = store.panel("N1", ["1007", "1003", "9999"], [2022, 2020, 2035])

    assert found.columns == ["unit", "2022", "2020", "2035"]
    assert found.rows() == [
        ("1007", None, values[7, 0], None),
        ("1003", values[3, 2], values[3, 0], None),
        ("9999", None, None, None),
    ]
    assert store.panel("N2", ["1003"], [2021], gender="K").rows() == [("1003", 3.0)]


def test_raw_values_and_own_calculations_have_different_labels(tmp_path: Path):
    loaded(tmp_path, {("N1", "1461", "T", 2020): 1.0})
    assert Store(tmp_path).sources("N1") == (
        "Källa: Kolada",
        "Egen beräkning i Samsyn på underlag från Kolada",
    )


def test_every_empty_cell_has_its_reason(tmp_path: Path):
    def key(unit, year):
        return "N1", unit, "T", year

    ended = Indicator("N1", "Något, antal (-2021)")
    said = {key("0305", year): 1.0 for year in range(2000, 2022) if year != 2010}
    said |= {key("0330", 2005): 1.0}
    said |= {key("1461", 2000): (None, None, ""), key("1461", 2001): (None, None, "Missing")}
    said |= {key("1461", 2002): (None, None, "Private"), key("1461", 2003): (None, None, "..")}
    said |= {key("1461", 2004): (None, None, "."), key("1461", 2005): (None, None, "Skyddad av X")}
    said |= {key("1461", 2006): 5.0, key("1461", 2007): 6.0}
    loaded(tmp_path, said, indicators=[ended], at=day(0))
    loaded(tmp_path, {}, deleted=[key("1461", 2007)], indicators=[ended], at=day(1))
    store = Store(tmp_path)

    gaps = {gap.year: (gap.reason, gap.status) for gap in store.gaps("N1", "1461", range(2000, 2024))}

    assert gaps == {
        2000: (Missing.UNEXPLAINED, ""),
        2001: (Missing.NOT_REPORTED, "Missing"),
        2002: (Missing.CONFIDENTIAL, "Private"),
        2003: (Missing.CONFIDENTIAL, ".."),
        2004: (Missing.NOT_APPLICABLE, "."),
        2005: (Missing.UNKNOWN_STATUS, "Skyddad av X"),
        2007: (Missing.WITHDRAWN, ""),
        **{year: (Missing.NOT_PUBLISHED, "") for year in range(2008, 2022) if year != 2010},
        2010: (Missing.NO_SUCH_YEAR, ""),
        2022: (Missing.ENDED, ""),
        2023: (Missing.ENDED, ""),
    }
    withdrawn = [gap.withdrawn_at for gap in store.gaps("N1", "1461", [2007])]
    assert withdrawn == [day(1)]
    assert [gap.reason for gap in store.gaps("N1", "0330", [2002, 2004])] == [
        Missing.NOT_YET_THERE, Missing.NOT_PUBLISHED,
    ]  # fmt: skip
    assert store.unknown_statuses() == ["Skyddad av X"]
    assert store.loads[0].remarks == ("unknown status 'Skyddad av X', kept as it is",)
    # Never nought, and never filled in.
    empty = store.indicator("N1").filter(pl.col("status") != "")
    assert empty["value"].null_count() == empty.height == 5


def test_a_series_breaks_where_its_text_says_and_where_a_municipality_lost_a_part(tmp_path: Path):
    said = Indicator("N1", "Titel", "Ny definition från 2019.")
    loaded(tmp_path, {("N1", "1461", "T", 2020): 1.0}, indicators=[said])
    store = Store(tmp_path)
    assert store.breaks("N1", ["1461", "0305"]) == (2019,)
    assert store.breaks("N1", ["0380"]) == (2003, 2019)
    assert store.breaks("N1", ["0181", "0380"]) == (1999, 2003, 2019)
    assert store.breaks("N1", ["0330"]) == (2019,)  # Knivsta itself begins, and does not break


def test_habo_and_habo_are_two(tmp_path: Path):
    loaded(tmp_path, {("N1", "0305", "T", 2020): 21_000.0, ("N1", "0643", "T", 2020): 12_000.0})
    found = Store(tmp_path).indicator("N1")
    assert dict(found.select("unit", "value").rows()) == {"0305": 21_000.0, "0643": 12_000.0}
    assert {unit.name for unit in Store(tmp_path).units if "bo" in unit.name} == {"Håbo", "Habo"}


def test_what_is_not_there(tmp_path: Path):
    with pytest.raises(NotThere, match="nothing has been loaded"):
        Store(tmp_path)
    loaded(tmp_path, {("N1", "0305", "T", 2020): 1.0})
    store = Store(tmp_path)
    for ask in (lambda: store.indicator("N9"), lambda: store.unit("9999"), lambda: store.definition("N9")):
        with pytest.raises(NotThere):
            ask()
    assert store.unit("1461").height == 0  # known, without values
    with pytest.raises(ValueError, match="offset"):
        store.indicator("N1", as_of=datetime(2026, 1, 1))  # noqa: DTZ001  just what is refused
