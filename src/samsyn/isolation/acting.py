"""Who acts. Known to Python in a context variable, and told to PostgreSQL as each transaction begins."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.pq import TransactionStatus

from samsyn.isolation import clock


@dataclass(frozen=True)
class Acting:
    """What somebody claims: to be this person, acting by this assignment (uppdrag). The database checks it.

    `automation` is an authority that samsyn itself acts for, in a job; then there is no person.
    """

    person: int | None
    assignment: UUID | None = None
    automation: int | None = None


@dataclass(frozen=True)
class Reader:
    """What the database granted for this transaction. Both walls decide from the same answer.

    `person` alone is a signed-in person without a valid assignment: they see nothing but themselves. 0 is nobody.
    Samsyn itself, in a job, has an authority and the role AUTOMATION, and no person.
    """

    today: date
    person: int = 0
    assignment: int = 0
    assignment_uid: UUID | None = None
    organisation: int = 0
    authority: int = 0
    role: str = ""
    circles: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.authority != 0


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)

ENTER = "select assignment, uid, organisation, authority, role, circles, shown from samsyn.enter(%s, %s, %s, %s)"


def current() -> Acting | None:
    return _acting.get()


def announce(conn) -> None:  # type: ignore[no-untyped-def]
    """Tell the open transaction who acts and which day it is; keep its answer beside the connection."""
    acting, today = _acting.get() or Acting(None), clock.today()
    with conn.cursor() as cursor:
        cursor.execute(ENTER, [acting.person, acting.assignment, today, acting.automation])
        assignment, uid, organisation, authority, role, circles, told = cursor.fetchone()
    conn.shown = json.loads(told) if told else {}
    conn.reader = Reader(
        today=today,
        person=acting.person or 0,
        assignment=assignment or 0,
        assignment_uid=uid,
        organisation=organisation or 0,
        authority=authority or 0,
        role=role or "",
        circles=tuple(circles or ()),
    )


def refresh() -> None:
    """Ask again who may read what: after making a circle (krets) in this very transaction."""
    _announce_if_open()


def reader() -> Reader:
    """Who reads in the open transaction; nobody when there is none."""
    if not connection.in_atomic_block:
        return Reader(today=clock.today())
    found: Reader | None = getattr(connection, "reader", None)
    return found or Reader(today=clock.today())


def shown() -> dict[str, Any]:
    """What the page's frame tells of who acts in the open transaction: name, body, organisation, other assignments."""
    return getattr(connection, "shown", None) or {}


@contextmanager
def acting_as(person: int | None, assignment: UUID | None = None) -> Iterator[None]:
    """Everything inside is done by this person and assignment. Middleware, jobs, commands and tests use it."""
    with _as(Acting(person, assignment) if person else None):
        yield


@contextmanager
def acting_as_samsyn(authority: int) -> Iterator[None]:
    """Everything inside is done by samsyn itself, for an authority. Only jobs use it; a test holds them to that."""
    with _as(Acting(None, automation=authority)):
        yield


@contextmanager
def _as(acting: Acting | None) -> Iterator[None]:
    token = _acting.set(acting)
    try:
        _announce_if_open()
        yield
    finally:
        _acting.reset(token)
        _announce_if_open()


def _announce_if_open() -> None:
    if not connection.in_atomic_block or connection.needs_rollback or connection.connection is None:
        return  # the next transaction announces itself; a broken one takes its settings with it
    if connection.connection.info.transaction_status != TransactionStatus.INERROR:
        announce(connection)
