"""The demonstration, for tests in this process."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.conftest import _name, use_database


@pytest.fixture
def laid(request: pytest.FixtureRequest, demonstration: str, django_db_blocker: Any) -> Iterator[None]:
    """As it was laid out; what a test changes is undone."""
    with django_db_blocker.unblock():
        use_database(demonstration)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        use_database(_name(request.config))


@pytest.fixture
def laid_alone(request: pytest.FixtureRequest, own_demonstration: str, django_db_blocker: Any) -> Iterator[str]:
    """One of a test's own, where what is changed stays changed."""
    with django_db_blocker.unblock():
        use_database(own_demonstration)
        yield own_demonstration
        use_database(_name(request.config))


@pytest.fixture
def step_in() -> Any:
    """A browser of somebody who chose one of the invented people."""

    def choose(key: str) -> Client:
        client = Client()
        answer = client.post(f"/demo/{key}/")
        assert (answer.status_code, answer.url) == (302, "/min-tur/")
        return client

    return choose
