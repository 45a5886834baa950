"""The command on the demonstration: the same one for the tests that read, one of its own for a test that writes."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests import servers
from tests.conftest import _name
from tests.demo import laid_out


class Command:
    """`samsyn` with a data folder and a database."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database

    def __call__(self, *words: str, **more: str) -> CompletedProcess[str]:
        return laid_out.samsyn(self.home, *words, **laid_out.addresses(self.database), **more)


@pytest.fixture(scope="session")
def _demonstration(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    laid_out.prepare()
    name = f"{_name(request.config)}_demonstration"
    servers.clone(laid_out.TEMPLATE, name)
    yield name
    servers.drop(name)


@pytest.fixture
def samsyn(_demonstration: str, tmp_path: Path) -> Command:
    """On a demonstration that several tests read."""
    return Command(tmp_path, _demonstration)


@pytest.fixture
def samsyn_alone(request: Any, django_db_setup: None, tmp_path: Path) -> Iterator[Command]:
    """On a demonstration of this test's own."""
    laid_out.prepare()
    name = f"{_name(request.config)}_demonstration_own"
    servers.clone(laid_out.TEMPLATE, name)
    yield Command(tmp_path, name)
    servers.drop(name)
