"""Which login reads what: the portal's models by the portal's login, everything else by the application's."""

from typing import Any

from django.db.models import Model


class Router:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return "portal" if model._meta.app_label == "portal" else "default"

    db_for_write = db_for_read

    def allow_relation(self, *_: object, **__: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"  # exists only in the process that migrates
