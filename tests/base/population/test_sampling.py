"""A made-up population: the same seed gives the same rows, the margins are those of the recipe."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import BATCH, open_file
from superconnector.base.population.recipe import grounds, read_recipe
from superconnector.base.population.sampling import MOST_ROWS, batches, schema, write
from superconnector.ecosystem import Ecosystem

RECIPE = """\
about: A few.
strata:
- id: small-firm
  label: Small ones
  count: 300
  grounds: {source: handbook, year: 2020, published: 300 small firms.}
  margins:
  - {fact: applicant.employees, mean: 4, assumed: A guess.}
- id: large-firm
  label: Large ones
  count: 100
  grounds: {assumed: Nobody counted them.}
  margins:
  - fact: applicant.employees
    bands: [{from: 50, to: 99, weight: 3}, {from: 100, to: 199, weight: 1}]
    assumed: A guess.
margins:
- {fact: applicant.type, shares: {company: 3, sole_trader: 1}, assumed: A guess.}
- {fact: applicant.listed, chance: 25, unknown: 20, assumed: A guess.}
- {fact: applicant.founded_on, bands: [{from: 2000, to: 2009, weight: 1}], assumed: A guess.}
- {fact: project.cost, value: 5000, assumed: A guess.}
- {fact: project.aims, chances: {grow: 50, teach: 10}, unknown: 10, assumed: A guess.}
- {column: town, shares: {north: 1, south: 1}, assumed: A guess.}
"""


@pytest.fixture(scope="module")
def sample(small: Ecosystem) -> pa.Table:
    recipe = read_recipe({"population.yaml": RECIPE}, small)
    return pa.Table.from_batches(list(batches(recipe, 100_000, 7)), schema(recipe))


def share(mask: pa.ChunkedArray) -> float:
    """The part of the rows, those that are null left out."""
    return float(pc.mean(mask.cast(pa.float64())).as_py())


def test_the_margins(sample: pa.Table) -> None:
    large = sample.filter(pc.equal(sample["stratum"].cast(pa.string()), "large-firm"))
    lesser = sample.filter(pc.equal(sample["stratum"].cast(pa.string()), "small-firm"))
    assert large.num_rows + lesser.num_rows == 100_000
    assert large.num_rows / 100_000 == pytest.approx(0.25, abs=0.01)
    assert pc.mean(lesser["applicant.employees"]).as_py() == pytest.approx(4, abs=0.1)
    assert pc.min(lesser["applicant.employees"]).as_py() == 1
    assert pc.min_max(large["applicant.employees"]).as_py() == {"min": 50, "max": 199}
    assert share(pc.less(large["applicant.employees"], 100)) == pytest.approx(0.75, abs=0.02)
    assert share(pc.equal(sample["applicant.type"].cast(pa.string()), "company")) == pytest.approx(
        0.75, abs=0.01
    )
    assert share(sample["applicant.listed"]) == pytest.approx(0.25, abs=0.01)
    assert sample["applicant.listed"].null_count / 100_000 == pytest.approx(0.2, abs=0.01)
    assert share(pc.list_value_length(sample["project.aims"])) == pytest.approx(0.6, abs=0.02)
    assert pc.unique(pc.year(sample["applicant.founded_on"])).to_pylist() != [2000]
    assert pc.min_max(pc.year(sample["applicant.founded_on"])).as_py() == {"min": 2000, "max": 2009}
    assert pc.unique(sample["project.cost"]).to_pylist() == [5000]
    assert set(pc.unique(sample["town"].cast(pa.string())).to_pylist()) == {"north", "south"}


def test_one_seed_one_table(small: Ecosystem, sample: pa.Table) -> None:
    recipe = read_recipe({"population.yaml": RECIPE}, small)
    assert pa.Table.from_batches(list(batches(recipe, 1_000, 7))).equals(sample.slice(0, 1_000))
    assert not pa.Table.from_batches(list(batches(recipe, 1_000, 8))).equals(sample.slice(0, 1_000))
    sizes = [batch.num_rows for batch in batches(recipe, BATCH + 5, 1)]
    assert sizes == [BATCH, 5]


def test_it_can_be_evaluated(small: Ecosystem, tmp_path: Path) -> None:
    recipe = read_recipe({"population.yaml": RECIPE}, small)
    file = tmp_path / "p.parquet"
    write(recipe, 100, 1, str(file))
    table = open_file(str(file))
    assert table.rows == 100
    bound = bind(Plain(), table.columns, table.name, small)
    assert set(bound.unused) == {"stratum", "town"}
    assert pq.read_metadata(file).row_group(0).column(0).compression == "LZ4"


def test_what_it_rests_on(small: Ecosystem) -> None:
    published, assumed = grounds(read_recipe({"population.yaml": RECIPE}, small))
    assert published == ["small-firm, how many: 300 small firms. (handbook, 2020)"]
    assert assumed[0] == "everybody, applicant.type: A guess."
    assert assumed[-2:] == [
        "large-firm, how many: Nobody counted them.",
        "large-firm, applicant.employees: A guess.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "fact: applicant.type",
            "fact: applicant.typ",
            "margins[1]: no such fact: applicant.typ; did you mean applicant.type?",
        ),
        ("company: 3", "firm: 3", "margins[1]: no such answer: firm"),
        ("sole_trader: 1", "business: 1", "margins[1]: no such answer: business"),
        ("chance: 25", "mean: 25", "margins[2]: a boolean is drawn by chance or value"),
        (
            "column: town, shares: {north: 1, south: 1}",
            "column: town, chance: 3",
            "margins[6]: a column that says no fact has shares or a value",
        ),
        ("to: 199", "to: 1000001", "strata[large-firm].margins[1]: a band lies outside 0 to 1,000,000"),
        (
            "column: town, shares: {north: 1, south: 1}",
            "fact: project.cost, value: 1",
            "margins[6]: project.cost is here twice",
        ),
    ],
)
def test_a_recipe_that_does_not_fit(small: Ecosystem, old: str, new: str, problem: str) -> None:
    with pytest.raises(TableError) as refused:
        read_recipe({"population.yaml": RECIPE.replace(old, new, 1)}, small)
    assert [text.partition(": ")[2] for text in refused.value.problems] == [problem]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("chance: 25,", "", "give exactly one of shares, chance, chances, bands, mean, value"),
        ("chance: 25", "chance: 25, value: true", "give exactly one of"),
        ("fact: project.cost, ", "", "give fact: or column:, one of them"),
        (
            "value: 5000, assumed: A guess.",
            "value: 5000",
            "name a source, or say under assumed: why there is none",
        ),
        ("year: 2020, ", "", "a source needs year: and published:"),
        ("{company: 3, sole_trader: 1}", "{company: 0}", "the shares add up to nothing"),
        ("from: 50, to: 99", "from: 50, to: 9", "to is less than from"),
    ],
)
def test_a_recipe_of_the_wrong_form(small: Ecosystem, old: str, new: str, problem: str) -> None:
    with pytest.raises(TableError) as refused:
        read_recipe({"population.yaml": RECIPE.replace(old, new, 1)}, small)
    assert len(refused.value.problems) == 1
    assert problem in refused.value.problems[0]


def test_a_folder_without_a_recipe(small: Ecosystem) -> None:
    with pytest.raises(TableError, match="the ecosystem has no such file"):
        read_recipe({}, small)


@pytest.mark.parametrize("rows", [0, MOST_ROWS + 1])
def test_a_number_of_rows_that_makes_no_sense(small: Ecosystem, rows: int) -> None:
    with pytest.raises(TableError, match="ask for 1 to 100,000,000 rows"):
        next(batches(read_recipe({"population.yaml": RECIPE}, small), rows, 1))


def test_hong_kong_says_what_is_assumed(hong_kong: Ecosystem, hong_kong_files: dict[str, str]) -> None:
    recipe = read_recipe(hong_kong_files, hong_kong)
    every = [*recipe.file.margins, *(m for s in recipe.file.strata for m in (*s.margins, s.grounds))]
    published = [each for each in every if each.source]
    assert len(published) == 6
    assert all(each.assumed for each in every if not each.source)
    batch = next(batches(recipe, 50, 1))
    assert batch.num_columns == len(recipe.columns) + 1
