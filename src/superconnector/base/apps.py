"""What every app may use: editions of the ecosystem, the journal, conditions in words, signed links."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "superconnector.base"
    label = "base"
