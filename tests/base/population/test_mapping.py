"""A mapping file says which column is which fact, and is refused by line where it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from superconnector.base.population.mapping import MAX_BYTES, Plain, Source, bind, read_mapping
from superconnector.base.population.problems import TableError
from superconnector.base.population.results import Results
from superconnector.ecosystem import Ecosystem

TEXT = """\
columns:
  kind: {fact: applicant.type, values: {C: company, S: school}}
  staff: applicant.employees
  cost_thousand: {fact: project.cost, unit: thousands}
  goals: {fact: project.aims, separator: "|", values: {g: grow}}
ignore: [applicant.listed]
assume:
  applicant.listed: false
"""


def test_a_mapping(small: Ecosystem) -> None:
    assert read_mapping("m.yaml", TEXT.encode(), small) == Plain(
        columns={
            "kind": Source("kind", "applicant.type", values={"C": "company", "S": "school"}),
            "staff": Source("staff", "applicant.employees"),
            "cost_thousand": Source("cost_thousand", "project.cost", unit="thousands"),
            "goals": Source("goals", "project.aims", values={"g": "grow"}, separator="|"),
        },
        ignore=frozenset({"applicant.listed"}),
        assume={"applicant.listed": False},
    )


def test_a_table_that_needs_one(tmp_path: Path, small: Ecosystem, run: Callable[..., Results]) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "kind,staff,cost_thousand,goals,applicant.listed\nC,5,12.5,g|teach,yes\nS,5,1,,yes\nC,500,1,,yes\n"
    )
    results = run(str(file), read_mapping("m.yaml", TEXT.encode(), small))
    assert results.numbers("as-is")["growth-grant", "open"] == 1
    assert results.numbers("as-is", item=True)["growth-grant", "grant", "certain-cents"] == 937_500


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- a", ["m.yaml:1: write columns: and below it one line a column: staff: applicant.employees"]),
        ("column: {}", ["m.yaml:1: no such part of a mapping: column; did you mean columns?"]),
        (
            "columns:\n  staff: applicant.employes",
            ["m.yaml:2: no such fact: applicant.employes; did you mean applicant.employees?"],
        ),
        ("columns:\n  staff: 3", ["m.yaml:2: name the fact: staff: applicant.employees"]),
        ("columns: [a]", ["m.yaml:1: give one line a column: staff: applicant.employees"]),
        (
            "columns:\n  a: applicant.employees\n  b: applicant.employees",
            ["m.yaml:3: applicant.employees has another column already"],
        ),
        (
            "columns:\n  a: {fact: project.cost, unit: thousand}",
            ["m.yaml:2: no such unit: thousand; did you mean thousands?"],
        ),
        (
            "columns:\n  a: {fact: project.cost, units: cents}",
            ["m.yaml:2: no such key of a column: units; did you mean unit?"],
        ),
        (
            "columns:\n  a: {fact: project.cost, values: [1]}",
            ["m.yaml:2: give one line a value: C26: electronics"],
        ),
        ("ignore: x", ["m.yaml:1: give a list of columns"]),
        ("assume: [1]", ["m.yaml:1: give one fact a line: project.cost: 600000"]),
        (
            "assume:\n  applicant.employees: many",
            ["m.yaml:2: applicant.employees: give a number in figures"],
        ),
        ("columns:\n  a: b\n  a: c", ["m.yaml:3: the key a is here twice, first on line 2"]),
    ],
)
def test_a_mapping_that_is_wrong(small: Ecosystem, text: str, problems: list[str]) -> None:
    with pytest.raises(TableError) as refused:
        read_mapping("m.yaml", text.encode(), small)
    assert list(refused.value.problems) == problems


def test_a_mapping_that_is_no_text(small: Ecosystem) -> None:
    for raw, said in (
        (b"columns: \xff", "m.yaml: not UTF-8 at byte 10; save the file as UTF-8"),
        (b" " * (MAX_BYTES + 1), "m.yaml: larger than 1,000,000 bytes"),
    ):
        with pytest.raises(TableError) as refused:
            read_mapping("m.yaml", raw, small)
        assert refused.value.problems == (said,)


def test_names_bind_by_dots_and_underscores(small: Ecosystem) -> None:
    bound = bind(Plain(), ["applicant_type", "project.cost", "town"], "t", small)
    assert {fact: source.column for fact, source in bound.sources.items()} == {
        "applicant.type": "applicant_type",
        "project.cost": "project.cost",
    }
    assert bound.unused == ("town",)


def test_a_mapped_column_that_the_table_lacks(small: Ecosystem) -> None:
    plain = Plain(columns={"stuff": Source("stuff", "applicant.employees")})
    with pytest.raises(TableError) as refused:
        bind(plain, ["staff"], "t.csv", small)
    assert refused.value.problems == ("t.csv: no such column: stuff; did you mean staff?",)


def test_what_is_assumed_gives_way_to_a_column(small: Ecosystem) -> None:
    plain = Plain(assume={"applicant.employees": 3, "project.cost": 100})
    bound = bind(plain, ["applicant.employees"], "t.csv", small)
    assert dict(bound.assume) == {"project.cost": 100}
