"""Starts and stops everything: database, web and jobs. Imports no Django, so that a second start is quick."""

import fcntl
import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samsyn import postgres
from samsyn.cli.server import home, outside

HERE = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    sys.stderr.write(f"Samsyn: {text}\n")
    sys.stderr.flush()


def run() -> int:
    """Returns the exit code; 0 when it was asked to stop."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)
    with ExitStack() as stack:
        try:
            stack.enter_context(_alone())
            if not outside():
                say(f"starting the database in {home() / 'postgres'}")
                stack.enter_context(postgres.Server(home()))
            bring_up_to_date()
            processes = start_processes(stack)
        except (postgres.ServerFailed, psycopg.OperationalError, subprocess.CalledProcessError) as error:
            say(f"could not start. {error}")
            return 1
        url = f"http://localhost:{port()}/"
        if not _answers(url, processes):
            say(f"the web server did not start. Is something else using port {port()}? Choose another with PORT=8001.")
            return 1
        say(f"ready after {time.monotonic() - started:.1f} s. Open {url}  (stop with Ctrl+C)")
        return _wait(processes)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def port() -> str:
    return os.environ.get("PORT", "8000")


@contextmanager
def _alone() -> Iterator[None]:
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise postgres.ServerFailed(
                f"Samsyn is already running with the data in {home()}. Stop it, or set SAMSYN_HOME to another folder."
            ) from None
        yield


# --- database -----------------------------------------------------------------------------------------------------
def prepare_database() -> None:
    """Roles and database, when we may; on an outside server the logins' passwords are kept in the data folder."""
    if not outside():
        server = postgres.Server(home())
        with server.administrator() as administrator:
            postgres.prepare(administrator, "samsyn")
        with server.administrator("samsyn") as administrator:
            postgres.prepare_inside(administrator)
        return
    url = os.environ["DATABASE_URL"]
    told: dict[str, Any] = dict(conninfo_to_dict(url))
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
        if not row or not row[0]:
            return  # the application's own login: an administrator has prepared the database (samsyn database sql)
        name = told.get("dbname") or "samsyn"
        name = "samsyn" if name in ("postgres", "template1") else name
        kept = _passwords()
        postgres.prepare(connection, name, kept)
    with psycopg.connect(make_conninfo(url, dbname=name), autocommit=True) as connection:
        postgres.prepare_inside(connection)
    where = {key: value for key, value in told.items() if key not in ("user", "password", "dbname")}
    for variable, login in (
        ("DATABASE_URL", "samsyn_app"),
        ("DATABASE_URL_PORTAL", "samsyn_portal"),
        ("DATABASE_URL_MIGRATE", "samsyn_migrate"),
    ):
        os.environ[variable] = make_conninfo(**where, dbname=name, user=login, password=kept[login])


def _passwords() -> dict[str, str]:
    path = home() / "logins.json"
    if not path.exists():
        made = {login: secrets.token_urlsafe(24) for login in postgres.LOGINS}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    found: dict[str, str] = json.loads(path.read_text())
    return found


def _fingerprint() -> str:
    """Changes when a migration, a declaration of the wall, or a static file does."""
    told = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".html", ".po"):
            seen = path.stat()
            told.update(f"{path.relative_to(HERE)} {seen.st_size} {seen.st_mtime_ns}".encode())
    return told.hexdigest()


def bring_up_to_date() -> None:
    """Migrations and static files when something has changed, and the demonstration the first time."""
    state = home() / "state.json"
    known = json.loads(state.read_text()) if state.exists() else {}
    mark = _fingerprint()
    if outside() or known.get("mark") != mark:
        prepare_database()
    if known.get("mark") != mark:
        migrate()
        say("collecting static files")
        django("collectstatic", "--noinput", "-v0")
    if os.environ.get("SAMSYN_DEMO") == "1" and not known.get("demo"):
        lay_out_demo()
        known["demo"] = True
    state.write_text(json.dumps({**known, "mark": mark}))


def django(*arguments: str, **environment: str) -> None:
    subprocess.run([sys.executable, "-m", "django", *arguments], check=True, env=_environment(**environment))  # noqa: S603


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "samsyn.settings", "SAMSYN_HOME": str(home()), **more}


def migrate() -> None:
    say("bringing the database up to date (the first time takes half a minute)")
    django("migrate", "--database", "owner", "-v0", SAMSYN_MIGRATE="1")
    python("from samsyn.organisations import reference; reference.load()", SAMSYN_MIGRATE="1")


def lay_out_demo() -> None:
    say("laying out the demonstration")
    python(
        "from samsyn.cli.supervisor import say; from samsyn.demo.layout import Layout; Layout(say).build()",
        SAMSYN_MIGRATE="1",
    )


def python(code: str, **environment: str) -> None:
    """Run a line in a process that may own the tables."""
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import django; django.setup(); {code}"], check=True, env=_environment(**environment)
    )


# --- processes ----------------------------------------------------------------------------------------------------
def start_processes(stack: ExitStack) -> list[subprocess.Popen[bytes]]:
    """Web and jobs, as children that are stopped with us."""
    environment = _environment(SAMSYN_URL=os.environ.get("SAMSYN_URL", f"http://localhost:{port()}"))
    workers, threads = os.environ.get("SAMSYN_WORKERS", "2"), os.environ.get("SAMSYN_THREADS", "4")
    bind = f"{os.environ.get('SAMSYN_BIND', '127.0.0.1')}:{port()}"
    commands = [
        [
            sys.executable,
            "-m",
            "gunicorn",
            "samsyn.wsgi",
            "-b",
            bind,
            "-w",
            workers,
            "--threads",
            threads,
            "--worker-class",
            "gthread",
            "--preload",
            "--log-level",
            "warning",
            "--graceful-timeout",
            "20",
            "--no-control-socket",
        ],
        [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"],
    ]
    log = stack.enter_context((home() / "jobs.log").open("ab"))
    processes = []
    for command, output in zip(commands, (None, log), strict=True):
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)  # noqa: S603
        stack.callback(_end, process)
        processes.append(process)
    return processes


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str, processes: list[subprocess.Popen[bytes]]) -> bool:
    # As our own proxy would ask: without that word, https is asked for, which this server does not speak.
    request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})  # noqa: S310  our own address
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if any(process.poll() is not None for process in processes):
            return False
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own address
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            time.sleep(0.03)
    return False


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    try:
        while True:
            for process in processes:
                if process.poll() is not None:
                    say(f"a process ended by itself (code {process.returncode}); stopping the rest. See {home()}.")
                    return 1
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("stopping")
        return 0
