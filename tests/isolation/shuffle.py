"""Rows of every combination of owner and readers, made from those that are there: what the world lacks is tried too.

An authority that keeps what it no longer may read, a circle nobody of ours is in, somebody else's person: rows that the
product's own actions do not make, and that each single condition in a policy is there for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from samsyn.isolation.tables import quoted
from tests.conftest import wall_2_off
from tests.isolation.oracle import Me

MOST = 12
Values = dict[str, Any]


def circles_by_readers(us: Me, them: Me, circles: list[int]) -> list[int]:
    """A circle that only we are in, one that only they are in, and one that neither is."""
    groups = (us.circles - them.circles, them.circles - us.circles, set(circles) - us.circles - them.circles)
    return [min(group) for group in groups if group]


def combinations(model: type[models.Model], me: dict[str, Me], circles: list[int]) -> list[Values]:
    """What a row of this table is to hold in the columns that decide, each combination once."""
    us, them, former = me["a_coordinator"], me["b_coordinator"], me["ex_member"]
    values: dict[str, list[Any]] = {
        "authority_id": [us.authority, them.authority],
        "organisation_id": [us.organisation, them.organisation],
        "circle_id": circles_by_readers(us, them, circles),
        "person_id": [us.person, former.person],
        "offered_to_id": [None, us.authority],
        "public": [False, True],
        "in_public_role": [False, True],
    }
    columns = {field.column for field in model._meta.fields}
    if "circle_id" in columns or model._meta.label == "organisations.Circle":
        columns.discard("person_id")
    decide = [name for name in values if name in columns]
    return [dict(zip(decide, chosen, strict=True)) for chosen in product(*(values[name] for name in decide))]


@contextmanager
def shuffled(model: type[models.Model], combined: list[Values], keys: list[Any], turn: int) -> Iterator[None]:
    """Inside, the table's first rows hold these combinations, each its own; afterwards nothing has happened."""
    assert model._meta.pk
    with transaction.atomic():
        with wall_2_off(), connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
            for at, key in enumerate(keys[:MOST]):
                told = combined[(at + turn) % len(combined)]
                listed = ", ".join(f'"{column}" = %s' for column in told)
                try:
                    with transaction.atomic():
                        cursor.execute(
                            f'update {quoted(model)} set {listed} where "{model._meta.pk.column}" = %s',
                            [*told.values(), key],
                        )
                except DatabaseError:  # the table's own rules forbid this combination
                    continue
        yield
        transaction.set_rollback(True)
