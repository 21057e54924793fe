from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "superconnector.apps.calls"
    label = "calls"
