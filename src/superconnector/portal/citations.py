"""Numbered sources of one page: each source and place gets a number where it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Call, Programme, Source


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

    def of(self, cites: Iterable[str | Cite], file: Programme | Call | None) -> list[Entry]:
        """The entries of the cites, each numbered once a page. `file` is the programme or call that cites.

        A pinned call may cite what the ecosystem no longer has: that is left out.
        """
        return [entry for cite in cites if (entry := self._entry(cite, file))]

    def _entry(self, cite: str | Cite, file: Programme | Call | None) -> Entry | None:
        text = cite if isinstance(cite, str) else "#".join(filter(None, (cite.source, cite.place)))
        source_id, _, place = text.partition("#")
        try:
            source = self.ecosystem.source_of(file, text) if file else self.ecosystem.sources[source_id]
        except KeyError:
            if isinstance(file, Call):
                return None
            raise
        own = file is not None and self.ecosystem.sources.get(source_id) is not source
        key = (f"{type(file).__name__} {file.id}" if own and file else "", source_id, place)
        if key not in self._numbers:
            self._numbers[key] = Entry(len(self.entries) + 1, source, place)
            self.entries.append(self._numbers[key])
        return self._numbers[key]
