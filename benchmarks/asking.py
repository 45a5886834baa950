"""Ask the product for pages within this process, and count what each answer costs."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client

from benchmarks.home import cpu_of

LOGINS = ("default", "portal")


@dataclass(frozen=True)
class Answer:
    """Milliseconds: of CPU in this process, of CPU in the database's, and by the clock."""

    status: int
    body: bytes
    cpu: float
    database: float
    wall: float

    @property
    def both(self) -> float:
        return self.cpu + self.database


class Side:
    """One database, read by one persona over connections that stay open; with row-level security or without."""

    handler: Any = None

    def __init__(self, database: str, email: str, *, without_wall: bool = False) -> None:
        self.connections = {}
        for login in LOGINS:
            made = connections.create_connection(login)
            made.settings_dict = {**made.settings_dict, "NAME": database}
            self.connections[login] = made
        with self:
            self.cookies = _sign_in(email)
            self.processes = [made.cursor().connection.info.backend_pid for made in self.connections.values()]
            if without_wall:
                with self.connections["default"].cursor() as cursor:
                    cursor.execute("set role samsyn_test")

    def __enter__(self) -> "Side":
        for login, made in self.connections.items():
            connections[login] = made
        return self

    def __exit__(self, *_: object) -> None:
        for login in LOGINS:
            del connections[login]

    def ask(self, path: str) -> Answer:
        """The page, through everything that gunicorn would call."""
        with self:
            return self._ask(path)

    def _ask(self, path: str) -> Answer:
        Side.handler = Side.handler or _application()
        plain, _mark, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": plain,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": self.cookies,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        seen: list[str] = []
        theirs = sum(map(cpu_of, self.processes))
        cpu, wall = time.process_time_ns(), time.perf_counter_ns()
        response = Side.handler(environ, lambda status, headers: seen.append(status))
        body = b"".join(response)
        response.close()
        cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
        database = sum(map(cpu_of, self.processes)) - theirs
        return Answer(int(seen[0][:3]), body, cpu / 1e6, database / 1e6, wall / 1e6)

    def close(self) -> None:
        for made in self.connections.values():
            made.close()


def _application() -> Any:
    from samsyn.wsgi import application  # noqa: PLC0415  needs Django set up

    return application


def _sign_in(email: str) -> str:
    from samsyn.accounts.models import User  # noqa: PLC0415  needs Django set up

    client = Client()
    client.force_login(User.objects.get(email=email), "samsyn.accounts.backends.Backend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def counted(side: Side) -> Iterator[list[str]]:
    """The queries that are asked, by either login."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for made in side.connections.values():
            stack.enter_context(made.execute_wrapper(note))
        yield asked


def checked(side: Side, path: str) -> Answer:
    """A page that is there: nothing is measured of errors and redirects."""
    found = side.ask(path)
    assert found.status == 200, f"{path} answers {found.status}"
    return found


def middle(values: list[float]) -> float:
    return statistics.median(values)


def in_turns(rounds: int, *asked: tuple[Side, str]) -> list[list[Answer]]:
    """Each in turn, so many rounds over: whatever else the machine does meets them all alike."""
    for side, path in asked:
        for _n in range(3):
            checked(side, path)
    found: list[list[Answer]] = [[] for _each in asked]
    for number in range(rounds):
        order = range(len(asked)) if number % 2 else reversed(range(len(asked)))
        for each in order:
            found[each].append(asked[each][0].ask(asked[each][1]))
    return found
