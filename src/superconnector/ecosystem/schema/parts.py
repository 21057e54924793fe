"""The small parts that every file is made of: ids, texts, money, days, citations.

Nothing is guessed and nothing is silently converted: a number is not a text and a text is not a number.
Money is in whole units of the ecosystem's currency with at most two decimals; the core counts in cents.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from opencc import OpenCC
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from superconnector.ecosystem.shares import parse_share

EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)


def _listed(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


def _day(value: object) -> object:
    """Dates in quotes are dates too: there is nothing else they can mean."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 else value
        except ValueError:
            return value
    return value


def _within_calendar(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"the year must lie between {EARLIEST.year} and {LATEST.year}")
    return day


def _printed(value: object) -> object:
    """The text of a number or day as it was printed; the reader keeps every digit."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _number(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _share(text: str) -> str:
    parse_share(text)
    return text


def _condition(value: object) -> object:
    """`when: True` is read as true by YAML; it can only mean the condition."""
    return str(value) if isinstance(value, bool) else value


def _expression(text: str) -> str:
    if "#" in text:
        raise ValueError("a condition holds no comment (#)")
    return text


_PRINTED = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]}
_GROUPED = {"type": "string", "pattern": r"^-?[1-9][0-9]{0,2}(_[0-9]{3})+(\.[0-9]+)?$"}
"""Thousands grouped by underscores: a number to us, a text to editors."""
_CITE = r"^[a-z0-9][a-z0-9-]*(#\S.*)?$"
_CITES = {
    "anyOf": [
        {"type": "string", "pattern": _CITE},
        {"type": "array", "items": {"type": "string", "pattern": _CITE}, "minItems": 1},
    ]
}

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
OptionId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
FactId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Printed = Annotated[
    str, BeforeValidator(_printed), Field(min_length=1, max_length=2000), WithJsonSchema(_PRINTED)
]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=600)]
CiteText = Annotated[str, Field(pattern=_CITE, max_length=200)]
Cites = Annotated[list[CiteText], BeforeValidator(_listed), Field(min_length=1), WithJsonSchema(_CITES)]
"""`source-id` or `source-id#place`, one or a list. The id is of this file's `sources` or of sources.yaml."""
ShareText = Annotated[str, AfterValidator(_share)]
Expression = Annotated[
    str,
    BeforeValidator(_condition),
    Field(min_length=1, max_length=2000),
    AfterValidator(_expression),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1, "maxLength": 2000}, {"type": "boolean"}]}),
]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_within_calendar)]
Number = Annotated[
    Decimal, BeforeValidator(_number), WithJsonSchema({"anyOf": [{"type": "number"}, _GROUPED]})
]
Money = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, max_digits=15, decimal_places=2),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, _GROUPED]}),
]


class Strict(BaseModel):
    """No unknown keys, no change after loading, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def simplified(traditional: str) -> str:
    """Simplified Chinese, character by character and word by word (OpenCC's t2s table)."""
    return str(_converter().convert(traditional)).replace("甚么", "什么")  # a spelling of Hong Kong alone


class Localised(Strict):
    """A text in the ecosystem's languages. Simplified Chinese is derived where it is absent."""

    en: Text
    zh_hant: Text | None = Field(None, alias="zh-hant")
    zh_hans: Text | None = Field(None, alias="zh-hans")

    def text(self, language: str = "en") -> str:
        """The text in `en`, `zh-hant` or `zh-hans`; English where the file has no Chinese."""
        if language == "zh-hant":
            return self.zh_hant or self.en
        if language == "zh-hans":
            return self.zh_hans or (simplified(self.zh_hant) if self.zh_hant else self.en)
        return self.en


class Sourced(Strict):
    """Anything that a source states."""

    source: Cites
    note: Text | None = None


class Period(Sourced):
    """A sourced thing that holds from a day to a day, both included; absent: without end, or not stated."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class Statement(Sourced):
    """One sentence of our own about what a source says."""

    text: Text


class Source(Strict):
    """A document or page that was read."""

    title: Text
    url: Url | None = None
    publisher: Text | None = None
    kind: Literal["official", "press", "third-party", "founding-document", "compiled"]
    dated: Printed | None = Field(
        None, description="The date the page carries, as printed; absent if undated"
    )
    read: Day = Field(description="The day on which it was read")
    language: str | None = None
    sections: dict[str, Text | None] | None = None
    note: Text | None = None
