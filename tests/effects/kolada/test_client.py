"""The client against a real server: complete, or a fault with a reason; never less without a word."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from samsyn.effects.kolada import (
    Endless,
    Incomplete,
    Kolada,
    KoladaFault,
    NotAsDescribed,
    Refused,
    Unreachable,
    Value,
)
from tests.effects.kolada import fault_server as faults
from tests.effects.kolada.fault_server import FaultServer, made_value, make_world, serving

YEARS = range(2015, 2021)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with serving(make_world()) as found:
        yield found


def client(server: FaultServer, **options) -> Kolada:
    return Kolada(server.base, **{"per_second": 2000, "backoff": 0.001, "tries": 4, "timeout": 5, **options})


def ask(server: FaultServer, count: int = 3, **options) -> list[Value]:
    """The values of the first indicators, in one batch for 25 of them."""

    async def run() -> list[Value]:
        async with client(server, **options) as kolada:
            return await kolada.data([kpi["id"] for kpi in server.world.kpis[:count]], years=YEARS)

    return asyncio.run(run())


def expected(server: FaultServer, count: int = 3) -> set[tuple]:
    asked = {kpi["id"] for kpi in server.world.kpis[:count]}
    return {
        (kpi, place, year, each["gender"], each["value"])
        for (kpi, place, year), values in server.world.values.items()
        if kpi in asked
        for each in values
    }


def as_set(found: list[Value]) -> set[tuple]:
    assert len({(v.kpi, v.unit, v.year, v.gender) for v in found}) == len(found)
    return {(v.kpi, v.unit, v.year, v.gender, v.value) for v in found}


# --- what is right ------------------------------------------------------------------------------------------------
def test_every_value_with_its_status_and_count(server: FaultServer):
    world = server.world
    kpi, place = world.kpis[0]["id"], world.places[0]["id"]
    world.put(
        kpi, place, 2020,
        faults.value(None, status="Private", count=0), faults.value(3, gender="K"),
        faults.value(2.5, gender="M", count=7),
    )  # fmt: skip

    found = {(v.unit, v.year, v.gender): v for v in ask(server, 1)}

    assert found[place, 2020, "T"] == Value(kpi, place, 2020, "T", None, 0, "Private", False)
    assert found[place, 2020, "K"] == Value(kpi, place, 2020, "K", 3.0, 1, "", False)
    assert found[place, 2020, "M"] == Value(kpi, place, 2020, "M", 2.5, 7, "", False)
    assert found[place, 2019, "T"].value == made_value(kpi, place, 2019, "T")


@pytest.mark.parametrize("per_page", [1, 7, 84, 85, 5000])
@pytest.mark.parametrize("count_all", [False, True])
@pytest.mark.parametrize("older", [False, True])
def test_every_page_whatever_the_server_calls_it(server: FaultServer, per_page: int, count_all: bool, older: bool):
    server.per_page, server.count_all, server.older = per_page, count_all, older
    assert as_set(ask(server, 1)) == expected(server, 1)
    assert len(server.asked) == -(-84 // per_page)


def test_every_batch_of_25(server: FaultServer):
    assert as_set(ask(server, 60)) == expected(server, 60)
    assert len(server.asked) == 3
    assert sorted(len(asked.split("/")[4].split(",")) for asked in server.asked) == [10, 25, 25]


def test_places_and_years_are_batched_too(server: FaultServer):
    places = [place["id"] for place in server.world.places[:12]] + [f"9{n:03}" for n in range(20)]

    async def run() -> list[Value]:
        async with client(server) as kolada:
            return await kolada.data([server.world.kpis[0]["id"]], years=range(1990, 2021), municipalities=places)

    found = asyncio.run(run())
    assert as_set(found) == {row for row in expected(server, 1) if row[1] in places}
    assert len(server.asked) == 4


def test_the_lists_are_read_whole(server: FaultServer):
    server.per_page = 500

    async def run():
        async with client(server) as kolada:
            lists = await kolada.kpis(), await kolada.municipalities(), await kolada.groups()
            return *lists, kolada.remarks

    kpis, places, groups, remarks = asyncio.run(run())
    world = server.world
    assert [(kpi.id, kpi.title, kpi.municipality_type) for kpi in kpis] == [
        (kpi["id"], kpi["title"], kpi["municipality_type"]) for kpi in world.kpis
    ]
    assert [(place.id, place.title, place.type) for place in places] == [
        (place["id"], place["title"], place["type"]) for place in world.places
    ]
    assert [(group.id, len(group.members)) for group in groups] == [
        (group["id"], len(group["members"])) for group in world.groups
    ]
    assert remarks.fields == set()


def test_only_what_has_changed_since_a_day(server: FaultServer):
    world = server.world
    kpi, place = world.kpis[0]["id"], world.places[0]["id"]
    world.put(kpi, place, 2016, faults.value(None, isdeleted=True), on="2026-03-01")

    async def run() -> list[Value]:
        async with client(server) as kolada:
            return await kolada.data([kpi], years=YEARS, from_date="2026-02-01")

    assert asyncio.run(run()) == [Value(kpi, place, 2016, "T", None, 1, "", True)]


def test_fields_of_version_2_are_read(server: FaultServer):
    def older(body):
        for kpi in body["values"]:
            kpi["is_divided_by_gender"] = int(kpi["is_divided_by_gender"])
            kpi["auspices"] = kpi.pop("auspice")

    async def run():
        async with client(server) as kolada:
            plain = await kolada.kpis()
            server.faults = [faults.changed(older)]
            server.world.kpis = [dict(kpi) for kpi in server.world.kpis]
            return plain, await kolada.kpis()

    plain, found = asyncio.run(run())
    assert found == plain


def test_a_field_that_nobody_described_is_kept_in_mind(server: FaultServer):
    server.always = faults.changed(lambda body: body["values"][0].update(quality="bra"))

    async def run():
        async with client(server) as kolada:
            found = await kolada.data([server.world.kpis[0]["id"]], years=YEARS)
            return found, kolada.remarks

    found, remarks = asyncio.run(run())
    assert as_set(found) == expected(server, 1)
    assert remarks.fields == {"data.quality"}


def test_the_same_value_twice_is_one_and_is_counted(server: FaultServer):
    server.always = faults.changed(lambda body: body["values"].append(body["values"][0]) or body.update(count=85))

    async def run():
        async with client(server) as kolada:
            return await kolada.data([server.world.kpis[0]["id"]], years=YEARS), kolada.remarks.repeated

    found, repeated = asyncio.run(run())
    assert as_set(found) == expected(server, 1)
    assert repeated == len(server.world.values[next(iter(server.world.values))])


# --- what may be better next time ---------------------------------------------------------------------------------
PASSING = {
    "503": faults.status(503),
    "500": faults.status(500),
    "429": faults.status(429, Retry_After="0"),
    "429 at a time": faults.status(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    "html": faults.html,
    "half a json": faults.half,
    "broken off": faults.broken_off,
    "hung up": faults.hung_up,
    "200 with an error": faults.error_text,
    "not a number": faults.changed(lambda body: body["values"][0]["values"][0].update(value=float("nan"))),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_fault_is_passed(server: FaultServer, name: str):
    server.per_page = 30
    server.faults = [None, PASSING[name], PASSING[name], PASSING[name], None]
    assert as_set(ask(server, 1)) == expected(server, 1)
    assert len(server.asked) == 3 + 3


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_stays_is_told(server: FaultServer, name: str):
    server.always = PASSING[name]
    with pytest.raises(Unreachable, match="gave up after 4 tries"):
        ask(server, 1)
    assert len(server.asked) == 4


def test_one_batch_that_fails_fails_all(server: FaultServer):
    bad = server.world.kpis[30]["id"]
    server.always = lambda answering, body: bad in answering.path and faults.status(503)(answering, body)
    with pytest.raises(Unreachable):
        ask(server, 60)


def test_nobody_there():
    with serving(make_world(kpis=1)) as server:
        gone = server.base

    async def run() -> None:
        async with Kolada(gone, tries=3, backoff=0.001, per_second=1000) as kolada:
            await kolada.kpis()

    with pytest.raises(Unreachable, match="ConnectError"):
        asyncio.run(run())


# --- what is wrong ------------------------------------------------------------------------------------------------
def lose(body) -> None:
    del body["values"][0]


def first(**changes):
    return lambda body: body["values"][0].update(changes)


def inner(**changes):
    return lambda body: body["values"][0]["values"][0].update(changes)


def without(*path: str):
    def change(body) -> None:
        for step in path[:-1]:
            body = body[step][0]
        del body[path[-1]]

    return change


WRONG = {
    "values renamed": (lambda body: body.update(items=body.pop("values")), NotAsDescribed, "no field 'values'"),
    "values no list": (lambda body: body.update(values={}), NotAsDescribed, "a list is expected"),
    "next renamed": (lambda body: body.pop("next_url"), NotAsDescribed, "may not be the last page"),
    "next a number": (lambda body: body.update(next_url=2), NotAsDescribed, "address of the next page"),
    "next elsewhere": (lambda body: body.update(next_url="http://example.org/x"), NotAsDescribed, "somewhere else"),
    "next a file": (lambda body: body.update(next_url="file:///etc/passwd"), NotAsDescribed, "somewhere else"),
    "kpi renamed": (lambda body: body["values"][0].update(kpi_id=body["values"][0].pop("kpi")), NotAsDescribed, "kpi"),
    "period missing": (without("values", "period"), NotAsDescribed, "no field 'period'"),
    "value missing": (without("values", "values", "value"), NotAsDescribed, "no field 'value'"),
    "value as text": (inner(value="12,5"), NotAsDescribed, "a number is expected"),
    "value true": (inner(value=True), NotAsDescribed, "a number is expected"),
    "period a month": (first(period="2015-03"), NotAsDescribed, "a year is expected"),
    "code as number": (first(municipality=114), NotAsDescribed, "text is expected"),
    "unknown gender": (inner(gender="F"), NotAsDescribed, "one of T, K, M"),
    "status a list": (inner(status=[]), NotAsDescribed, "text is expected"),
    "object a text": (lambda body: body["values"].append("x"), NotAsDescribed, "not an object"),
    "another indicator": (first(kpi="N99999"), NotAsDescribed, "was not asked for"),
    "another year": (first(period=2031), NotAsDescribed, "was not asked for"),
    "a value lost": (lose, Incomplete, "83 objects on 1 pages, where the server counts 84"),
    "two values": (lambda body: body["values"].append(
        {**body["values"][0], "values": [faults.value(-1.0)]}), NotAsDescribed, "two values of"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_is_not_as_described_is_refused_at_once(server: FaultServer, name: str):
    change, fault, told = WRONG[name]
    server.always = faults.changed(change)
    with pytest.raises(fault, match=told):
        ask(server, 1)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 301])
def test_a_request_that_is_refused_is_not_made_again(server: FaultServer, code: int):
    server.always = faults.status(code)
    with pytest.raises(Refused, match=str(code)):
        ask(server, 1)
    assert len(server.asked) == 1


def test_a_page_lost_between_two_others_is_missed(server: FaultServer):
    server.per_page, server.count_all = 30, True
    skip = faults.changed(lambda body: body.update(next_url=body["next_url"].replace("page=2", "page=3")))
    server.faults = [skip]
    with pytest.raises(Incomplete, match="54 objects on 2 pages, where the server counts 84"):
        ask(server, 1)


# --- pages that never end -----------------------------------------------------------------------------------------
def test_a_next_page_that_is_the_same(server: FaultServer):
    server.always = lambda answering, body: bool(body.update(next_url=f"http://127.0.0.1{answering.path}"))
    with pytest.raises(Endless, match="one that has been read"):
        ask(server, 1)
    assert len(server.asked) == 1


def test_next_pages_that_are_new_with_nothing_new(server: FaultServer):
    """Each has an address of its own, and the same values in it."""
    known = server.base + "/data/kpi/" + server.world.kpis[0]["id"]
    server.always = lambda answering, body: bool(body.update(next_url=f"{known}?again={len(server.asked)}"))
    with pytest.raises(Endless, match="nothing new"):
        ask(server, 1)
    assert len(server.asked) == 2


def test_next_pages_that_are_empty(server: FaultServer):
    server.always = lambda answering, body: bool(
        body.update(values=[], count=0, next_url=f"{server.base}/data/kpi/x?page={len(server.asked)}")
    )
    with pytest.raises(Endless, match="empty page"):
        ask(server, 1)


def test_next_pages_with_ever_new_places(server: FaultServer, monkeypatch: pytest.MonkeyPatch):
    """Invented without end: stopped when there are more than can exist."""
    monkeypatch.setattr("samsyn.effects.kolada.client.MOST_UNITS", 200)

    def invent(answering, body) -> bool:
        number = len(server.asked)
        kpi = server.world.kpis[0]["id"]
        body["values"] = [
            {"kpi": kpi, "municipality": f"X{number}-{n}", "period": 2015, "values": [faults.value(1.0)]}
            for n in range(400)
        ]
        body.update(count=400, next_url=f"{server.base}/data/kpi/x?page={number}")
        return False

    server.always = invent
    with pytest.raises(Endless, match="where there can be 1200"):
        ask(server, 1)
    assert len(server.asked) == 4


def test_a_list_that_never_ends(server: FaultServer):
    server.always = lambda answering, body: bool(
        body.update(next_url=f"{server.base}/kpi?page={len(server.asked)}", values=server.world.kpis, count=None)
    )

    async def run() -> None:
        async with client(server) as kolada:
            await kolada.kpis()

    with pytest.raises(Endless, match="nothing new"):
        asyncio.run(run())


# --- pace ---------------------------------------------------------------------------------------------------------
def test_at_most_so_many_a_second_and_so_many_at_once(server: FaultServer):
    server.per_page, server.slow = 150, 0.06
    begun = time.monotonic()
    assert as_set(ask(server, 60, per_second=25, at_once=2)) == expected(server, 60)

    assert len(server.times) > 20
    assert server.most_under_way <= 2
    # Twenty-five a second: no second holds more than that, but for a few that were late on their way.
    for start in server.times:
        assert sum(start <= other < start + 1 for other in server.times) <= 29
    assert time.monotonic() - begun >= (len(server.times) - 1) / 25


def test_the_server_decides_how_long_to_wait(server: FaultServer):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    server.faults = [faults.status(429, Retry_After="7"), faults.status(503)]
    assert as_set(ask(server, 1, sleep=sleep, backoff=100.0, per_second=1e9)) == expected(server, 1)
    waits = [seconds for seconds in slept if seconds > 0.1]
    assert waits[0] == 7.0
    assert 30.0 <= waits[1] <= 60.0  # doubled once, and no longer than a minute


# --- wrong calls --------------------------------------------------------------------------------------------------
def test_a_question_without_an_end_is_not_asked(server: FaultServer):
    async def run(**asked) -> None:
        async with client(server) as kolada:
            await kolada.data(**asked)

    for asked in ({"kpis": []}, {"kpis": ["N00945"]}, {"kpis": ["N00945", "N00945"], "years": [2020]}):
        with pytest.raises(ValueError, match="ask"):
            asyncio.run(run(**asked))
    assert server.asked == []


def test_every_fault_is_of_one_kind():
    assert all(issubclass(fault, KoladaFault) for fault in (Endless, Incomplete, NotAsDescribed, Refused, Unreachable))
