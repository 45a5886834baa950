"""Every operation × key × object against the policy of the API, and every answer searched for others' words."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from samsyn.api.app import api
from tests.api.keys import KEYS, OPENS_NOTHING, KeyClient
from tests.api.table import EVENTS, Case, body_of, path_of, read_policy
from tests.hearing import headers_of, secrets_in
from tests.isolation.checks import everybody
from tests.isolation.oracle import Me
from tests.matrix.table import kept_files, text_in
from tests.matrix.test_matrix import _events, _everyone, leaks
from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
CASES = read_policy()
READS = [case for case in CASES if case.method == "GET"]
WRITES = [case for case in CASES if case.method != "GET"]
PROBLEM = "application/problem+json"


def described() -> set[tuple[str, str]]:
    """Every operation of the description."""
    paths = api.get_openapi_schema()["paths"]
    return {(method.upper(), path.removeprefix("/api/v1")) for path, found in paths.items() for method in found}


def test_every_operation_stands_in_the_policy_and_the_other_way_round():
    assert {case.operation for case in CASES} == described()


def test_every_write_stands_with_what_it_leaves_behind():
    assert set(EVENTS) == {case.operation for case in WRITES}


def test_every_key_may_something_and_may_not_something():
    for column, name in enumerate(KEYS):
        letters = {case.letters[column] for case in CASES}
        assert letters == {"!"} if name in OPENS_NOTHING else {"+"} < letters, name


def test_every_operation_has_a_key_for_which_its_effect_is_seen():
    assert {case.operation for case in CASES if "+" in case.letters} == described()


@pytest.fixture
def me(world: World) -> dict[str, Me]:
    """Whom each key lets one be."""
    found = everybody(world)
    return {name: found["stranger" if name in OPENS_NOTHING else KEYS[name][0]] for name in KEYS}


def letter(response: Any) -> str:
    return {200: "+", 201: "+", 401: "!", 403: "-", 404: "."}.get(response.status_code, str(response.status_code))


def faults(response: Any, name: str, me: Me) -> list[str]:
    """Others' words in the answer or its headers, and refusals that are no problem documents."""
    found = [f"{name} reads {leak}" for leak in leaks(text_in(response.content), me, _everyone())]
    found += [f"{name}: {line}" for line in secrets_in(headers_of(response))]
    if response.status_code >= 400:
        told = response.json()
        if response.headers["Content-Type"] != PROBLEM or told["status"] != response.status_code or not told["title"]:
            found.append(f"{name}: {response.headers['Content-Type']} {told}")
    if response.cookies:
        found.append(f"{name} is given a cookie")
    return found


@pytest.mark.parametrize("case", READS, ids=str)
def test_reading(case: Case, world: World, keys: dict[str, KeyClient], me: dict[str, Me], files: Path):
    kept_files(world, files)
    path, absent = path_of(case, world), path_of(case, world, missing=True)
    wrong = []
    for name, expected in case.expected().items():
        response = keys[name].ask("GET", path)
        if letter(response) != expected:
            wrong.append(f"{name}: {letter(response)} instead of {expected}")
        wrong += faults(response, name, me[name])
        if expected == ".":
            other = keys[name].ask("GET", absent)
            if (response.content, dict(response.headers)) != (other.content, dict(other.headers)):
                wrong.append(f"{name} can tell that it exists")
    assert wrong == []


@pytest.mark.parametrize("case", WRITES, ids=str)
def test_writing(case: Case, world: World, keys: dict[str, KeyClient], me: dict[str, Me]):
    kind, path, absent = EVENTS[case.operation], path_of(case, world), path_of(case, world, missing=True)
    wrong = []
    for name, expected in case.expected().items():
        with transaction.atomic():
            before = _events(kind)
            response = keys[name].ask(case.method, path, body_of(case, world))
            after = _events(kind)
            transaction.set_rollback(True)
        got = letter(response)
        if got != expected:
            wrong.append(f"{name}: {got} instead of {expected} {response.content.decode()[:200]}")
        if after != before + (got == "+"):
            wrong.append(f"{name}: {got}, and {after - before} events of {kind}")
        wrong += faults(response, name, me[name])
        if expected == ".":
            other = keys[name].ask(case.method, absent, body_of(case, world))
            if (response.content, dict(response.headers)) != (other.content, dict(other.headers)):
                wrong.append(f"{name} can tell that it exists")
    assert wrong == []
