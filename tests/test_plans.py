"""The situations of tests/cases/plans-*.yaml, planned on the real folder of Hong Kong.

Each is a project file with the plan that a reader of the sources would work out by hand; the clause says how.
Amounts are in whole units. A key that is not known here is an error, so that no expectation goes unheard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from superconnector.apps.programmes.planner import Planned, plan_project
from superconnector.core.planning.solve import certain
from superconnector.core.planning.verify import violations
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.convert import cents
from superconnector.ecosystem.document import Document, read_document
from superconnector.ecosystem.projects import read_project

FOLDER = Path(__file__).resolve().parent / "cases"
NEEDED = {"case", "on", "file", "status", "granted", "from", "clause", "source"}
OPTIONAL = {"own", "deepest", "left", "risks", "possible", "without", "because", "funded"}
Case = Mapping[str, object]


def read(path: Path) -> list[Case]:
    """The entries of one file. Raises ValueError where the reader of the ecosystem finds a problem."""
    document = read_document(path.name, path.read_text("utf-8"))
    if not isinstance(document, Document) or not isinstance(document.value, dict):
        raise ValueError(f"{path.name}: {document}")
    if set(document.value) != {"plans"}:
        raise ValueError(f"{path.name}: holds one list, plans")
    return document.value["plans"]


def all_cases() -> Iterator[object]:
    for path in sorted(FOLDER.glob("plans-*.yaml")):
        for case in read(path):
            yield pytest.param(path.name, case, id=f"{path.stem}: {case.get('case')}")


CASES = list(all_cases())


def test_there_are_enough() -> None:
    assert len(CASES) >= 42


@pytest.mark.parametrize(("file", "case"), CASES)
def test_plan(file: str, case: Case, hong_kong: Ecosystem) -> None:
    assert set(case) >= NEEDED, f"{file}: a case holds {sorted(NEEDED)}"
    assert set(case) <= NEEDED | OPTIONAL, f"{file}: nothing reads {sorted(set(case) - NEEDED - OPTIONAL)}"
    assert isinstance(case["on"], date)
    for programme, cite in case["source"].items():
        assert hong_kong.source_of(hong_kong.programmes[programme], cite).title
    asked = read_project(case["file"], hong_kong, today=case["on"])
    planned = plan_project(hong_kong, asked.profile, asked.project, case["on"])
    assert violations(asked.project, certain(planned.schemes), planned.plan) == []
    told = {key: OF[key](planned, case) for key in OF if key in case}
    assert told == {key: in_cents(case[key]) if key in MONEY else case[key] for key in told}


def in_cents(value: object) -> object:
    if isinstance(value, dict):
        return {key: cents(amount) for key, amount in value.items()}
    return cents(value)


def paid_by(planned: Planned, _case: Case) -> dict[str, int]:
    paid: dict[str, int] = {}
    for award in planned.plan.awards:
        paid[award.programme] = paid.get(award.programme, 0) + award.cents
    return paid


def own(planned: Planned, case: Case) -> dict[str, int]:
    return {line: planned.plan.own[line] for line in case["own"]}


def left(planned: Planned, case: Case) -> dict[str, str]:
    why = {each.programme: each.why.value for each in planned.left}
    return {programme: why.get(programme, "in reach") for programme in case["left"]}


def risks(planned: Planned, case: Case) -> dict[str, list[str]]:
    return {
        programme: sorted({str(risk.code) for risk in planned.risks if risk.programme == programme})
        for programme in case["risks"]
    }


def possible(planned: Planned, case: Case) -> dict[str, int]:
    brings = {each.programme: each.brings for each in planned.possible}
    return {programme: brings.get(programme, 0) for programme in case["possible"]}


def without(planned: Planned, case: Case) -> dict[str, int]:
    """The loss of the best plan that does without one programme, by programme."""
    costs: dict[str, int] = {}
    for each in planned.alternatives:
        if len(each.without) == 1:
            costs.setdefault(each.without[0], each.costs)
    return {programme: costs.get(programme, -1) for programme in case["without"]}


def because(planned: Planned, case: Case) -> dict[str, str]:
    """`programme` → the term that binds its grant; `line/programme` → why it pays nothing of a line."""
    found = {programme: str(reason.why) for (programme, _), reason in planned.binding.items()}
    for line, reasons in planned.not_more.items():
        found |= {f"{line}/{each.programme}": str(each.refusal or each.why) for each in reasons}
    return {key: found.get(key, "nothing said") for key in case["because"]}


MONEY = {"granted", "from", "own", "deepest", "possible", "without"}
OF = {
    "status": lambda planned, _case: str(planned.plan.status),
    "granted": lambda planned, _case: planned.plan.granted,
    "from": paid_by,
    "own": own,
    "deepest": lambda planned, _case: planned.plan.deepest,
    "left": left,
    "risks": risks,
    "possible": possible,
    "without": without,
    "because": because,
    "funded": lambda planned, _case: sorted(
        {ln.id: ln for ln in planned.project.lines}[f.line].people[f.person].level
        for f in planned.plan.funded
    ),
}
