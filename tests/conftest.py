"""One server for the whole run, one database per worker, and people to act as."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import servers

# How long an example takes says something of the machine only, and our session-wide fixtures do not change.
settings.register_profile(
    "samsyn", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("samsyn")

_stack = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the server and makes the templates; workers find them there."""
    if hasattr(config, "workerinput") or config.option.collectonly or os.environ.get("SAMSYN_TEST_RUNNING"):
        return
    servers.HOME.mkdir(parents=True, exist_ok=True)
    _stack.enter_context(servers.server())
    servers.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _stack.close()


def _name(config: pytest.Config) -> str:
    return f"test_{getattr(config, 'workerinput', {}).get('workerid', 'main')}"


def use_database(name: str) -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    name = _name(request.config)
    with django_db_blocker.unblock():
        servers.clone(servers.WORLD, name)
        use_database(name)
        signed_in()
        yield
        use_database("postgres")
        servers.drop(name)


@pytest.fixture(scope="session")
def world(django_db_setup: None) -> Any:
    from tests.world import World

    return World.load()


_sessions: dict[str, str] = {}


def signed_in() -> None:
    """Sign each persona in once, in the worker's own database: signing in anew for each test would cost the most."""
    from django.conf import settings
    from django.test import Client

    from samsyn.accounts.models import User
    from tests.world import PERSONAS, World

    world = World.load()
    for name in PERSONAS:
        client = Client()
        client.force_login(User.objects.get(email=world.people[name]["email"]))
        _sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def clients(request: pytest.FixtureRequest, world: Any) -> dict[str, Any]:
    """A signed-in client for each persona, and one for a stranger."""
    from django.conf import settings
    from django.test import Client

    from samsyn.accounts.models import User
    from tests.world import PERSONAS

    found = {"stranger": Client()}
    for name in PERSONAS:
        found[name] = Client()
        if "own_database" in request.fixturenames:  # a clone of the world, where nobody has signed in
            found[name].force_login(User.objects.get(email=world.people[name]["email"]))
        else:
            found[name].cookies[settings.SESSION_COOKIE_NAME] = _sessions[name]
    return found


@pytest.fixture
def own_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database for one test that commits, kills or runs several connections."""
    name = f"{_name(request.config)}_own"
    with django_db_blocker.unblock():
        servers.clone(servers.WORLD, name)
        use_database(name)
        yield name
        use_database(_name(request.config))
        servers.drop(name)


@pytest.fixture(scope="session")
def demonstration(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    """The name of a database with the demonstration laid out, that several tests read."""
    from tests.demo import laid_out

    laid_out.prepare()
    name = f"{_name(request.config)}_demonstration"
    servers.clone(laid_out.TEMPLATE, name)
    yield name
    servers.drop(name)


@pytest.fixture
def own_demonstration(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    """The same, for one test that writes."""
    from tests.demo import laid_out

    laid_out.prepare()
    name = f"{_name(request.config)}_demonstration_own"
    servers.clone(laid_out.TEMPLATE, name)
    yield name
    servers.drop(name)


@pytest.fixture
def journey_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Five municipalities and a forum, before a matter's journey begins; fresh, and for one test that commits."""
    from tests import journey

    journey.prepare()
    with django_db_blocker.unblock(), _journey(request.config) as name:
        yield name


@contextmanager
def _journey(config: pytest.Config) -> Iterator[str]:
    from tests import journey

    name = f"{_name(config)}_journey"
    servers.clone(journey.TEMPLATE, name)
    use_database(name)
    yield name
    use_database(_name(config))
    servers.drop(name)


@pytest.fixture(scope="session")
def walked(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Any:
    """Walks a matter's journey by a door, on a fresh database, once a run; gives what came of it."""
    from django.test import override_settings

    from tests import journey
    from tests.driving import DRIVERS

    done: dict[str, journey.Walked] = {}

    def by(door: str) -> journey.Walked:
        if door not in done:
            journey.prepare()
            folder = tmp_path_factory.mktemp(door)
            with django_db_blocker.unblock(), _journey(request.config), override_settings(HOME=folder):
                done[door] = DRIVERS[door](folder).walked()
        return done[door]

    return by


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.HOME = tmp_path
    return tmp_path


@contextmanager
def wall_2_off() -> Iterator[None]:
    """Without row-level security: to look at everything, or to try the first wall alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role samsyn_test")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set role none")


@pytest.fixture(scope="session", autouse=True)
def _language() -> Iterator[None]:
    from django.utils import translation

    with translation.override("sv"):
        yield


def pytest_sessionfinish() -> None:
    shutil.rmtree(servers.HOME / "files", ignore_errors=True)
