"""The database guards what must never be false; here its refusals become sentences."""

import re
from datetime import date, timedelta
from functools import cache

import psycopg
from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext as _

from samsyn.common.verdict import Refused, Sentence

_EXISTING = re.compile(r"conflicts with existing key .*=\(\[?\(?([\d-]*),([\d-]*)\)")


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
    if found := _EXISTING.search(getattr(told, "message_detail", None) or ""):
        starts, ends = found.groups()
        return Refused(_clash(starts, ends), "starts_on")
    if isinstance(error.__cause__, psycopg.errors.UniqueViolation) and name in _names():
        return Refused(_("It is there already. Change the one that stands instead of adding another."))
    return None


@cache
def _names() -> set[str]:
    return {constraint.name for model in apps.get_models() for constraint in model._meta.constraints}


def _clash(starts: str, ends: str) -> str:
    first = starts or _("an unknown day")
    if not ends:
        return _("The period overlaps one that already stands: from %(first)s and on. End that one first.") % {
            "first": first
        }
    last = (date.fromisoformat(ends) - timedelta(days=1)).isoformat()
    return _("The period overlaps one that already stands: %(first)s to %(last)s.") % {"first": first, "last": last}
