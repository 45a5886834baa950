"""Lay the declared protection down in the database, after migrations and as the tables' owner."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction

from samsyn.isolation import functions
from samsyn.isolation.tables import SEQUENCES, TABLES_ALONE, agreements, declared, quoted, statements


def every_table() -> Iterator[tuple[str, list[str]]]:
    """Table and the statements of its whole protection. An undecided table gets none, and so no access."""
    for model, isolation in declared():
        if isolation:
            yield quoted(model), [*statements(quoted(model), isolation), *agreements(model, isolation)]
    for table, isolation in TABLES_ALONE.items():
        yield f'"{table}"', statements(f'"{table}"', isolation)


def lay_down(*, using: str = "owner", only_changed: bool = True) -> int:
    """Functions, policies and grants. Returns how many tables were changed."""
    changed = 0
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(functions.SETTINGS + functions.HISTORY + functions.SORTING + functions.ENTER)
        cursor.execute("".join(functions.ADDED) + functions.GRANTS)
        kept = _kept(cursor) if only_changed else {}
        for table, todo in every_table():
            mark = "isolation " + hashlib.sha256("\n".join(todo).encode()).hexdigest()
            if kept.get(table.replace('"', "")) == mark:
                continue
            for statement in todo:
                cursor.execute(statement)
            cursor.execute(f"comment on table {table} is '{mark}'")
            changed += 1
        cursor.execute(f"grant usage, select on sequence {', '.join(SEQUENCES)} to samsyn_app")
    return changed


def _kept(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end, d.description "
        "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "join pg_description d on d.objoid = c.oid and d.objsubid = 0 "
        "where c.relkind = 'r' and d.description like 'isolation %%'"
    )
    return dict(cursor.fetchall())
