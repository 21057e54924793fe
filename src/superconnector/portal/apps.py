"""The web face."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Views, templates and the stylesheet; no tables."""

    name = "superconnector.portal"
    label = "portal"
