"""pydantic's errors in the words of the folder: what is wrong, where, and the nearest thing that is right."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from superconnector.ecosystem.document import Document, Loc
from superconnector.ecosystem.problems import Problem, nearest

_MISSING = {
    "source": "source is missing: say which source states this",
    "read": "read is missing: the day on which the source was read",
    "en": "en is missing: the English text",
    "names_source": "names_source is missing: say which source gives the names",
    "checked": "checked is missing: the day on which the file was last checked against its sources",
}
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "use small letters, digits and hyphens",
    r"^[a-z][a-z0-9-]*$": "use small letters, digits and hyphens, a letter first",
    r"^[a-z][a-z0-9_]*$": "use small letters, digits and underscores",
    r"^[a-z0-9][a-z0-9_-]*$": "use small letters, digits, hyphens and underscores",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$": "write a fact as group.name (applicant.employees)",
    r"^https?://\S+$": "write an address that starts with https:// or http://",
    r"^[a-z0-9][a-z0-9-]*(#\S.*)?$": "write source-id or source-id#place",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "write 2024-12-31, 2024-12 or 2024",
    r"^[A-Z]{3}$": "write three capital letters, as HKD",
    r"^[a-z0-9-]+(\.[a-z0-9-]+)+$": "write the name of a host, as youtube.com",
}
_WORDS = {
    "string_type": "write a text; put a number or true/false in quotes",
    "int_type": "write a whole number without quotes, commas or underscores",
    "bool_type": "write true or false",
    "date_type": "write a day as 2024-12-31",
    "datetime_type": "write a time as 2024-12-31T18:00",
    "is_instance_of": "write a number without quotes, commas or underscores",
    "decimal_type": "write a number without quotes, commas or underscores",
    "decimal_max_places": "money has at most two decimals",
    "decimal_max_digits": "the number is too large",
    "decimal_whole_digits": "the number is too large",
    "list_type": "write a list: one line each, starting with a hyphen",
    "dict_type": "write keys and values, one line each",
    "model_type": "write keys and values, one line each",
    "string_too_short": "the text is empty",
}
Step = str | int
MAX_PROBLEMS = 200


def label(loc: Loc, value: object) -> str:
    """A path as a person reads it: items of lists by their id, else counted from 1. `gives[grant].text`."""
    text = ""
    for step in loc:
        if isinstance(step, int) and isinstance(value, list):
            value = value[step]
            name = value.get("id") if isinstance(value, dict) else None
            text += f"[{name}]" if isinstance(name, str) else f"[{step + 1}]"
        else:
            value = value.get(step) if isinstance(value, dict) else None
            text += f".{step}" if text else str(step)
    return text


def in_plain_words(model: type[BaseModel], document: Document, error: ValidationError) -> list[Problem]:
    """One problem for each place, of the first MAX_PROBLEMS that pydantic found.

    The branches of a union that all failed at a place are told together.
    """
    found: dict[tuple[int, str], list[str]] = {}
    details = error.errors(include_url=False, include_input=False)[:MAX_PROBLEMS]
    deepest = [_real(each["loc"], document) for each in details]
    for each, loc in zip(details, deepest, strict=True):
        beside_deeper = any(len(other) > len(loc) and other[: len(loc)] == loc for other in deepest)
        if beside_deeper and len(each["loc"]) > len(loc) and each["type"] != "missing":
            continue  # another branch of a union was clearly meant
        message = _message(model, loc, each, document)
        place = (document.spot(loc).line, label(loc, document.value))
        found.setdefault(place, []).append(message)
    return [
        Problem(document.path, line, f"{name}: {said}" if name else said)
        for (line, name), messages in found.items()
        for said in _joined(messages)
    ]


def _joined(messages: list[str]) -> Iterator[str]:
    wishes = [m for m in dict.fromkeys(messages) if m.startswith("write ")]
    others = [m for m in dict.fromkeys(messages) if m not in wishes]
    yield from others
    if wishes and not others:
        yield " or ".join([wishes[0], *(wish.removeprefix("write ") for wish in wishes[1:])])


def _real(loc: tuple[Step, ...], document: Document) -> Loc:
    """The part of pydantic's path that the file has: the names of union branches and validators drop out."""
    real: Loc = ()
    for step in loc:
        if (*real, step) in document.spots:
            real = (*real, step)
    return real


def _message(model: type[BaseModel], loc: Loc, error: Any, document: Document) -> str:
    kind, context, last = error["type"], error.get("ctx", {}), str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return _MISSING.get(last, f"{last} is missing")
    if kind == "extra_forbidden":
        return _unknown_key(model, loc, document)
    if kind == "literal_error":
        return _not_one_of(_quoted(context["expected"]), _value(loc, document))
    if kind == "union_tag_invalid":
        return _not_one_of(_quoted(context["expected_tags"]), context["tag"])
    return _with_limit(kind, context) or _WORDS.get(kind) or str(error["msg"])


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


def _with_limit(kind: str, context: dict[str, Any]) -> str | None:
    words = {
        "string_too_long": "longer than {max_length} characters",
        "too_long": "the list is too long: give at most {max_length}",
        "too_short": "the list is too short: give at least {min_length}",
        "greater_than_equal": "must be {ge} or more",
        "less_than_equal": "must be {le} or less",
        "value_error": "{error}",
        "union_tag_not_found": "kind is missing: say which kind this is",
    }
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"does not fit {context['pattern']}")
    return words[kind].format(**context) if kind in words else None


def _not_one_of(known: list[str], given: object) -> str:
    guess = nearest(str(given), known)
    if guess:
        return f"no such value: {given}; did you mean {guess}?"
    if len(known) > 12:
        return f"no such value: {given}"
    return f"write {' or '.join(known)}"


def _value(loc: Loc, document: Document) -> object:
    value = document.value
    for step in loc:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return value


def _unknown_key(model: type[BaseModel], loc: Loc, document: Document) -> str:
    """Said at the key itself: which keys there are, or the one that was meant."""
    given = _value(loc[:-1], document)
    known = sorted(_keys_at(model, loc[:-1]))
    guess = nearest(str(loc[-1]), known)
    if guess:
        return f"no such key; did you mean {guess}?"
    left = [key for key in known if not (isinstance(given, dict) and key in given)]
    return f"no such key; the keys here are {', '.join(left or known)}"


def _keys_at(model: type[BaseModel], loc: Loc) -> set[str]:
    reached: list[Any] = [model]
    for step in loc:
        reached = [below for each in reached for below in _below(each, step)]
    models = [each for each in reached if isinstance(each, type) and issubclass(each, BaseModel)]
    return {field.alias or name for each in models for name, field in each.model_fields.items()}


def _below(kind: Any, step: Step) -> Iterator[Any]:
    """The types that may stand one step below a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                yield from _branches(field.annotation)
    elif get_origin(kind) in (list, dict):
        yield from _branches(get_args(kind)[-1])


def _branches(kind: Any) -> Iterator[Any]:
    if get_origin(kind) is Annotated:
        yield from _branches(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for branch in get_args(kind):
            yield from _branches(branch)
    else:
        yield kind
