"""What the database itself guards with, and how each part is taken away in a clone of the test database."""

from dataclasses import dataclass
from typing import Any

from tests import servers


@dataclass(frozen=True)
class Policy:
    """A part of the wall: the statement that takes it away, and the one that puts it back."""

    table: str
    text: str
    take: str
    restore: str
    kind: str = "policy"

    @property
    def name(self) -> str:
        return f"{self.table}: {self.text}"

    __str__ = name.fget  # type: ignore[attr-defined]


def operands(expression: str, joined: str = " AND ") -> list[str]:
    """The parts of `(a AND b)`, as PostgreSQL writes it; none when it is anything else."""
    inner = expression.strip()
    if not (inner.startswith("(") and _closes(inner) == len(inner) - 1):
        return []
    inner, found, depth, start, at = inner[1:-1], [], 0, 0, 0
    quoted = False
    while at < len(inner):
        letter = inner[at]
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")")
            if depth == 0 and inner.startswith(joined, at):
                found.append(inner[start:at])
                start = at + len(joined)
        at += 1
    return [*found, inner[start:]] if found else []


def _closes(text: str) -> int:
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return -1


def weaker(expression: str) -> list[tuple[str, str]]:
    """What can stand instead: everything, or the same with one condition taken away; and what it then lacks."""
    found = [("true", "the whole of it")]
    for joined in (" AND ", " OR "):
        parts = operands(expression, joined)
        for part in parts:
            rest = [each for each in parts if each is not part]
            found.append((f"({joined.join(rest)})", part))
    return found


def parts_of(database: str) -> list[Policy]:
    """Every policy, every forced row-level security, and every table that the portal could be let into."""
    with servers.administrator(database) as admin:
        policies = admin.execute(
            "select schemaname, tablename, policyname, qual, with_check from pg_policies order by 1, 2, 3"
        ).fetchall()
        tables = admin.execute(
            "select n.nspname, c.relname, c.relforcerowsecurity, "
            "has_table_privilege('samsyn_portal', c.oid, 'select') from pg_class c "
            "join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname in ('public', 'public_site') and c.relkind = 'r' order by 1, 2"
        ).fetchall()
        keys = admin.execute(
            "select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) from pg_constraint "
            "where conname like '%\\_agrees' order by 1, 2"
        ).fetchall()
    found = [policy for row in policies for policy in _of_policy(*row)]
    for told, name, definition in keys:
        alter = f"alter table {told}"
        take, restore = f"{alter} drop constraint {name}", f"{alter} add constraint {name} {definition}"
        found.append(Policy(f'"public"."{told}"', f"the key {name}", take, restore))
    for schema, table, forced, read in tables:
        quoted = f'"{schema}"."{table}"'
        if forced:
            alter = f"alter table {quoted}"
            found.append(
                Policy(
                    quoted,
                    "row-level security forced on its owner",
                    f"{alter} no force row level security",
                    f"{alter} force row level security",
                )
            )
            found.append(
                Policy(
                    quoted,
                    "row-level security",
                    f"{alter} disable row level security",
                    f"{alter} enable row level security",
                )
            )
        right = "insert" if read else "select"
        grant = f"{right} on {quoted}"
        found.append(
            Policy(
                quoted,
                f"that the portal may not {right}",
                f"grant {grant} to samsyn_portal",
                f"revoke {grant} from samsyn_portal",
            )
        )
    return found


def _of_policy(schema: str, table: str, name: str, qual: str | None, with_check: str | None) -> list[Policy]:
    quoted, found = f'"{schema}"."{table}"', []
    for told, stood in (("using", qual), ("with check", with_check)):
        if stood is None or stood == "true":
            continue
        for instead, lost in weaker(stood):
            alter = f'alter policy "{name}" on {quoted} {told}'
            found.append(Policy(quoted, f"{name} {told}: {lost}", f"{alter} ({instead})", f"{alter} ({stood})"))
    return found


def run(database: str, statement: str) -> None:
    with servers.administrator(database) as admin:
        admin.execute(statement)


def tables_of(model: Any) -> str:
    """A model's table as the catalogue names it."""
    told = model._meta.db_table.replace('"', "")
    schema, _dot, table = told.rpartition(".")
    return f'"{schema or "public"}"."{table}"'
