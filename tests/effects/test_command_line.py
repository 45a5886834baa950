"""samsyn indicators fetch, load, status and verify."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samsyn.cli.main import samsyn
from tests.effects.kolada import fault_server as faults
from tests.effects.kolada.fault_server import FaultServer, make_world, serving
from tests.effects.store.test_folders import HEAD, SOURCE, folder_with


@pytest.fixture
def server() -> Iterator[FaultServer]:
    world = make_world(kpis=30)
    world.kpis = world.kpis[:30]
    with serving(world) as found:
        yield found


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(samsyn, ["indicators", words[0], "--store", str(folder), *words[1:]])


def fetch(server: FaultServer, folder: Path, *words: str) -> Result:
    return run(
        folder, "fetch", "--api", server.base, "--per-second", "1000", "--tries", "1", "--first-year", "2000", *words
    )


def test_fetch_load_status_and_verify(server: FaultServer, tmp_path: Path):
    server.world.put(
        server.world.kpis[0]["id"], server.world.places[0]["id"], 2020, faults.value(None, status="Hemlig")
    )

    found = fetch(server, tmp_path / "store")
    assert found.exit_code == 0, found.output
    assert "questions answered" in found.output
    assert "unknown status 'Hemlig', kept as it is" in found.output

    told = json.loads(run(tmp_path / "store", "status", "--json").output)
    assert told["indicators"] == sum(kpi["municipality_type"] != "L" for kpi in server.world.kpis)
    assert told["unknown_statuses"] == ["Hemlig"]
    assert told["loads"][0]["source"] == "Kolada"
    assert told["bytes_by_indicator"] > 0
    plain = run(tmp_path / "store", "status").output
    assert "Kolada (Fri användning, källa anges: Kolada)" in plain
    assert run(tmp_path / "store", "verify").output == "The store is whole.\n"


def test_a_fetch_that_fails_says_so_and_is_gone_on_with(server: FaultServer, tmp_path: Path):
    server.faults = [None, None, faults.html]
    failed = fetch(server, tmp_path)
    assert failed.exit_code == 1
    assert "not whole JSON" in failed.output
    assert "run it again to go on" in failed.output
    assert run(tmp_path, "status").exit_code == 1
    assert fetch(server, tmp_path).exit_code == 0


def test_load_by_itself(server: FaultServer, tmp_path: Path):
    assert run(tmp_path, "load").exit_code == 1
    assert "nothing has been fetched" in run(tmp_path, "load").output
    assert fetch(server, tmp_path, "--no-load").exit_code == 0
    assert "new, 0 changed" in run(tmp_path, "load").output
    assert run(tmp_path, "load").exit_code == 1  # it has been loaded


def test_a_folder_before_anything_has_been_fetched(tmp_path: Path):
    """Municipalities and regions are known from the register; Kolada writes regions with four digits."""
    made = folder_with(
        tmp_path / "in", HEAD + "SCB:pop;1461;2020;9 165\nSCB:pop;0014;2020;1 700 000\nSCB:pop;0000;2020;1\n"
    )
    found = run(tmp_path / "store", "load", str(made))
    assert found.exit_code == 0, found.output
    assert "3 new" in found.output
    (made / "data.csv").write_text(HEAD + "SCB:pop;1461;2020;nio\n")
    refused = run(tmp_path / "store", "load", str(made))
    assert refused.exit_code == 1
    assert "Nothing was loaded" in refused.output
    assert "data.csv row 2 value: 'nio' is no number" in refused.output


def test_verify_tells_what_is_wrong(tmp_path: Path):
    made = folder_with(tmp_path / "in", HEAD + "SCB:pop;1461;2020;9165\n", SOURCE)
    run(tmp_path / "store", "load", str(made))
    next((tmp_path / "store").rglob("1461.parquet")).unlink()
    found = run(tmp_path / "store", "verify")
    assert found.exit_code == 1
    assert "1461.parquet is not there" in found.output
    assert run(tmp_path / "elsewhere", "verify").exit_code == 1
