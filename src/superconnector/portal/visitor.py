"""What the visitor has said: answers in the session, checked against the vocabulary at each reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from superconnector.core.rules.facts import Profile, Value
from superconnector.ecosystem import Ecosystem, fits

ANSWERS, SKIPPED, ORDER = "answers", "skipped", "order"


@dataclass(frozen=True)
class Visitor:
    """The profile, the questions passed over, and the order in which questions were answered."""

    profile: Profile = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()


def visitor(request: HttpRequest, ecosystem: Ecosystem) -> Visitor:
    """Read the session. What does not fit the vocabulary (an old edition, a tampered store) is left out."""
    stored = request.session.get(ANSWERS)
    profile = from_plain(stored, ecosystem)
    skipped = [f for f in _texts(request.session.get(SKIPPED)) if f in ecosystem.facts and f not in profile]
    seen = set(profile) | set(skipped)
    order = [f for f in _texts(request.session.get(ORDER)) if f in seen]
    return Visitor(profile, frozenset(skipped), tuple(dict.fromkeys(order)))


def remember(request: HttpRequest, ecosystem: Ecosystem, fact_id: str, value: Value | None) -> None:
    """Keep one answer; None means that the visitor does not know."""
    old = visitor(request, ecosystem)
    profile = {k: v for k, v in old.profile.items() if k != fact_id}
    skipped = set(old.skipped) - {fact_id}
    if value is None:
        skipped.add(fact_id)
    else:
        profile[fact_id] = value
    request.session[ANSWERS] = to_plain(profile)
    request.session[SKIPPED] = sorted(skipped)
    request.session[ORDER] = list(dict.fromkeys([*old.order, fact_id]))


def forget(request: HttpRequest) -> None:
    """Leave nothing of the visitor in the store."""
    request.session.flush()


def to_plain(profile: Profile) -> dict[str, object]:
    """The profile as JSON can hold it: sets become sorted lists."""
    return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in profile.items()}


def from_plain(stored: object, ecosystem: Ecosystem) -> dict[str, Value]:
    """The inverse; entries that do not fit the vocabulary are left out."""
    if not isinstance(stored, dict):
        return {}
    values = {k: frozenset(_texts(v)) if v == _texts(v) else v for k, v in stored.items()}
    return {k: v for k, v in values.items() if k in ecosystem.facts and fits(v, k, ecosystem)}


def _texts(stored: object) -> list[str]:
    """A list of texts as it is; nothing at all of any other value."""
    return stored if isinstance(stored, list) and all(isinstance(item, str) for item in stored) else []


def midnight(day: date, ecosystem: Ecosystem) -> datetime:
    """The first moment of a day in the ecosystem's time zone."""
    return datetime.combine(day, time.min, ZoneInfo(ecosystem.file.time_zone))
