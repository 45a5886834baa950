"""Stepping into the invented people, and nobody else."""

from typing import Any

import pytest
from django.test import Client

from samsyn.accounts.models import User
from samsyn.demo.people import PERSONAS
from tests.sending import text

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("laid")]


def test_all_of_them_can_be_chosen_from_one_page():
    page = Client().get("/demo/")
    said = text(page)
    for persona in PERSONAS:
        assert persona.name in said
        assert persona.what in said
        assert f'action="/demo/{persona.key}/"' in page.content.decode()
    assert not page.cookies.get("sessionid")


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_each_opens_my_turn_as_that_person(step_in: Any, persona: Any):
    client = step_in(persona.key)
    page = text(client.get("/min-tur/"))
    assert f"som {persona.name}" in page
    assert ("Byt uppdrag" in page) is (len(persona.posts) > 1)
    for path in ("/konto/", "/samverkan/", "/natverk/", "/organisationer/", "/sok/?q=samverkan"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("key", ["ingen", "admin-1460", "admin-2421", "ELIN", "elin%40demo.example"])
def test_nobody_else_is_stepped_into(key: str):
    """The administrators that nobody chooses have a sign-in too."""
    assert User.objects.filter(email="admin-1460@demo.example").exists()
    client = Client()
    assert client.post(f"/demo/{key}/").status_code == 404
    assert not client.cookies.get("sessionid")
    assert client.get("/min-tur/").url.startswith("/konto/logga-in/")


def test_a_link_or_another_site_does_not_step_in():
    assert Client().get("/demo/elin/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/demo/elin/").status_code == 403


def test_stepping_into_somebody_else_leaves_nothing_of_the_first(step_in: Any):
    client = step_in("elin")
    client.get("/min-tur/")
    first = client.session.session_key
    client.post("/demo/tove/")
    assert client.session.session_key != first
    assert "som Tove Ekbacke" in text(client.get("/min-tur/"))
    assert "acting" not in str(client.session.get("messages", ""))


def test_the_same_person_at_two_municipalities_sees_one_at_a_time(step_in: Any):
    client = step_in("malin")
    assert "Du agerar för Melleruds kommun, socialnämnden" in text(client.get("/min-tur/"))
    page = client.get("/konto/")
    other = next(found for found in page.context["assignments"] if found.pk != page.context["chosen"])
    client.post(f"/konto/uppdrag/{other.uid}/")
    assert "Du agerar för Bengtsfors kommun, sociala utskottet" in text(client.get("/min-tur/"))
