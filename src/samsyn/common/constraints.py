"""The database guards what must never be false; here its refusals become sentences."""

from datetime import timedelta
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from psycopg.pq import TransactionStatus

from samsyn.common.periods import overlap
from samsyn.common.verdict import Refused, Sentence


@cache
def _sentences() -> dict[str, Sentence]:
    return {
        constraint.name: constraint.violation_error_message or ""
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def explained(error: IntegrityError) -> Refused | None:
    """The sentence for a broken constraint of ours; None when it is not one that a user can break."""
    told = getattr(error.__cause__, "diag", None)
    name = getattr(told, "constraint_name", None) or ""
    if name in _sentences():
        return Refused(_sentences()[name])
    if name.endswith("_ends_after_it_starts"):
        return Refused(_("The last day must not come before the first."), "ends_on")
    if isinstance(error.__cause__, psycopg.errors.ExclusionViolation) and name in _names():
        return Refused(_clash(_standing(name, getattr(error, "row", None))), "starts_on")
    if isinstance(error.__cause__, psycopg.errors.UniqueViolation) and name in _names():
        return Refused(_("It is there already. Change the one that stands instead of adding another."))
    return None


@cache
def _names() -> set[str]:
    return {constraint.name for model in apps.get_models() for constraint in model._meta.constraints}


def _standing(name: str, row: Any) -> Any:
    """The row that the refused one overlaps; not known while the broken transaction is still open."""
    if connection.connection is None or connection.connection.info.transaction_status == TransactionStatus.INERROR:
        return None
    rule = next((rule for rule in row._meta.constraints if rule.name == name), None) if row else None
    if not isinstance(rule, ExclusionConstraint):
        return None
    same = [row._meta.get_field(field).attname for field, sign in rule.expressions if sign == RangeOperators.EQUAL]
    others = type(row)._default_manager.filter(**{field: getattr(row, field) for field in same}).exclude(pk=row.pk)
    period = (row.starts_on, row.ends_on)
    return next((other for other in others if overlap(period, (other.starts_on, other.ends_on))), None)


def _clash(other: Any) -> str:
    if other is None:
        return _("The period overlaps one that already stands. Choose other days, or end that one first.")
    first = other.starts_on.isoformat() if other.starts_on else _("an unknown day")
    if not other.ends_on:
        return _("The period overlaps one that already stands: from %(first)s and on. End that one first.") % {
            "first": first
        }
    last = (other.ends_on - timedelta(days=1)).isoformat()
    return _("The period overlaps one that already stands: %(first)s to %(last)s.") % {"first": first, "last": last}
