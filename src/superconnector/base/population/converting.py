"""One column of a table as a column of the rules: types checked, refused cells named by row and column."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from superconnector.base.population.bits import bits_of, known_of, numbers_of
from superconnector.base.population.mapping import UNITS, Source
from superconnector.base.population.problems import MOST_PROBLEMS, Problems
from superconnector.base.population.words import Read, Words
from superconnector.core.rules.columns import NUMERIC, Bits, Column, nothing, pack, unpack
from superconnector.core.rules.facts import Type
from superconnector.ecosystem import AnswerError, Ecosystem
from superconnector.ecosystem.answers import within
from superconnector.ecosystem.convert import days

EXPECTED = {
    Type.BOOLEAN: "yes or no",
    Type.INTEGER: "whole numbers",
    Type.MONEY: "amounts of money",
    Type.DATE: "days",
    Type.CHOICE: "texts, one answer each",
    Type.CHOICES: "lists of answers",
}
EXACT = 2**53
"""Up to here every whole number is a float64."""


class Converter:
    """Converts one column, batch by batch; what is wrong goes to `problems`."""

    def __init__(self, source: Source, ecosystem: Ecosystem, today: date, problems: Problems) -> None:
        self.source, self.problems, self.today = source, problems, today
        self.file = ecosystem.facts[source.fact]
        self.fact = ecosystem.vocabulary.facts[source.fact]
        self.words = Words(source, ecosystem, today)
        self._places = {option.id: place for place, option in enumerate(self.fact.options)}

    def convert(self, array: pa.Array, first: int) -> Column:
        """The column of a batch of which the first row is row `first` (from 1) of the table."""
        if pa.types.is_null(array.type):
            return nothing(self.fact, len(array))
        if _is_text(array.type):
            return self._texts(array.dictionary_encode(), first)
        if pa.types.is_dictionary(array.type):
            return (
                self._texts(array, first)
                if _is_text(array.type.value_type)
                else self.convert(array.dictionary_decode(), first)
            )
        made = self._typed(array, first)
        if made is None:
            self._refuse_type(array, first)
            return nothing(self.fact, len(array))
        return made

    def _typed(self, array: pa.Array, first: int) -> Column | None:  # noqa: PLR0911 - one line a kind
        whole = pa.types.is_integer(array.type)
        match self.fact.type:
            case Type.BOOLEAN if pa.types.is_boolean(array.type):
                data = bits_of(array.buffers()[1], array.offset, len(array))
                return Column(self.fact.type, len(array), data, known_of(array))
            case Type.BOOLEAN if whole:
                return self._flags(array, first)
            case Type.INTEGER if whole:
                return self._bounded(numbers_of(array), known_of(array), first)
            case Type.INTEGER | Type.MONEY if pa.types.is_floating(array.type):
                return self._floats(array, first)
            case Type.MONEY if whole:
                return self._scaled(numbers_of(array), known_of(array), first)
            case Type.MONEY if pa.types.is_decimal(array.type):
                return self._decimals(array, first)
            case Type.DATE if pa.types.is_date(array.type) or pa.types.is_timestamp(array.type):
                day = array if pa.types.is_date32(array.type) else pc.cast(array, pa.date32(), safe=False)
                return self._bounded(numbers_of(day), known_of(day), first)
            case Type.CHOICES if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
                return self._lists(array, first) if _holds_text(array.type.value_type) else None
        return None

    def _refuse_type(self, array: pa.Array, first: int) -> None:
        """One problem for the whole column, at the first row that holds something."""
        filled = np.flatnonzero(unpack(known_of(array), len(array)))
        if filled.size:
            message = (
                f"holds {array.type}, but {self.fact.id} takes {EXPECTED.get(self.fact.type, 'nothing')}"
            )
            self.problems.cell(first + int(filled[0]), self.source.column, message)

    def _flags(self, array: pa.Array, first: int) -> Column:
        numbers, known = numbers_of(array), known_of(array)
        self._report(((numbers != 0) & (numbers != 1)), known, first, AnswerError("not-yes-or-no"))
        return Column(self.fact.type, len(array), pack(numbers == 1), known)

    def _bounded(self, numbers: NDArray[np.integer], known: Bits, first: int) -> Column:
        """Numbers in machine form, if they lie within the bounds of the fact."""
        low, high = self.fact.bounds
        if self.fact.type is Type.DATE and not self.file.future:
            high = min(high, days(self.today))
        if numbers.size and (int(numbers.min()) < low or int(numbers.max()) > high):
            wrong = ((numbers < low) | (numbers > high)) & unpack(known, len(numbers))
            for row in np.flatnonzero(wrong)[:MOST_PROBLEMS].tolist():
                self.problems.cell(first + row, self.source.column, self._out_of_bounds(int(numbers[row])))
        return Column(self.fact.type, len(numbers), numbers, known)

    def _out_of_bounds(self, value: int) -> str:
        try:
            within(self.file, value, self.today)
        except AnswerError as error:
            return str(error)
        return "out of bounds"

    def _scaled(self, numbers: NDArray[np.integer], known: Bits, first: int) -> Column:
        """Whole amounts in the unit of the column, as cents; what would overflow is out of bounds anyway."""
        factor = UNITS[self.source.unit]
        most = self.fact.bounds[1] // factor + 1
        cents = np.clip(numbers, -1, most).astype(np.int64)
        return self._bounded(cents * factor, known, first)

    def _floats(self, array: pa.Array, first: int) -> Column:
        """Floats that mean whole numbers or cents exactly; NaN is unknown."""
        numbers = np.asarray(numbers_of(array), np.float64)
        known = unpack(known_of(array), len(array)) & ~np.isnan(numbers)
        factor = UNITS[self.source.unit] if self.fact.type is Type.MONEY else 1
        safe = np.where(known & (np.abs(numbers) < EXACT // factor), numbers, -1)
        whole = np.rint(safe * factor)
        wrong = AnswerError("too-precise" if self.fact.type is Type.MONEY else "not-whole")
        self._report(whole / factor != safe, pack(known), first, wrong)
        return self._bounded(whole.astype(np.int64), pack(known), first)

    def _decimals(self, array: pa.Array, first: int) -> Column:
        """Exact decimals in the unit of the column."""
        known = known_of(array)
        shift = {"cents": 0, "units": 2, "thousands": 5, "millions": 8}[self.source.unit]
        try:
            exact = pc.cast(array, pa.decimal128(38, shift))
        except pa.ArrowException:
            for row, value in enumerate(array.to_pylist()):
                if value is not None and value * 10**shift != int(value * 10**shift):
                    self.problems.cell(first + row, self.source.column, str(AnswerError("too-precise")))
            return nothing(self.fact, len(array))
        halves = np.frombuffer(exact.buffers()[1], np.int64).reshape(-1, 2)[exact.offset :][: len(array)]
        low, high = halves[:, 0], halves[:, 1]
        fits = high == low >> 63
        return self._bounded(
            np.where(fits, low, np.where(high < 0, -1, self.fact.bounds[1] + 1)), known, first
        )

    def _report(self, wrong: NDArray[np.bool_], known: Bits, first: int, error: AnswerError) -> None:
        if wrong.any():
            rows = np.flatnonzero(wrong & unpack(known, wrong.size))[:MOST_PROBLEMS] + first
            self.problems.cells(rows.tolist(), self.source.column, str(error))

    def _texts(self, array: pa.DictionaryArray, first: int) -> Column:
        """Texts, each distinct one read once."""
        known, codes = unpack(known_of(array.indices), len(array)), numbers_of(array.indices)
        if len(array.dictionary) == 0:
            return nothing(self.fact, len(array))
        codes = np.where(known, codes, 0)
        numbers = self.words.numbers(array.dictionary) if self.fact.type in NUMERIC else None
        if numbers is not None and not array.dictionary.null_count:
            return self._bounded(numbers[codes], pack(known), first)
        answers = self.words.answers(array.dictionary.to_pylist())
        self._refuse_words(answers, array.dictionary, codes, known, first)
        known &= np.array([a is not None for a in answers])[codes]
        return self._answered(answers, codes, known)

    def _refuse_words(
        self,
        answers: list[Read],
        texts: pa.Array,
        codes: NDArray[np.integer],
        known: NDArray[np.bool_],
        first: int,
    ) -> None:
        wrong = np.array([isinstance(answer, AnswerError) for answer in answers])
        if not wrong.any():
            return
        for row in np.flatnonzero(wrong[codes] & known)[:MOST_PROBLEMS].tolist():
            text = texts[int(codes[row])].as_py()
            message = str(answers[codes[row]])
            said = message if text in message else f"{text[:60]!r}: {message}"
            self.problems.cell(first + row, self.source.column, said)

    def _answered(self, answers: list[Read], codes: NDArray[np.integer], known: NDArray[np.bool_]) -> Column:
        rows, kind = len(codes), self.fact.type
        if kind is Type.CHOICES:
            chosen = np.zeros((len(self.fact.options), len(answers)), np.bool_)
            for place, answer in enumerate(answers):
                for option in answer if isinstance(answer, frozenset) else ():
                    chosen[self._places[option], place] = True
            return Column(kind, rows, pack(chosen[:, codes]), pack(known))
        table = np.array([self._number(answer) for answer in answers], np.int64)
        if kind is Type.CHOICE:
            table = table.astype(np.uint8 if len(self.fact.options) <= 256 else np.uint16)
        data = table[codes]
        return Column(kind, rows, pack(data.astype(np.bool_)) if kind is Type.BOOLEAN else data, pack(known))

    def _number(self, answer: Read) -> int:
        if isinstance(answer, str):
            return self._places.get(answer, 0)
        return answer if isinstance(answer, int) else 0

    def _lists(self, array: pa.Array, first: int) -> Column:
        """Lists of texts. Shape of the answer: (options, rows)."""
        known, lengths = known_of(array), pc.fill_null(pc.list_value_length(array), 0)
        parts = array.flatten()
        parts = parts if pa.types.is_dictionary(parts.type) else parts.dictionary_encode()
        owner = np.repeat(np.arange(len(array)), np.asarray(lengths))
        chosen = np.zeros((len(self.fact.options), len(array)), np.bool_)
        if len(parts):
            filled, codes = unpack(known_of(parts.indices), len(parts)), numbers_of(parts.indices)
            if parts.null_count:
                owner, codes = owner[filled], codes[filled]
            places = self._places_of(parts.dictionary, codes, owner, first)
            chosen.reshape(-1)[places * len(array) + owner] = True
        return Column(self.fact.type, len(array), pack(chosen), known)

    def _places_of(
        self, texts: pa.Array, codes: NDArray[np.integer], owner: NDArray[np.intp], first: int
    ) -> NDArray[np.intp]:
        """The option that each part of a list names, 0 if it names none and is refused."""
        answers = self.words.answers(texts.to_pylist())
        wrong = np.array([not isinstance(answer, frozenset) or not answer for answer in answers])
        if wrong.any():
            for place in np.flatnonzero(wrong[codes])[:MOST_PROBLEMS].tolist():
                message = str(answers[codes[place]] or "an answer is empty")
                self.problems.cell(first + int(owner[place]), self.source.column, message)
        table = np.array([self._place(answer) for answer in answers], np.intp)
        found: NDArray[np.intp] = table[codes]
        return found

    def _place(self, answer: Read) -> int:
        return self._places[next(iter(answer))] if isinstance(answer, frozenset) and answer else 0


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _holds_text(kind: pa.DataType) -> bool:
    return _is_text(kind.value_type if pa.types.is_dictionary(kind) else kind)
