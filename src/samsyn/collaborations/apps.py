from django.apps import AppConfig


class CollaborationsConfig(AppConfig):
    name = "samsyn.collaborations"
    label = "collaborations"

    def ready(self) -> None:
        from samsyn.collaborations.sections import of_organisation  # noqa: PLC0415  models are not loaded before
        from samsyn.organisations import sections  # noqa: PLC0415

        sections.ORGANISATION.append(of_organisation)
