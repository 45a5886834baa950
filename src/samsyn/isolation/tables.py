"""Who may read and write a table, declared once beside its model and laid down as policies.

A record answers with two columns: `authority_id` (the responsible authority, myndighet, which alone writes) and
`circle_id` (the circle, krets, that may read). What describes an organisation itself (bodies, assignments, sittings)
belongs to the organisation. Row-level security hides rows, not columns: one table, one audience.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

PERSON = "(select samsyn.person())"
ORGANISATION = "(select samsyn.organisation())"
AUTHORITY = "(select samsyn.authority())"
ROLE = "(select samsyn.role())"
CIRCLES = "(select unnest(samsyn.circles()))"  # sub-selects: asked once per query, and hashed

SIGNED_IN = f"{AUTHORITY} is not null"
MINE = f"authority_id = {AUTHORITY}"
OURS = f"organisation_id = {ORGANISATION}"
IN_CIRCLE = f"circle_id in {CIRCLES}"


@dataclass(frozen=True)
class Isolation:
    """The protection of one table. `reason` is given when there is none, and says why."""

    read: str = "false"
    add: str = "false"
    change: str = "false"
    change_to: str = ""
    remove: str = "false"
    grants: str = "select, insert, update, delete"
    portal: bool = False
    owner_reads: bool = False  # only the tables that samsyn.enter() decides from
    owner_writes: bool = False  # reference data and the first people, laid in by the platform's own commands
    follows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reason: str = ""

    def following(self, foreign_key: str, *columns: str) -> "Isolation":
        """The row agrees with the row it points to in these columns, also when that row moves.

        The composite key stands for the single ones, which the model then declares with `db_constraint=False`.
        """
        return replace(self, follows=(*self.follows, (foreign_key, columns)))

    def append_only(self) -> "Isolation":
        # Triggers fired by a foreign key's cascade run as the tables' owner.
        return replace(self, grants="select, insert", owner_writes=True)


def written_by(who: str, *, read: str) -> Isolation:
    return Isolation(read=read, add=who, change=who, change_to=who, remove=who)


OWN = written_by(MINE, read=MINE)
SHARED = replace(
    written_by(MINE, read=f"{MINE} or {IN_CIRCLE}"), add=f"{MINE} and {IN_CIRCLE}", change_to=f"{MINE} and {IN_CIRCLE}"
)
SECRET_OR_SHARED = replace(SHARED, read=f"{MINE} or (secrecy_provision = '' and {IN_CIRCLE})")
OURS_ALONE = written_by(OURS, read=OURS)
COMMON = written_by(OURS, read=SIGNED_IN)
PUBLISHED = replace(written_by(MINE, read="true"), portal=True)
PERSONAL = written_by(f"person_id = {PERSON}", read=f"person_id = {PERSON}")
SEALED = Isolation(grants="", reason="nobody reads or writes it")


def open_table(reason: str, grants: str = "select, insert, update, delete") -> Isolation:
    return Isolation(grants=grants, reason=reason)


POLICIES = ("read", "add", "change", "remove", "owner_read", "owner_add", "owner_change")


def policies(isolation: Isolation) -> dict[str, str]:
    """Policy name to its rule, as `create policy NAME on TABLE RULE`. What nobody may do needs none."""
    to = f"to samsyn_app{', samsyn_portal' * isolation.portal}"
    change_to = isolation.change_to or isolation.change
    laid = {}
    if "select" in isolation.grants and isolation.read != "false":
        laid["read"] = f"for select {to} using ({isolation.read})"
    if "insert" in isolation.grants and isolation.add != "false":
        laid["add"] = f"for insert to samsyn_app with check ({isolation.add})"
    if "update" in isolation.grants and isolation.change != "false":
        laid["change"] = f"for update to samsyn_app using ({isolation.change}) with check ({change_to})"
    if "delete" in isolation.grants and isolation.remove != "false":
        laid["remove"] = f"for delete to samsyn_app using ({isolation.remove})"
    if isolation.owner_reads or isolation.owner_writes:
        laid["owner_read"] = "for select to samsyn_owner using (true)"
    if isolation.owner_writes:
        laid["owner_add"] = "for insert to samsyn_owner with check (true)"
        laid["owner_change"] = "for update to samsyn_owner using (true) with check (true)"
    return laid


def statements(table: str, isolation: Isolation) -> list[str]:
    """The whole protection of one table; running it again gives the same result."""
    reset = [f"revoke all on {table} from samsyn_app, samsyn_portal"]
    if isolation.grants:
        reset.append(f"grant {isolation.grants} on {table} to samsyn_app")
    if isolation.portal:
        reset.append(f"grant select on {table} to samsyn_portal")
    drop = [f"drop policy if exists {name} on {table}" for name in POLICIES]
    if isolation.reason:
        return [*reset, *drop, f"alter table {table} no force row level security, disable row level security"]
    return [
        *reset,
        f"alter table {table} enable row level security, force row level security",
        *drop,
        *[f"create policy {name} on {table} {rule}" for name, rule in policies(isolation).items()],
    ]


def quoted(model: type[Model]) -> str:
    table = model._meta.db_table
    return table if table.startswith('"') else f'"{table}"'


def agreement_name(model: type[Model], foreign_key: str, columns: tuple[str, ...]) -> str:
    told = f"{model._meta.db_table}_{foreign_key}_{'_'.join(c.removesuffix('_id') for c in columns)}"
    return f"{told[:56]}_agrees"


def agreements(model: type[Model], isolation: Isolation) -> list[str]:
    """Composite foreign keys: PostgreSQL itself holds child and parent equal in the columns that decide.

    Rows that are there already are looked through as the tables' owner, whom the forced wall would show none: it stands
    aside meanwhile, inside the transaction.
    """
    laid = []
    for foreign_key, columns in isolation.follows:
        field: Field[Any, Any] = model._meta.get_field(foreign_key)  # type: ignore[assignment]
        parent = field.related_model
        assert isinstance(parent, type)  # noqa: S101
        parent_table = parent._meta.db_table
        name = agreement_name(model, foreign_key, columns)
        key = f"{parent_table}_{'_'.join(c.removesuffix('_id') for c in columns)}_key"[:63]
        listed = ", ".join(columns)
        laid += [
            f"create unique index if not exists {key} on {quoted(parent)} (id, {listed})",
            *[f"alter table {table} no force row level security" for table in (quoted(parent), quoted(model))],
            f"alter table {quoted(model)} drop constraint if exists {name}",
            f"alter table {quoted(model)} add constraint {name} foreign key ({field.column}, {listed}) "
            f"references {quoted(parent)} (id, {listed}) on update cascade deferrable initially deferred",
            *[f"alter table {table} force row level security" for table in (quoted(parent), quoted(model))],
        ]
    return laid


def declared() -> Iterable[tuple[type[Model], Isolation | None]]:
    """Every model with a table of its own, and what it declares."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model, getattr(model, "isolation", None) or OTHER_TABLES.get(model._meta.db_table)


