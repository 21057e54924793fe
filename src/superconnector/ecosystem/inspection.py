"""A folder as models, with all that is wrong with them, found in one run."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from superconnector.ecosystem.call_checks import call_problems
from superconnector.ecosystem.call_references import call_reference_problems
from superconnector.ecosystem.citations import citation_problems
from superconnector.ecosystem.conditions import condition_problems
from superconnector.ecosystem.draft import Draft, read_draft
from superconnector.ecosystem.periods import period_problems
from superconnector.ecosystem.problems import Problem
from superconnector.ecosystem.references import reference_problems
from superconnector.ecosystem.wholeness import fact_problems, language_problems

CHECKS = (
    language_problems,
    reference_problems,
    call_reference_problems,
    call_problems,
    citation_problems,
    period_problems,
)


def inspect(files: Mapping[str, str], unread: Collection[str] = ()) -> tuple[Draft, list[Problem]]:
    """The files (path → text) as models; the problems are sorted by file and line.

    Conditions are read only if the facts and definitions that they are made of could be.
    """
    draft, problems = read_draft(files, unread)
    found = {problem for each in CHECKS for problem in each(draft)}.union(problems)
    wrong_facts = set(fact_problems(draft))
    if not wrong_facts and not draft.broken_in("facts", "definitions", "ecosystem.yaml"):
        found |= set(condition_problems(draft))
    return draft, sorted(found | wrong_facts)
