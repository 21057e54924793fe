"""A made-up population by a recipe: one seed gives one table, and a longer one begins like a shorter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import Generator
from numpy.typing import NDArray

from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import BATCH, MADE_UP
from superconnector.base.population.recipe import Recipe
from superconnector.core.rules.facts import EPOCH, Fact, Type
from superconnector.ecosystem.schema import Margin

MOST_ROWS = 100_000_000
STRATUM = "stratum"
"""The column that holds the kind of applicant."""
Mask = NDArray[np.bool_]


def schema(recipe: Recipe) -> pa.Schema:
    """The columns of a population: money in whole units, choices as texts, lists of texts, days."""
    text = pa.dictionary(pa.int16(), pa.string())
    kinds = {
        Type.BOOLEAN: pa.bool_(),
        Type.INTEGER: pa.int64(),
        Type.MONEY: pa.int64(),
        Type.DATE: pa.date32(),
        Type.CHOICE: text,
        Type.CHOICES: pa.list_(pa.string()),
    }
    fields = [(name, kinds[fact.type] if fact else text) for name, fact in recipe.columns.items()]
    return pa.schema([(STRATUM, text), *fields])


def batches(recipe: Recipe, rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """The rows, BATCH at a time. Raises TableError for a number of rows that is too small or too large."""
    if not 1 <= rows <= MOST_ROWS:
        raise TableError(f"ask for 1 to {MOST_ROWS:,} rows")
    for number, start in enumerate(range(0, rows, BATCH)):
        generator = np.random.default_rng([seed, number])
        yield _batch(recipe, generator).slice(0, min(BATCH, rows - start))


def write(recipe: Recipe, rows: int, seed: int, file: str) -> None:
    """The rows as a Parquet file."""
    marked = schema(recipe).with_metadata({MADE_UP: str(seed)})
    with pq.ParquetWriter(file, marked, compression="lz4", write_page_checksum=True) as writer:
        for batch in batches(recipe, rows, seed):
            writer.write_batch(batch.replace_schema_metadata(marked.metadata), row_group_size=BATCH)


def _batch(recipe: Recipe, generator: Generator) -> pa.RecordBatch:
    """BATCH rows; which of them are wanted does not change what is drawn."""
    strata = recipe.file.strata
    weights = np.array([float(s.count) for s in strata])
    kind = generator.choice(len(strata), BATCH, p=weights / weights.sum()).astype(np.int16)
    columns = [pa.DictionaryArray.from_arrays(pa.array(kind), pa.array([s.id for s in strata]))]
    margins = [recipe.margins(stratum) for stratum in strata]
    for name, fact in recipe.columns.items():
        column = _Column(fact)
        for place, own in enumerate(margins):
            if name in own:
                column.fill(own[name], kind == place, generator)
        columns.append(column.array())
    return pa.RecordBatch.from_arrays(columns, schema=schema(recipe))


class _Column:
    """One column of a batch, filled stratum by stratum; a row that no margin speaks of stays unknown."""

    def __init__(self, fact: Fact | None) -> None:
        self.fact = fact
        self.known = np.zeros(BATCH, np.bool_)
        self.numbers = np.zeros(BATCH, np.int64)
        self.words = [o.id for o in fact.options] if fact else []
        self.chosen = np.zeros((BATCH, len(self.words)), np.bool_)

    def fill(self, margin: Margin, rows: Mask, generator: Generator) -> None:
        """Draws for the rows of the mask. It draws for all, so that no stratum depends on another's size."""
        known = rows & (generator.random(BATCH) * 100 >= float(margin.unknown))
        self.known |= known
        if margin.chances is not None:
            for option, percent in margin.chances.items():
                has = generator.random(BATCH) * 100 < float(percent)
                self.chosen[known & has, self.words.index(option)] = True
            return
        self.numbers[known] = self._drawn(margin, generator)[known]

    def _drawn(self, margin: Margin, generator: Generator) -> NDArray[np.int64]:
        if margin.shares is not None:
            places = np.array([self._place(word) for word in margin.shares], np.int64)
            return places[_weighted(generator, [float(w) for w in margin.shares.values()])]
        if margin.chance is not None:
            return (generator.random(BATCH) * 100 < float(margin.chance)).astype(np.int64)
        if margin.mean is not None:
            return generator.geometric(1 / float(margin.mean), BATCH).astype(np.int64)
        if margin.bands is not None:
            picked = _weighted(generator, [float(band.weight) for band in margin.bands])
            low = np.array([self._edge(band.from_, 1) for band in margin.bands])[picked]
            high = np.array([self._edge(band.to, 12) for band in margin.bands])[picked]
            return low + (generator.random(BATCH) * (high - low + 1)).astype(np.int64)
        value = margin.value
        return np.full(BATCH, value if isinstance(value, int) else self._place(str(value)), np.int64)

    def _place(self, word: str) -> int:
        """The place of a word; a column that says no fact learns it."""
        if word not in self.words:
            self.words.append(word)
        return self.words.index(word)

    def _edge(self, number: int, month: int) -> int:
        """A number as it is; a year as its first or last day."""
        if self.fact is None or self.fact.type is not Type.DATE:
            return number
        return (date(number, month, 1 if month == 1 else 31) - EPOCH).days

    def array(self) -> pa.Array:
        """The column in Arrow."""
        empty = ~self.known
        match self.fact.type if self.fact else Type.CHOICE:
            case Type.BOOLEAN:
                return pa.array(self.numbers.astype(np.bool_), mask=empty)
            case Type.DATE:
                return pa.array(self.numbers.astype(np.int32), pa.int32(), mask=empty).cast(pa.date32())
            case Type.CHOICE:
                codes = pa.array(self.numbers.astype(np.int16), mask=empty)
                return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, pa.string()))
            case Type.CHOICES:
                return self._lists(empty)
        return pa.array(self.numbers, mask=empty)

    def _lists(self, empty: Mask) -> pa.Array:
        owners, places = np.nonzero(self.chosen)
        ends = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=BATCH))]).astype(np.int32)
        words = pa.DictionaryArray.from_arrays(
            pa.array(places.astype(np.int16)), pa.array(self.words, pa.string())
        )
        return pa.ListArray.from_arrays(pa.array(ends), words.cast(pa.string()), mask=pa.array(empty))


def _weighted(generator: Generator, weights: list[float]) -> NDArray[np.intp]:
    """BATCH places, each as often as its weight says."""
    bounds = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(bounds, generator.random(BATCH), side="right"), len(weights) - 1)
