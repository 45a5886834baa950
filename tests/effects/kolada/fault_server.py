"""A real HTTP server on this machine that behaves like Kolada's API, version 3, and misbehaves when told to.

Its catalogue, municipalities and groups are the recorded ones when the shared material is there, else a few written
here. The values are made; they are the same every time.
"""

import csv
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests import shared

Json = dict[str, Any]


def _kpi(code: str, title: str, *, gender: bool = False, kind: str = "K") -> Json:
    return {
        "id": code, "title": title, "description": f"{title}. Källa: SCB", "is_divided_by_gender": gender,
        "municipality_type": kind, "auspice": "X", "operating_area": "Befolkning", "perspective": "Volymer",
        "prel_publication_date": None, "publication_date": "2026-02-22", "publ_period": "2025", "has_ou_data": False,
    }  # fmt: skip


SMALL_KPIS = [
    _kpi("N00945", "Föräldrapenning som tas ut av män, andel (%)"),
    _kpi("N03702", "Bruttoregionprodukt, mnkr"),
    _kpi("N01951", "Invånare totalt, antal", gender=True, kind="A"),
    *[_kpi(f"N1{n:04}", f"Nyckeltal {n}", gender=n % 3 == 0) for n in range(60)],
    _kpi("N60000", "Regionens kostnad, kr/inv", kind="L"),
]
SMALL_PLACES = [
    *[{"id": code, "title": name, "type": "K"} for code, name in (
        ("0114", "Upplands Väsby"), ("0305", "Håbo"), ("0643", "Habo"), ("1438", "Dals-Ed"), ("1439", "Färgelanda"),
        ("1460", "Bengtsfors"), ("1461", "Mellerud"), ("1492", "Åmål"), ("1480", "Göteborg"), ("0180", "Stockholm"),
        ("1280", "Malmö"), ("0330", "Knivsta"), ("0331", "Heby"),
    )],
    {"id": "0000", "title": "Riket", "type": "L"},
    {"id": "0014", "title": "Västra Götalandsregionen", "type": "L"},
]  # fmt: skip
SMALL_GROUPS = [
    {"id": "G216668", "title": "Dalsland", "members": [{"member_id": "1460", "member_title": "Bengtsfors"}]}
]


@dataclass
class World:
    """What the server knows: lists as the API tells them, and values by indicator, place and year."""

    kpis: list[Json]
    places: list[Json]
    groups: list[Json]
    values: dict[tuple[str, str, int], list[Json]] = field(default_factory=dict)
    changed_on: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def put(self, kpi: str, place: str, year: int, *values: Json, on: str = "2026-01-01") -> None:
        self.values[kpi, place, year] = list(values)
        self.changed_on[kpi, place, year] = on


def made_value(kpi: str, place: str, year: int, gender: str) -> float:
    """A value of its own for each place, the same every time."""
    return round(sum(map(ord, f"{kpi}{place}{gender}")) % 997 + (year - 2000) * 0.37, 2)


def value(found: float | None, *, gender: str = "T", count: int = 1, status: str = "", **more: Any) -> Json:
    return {"gender": gender, "count": count, "status": status, "value": found, "isdeleted": False, **more}


@cache
def _recorded() -> tuple[list[Json], list[Json], list[Json]]:
    import polars as pl

    kpis = pl.read_parquet(shared.path("kolada_kpi_catalogue.parquet")).to_dicts()
    with shared.path("municipalities.csv").open() as file:
        places = [{"id": row["code"], "title": row["name"], "type": "K"} for row in csv.DictReader(file)]
    with shared.path("kolada_regions.csv").open() as file:
        places += [{"id": row["code"], "title": row["name"], "type": row["type"]} for row in csv.DictReader(file)]
    members = pl.read_parquet(shared.path("kolada_municipality_groups.parquet"))
    groups = [
        {
            "id": code,
            "title": title,
            "members": [{"member_id": m, "member_title": n} for m, n in zip(ids, names, strict=True)],
        }
        for code, title, ids, names in members.group_by("group_id", maintain_order=True)
        .agg(pl.col("group_title").first(), "member_id", "member_title")
        .iter_rows()
    ]
    return kpis, places, groups


def catalogue() -> tuple[list[Json], list[Json], list[Json]]:
    """The recorded one, or the small one written here."""
    if shared.FOLDER.is_dir():
        kpis, places, groups = _recorded()
        return [dict(kpi) for kpi in kpis], list(places), list(groups)
    return [dict(kpi) for kpi in SMALL_KPIS], list(SMALL_PLACES), list(SMALL_GROUPS)


def make_world(*, kpis: int = 60, places: int = 12, years: range = range(2015, 2021)) -> World:
    """The whole catalogue, and values of the first indicators for the first places, the country and a group."""
    world = World(*catalogue())
    shown = [place["id"] for place in world.places[:places]] + ["0000", world.groups[0]["id"]]
    for kpi in world.kpis[:kpis]:
        genders = ("T", "K", "M") if kpi["is_divided_by_gender"] else ("T",)
        for place in shown:
            for year in years:
                found = [value(made_value(kpi["id"], place, year, gender), gender=gender) for gender in genders]
                world.put(kpi["id"], place, year, *found)
    return world


