"""What an answer is, what is wrong with it, and what of it is handed in: one function a kind of question.

A draft keeps what was typed, right or wrong; only what cannot be kept at all is refused. Whether it is
right is asked whenever it is shown, and decides when it is handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import SplitResult, urlsplit

from superconnector.apps.calls.facts.counting import length_of, used
from superconnector.ecosystem.schema import (
    ChoiceQuestion,
    ConsentQuestion,
    FileQuestion,
    LinkQuestion,
    ModelQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    VideoQuestion,
)

MOST_KEPT = 20_000
"""Characters of a draft text: in Chinese, encoded for a form, this is just below what a request may bring."""
MOST_LINE = 600
"""Characters of an address or a number as typed."""
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,10})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,10})?")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry cannot be handed in as it is. `where` is a question's id, or `team`, `about`, `files`."""

    where: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class UnkeepableError(ValueError):
    """What was sent cannot be an answer, not even a wrong one. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def has_files(question: Question) -> bool:
    """Whether the answer is files, which are rows of their own."""
    return isinstance(question, (FileQuestion, ModelQuestion))


# --- what is kept ----------------------------------------------------------------------------------------


def kept(question: Question, raw: Sequence[str]) -> Any:
    """What a draft keeps of what was sent: a text, a list of option ids, or whether a box is ticked.

    Raises UnkeepableError: `no-such-option`, `too-long`, `takes-files`.
    """
    if has_files(question):
        raise UnkeepableError("takes-files")
    if isinstance(question, ConsentQuestion):
        return bool(raw and raw[0])
    if isinstance(question, ChoiceQuestion):
        known = [option.id for option in question.options]
        if any(each and each not in known for each in raw):
            raise UnkeepableError("no-such-option")
        return [each for each in known if each in raw]
    return _text(question, raw[0] if raw else "")


def _text(question: Question, raw: str) -> str:
    text = _NOT_TEXT.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    most = MOST_KEPT if isinstance(question, TextQuestion) else MOST_LINE
    if len(text) > most:
        raise UnkeepableError("too-long", most=most, length=len(text))
    return text if isinstance(question, TextQuestion) else text.strip()


def is_empty(value: Any) -> bool:
    """Whether nothing was said yet."""
    return not value or (isinstance(value, str) and not value.strip())


# --- what is wrong ---------------------------------------------------------------------------------------


def problems(question: Question, value: Any) -> list[Problem]:
    """What keeps this answer from being handed in; empty if nothing does. Files are checked apart."""
    if is_empty(value):
        return [Problem(question.id, "required")] if question.required else []
    return [Problem(question.id, code, values) for code, values in _CHECKS[question.kind](question, value)]


Found = list[tuple[str, dict[str, Any]]]


def _check_text(question: TextQuestion, value: str) -> Found:
    found: Found = []
    length = length_of(value)
    for limit in question.most:
        count, most = used(limit, length)
        if count > most:
            unit = "words" if limit.words is not None else "characters"
            found.append((f"over-{unit}", {"language": limit.language, "used": count, "most": most}))
    return found


def _check_choice(question: ChoiceQuestion, value: list[str]) -> Found:
    if len(value) < question.pick_least:
        return [("too-few", {"least": question.pick_least})]
    return [("too-many", {"most": question.pick_most})] if len(value) > question.pick_most else []


def number_of(text: str) -> Decimal | None:
    """The number that was typed, full-width figures and thousands by commas included; None if it is none."""
    bare = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    try:
        return Decimal(bare) if _NUMBER.fullmatch(bare) else None
    except InvalidOperation:
        return None


def _check_number(question: NumberQuestion, value: str) -> Found:
    number = number_of(value)
    if number is None:
        return [("not-a-number", {})]
    if question.whole and number != number.to_integral_value():
        return [("not-whole", {})]
    if question.least is not None and number < question.least:
        return [("too-small", {"least": f"{question.least:,f}"})]
    if question.most is not None and number > question.most:
        return [("too-large", {"most": f"{question.most:,f}"})]
    return []


def _check_address(question: LinkQuestion | VideoQuestion, value: str) -> Found:
    parts = _address(value)
    if parts is None:
        return [("not-an-address", {})]
    host = (parts.hostname or "").removeprefix("www.")
    if question.hosts and not any(host == each or host.endswith(f".{each}") for each in question.hosts):
        return [("other-host", {"hosts": ", ".join(question.hosts)})]
    return []


def _address(value: str) -> SplitResult | None:
    """The parts of an address of the web; None for anything else, such as javascript: or a bare word."""
    if any(letter.isspace() or letter in "\"'<>\\^`{|}" for letter in value):
        return None
    try:
        parts = urlsplit(value)
        named = _HOST.fullmatch((parts.hostname or "").encode("idna").decode("ascii"))
        return parts if parts.scheme in ("http", "https") and named and not parts.username else None
    except (ValueError, UnicodeError):
        return None


def _check_consent(question: ConsentQuestion, value: bool) -> Found:
    return []


_CHECKS: dict[str, Callable[[Any, Any], Found]] = {
    "text": _check_text,
    "choice": _check_choice,
    "number": _check_number,
    "link": _check_address,
    "video": _check_address,
    "consent": _check_consent,
}


# --- what is handed in -----------------------------------------------------------------------------------


def handed_in(question: Question, value: Any) -> Any:
    """The answer as the canonical content has it: a number as an exact text, an unsaid thing as None."""
    if is_empty(value):
        return None
    if isinstance(question, NumberQuestion):
        number = number_of(value)
        return f"{number:f}" if number is not None else value
    return value
