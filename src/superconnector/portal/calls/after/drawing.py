"""Bars of votes and of measures as SVG. They stretch with their column; the figures stand beside them."""

from __future__ import annotations

from hashlib import sha256

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from superconnector.apps.calls.models import Trial

WIDTH = 200


def bar(part: int, most: int) -> SafeString:
    """One bar, as long as its share of the longest."""
    return _frame([("who-0", 0, 100 * part / most if most else 0)], [], 6)


def cover(number: str) -> SafeString:
    """Quarter circles on a grid, laid by the hash of the entry's number: the same each time."""
    digits = sha256(number.encode()).digest()
    tiles = ((index % 8, index // 8, digits[index % 32] + 7 * index) for index in range(48))
    return format_html(
        '<svg class="cover-drawn hue-{}" viewBox="0 0 8 6" preserveAspectRatio="xMidYMid slice" '
        'aria-hidden="true">{}</svg>',
        digits[0] % 4,
        format_html_join(
            "",
            '<path class="tone-{}" d="M{} {}h1a1 1 0 0 1-1 1z" transform="rotate({} {} {})"/>',
            ((turn // 4 % 3, x, y, 90 * (turn % 4), x + 0.5, y + 0.5) for x, y, turn in tiles),
        ),
    )


def measure(trial: Trial) -> SafeString | str:
    """Before above after, and a rule at the acceptance value; empty where nothing was measured."""
    rows = [("who-you", trial.before), ("who-0", trial.after)]
    known = [float(value) for _name, value in rows if value is not None]
    if not known:
        return ""
    goal = [] if trial.acceptance is None else [float(trial.acceptance)]
    low, high = min(0.0, *known, *goal), max(0.0, *known, *goal)
    span = (high - low) or 1.0
    bars = []
    for place, (name, value) in enumerate(rows):
        if value is not None:
            begin, end = sorted((0.0, float(value)))
            bars.append((name, place * 8, 100 * (end - begin) / span, 100 * (begin - low) / span))
    return _frame([], [100 * (each - low) / span for each in goal], 14, bars)


def _frame(
    single: list[tuple[str, int, float]],
    rules: list[float],
    height: int,
    bars: list[tuple[str, int, float, float]] | None = None,
) -> SafeString:
    every = bars or [(name, top, width, 0.0) for name, top, width in single]
    return format_html(
        '<svg class="measure" viewBox="0 0 100 {}" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>',
        height,
        format_html_join(
            "",
            '<rect class="{}" x="{}" y="{}" width="{}" height="6"/>',
            ((name, f"{left:.2f}", top, f"{max(width, 0.4):.2f}") for name, top, width, left in every),
        ),
        format_html_join(
            "",
            '<line class="goal" x1="{0}" x2="{0}" y1="0" y2="{1}"/>',
            ((f"{min(x, 99.6):.2f}", height) for x in rules),
        ),
    )
