"""Numbered sources of one page: each source and place gets a number where it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Programme, Source


@dataclass(frozen=True)
class Entry:
    """A source with its number on this page and the place in it."""

    number: int
    source: Source
    place: str


@dataclass
class Citations:
    """Collects what a page cites, while its template is rendered from top to bottom."""

    ecosystem: Ecosystem
    entries: list[Entry] = field(default_factory=list)
    _numbers: dict[tuple[str, str, str], Entry] = field(default_factory=dict)

    def of(self, cites: Iterable[str | Cite], programme: Programme | None) -> list[Entry]:
        """The entries of the cites, each numbered once a page."""
        return [self._entry(cite, programme) for cite in cites]

    def _entry(self, cite: str | Cite, programme: Programme | None) -> Entry:
        text = cite if isinstance(cite, str) else "#".join(filter(None, (cite.source, cite.place)))
        source_id, _, place = text.partition("#")
        own = programme is not None and source_id in programme.sources
        key = (programme.id if own and programme else "", source_id, place)
        if key not in self._numbers:
            sources = self.ecosystem.sources if programme is None or not own else programme.sources
            self._numbers[key] = Entry(len(self.entries) + 1, sources[source_id], place)
            self.entries.append(self._numbers[key])
        return self._numbers[key]
