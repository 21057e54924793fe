"""What loading a set of files would change, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Preview:
    """Paths of files, sorted: new ones, ones with another text, ones that are no longer there."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)

    def as_json(self) -> dict[str, object]:
        """For the journal."""
        return {key: list(paths) for key, paths in asdict(self).items()}


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Preview:
    """The difference between the files of two editions."""
    return Preview(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(path for path in after.keys() & before.keys() if after[path] != before[path])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
