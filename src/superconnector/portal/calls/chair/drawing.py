"""Intervals of place as SVG, one for each row of the ranking's table, all on one scale.

They stretch to the width of their column, so they hold shapes only; the figures stand beside them.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from superconnector.apps.calls.facts.ranking_body import Standing

WIDTH, HEIGHT, EDGE = 400, 24, 8


def interval(row: Standing, entries: int, places: int) -> SafeString:
    """The interval of place as a line, the place as a dot, and the last place to win as a rule."""
    shapes = format_html(
        '<line class="rank-cut" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', _x(places + 0.5, entries), HEIGHT
    )
    if row.low is not None and row.high is not None:
        shapes += format_html(
            '<line class="rank-line{}" x1="{}" x2="{}" y1="12" y2="12"/>',
            " within" if row.high <= places else " behind" if row.low > places else "",
            _x(row.low - 0.25, entries),
            _x(row.high + 0.25, entries),
        )
    x = _x(row.place, entries)
    shapes += format_html('<line class="rank-dot" x1="{0}" x2="{0}" y1="12" y2="12"/>', x)
    return _frame("rank-chart", shapes)


def chance(p_top: float) -> SafeString:
    """The probability to be among those that win, as a bar from 0 to 1."""
    shape = '<rect class="{}" x="0" y="7" width="{}" height="10" rx="5"/>'
    full = format_html(shape, "rank-all", WIDTH)
    part = format_html(shape, "rank-part", f"{WIDTH * p_top:.1f}")
    return _frame("rank-chance", full + part)


def severity(value: float, low: float, high: float, widest: float) -> SafeString:
    """How far a judge lies from the others: the interval about a rule at zero; strict is to the right."""

    def x(points: float) -> str:
        return f"{WIDTH / 2 + (WIDTH / 2 - EDGE) * points / (widest or 1):.1f}"

    shapes = format_html(
        '<line class="rank-cut" x1="{0}" x2="{0}" y1="0" y2="{1}"/>'
        '<line class="rank-line" x1="{2}" x2="{3}" y1="12" y2="12"/>'
        '<line class="rank-dot" x1="{4}" x2="{4}" y1="12" y2="12"/>',
        x(0), HEIGHT, x(low), x(high), x(value),
    )  # fmt: skip
    return _frame("rank-chart", shapes)


def _x(place: float, entries: int) -> str:
    share = (place - 1) / max(1, entries - 1)
    return f"{EDGE + (WIDTH - 2 * EDGE) * share:.1f}"


def _frame(name: str, shapes: SafeString) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        name,
        WIDTH,
        HEIGHT,
        shapes,
    )
