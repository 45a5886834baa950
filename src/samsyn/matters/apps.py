from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "samsyn.matters"
    label = "matters"
