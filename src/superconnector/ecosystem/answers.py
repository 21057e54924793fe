"""One answer: from what a person typed or a file holds to an exact value, and back to words.

An answer that does not fit is refused with a code and its parameters, so that each face can say it in its own
language; the English words are here. Nothing is guessed and nothing is cut off.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from superconnector.core.rules.facts import EPOCH, Value
from superconnector.ecosystem.convert import bounds, cents, days
from superconnector.ecosystem.ecosystem import Ecosystem
from superconnector.ecosystem.problems import nearest
from superconnector.ecosystem.schema import FactFile, FactOption

MAX_TEXT = 2_000
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]*)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TRUTH = MappingProxyType(
    {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False, "是": True, "否": False}
)

WORDS = MappingProxyType(
    {
        "empty": "give an answer",
        "not-yes-or-no": "answer yes or no",
        "not-a-number": "give a number in figures",
        "not-whole": "give a whole number",
        "negative": "cannot be less than zero",
        "too-precise": "money has at most two decimals",
        "too-small": "must be {minimum} or more",
        "too-large": "must be {maximum} or less",
        "not-a-date": "give a day as year-month-day (2024-12-31)",
        "no-such-day": "there is no such day: {given}",
        "future": "cannot lie after {today}",
        "not-an-option": "no such answer: {given}",
        "not-an-option-near": "no such answer: {given}; did you mean {nearest}?",
        "heading": "{given} is a heading; choose one of the answers below it: {below}",
        "one-only": "choose one answer",
        "too-long": "longer than {maximum} characters",
        "wrong-type": "{given} is not an answer to this question",
    }
)
"""Code → English; the names in braces are the keys of `AnswerError.params`."""


class AnswerError(ValueError):
    """An answer that does not fit: `code` is a key of WORDS, `params` are texts to put into its words."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(WORDS[code].format(**params))
        self.code = code
        self.params = params


def parse_answer(
    fact: FactFile, raw: str | list[str], ecosystem: Ecosystem, today: date | None = None
) -> Value:
    """The value of an answer in machine form: cents, days since 1970-01-01, option ids.

    Takes what people type: yes/no, 1,000.50 with or without a currency sign, full-width figures, 2024-12-31.
    `today` (in the ecosystem's time zone unless given) is the last day for facts that cannot lie ahead.
    Raises AnswerError.
    """
    if fact.type == "choices":
        return _choices(fact, [raw] if isinstance(raw, str) else raw)
    if isinstance(raw, list):
        if len(raw) != 1:
            raise AnswerError("one-only" if raw else "empty")
        raw = raw[0]
    text = unicodedata.normalize("NFKC", raw[: MAX_TEXT + 1]).strip() if fact.type != "text" else raw.strip()
    if not text:
        raise AnswerError("empty")
    if len(text) > MAX_TEXT:
        raise AnswerError("too-long", maximum=str(MAX_TEXT))
    return _single(fact, text, ecosystem, today)


def _single(fact: FactFile, text: str, ecosystem: Ecosystem, today: date | None) -> Value:
    match fact.type:
        case "boolean":
            return _truth(text)
        case "choice":
            return _option(fact, text)
        case "date":
            return within(fact, days(_date(text)), today or today_in(ecosystem))
        case "money":
            return within(fact, _cents(text, ecosystem))
        case "integer":
            return within(fact, _whole(text))
    return text


def today_in(ecosystem: Ecosystem) -> date:
    """The day it is in the ecosystem's time zone."""
    return datetime.now(ZoneInfo(ecosystem.file.time_zone)).date()


def _truth(text: str) -> bool:
    try:
        return _TRUTH[text.lower()]
    except KeyError:
        raise AnswerError("not-yes-or-no") from None


def _option(fact: FactFile, given: str) -> str:
    known = [option.id for option in options_of(fact)]
    below = [option.id for option in options_of(fact) if option.parent == given]
    if below:
        raise AnswerError("heading", given=given[:80], below=", ".join(below))
    if given in known:
        return given
    guess = nearest(given, known)
    if guess:
        raise AnswerError("not-an-option-near", given=given[:80], nearest=guess)
    raise AnswerError("not-an-option", given=given[:80])


