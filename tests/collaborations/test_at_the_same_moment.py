"""Several connections at the same moment, in a database of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import User
from samsyn.collaborations.models import Collaboration, Party
from tests.collaborations.importing import import_rows, imported
from tests.conftest import wall_2_off
from tests.world import World

pytestmark = pytest.mark.usefixtures("own_database")


def signed_in(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=world.people[persona]["email"]))
    return client


def at_once(calls: list[Any]) -> list[Any]:
    """Each call in a thread and a connection of its own, let go together."""
    gate = Barrier(len(calls), timeout=20)

    def run(call: Any) -> Any:
        gate.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_same_form_sent_at_the_same_moment_is_one_row(world: World):
    sent = {"name": "Dubbelklick", "area": "IT", "form": "UNKNOWN", "stage": "IDEA", "key": str(uuid4())}
    sent["acting"] = world.people["a_coordinator"]["assignment"]
    clients = [signed_in(world, "a_coordinator") for _time in range(4)]

    answers = at_once([lambda client=client: client.post(reverse("collaborations:new"), sent) for client in clients])

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    with wall_2_off():
        assert Collaboration.objects.filter(name="Dubbelklick").count() == 1


def test_of_two_who_save_at_the_same_moment_one_is_shown_the_others(world: World):
    url = reverse("collaborations:edit", args=[world["collaboration_draft"]])
    with wall_2_off():
        version = Collaboration.objects.get(uid=world["collaboration_draft"]).version
    calls = []
    for persona in ("a_coordinator", "a_registrar"):
        sent = {"area": "SOCIAL", "source_kind": "OWN", "purpose": f"Skrivet av {persona}", "version": version}
        sent |= {"key": str(uuid4()), "acting": world.people[persona]["assignment"]}
        client = signed_in(world, persona)
        calls.append(lambda client=client, sent=sent: client.post(url, sent))

    answers = at_once(calls)

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    shown = next(answer.content.decode() for answer in answers if answer.status_code == 422)
    assert "Skrivet av a_coordinator" in shown
    assert "Skrivet av a_registrar" in shown
    with wall_2_off():
        assert Collaboration.objects.get(uid=world["collaboration_draft"]).version == version + 1


def test_the_same_party_added_by_two_at_the_same_moment_stands_once(world: World):
    url = reverse("collaborations:party-new", args=[world["collaboration_draft"]])
    calls = []
    for persona in ("a_coordinator", "a_registrar"):
        sent = {"organisations": "Åmål", "role": "MEMBER", "key": str(uuid4())}
        sent["acting"] = world.people[persona]["assignment"]
        client = signed_in(world, persona)
        calls.append(lambda client=client, sent=sent: client.post(url, sent))

    answers = at_once(calls)

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    with wall_2_off():
        found = Party.objects.filter(owner__uid=world["collaboration_draft"], organisation__name="Åmål")
        assert found.count() == 1


def test_the_same_file_imported_by_two_at_the_same_moment_makes_no_doubles(world: World):
    rows = [{"namn": f"Samverkan nummer {n}", "parter": "Mellerud; Åmål", "status": "aktiv"} for n in range(30)]

    def import_them(persona: str) -> dict[str, int]:
        with world.acting(persona) as by:
            return import_rows(rows, by)

    counted = at_once([lambda: import_them("a_coordinator"), lambda: import_them("a_registrar")])

    assert sum(each["created"] for each in counted) == 30
    with wall_2_off():
        assert imported().count() == 30
        assert len({thing.import_key for thing in imported()}) == 30
