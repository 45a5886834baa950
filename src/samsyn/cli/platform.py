"""Commands for whoever runs the installation."""

import os
import subprocess
import sys

import click
import psycopg

from samsyn import postgres
from samsyn.cli import supervisor
from samsyn.cli.server import database as reach_database
from samsyn.cli.server import home, outside


@click.command()
def run() -> None:
    """Start everything and keep it going until Ctrl+C: database, web and jobs."""
    sys.exit(supervisor.run())


@click.command()
def migrate() -> None:
    """Bring the database up to date, as the owner of the tables."""
    with reach_database():
        supervisor.prepare_database()
        supervisor.migrate()


@click.group()
def database() -> None:
    """What an administrator of an outside PostgreSQL needs."""


@database.command("sql")
def database_sql() -> None:
    """Print what the administrator runs once: roles first, then the rest inside the new database."""
    click.echo("-- as administrator, in any database; give the logins passwords of your own")
    for statement in (*postgres.ROLES, "create database samsyn owner samsyn_owner", *postgres.DATABASE_GRANTS):
        click.echo(f"{statement.format('samsyn')};")
    click.echo("\n-- then, connected to the database samsyn")
    for statement in postgres.INSIDE_THE_DATABASE:
        click.echo(f"{statement};")


@database.command("prepare")
@click.argument("url")
def database_prepare(url: str) -> None:
    """Do the same at once, with an administrator's address."""
    with psycopg.connect(url, autocommit=True) as administrator:
        postgres.prepare(administrator, "samsyn")
    with psycopg.connect(url, dbname="samsyn", autocommit=True) as administrator:
        postgres.prepare_inside(administrator)
    click.echo("The database samsyn is prepared. Next: samsyn migrate.")


@click.group()
def demo() -> None:
    """The demonstration."""


@demo.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
def demo_reset(yes: bool) -> None:
    """Empty the database and lay the demonstration out anew, around today."""
    if os.environ.get("SAMSYN_DEMO") != "1":
        raise click.ClickException("Only with SAMSYN_DEMO=1: this takes away everything in the database.")
    if not yes:
        click.confirm("This takes away everything in the database. Go on?", abort=True)
    with reach_database():
        supervisor.lay_out_demo()


@click.command()
def check() -> None:
    """Look for what is wrong with the installation: settings, roles and the wall in the database."""
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"], env=environment, check=False
    )
    with reach_database():
        import django  # noqa: PLC0415  settings are read when the server is there

        django.setup()
        from samsyn.isolation.catalogue import holes  # noqa: PLC0415

        found = holes()
    for hole in found:
        click.echo(hole, err=True)
    click.echo("The database wall has no holes." if not found else f"{len(found)} holes in the database wall.")
    sys.exit(1 if found or done.returncode else 0)


__all__ = ["check", "database", "demo", "home", "migrate", "outside", "run"]
