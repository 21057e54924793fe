"""Where a text names somebody: people, organisations, e-mail addresses and domains, in English and Chinese.

Texts and names are compared after compatibility decomposition (NFKD, Unicode Standard Annex 15) and case
folding, without marks and without signs that cannot be seen: `ＣＨＡＮ`, `Chan` and `chan` are one name, as
are `José` and `Jose`. Words of alphabets are found as whole words, Chinese names as parts of a text, because
Chinese puts no space between words. Traditional and simplified signs are different ones here: give a name in
both. What is found is a reason to look, not a proof: another person may have the same name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_FOUND = 200
MOST_WORDS = 8
"""Words of a name that are looked at."""
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff"
_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_LEFT, _RIGHT = rf"(?<![^\W_{HAN}{KANA}])", rf"(?![^\W_{HAN}{KANA}])"
LEGAL_WORDS = frozenset(
    {"limited", "ltd", "inc", "incorporated", "llc", "co", "company", "corp", "plc", "gmbh"}
)
LEGAL_SIGNS = ("股份有限公司", "有限公司", "公司")
RUN_TOGETHER = 6
"""Letters from which the words of a name are found without anything between them, as in an address."""
LEAST_ALONE, LEAST_LETTERS, LEAST_SIGNS = 3, 4, 2


class Kind(StrEnum):
    """What a name is of."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for, as its owner writes it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: `text[start:end]` is what stands there, `name` what was looked for."""

    name: Name
    start: int
    end: int


def names_in(text: str, names: Iterable[Name]) -> tuple[Found, ...]:
    """Where these names stand in the text, from its start, without overlaps; MOST_FOUND at most.

    - A person is found by two or more neighbouring words of the name, in its order or with the first or the
      last word at the other end (`Chan Tai Man`, `Tai Man Chan`); one word alone counts only where it is the
      whole name. Chinese signs of the name are found together, with or without spaces.
    - An organisation is found by its whole name, with or without its legal form where enough stays.
    - An address and a domain are found whole; a domain within its subdomains too.

    Fewer than LEAST_SIGNS Chinese signs, or LEAST_ALONE letters of a single word, are not looked for.
    """
    wanted = [(pattern, name) for name in dict.fromkeys(names) for pattern in _patterns(name)]
    if not wanted:
        return ()
    wanted.sort(key=_rank)  # where several begin, the longest is the one that is meant
    every = re.compile("|".join(f"({pattern})" for pattern, _ in wanted))
    folded, places = _folded(text)
    found = []
    for each in every.finditer(folded):
        index = each.lastindex or 1
        found.append(Found(wanted[index - 1][1], places[each.start()], places[each.end() - 1] + 1))
        if len(found) == MOST_FOUND:
            break
    return tuple(found)


def _rank(pair: tuple[str, Name]) -> tuple[bool, int]:
    pattern, name = pair
    return name.kind not in (Kind.ADDRESS, Kind.DOMAIN), -len(pattern)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each of its signs the place in the text it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for each in unicodedata.normalize("NFKD", sign).casefold():
            if not unicodedata.combining(each) and unicodedata.category(each) != "Cf":
                signs.append(each)
                places.append(place)
    return "".join(signs), places


def _patterns(name: Name) -> Iterator[str]:
    """Expressions that find the name in a folded text; none holds a group."""
    folded, _ = _folded(name.text.strip())
    if name.kind is Kind.ADDRESS:
        yield from [rf"(?<![\w.+-]){re.escape(folded)}(?!\.?[\w-])"] if "@" in folded else []
        return
    if name.kind is Kind.DOMAIN:
        yield from [rf"(?<![\w-]){re.escape(folded)}(?!\.?[\w-])"] if "." in folded else []
        return
    runs = _RUN.findall(folded)
    signs = "".join(run for run in runs if _is_han(run))
    words = [run for run in runs if not _is_han(run)][:MOST_WORDS]
    person = name.kind is Kind.PERSON
    for each in [signs] if person else _without_form(signs):
        if len(each) >= LEAST_SIGNS:
            yield r"\s?".join(each)
    for order in sorted(set(_orders(words) if person else _whole(words))):
        yield from _in_order(order)


def _is_han(run: str) -> bool:
    return re.match(f"[{HAN}]", run) is not None


def _orders(words: list[str]) -> Iterator[tuple[str, ...]]:
    """All runs of two or more neighbours of the name, written from either end; one word if it is all."""
    if len(words) < 2:
        yield tuple(words)
    for order in (words, words[1:] + words[:1], words[-1:] + words[:-1]):
        for start in range(len(order)):
            for end in range(start + 2, len(order) + 1):
                yield tuple(order[start:end])


def _whole(words: list[str]) -> Iterator[tuple[str, ...]]:
    yield tuple(words)
    short = list(words)
    while short and short[-1] in LEGAL_WORDS:
        short.pop()
    if len(short) > 1:
        yield tuple(short)


def _without_form(signs: str) -> list[str]:
    for form in LEGAL_SIGNS:
        if signs.endswith(form) and len(signs) - len(form) > LEAST_SIGNS:
            return [signs, signs.removesuffix(form)]
    return [signs]


def _in_order(words: tuple[str, ...]) -> Iterator[str]:
    letters = sum(map(len, words))
    if letters < (LEAST_ALONE if len(words) == 1 else LEAST_LETTERS):
        return
    between = r"[\W_]{0,3}" if letters >= RUN_TOGETHER else r"[\W_]{1,3}"
    yield _LEFT + between.join(map(re.escape, words)) + _RIGHT
