"""Everything that is checked of a folder, in one run."""

from __future__ import annotations

from collections.abc import Mapping

from superconnector.ecosystem.draft import Draft, read_draft
from superconnector.ecosystem.problems import Problem


def check(files: Mapping[str, str]) -> list[Problem]:
    """All that is wrong with the files (path → text), errors and warnings, sorted by file and line."""
    return checked_draft(files)[1]


def checked_draft(files: Mapping[str, str]) -> tuple[Draft, list[Problem]]:
    """The files as models, and all that is wrong with them."""
    draft, problems = read_draft(files)
    return draft, sorted(set(problems))
