from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "samsyn.matters"
    label = "matters"

    def ready(self) -> None:
        from samsyn.collaborations.sections import COLLABORATION  # noqa: PLC0415  models are not loaded before
        from samsyn.isolation import functions  # noqa: PLC0415
        from samsyn.matters.entering import SQL  # noqa: PLC0415
        from samsyn.matters.sections import of_collaboration, of_forum  # noqa: PLC0415
        from samsyn.networks.sections import FORUM  # noqa: PLC0415

        functions.ADDED.append(SQL)
        functions.SECURITY_DEFINER.add("samsyn.enter_into_force")
        FORUM.append(of_forum)
        COLLABORATION.append(of_collaboration)
