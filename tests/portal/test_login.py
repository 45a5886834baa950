"""The portal's own login to the database: it reads the public copies and nothing else, and it is all that is used."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.urls import reverse

from samsyn import postgres
from samsyn.accounts.models import User
from samsyn.collaborations.models import PublicCollaboration
from tests import servers
from tests.conftest import wall_2_off
from tests.hearing import listening
from tests.portal.pages import published, urls
from tests.sending import text
from tests.world import MARK, World

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def refused(own_database: str) -> Iterator[None]:
    """The database does not let the application's own login in."""
    told = connections["default"].settings_dict
    user = told["USER"]
    connections["default"].close()
    told["USER"] = "nobody_at_all"
    yield
    connections["default"].close()
    told["USER"] = user


def test_public_pages_are_there_when_the_applications_own_login_is_refused(world: World, refused: None):
    for url in urls(world):
        assert Client().get(url).status_code == 200, url
    assert connections["default"].connection is None


def test_the_refusal_is_felt_by_the_other_pages(world: World, refused: None):
    """That the test above can fail."""
    with pytest.raises(OperationalError, match="nobody_at_all"):
        Client().get(reverse("account_login"))


def test_public_pages_ask_the_other_login_nothing(world: World):
    asked: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked.append(sql)
        return execute(sql, params, many, context)

    client = Client()
    with connections["default"].execute_wrapper(note):
        for url in urls(world):
            client.get(url)
    assert asked == []


@pytest.fixture
def portal(own_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        host=str(postgres.socket_dir(servers.HOME)), user="samsyn_portal", dbname=own_database, autocommit=True
    ) as connection:
        yield connection


def tables(name: str) -> dict[str, list[str]]:
    """Every table, by schema."""
    with servers.administrator(name) as admin:
        rows = admin.execute(
            "select schemaname, tablename from pg_tables where schemaname in ('public', 'public_site', 'samsyn')"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for schema, table in rows:
        found.setdefault(schema, []).append(table)
    return found


def test_its_login_reads_the_public_copies_alone(own_database: str, portal: psycopg.Connection):
    found = tables(own_database)
    assert sorted(found["public_site"]) == ["answer", "collaboration", "matter", "network"]
    assert len(found["public"]) > 40
    for table in found["public"]:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute(f'select 1 from public."{table}" limit 1')
    for table in found["public_site"]:
        there = 2 if table == "answer" else 1
        assert portal.execute(f'select count(*) from public_site."{table}"').fetchone() == (there,)


@pytest.mark.parametrize("table", ["network", "collaboration", "matter", "answer"])
def test_its_login_changes_nothing(portal: psycopg.Connection, table: str):
    for statement in (
        f"insert into public_site.{table} select * from public_site.{table}",
        f"update public_site.{table} set published_at = now()",
        f"delete from public_site.{table}",
        f"truncate public_site.{table}",
        f"create table public_site.{table}_more (id int)",
        "create table public.more (id int)",
        "create temporary table more (id int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute(statement)


def test_its_login_becomes_nobody_else(portal: psycopg.Connection):
    for role in ("samsyn_app", "samsyn_owner", "samsyn_migrate", "samsyn_backup", "samsyn"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute(f"set role {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute("select * from samsyn.enter(1, null, current_date, null)")


def test_a_fault_of_ours_shows_nothing_and_is_noted(world: World):
    """A public copy that somebody broke in the database: the page cannot be made."""
    with wall_2_off():
        changed = PublicCollaboration.objects.filter(uid=world["collaboration_published"]).update(content={})
    assert changed == 1
    client = Client(raise_request_exception=False)

    with listening() as heard:
        answer = client.get(published(world, "collaboration"))

    assert (answer.status_code, "Något gick fel" in text(answer)) == (500, True)
    for inside in ("Traceback", "KeyError", ".py", "samsyn.portal"):
        assert inside not in answer.content.decode()
    assert not MARK.search(answer.content)
    (line,) = [line for line in heard if "Traceback" in line]
    assert "KeyError" in line
    assert not MARK.search(line.encode())


def test_a_session_of_somebody_signed_in_is_not_looked_up(world: World):
    """The public page is the same for them, and costs no question to the other database login."""
    client = Client()
    client.force_login(User.objects.get(email="a_coordinator@demo.example"))
    connections["default"].close()
    told, user = connections["default"].settings_dict, connections["default"].settings_dict["USER"]
    told["USER"] = "nobody_at_all"
    try:
        assert client.get(reverse("portal:front")).status_code == 200
    finally:
        connections["default"].close()
        told["USER"] = user
