"""The API by key: the same answers with both walls and with the first alone, and no marks of what is others'."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samsyn.isolation import clock
from samsyn.organisations import actions as organisations
from tests.conftest import wall_2_off
from tests.isolation.checks import everybody
from tests.matrix.test_matrix import _everyone, leaks
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
# Object: what the key of Mellerud's executive board gets, and what Bengtsfors's gets.
STATES = {
    "draft": (200, 404),
    "shared": (200, 200),
    "published": (200, 200),
    "ended": (200, 200),
    "other": (404, 200),
}
ONLY_HERE = {
    "collaborations": {"outside": (404, 404), "committee": (404, 404)},
    "networks": {"offered": (200, 200)},
    "forums": {"offered": (200, 200)},
}
PEOPLE = {"a_chair": (200, 200), "a_registrar": (200, 404), "b_registrar": (404, 200)}
LISTS = (
    "networks?limit=200",
    "collaborations?whose=all&ended=true&limit=200",
    "collaborations?whose=ours",
    "map?county=14",
    "search?q=samverkan",
    "search?q=forumet",
    "search?q=natverket",
)
KEYS = {"a": ("token_write", "a_coordinator"), "b": ("token_b", "b_coordinator")}
WALLS = {"both walls": nullcontext, "the first wall alone": wall_2_off}


def client(world: World, key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {world.people[KEYS[key][0]]['secret']}"})


@contextmanager
def walls(name: str) -> Iterator[None]:
    with WALLS[name]():
        yield


def objects() -> list[tuple[str, str, tuple[int, int]]]:
    found = [(kind, state, told) for kind, more in ONLY_HERE.items() for state, told in {**STATES, **more}.items()]
    return [*found, *(("people", name, told) for name, told in PEOPLE.items())]


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize(("kind", "state", "expected"), objects())
def test_one_thing_by_key(world: World, wall: str, kind: str, state: str, expected: tuple[int, int]):
    uid = world[f"{'person' if kind == 'people' else kind.removesuffix('s')}_{state}"]
    me = everybody(world)

    for key, status in zip(KEYS, expected, strict=True):
        with walls(wall):
            response = client(world, key).get(f"/api/v1/{kind}/{uid}")
        assert response.status_code == status, key
        assert leaks(response.content, me[KEYS[key][1]], _everyone()) == []


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("address", LISTS)
def test_lists_by_key(world: World, wall: str, address: str):
    me = everybody(world)

    for key in KEYS:
        with walls(wall):
            response = client(world, key).get(f"/api/v1/{address}")
        assert response.status_code == 200
        assert leaks(response.content, me[KEYS[key][1]], _everyone()) == []


WRITES: dict[str, dict[str, Any]] = {
    "networks/{network}/members": {"organisations": ["Åmål"]},
    "collaborations/{collaboration}/parties": {"organisations": ["Åmål"]},
    "collaborations/{collaboration}/stage": {"stage": "UNDER_NOTICE", "version": 1, "starts_on": "2026-01-01"},
    "collaborations/{collaboration}/openness": {"to": "PUBLISHED", "version": 1},
}


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("address", WRITES)
@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("shared", 403)])
def test_what_others_keep_is_not_written_by_key(world: World, wall: str, address: str, state: str, status: int):
    url = address.format(network=world[f"network_{state}"], collaboration=world[f"collaboration_{state}"])
    with walls(wall):
        response = client(world, "b").post(f"/api/v1/{url}", WRITES[address], content_type="application/json")
    assert response.status_code == status


def test_a_key_of_somebody_who_only_reads_does_not_import(world: World):
    with world.acting("a_chair") as by:
        _key, secret = organisations.make_key(
            by=by, at=clock.now(), purpose="prov", may_write=True, expires_on=clock.today()
        )
    file = SimpleUploadedFile("s.csv", b"namn;parter\nGemensam arkivarie;Mellerud\n")

    response = Client(headers={"Authorization": f"Bearer {secret}"}).post("/api/v1/imports", {"file": file})

    assert response.status_code == 403
