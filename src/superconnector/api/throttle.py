"""How often a stranger may ask: the rate of the settings, and a part of it for what takes longer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from superconnector.apps.programmes.planner import REQUESTS
from superconnector.base.pace import parse_rate, wait, within

__all__ = ["PlanThrottle", "StrangerThrottle", "parse_rate"]


class StrangerThrottle(BaseThrottle):
    """Keeps nothing of its own, so that one object serves all threads."""

    name, part = "api", 1

    def allow_request(self, request: HttpRequest) -> bool:
        return within(request, self.name, settings.API_RATE, self.part)

    def wait(self) -> float:
        """Seconds until the next window."""
        return float(wait(settings.API_RATE))


class PlanThrottle(StrangerThrottle):
    """A plan may take two seconds of a processor, so it counts as many requests, on pages and here."""

    name, part = "plan", REQUESTS
