from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class IsolationConfig(AppConfig):
    name = "samsyn.isolation"

    def ready(self) -> None:
        post_migrate.connect(lay_down_once, sender=self)


def lay_down_once(*, using: str, plan: Any = None, **_: Any) -> None:
    from samsyn.isolation.laying import lay_down  # noqa: PLC0415  models are not loaded before

    if using == "owner":
        lay_down(using=using)
