"""Every text of the code that is to be translated, found without the gettext tools.

Python files are read as syntax trees, so that a function imported under another name (`gettext_lazy as lazy`)
is known; templates go through Django's own `templatize`, which writes their tags as calls of these functions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

MODULE = "django.utils.translation"
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
"""Django's functions and what their first arguments are."""
IN_TEMPLATES: Mapping[str, str] = {"_": "gettext", **{name: name for name in ARGUMENTS}}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(({_LITERAL}(?:,\s*{_LITERAL})*)")


class SourceText(NamedTuple):
    """A text as the code has it; `context` and `plural` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


class NotLiteralError(ValueError):
    """A call whose text is put together at run time: no catalogue can hold it."""


def texts_of_folders(folders: Iterable[Path]) -> dict[SourceText, str]:
    """The texts of all Python files and templates below the folders, each with the first place that has it.

    Raises NotLiteralError, naming file and line.
    """
    found: dict[SourceText, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and path.is_file():
                for text, line in _texts_of_file(path):
                    found.setdefault(text, f"{path.relative_to(folder.parent)}:{line}")
    return found


def _texts_of_file(path: Path) -> Iterator[tuple[SourceText, int]]:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        return texts_of_template(source)
    try:
        return iter(list(texts_of_python(source)))
    except NotLiteralError as error:
        raise NotLiteralError(f"{path}:{error}") from None


def texts_of_python(source: str) -> Iterator[tuple[SourceText, int]]:
    """The texts of a Python file, each with its line. Raises NotLiteralError."""
    tree = ast.parse(source)
    names = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, names)):
            yield _text_of_call(node, ARGUMENTS[function]), node.lineno


def _imported(tree: ast.AST) -> dict[str, str]:
    """Local name → function of Django, for the functions and for the module itself."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE:
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            found |= {each.asname or each.name: MODULE for each in node.names if each.name == "translation"}
    return found


def _function(called: ast.expr, names: Mapping[str, str]) -> str | None:
    """The function that is called, under whatever name; None if it does not translate."""
    if isinstance(called, ast.Name):
        name = names.get(called.id)
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        name = called.attr if names.get(called.value.id) == MODULE else None
    else:
        name = None
    return name if name in ARGUMENTS else None


def _text_of_call(call: ast.Call, wanted: tuple[str, ...]) -> SourceText:
    parts: dict[str, str] = {}
    for name, argument in zip(wanted, call.args, strict=False):
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise NotLiteralError(f"{call.lineno}: a text to translate must be written out, not put together")
        parts[name] = argument.value
    if len(parts) < len(wanted):
        raise NotLiteralError(f"{call.lineno}: the text to translate is not given as the first argument")
    return SourceText(**parts)


def texts_of_template(source: str) -> Iterator[tuple[SourceText, int]]:
    """The texts of a Django template, each with its line."""
    # Each call is written within the line of its tag, but keeps the line breaks of a block that spans lines.
    calls = templatize(source)
    for call in _CALL.finditer(calls):
        literals = [ast.literal_eval(part) for part in re.findall(_LITERAL, call[2])]
        wanted = ARGUMENTS[IN_TEMPLATES[call[1]]]
        parts = dict(zip(wanted, literals, strict=True))
        yield SourceText(**parts), calls.count("\n", 0, call.start()) + 1
