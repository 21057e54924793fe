"""A folder as models, with all that is wrong with them, found in one run."""

from __future__ import annotations

from collections.abc import Mapping

from superconnector.ecosystem.citations import citation_problems
from superconnector.ecosystem.conditions import condition_problems
from superconnector.ecosystem.draft import Draft, read_draft
from superconnector.ecosystem.periods import period_problems
from superconnector.ecosystem.problems import Problem
from superconnector.ecosystem.references import reference_problems
from superconnector.ecosystem.wholeness import wholeness_problems

CHECKS = (wholeness_problems, reference_problems, citation_problems, period_problems, condition_problems)


def inspect(files: Mapping[str, str]) -> tuple[Draft, list[Problem]]:
    """The files (path → text) as models; the problems are sorted by file and line."""
    draft, problems = read_draft(files)
    found = {problem for each in CHECKS for problem in each(draft)}
    return draft, sorted(found.union(problems))
