from django.apps import AppConfig


class CollaborationsConfig(AppConfig):
    name = "samsyn.collaborations"
    label = "collaborations"