def _choices(fact: FactFile, given: list[str]) -> frozenset[str]:
    if len(given) > MAX_TEXT:
        raise AnswerError("too-long", maximum=str(MAX_TEXT))
    return frozenset(_option(fact, text.strip()) for text in given if text.strip())


def options_of(fact: FactFile) -> list[FactOption]:
    """The options of a loaded fact, empty if it has none."""
    return fact.options if isinstance(fact.options, list) else []


def _decimal(text: str) -> Decimal:
    bare = text.replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        raise AnswerError("not-a-number")
    return Decimal(bare)


def _whole(text: str) -> int:
    number = _decimal(text)
    if number != number.to_integral_value():
        raise AnswerError("not-whole")
    return int(number)


def _cents(text: str, ecosystem: Ecosystem) -> int:
    """The sign or the code of the currency may stand before or after the amount."""
    sign = unicodedata.normalize("NFKC", ecosystem.file.currency_sign)
    for mark in (sign, ecosystem.file.currency, "$"):
        text = text.removeprefix(mark).removesuffix(mark).strip()
    amount = _decimal(text)
    if amount * 100 != (amount * 100).to_integral_value():
        raise AnswerError("too-precise")
    return cents(amount)


def _date(text: str) -> date:
    found = _DATE.fullmatch(text)
    if not found:
        raise AnswerError("not-a-date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise AnswerError("no-such-day", given=text) from None


def within(fact: FactFile, value: int, today: date | None = None) -> int:
    """The value, if it lies within the bounds of the fact. Raises AnswerError."""
    low, high = bounds(fact)
    if fact.type == "date" and not fact.future and today is not None and value > days(today):
        raise AnswerError("future", today=today.isoformat())
    if value < low:
        if low == 0 and fact.type != "date":
            raise AnswerError("negative")
        raise AnswerError("too-small", minimum=_plain(fact, low))
    if value > high:
        raise AnswerError("too-large", maximum=_plain(fact, high))
    return value


def _plain(fact: FactFile, value: int) -> str:
    return show_value(fact, value, "en")


def fits(value: object, fact_id: str, ecosystem: Ecosystem) -> bool:
    """Whether a value in machine form (of a stored profile, a signed link) is one the fact can have today."""
    fact = ecosystem.facts.get(fact_id)
    if fact is None:
        return False
    known = ecosystem.vocabulary.facts[fact_id].answers
    match value:
        case bool():
            return fact.type == "boolean"
        case int():
            low, high = bounds(fact)
            return fact.type in ("integer", "money", "date") and low <= value <= high
        case str():
            return value in known if fact.type == "choice" else fact.type == "text" and len(value) <= MAX_TEXT
        case frozenset():
            return fact.type == "choices" and value <= known
    return False


_YES_NO = MappingProxyType({"en": ("no", "yes"), "zh-hant": ("否", "是"), "zh-hans": ("否", "是")})
_NONE = MappingProxyType({"en": "none", "zh-hant": "沒有", "zh-hans": "没有"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def show_value(fact: FactFile, value: Value, language: str) -> str:
    """A value in words of `en`, `zh-hant` or `zh-hans`: HK$1,234.50, 31 December 2024, labels of options."""
    match value:
        case bool():
            return _YES_NO[language][value]
        case int():
            return _show_number(fact, value, language)
        case frozenset():
            labels = [o.label.text(language) for o in options_of(fact) if o.id in value]
            return (", " if language == "en" else "、").join(labels) or _NONE[language]
        case str():
            labels = [o.label.text(language) for o in options_of(fact) if o.id == value]
            return labels[0] if labels else value


def _show_number(fact: FactFile, value: int, language: str) -> str:
    unit = fact.unit.text(language) if fact.unit else ""
    if fact.type == "money":
        return show_money(value, unit)
    if fact.type == "date":
        return show_date(EPOCH + timedelta(days=value), language)
    gap = " " if unit and language == "en" else ""
    return f"{value:,}{gap}{unit}"


def show_money(amount: int, sign: str) -> str:
    """Cents as HK$1,234 or HK$1,234.50."""
    whole, part = divmod(abs(amount), 100)
    minus = "-" if amount < 0 else ""
    return f"{minus}{sign}{whole:,}" + (f".{part:02}" if part else "")


def show_date(day: date, language: str) -> str:
    """31 December 2024 · 2024年12月31日."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
