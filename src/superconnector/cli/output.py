"""A page on the terminal: wrapped, readable at 80 columns, plain where it is not a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import click
from django.utils.translation import gettext as _
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from superconnector.base.codes import SOURCES
from superconnector.cli.sources import Sources
from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Programme

NARROWEST, USUAL, WIDEST = 30, 80, 100
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}
"""How a clause stands: met, not met, unknown."""
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """The text without characters that could steer a terminal or hide what stands beside them."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def clean(text: str) -> str:
    """The same, as one paragraph."""
    return " ".join(safe(text).split())


class Page:
    """Prints lines as they come, and in the end the sources they cite."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        self.ecosystem = ecosystem
        self.sources = Sources(ecosystem)
        _never_fail_on_a_character()
        self._console = Console(highlight=False, markup=False, emoji=False)
        terminal = self._console.is_terminal
        self._width = max(NARROWEST, min(self._console.width, WIDEST)) if terminal else USUAL

    def title(self, text: str) -> None:
        """The name of the page."""
        self.line(text, style="bold")

    def heading(self, text: str) -> None:
        """The name of a part, after an empty line."""
        self.gap()
        self.line(text, style="bold underline" if self._console.is_terminal else "")
        if not self._console.is_terminal:
            self.line("-" * cell_len(clean(text)))

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def line(
        self, text: str, *, lead: str = "", indent: int = 0, style: str = "", lead_style: str = ""
    ) -> None:
        """A paragraph behind a lead (`✓`); its further lines stand below its first."""
        margin = " " * indent + (f"{lead} " if lead else "")
        width = self._width - cell_len(margin)
        for number, part in enumerate(Text(clean(text), style=style).wrap(self._console, width)):
            part.rstrip()
            before = Text(margin, style=lead_style) if number == 0 else Text(" " * cell_len(margin))
            self._print(Text.assemble(before, part))

    def pair(self, left: str, right: str, style: str = "bold") -> None:
        """A name and, at the right edge if there is room, an amount."""
        left, right = clean(left), clean(right)
        free = self._width - cell_len(left) - cell_len(right)
        if right and free >= 2:
            self._print(Text.assemble((left, style), " " * free, (right, style)))
        else:
            self.line(left, style=style)
            if right:
                self.line(right, indent=2, style=style)

    def entry(self, label: str, text: str) -> None:
        """A labelled value: `Run by: …`."""
        self.line(f"{label}: {text}")

    def clause(self, truth: bool | None, text: str) -> None:
        """A condition with the mark of how it stands."""
        mark, colour = MARKS[truth]
        self.line(text, lead=mark, indent=2, lead_style=colour)

    def address(self, url: str, indent: int = 0) -> None:
        """A line with a link or a path, which is never broken."""
        self._print(Text(" " * indent + clean(url)))

    def cited(self, text: str, cites: Iterable[str | Cite] | None, programme: Programme) -> str:
        """The text with the numbers of its sources."""
        return f"{text} {self.sources.marks(cites, programme)}".strip()

    def list_sources(self) -> None:
        """Every source cited so far, by number."""
        entries = list(self.sources)
        if entries:
            self.heading(_("Sources"))
        for number, source, place in entries:
            dated = f"{_('dated')} {source.dated}" if source.dated else _("undated")
            about = f"{SOURCES[source.kind]} · {dated} · {_('read')} {source.read.isoformat()}"
            title = " · ".join(part for part in (source.title, place) if part)
            lead = f"[{number}]"
            self.line(f"{title} ({about})", lead=lead)
            if source.url:
                self.address(source.url, indent=len(lead) + 1)

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)


def print_json(value: dict[str, Any]) -> None:
    """The value as JSON; in ASCII where the output cannot hold every character."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    click.echo(json.dumps(value, indent=2, ensure_ascii=not unicode))


def _never_fail_on_a_character() -> None:
    """A terminal that lacks a character shows a question mark in its place."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
