"""Reach the database from a command: the one that is running, or one started for as long as the command takes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from samsyn import postgres


def home() -> Path:
    return Path(os.environ.get("SAMSYN_HOME", ".samsyn")).resolve()


def outside() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


@contextmanager
def database() -> Iterator[None]:
    """The embedded server, ours or already running; nothing to do when the database is outside."""
    if outside():
        yield
        return
    server = postgres.Server(home())
    try:
        server.administrator().close()
    except psycopg.OperationalError:
        with server:
            yield
        return
    yield
