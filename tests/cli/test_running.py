"""`samsyn run` from the first start to the last stop, on the embedded database and on one outside."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from samsyn import postgres
from tests.demo.laid_out import COMMAND, environment

pytestmark = pytest.mark.slow
DEBIAN = Path("/usr/lib/postgresql/15/bin")
PATIENCE = 240  # the first start lays out the demonstration; the machine may be busy


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def children(pid: int) -> set[int]:
    """All processes below this one."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            found |= {child, *children(child)}
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; what has ended and waits to be noticed is not counted."""
    running = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            continue
        if state not in "ZX":
            running.add(pid)
    return running


class Running:
    """`samsyn run` as a process of its own, and what it said."""

    def __init__(self, home: Path, **more: str) -> None:
        self.port = free_port()
        self.log = home / "said.txt"
        self.begun = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, "run"],
                env=environment(home, PORT=str(self.port), SAMSYN_WORKERS="1", **more),
                stdout=log,
                stderr=log,
            )

    def ready(self) -> float:
        """Seconds until it says that it is."""
        while f"Open http://localhost:{self.port}/" not in (said := self.log.read_text()):
            assert self.process.poll() is None, said
            assert time.monotonic() - self.begun < PATIENCE, said
            time.sleep(0.05)
        return time.monotonic() - self.begun

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://localhost:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def stop(self, how: signal.Signals) -> tuple[int, set[int]]:
        """The exit code, and the processes that are left a moment after."""
        ours = {self.process.pid, *children(self.process.pid)}
        assert len(ours) > 3  # web, its worker, and jobs at least
        self.process.send_signal(how)
        code = self.process.wait(60)
        end = time.monotonic() + 10
        while (left := alive(ours)) and time.monotonic() < end:
            time.sleep(0.05)
        return code, left

    def end(self) -> None:
        """Whatever happened in the test, nothing of it goes on."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


@contextmanager
def running(home: Path, **more: str) -> Iterator[Running]:
    started = Running(home, **more)
    try:
        yield started
    finally:
        started.end()


def run_to_its_end(home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "run"], env=environment(home, **more), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def collaborations(home: Path) -> int:
    with postgres.Server(home).administrator("samsyn") as admin:
        row = admin.execute("select count(*) from collaborations_collaboration").fetchone()
        assert row
        return int(str(row[0]))


def test_a_whole_life_on_the_embedded_database(tmp_path: Path):
    """One test, for the second start needs the first."""
    home = tmp_path / "home"
    home.mkdir()
    with running(home) as first:
        took = first.ready()
        status, page = first.get("/")
        assert (status, 'lang="sv"' in page, "Dalslandssamverkan" in page) == (200, True, True)
        assert re.search(r'href="(/static/samsyn/samsyn\.[0-9a-f]+\.css)"', page)
        assert first.get("/oppet/natverk/")[0] == 200
        assert first.get("/api/v1/networks")[0] == 401

        # a second one on the same data
        second = run_to_its_end(home, PORT=str(free_port()))
        assert (second.returncode, second.stdout) == (1, "")
        assert f"Samsyn is already running with the data in {home}." in second.stderr
        assert first.get("/")[0] == 200

        # a command reaches the database that is running
        file = tmp_path / "register.csv"
        file.write_text("namn;parter\nGemensam arkivarie;Mellerud\n")
        before = collaborations(home)
        done = subprocess.run(
            [COMMAND, "register", "import", file], env=environment(home), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert collaborations(home) == before + 1

        assert first.stop(signal.SIGTERM) == (0, set())
    assert not (home / "postgres" / "postmaster.pid").exists()
    assert (home / "postgres" / "PG_VERSION").exists()
    assert oct((home / "secret_key").stat().st_mode)[-3:] == "600"

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = str(taken.getsockname()[1])
        done = run_to_its_end(home, PORT=busy)
    assert done.returncode == 1
    assert f"Is something else using port {busy}? Choose another with PORT=8001." in done.stderr
    assert not (home / "postgres" / "postmaster.pid").exists()

    with running(home) as again:
        second_took = again.ready()
        assert again.get("/")[0] == 200
        assert collaborations(home) == before + 1
        assert again.stop(signal.SIGINT) == (0, set())  # Ctrl+C
    assert second_took < took / 2
    said = (home / "said.txt").read_text()
    assert said.count("laying out the demonstration") == 1
    assert "Traceback" not in said


@contextmanager
def outside_server(home: Path) -> Iterator[postgres.Server]:
    """A PostgreSQL that is not ours to start: Debian's 15, where it is installed."""
    before = os.environ.get("SAMSYN_PG_BIN")
    if DEBIAN.is_dir():
        os.environ["SAMSYN_PG_BIN"] = str(DEBIAN)
    try:
        with postgres.Server(home, durable=False) as server:
            yield server
    finally:
        if before is None:
            os.environ.pop("SAMSYN_PG_BIN", None)
        else:
            os.environ["SAMSYN_PG_BIN"] = before


def test_an_outside_database_prepared_by_its_administrator(tmp_path: Path):
    """What `samsyn database sql` prints is run on an empty server; then Samsyn runs there, and is no demonstration."""
    home = tmp_path / "home"
    home.mkdir()
    with outside_server(tmp_path / "outside") as server:
        printed = subprocess.run([COMMAND, "database", "sql"], capture_output=True, text=True, check=True).stdout
        first, inside = printed.split("-- then, connected to the database samsyn\n")
        for part, database in ((first, "postgres"), (inside, "samsyn")):
            with server.administrator(database) as admin:
                for statement in part.splitlines():
                    admin.execute(statement)

        def address(login: str) -> str:
            return make_conninfo("", host=str(server.socket), dbname="samsyn", user=login)

        said = {
            "SAMSYN_DEMO": "0",
            "SAMSYN_HOSTS": "localhost samsyn.ale.example",
            "DATABASE_URL": address("samsyn_app"),
            "DATABASE_URL_PORTAL": address("samsyn_portal"),
            "DATABASE_URL_MIGRATE": address("samsyn_migrate"),
        }
        with running(home, **said) as started:
            started.ready()
            assert not (home / "postgres").exists()
            by_proxy = {"X-Forwarded-Proto": "https"}
            status, page = started.get("/", **by_proxy)
            assert (status, 'lang="sv"' in page, "demonstration" in page) == (200, True, False)
            assert started.get("/demo/", **by_proxy)[0] == 404
            assert started.get("/demo/elin/", **by_proxy)[0] == 404
            assert started.stop(signal.SIGTERM) == (0, set())

        check = subprocess.run(
            [COMMAND, "check"], env=environment(home, **said), capture_output=True, text=True, check=False
        )
        assert (check.returncode, check.stdout.splitlines()[-1]) == (0, "The database wall has no holes."), check.stderr
        with psycopg.connect(address("samsyn_app")) as app:
            rights = app.execute("select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles").fetchall()
            assert any(rights)
            mine = app.execute(
                "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = user"
            ).fetchone()
            assert mine == (False,)


def test_an_outside_database_that_is_away_is_told_so(tmp_path: Path):
    done = run_to_its_end(tmp_path, DATABASE_URL="host=127.0.0.1 port=1 dbname=samsyn user=samsyn_app")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Samsyn: could not start." in done.stderr
    assert "Traceback" not in done.stderr


def test_data_of_another_version_of_postgresql_is_not_touched(tmp_path: Path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("12\n")
    done = run_to_its_end(tmp_path, PORT=str(free_port()))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"belongs to PostgreSQL 12, the programs are \d+\. Move the data with pg_dump", done.stderr)
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["PG_VERSION"]
