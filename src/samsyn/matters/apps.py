from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "samsyn.matters"
    label = "matters"

    def ready(self) -> None:
        from samsyn.isolation import functions  # noqa: PLC0415  models are not loaded before
        from samsyn.matters.entering import SQL  # noqa: PLC0415

        functions.ADDED.append(SQL)
        functions.SECURITY_DEFINER.add("samsyn.enter_into_force")
