"""The charts of a plan: who pays a cost line, and the money laid out month by month.

Both stretch to the width of the page, so they hold shapes only; the words stand beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from superconnector.core.planning import Plan

WIDTH, HEIGHT, EDGE = 1000, 240, 14


def stack(parts: Sequence[tuple[str, int]], longest: int) -> SafeString:
    """One bar: (class, cents) from left to right; the longest line fills the width."""
    pieces, left = [], 0.0
    for colour, cents in parts:
        width = WIDTH * cents / longest if longest else 0
        pieces.append((colour, f"{left:.1f}", f"{max(width - 2, 1):.1f}"))
        left += width
    return format_html(
        '<svg class="stack-bar" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="10"/>', pieces),
    )


def cash(plan: Plan) -> SafeString:
    """The balance at the end of each month as an area about zero, with the deepest month marked."""
    balances = [0, *(month.balance for month in plan.cash)]
    high, low = max(0, *balances), min(0, *balances)
    span = (high - low) or 1

    def y(cents: int) -> str:
        return f"{EDGE + (HEIGHT - 2 * EDGE) * (high - cents) / span:.1f}"

    def x(place: int) -> str:
        return f"{WIDTH * place / max(1, len(balances) - 1):.1f}"

    points = " ".join(f"{x(place)},{y(cents)}" for place, cents in enumerate(balances))
    deepest = plan.deepest_month + 1 if plan.cash else 0
    return format_html(
        '<svg class="cash-chart" viewBox="0 0 {w} {h}" preserveAspectRatio="none" aria-hidden="true">'
        '<polygon class="cash-area" points="0,{zero} {points} {w},{zero}"/>'
        '<line class="cash-zero" x1="0" x2="{w}" y1="{zero}" y2="{zero}"/>'
        '<line class="cash-drop" x1="{dx}" x2="{dx}" y1="{zero}" y2="{dy}"/>'
        '<polyline class="cash-line" points="{points}"/>'
        '<line class="cash-mark" x1="{dx}" x2="{dx}" y1="{dy}" y2="{dy}"/></svg>',
        w=WIDTH,
        h=HEIGHT,
        zero=y(0),
        points=points,
        dx=x(deepest),
        dy=y(balances[deepest] if deepest < len(balances) else 0),
    )
