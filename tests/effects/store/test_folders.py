"""Figures from a folder: read for what they are, or refused with every complaint."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from samsyn.effects.store import InvalidFolder, Store, load, read_folder, verify
from tests import shared
from tests.effects.store.making import UNITS, day, loaded

SOURCE = """
name = "SCB"
licence = "CC0"
retrieved_on = 2026-01-05
[indicators."SCB:pop"]
title = "Invånare, antal"
unit = "invånare"
breaks = [2003]
[files."data.csv"]
"""
HEAD = "indicator;code;year;value\n"


def folder_with(path: Path, csv: str | bytes, source: str = SOURCE) -> Path:
    path.mkdir(exist_ok=True)
    (path / "source.toml").write_text(source)
    (path / "data.csv").write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    return path


def values_of(folder: Path, csv: str | bytes, source: str = SOURCE) -> dict:
    made = folder_with(folder / "in", csv, source)
    load(folder / "store", read_folder(made, UNITS, at=day(0)))
    found = Store(folder / "store").indicator("SCB:pop")
    return {row[1:4]: row[4] for row in found.rows()}


@pytest.mark.parametrize(
    "csv",
    [
        HEAD + "SCB:pop;1461;2020;9165,5\nSCB:pop;0305;2020;21 000\n",
        HEAD + "SCB:pop;1461;2020;9165,5\nSCB:pop;305;2020;21\u00a0000\n",
        HEAD.replace(";", ",") + 'SCB:pop,1461,2020,"9165,5"\nSCB:pop,0305,2020,21000\n',
        HEAD.replace(";", ",") + "SCB:pop,1461,2020,9165.5\nSCB:pop,0305,2020,21000\n",
        HEAD.replace(";", "\t") + "SCB:pop\t1461\t2020\t9165,5\nSCB:pop\t0305\t2020\t21000\n",
        "\ufeff" + HEAD + "SCB:pop;1461;2020;9165,5\r\nSCB:pop;0305;2020;+21000\r\n",
        (HEAD + "SCB:pop;1461;2020;9165,5\nSCB:pop;0305;2020;21\u00a0000\n").encode("cp1252"),
    ],
)
def test_swedish_numbers_delimiters_and_encodings(tmp_path: Path, csv):
    assert values_of(tmp_path, csv) == {("0305", "T", 2020): 21000.0, ("1461", "T", 2020): 9165.5}


def test_source_unit_licence_and_breaks_are_kept(tmp_path: Path):
    values_of(tmp_path, HEAD + "SCB:pop;305;2020;1\n")
    store = Store(tmp_path / "store")
    said = store.definition("SCB:pop")
    assert (said["source"], said["licence"], said["unit"]) == ("SCB", "CC0", "invånare")
    assert store.facts("SCB:pop").breaks == (2003,)
    assert store.sources("SCB:pop") == ("Källa: SCB", "Egen beräkning i Samsyn på underlag från SCB")
    assert store.loads[0].remarks == (
        "retrieved on 2026-01-05", "codes without their leading nought, which was put back (1)",
    )  # fmt: skip
    assert verify(tmp_path / "store") == []


def test_empty_cells_keep_their_sign(tmp_path: Path):
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;..\nSCB:pop;1461;2021;\nSCB:pop;1461;2022;-\n")
    load(tmp_path / "store", read_folder(made, UNITS, at=day(0)))
    found = Store(tmp_path / "store").indicator("SCB:pop")
    assert found.select("year", "value", "status", "missing").rows() == [
        (2020, None, "..", "CONFIDENTIAL"), (2021, None, "", "UNEXPLAINED"), (2022, None, "-", "NOT_REPORTED"),
    ]  # fmt: skip


def test_heby_before_2007_is_heby(tmp_path: Path):
    units = [*UNITS, type(UNITS[0])("0331", "Heby", "K")]
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1917;2005;13500\nSCB:pop;0331;2008;13400\n")
    load(tmp_path / "store", read_folder(made, units, at=day(0)))
    found = Store(tmp_path / "store").indicator("SCB:pop")
    assert found.select("unit", "year").rows() == [("0331", 2005), ("0331", 2008)]
    assert "1917 is now 0331 (1)" in Store(tmp_path / "store").loads[0].remarks


def test_one_column_an_indicator_and_women_and_men(tmp_path: Path):
    source = SOURCE.replace(
        '[files."data.csv"]', '[files."data.csv"]\ncode="kommun"\nyear="ar"\ngender="kon"\nvalues={folk="SCB:pop"}'
    )
    csv = "kommun;ar;kon;folk\n1461;2020;K;4500\n1461;2020;M;4665\n"
    assert values_of(tmp_path, csv, source) == {("1461", "K", 2020): 4500.0, ("1461", "M", 2020): 4665.0}


def test_parquet_with_every_digit(tmp_path: Path):
    made = folder_with(tmp_path / "in", "", SOURCE.replace("data.csv", "data.parquet"))
    frame = pl.DataFrame(
        {"indicator": ["SCB:pop"] * 2, "code": ["1461", "0305"], "year": [2020, 2020], "value": [0.1 + 0.2, None]}
    )
    frame.write_parquet(made / "data.parquet")
    load(tmp_path / "store", read_folder(made, UNITS, at=day(0)))
    assert Store(tmp_path / "store").indicator("SCB:pop").select("unit", "value").rows() == [
        ("0305", None), ("1461", 0.1 + 0.2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("SCB:pop;1461;2020;1.234,5", 'has both "," and "."'),
        ("SCB:pop;1461;2020;12,5 %", "is no number"),
        ("SCB:pop;1461;2020;1e400", "is no number"),
        ("SCB:pop;1461;2020;sju", "is no number"),
        ("SCB:pop;9999;2020;1", "no municipality or region has the code '9999'"),
        ("SCB:pop;14;2020;1", "has the code '14'"),
        ("SCB:pop;Mellerud;2020;1", "has the code 'Mellerud'"),
        ("SCB:pop;1461;20;1", "is no year"),
        ("SCB:pop;1461;2020-01;1", "is no year"),
        ("SCB:other;1461;2020;1", "does not say what 'SCB:other' is"),
        ("SCB:pop;1461;2020", "another number of columns"),
        ("SCB:pop;1461;2020;1;2", "another number of columns"),
    ],
)
def test_a_row_that_cannot_be_understood_is_told_with_its_place(tmp_path: Path, row: str, told: str):
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2019;1,5\n" + row + "\n")
    with pytest.raises(InvalidFolder, match=r"data\.csv") as error:
        read_folder(made, UNITS, at=day(0))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "SCB"', "", "name is missing"),
        ('licence = "CC0"', 'licence = ""', "licence is missing"),
        ("retrieved_on = 2026-01-05", 'retrieved_on = "i går"', "retrieved_on is missing"),
        ('unit = "invånare"', "", "has no unit"),
        ('title = "Invånare, antal"', "", "has no title"),
        ("breaks = [2003]", 'breaks = ["2003"]', "are years"),
        ('[files."data.csv"]', "", "has no [files]"),
        ('[files."data.csv"]', '[files."../data.csv"]', "is no CSV or Parquet file in the folder"),
        ('[files."data.csv"]', '[files."gone.csv"]', "is no CSV or Parquet file in the folder"),
        ('[files."data.csv"]', '[files."data.csv"]\nvalue = "antal"', "has no column 'antal'"),
        ('name = "SCB"', 'name = "SCB"\ndecimal = ";"', 'decimal is "," or "."'),
        ('name = "SCB"', "name = [", "cannot be read"),
    ],
)
def test_a_folder_that_does_not_say_what_it_holds_is_refused(tmp_path: Path, old: str, new: str, told: str):
    assert old in SOURCE
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;1\n", SOURCE.replace(old, new))
    with pytest.raises(InvalidFolder) as error:
        read_folder(made, UNITS, at=day(0))
    assert told in str(error.value)


def test_a_folder_without_its_source_is_refused(tmp_path: Path):
    with pytest.raises(InvalidFolder, match=r"source\.toml is missing"):
        read_folder(tmp_path, UNITS, at=day(0))


def test_many_complaints_are_counted(tmp_path: Path):
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;9999;2020;1\n" * 40)
    with pytest.raises(InvalidFolder, match="and 28 more"):
        read_folder(made, UNITS, at=day(0))


def test_a_part_of_the_years_leaves_the_others(tmp_path: Path):
    assert values_of(tmp_path, HEAD + "SCB:pop;1461;2019;1\nSCB:pop;1461;2020;2\n")
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;3\n")
    load(tmp_path / "store", read_folder(made, UNITS, at=day(1)))
    assert Store(tmp_path / "store").indicator("SCB:pop")["value"].to_list() == [1.0, 3.0]
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;3\n", "complete = true\n" + SOURCE)
    load(tmp_path / "store", read_folder(made, UNITS, at=day(2)))
    assert Store(tmp_path / "store").indicator("SCB:pop")["value"].to_list() == [3.0]


def test_own_figures_lie_beside_koladas(tmp_path: Path):
    loaded(tmp_path / "store", {("N01951", "1461", "T", 2020): 9.0}, at=day(0))
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;3\n")
    load(tmp_path / "store", read_folder(made, UNITS, at=day(1)))
    store = Store(tmp_path / "store")
    assert store.unit("1461")["indicator"].to_list() == ["N01951", "SCB:pop"]
    assert verify(tmp_path / "store") == []
    assert [one.source for one in store.loads] == ["Kolada", "SCB"]


@shared.needs_shared
def test_the_real_population(tmp_path: Path):
    """Nine and a quarter million in 2008, ten and a half in 2023; years that were not published stay empty."""
    import csv

    from samsyn.effects.store import Missing, Unit

    made = tmp_path / "in"
    made.mkdir()
    shutil.copy(shared.path("population.csv"), made / "population.csv")
    (made / "source.toml").write_text(
        'name = "SCB"\nlicence = "CC0"\nretrieved_on = 2026-11-22\n'
        '[indicators."SCB:pop"]\ntitle = "Invånare 31 december, antal"\nunit = "invånare"\n'
        '[files."population.csv"]\nvalues = {population = "SCB:pop"}\n'
    )
    with shared.path("municipalities.csv").open() as file:
        units = [Unit(row["code"], row["name"], "K") for row in csv.DictReader(file)]
    load(tmp_path / "store", read_folder(made, units, at=day(0)))
    store = Store(tmp_path / "store")

    found = store.indicator("SCB:pop")
    assert found.height == 4349
    assert found.filter(pl.col("year") == 2008)["value"].sum() == 9_256_347
    assert found.filter(pl.col("year") == 2023)["value"].sum() == 10_551_707
    dalsland = ["1438", "1439", "1460", "1461", "1492"]
    panel = store.panel("SCB:pop", dalsland, [2008, 2020, 2023])
    assert panel["2008"].sum() == 43_416
    assert panel["2023"].sum() == 41_349
    assert panel["2020"].null_count() == 5
    reasons = {gap.year: gap.reason for gap in store.gaps("SCB:pop", "0330", [2001, 2020, 2023])}
    assert reasons == {2001: Missing.NOT_YET_THERE, 2020: Missing.NO_SUCH_YEAR}
    assert store.ranks("SCB:pop", ["0180"]).filter(pl.col("year") == 2023)["rank"].to_list() == [290.0]
