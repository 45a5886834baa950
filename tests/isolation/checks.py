"""The second wall, tried table by table with the first one away: plain SQL as each person, against the oracle."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

from samsyn.isolation import clock
from samsyn.isolation.tables import quoted
from tests.conftest import wall_2_off
from tests.isolation.oracle import Me, circles_of, protected
from tests.isolation.shuffle import MOST, combinations, shuffled
from tests.world import PERSONAS, World

Row = dict[str, Any]
# The database knows person, assignment's organisation and authority, and circles. Roles are the first wall's affair,
# but for what a body has decided.
DIFFERENT = ("stranger", "a_coordinator", "a_registrar", "a_officer", "b_coordinator", "c_coordinator", "ex_member")


def rows_of(model: type[models.Model]) -> list[Row]:
    """All rows, with the wall away."""
    columns = [f.column for f in model._meta.fields]
    listed = ", ".join(f'"{c}"' for c in columns)
    with wall_2_off(), connection.cursor() as cursor:
        cursor.execute(f"select {listed} from {quoted(model)} order by {key_of(model)}")
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
            PERSONAS[name][2],
        )
    return found


def turns(model: type[models.Model], me: dict[str, Me], *, every_row: bool, whoever: bool = True) -> Iterator[None]:
    """The rows as they are, then shuffled: until each combination has been on some row, or on every row.

    When the database is to work out who somebody is, the rows that this follows from stay as they are.
    """
    from samsyn.organisations.models import Circle

    yield
    keys = [row[key_of(model)] for row in rows_of(model)]
    combined = combinations(model, me, [circle["id"] for circle in rows_of(Circle)])
    if not keys or (whoever and model.__name__ in ("Authority", "Body", "Assignment", "CircleMember")):
        return
    count = len(combined) if every_row else -(-len(combined) // min(len(keys), MOST))
    for turn in range(count if combined != [{}] else 0):
        with shuffled(model, combined, keys, turn * (1 if every_row else len(keys))):
            yield


def check_read(world: World, model: type[models.Model]) -> list[str]:
    """Who sees what: exactly the rows that the oracle lets them see."""
    audience, key, wrong = protected()[model], key_of(model), []
    me = everybody(world)
    for _turn in turns(model, me, every_row=True):
        rows = rows_of(model)
        for name in DIFFERENT:
            expected = {row[key] for row in rows if audience.read(row, me[name])}
            with _as(world, name), connection.cursor() as cursor:
                cursor.execute(f"select {key} from {quoted(model)}")
                seen = {pk for (pk,) in cursor.fetchall()}
            if seen != expected:
                more, fewer = len(seen - expected), len(expected - seen)
                wrong.append(f"{name} sees {more} rows too many, {fewer} too few: {model._meta.label}")
    return wrong


def check_write(world: World, model: type[models.Model]) -> list[str]:
    """Who changes and removes what, and who can put a row in somebody else's name."""
    me, wrong = everybody(world), []
    for _turn in turns(model, me, every_row=False):
        rows = rows_of(model)
        for name in DIFFERENT:
            wrong += _check_change(world, model, rows, name, me[name])
            wrong += _check_hand_over(world, model, rows, name, me)
            wrong += _check_add(world, model, rows, name, me[name])
    return wrong


def _check_change(world: World, model: type[models.Model], rows: list[Row], name: str, me: Me) -> list[str]:
    audience, key, wrong = protected()[model], key_of(model), []
    removing = audience.remove or audience.write
    mine = sum(1 for row in rows if audience.write(row, me) and audience.read(row, me))
    removable = sum(1 for row in rows if removing(row, me))
    for statement, expected in (
        (f"update {quoted(model)} set {key} = {key}", mine),
        (f"delete from {quoted(model)}", removable),
    ):
        touched = _touched(world, name, statement)
        updates = statement.startswith("update")
        becomes = audience.becomes or audience.add or audience.write
        held = [row for row in rows if audience.reaches(row, me) and audience.read(row, me)]
        if audience.only_grows or (updates and not all(becomes(row, me) for row in held)):
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
    return count


