"""The wall over real connections: threads, commits, the portal's own login, and a wall altered by hand."""

import psycopg
import pytest
from django.db import connection, transaction


def test_settings_do_not_outlive_their_transaction(own_database, world):
    from samsyn.collaborations.models import Collaboration

    with world.acting("a_coordinator"):
        assert Collaboration.objects.exists()

    assert not Collaboration.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select nullif(current_setting('samsyn.authority', true), '')")
        assert cursor.fetchone() == (None,)


def test_a_new_thread_is_nobody(own_database, world):
    from concurrent.futures import ThreadPoolExecutor

    from samsyn.collaborations.models import Collaboration

    def look() -> bool:
        try:
            with transaction.atomic():
                return Collaboration.objects.exists()
        finally:
            connection.close()

    with world.acting("a_coordinator"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(look).result() is False


def test_the_portal_reads_the_public_copies_and_nothing_else(own_database):
    from samsyn import postgres
    from tests import servers

    with psycopg.connect(
        host=str(postgres.socket_dir(servers.HOME)), user="samsyn_portal", dbname=own_database
    ) as portal:
        assert portal.execute("select count(*) from public_site.collaboration").fetchone() == (1,)
        for statement in (
            "select 1 from public.collaborations_collaboration",
            "select 1 from public.accounts_user",
            "insert into public_site.network select * from public_site.network",
            "delete from public_site.collaboration",
            "select samsyn.enter(1, null, current_date, null)",
            "create table public.t (a int)",
            "create temporary table t (a int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), portal.transaction():
                portal.execute(statement)


def test_laying_down_again_changes_nothing(own_database):
    """A policy altered by hand is found and put right."""

    from tests import servers

    def wall() -> list[tuple[object, ...]]:
        with servers.administrator(own_database) as admin:
            policies = admin.execute(
                "select schemaname, tablename, policyname, cmd, qual, with_check from pg_policies order by 1, 2, 3"
            )
            rights = admin.execute("select relname, relacl::text from pg_class where relkind = 'r' order by 1")
            return [*policies.fetchall(), *rights.fetchall()]

    before = wall()
    with servers.administrator(own_database) as admin:
        admin.execute("alter policy read on collaborations_collaboration using (true)")
        admin.execute("grant delete on audit_event to samsyn_app")
    assert wall() != before

    code = "from samsyn.isolation.laying import lay_down; lay_down(only_changed=False)"
    servers._run(code, own_database)

    assert wall() == before
