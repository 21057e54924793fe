"""Everything that is checked of a folder, its example profiles and projects included."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from superconnector.ecosystem.document import Document
from superconnector.ecosystem.ecosystem import Ecosystem, build, digest
from superconnector.ecosystem.inspection import inspect
from superconnector.ecosystem.problems import Problem, Severity
from superconnector.ecosystem.profiles import ProfileError, profile_of
from superconnector.ecosystem.projects import ProjectError, read_project
from superconnector.ecosystem.schema.parts import LATEST

PROJECT = "-project.yaml"
"""How the name of an example ends that is a project, not a profile."""


def check(files: Mapping[str, str], unread: Collection[str] = ()) -> list[Problem]:
    """All that is wrong with the files (path → text), errors and warnings, sorted by file and line.

    `unread` are paths of files that are there but could not be read: what they may hold is not missed.
    Example profiles and projects (`-project.yaml`) are held against the facts once nothing else is wrong.
    """
    draft, problems = inspect(files, unread)
    wrong = draft.broken or any(problem.severity is Severity.ERROR for problem in problems)
    if wrong or draft.ecosystem is None:
        return problems
    ecosystem = build(draft, draft.ecosystem, digest(files))
    examples = (problem for document in draft.examples() for problem in _example(document, ecosystem, files))
    return sorted({*problems, *examples})


def _example(document: Document, ecosystem: Ecosystem, files: Mapping[str, str]) -> Iterator[Problem]:
    folder = document.path.rpartition("/")[0]
    try:
        if document.path.endswith(PROJECT):
            read_project(document.text, ecosystem, lambda name: files.get(f"{folder}/{name}", ""), LATEST)
        else:
            profile_of(document, ecosystem, today=LATEST)
    except (ProfileError, ProjectError) as error:
        for each in error.problems:
            message = f"{each.fact}: {each.message}" if each.fact else each.message
            yield Problem(document.path, each.line, message)
