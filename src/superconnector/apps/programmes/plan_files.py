"""Project files made from what was said on the web or over the API, and the examples of an ecosystem.

The web plans what `superconnector plan` would plan for the same file: one reader, one meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

from superconnector.base.queries import current_edition, files_of
from superconnector.core.rules.facts import EPOCH, Profile, Value
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.projects import ProjectError, Request, read_project

SAID_BY_THE_LINES = frozenset(("project.cost", "project.cost_kinds", "project.start_on", "project.months"))


def project_text(profile: Profile, project: Mapping[str, Any], ecosystem: Ecosystem) -> str:
    """A project file. What the cost lines say themselves is left out of the facts."""
    facts = {
        key: plain(value, ecosystem.facts[key].type)
        for key, value in profile.items()
        if key not in SAID_BY_THE_LINES
    }
    return str(yaml.safe_dump({**facts, "project": dict(project)}, sort_keys=False, allow_unicode=True))


def plain(value: Value, kind: str) -> bool | int | float | str | date | list[str]:
    """A value as a file has it: money in whole units, days as days, choices as lists."""
    match value:
        case bool():
            return value
        case int() if kind == "money":
            return value // 100 if value % 100 == 0 else float(Decimal(value) / 100)
        case int() if kind == "date":
            return EPOCH + timedelta(days=value)
        case frozenset():
            return sorted(value)
    return value


@lru_cache(maxsize=2)
def example_project(ecosystem: Ecosystem) -> Request | None:
    """The first example project of the current edition, with the facts of its profile."""
    edition = current_edition()
    files = files_of(edition) if edition else {}
    for path in sorted(files):
        if path.startswith("examples/") and path.endswith("-project.yaml"):
            try:
                return read_project(files[path], ecosystem, lambda name: files[f"examples/{name}"])
            except (ProjectError, KeyError):
                continue
    return None
