"""One YAML file as plain values, with the place of every value.

Only what a person needs to write a programme is read: mappings, lists, texts, whole numbers, decimals, dates,
true/false and null. Anchors, aliases, tags, directives, merge keys and a second document are refused while
the file is being read, before anything is built, so that no small file becomes a large value. Scalars follow
the YAML 1.2 core schema with dates: `no`, `on` and `12:30` are texts, a decimal is an exact Decimal.
`1_000_000` is a number only if the underscores group thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import yaml

from superconnector.ecosystem.problems import Problem

MAX_DEPTH = 24
MAX_PROBLEMS = 200
Scalar = str | int | Decimal | bool | date | None
Loc = tuple[str | int, ...]

_WHOLE = r"-?(?:0|[1-9][0-9]{0,29}|[1-9][0-9]{0,2}(?:_[0-9]{3}){1,9})"
_INTEGER = re.compile(_WHOLE)
_DECIMAL = re.compile(_WHOLE + r"\.[0-9]{1,12}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class Spot(NamedTuple):
    """Where a value stands: the line of its key (or of itself in a list), and where its text starts."""

    line: int
    text_line: int
    text_column: int
    style: str | None  # None for a mapping or list, "" plain, else one of ' " | >


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one file; `spots` maps the path of every value to its place. The root is ()."""

    path: str
    text: str
    value: object
    spots: dict[Loc, Spot]

    def existing(self, loc: Loc) -> Loc:
        """The deepest part of a path that the file has."""
        while loc not in self.spots:
            loc = loc[:-1]
        return loc

    def spot(self, loc: Loc) -> Spot:
        """The place of that part."""
        return self.spots[self.existing(loc)]

    def locate(self, loc: Loc, offset: int) -> tuple[int, int]:
        """The line and column of a character of a text value, both 1-based; `offset` is counted from 0.

        Exact where the text stands on one line; where the file folds or indents it, exact unless it has blank
        lines or escapes.
        """
        spot = self.spot(loc)
        block = spot.style in ("|", ">")
        start = 0 if block else spot.text_column - 1 + (spot.style in ("'", '"'))
        first = spot.text_line if block else spot.text_line - 1
        for number, raw in enumerate(self.text.splitlines()[first:], start=first + 1):
            line = raw[start:].rstrip()
            indent = len(line) - len(line.lstrip())
            if offset <= len(line) - indent:
                return number, start + indent + offset + 1
            offset -= len(line) - indent + 1
            start = 0
        return spot.line, spot.text_column


class RefusedError(Exception):
    """The file is not read; the message is in plain words."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_document(path: str, text: str) -> Document | list[Problem]:
    """The values of one file, or what is wrong with it.

    A YAML error ends the reading; of duplicate keys and impossible days the first MAX_PROBLEMS are told.
    """
    reader = _Reader()
    try:
        _refuse_forbidden(text)
        reader.read(text)
    except RefusedError as refused:
        reader.problems.append((refused.line, str(refused)))
    except yaml.MarkedYAMLError as error:
        reader.problems.append((_line_of(error), _plain_words(error.problem or "")))
    except yaml.YAMLError as error:
        reader.problems.append((1, _plain_words(str(error))))
    if reader.problems:
        return [Problem(path, line, message) for line, message in reader.problems[:MAX_PROBLEMS]]
    return Document(path, text, reader.root, reader.spots)


def _refuse_forbidden(text: str) -> None:
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RefusedError(line, _about_character(found[0]))
    if not text.strip():
        raise RefusedError(1, "the file is empty")


def _about_character(character: str) -> str:
    return f"the file holds the invisible character U+{ord(character):04X}; delete it"


_PLAIN_WORDS = {
    "mapping values are not allowed": "a colon followed by a space starts a value; put the text in quotes",
    "found character that cannot start any token": "no line may start with a tab, @ or `; use spaces, quotes",
    "did not find expected key": "the indentation is off, a quote is missing, or text follows a quote",
    "did not find expected '-' indicator": "the indentation of this list is off",
    "found unexpected end of stream": "a quote or a bracket is opened and never closed",
    "could not find expected ':'": "a key without its colon",
    "did not find expected ',' or": "a bracket is opened and not closed, or a comma is missing",
    "exceeded maximum nesting": "nested too deeply",
}


_STARTED_EARLIER = ("unexpected end of stream", "expected ':'", "expected ',' or")


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """Where something was left open, the line on which it began."""
    earlier = any(words in (error.problem or "") for words in _STARTED_EARLIER)
    mark = (error.context_mark if earlier else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _plain_words(problem: str) -> str:
    for start, words in _PLAIN_WORDS.items():
        if start in problem:
            return f"not valid YAML: {words}"
    return f"not valid YAML: {problem}"


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is being filled."""

    loc: Loc
    value: dict[str, object] | list[object]
    key: str | None = None
    key_line: int = 0