OTHER_TABLES: dict[str, Isolation] = {
    "django_session": open_table("read before anybody is known; holds no content"),
    "django_content_type": open_table("names of models", "select"),
    "auth_permission": SEALED,
    "auth_group": SEALED,
    "auth_group_permissions": SEALED,
    "account_emailaddress": open_table("read before anybody is known: the addresses people sign in with"),
    "account_emailconfirmation": open_table("read before anybody is known"),
    "mfa_authenticator": open_table("read before anybody is known; its secrets are encrypted"),
    "pghistory_context": SEALED,
}
# Tables without a model.
TABLES_ALONE: dict[str, Isolation] = {
    "procrastinate_jobs": open_table("carries ids only; each job acts for an assignment"),
    "procrastinate_events": open_table("carries ids only"),
    "procrastinate_periodic_defers": open_table("carries names of jobs only"),
    "procrastinate_workers": open_table("carries ids only"),
    "samsyn_cache": open_table("counts tries to sign in; holds no content"),
    "django_migrations": SEALED,
}
# Unique rules over all authorities, and why they tell nobody anything.
UNIQUE_ANYWAY = {
    "organisation_once_by_code": "Statistics Sweden's codes are public",
    "circle_of_everyone_is_one": "there is one row, and everybody is in it",
    "dispatch_delivery_message_id_key": "made of a random uid",
}
SEQUENCES = (
    "procrastinate_jobs_id_seq",
    "procrastinate_events_id_seq",
    "procrastinate_periodic_defers_id_seq",
    "procrastinate_workers_id_seq",
)
