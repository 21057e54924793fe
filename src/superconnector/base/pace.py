"""How often somebody may ask: fixed windows, counted in the cache of the process.

docs/decisions/paces-are-counted-by-process.md says why there.

A stranger is counted by the address of the net (`within`). Who is signed in is counted by account, or by what
is acted upon (`keep_pace`): a school's five hundred teams come from one address.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from time import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class TooOftenError(Exception):
    """Somebody acts faster than the pace allows. `again_at`: when the next window begins."""

    def __init__(self, act: str, again_at: datetime) -> None:
        super().__init__(act)
        self.act, self.again_at = act, again_at


def parse_rate(rate: str) -> tuple[int, int]:
    """`120/m` → (120 requests, 60 seconds). Raises ValueError."""
    found = re.fullmatch(r"([0-9]{1,9})/([smhd])", rate)
    if found is None:
        raise ValueError(f"A rate must be as 120/m (s, m, h or d), not {rate!r}.")
    return int(found[1]), SECONDS[found[2]]


def within(request: HttpRequest, name: str, rate: str, part: int = 1) -> bool:
    """Count a request of this client; whether it is within the rate, or within one `part`-th of it."""
    most, seconds = parse_rate(rate)
    key = f"{name}:{BaseThrottle().get_ident(request)}:{int(time() // seconds)}"
    return _counted(key, seconds) <= max(1, most // part)


def within_for(key: object, name: str, rate: str, now: datetime) -> bool:
    """Count an act of this account, entry or address at `now`; whether it is within the rate."""
    most, seconds = parse_rate(rate)
    return _counted(_key(key, name, seconds, now), seconds) <= most


def keep_pace(act: str, key: object, now: datetime) -> None:
    """Count an act at the pace that the settings allow. Raises TooOftenError."""
    if not within_for(key, act, settings.PACE[act], now):
        raise TooOftenError(act, _next(act, now))


def check_pace(act: str, key: object, now: datetime) -> None:
    """Whether another such act could still be counted; counts nothing. Raises TooOftenError."""
    most, seconds = parse_rate(settings.PACE[act])
    if caches["pace"].get(_key(key, act, seconds, now), 0) >= most:
        raise TooOftenError(act, _next(act, now))


def wait(rate: str) -> int:
    """Seconds until the next window."""
    _, seconds = parse_rate(rate)
    return int(seconds - time() % seconds) + 1


def _key(key: object, name: str, seconds: int, now: datetime) -> str:
    """Of one length whatever it is made of: an address may be long and have letters that no key may have."""
    window = int(now.timestamp() // seconds)
    return sha256(f"{name}\0{key}\0{seconds}\0{window}".encode()).hexdigest()


def _next(act: str, now: datetime) -> datetime:
    _, seconds = parse_rate(settings.PACE[act])
    return datetime.fromtimestamp((int(now.timestamp() // seconds) + 1) * seconds, UTC)


def _counted(key: str, seconds: int) -> int:
    """How often this was counted in its window, this time included."""
    counts = caches["pace"]
    counts.add(key, 0, timeout=seconds)
    try:
        return int(counts.incr(key))
    except ValueError:  # the window ended between the two calls
        return 1
