"""The character NUL, which PostgreSQL neither keeps nor asks for, wherever a program can put it."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

import samsyn
from tests.api.keys import KeyClient, make_keys
from tests.sending import kept, send, text
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
LISTS = [
    "collaborations:list",
    "collaborations:list-csv",
    "collaborations:list-xlsx",
    "collaborations:map",
    "collaborations:map-csv",
    "desk:search",
    "matters:list",
    "networks:list",
    "networks:new",
    "organisations:list",
    "portal:map",
    "portal:register",
]
SOURCE = Path(samsyn.__file__).parent
READ = re.compile(r'\b(?:GET|asked)\.get\("(\w+)"')
ASKED = sorted({name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text())})


def test_the_names_that_addresses_are_asked_by_are_known():
    assert {"q", "lan", "dag", "sida", "slag", "visa", "kommuner", "person"} <= set(ASKED)


@pytest.mark.parametrize("route", LISTS)
def test_no_question_in_an_address_breaks_a_page(clients: dict[str, Client], route: str):
    client, url = clients["a_coordinator"], reverse(route)
    client.raise_request_exception = False
    asked = {name: client.get(f"{url}?{name}=%00").status_code for name in ASKED}
    assert asked == dict.fromkeys(ASKED, 200)


@pytest.mark.parametrize(
    ("route", "asked", "same"),
    [
        ("collaborations:list", "q=samver%00kan", "q=samverkan"),
        ("organisations:list", "lan=1%004", "lan=14"),
        ("collaborations:list", "q=%0%000", "q=%2500"),  # taking it away makes no new one
        ("collaborations:list", "q%00=samverkan", "q=samverkan"),
    ],
)
def test_it_is_read_as_if_it_were_not_there(clients: dict[str, Client], route: str, asked: str, same: str):
    client, url = clients["a_coordinator"], reverse(route)
    assert text(client.get(f"{url}?{asked}")) == text(client.get(f"{url}?{same}"))


@pytest.mark.parametrize("name", ["sessionid", "django_language", "csrftoken"])
def test_no_cookie_breaks_a_page(world: World, name: str):
    client = Client()
    client.cookies[name] = "a\0" + "b" * 31  # goes as "a\000bb…", which is read as NUL
    assert client.get(reverse("desk:my-turn")).url.startswith(reverse("account_login"))


FORMS: list[tuple[str, str, list[str], dict[str, str]]] = [
    ("a_coordinator", "networks:new", [], {"name": "två\0delar"}),
    ("a_coordinator", "collaborations:new", [], {"name": "två\0delar", "area": "IT", "area_text": "\0"}),
    ("a_coordinator", "organisations:new", [], {"kind": "COMPANY", "name": "två\0delar", "other_names": "\0"}),
    ("a_administrator", "organisations:body-new", ["1461"], {"kind": "COMMITTEE\0", "name": "två\0delar"}),
]


@pytest.mark.parametrize(("persona", "route", "args", "answers"), FORMS, ids=lambda told: str(told)[:24])
def test_a_form_refuses_it_and_keeps_what_was_written(
    world: World, clients: dict[str, Client], persona: str, route: str, args: list[str], answers: dict[str, str]
):
    answer = send(clients[persona], world, persona, route, *[world[name] for name in args], **answers)
    assert answer.status_code == 422
    assert "Null-tecken är inte tillåtna." in text(answer)
    assert kept(answer, answers["name"])


def test_what_the_page_hid_in_a_form_cannot_hold_it_either(world: World, clients: dict[str, Client]):
    sent = {"name": "Nytt", "acting": "\0", "key": "\0", "version": "\0"}
    answer = clients["a_coordinator"].post(reverse("networks:new"), sent)
    assert answer.status_code == 422


@pytest.fixture
def keys(world: World) -> dict[str, KeyClient]:
    return make_keys(world)


API: list[tuple[str, Any]] = [
    ("/collaborations?q=%00", None),
    ("/collaborations?q=a%00b", None),
    ("/collaborations?county=%00", None),
    ("/map?county=%00", None),
    ("/organisations?q=%00", None),
    ("/organisations?kind=%00", None),
    ("/search?q=%00", None),
    ("/networks?q=%00", None),
    ("/networks", {"name": "\0"}),
    ("/organisations", {"kind": "\0", "name": "\0", "number": "\0", "other_names": ["\0"]}),
    ("/collaborations", {"name": "x", "area": "\0", "parties": ["\0"]}),
]


@pytest.mark.parametrize(("path", "body"), API, ids=lambda told: str(told)[:30])
def test_the_api_answers_as_described(keys: dict[str, KeyClient], path: str, body: Any):
    answer = keys["write"].ask("POST" if body else "GET", path, body)
    assert answer.status_code in (200, 404, 422)
    assert answer.headers["Content-Type"].split(";")[0] in ("application/json", "application/problem+json")


def test_nobody_is_let_in_by_a_name_or_key_with_it(world: World):
    sent = {"login": "a_chair@demo.example\0", "password": "\0", "next": "/\0"}
    answer = Client().post(reverse("account_login"), sent)
    assert (answer.status_code, "Null-tecken är inte tillåtna." in text(answer)) == (200, True)
    assert Client(headers={"Authorization": "Bearer \0"}).get("/api/v1/me").status_code == 401
    assert Client().get(f"/personer/{uuid4()}%00/").status_code == 404
