"""From text to Python's syntax tree, within limits, so that no text can crash or stall the reader.

Only the parser of the standard library is used; nothing is compiled or executed.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from superconnector.core.rules.errors import RuleError, wrong
from superconnector.core.rules.tree import At

MAX_LENGTH = 4_000
MAX_DEPTH = 50

_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_FOREIGN = (
    (re.compile(r"[^ -~]"), "holds a character outside plain ASCII"),
    (re.compile(r"[\\#;`]"), "holds a character that is not part of the language"),
    (re.compile(r"\b[0-9][0-9_.]*[A-Za-z]"), "runs a number into a letter"),
)
_UNFINISHED = re.compile(r"(\b(and|or|not|in|if|else)|[-+*/<>=,.])$")
_LIKELY = (
    (re.compile(r"&&|\|\|"), 'write "and", "or"'),
    (re.compile(r"!(?!=)"), 'write "not"'),
    (re.compile(r"(?<![=!<>:])=(?!=)"), 'to compare, write "=="'),
    (re.compile(r"=>|=<|<>"), 'write ">=", "<=" or "!="'),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The text as written; `start` is where the expression begins in it."""

    text: str
    start: int

    def place(self, offset: int, end: int | None = None) -> At:
        """The place of a character of the expression, counted from 0."""
        position = min(self.start + offset, len(self.text))
        first = self.text.rfind("\n", 0, position) + 1
        stop = self.text.find("\n", position)
        stop = len(self.text) if stop < 0 else stop
        last = position + 1 if end is None else self.start + end
        line = self.text.count("\n", 0, position) + 1
        return At(line, position - first + 1, min(last, max(stop, position + 1)) - first + 1)

    def at(self, node: ast.expr) -> At:
        """The place of a node."""
        return self.place(node.col_offset, node.end_col_offset)

    def quote(self, node: ast.expr) -> str:
        """The text of a node, with every white space a plain one."""
        end = node.end_col_offset or node.col_offset
        return " ".join(self.text[self.start + node.col_offset : self.start + end].split())


def read(text: str) -> tuple[ast.expr, Source]:
    """The syntax tree of one expression. Raises RuleError for anything that is not one."""
    if len(text) > MAX_LENGTH:
        raise RuleError(f"the expression is longer than {MAX_LENGTH} characters")
    plain = re.sub(r"[\t\r\n]", " ", text)
    source = Source(text, len(plain) - len(plain.lstrip(" ")))
    expression = plain.strip(" ")
    if not expression:
        raise RuleError("the expression is empty")
    _refuse_foreign(expression, source)
    tree = _parse(expression, source)
    _refuse_deep(tree, source)
    return tree, source


def _refuse_foreign(expression: str, source: Source) -> None:
    bare = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), expression)
    for text, (pattern, fault) in zip((expression, bare, bare), _FOREIGN, strict=True):
        if found := pattern.search(text):
            raise wrong(f"the expression {fault}", source.place(found.start(), found.end()))


def _parse(expression: str, source: Source) -> ast.expr:
    try:
        return ast.parse(expression, mode="eval").body
    except SyntaxError as error:
        offset = max((error.offset or 1) - 1, 0)
        if _UNFINISHED.search(expression):
            offset = len(expression)
        raise wrong(_advice(expression, offset), source.place(min(offset, len(expression)))) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise RuleError("the expression is nested too deeply to be read") from None


def _advice(expression: str, offset: int) -> str:
    bare = _QUOTED.sub('""', expression)
    for pattern, advice in _LIKELY:
        if pattern.search(bare):
            return f"this is not an expression; {advice}"
    if bare.count("(") != bare.count(")") or bare.count("[") != bare.count("]"):
        return "a bracket is opened and not closed, or closed and not opened"
    if offset >= len(expression):
        return "the expression ends too early"
    return f'this is not an expression; look near "{expression[offset : offset + 20]}"'


def _refuse_deep(tree: ast.expr, source: Source) -> None:
    pending: list[tuple[ast.AST, int]] = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        if depth > MAX_DEPTH:
            at = source.at(node) if isinstance(node, ast.expr) else At()
            raise wrong(f"the expression is nested more than {MAX_DEPTH} deep", at)
        inner = depth + (not isinstance(node, ast.Attribute))
        pending.extend((child, inner) for child in ast.iter_child_nodes(node))
