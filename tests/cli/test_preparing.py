"""Preparing an outside PostgreSQL with its administrator's address: by the command, or by itself at the first start."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samsyn import postgres
from tests.demo.laid_out import COMMAND, environment

pytestmark = pytest.mark.slow
BY_ITSELF = (
    "import json, os; from samsyn.cli import supervisor; supervisor.prepare_database(); "
    "print(json.dumps({name: word for name, word in os.environ.items() if name.startswith('DATABASE_URL')}))"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[postgres.Server]:
    """An empty server, which is not the program's own."""
    with postgres.Server(tmp_path / "outside", durable=False) as running:
        yield running


def prepared(server: postgres.Server) -> None:
    """The roles as they should be, and the schemas in the database of the program."""
    with server.administrator("samsyn") as admin:
        roles = admin.execute(
            "select rolname::text, rolcanlogin, rolsuper, rolbypassrls from pg_roles "
            "where rolname like 'samsyn\\_%' order by 1"
        ).fetchall()
        schemas = {name for (name,) in admin.execute("select nspname::text from pg_namespace")}
    assert roles == [
        ("samsyn_app", True, False, False),
        ("samsyn_backup", True, False, True),  # reads everything, writes nothing: for pg_dump
        ("samsyn_migrate", True, False, False),
        ("samsyn_owner", False, False, False),
        ("samsyn_portal", True, False, False),
    ]
    assert {"samsyn", "public_site"} <= schemas


def test_the_command_prepares_a_server_and_may_be_given_twice(server: postgres.Server):
    url = make_conninfo("", host=str(server.socket), user=postgres.ADMINISTRATOR, dbname="postgres")
    for _time in range(2):
        done = subprocess.run([COMMAND, "database", "prepare", url], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.strip() == "The database samsyn is prepared. Next: samsyn migrate."
    prepared(server)


def test_with_an_administrators_address_the_first_start_prepares_and_goes_on_as_the_logins(
    server: postgres.Server, tmp_path: Path
):
    """Their passwords are made up, and kept where nobody else reads them."""
    url = make_conninfo("", host=str(server.socket), user=postgres.ADMINISTRATOR, dbname="postgres")
    told = []
    for _time in range(2):
        done = subprocess.run(
            [sys.executable, "-c", BY_ITSELF],
            env=environment(tmp_path, DATABASE_URL=url),
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(json.loads(done.stdout))

    prepared(server)
    assert told[0] == told[1]  # the same passwords the second time
    addresses = {name: conninfo_to_dict(address) for name, address in told[0].items()}
    logins = {name: str(address["user"]) for name, address in addresses.items()}
    assert logins == {
        "DATABASE_URL": "samsyn_app",
        "DATABASE_URL_PORTAL": "samsyn_portal",
        "DATABASE_URL_MIGRATE": "samsyn_migrate",
    }
    kept = tmp_path / "logins.json"
    assert oct(kept.stat().st_mode)[-3:] == "600"
    passwords = json.loads(kept.read_text())
    assert {logins[name]: address["password"] for name, address in addresses.items()}.items() <= passwords.items()
    assert min(map(len, passwords.values())) >= 32
    for address in told[0].values():
        with psycopg.connect(address) as connection:
            assert connection.execute("select current_database()").fetchone() == ("samsyn",)
    with server.administrator() as admin:
        without = admin.execute("select rolname from pg_authid where rolcanlogin and rolpassword is null").fetchall()
    assert without == [(postgres.ADMINISTRATOR,)]
    assert os.environ.get("DATABASE_URL") is None
