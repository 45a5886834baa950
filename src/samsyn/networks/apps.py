from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "samsyn.networks"
    label = "networks"

    def ready(self) -> None:
        from samsyn.networks.sections import of_organisation, of_person  # noqa: PLC0415  models are not loaded before
        from samsyn.organisations import sections  # noqa: PLC0415

        sections.ORGANISATION.append(of_organisation)
        sections.PERSON.append(of_person)
