"""Moments for one reader: in the ecosystem's time, and in the reader's own where that is another clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from superconnector.apps.calls.moments import in_zone, own_zone
from superconnector.base.accounts.models import User
from superconnector.ecosystem import Ecosystem
from superconnector.portal.localised import words


@dataclass(frozen=True, slots=True)
class Moments:
    """Says moments to a reader."""

    zone: str
    place: str
    own: str

    def say(self, moment: datetime) -> str:
        """In the ecosystem's time."""
        return in_zone(moment, self.zone, place=self.place)

    def say_own(self, moment: datetime) -> str:
        """In the reader's time; empty where it is the same clock or not known."""
        return own_zone(moment, self.own, self.zone)


def moments_of(user: User | AnonymousUser, ecosystem: Ecosystem) -> Moments:
    """For this reader."""
    return Moments(ecosystem.file.time_zone, words(ecosystem.file.names), getattr(user, "time_zone", ""))
