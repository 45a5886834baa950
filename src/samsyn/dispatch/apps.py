from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "samsyn.dispatch"
    label = "dispatch"
