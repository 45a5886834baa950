"""The command on the demonstration: the same one for the tests that read, one of its own for a test that writes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from samsyn import postgres
from tests.demo import laid_out


class Command:
    """`samsyn` with a data folder and a database."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database

    def __call__(self, *words: str, **more: str) -> CompletedProcess[str]:
        return laid_out.samsyn(self.home, *words, **laid_out.addresses(self.database), **more)


@pytest.fixture
def samsyn(demonstration: str, tmp_path: Path) -> Command:
    return Command(tmp_path, demonstration)


@pytest.fixture
def samsyn_alone(own_demonstration: str, tmp_path: Path) -> Command:
    return Command(tmp_path, own_demonstration)


@pytest.fixture(autouse=True)
def _no_sockets_left(tmp_path: Path) -> Iterator[None]:
    """The folder of a server's socket lies outside its data, and outlives both."""
    yield
    for home in (tmp_path, tmp_path / "home", tmp_path / "outside"):
        shutil.rmtree(postgres.socket_dir(home), ignore_errors=True)
