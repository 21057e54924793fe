"""The texts of a table as answers: each distinct text is read once, by the rules of every other face."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from superconnector.base.population.mapping import UNITS, Source
from superconnector.core.rules.facts import Type, Value
from superconnector.ecosystem import AnswerError, Ecosystem, parse_answer
from superconnector.ecosystem.answers import within

NOTHING = "[]"
"""Written in a cell of several answers: none of them, and that is known."""
TRUTHS = {"1": True, "0": False, "t": True, "f": False}
MOST_KEPT = 200_000

Read = Value | AnswerError | None
"""A value, why there is none, or None for an empty cell."""


class Words:
    """Reads the texts of one column."""

    def __init__(self, source: Source, ecosystem: Ecosystem, today: date) -> None:
        self.source, self.ecosystem, self.today = source, ecosystem, today
        self.fact = ecosystem.facts[source.fact]
        self.type = ecosystem.vocabulary.facts[source.fact].type
        self._kept: dict[str, Read] = {}

    def read(self, text: str) -> Read:
        """One text, in machine form."""
        if text not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            try:
                self._kept[text] = self._value(self.source.values.get(text, text).strip())
            except AnswerError as error:
                self._kept[text] = error
        return self._kept[text]

    def _value(self, text: str) -> Value | None:
        if not text:
            return None
        match self.type:
            case Type.BOOLEAN if text.lower() in TRUTHS:
                return TRUTHS[text.lower()]
            case Type.CHOICES:
                parts = [] if text == NOTHING else text.split(self.source.separator)
                return parse_answer(
                    self.fact, [self.source.values.get(p.strip(), p) for p in parts], self.ecosystem
                )
            case Type.MONEY if self.source.unit != "units":
                return within(self.fact, self._cents(text))
        return parse_answer(self.fact, text, self.ecosystem, self.today)

    def _cents(self, text: str) -> int:
        try:
            amount = Decimal(text.replace(",", "")) * UNITS[self.source.unit]
        except InvalidOperation:
            raise AnswerError("not-a-number") from None
        if not amount.is_finite() or amount != amount.to_integral_value():
            raise AnswerError("too-precise")
        return int(amount)

    def numbers(self, texts: pa.Array) -> NDArray[np.int64] | None:
        """All of them at once as numbers, None if one of them needs a closer look."""
        if self.source.values or (self.type is Type.MONEY and self.source.unit != "units"):
            return None
        try:
            match self.type:
                case Type.INTEGER:
                    return np.asarray(pc.cast(texts, pa.int64()))
                case Type.DATE:
                    return np.asarray(pc.cast(texts, pa.date32()).view(pa.int32())).astype(np.int64)
                case Type.MONEY:
                    exact = pc.cast(texts, pa.decimal128(18, 2))
                    return np.frombuffer(exact.buffers()[1], np.int64)[::2][exact.offset :][: len(exact)]
        except (pa.ArrowException, ValueError):
            return None
        return None

    def answers(self, texts: Iterable[str | None]) -> list[Read]:
        """One after another; an empty text is unknown."""
        return [None if text is None else self.read(text) for text in texts]
