"""Who is who: the organisations of the ecosystem."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "superconnector.apps.directory"
    label = "directory"
