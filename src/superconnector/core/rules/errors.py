"""What is wrong with an expression, in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from superconnector.core.rules.facts import Type
from superconnector.core.rules.tree import At

WORDS = {
    Type.BOOLEAN: "a yes or no",
    Type.INTEGER: "an integer",
    Type.MONEY: "money",
    Type.DATE: "a date",
    Type.CHOICE: "a choice",
    Type.CHOICES: "a set of choices",
    Type.TEXT: "a text",
    Type.RATIO: "a ratio",
    Type.DURATION: "a duration",
}


class RuleError(ValueError):
    """An expression that cannot be read.

    `line` and `column` are 1-based; `suggestion` is the name that was probably meant.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.suggestion = suggestion


def wrong(message: str, at: At) -> RuleError:
    """The error at a place, to be raised."""
    return RuleError(message, at.line, at.column)


def unknown_name(name: str, is_not: str, names: Iterable[str], at: At) -> RuleError:
    """`name` `is_not` …; with the nearest of `names`, if one is near."""
    candidates = sorted(names)
    tails = [n for n in candidates if n.rpartition(".")[2] == name]
    near = tails[:1] or get_close_matches(name[:100], candidates, n=1)
    message = f'"{name[:100]}" {is_not}'
    if not near:
        return RuleError(message, at.line, at.column)
    return RuleError(f'{message}; did you mean "{near[0]}"?', at.line, at.column, near[0])
