from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "samsyn.common"
    label = "common"
