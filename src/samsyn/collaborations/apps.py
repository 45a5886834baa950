from django.apps import AppConfig


class CollaborationsConfig(AppConfig):
    name = "samsyn.collaborations"
    label = "collaborations"

    def ready(self) -> None:
        from samsyn.collaborations.functions import SQL  # noqa: PLC0415  models are not loaded before
        from samsyn.collaborations.sections import of_organisation  # noqa: PLC0415
        from samsyn.isolation import functions  # noqa: PLC0415
        from samsyn.organisations import sections  # noqa: PLC0415

        functions.ADDED.append(SQL)
        sections.ORGANISATION.append(of_organisation)
