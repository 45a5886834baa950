"""Lists ask the database the same few questions, however many rows they show."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.world import World, _Builder

MOST = 8
# My turn and the search ask once for each assignment of the person.
LISTS = {
    "portal:front": MOST,
    "portal:networks": MOST,
    "portal:register": MOST,
    "portal:map": MOST,
    "organisations:list": MOST,
    "networks:list": MOST,
    "collaborations:list": MOST,
    "collaborations:list-csv": MOST,
    "collaborations:list-xlsx": MOST,
    "collaborations:map": MOST,
    "collaborations:map-csv": MOST,
    "collaborations:import-new": MOST,
    "desk:my-turn": 13,
    "desk:search": MOST,
    "desk:account": MOST,
}
QUESTION = {"desk:search": "?q=samverkan", "collaborations:list": "?visa=alla"}
READERS = ("a_coordinator", "b_coordinator", "a_officer")


def asked(client: Client, url: str) -> list[str]:
    """The questions of one request: not its transaction, nor the one that tells who acts."""
    client.get(url)  # what is asked once and kept
    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["portal"]) as public:
        assert client.get(url).status_code == 200, url
    told = [query["sql"] for query in (*own.captured_queries, *public.captured_queries)]
    return [sql for sql in told if "samsyn.enter" not in sql and not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


def counts(clients: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {
        (name, person): len(asked(clients[person], reverse(name) + QUESTION.get(name, "")))
        for name in LISTS
        for person in READERS
    }


@pytest.mark.django_db(databases=["default", "portal"])
def test_no_list_asks_more_than_a_few_questions(clients, world):
    too_many = {key: count for key, count in counts(clients).items() if count > LISTS[key[0]]}
    assert too_many == {}


def rows_shown(client: Client) -> int:
    return sum(client.get(reverse(name)).content.count(b"<tr") for name in ("networks:list", "collaborations:list"))


def test_twice_the_rows_need_no_more_questions(own_database, clients):
    before, shown = counts(clients), rows_shown(clients["a_coordinator"])

    again = _Builder()
    again.world = World.load()
    again.networks()
    again.register()

    assert rows_shown(clients["a_coordinator"]) > 1.5 * shown, "or nothing has been shown"
    assert counts(clients) == before
