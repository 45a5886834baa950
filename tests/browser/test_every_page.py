"""Every page that anybody in the policy table can open, as they see it: filled, refused, with errors in its form."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from tests.browser.pages import skeleton
from tests.matrix.table import PAYLOADS, Case, kept_files, read_policy, url_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "portal"])]
CASES = read_policy()
GETS = sorted({case.name for case in CASES if case.method == "GET"})
POSTS = sorted({case.name for case in CASES if case.method == "POST"})


def is_page(response: Any) -> bool:
    return response.status_code != 302 and response.headers.get("Content-Type", "").startswith("text/html")


KNOWN: set[str] = set()


class Seen:
    """Pages built alike are looked at once, whichever address they come from: most refusals are the same page."""

    def __init__(self, look: Any) -> None:
        self.look, self.known, self.wrong = look, KNOWN, list[str]()

    def __call__(self, response: Any, what: str) -> None:
        if not is_page(response):
            return
        built = skeleton(response.content.decode())
        if built not in self.known:
            self.known.add(built)
            self.wrong += [f"{what}: {fault}" for fault in self.look(response)]


@pytest.mark.parametrize("name", GETS)
def test_every_page_is_accessible_valid_and_fits_a_phone(
    name: str,
    world: World,
    clients: dict[str, Client],
    files: Any,
    look: Any,
):
    kept_files(world, files)
    seen = Seen(look)
    for case in (case for case in CASES if case.name == name and case.method == "GET"):
        for person, letter in case.expected().items():
            if letter in "+-N.":
                seen(clients[person].get(url_of(case, world)), f"{case} as {person}")
    assert not seen.wrong, "\n".join(seen.wrong)


def bad_answers(case: Case, world: World, acting: str) -> list[dict[str, Any]]:
    """Nothing filled in, and nonsense in every field."""
    common = {"acting": acting, "key": str(uuid4())}
    fields = PAYLOADS[case.name][0](case, world)
    return [common, common | dict.fromkeys(fields, "varken eller " * 40)]


@pytest.mark.parametrize("name", POSTS)
def test_every_form_with_errors_is_accessible_and_valid(
    name: str,
    world: World,
    clients: dict[str, Client],
    files: Any,
    look: Any,
):
    kept_files(world, files)
    seen = Seen(look)
    for case in (case for case in CASES if case.name == name and case.method == "POST"):
        for person, letter in case.expected().items():
            if letter == "+":
                for sent in bad_answers(case, world, world.people.get(person, {}).get("assignment", "")):
                    with transaction.atomic():
                        response = clients[person].post(url_of(case, world), sent)
                        transaction.set_rollback(True)
                    seen(response, f"{case} as {person}")
    assert not seen.wrong, "\n".join(seen.wrong)
