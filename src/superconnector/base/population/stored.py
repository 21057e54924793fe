"""Results that were written as JSON, read back and checked before anybody relies on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from superconnector.base.population.figures import CODES
from superconnector.base.population.problems import MOST_PROBLEMS, TableError
from superconnector.base.population.results import AS_IS, CHANGE, CHANGED, Results
from superconnector.core.rules.survey import Line

MAX_BYTES = 64_000_000
VERSIONS = (AS_IS, CHANGED, CHANGE)
TEXTS = {"programme": "programme", "measure": "measure", "item": "item", "split": "by", "part": "group"}
"""The texts of a number in the file → the field of a Line."""
MOST_TEXT = 300
MOST = 10**38
"""Counts and cents are smaller than this, in every form of the results."""
KEPT = ("table", "rows", "on", "ecosystem", "edition")


def read_report(name: str, raw: bytes) -> Results:
    """The results of a file that `population evaluate --out FILE.json` wrote.

    Raises TableError if it is not such a file, or if its outcomes do not add up to its rows.
    """
    if len(raw) > MAX_BYTES:
        raise TableError(f"{name}: larger than {MAX_BYTES:,} bytes")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{name}: not JSON: {str(error)[:200]}") from None
    return from_json(name, value)


def from_json(name: str, value: Any) -> Results:
    """The same from the parsed object, as `results.as_json` makes it."""
    if not isinstance(value, dict) or not {"about", "numbers"} <= value.keys():
        raise TableError(f"{name}: not results of a population; write them with: evaluate … --out FILE.json")
    wrong = list(_wrong_about(value["about"]))
    if not wrong:
        lines, wrong = _lines(value["numbers"])
    if not wrong:
        wrong = list(_not_adding_up(lines, value["about"]["rows"]))
    left_out = value.get("not_counted", [])
    if not _is_texts(left_out):
        wrong.append("not_counted: give a list of texts")
    if wrong:
        raise TableError(*(f"{name}: {problem}" for problem in wrong[:MOST_PROBLEMS]))
    return Results(_about(value["about"]), lines, tuple(left_out))


def _about(about: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the run, and nothing else that the file may hold."""
    kept = {key: about[key] for key in KEPT} | {"changes": about.get("changes", [])}
    return kept | ({"made_up": True} if about.get("made_up") is True else {})


def _wrong_about(about: Any) -> Iterator[str]:
    if not isinstance(about, dict):
        yield "about: say of which table, rows and day"
        return
    for key in ("table", "on", "ecosystem", "edition"):
        if not _is_text(about.get(key)):
            yield f"about.{key}: give a text"
    if not _is_count(about.get("rows")) or not about["rows"]:
        yield "about.rows: give a number of at least 1"
    if not _is_texts(about.get("changes", [])):
        yield "about.changes: give a list of texts"
    if _is_text(about.get("on")) and not _is_day(about["on"]):
        yield f"about.on: {about['on'][:40]} is not a day; write 2024-12-31"


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MOST_TEXT and _is_whole(value)


def _is_whole(text: str) -> bool:
    """Whether a database and a page can hold it: JSON can spell half of a character, and NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _lines(numbers: Any) -> tuple[dict[str, tuple[Line, ...]], list[str]]:
    """The lines by version, and what is wrong with them."""
    if not isinstance(numbers, list) or not numbers:
        return {}, ["numbers: give a list with at least one number"]
    found: dict[str, list[Line]] = {}
    wrong: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for place, number in enumerate(numbers):
        problem = _wrong_number(number) or _repeated(number, seen)
        if problem:
            wrong.append(f"numbers[{place}]: {problem}")
            if len(wrong) == MOST_PROBLEMS:
                break
            continue
        texts = {field: number[key] for key, field in TEXTS.items() if key in number}
        found.setdefault(number["version"], []).append(Line(value=number["value"], **texts))
    return {version: tuple(lines) for version, lines in found.items()}, wrong


def _repeated(number: Mapping[str, Any], seen: set[tuple[str, ...]]) -> str:
    key = (number["version"], *(number.get(text, "") for text in TEXTS))
    if key in seen:
        return "this number is there twice"
    seen.add(key)
    return ""


def _wrong_number(number: Any) -> str:
    if not isinstance(number, dict):
        return "give an object"
    if number.get("version") not in VERSIONS:
        return f"the version is one of {', '.join(VERSIONS)}"
    if not (_is_text(number.get("programme")) and _is_text(number.get("measure"))):
        return "name the programme and the measure"
    texts = [number.get(key, "") for key in TEXTS]
    if not all(isinstance(text, str) and _is_whole(text) for text in texts):
        return f"{', '.join(TEXTS)} are texts"
    if bool(number.get("split")) != bool(number.get("part")):
        return "a split and its part stand together"
    return "" if _is_count(number.get("value")) else "the value is a whole number of at least 0"


def _not_adding_up(lines: Mapping[str, tuple[Line, ...]], rows: int) -> Iterator[str]:
    """Every row has one outcome for each programme, in the whole and in the parts of each split."""
    if AS_IS not in lines:
        yield f"numbers: there are none of the version {AS_IS}"
    for version in (AS_IS, CHANGED):
        counted: Counter[tuple[str, str]] = Counter()
        programmes: dict[str, None] = {}
        for line in lines.get(version, ()):
            programmes.setdefault(line.programme)
            if line.measure in CODES and not line.item:
                counted[line.programme, line.by] += line.value
        counted.update({(programme, ""): 0 for programme in programmes})
        for (programme, by), total in counted.items():
            if total != rows:
                where = f" by {by}" if by else ""
                yield f"{version}, {programme}{where}: the outcomes make {total:,}, the rows are {rows:,}"
