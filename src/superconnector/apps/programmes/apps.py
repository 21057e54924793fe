"""The programmes: their index, the loading of editions, and the answers."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "superconnector.apps.programmes"
    label = "programmes"
