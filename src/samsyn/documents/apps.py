from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "samsyn.documents"
    label = "documents"