@dataclass(slots=True)
class _Reader:
    """Builds the values from libyaml's events, iteratively: no recursion, no expansion."""

    root: object = None
    spots: dict[Loc, Spot] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def read(self, text: str) -> None:
        for event in _events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
            elif isinstance(event, yaml.AliasEvent):
                raise RefusedError(
                    _line(event), "anchors and aliases (& and *) are not used here; write the value out"
                )
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.stack.pop()
        if self.documents == 0:
            raise RefusedError(1, "the file is empty: it holds only comments")

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise RefusedError(_line(event), "a second document starts here (---); one file holds one")
        if event.version or event.tags:
            raise RefusedError(_line(event), "directives (%) are not used here")

    def _node(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            raise RefusedError(
                _line(event), "anchors and aliases (& and *) are not used here; write the value out"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise RefusedError(_line(event), f"tags ({tag[:40]}) are not used here")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
        else:
            self._value(top, event)

    def _key(self, top: _Open, event: yaml.NodeEvent) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise RefusedError(_line(event), "a key must be a plain word")
        key = _checked(event)
        if key == "<<" and not event.style:
            raise RefusedError(_line(event), "merge keys (<<) are not used here; write the values out")
        if isinstance(top.value, dict) and key in top.value:
            first = self.spots[(*top.loc, key)].line
            self.problems.append((_line(event), f"the key {key} is here twice, first on line {first}"))
        top.key, top.key_line = key, _line(event)

    def _value(self, top: _Open | None, event: yaml.NodeEvent) -> None:
        loc, line = _place(top, _line(event))
        value: object
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
            style: str | None = event.style or ""
        else:
            value, style = ({} if isinstance(event, yaml.MappingStartEvent) else []), None
        self.spots[loc] = Spot(line, _line(event), _column(event), style)
        self._put(top, value)
        if isinstance(value, (dict, list)):
            if len(self.stack) >= MAX_DEPTH:
                raise RefusedError(_line(event), f"nested more than {MAX_DEPTH} levels deep")
            self.stack.append(_Open(loc, value))

    def _put(self, top: _Open | None, value: object) -> None:
        if top is None:
            self.root = value
        elif isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[str(top.key)] = value
            top.key = None

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        text = _checked(event)
        if event.style:
            return text
        try:
            return resolve(text)
        except ValueError:
            self.problems.append((_line(event), f"there is no such day: {text}"))
            return None


def _events(text: str) -> Iterator[yaml.Event]:
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if event is not None:
                yield event
    finally:
        loader.dispose()


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 1


def _column(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.column) + 1 if mark else 1


def _place(top: _Open | None, line: int) -> tuple[Loc, int]:
    if top is None:
        return (), line
    if isinstance(top.value, list):
        return (*top.loc, len(top.value)), line
    return (*top.loc, str(top.key)), top.key_line


def _checked(event: yaml.ScalarEvent) -> str:
    text = str(event.value)
    if found := _FORBIDDEN.search(text):  # an escape in double quotes can make what the file does not hold
        raise RefusedError(_line(event), _about_character(found[0]))
    return text


def resolve(text: str) -> Scalar:
    """The value of a plain scalar. Raises ValueError for a date that no calendar has."""
    if text in _WORDS:
        return _WORDS[text]
    if not (text[0].isdigit() or text[0] == "-"):
        return text
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace("_", ""))
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return text
