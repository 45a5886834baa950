"""The second wall, tried table by table with the first one away: plain SQL as each person, against the oracle."""

from typing import Any

import psycopg
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from samsyn.isolation import clock
from samsyn.isolation.tables import quoted
from tests.conftest import wall_2_off
from tests.isolation.oracle import Me, circles_of, protected
from tests.world import PERSONAS, World

Row = dict[str, Any]


def rows_of(model: type[models.Model]) -> list[Row]:
    """All rows, with the wall away."""
    columns = [f.column for f in model._meta.fields]
    listed = ", ".join(f'"{c}"' for c in columns)
    with wall_2_off(), connection.cursor() as cursor:
        cursor.execute(f"select {listed} from {quoted(model)}")
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def key_of(model: type[models.Model]) -> str:
    assert model._meta.pk
    return model._meta.pk.column


def everybody(world: World) -> dict[str, Me]:
    """Each persona as the oracle sees them, and a stranger."""
    from samsyn.organisations.models import Circle, CircleMember

    members, circles = rows_of(CircleMember), rows_of(Circle)
    found = {"stranger": Me(0, 0, 0, frozenset())}
    for name in PERSONAS:
        told = world.people[name]
        if name in ("ex_member", "operator"):
            found[name] = Me(told["person"], 0, 0, frozenset())
            continue
        organisation, authority = told["organisation"], told["authority"]
        found[name] = Me(
            told["person"],
            organisation,
            authority,
            circles_of(organisation, authority, members, circles, clock.today()),
        )
    return found


def check_read(world: World, model: type[models.Model]) -> list[str]:
    """Who sees what: exactly the rows that the oracle lets them see."""
    audience, rows, key, wrong = protected()[model], rows_of(model), key_of(model), []
    for name, me in everybody(world).items():
        expected = {row[key] for row in rows if audience.read(row, me)}
        with _as(world, name), connection.cursor() as cursor:
            cursor.execute(f"select {key} from {quoted(model)}")
            seen = {pk for (pk,) in cursor.fetchall()}
        if seen != expected:
            wrong.append(
                f"{name} sees {len(seen - expected)} rows too many, {len(expected - seen)} too few: {model._meta.label}"
            )
    return wrong


def check_write(world: World, model: type[models.Model]) -> list[str]:
    """Who changes and removes what, and who can put a row in somebody else's name."""
    return [*_check_change(world, model), *_check_add(world, model)]


def _check_change(world: World, model: type[models.Model]) -> list[str]:
    audience, rows, key, wrong = protected()[model], rows_of(model), key_of(model), []
    removing = audience.remove or audience.write
    for name, me in everybody(world).items():
        mine = sum(1 for row in rows if audience.write(row, me) and audience.read(row, me))
        removable = sum(1 for row in rows if removing(row, me) and audience.read(row, me))
        for statement, expected in (
            (f"update {quoted(model)} set {key} = {key}", mine),
            (f"delete from {quoted(model)}", removable),
        ):
            touched = _touched(world, name, statement)
            if audience.only_grows or (
                statement.startswith("update") and any(audience.refused(row, me) for row in rows)
            ):
                expected = None
            if touched != expected:
                wrong.append(f"{name}: {statement!r} touches {touched} rows, not {expected}")
    return wrong


def _touched(world: World, name: str, statement: str) -> int | None:
    """How many rows, or None when it is refused; always undone."""
    with _as(world, name):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set constraints all deferred")
                cursor.execute(statement)
                count = cursor.rowcount
                transaction.set_rollback(True)
        except ProgrammingError:
            return None
        except IntegrityError:
            # Rows that others hang on cannot go; that the statement reached them is what matters.
            return _reached(world, name, statement)
    return count


def _reached(world: World, name: str, statement: str) -> int:
    table = statement.removeprefix("delete from ").split()[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from (select 1 from {table} for update) found")
        (count,) = cursor.fetchone()
        transaction.set_rollback(True)
    return int(count)


def _check_add(world: World, model: type[models.Model]) -> list[str]:
    """Copy every kind of row, as everybody: what is not one's own must be refused by the wall itself."""
    audience, rows, wrong = protected()[model], rows_of(model), []
    adding = audience.add or audience.write
    pk = model._meta.pk
    auto = isinstance(pk, models.AutoField)
    generated = {f.column for f in model._meta.fields if isinstance(f, models.GeneratedField)}
    written = [f.column for f in model._meta.fields if f.column not in generated and not (auto and f is pk)]
    listed, holes = ", ".join(f'"{c}"' for c in written), ", ".join(["%s"] * len(written))
    for name, me in everybody(world).items():
        for row in _samples(rows):
            values = [
                psycopg.types.json.Jsonb(row[c]) if isinstance(row[c], dict | list) and _is_json(model, c) else row[c]
                for c in written
            ]
            with _as(world, name):
                allowed = True
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(f"insert into {quoted(model)} ({listed}) values ({holes})", values)
                        transaction.set_rollback(True)
                except ProgrammingError as error:
                    allowed = not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
                except IntegrityError:
                    pass  # the wall let it through; another rule caught the copy
            if allowed != bool(adding(row, me)):
                whose = row.get("authority_id", row.get("organisation_id"))
                wrong.append(f"{name} {'may' if allowed else 'may not'} add a row of {whose} to {model._meta.label}")
    return wrong


def _is_json(model: type[models.Model], column: str) -> bool:
    return any(f.column == column and isinstance(f, models.JSONField) for f in model._meta.fields)


def _samples(rows: list[Row]) -> list[Row]:
    """One row of each kind of owner and circle is enough."""
    kinds: dict[Any, Row] = {}
    for row in rows:
        kinds.setdefault(tuple(row.get(c) for c in ("authority_id", "organisation_id", "circle_id", "person_id")), row)
    return list(kinds.values())[:12]


def _as(world: World, name: str) -> Any:
    from samsyn.isolation.acting import acting_as

    return acting_as(None) if name == "stranger" else world.acting(name)
