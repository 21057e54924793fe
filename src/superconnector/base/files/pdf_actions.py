"""Whether a PDF runs a script or a program: when it opens, turns a page, is clicked or filled in.

An action may name others that follow it (`/Next`, one or a list, ISO 32000-2, 12.6.2), so each chain is
followed to its end; a chain may run in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

RUN = frozenset({"/JavaScript", "/Launch"})
MOST_STEPS = 50_000
"""Actions and annotations that are looked at before the file counts as broken."""
MOST_ABOVE = 50
"""Fields of a form above each other."""


def runs_something(reader: PdfReader) -> bool:
    """Whether anything in the document would run. Raises ValueError where it has more than MOST_STEPS."""
    root = reader.root_object
    if "/AA" in root or "/JavaScript" in _dictionary(root.get("/Names")):
        return True
    for step, action in enumerate(_actions(reader)):
        if step == MOST_STEPS:
            raise ValueError("too many actions")
        if action.get("/S") in RUN or "/JS" in action:
            return True
    return False


def _actions(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every action of the document, its bookmarks, pages, annotations and fields, and what follows them."""
    root, seen = reader.root_object, set[int]()
    yield from _chain(root.raw_get("/OpenAction") if "/OpenAction" in root else None, seen)
    yield from _bookmarks(_dictionary(root.get("/Outlines")), seen)
    for page in reader.pages:
        yield from _of_holder(page, seen)
        annotations = _resolved(page.get("/Annots"))
        for each in annotations if isinstance(annotations, ArrayObject) else ():
            field = _dictionary(each)
            for _ in range(MOST_ABOVE):  # a field inherits from those above it
                yield from _of_holder(field, seen)
                field = _dictionary(field.get("/Parent"))
                if not field:
                    break


def _bookmarks(first: DictionaryObject, seen: set[int]) -> Iterator[DictionaryObject]:
    ahead: list[Any] = [first.raw_get("/First")] if "/First" in first else []
    while ahead:
        line = ahead.pop()
        if isinstance(line, IndirectObject):
            if line.idnum in seen:
                continue
            seen.add(line.idnum)
        bookmark = _dictionary(line)
        yield bookmark
        yield from _of_holder(bookmark, seen)
        ahead += [bookmark.raw_get(key) for key in ("/First", "/Next") if key in bookmark]


def _of_holder(holder: DictionaryObject, seen: set[int]) -> Iterator[DictionaryObject]:
    """What a page, an annotation or a bookmark does when it is clicked (/A), or by an event (/AA)."""
    if "/A" in holder:
        yield from _chain(holder.raw_get("/A"), seen)
    events = _dictionary(holder.get("/AA"))
    for event in events:
        yield from _chain(events.raw_get(event), seen)
    yield DictionaryObject()  # a holder is a step too


def _chain(first: Any, seen: set[int]) -> Iterator[DictionaryObject]:
    ahead = [first]
    while ahead:
        step = ahead.pop()
        if isinstance(step, IndirectObject):
            if step.idnum in seen:
                continue
            seen.add(step.idnum)
            step = step.get_object()
        if isinstance(step, ArrayObject):
            ahead += step
        elif isinstance(step, DictionaryObject):
            yield step
            if "/Next" in step:
                ahead.append(step.raw_get("/Next"))


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _dictionary(value: Any) -> DictionaryObject:
    found = _resolved(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
