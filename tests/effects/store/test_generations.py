"""Whoever is killed, and wherever, leaves the state before or the state after: whole, and able to be loaded into."""

import fcntl
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from samsyn.effects.store import Busy, Damaged, InvalidValues, Store, load, verify
from samsyn.effects.store.generations import current
from tests.effects.store import loading
from tests.effects.store.making import day, incoming, loaded
from tests.servers import ROOT

KEY = ("N1", "1461", "T", 2020)


def shown(folder: Path) -> dict:
    store = Store(folder)
    found = {}
    for name in loading.INDICATORS:
        found.update({row[:4]: row[4] for row in store.indicator(name).rows()})
    return found


@pytest.mark.slow
def test_fifty_kills_leave_a_whole_store(tmp_path: Path):
    """Killed with no warning at fifty moments spread over a load; after each the store is whole, and one of two states.

    A server that has the modules ready forks each process, so that the moment falls within the load and not in imports.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.effects.store.loading"])
    loading.run(tmp_path, 0)
    reached, lasted, interrupted = 0, 0.2, 0
    for kill in range(50):
        process = context.Process(target=loading.run, args=(tmp_path, reached + 1))
        process.start()
        begun = time.monotonic()
        # From before it has begun until after it should have ended, evenly.
        process.join(timeout=lasted * 1.1 * (kill + 1) / 50)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            interrupted += 1
        else:
            assert process.exitcode == 0
            lasted = max(0.5 * lasted, time.monotonic() - begun)
        assert verify(tmp_path) == []
        loads = len(Store(tmp_path).loads) - 1
        assert loads in (reached, reached + 1)
        assert shown(tmp_path) == loading.values(loads)
        assert process.exitcode == -signal.SIGKILL or loads == reached + 1
        reached = loads
    assert interrupted >= 25
    loading.run(tmp_path, reached + 1)
    assert shown(tmp_path) == loading.values(reached + 1)
    assert verify(tmp_path) == []
    assert len(list((tmp_path / "generations").iterdir())) == 2  # the one before is kept for who reads it


@pytest.mark.parametrize("most", [0, 300, 4000])
def test_a_full_disk_leaves_the_state_before(tmp_path: Path, most: int):
    loading.run(tmp_path, 0)
    before = current(tmp_path)

    found = subprocess.run(
        [sys.executable, "-m", "tests.effects.store.loading", str(tmp_path), "1", str(most)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert found.returncode != 0
    assert "File too large" in found.stderr
    assert current(tmp_path) == before
    assert verify(tmp_path) == []
    loading.run(tmp_path, 1)
    assert shown(tmp_path) == loading.values(1)


def test_a_load_that_is_refused_leaves_nothing_behind(tmp_path: Path):
    loaded(tmp_path, {KEY: 1.0}, at=day(0))
    there = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(InvalidValues):
        loaded(tmp_path, {KEY: float("nan")}, at=day(1))
    assert sorted(path.name for path in tmp_path.rglob("*")) == there


def test_two_cannot_load_at_once(tmp_path: Path):
    loaded(tmp_path, {KEY: 1.0}, at=day(0))
    with (tmp_path / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            loaded(tmp_path, {KEY: 2.0}, at=day(1))
    loaded(tmp_path, {KEY: 2.0}, at=day(1))


def test_who_reads_goes_on_reading_while_another_state_comes(tmp_path: Path):
    loaded(tmp_path, {KEY: 1.0}, at=day(0))
    reader = Store(tmp_path)
    loaded(tmp_path, {KEY: 2.0}, at=day(1))

    assert reader.indicator("N1")["value"].to_list() == [1.0]
    reader.refresh()
    assert reader.indicator("N1")["value"].to_list() == [2.0]


def test_what_did_not_change_is_not_written_again(tmp_path: Path):
    """History only grows, and by links to what is there."""
    for number in range(4):
        loaded(tmp_path, {KEY: float(number)}, at=day(number))
    place, manifest = current(tmp_path) or pytest.fail("nothing there")
    assert manifest.history == tuple(f"history/{number:06}.parquet" for number in (1, 2, 3))
    assert (place / manifest.history[0]).stat().st_nlink == 2
    assert Store(tmp_path).versions("N1", "1461", 2020)["value"].to_list() == [0.0, 1.0, 2.0, 3.0]


# --- verify -------------------------------------------------------------------------------------------------------
@pytest.fixture
def whole(tmp_path: Path) -> Path:
    loaded(tmp_path, {KEY: 1.0, ("N2", "0305", "T", 2020): 2.0}, at=day(0))
    loaded(tmp_path, {KEY: 1.5}, at=day(1))
    assert verify(tmp_path) == []
    return tmp_path


def place_of(folder: Path) -> Path:
    found = current(folder)
    assert found
    return found[0]


@pytest.mark.parametrize(
    "name", ["by_indicator/000.parquet", "by_unit/1461.parquet", "ranks/1461.parquet", "history/000001.parquet",
             "catalogue.parquet"],
)  # fmt: skip
def test_a_file_that_is_lost_or_changed_is_found(whole: Path, name: str):
    path = place_of(whole) / name
    content = path.read_bytes()
    path.unlink()
    assert verify(whole) == [f"{name} is not there"]
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert verify(whole) == [f"{name} is not what was written"]
    path.write_bytes(content)
    (path.parent / "more.parquet").write_bytes(b"")
    assert len(verify(whole)) == 1


def resum(folder: Path, name: str, frame: pl.DataFrame) -> None:
    """Another content with the right sum: what only comparing the files with each other can find."""
    from samsyn.effects.store.generations import digest

    place = place_of(folder)
    (place / name).unlink()
    frame.write_parquet(place / name)
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["files"][name] = [digest(place / name), (place / name).stat().st_size]
    (place / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("by_unit/1461.parquet", {"value": pl.lit(9.0)}, "the two sort orders"),
        ("by_unit/1461.parquet", {"unit": pl.lit(1, pl.UInt16)}, "not of that unit alone"),
        ("ranks/1461.parquet", {"n": pl.lit(7, pl.UInt16)}, "the ranks are not"),
        ("by_indicator/000.parquet", {"indicator": pl.lit(1, pl.UInt16)}, "other rows than is told"),
        ("by_indicator/000.parquet", {"load": pl.lit(9, pl.UInt16)}, "a load that has not been"),
        ("by_indicator/000.parquet", {"value": pl.lit("x")}, "other columns"),
        ("history/000001.parquet", {"until": pl.lit(0, pl.UInt16)}, "replaced before they came"),
        ("catalogue.parquet", {"id": pl.lit("N9")}, "nobody says what N1 is"),
    ],
)
def test_files_that_contradict_each_other_are_found(whole: Path, name: str, change, told: str):
    resum(whole, name, pl.read_parquet(place_of(whole) / name).with_columns(**change))
    assert any(told in text for text in verify(whole)), verify(whole)


def test_rows_out_of_order_or_twice_are_found(whole: Path):
    loaded(whole, {("N1", "0305", "T", 2020): 2.0}, at=day(2))
    name = "by_indicator/000.parquet"
    frame = pl.read_parquet(place_of(whole) / name)
    assert frame.height == 2
    resum(whole, name, frame.reverse())
    assert f"{name} is not in order, or has a value twice" in verify(whole)


@pytest.mark.parametrize("content", ["", "000099", "{"])
def test_a_damaged_current_is_told_and_nothing_is_built_on_it(whole: Path, content: str):
    (whole / "CURRENT").write_text(content)
    assert len(verify(whole)) == 1
    with pytest.raises(Damaged):
        Store(whole)
    with pytest.raises(Damaged):
        load(whole, incoming({KEY: 1.0}, at=day(5)))


def test_a_later_format_is_not_guessed_at(whole: Path):
    path = place_of(whole) / "manifest.json"
    path.write_text(path.read_text().replace('"format":1', '"format":2'))
    with pytest.raises(Damaged, match="format 2"):
        Store(whole)


def test_nothing_loaded(tmp_path: Path):
    assert verify(tmp_path) == ["nothing has been loaded"]
