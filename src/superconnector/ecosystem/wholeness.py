"""Whether a question can be asked at all: its texts in every language, its options, its bounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from superconnector.ecosystem.convert import bounds
from superconnector.ecosystem.draft import Draft, Place, time_zones
from superconnector.ecosystem.problems import Problem, Severity
from superconnector.ecosystem.schema import FactFile, Localised, Strict


def fact_problems(draft: Draft) -> Iterator[Problem]:
    """Options, bounds and the like: what conditions on the fact rely on."""
    for place, fact in draft.facts():
        yield from _fact(place, fact)


def language_problems(draft: Draft) -> Iterator[Problem]:
    """Facts must be complete in Chinese where the ecosystem speaks it; the rest is only warned of."""
    if draft.ecosystem is None:
        return
    file = Place(draft.documents["ecosystem.yaml"])
    if draft.ecosystem.time_zone not in time_zones():
        yield (file / "time_zone").problem("no such time zone; write one as Asia/Hong_Kong")
    if not {"zh-hant", "zh-hans"} & set(draft.ecosystem.languages):
        return
    yield from _untranslated(file, draft.ecosystem, Severity.ERROR)
    for place, fact in draft.facts():
        yield from _untranslated(place, fact, Severity.ERROR)
    for place, definition in draft.definitions():
        yield from _untranslated(place, definition, Severity.WARNING)
    for place, call in draft.calls():
        for key in ("groups", "phases", "questions", "criteria"):
            for number, item in enumerate(getattr(call, key)):
                yield from _untranslated(place / key / number, item, Severity.WARNING)


def _fact(place: Place, fact: FactFile) -> Iterator[Problem]:
    if fact.type in ("choice", "choices"):
        if not fact.options:
            yield place.problem("a choice needs options")
    elif fact.options is not None:
        yield (place / "options").problem(f"a fact of type {fact.type} has no options")
    if fact.type == "date" or fact.future:
        yield from _bounds(place, fact)
    else:
        yield (place / "future").problem("only a date can lie ahead; delete this line")


def _bounds(place: Place, fact: FactFile) -> Iterator[Problem]:
    for key, bound in (("minimum", fact.minimum), ("maximum", fact.maximum)):
        if bound is None:
            continue
        if fact.type not in ("integer", "money", "date"):
            yield (place / key).problem(f"a fact of type {fact.type} has no bounds")
        elif isinstance(bound, date) is not (fact.type == "date"):
            yield (place / key).problem(f"write a {'day' if fact.type == 'date' else 'whole number'}")
    low, high = bounds(fact)
    if low > high:
        yield place.problem("the minimum is above the maximum")


def _untranslated(place: Place, model: Strict, severity: Severity) -> Iterator[Problem]:
    for name, field in type(model).model_fields.items():
        value, at = getattr(model, name), place / (field.alias or name)
        if isinstance(value, Localised):
            if value.zh_hant is None and value.zh_hans is None:
                yield at.problem("zh-hant is missing: the Chinese text", severity)
        elif isinstance(value, Strict):
            yield from _untranslated(at, value, severity)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, Strict):
                    yield from _untranslated(at / number, item, severity)
