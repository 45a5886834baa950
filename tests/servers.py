"""Databases for the tests: one embedded server, a migrated template, a template with a world in it, and clones of both.

Tests connect as samsyn_app and samsyn_portal, never as a superuser. The administrator only makes and drops databases.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from samsyn import postgres

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("SAMSYN_TEST_HOME", ROOT / ".tools" / "test-home"))
MIGRATED, WORLD = "samsyn_migrated", "samsyn_world"


def server() -> postgres.Server:
    return postgres.Server(HOME, durable=False)


def administrator(dbname: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(
        host=str(postgres.socket_dir(HOME)), user=postgres.ADMINISTRATOR, dbname=dbname, autocommit=True
    )


def fingerprint(*folders: Path) -> str:
    told = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.py") if folder.is_dir() else [folder]):
            told.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return told.hexdigest()


def clone(template: str, name: str) -> None:
    with administrator() as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')
        admin.execute(f'create database "{name}" template "{template}" owner samsyn_owner')
        for grant in postgres.DATABASE_GRANTS:
            admin.execute(grant.format(f'"{name}"'))


def drop(name: str) -> None:
    with administrator() as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')


def _run(code: str, name: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SAMSYN_MIGRATE": "1",
        "SAMSYN_TEST_DATABASE": name,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {code}"], check=True, env=environment)


def prepare(*, with_world: bool = True) -> None:
    """Make the two templates, unless they stand since an earlier run and nothing they come from has changed."""
    source = ROOT / "src" / "samsyn"
    migrations = sorted(source.rglob("migrations"))
    ground = fingerprint(
        *migrations, source / "isolation", source / "organisations" / "reference.py", source / "postgres.py"
    )
    world = fingerprint(source, *sorted((ROOT / "tests").glob("world*.py")))
    state = HOME / "templates.json"
    known = json.loads(state.read_text()) if state.exists() else {}
    with administrator() as admin:
        postgres.prepare(admin, "samsyn")
        postgres.run_each(
            admin,
            (
                "create role samsyn_test nologin bypassrls in role pg_read_all_data, pg_write_all_data",
                "grant samsyn_test to samsyn_app",
            ),
        )
        there = {name for (name,) in admin.execute("select datname from pg_database")}
    if known.get("ground") != ground or MIGRATED not in there:
        drop(MIGRATED)
        with administrator() as admin:
            admin.execute(f"create database {MIGRATED} owner samsyn_owner")
            for grant in postgres.DATABASE_GRANTS:
                admin.execute(grant.format(MIGRATED))
        with administrator(MIGRATED) as admin:
            postgres.prepare_inside(admin)
        _run(
            "from django.core.management import call_command as c; c('migrate', database='owner', verbosity=0); "
            "from samsyn.organisations import reference as r; r.load()",
            MIGRATED,
        )
        known = {"ground": ground}
    if with_world and (known.get("world") != world or WORLD not in there):
        clone(MIGRATED, WORLD)
        # The wall as it is declared now: the template may be older than a declaration.
        _run("from samsyn.isolation.laying import lay_down; lay_down(); from tests.world import build; build()", WORLD)
        with administrator(WORLD) as admin:
            admin.execute("grant execute on all functions in schema samsyn to samsyn_test")
        known["world"] = world
    state.write_text(json.dumps(known))
