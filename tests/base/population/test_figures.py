"""The numbers as a person reads them are those of the lines: nothing lost, nothing wrongly summed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from superconnector.base.population.changing import changed
from superconnector.base.population.figures import Cost, Failing, Figures, Part, figures
from superconnector.base.population.results import CHANGE, Results
from superconnector.ecosystem import Ecosystem
from tests.base.population.conftest import ON


def read(run: Callable[..., Results], shops: str, small: Ecosystem, *settings: str) -> Figures:
    other = changed(small, {}, {}, settings, ON) if settings else None
    return figures(run(shops, by=["town", "applicant.employees:100"], changed=other))


def cost(give: str, certain: int = 0, may: int = 0, rows: int = 0) -> Cost:
    return Cost(give, {"certain": certain, "open-at-most": 0, "may-at-most": may}, 0, rows)


def counts(opened: int, may: int, failed: int, closed: int = 0) -> dict[str, int]:
    return {"open": opened, "may-be-open": may, "not-for-you": failed, "closed": closed}


def test_a_programme(run: Callable[..., Results], shops: str, small: Ecosystem) -> None:
    found = read(run, shops, small)
    assert list(found.tallies) == ["growth-grant", "school-lab", "web-voucher"]
    assert found.splits == ("town", "applicant.employees")
    assert found.changes == {}
    tally = found.tallies["growth-grant"]
    assert tally.outcomes == counts(2, 1, 3)
    assert tally.clauses == (Failing("business", 1, 1), Failing("small", 1, 1), Failing("unlisted", 1, 1))
    assert tally.costs == (cost("grant", 10_750_075, 6_000_000, 3),)
    assert (tally.closed, tally.undecided) == (False, False)
    assert tally.cost_of("grant").at_most == 10_750_075
    assert tally.cost_of("nothing") == cost("nothing")


def test_its_parts(run: Callable[..., Results], shops: str, small: Ecosystem) -> None:
    parts = read(run, shops, small).tallies["growth-grant"].parts
    assert parts["town"] == (
        Part("unknown", counts(0, 0, 1), ()),
        Part("North", counts(2, 1, 0), (cost("grant", 10_750_075, 6_000_000, 3),)),
        Part("South", counts(0, 0, 2), ()),
    )
    assert parts["town"][1].cost_of("grant").at_most == 10_750_075
    assert parts["town"][0].cost_of("grant") == cost("grant")
    assert [part.name for part in parts["applicant.employees"]] == ["below 100", "100 or more"]


def test_what_is_closed_and_what_is_undecided(
    run: Callable[..., Results], shops: str, small: Ecosystem
) -> None:
    found = read(run, shops, small)
    voucher = found.tallies["web-voucher"]
    assert (voucher.closed, voucher.undecided, voucher.outcomes) == (True, False, counts(0, 0, 0, 6))
    assert [p for p, tally in found.tallies.items() if tally.undecided] == []


def test_a_table_that_decides_nothing(run: Callable[..., Results], tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("project.cost\n1000\n2000\n")
    found = figures(run(str(file)))
    assert {p: t.undecided for p, t in found.tallies.items()} == {
        "growth-grant": True,
        "school-lab": True,
        "web-voucher": False,
    }


def test_two_versions(run: Callable[..., Results], shops: str, small: Ecosystem) -> None:
    found = read(run, shops, small, "gg.ceiling=120000")
    (change,) = found.changes.values()
    assert (change.gains, change.loses, change.moves) == (1, 0, ())
    assert change.before.costs == (cost("grant", 10_750_075, 6_000_000, 3),)
    assert change.after.costs == (cost("grant", 12_750_075, 6_000_000, 3),)
    assert change.sides["town"] == {"North": (1, 0)}


def test_who_moves_where(run: Callable[..., Results], shops: str, small: Ecosystem) -> None:
    (change,) = read(run, shops, small, "gg.status=closed").changes.values()
    moves = {(old, new): rows for old, new, rows in change.moves}
    assert moves == {("open", "closed"): 2, ("may-be-open", "closed"): 1, ("not-for-you", "closed"): 3}
    assert (change.gains, change.loses) == (0, 3)
    assert change.sides["town"] == {"North": (0, 3)}


def test_a_change_of_a_programme_that_was_not_counted_is_left_out(
    run: Callable[..., Results], shops: str, small: Ecosystem
) -> None:
    results = run(shops, changed=changed(small, {}, {}, ["gg.status=closed"], ON))
    alone = Results(results.about, {CHANGE: results.lines[CHANGE]})
    assert figures(alone).changes == {}
    assert figures(alone).splits == ()
