from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "superconnector.base.files"
    label = "files"
