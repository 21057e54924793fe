"""Tables that the tests of populations share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.reading import open_file
from superconnector.base.population.results import Results
from superconnector.base.population.runs import Request, evaluate
from superconnector.ecosystem import Ecosystem

ON = date(2026, 11, 21)
SHOPS = """\
applicant.type,applicant_employees,applicant.listed,project.cost,project.aims,town
company,12,no,10001.01,grow,North
company,250,no,5000,grow;teach,South
sole_trader,3,,80000,,North
school,40,no,,[],South
company,99,yes,1,grow,
company,99,false,200000,grow,North
"""


@pytest.fixture
def shops(tmp_path: Path) -> str:
    """Six applicants: one of each fate in the Growth Grant."""
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS, encoding="utf-8")
    return str(file)


@pytest.fixture
def run(small: Ecosystem) -> Callable[..., Results]:
    """Evaluate a file on tests/small, as of 21 November 2026."""

    def of(file: str, mapping: Plain | None = None, by: Sequence[str] = (), **options: object) -> Results:
        table = open_file(file)
        bound = bind(mapping or Plain(), table.columns, table.name, small)
        request = Request(ON, ON, by=tuple(by), **options)  # type: ignore[arg-type]
        return evaluate(table, bound, small, request)

    return of
