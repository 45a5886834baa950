"""Every address × method × person × object against the policy table, and every answer searched for others' words."""

from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import wall_2_off
from tests.hearing import headers_of, secrets_in
from tests.isolation.checks import everybody
from tests.isolation.oracle import Me
from tests.matrix.table import PAYLOADS, PEOPLE, SENT_ELSEWHERE, Case, kept_files, read_policy, text_in, url_of
from tests.world import MARK, World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
CASES = read_policy()
ELSEWHERE = ("api:",)  # tests/api/policy.txt


def names(patterns: list[Any], prefix: str = "") -> set[str]:
    """Every named address of the program."""
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(prefix + pattern.name)
    return found


def test_every_address_stands_in_the_policy_and_the_other_way_round():
    known = {name for name in names(get_resolver().url_patterns) if not name.startswith(ELSEWHERE)}
    assert {case.name for case in CASES} == known


def test_everybody_may_something_and_may_not_something():
    for column, person in enumerate(PEOPLE):
        letters = {case.letters[column] for case in CASES}
        assert "+" in letters, person
        assert letters & set(".-LN"), person


def test_every_address_has_somebody_for_whom_its_effect_is_seen():
    seen = {(case.name, case.method) for case in CASES if set("+>") & set(case.letters)}
    assert seen == {(case.name, case.method) for case in CASES}


@pytest.fixture
def me(world: World) -> dict[str, Me]:
    return everybody(world)


def letter(response: Any) -> str:
    """What the answer was, in the letters of the table."""
    if response.status_code == 302:
        return "L" if response.url.startswith("/konto/logga-in/") else ">"
    if response.status_code == 403:
        return "N" if b"Du har inget uppdrag just nu" in response.content or b"har upph" in response.content else "-"
    return {200: "+", 404: ".", 405: "x", 422: "?"}.get(response.status_code, str(response.status_code))


def leaks(body: bytes, reader: Me, everyone: int) -> list[str]:
    """Marks of texts that this reader must not see."""
    found = []
    for authority, circle, secret in set(MARK.findall(text_in(body))):
        mine = int(authority) == reader.authority
        shared = not secret and (int(circle) in reader.circles or int(circle) == everyone)
        if not mine and not shared:
            found.append(f"{authority.decode()} {circle.decode()} {secret.decode()}")
    return found


@cache
def _everyone() -> int:
    from samsyn.organisations.models import Circle

    with wall_2_off():
        return int(Circle.objects.get(everyone=True).pk)


def _events(kind: str) -> int:
    with wall_2_off(), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where kind = %s", [kind])
        return int(cursor.fetchone()[0])


GETS = [case for case in CASES if case.method == "GET"]
POSTS = [case for case in CASES if case.method == "POST"]


@pytest.mark.parametrize("case", GETS, ids=str)
def test_reading(case: Case, world: World, clients: dict[str, Client], me: dict[str, Me], files: Any):
    kept_files(world, files)
    url, absent = url_of(case, world), url_of(case, world, missing=True)
    wrong = []
    for person, expected in case.expected().items():
        response = clients[person].get(url)
        if letter(response) != expected:
            wrong.append(f"{person}: {letter(response)} instead of {expected}")
        wrong += [f"{person} reads {leak}" for leak in leaks(response.content, me[person], _everyone())]
        wrong += [f"{person} is told {line}" for line in secrets_in(headers_of(response))]
        if expected == ".":
            assert response.content == clients[person].get(absent).content, f"{person} can tell that it exists"
    assert wrong == []


@pytest.mark.parametrize("case", POSTS, ids=str)
def test_writing(case: Case, world: World, clients: dict[str, Client], me: dict[str, Me], files: Any):
    kept_files(world, files)
    payload, kind = PAYLOADS[case.name]
    url = url_of(case, world)
    wrong = []
    for person, expected in case.expected().items():
        with transaction.atomic():
            before = _events(kind)
            sent = payload(case, world) | {
                "acting": world.people.get(person, {}).get("assignment", ""),
                "key": str(uuid4()),
            }
            response = clients[person].post(url, sent)
            done = letter(response) == ">" and (_events(kind) == before + 1 if kind else True)
            got = "+" if done else letter(response)
            untouched = done or _events(kind) == before
            transaction.set_rollback(True)
        if got != expected:
            wrong.append(f"{person}: {got} instead of {expected} {_why(response)}")
        if not untouched:
            wrong.append(f"{person} changed something all the same")
        wrong += [f"{person} reads {leak}" for leak in leaks(response.content, me[person], _everyone())]
        wrong += [f"{person} is told {line}" for line in secrets_in(headers_of(response))]
    assert wrong == []


def _why(response: Any) -> str:
    form = getattr(response, "context", None) and response.context.get("form")
    return str(dict(form.errors)) if form is not None and getattr(form, "errors", None) else ""


@pytest.mark.parametrize("name", sorted({case.name for case in CASES}))
def test_methods_that_an_address_does_not_take(name: str, world: World, clients: dict[str, Client]):
    case = next(case for case in CASES if case.name == name)
    taken = {method for each in CASES if each.name == name for method in [each.method]}
    taken |= {"POST"} if name in SENT_ELSEWHERE else set()
    client = clients["stranger" if "+" in case.letters[0] else "a_coordinator"]
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - taken:
        assert client.generic(method, url_of(case, world)).status_code == 405, method


@pytest.mark.parametrize("case", GETS, ids=str)
def test_reading_with_the_second_wall_away(
    case: Case, world: World, clients: dict[str, Client], me: dict[str, Me], files: Any
):
    """The first wall alone gives the same answers and leaks nothing."""
    kept_files(world, files)
    url = url_of(case, world)
    wrong = []
    with wall_2_off():
        for person, expected in case.expected().items():
            response = clients[person].get(url)
            if letter(response) != expected:
                wrong.append(f"{person}: {letter(response)} instead of {expected}")
            wrong += [f"{person} reads {leak}" for leak in leaks(response.content, me[person], _everyone())]
    assert wrong == []