Fault = Callable[["Answering", Json], bool]
"""Answers itself and says True, or changes the body and says False."""


class FaultServer(ThreadingHTTPServer):
    """`faults` are used up one a request, in order; `always` is done to every request."""

    daemon_threads = True

    def __init__(self, world: World) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.world, self.per_page, self.count_all, self.older = world, 5000, False, False
        self.faults: list[Fault | None] = []
        self.always: Fault | None = None
        self.asked: list[str] = []
        self.times: list[float] = []
        self.under_way = self.most_under_way = 0
        self.lock = threading.Lock()
        self.slow = 0.0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v3"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news here."""


class Answering(BaseHTTPRequestHandler):
    server: FaultServer
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet: the other side waits for the rest of a small one
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        served = self.server
        with served.lock:
            served.asked.append(unquote(self.path))
            served.times.append(time.monotonic())
            served.under_way += 1
            served.most_under_way = max(served.most_under_way, served.under_way)
            fault = served.faults.pop(0) if served.faults else None
        try:
            time.sleep(served.slow)
            body = self.body()
            if fault or served.always:
                body = deepcopy(body)  # what a fault changes is this answer, and not what the server knows
            for each in (fault, served.always):
                if each and each(self, body):
                    return
            self.answer(200, json.dumps(body).encode())
        finally:
            with served.lock:
                served.under_way -= 1

    def answer(self, status: int, body: bytes, *, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, told in headers.items():
            self.send_header(name.replace("_", "-"), told)
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> Json:
        asked = urlsplit(self.path)
        query = {name: found[0] for name, found in parse_qs(asked.query).items()}
        parts = unquote(asked.path).strip("/").split("/")[1:]
        everything = self.objects(parts, query)
        page, size = int(query.get("page", 1)), min(int(query.get("per_page", 5000)), self.server.per_page)
        shown = everything[(page - 1) * size : page * size]
        more = page * size < len(everything)
        rest = "&".join(f"{name}={found}" for name, found in query.items() if name != "page")
        following = f"{self.server.base}/{'/'.join(parts)}?{rest}&page={page + 1}" if more else None
        names = ("next_page", "previous_page") if self.server.older else ("next_url", "previous_url")
        count = len(everything) if self.server.count_all else len(shown)
        return {"values": shown, "count": count, names[0]: following, names[1]: None}

    def objects(self, parts: list[str], query: dict[str, str]) -> list[Json]:
        world = self.server.world
        lists = {"kpi": world.kpis, "municipality": world.places, "municipality_groups": world.groups}
        if parts[0] in lists and len(parts) == 1:
            return lists[parts[0]]
        asked = dict(zip(parts[1::2], (part.split(",") for part in parts[2::2]), strict=True))
        assert parts[0] == "data", parts
        assert all(len(ids) <= 25 for ids in asked.values()), "more than 25 ids"
        since = query.get("from_date", "")
        kpis, places, years = (asked.get(name) for name in ("kpi", "municipality", "year"))
        found = []
        for (kpi, place, year), values in world.values.items():
            if (kpis and kpi not in kpis) or (places and place not in places) or (years and str(year) not in years):
                continue
            if world.changed_on[kpi, place, year] >= since:
                period = str(year) if self.server.older else year
                found.append({"kpi": kpi, "municipality": place, "period": period, "values": values})
        return found


@contextmanager
def serving(world: World) -> Iterator[FaultServer]:
    server = FaultServer(world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# --- faults -------------------------------------------------------------------------------------------------------
def status(code: int, **headers: str) -> Fault:
    def fault(answering: Answering, body: Json) -> bool:
        answering.answer(code, b'{"detail": "no"}', **headers)
        return True

    return fault


def html(answering: Answering, body: Json) -> bool:
    answering.answer(200, b"<!DOCTYPE html><title>Underh\xc3\xa5ll</title>", kind="text/html")
    return True


def half(answering: Answering, body: Json) -> bool:
    text = json.dumps(body).encode()
    answering.answer(200, text[: len(text) // 2])
    return True


def broken_off(answering: Answering, body: Json) -> bool:
    text = json.dumps(body).encode()
    answering.answer(200, text[: len(text) // 2], length=str(len(text)))
    answering.close_connection = True
    return True


def hung_up(answering: Answering, body: Json) -> bool:
    answering.close_connection = True
    return True


def error_text(answering: Answering, body: Json) -> bool:
    answering.answer(200, b'{"error": "database is being updated"}')
    return True


def changed(change: Callable[[Json], Any]) -> Fault:
    def fault(answering: Answering, body: Json) -> bool:
        change(body)
        return False

    return fault
