"""Every address of a call's judges and chairs, read from the urlconf, so that no page is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

PARTS = ("judging", "chair")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes() -> list[str]:
    """`calls/<slug:call_id>/judging/<slug:number>/` and all others of a call's officials."""
    found = [each for each in _all(get_resolver().url_patterns, "") if _is_of_officials(each)]
    return sorted(set(found))


def _all(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _all(each.url_patterns, route)
        else:
            yield route


def _is_of_officials(route: str) -> bool:
    return re.match(rf"(api/v\d+/)?calls/<[^>]+>/({'|'.join(PARTS)})(/|$)", route) is not None


def addresses(route: str, values: Mapping[str, list[str]]) -> list[str]:
    """The route with every combination of values. KeyError names a parameter that has none."""
    names = _PARAMETER.findall(route)
    made = []
    for chosen in product(*(values[name] for name in names)):
        address = route
        for value in chosen:
            address = _PARAMETER.sub(value, address, count=1)
        made.append(f"/{address}")
    return made
