"""A stored report is what was written, or it is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from superconnector.base.population import stored
from superconnector.base.population.changing import changed
from superconnector.base.population.problems import TableError
from superconnector.base.population.results import Results, as_json
from superconnector.base.population.stored import read_report
from superconnector.ecosystem import Ecosystem
from tests.base.population.conftest import ON


@pytest.fixture
def results(run: Callable[..., Results], shops: str, small: Ecosystem) -> Results:
    return run(shops, by=["town"], changed=changed(small, {}, {}, ["gg.ceiling=120000"], ON))


def refusals(raw: bytes) -> tuple[str, ...]:
    with pytest.raises(TableError) as error:
        read_report("r.json", raw)
    return tuple(error.value.problems)


def test_it_comes_back_as_it_was(results: Results) -> None:
    raw = json.dumps(as_json(results)).encode()
    found = read_report("r.json", raw)
    assert found.about == results.about
    assert found.lines == results.lines
    assert found.not_counted == results.not_counted
    assert as_json(found) == as_json(results)


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_file_cut_short(results: Results, cut: int) -> None:
    (problem,) = refusals(json.dumps(as_json(results)).encode()[:cut])
    assert problem.startswith("r.json: not JSON: ")


@pytest.mark.parametrize("raw", [b"[" * 200_000, b"\xff\xfe{", b"PAR1", b"{'a': 1}"])
def test_what_is_no_json(raw: bytes) -> None:
    (problem,) = refusals(raw)
    assert problem.startswith("r.json: not JSON: ")


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MAX_BYTES", 10)
    assert refusals(b"[1, 2, 3, 4]") == ("r.json: larger than 10 bytes",)


@pytest.mark.parametrize("value", [[], {}, 1, None, {"about": {}}, {"numbers": []}])
def test_other_json(value: object) -> None:
    said = "r.json: not results of a population; write them with: evaluate … --out FILE.json"
    assert refusals(json.dumps(value).encode()) == (said,)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda a: a.pop("table"), "about.table: give a text"),
        (lambda a: a.update(edition=7), "about.edition: give a text"),
        (lambda a: a.update(ecosystem="x" * 301), "about.ecosystem: give a text"),
        (lambda a: a.update(rows=0), "about.rows: give a number of at least 1"),
        (lambda a: a.update(rows=True), "about.rows: give a number of at least 1"),
        (lambda a: a.update(rows=6.0), "about.rows: give a number of at least 1"),
        (lambda a: a.update(on="2026-13-01"), "about.on: 2026-13-01 is not a day; write 2024-12-31"),
        (lambda a: a.update(on="20261121"), "about.on: 20261121 is not a day; write 2024-12-31"),
        (lambda a: a.update(table="a\0b"), "about.table: give a text"),
        (lambda a: a.update(rows=10**38), "about.rows: give a number of at least 1"),
        (lambda a: a.update(changes="x"), "about.changes: give a list of texts"),
        (lambda a: a.update(changes=[""]), "about.changes: give a list of texts"),
    ],
)
def test_what_it_is_about(results: Results, change: Callable[[dict[str, Any]], object], problem: str) -> None:
    value = as_json(results)
    change(value["about"])
    assert refusals(json.dumps(value).encode()) == (f"r.json: {problem}",)


def test_about_nothing(results: Results) -> None:
    value = as_json(results) | {"about": "x"}
    assert refusals(json.dumps(value).encode()) == ("r.json: about: say of which table, rows and day",)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"version": "old"}, "the version is one of as-is, changed, change"),
        ({"programme": ""}, "name the programme and the measure"),
        ({"measure": None}, "name the programme and the measure"),
        ({"item": 3}, "programme, measure, item, split, part are texts"),
        ({"split": "town"}, "a split and its part stand together"),
        ({"value": -1}, "the value is a whole number of at least 0"),
        ({"value": 1.5}, "the value is a whole number of at least 0"),
        ({"value": "2"}, "the value is a whole number of at least 0"),
        ({"value": 10**38}, "the value is a whole number of at least 0"),
        ({"split": "town", "part": "a\0b"}, "programme, measure, item, split, part are texts"),
        ({"split": "town", "part": "\ud83d"}, "programme, measure, item, split, part are texts"),
        ({"programme": "x\udc00"}, "name the programme and the measure"),
    ],
)
def test_a_wrong_number(results: Results, change: dict[str, object], problem: str) -> None:
    value = as_json(results)
    value["numbers"][0].update(change)
    assert refusals(json.dumps(value).encode()) == (f"r.json: numbers[0]: {problem}",)


def test_a_number_that_is_there_twice(results: Results) -> None:
    value = as_json(results)
    fails = next(n for n in value["numbers"] if n["measure"] == "fails")
    value["numbers"].insert(0, fails)
    place = value["numbers"].index(fails, 1)
    said = f"r.json: numbers[{place}]: this number is there twice"
    assert refusals(json.dumps(value).encode()) == (said,)


def test_what_nobody_asked_for_is_not_kept(results: Results) -> None:
    value = as_json(results)
    value["about"] |= {"made_up": "yes", "note": {"a": "\0"}}
    assert read_report("r.json", json.dumps(value).encode()).about == results.about
    value["about"]["made_up"] = True
    found = read_report("r.json", json.dumps(value).encode())
    assert found.about == {**results.about, "made_up": True}
    del value["about"]["changes"]
    assert read_report("r.json", json.dumps(value).encode()).about["changes"] == []


def test_numbers_that_are_no_list(results: Results) -> None:
    for numbers in ([], {}, "x"):
        value = as_json(results) | {"numbers": numbers}
        said = ("r.json: numbers: give a list with at least one number",)
        assert refusals(json.dumps(value).encode()) == said
    value = as_json(results) | {"numbers": ["x"] * 50}
    assert refusals(json.dumps(value).encode()) == tuple(
        f"r.json: numbers[{place}]: give an object" for place in range(20)
    )


def test_outcomes_that_do_not_add_up(results: Results) -> None:
    value = as_json(results)
    first = next(n for n in value["numbers"] if n["measure"] == "open")
    first["value"] += 1
    said = "r.json: as-is, growth-grant: the outcomes make 7, the rows are 6"
    assert refusals(json.dumps(value).encode()) == (said,)


def test_parts_that_do_not_add_up(results: Results) -> None:
    value = as_json(results)
    numbers = value["numbers"]
    part = next(n for n in numbers if n.get("part") == "South" and n["value"] == 2)
    numbers.remove(part)
    said = "r.json: as-is, growth-grant by town: the outcomes make 4, the rows are 6"
    assert refusals(json.dumps(value).encode()) == (said,)


def test_a_report_without_the_present_version(results: Results) -> None:
    value = as_json(results)
    value["numbers"] = [n for n in value["numbers"] if n["version"] != "as-is"]
    assert refusals(json.dumps(value).encode()) == ("r.json: numbers: there are none of the version as-is",)


def test_a_programme_without_outcomes(results: Results) -> None:
    value = as_json(results)
    value["numbers"].append(
        {"version": "as-is", "programme": "p", "measure": "fails", "item": "c", "value": 1}
    )
    assert refusals(json.dumps(value).encode()) == ("r.json: as-is, p: the outcomes make 0, the rows are 6",)


def test_what_was_not_counted(results: Results) -> None:
    value = as_json(results) | {"not_counted": [1]}
    assert refusals(json.dumps(value).encode()) == ("r.json: not_counted: give a list of texts",)