def _check_hand_over(
    world: World, model: type[models.Model], rows: list[Row], name: str, everyone: dict[str, Me]
) -> list[str]:
    """Set, without looking, whose every row is: neither given away nor taken, but what the oracle says one reaches."""
    audience, me, wrong = protected()[model], everyone[name], []
    becomes = audience.becomes or audience.add or audience.write
    reached = [row for row in rows if audience.reaches(row, me)]
    columns = {field.column for field in model._meta.fields}
    for column, values in _others(everyone).items():
        decides = any(becomes({**row, column: value}, me) != becomes(row, me) for row in rows for value in values)
        for value in values if column in columns and decides and not audience.only_grows else ():
            with _as(world, name):
                refused, count = _tried(model, f"update {quoted(model)} set {column} = %s", [value])
            expected = not all(becomes({**row, column: value}, me) for row in reached)
            if refused != expected or count not in (None, len(reached)):
                what = "refused" if refused else f"{count} rows"
                wrong.append(f"{name} sets {column} of {model._meta.label} to {value}: {what}, not of {len(reached)}")
    return wrong


def _others(me: dict[str, Me]) -> dict[str, list[Any]]:
    us, them, outside = me["a_coordinator"], me["b_coordinator"], me["c_coordinator"]
    return {
        "authority_id": [us.authority, them.authority],
        "organisation_id": [us.organisation, them.organisation],
        "circle_id": [min(us.circles - them.circles), min(them.circles - us.circles), min(outside.circles)],
        "person_id": [us.person, them.person],
    }


def _tried(model: type[models.Model], statement: str, values: list[Any]) -> tuple[bool, int | None]:
    """Did this table's own wall refuse it, and how many rows did it touch, when nothing else stood in the way?"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
            cursor.execute(statement, values)
            count = cursor.rowcount
            transaction.set_rollback(True)
    except ProgrammingError as error:
        table = model._meta.db_table.replace('"', "").rpartition(".")[2]
        told = isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
        return told and (f'for table "{table}"' in str(error) or "permission denied" in str(error)), None
    except DatabaseError:
        return False, None
    return False, count


def _check_add(world: World, model: type[models.Model], rows: list[Row], name: str, me: Me) -> list[str]:
    """Copy every kind of row: what is not one's own must be refused by the wall itself."""
    audience, wrong, pk = protected()[model], [], model._meta.pk
    adding = audience.add or audience.write
    auto = isinstance(pk, models.AutoField)
    generated = {f.column for f in model._meta.fields if isinstance(f, models.GeneratedField)}
    written = [f.column for f in model._meta.fields if f.column not in generated and not (auto and f is pk)]
    listed, holes = ", ".join(f'"{c}"' for c in written), ", ".join(["%s"] * len(written))
    for row in _samples(rows):
        values = [
            psycopg.types.json.Jsonb(row[c]) if isinstance(row[c], dict | list) and _is_json(model, c) else row[c]
            for c in written
        ]
        with _as(world, name):
            refused, _count = _tried(model, f"insert into {quoted(model)} ({listed}) values ({holes})", values)
        if refused == bool(adding(row, me)):
            whose = row.get("authority_id", row.get("organisation_id"))
            wrong.append(f"{name} {'may not' if refused else 'may'} add a row of {whose} to {model._meta.label}")
    return wrong


def _is_json(model: type[models.Model], column: str) -> bool:
    return any(f.column == column and isinstance(f, models.JSONField) for f in model._meta.fields)


def _samples(rows: list[Row]) -> list[Row]:
    """One row of each kind of owner and circle is enough."""
    kinds: dict[Any, Row] = {}
    for row in rows:
        kinds.setdefault(tuple(row.get(c) for c in ("authority_id", "organisation_id", "circle_id", "person_id")), row)
    return list(kinds.values())[:MOST]


def _as(world: World, name: str) -> Any:
    from samsyn.isolation.acting import acting_as

    return acting_as(None) if name == "stranger" else world.acting(name)
