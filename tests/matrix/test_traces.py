"""Secrets that leave no trace in the log, and error pages that tell nothing. Pages themselves: conftest.py listens."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.signing import code_now, link_in, password_of, secret_on, sign_in, signed_in
from tests.hearing import ADDRESS, KEY
from tests.matrix.table import today
from tests.world import MARK, World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_signing_in_leaves_no_secret_in_the_log(world: World, mailoutbox: list[Any], heard: list[str]):
    """Wrong and right passwords, codes, links, too many attempts, and addresses asked in ways they do not take."""
    new, email = "Nya Lösenordet 2026", "a_chair@demo.example"
    client = signed_in(world, "a_chair")
    client.post(reverse("account_reauthenticate"), {"password": password_of("a_chair")})
    secret = secret_on(client.get(reverse("mfa_activate_totp")))
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    codes = client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    other = Client()
    sign_in(other, email, password_of("a_chair"))
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    for _time in range(7):
        sign_in(Client(), email, "fel-lösenord-i-loggen")
        Client().post(reverse("account_reset_password"), {"email": email})
    Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": email, "password": new})
    link = link_in(mailoutbox[-1].body)
    for method in ("GET", "PUT", "DELETE"):
        Client().generic(method, link)
    Client().get(link[:-2] + "/")

    key = link.strip("/").rpartition("/")[2].partition("-")[2]
    sessions = [one.cookies["sessionid"].value for one in (client, other)]
    secrets = [secret, new, key, "fel-lösenord", password_of("a_chair"), email, *codes, *sessions]
    assert len(heard) >= 3
    assert [(line, word) for line in heard for word in secrets if word in line] == []


def test_keys_are_shown_once_and_leave_no_trace(world: World, clients: dict[str, Client], heard: list[str]):
    client = clients["a_coordinator"]
    sent = {"purpose": "prov", "expires_on": today().isoformat(), "key": str(uuid4())}
    sent["acting"] = world.people["a_coordinator"]["assignment"]
    client.post(reverse("desk:key-new"), sent)
    once, again = (client.get(reverse("desk:account")).content.decode() for _time in range(2))

    (secret,) = set(KEY.findall(once))
    assert secret not in again
    Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/nej")
    Client(headers={"Authorization": f"Bearer {secret}"}).put("/api/v1/networks")
    assert len(heard) >= 2
    assert [line for line in heard if secret in line] == []


# --- error pages ----------------------------------------------------------------------------------------------------
INSIDE = re.compile(r"Traceback|\.py\b|site-packages|DEBUG|SECRET_KEY|psycopg|postgres|\bselect\b.*\bfrom\b|Exception")


def plain(answer: Any) -> None:
    """A page in Swedish that says what happened, and nothing of how the program is made."""
    page = answer.content.decode()
    assert 'lang="sv"' in page
    assert not INSIDE.search(page)
    assert not MARK.search(answer.content)
    assert not ADDRESS.search(page)


@pytest.mark.parametrize("path", ["/nej/", "/natverk/nej/", "/oppet/natverk/nej/", "/konto/nej/", "/demo/Å/"])
@pytest.mark.parametrize("person", ["stranger", "a_coordinator", "ex_member"])
def test_a_page_that_is_not_there(clients: dict[str, Client], path: str, person: str):
    answer = clients[person].get(path)
    assert (answer.status_code, "Sidan finns inte här" in answer.content.decode()) == (404, True)
    plain(answer)


def test_a_page_that_is_refused(world: World, clients: dict[str, Client]):
    answer = clients["operator"].get(reverse("mfa_reauthenticate"))
    assert (answer.status_code, "Det är inte öppet för dig" in answer.content.decode()) == (403, True)
    plain(answer)


def test_a_request_that_cannot_be_read(world: World, clients: dict[str, Client], settings: Any):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = clients["a_coordinator"].post(reverse("networks:new"), {f"f{n}": "x" for n in range(5)})
    assert (answer.status_code, "Det gick inte att läsa begäran" in answer.content.decode()) == (400, True)
    plain(answer)
