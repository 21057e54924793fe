"""Calls: entries, judging, decisions and what comes after them."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "superconnector.apps.calls"
    label = "calls"

    def ready(self) -> None:
        """A person's own data holds what calls keep; whoever deletes the account leaves the calls."""
        from superconnector.apps.calls.actions.leaving import leave_calls  # noqa: PLC0415  # needs the models
        from superconnector.apps.calls.queries.leaving import obstacles, told  # noqa: PLC0415
        from superconnector.apps.calls.queries.personal import calls_of  # noqa: PLC0415
        from superconnector.base.accounts import exports, leaving  # noqa: PLC0415

        exports.add_part("calls", calls_of)
        leaving.add_part("calls", leaving.Part(told, obstacles, leave_calls))
