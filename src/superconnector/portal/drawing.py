"""Charts as SVG made on the server. Colours are classes of the stylesheet, so they follow the scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from superconnector.ecosystem.schema import ProgrammeStatus

WIDTH, BAR_TOP, BAR_HEIGHT, HEIGHT = 720, 24, 22, 84


def bar(counts: Mapping[str, int]) -> SafeString:
    """One bar, 100 units wide, split by the counts in their order."""
    total = sum(counts.values()) or 1
    pieces, left = [], 0.0
    for code, count in counts.items():
        width = 100 * count / total
        pieces.append((code, f"{left:.2f}", f"{width:.2f}"))
        left += width
    return format_html(
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none">{}</svg>',
        format_html_join("", '<rect class="bar-{}" x="{}" y="0" width="{}" height="6"/>', pieces),
    )


def strip(statuses: Sequence[ProgrammeStatus], on: date, title: str) -> SafeString:
    """The states over time as coloured spans, with year ticks and a mark at `on`. Widths in user units."""
    days = [d for s in statuses for d in (s.from_, s.to, s.as_of) if d] + [on]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    place = _scale(first, last)
    spans = [
        (
            s.state,
            place(s.from_ or first),
            max(2, place(s.to or last) - place(s.from_ or first)),
            BAR_TOP,
            BAR_HEIGHT,
        )
        for s in statuses
    ]
    step = max(1, (last.year - first.year) // 8)
    years = [(place(date(y, 1, 1)), BAR_TOP + BAR_HEIGHT, y) for y in range(first.year, last.year + 1, step)]
    return format_html(
        '<svg class="strip" viewBox="0 0 {w} {h}" role="img" aria-label="{title}">{spans}{years}'
        '<line class="mark" x1="{x}" x2="{x}" y1="12" y2="56"/>'
        '<text x="{tx}" y="10" text-anchor="middle">{on}</text></svg>',
        w=WIDTH,
        h=HEIGHT,
        title=title,
        x=place(on),
        tx=min(max(place(on), 40), WIDTH - 40),
        on=on.isoformat(),
        spans=format_html_join(
            "", '<rect class="span-{}" x="{}" width="{}" y="{}" height="{}" rx="3"/>', spans
        ),
        years=format_html_join(
            "",
            '<line class="tick" x1="{0}" x2="{0}" y1="{1}" y2="54"/><text x="{0}" y="72">{2}</text>',
            years,
        ),
    )


def _scale(first: date, last: date) -> Callable[[date], int]:
    span = max(1, (last - first).days)

    def place(day: date) -> int:
        return round(WIDTH * min(max((day - first).days, 0), span) / span)

    return place
