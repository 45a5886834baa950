"""What the embedded server writes in its own log: how it fares, and nothing of what people wrote."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests import servers

LOG = servers.HOME / "postgres.log"


@pytest.fixture
def canary() -> str:
    """A word of nobody's, as a name or an address would stand in a row."""
    return f"Kanariefågel{uuid4().hex}"


@pytest.fixture
def connection() -> Iterator[Any]:
    with servers.administrator() as made:
        made.execute("create temporary table people (name text unique, born int check (born > 1900))")
        yield made


def written(log: Path, word: str) -> list[str]:
    """The lines with the word in them, when the server has had time to write."""
    time.sleep(0.3)
    return [line for line in log.read_text(errors="replace").splitlines() if word in line]


WRONG = {
    "a row that is there already": "insert into people (name) values ('{0}'), ('{0}')",
    "a row that breaks a check": "insert into people values ('{0}', 7)",
    "a number that is none": "select '{0}'::int",
    "a statement that is none": "selekt '{0}'",
    "a function that gives up": "do $$ begin raise exception 'no %', '{0}' using detail = '{0}', hint = '{0}'; end $$",
    "a warning": "do $$ begin raise warning 'mind %', '{0}'; end $$",
}


@pytest.mark.parametrize("statement", WRONG.values(), ids=WRONG)
def test_a_statement_that_fails_is_not_in_the_log(connection: Any, canary: str, statement: str):
    told: list[str] = []
    connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
    with suppress(psycopg.Error):
        connection.execute(statement.format(canary))
        assert canary in told[0]  # a warning goes to whoever asked
    assert written(LOG, canary) == []


def test_nor_are_its_parameters(connection: Any, canary: str):
    for sql in ("insert into people values (%s, 7)", "select %s::text::int", "select pg_advisory_lock(%s::text::int)"):
        with pytest.raises(psycopg.Error):
            connection.execute(sql, [canary], prepare=True)
    assert written(LOG, canary) == []


def test_nor_is_what_was_under_way_when_a_connection_is_ended(canary: str):
    with pytest.raises(psycopg.OperationalError), servers.administrator() as ended:
        ended.execute(f"select '{canary}', pg_terminate_backend({ended.info.backend_pid}), pg_sleep(5)")
    assert written(LOG, canary) == []
    assert written(LOG, "FATAL:  terminating connection due to administrator command") != []


def test_the_log_still_tells_how_the_server_fares():
    assert written(LOG, "database system is ready to accept connections") != []
