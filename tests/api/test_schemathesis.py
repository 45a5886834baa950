"""What the description allows, and some of what it does not, sent by a machine: no error page, and true answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import CoverageScenario
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from samsyn.api.app import api
from tests.api.keys import KeyClient
from tests.matrix.table import kept_files
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "portal"])]


def described(**phases: bool) -> Any:
    """The API by its description; only these ways to make up requests."""
    told = {"phases": {name: {"enabled": phases.get(name, False)} for name in ("examples", "fuzzing", "coverage")}}
    made = schemathesis.openapi.from_dict(api.get_openapi_schema(), config=SchemathesisConfig.from_dict(told))
    made.app = get_wsgi_application()
    return made


drawn, edges = described(fuzzing=True), described(coverage=True)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
]
# Somewhere for the addresses to lead: drawn at random, they would all end in 404.
THERE = {
    "networks": ("network_draft", "network_shared", "network_other"),
    "forums": ("forum_draft", "forum_shared", "forum_other"),
    "collaborations": ("collaboration_draft", "collaboration_shared", "collaboration_other"),
    "organisations": ("1461", "organisation_added"),
    "bodies": ("1461_board", "1460_board"),
    "people": ("person_a_chair", "person_b_registrar"),
    "matters": ("matter_draft", "matter_shared", "matter_newer", "matter_other", "matter_entered"),
    "matter-documents": ("unshared_shared", "paper_shared", "hidden_draft"),
    "referrals": ("referral_asked_1461", "referral_asked_1460"),
    "local-matters": ("local_shared_1461", "local_received_1460"),
    "steps": ("step_received_1461_2", "step_received_1460_2"),
    "decisions": ("decision_entered_1461_2", "decision_shared_1460_2"),
}
few = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _kept_open() -> Iterator[None]:
    """The end of a request does not end the test's own transaction; Django's client sees to the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _filed(world: World, db: None, files: Path) -> None:
    kept_files(world, files)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(case: Any, key: KeyClient, checks: list[Any]) -> Any:
    with undone():
        return case.call_and_validate(headers={"Authorization": f"Bearer {key.secret}"}, checks=checks)


@drawn.parametrize()
@pytest.mark.parametrize("key", ["write", "b"])
@settings(few, max_examples=4)
def test_requests_drawn_at_random(case: Any, key: str, world: World, keys: dict[str, KeyClient]):
    """At an address that is nowhere, and at something that this key may see or not."""
    sent(case, keys[key], CHECKS)
    if "{uid}" in case.operation.path:
        names = THERE[case.operation.path.split("/")[3]]
        case.path_parameters = {"uid": str(world[names[len(str(case.body)) % len(names)]])}
        sent(case, keys[key], CHECKS)


@edges.parametrize()
@few
def test_edges_of_what_is_described(case: Any, world: World, keys: dict[str, KeyClient]):
    """The longest and shortest values, what is left out, and methods that are not described."""
    if case.meta.phase.data.scenario != CoverageScenario.INCORRECT_TYPE:  # half of all; drawn at random above
        sent(case, keys["write"], CHECKS)


@drawn.parametrize()
@settings(few, max_examples=1)
def test_no_operation_answers_without_a_key(case: Any, world: World, keys: dict[str, KeyClient]):
    """The check asks again without the key, and with one that was made up."""
    sent(case, keys["write"], [ignored_auth])
    with undone():
        assert case.call(headers={}).status_code == 401
