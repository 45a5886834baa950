"""One's own page: assignments, and keys for programs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.accounts.models import ApiKey
from samsyn.isolation import clock
from tests.desk.assigning import also_at_bengtsfors
from tests.hearing import KEY
from tests.sending import opened, text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def account(client: Client) -> Any:
    return client.get(reverse("desk:account"))


def make(client: Client, **answers: Any) -> Any:
    sent = {"purpose": "Ärendesystemet", "expires_on": (clock.today() + timedelta(days=30)).isoformat(), **answers}
    return opened(client, reverse("desk:key-new")).send(**sent)


def secret_of(client: Client) -> str:
    """As it stands on the page, the one time it does."""
    (found,) = set(KEY.findall(account(client).content.decode()))
    return str(found)


def me(secret: str) -> Any:
    return Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me")


def test_all_ones_assignments_stand_there_and_which_one_acts(world: World, clients: dict[str, Client]):
    also_at_bengtsfors(world, "a_chair")
    page = text(account(clients["a_chair"]))
    assert "Melleruds kommun, kommunstyrelsen" in page
    assert "Bengtsfors kommun, kommunstyrelsen" in page
    assert page.count("Du agerar i det här uppdraget") == 1
    assert "a_chair@demo.example" in page


def test_a_key_is_shown_once_and_works(world: World, clients: dict[str, Client]):
    client = clients["a_chair"]
    assert make(client).status_code == 302

    secret = secret_of(client)

    assert KEY.findall(account(client).content.decode()) == []
    assert me(secret).json() == {
        "person": "Person a_chair",
        "place": "Melleruds kommun, kommunstyrelsen",
        "role": "CHAIR",
        "may_write": False,
    }
    page = text(account(client))
    assert "Ärendesystemet" in page
    assert "Melleruds kommun, kommunstyrelsen" in page


def test_a_key_acts_for_the_assignment_that_was_chosen_and_goes_on_doing_so(world: World, clients: dict[str, Client]):
    client, given = clients["a_chair"], also_at_bengtsfors(world, "a_chair")
    client.post(reverse("desk:choose", args=[given.uid]))
    make(client, may_write="on")
    secret = secret_of(client)
    client.post(reverse("desk:choose", args=[world.people["a_chair"]["assignment"]]))

    assert me(secret).json()["place"] == "Bengtsfors kommun, kommunstyrelsen"
    assert me(secret).json()["may_write"] is True


def test_a_withdrawn_key_is_gone_from_the_page_and_opens_nothing(world: World, clients: dict[str, Client]):
    client = clients["a_chair"]
    make(client)
    secret = secret_of(client)
    key = ApiKey.objects.get(purpose="Ärendesystemet")

    answer = client.post(reverse("desk:key-withdraw", args=[key.uid]))

    assert answer.status_code == 302
    assert "Nyckeln fungerar inte längre." in text(account(client))
    assert "Ärendesystemet" not in text(account(client))
    assert me(secret).status_code == 401
    assert client.post(reverse("desk:key-withdraw", args=[key.uid])).status_code == 404


def test_nobody_sees_or_withdraws_anothers_key(world: World, clients: dict[str, Client]):
    """Not even a colleague at the same authority."""
    assert "prov" not in text(account(clients["a_registrar"])).partition("Nycklar för program")[2].split("Ny nyckel")[0]
    assert clients["a_registrar"].post(reverse("desk:key-withdraw", args=[world["key_write"]])).status_code == 404
    assert ApiKey.objects.get(uid=world["key_write"]).withdrawn_at is None
    assert clients["a_registrar"].post(reverse("desk:key-withdraw", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("days", "made"),
    [(-1, False), (0, True), (366, True), (367, False)],
    ids=["yesterday", "today", "a year", "longer"],
)
def test_a_key_is_valid_for_a_year_at_most(world: World, clients: dict[str, Client], days: int, made: bool):
    client = clients["a_chair"]
    answer = make(client, expires_on=(clock.today() + timedelta(days=days)).isoformat())
    assert answer.status_code == (302 if made else 422)
    assert ApiKey.objects.filter(purpose="Ärendesystemet").exists() is made
    if not made:
        assert "En nyckel gäller i högst ett år, och minst i dag." in text(answer)


def test_a_key_without_a_purpose_is_not_made(world: World, clients: dict[str, Client]):
    answer = make(clients["a_chair"], purpose="")
    assert (answer.status_code, "Detta fält måste fyllas i." in text(answer)) == (422, True)


def test_the_same_form_sent_twice_makes_one_key(world: World, clients: dict[str, Client]):
    form = opened(clients["a_chair"], reverse("desk:key-new"))
    sent = {"purpose": "Ärendesystemet", "expires_on": clock.today().isoformat()}
    assert [form.send(**sent).status_code for _time in range(2)] == [302, 302]
    assert ApiKey.objects.filter(purpose="Ärendesystemet").count() == 1
