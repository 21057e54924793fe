"""The sources that an answer cites: numbered for reading, by key for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Programme, Source


@dataclass
class Sources:
    """Collects sources while an answer is made; each source and place has one number."""

    ecosystem: Ecosystem
    _found: dict[str, Source] = field(default_factory=dict)

    def marks(self, cites: Iterable[str | Cite] | None, programme: Programme) -> str:
        """`[1][4]`, empty if nothing is cited."""
        cited = self.keys(cites, programme)
        numbers = {key: number for number, key in enumerate(self._found, start=1)}
        return "".join(f"[{numbers[key]}]" for key in cited)

    def keys(self, cites: Iterable[str | Cite] | None, programme: Programme) -> list[str]:
        """`source`, or `programme/source` for one of the programme's own; then `#place`, if any."""
        return list(self._added(cites, programme))

    def __iter__(self) -> Iterator[tuple[int, Source, str]]:
        """(number, source, place) in the order of their numbers."""
        for number, (key, source) in enumerate(self._found.items(), start=1):
            yield number, source, key.partition("#")[2]

    def by_key(self) -> dict[str, Source]:
        """Every source cited, without places."""
        return {key.partition("#")[0]: source for key, source in self._found.items()}

    def _added(self, cites: Iterable[str | Cite] | None, programme: Programme) -> Iterator[str]:
        for cite in cites or ():
            text = cite if isinstance(cite, str) else "#".join(filter(None, (cite.source, cite.place)))
            own = text.partition("#")[0] in programme.sources
            key = f"{programme.id}/{text}" if own else text
            self._found.setdefault(key, self.ecosystem.source_of(programme, text))
            yield key
