"""The demonstration, laid out by the command that lays it out, once a day for each state of the source; then cloned."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from psycopg.conninfo import make_conninfo

from samsyn import postgres
from tests import servers

TEMPLATE = "samsyn_demonstration"
COMMAND = Path(sys.executable).parent / "samsyn"


def addresses(name: str) -> dict[str, str]:
    """How a process of its own reaches that database: as the three logins, and no other."""
    where = {"host": str(postgres.socket_dir(servers.HOME)), "dbname": name}
    logins = {"": "samsyn_app", "_PORTAL": "samsyn_portal", "_MIGRATE": "samsyn_migrate"}
    return {f"DATABASE_URL{suffix}": make_conninfo("", user=login, **where) for suffix, login in logins.items()}


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a fresh shell has, and what is said here; nothing of the tests' own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SAMSYN_", "DATABASE_", "DJANGO_", "PYTEST_"))
    }
    return {**kept, "SAMSYN_HOME": str(home), "SAMSYN_DEMO": "1", **more}


def samsyn(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, as a process of its own."""
    return subprocess.run(
        [COMMAND, *words], env=environment(home, **more), capture_output=True, text=True, check=False, timeout=300
    )


@contextmanager
def _alone() -> Iterator[None]:
    with (servers.HOME / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare() -> None:
    """Make the template, unless it stands since an earlier run today and nothing it comes from has changed."""
    told = {"source": servers.fingerprint(servers.ROOT / "src" / "samsyn"), "day": str(date.today())}  # noqa: DTZ011  a new day, a new layout
    state = servers.HOME / "demonstration.json"
    with _alone():
        with servers.administrator() as admin:
            there = admin.execute("select 1 from pg_database where datname = %s", [TEMPLATE]).fetchone()
        if there and state.exists() and json.loads(state.read_text()) == told:
            return
        state.unlink(missing_ok=True)
        servers.clone(servers.MIGRATED, TEMPLATE)
        home = servers.HOME / "demonstration"
        home.mkdir(exist_ok=True)
        for words in (("migrate",), ("demo", "reset", "--yes")):
            done = samsyn(home, *words, **addresses(TEMPLATE))
            assert done.returncode == 0, done.stderr
        state.write_text(json.dumps(told))
