"""From the server to the store: whole, gone on with, and next time only what has changed."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from samsyn.effects import fetching
from samsyn.effects.kolada import Kolada, Refused, Unreachable
from samsyn.effects.store import Missing, Store, load, verify
from tests.effects.kolada import fault_server as faults
from tests.effects.kolada.fault_server import FaultServer, made_value, make_world, serving
from tests.effects.store.making import day


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """Sixty indicators in the catalogue, each with values; of regions as well."""
    world = make_world()
    world.kpis = [kpi for kpi in world.kpis if kpi["municipality_type"] != "L"][:60]
    world.kpis.append({**world.kpis[0], "id": "N99000", "municipality_type": "L"})
    with serving(world) as found:
        yield found


def fetch(server: FaultServer, folder: Path, *, at: int = 0, tries: int = 2, **options) -> fetching.Fetched:
    async def run() -> fetching.Fetched:
        async with Kolada(server.base, per_second=5000, tries=tries, backoff=0.001) as kolada:
            return await fetching.fetch(folder, kolada, now=day(at), first_year=2000, **options)

    return asyncio.run(run())


def fetched(server: FaultServer, folder: Path, *, at: int = 0, **options) -> Store:
    fetch(server, folder, at=at, **options)
    load(folder, fetching.fetched(folder))
    fetching.discard(folder)
    assert verify(folder) == []
    return Store(folder)


def data_questions(server: FaultServer) -> list[str]:
    return [asked for asked in server.asked if "/data/" in asked]


def test_everything_that_concerns_municipalities(server: FaultServer, tmp_path: Path):
    store = fetched(server, tmp_path)
    world = server.world
    kept = {unit.code for unit in store.units}

    expected = {
        (kpi, place, each["gender"], year): each["value"]
        for (kpi, place, year), values in world.values.items()
        if place in kept
        for each in values
    }
    found = {}
    for kpi in world.kpis[:60]:
        found.update({row[:4]: row[4] for row in store.indicator(kpi["id"]).rows()})
    assert found == expected
    assert not any("N99000" in asked for asked in data_questions(server))
    assert world.groups[0]["id"] not in kept
    assert "were not kept" in " ".join(store.loads[0].remarks)
    assert store.profile("0000").height == 0
    # Three batches of indicators, and the years from 2000 in two blocks.
    assert len(data_questions(server)) == 6


def test_broken_off_it_goes_on_where_it_was(server: FaultServer, tmp_path: Path):
    bad = server.world.kpis[30]["id"]
    server.always = lambda answering, body: bad in answering.path and faults.status(503)(answering, body)
    with pytest.raises(Unreachable):
        fetch(server, tmp_path)
    with pytest.raises(fetching.NotFetched, match="have not been answered"):
        fetching.fetched(tmp_path)
    answered = len(list((tmp_path / "staging").glob("*.parquet")))
    server.always, before = None, len(server.asked)

    found = fetch(server, tmp_path, at=0)

    assert found.answered_before == answered > 0
    assert len(server.asked) - before == 6 - answered  # neither the lists nor what is there is asked for again
    load(tmp_path, fetching.fetched(tmp_path))
    assert Store(tmp_path).indicator(bad).height > 0


def test_broken_off_long_ago_it_begins_anew(server: FaultServer, tmp_path: Path):
    fetch(server, tmp_path, at=0)
    before = len(data_questions(server))
    assert fetch(server, tmp_path, at=3).answered_before == 0
    assert len(data_questions(server)) == 2 * before


def test_another_question_begins_anew(server: FaultServer, tmp_path: Path):
    fetch(server, tmp_path)
    assert fetch(server, tmp_path, only=[server.world.kpis[3]["id"]]).answered_before == 0


def test_next_time_only_what_has_changed(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    world = server.world
    kpi, place = world.kpis[1]["id"], world.places[0]["id"]
    world.put(kpi, place, 2016, faults.value(-5.0), on="2026-01-09")
    world.put(kpi, place, 2017, faults.value(None, isdeleted=True), on="2026-01-09")
    server.asked.clear()

    store = fetched(server, tmp_path, at=10)

    # One day before the last fetch began: the source's day may not be ours.
    assert all("from_date=2025-12-31" in asked for asked in data_questions(server))
    assert len(data_questions(server)) == 6
    told = store.loads[1]
    assert (told.added, told.changed, told.withdrawn) == (0, 1, 1)
    assert store.versions(kpi, place, 2016)["value"].to_list() == [made_value(kpi, place, 2016, "T"), -5.0]
    assert [gap.reason for gap in store.gaps(kpi, place, [2017])] == [Missing.WITHDRAWN]
    assert store.indicator(kpi, as_of=day(9)).filter(pl.col("year") == 2017).height > 0


def test_everything_again_finds_what_was_struck_out_in_silence(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    kpi, place = server.world.kpis[1]["id"], server.world.places[0]["id"]
    del server.world.values[kpi, place, 2016]

    assert fetched(server, tmp_path, at=1).loads[1].withdrawn == 0  # nobody says so
    store = fetched(server, tmp_path, at=2, full=True)

    assert store.loads[2].withdrawn == 1
    assert [gap.reason for gap in store.gaps(kpi, place, [2016])] == [Missing.WITHDRAWN]


def test_an_indicator_that_is_withdrawn_keeps_its_values(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    gone = server.world.kpis.pop(5)["id"]
    for key in [key for key in server.world.values if key[0] == gone]:
        del server.world.values[key]

    store = fetched(server, tmp_path, at=1)

    assert store.indicator(gone).height > 0
    assert store.definition(gone)["until"] == 1
    assert f"withdrawn from the catalogue: {gone}" in store.loads[1].remarks
    # Its batch is another question now, and asked in full; the others only for changes.
    assert sum("from_date" not in asked for asked in data_questions(server)[6:]) == 2


def test_a_new_indicator_gets_a_question_of_its_own(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    server.world.kpis.insert(0, {**server.world.kpis[0], "id": "N00001"})
    server.world.put("N00001", server.world.places[0]["id"], 2019, faults.value(4.0), on="2010-01-01")

    store = fetched(server, tmp_path, at=1)

    assert store.indicator("N00001")["value"].to_list() == [4.0]
    assert sum("from_date" not in asked for asked in data_questions(server)[6:]) == 2


def test_a_few_indicators_leave_the_rest_as_it_is(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    kpi = server.world.kpis[1]["id"]
    server.world.put(kpi, server.world.places[0]["id"], 2020, faults.value(0.5))

    store = fetched(server, tmp_path, at=1, only=[kpi])

    assert store.loads[1].changed == 1
    assert store.loads[1].withdrawn == 0
    assert len(store.manifest.grid) == 3
    assert all(store.indicator(one["id"]).height for one in server.world.kpis[:60])
    with pytest.raises(ValueError, match="has no indicator N77777"):
        fetch(server, tmp_path, at=2, only=["N77777"])


def test_a_catalogue_that_is_refused_leaves_everything_as_it_was(server: FaultServer, tmp_path: Path):
    fetched(server, tmp_path)
    server.always = faults.status(404)
    with pytest.raises(Refused):
        fetch(server, tmp_path, at=1)
    with pytest.raises(fetching.NotFetched, match="nothing has been fetched"):
        fetching.fetched(tmp_path)
    assert verify(tmp_path) == []


def test_progress_is_told(server: FaultServer, tmp_path: Path):
    told: list[tuple[int, int]] = []
    fetch(server, tmp_path, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 6) for done in range(7)]


@pytest.mark.parametrize(
    ("last", "first", "blocks"),
    [
        (2026, 2000, [(2000, 2024), (2025, 2049)]),
        (2024, 1975, [(1975, 1999), (2000, 2024)]),
        (2050, 2040, [(2025, 2049), (2050, 2074)]),
    ],
)
def test_blocks_of_years_do_not_move(last: int, first: int, blocks):
    assert [(block[0], block[-1]) for block in fetching.year_blocks(last, first)] == blocks


def test_the_grid_stays_as_it_is():
    first = fetching.grid_of([f"N{n}" for n in range(60)], [])
    assert [len(together) for together in first] == [25, 25, 10]
    again = fetching.grid_of(["X1", *(f"N{n}" for n in range(60) if n != 3), "X2"], first)
    assert again[1:3] == first[1:]
    assert again[0] == tuple(name for name in first[0] if name != "N3")
    assert again[3] == ("X1", "X2")
    assert timedelta(0) < fetching.OVERLAP
