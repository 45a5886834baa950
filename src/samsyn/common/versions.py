"""Saving what somebody else may have saved in the meantime."""

from copy import copy
from typing import Any

from django.db.models import F, Model

from samsyn.common.periods import telling_of
from samsyn.common.verdict import Conflict


def save_version(thing: Model, expected: int | None, **changes: Any) -> None:
    """Change a row only if it is still the version that was read; every write checks its row count.

    Raises
    ------
    Conflict : somebody saved another version first, or the row is not ours to write. Nothing is changed.
    """
    manager = type(thing)._default_manager
    read = expected if expected is not None else thing.version  # type: ignore[attr-defined]
    wanted = copy(thing)
    for name, value in changes.items():
        setattr(wanted, name, value)
    with telling_of(wanted):
        changed = manager.filter(pk=thing.pk, version=read).update(version=F("version") + 1, **changes)
    if changed != 1:
        raise Conflict
    thing.refresh_from_db(fields=["version", *[name.removesuffix("_id") for name in changes]])
