"""Calls: entries, judging, decisions and what comes after them."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "superconnector.apps.calls"
    label = "calls"

    def ready(self) -> None:
        """Everybody's own data holds what calls keep of them."""
        from superconnector.apps.calls.queries.personal import calls_of  # noqa: PLC0415  # needs the models
        from superconnector.base.accounts.exports import add_part  # noqa: PLC0415

        add_part("calls", calls_of)
