"""What the API takes from a request besides its facts: a language and a day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import translation
from pydantic import BeforeValidator, Field

from superconnector.api.problems import Flaw, ProblemError
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem, ProfileError, read_profile, today_in
from superconnector.ecosystem.schema.parts import EARLIEST, LATEST


def _iso(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write a day as 2026-11-21")
    if not isinstance(value, str | date):
        raise ValueError("write a day as a text: 2026-11-21")
    return value


Day = Annotated[date, BeforeValidator(_iso), Field(ge=EARLIEST, le=LATEST)]
Language = Literal["en", "zh-hant", "zh-hans"]
FactValue = bool | int | float | str | list[str] | None
Facts = Annotated[
    dict[str, FactValue],
    Field(
        max_length=500,
        description="Fact id → answer. Money in whole units of the currency (at most two decimals), days as "
        "2026-11-21, choices as option ids. Null or absent: unknown.",
        examples=[{"applicant.type": "company", "applicant.employees": 12}],
    ),
]


@contextmanager
def speaking(request: HttpRequest, lang: Language | None) -> Iterator[str]:
    """The language of `lang` or else of Accept-Language; active while the answer is written."""
    language = lang or translation.get_language_from_request(request)
    with translation.override(language):
        yield language


def day_or_today(on: date | None, ecosystem: Ecosystem) -> date:
    """The day asked for, or the day it is where the ecosystem is."""
    return on or today_in(ecosystem)


def profile_of(facts: Mapping[str, Any], ecosystem: Ecosystem) -> Profile:
    """The facts in machine form. Raises ProblemError (422) with every flaw."""
    text = json.dumps(facts, ensure_ascii=False)
    try:
        return read_profile(text.encode(), ecosystem)
    except UnicodeEncodeError:  # JSON can spell half a character (\\ud800)
        raise ProblemError(422, "A text of the facts is not Unicode: it holds half a character.") from None
    except ProfileError as error:
        flaws = [
            Flaw(place=f"body.facts.{each.fact}".rstrip("."), code=each.code, message=each.message)
            for each in error.problems
        ]
        raise ProblemError(422, "Some facts cannot be used; errors says which and why.", flaws) from None
