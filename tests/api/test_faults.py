"""A fault of our own: a problem document too, that tells nothing of it; the log tells us."""

from typing import Any

import pytest
from django.test import Client

from samsyn.networks import actions as networks
from samsyn.networks.models import Network
from samsyn.organisations.middleware import ActingMiddleware
from tests.api.keys import KeyClient
from tests.api.test_problems import problem
from tests.conftest import wall_2_off
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
SECRET = "the disk at node7 is full"
SAID = {
    "type": "about:blank",
    "title": "Något gick fel",
    "status": 500,
    "detail": "Felet är vårt och har noterats. Det som sparades tidigare är kvar. Försök igen om en stund.",
}


def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError(SECRET)


def test_a_fault_in_an_action_is_a_problem_and_undoes_it(
    world: World, keys: dict[str, KeyClient], heard: list[str], monkeypatch: pytest.MonkeyPatch
):
    with wall_2_off():
        before = Network.objects.count()
    monkeypatch.setattr(networks, "record", broken)
    keys["write"].raise_request_exception = False

    answer = keys["write"].ask("POST", "/networks", {"name": "Nätverket som inte blev"})

    assert problem(answer, 500) == SAID
    with wall_2_off():
        assert Network.objects.count() == before
    (line,) = [line for line in heard if "Internal Server Error: /api/v1/networks" in line]
    assert SECRET in line
    assert "Traceback" in line


def test_a_fault_before_the_operation_is_a_problem_too(
    world: World, keys: dict[str, KeyClient], heard: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ActingMiddleware, "_enter_by_key", broken)
    for client in (keys["read"], keys["none"]):
        client.raise_request_exception = False
        assert problem(client.ask("GET", "/me"), 500) == SAID
    assert len([line for line in heard if SECRET in line]) == 2


def test_it_is_said_in_the_language_of_who_asks(
    world: World, keys: dict[str, KeyClient], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ActingMiddleware, "_enter_by_key", broken)
    client = keys["read"]
    client.raise_request_exception = False
    client.cookies["django_language"] = "en"
    assert client.ask("GET", "/me").json()["title"] == "Something went wrong"


def test_a_request_that_cannot_be_read_is_a_problem(world: World, keys: dict[str, KeyClient]):
    answer = keys["read"].get("/api/v1/me", headers={"Host": "elsewhere.example"})
    assert problem(answer, 400)["title"] == "Det gick inte att läsa begäran"


def test_pages_still_answer_with_a_page(world: World, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(networks, "record", broken)
    client = clients["a_coordinator"]
    client.raise_request_exception = False
    sent = {"name": "Nytt", "acting": world.people["a_coordinator"]["assignment"]}
    answer = client.post("/natverk/nytt/", {**sent, "key": "3f0d3f36-6cf5-4c8e-9d0a-0b6f3a9f8a10"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "<h1>Något gick fel</h1>" in answer.content.decode()
    assert SECRET not in answer.content.decode()
