"""How often somebody may ask: a fixed window for each client, counted in the cache."""

from __future__ import annotations

import re
from time import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse_rate(rate: str) -> tuple[int, int]:
    """`120/m` → (120 requests, 60 seconds). Raises ValueError."""
    found = re.fullmatch(r"([0-9]{1,9})/([smhd])", rate)
    if found is None:
        raise ValueError(f"API_RATE must be as 120/m (s, m, h or d), not {rate!r}.")
    return int(found[1]), SECONDS[found[2]]


def within(request: HttpRequest, name: str, rate: str, part: int = 1) -> bool:
    """Count a request of this client; whether it is within the rate, or within one `part`-th of it."""
    most, seconds = parse_rate(rate)
    key = f"{name}:{BaseThrottle().get_ident(request)}:{int(time() // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return bool(cache.incr(key) <= max(1, most // part))
    except ValueError:  # the window ended between the two calls
        return True


def wait(rate: str) -> int:
    """Seconds until the next window."""
    _, seconds = parse_rate(rate)
    return int(seconds - time() % seconds) + 1
