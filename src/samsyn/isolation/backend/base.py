"""PostgreSQL, told who acts whenever the outermost transaction opens."""

from typing import Any

from django.db.backends.postgresql import base

from samsyn.isolation import acting


class DatabaseWrapper(base.DatabaseWrapper):
    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if self.alias != "default":
            return
        self.reader: Any = None
        self.shown: Any = None
        if not autocommit and acting.current():
            acting.announce(self)
