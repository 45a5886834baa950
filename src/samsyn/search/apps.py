from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "samsyn.search"
    label = "search"
