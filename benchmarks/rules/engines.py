"""The engines, each as a function: (population, rules) → a function that evaluates all rules once.

What it returns are the answers, a row a rule: 1 true, -1 false, 0 unknown (also where the engine raises an
error). What an engine can do beforehand (parse, compile, load the data into its own format) is done before.
"""

# ruff: noqa: PLC0415 - a process imports no engine but its own, as memory is measured

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.rules import emit
from benchmarks.rules.population import VOCABULARY, Population
from benchmarks.rules.programmes import ON, as_terms
from superconnector.core.rules.facts import Type

Answers = NDArray[np.int8]
Run = Callable[[], Answers]
Counts = Callable[[], NDArray[np.int64]]


def columns(people: Population) -> dict[str, Any]:
    """The population in the form that `RuleBook.screen` reads."""
    from superconnector.core.rules.columns import from_arrays

    made = {}
    for name, fact in VOCABULARY.facts.items():
        data = people.data[name]
        if fact.type is Type.CHOICES:
            data = (data >> np.arange(len(fact.options))[:, None]) & 1
        made[name] = from_arrays(fact, data, people.known[name])
    return made


def ours(people: Population, rules: Sequence[str]) -> Run:
    """One programme a rule; the outcome of every row."""
    from superconnector.core.rules.book import RuleBook

    book = RuleBook.compile(as_terms([(text,) for text in rules]), VOCABULARY, ON)
    ready = columns(people)
    return lambda: 1 - book.screen(ready, people.rows, codes=True).codes


def polars(people: Population, rules: Sequence[str]) -> Run:
    """Expressions over a data frame with nulls."""
    import polars as pl

    frame = _frame(people)
    wanted = [eval(emit.rule(t, emit.POLARS), {"pl": pl}).alias(f"r{i}") for i, t in enumerate(rules)]
    return lambda: _from_nulls(frame.select(wanted))


def duckdb(people: Population, rules: Sequence[str]) -> Run:
    """SQL over a table in memory."""
    connection = _duck(people)
    wanted = ", ".join(f"{emit.rule(t, emit.SQL)} AS r{i}" for i, t in enumerate(rules))
    return lambda: _from_nulls(connection.sql(f"SELECT {wanted} FROM people").pl())


def openfisca(people: Population, rules: Sequence[str]) -> Run:
    """Formulas over arrays. It has no unknown: a fact that is missing is false or zero."""
    from openfisca_core.simulation_builder import SimulationBuilder

    system = _fiscal_system(rules)
    inputs = {name[2:]: np.where(people.known[name], people.data[name], 0) for name in VOCABULARY.facts}

    def run() -> Answers:
        simulation = SimulationBuilder().build_default_simulation(system, people.rows)
        for name, values in inputs.items():
            simulation.set_input(name, "2026-11", values)
        found = [simulation.calculate(f"r{i}", "2026-11") for i in range(len(rules))]
        return np.where(np.array(found), 1, -1).astype(np.int8)

    return run


def cel(people: Population, rules: Sequence[str]) -> Run:
    """common-expression-language (Rust); missing facts are left unbound, an error is taken as unknown."""
    from cel import compile as compile_cel

    programs = [compile_cel(emit.rule(t, emit.CEL)) for t in rules]
    rows = people.dicts(lists=True)
    return lambda: _row_by_row([program.execute for program in programs], rows)


def zen(people: Population, rules: Sequence[str]) -> Run:
    """GoRules ZEN expressions; missing facts are left out, an error or null is taken as unknown."""
    import zen as engine

    programs = [engine.compile_expression(emit.rule(t, emit.ZEN)) for t in rules]
    rows = people.dicts(lists=True)
    return lambda: _row_by_row([program.evaluate for program in programs], rows)


def rule_engine(people: Population, rules: Sequence[str]) -> Run:
    """rule-engine; missing facts are None, an error or None is taken as unknown."""
    import rule_engine as engine

    context = engine.Context(default_value=None)
    programs = [engine.Rule(emit.rule(t, emit.RULE_ENGINE), context=context) for t in rules]
    rows = people.dicts(lists=True)
    return lambda: _row_by_row([program.evaluate for program in programs], rows)


ENGINES: dict[str, Callable[[Population, Sequence[str]], Run]] = {
    "superconnector": ours,
    "polars": polars,
    "openfisca": openfisca,
    "duckdb": duckdb,
    "zen-engine": zen,
    "common-expression-language": cel,
    "rule-engine": rule_engine,
}
WITHOUT_UNKNOWNS = {"openfisca"}


