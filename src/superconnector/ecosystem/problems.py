"""What is wrong with a folder: one problem is one line `file:line: message` in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the folder from loading; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, at a 1-based line of a file; line 0 speaks of the file as a whole."""

    path: str
    line: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        word = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.path}:{self.line}: {word}{self.message}"


class EcosystemError(ValueError):
    """The folder cannot be used; `problems` holds every reason, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is most likely a slip of the pen for; None if none is near."""
    found = get_close_matches(word[:200], list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """`no such fact: applicant.employes; did you mean applicant.employees?`"""
    guess = nearest(word, known)
    return f"no such {what}: {word}" + (f"; did you mean {guess}?" if guess else "")