def ours_counts(people: Population, clauses: Sequence[Sequence[str]]) -> Counts:
    """Rows that are open, and not, for each programme."""
    from superconnector.core.rules.book import RuleBook

    book = RuleBook.compile(as_terms([tuple(c) for c in clauses]), VOCABULARY, ON)
    ready = columns(people)
    return lambda: book.screen(ready, people.rows).outcomes[:, [0, 2]]


def polars_counts(people: Population, clauses: Sequence[Sequence[str]]) -> Counts:
    """The same from expressions."""
    import polars as pl

    frame = _frame(people).lazy()
    found = [eval(emit.rule(_joined(c), emit.POLARS), {"pl": pl}) for c in clauses]
    wanted = [e.sum().alias(f"t{i}") for i, e in enumerate(found)]
    wanted += [(~e).sum().alias(f"f{i}") for i, e in enumerate(found)]
    return lambda: np.array(frame.select(wanted).collect().row(0)).reshape(2, -1).T


def duckdb_counts(people: Population, clauses: Sequence[Sequence[str]]) -> Counts:
    """The same from SQL."""
    connection = _duck(people)
    rules = [emit.rule(_joined(c), emit.SQL) for c in clauses]
    wanted = [f"count(*) FILTER ({r})" for r in rules] + [f"count(*) FILTER (NOT {r})" for r in rules]
    query = f"SELECT {', '.join(wanted)} FROM people"
    return lambda: np.array(connection.sql(query).fetchall()[0]).reshape(2, -1).T


COUNTERS: dict[str, Callable[[Population, Sequence[Sequence[str]]], Counts]] = {
    "superconnector": ours_counts,
    "polars": polars_counts,
    "duckdb": duckdb_counts,
}


def _joined(clauses: Sequence[str]) -> str:
    return " and ".join(f"({text})" for text in clauses)


def _frame(people: Population) -> Any:
    import polars as pl

    made = {}
    for name, data in people.data.items():
        unknown = pl.Series(~people.known[name])
        made[name[2:]] = pl.select(pl.when(unknown).then(None).otherwise(pl.Series(data))).to_series()
    return pl.DataFrame(made)


def _duck(people: Population) -> Any:
    import duckdb as engine

    frame = _frame(people)
    connection = engine.connect(config={"threads": 1})
    connection.register("frame", frame.to_arrow())
    connection.sql("CREATE TABLE people AS SELECT * FROM frame")
    return connection


def _from_nulls(frame: Any) -> Answers:
    """Nulls and booleans → codes. Shape (rules, rows)."""
    import polars as pl

    codes = frame.select(pl.all().cast(pl.Int8) * 2 - 1).fill_null(0)
    return np.array([column.to_numpy() for column in codes])


def _fiscal_system(rules: Sequence[str]) -> Any:
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import MONTH
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="people", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def add(name: str, kind: type, formula: Any = None) -> None:
        parts = {"value_type": kind, "entity": person, "definition_period": MONTH, "label": name}
        system.add_variable(type(name, (Variable,), parts | ({"formula": formula} if formula else {})))

    for name, fact in VOCABULARY.facts.items():
        add(name[2:], bool if fact.type is Type.BOOLEAN else int)
    for i, text in enumerate(rules):
        add(f"r{i}", bool, _formula(emit.rule(text, emit.NUMPY)))
    return system


def _formula(text: str) -> Any:
    code = compile(text, "rule", "eval")

    def formula(people: Any, period: Any) -> Any:
        return eval(code, {"np": np, "f": _Values(people, period)})

    return formula


class _Values:
    """The facts of a simulation by name; wide, so that products do not overflow 32 bits."""

    def __init__(self, people: Any, period: Any) -> None:
        self.people, self.period = people, period

    def __getitem__(self, name: str) -> Any:
        values = self.people(name, self.period)
        return values.astype(np.int64) if name in ("investment", "turnover") else values


def _row_by_row(programs: Sequence[Callable[[Any], Any]], rows: Sequence[dict[str, Any]]) -> Answers:
    found = np.zeros((len(programs), len(rows)), np.int8)
    for i, evaluate in enumerate(programs):
        for j, row in enumerate(rows):
            try:
                answer = evaluate(row)
            except Exception:  # each engine has its own errors for a missing fact
                continue
            found[i, j] = 0 if answer is None else 1 if answer else -1
    return found
