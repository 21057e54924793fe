"""Project files: what they say, and everything that is refused, with its line."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.core.planning import CostLine, Person, Preferences
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.projects import MAX_LINES, ProjectError, read_project

START = "project:\n  start: 2027-01-01\n  months: 12\n"
LINE = "  lines: [{id: a, kind: software, amount: 100}]\n"


def problems(text: str | bytes, ecosystem: Ecosystem) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        read_project(text, ecosystem)
    return [str(problem) for problem in caught.value.problems]


def with_line(line: str) -> str:
    return f"{START}  lines:\n    - {{id: a, kind: software, amount: 100}}\n    - {line}\n"


def test_a_whole_file(hong_kong: Ecosystem) -> None:
    asked = read_project(
        "applicant.type: company\n"
        "applicant: {programmes_held: [tvp]}\n"
        "project:\n  start: 2027-03-01\n  months: 12\n  cash: 5000\n  total: 300.50\n  fields: [e_commerce]\n"
        "  received: {TVP: 100}\n  preferences: {order: [cash], no_equity: true, max_applications: 2}\n"
        "  lines:\n"
        "    - {id: shop, kind: software, amount: 200.50, from_month: 2, months: 3, invoice: A-1}\n"
        "    - {id: pay, kind: staff, amount: 100, to_month: 12, payer: partner,\n"
        "       people: [{level: master, months: 30, number: 2}, {level: doctoral}]}\n",
        hong_kong,
    )
    master, doctor = Person("master", 12), Person("doctoral", 12)
    assert asked.project.lines == (
        CostLine("shop", "software", 20050, 1, 3),
        CostLine("pay", "staff", 10000, 0, 12, "partner", (master, master, doctor)),
    )
    assert asked.project.start == date(2027, 3, 1)
    assert asked.project.cash == 500000
    assert dict(asked.project.received) == {"tvp": 10000}
    assert asked.project.preferences == Preferences(("cash", "grant", "applications"), True, 2)
    assert {key: value for key, value in asked.profile.items() if not key.startswith("received.")} == {
        "applicant.type": "company",
        "applicant.programmes_held": frozenset({"tvp"}),
        "project.fields": frozenset({"e_commerce"}),
        "project.cost": 30050,
        "project.cost_kinds": frozenset({"software", "staff"}),
        "project.start_on": 20878,
        "project.months": 12,
    }
    assert asked.profile["received.tvp"] == 10000
    assert asked.profile["received.bud"] == 0  # never held


def test_a_profile_beside_it(hong_kong: Ecosystem) -> None:
    text = f"profile: shop.yaml\napplicant.employees: 7\n{START}{LINE}"
    files = {"shop.yaml": "applicant.type: company\napplicant.employees: 5\n"}
    asked = read_project(text, hong_kong, files.__getitem__)
    assert asked.profile["applicant.type"] == "company"
    assert asked.profile["applicant.employees"] == 7  # what the project file says counts
    assert problems(text, hong_kong) == ["1: no other file is read here; write the facts into this one"]
    with pytest.raises(ProjectError) as caught:
        read_project(text, hong_kong, lambda _: "applicant.kind: company\n")
    assert [problem.line for problem in caught.value.problems] == [1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{START}  total: 90\n{LINE}", "4: total says 90, the lines add up to 100"),
        (f"{START}  cost: 90\n{LINE}", "5: project.cost says 90, the lines add up to 100"),
        (with_line("{id: b, kind: sofware, amount: 1}"),
         "6: b: no such kind of cost: sofware; did you mean software?"),
        (with_line("{id: a, kind: rent, amount: 1}"), "6: a: there are two lines with this id"),
        (with_line("{id: b, kind: rent, amount: 1, from_month: 5, to_month: 3}"),
         "6: b: ends in month 3, before it starts in month 5"),
        (with_line("{id: b, kind: rent, amount: 1, from_month: 5, to_month: 6, months: 2}"),
         "6: b: write months or to_month, not both"),
        (with_line("{id: b, kind: rent, amount: 1, from_month: 10, months: 4}"),
         "6: b: lasts until month 13 of a project of 12 months"),
        (with_line("{id: b, kind: staff, amount: 1, people: [{level: masters}]}"),
         "6: b: no such level: masters; did you mean master?"),
        (with_line("{id: b, kind: staff, amount: 1, people: [{level: master, number: 40}, "
                   "{level: master, number: 11}]}"), "6: b: more than 50 people"),
        (f"{START}  received: {{tpv: 1}}\n{LINE}", "4: no such programme: tpv; did you mean tvp?"),
        (f"{START}  preferences: {{order: [grants]}}\n{LINE}",
         "4: no such goal: grants; did you mean grant?"),
        (f"{START}  preferences: {{order: [cash, cash]}}\n{LINE}", "4: a goal is named twice"),
        ("applicant.type: company\n", "1: a project file holds `project:` with start, months and lines"),
        ("- 1\n", "1: a project file holds `project:` with start, months and lines"),
        (f"{START}{LINE}applicant.typ: company\n",
         "5: no such fact: applicant.typ; did you mean applicant.type?"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, said: str, hong_kong: Ecosystem) -> None:
    assert problems(text, hong_kong) == [said]


def test_the_same_invoice_twice(hong_kong: Ecosystem) -> None:
    text = (
        f"{START}  lines:\n    - {{id: a, kind: software, amount: 5, invoice: X1}}\n"
        "    - {id: b, kind: software, amount: 5, invoice: X1}\n"
    )
    assert problems(text, hong_kong) == ["6: b: invoice X1 stands in a already"]


@pytest.mark.parametrize("wrong", ["amount: -5", "amount: 1.005", "amount: much", "months: 0", "colour: red"])
def test_a_wrong_value_is_told_at_its_line(wrong: str, hong_kong: Ecosystem) -> None:
    line = {"id": "b", "kind": "rent", "amount": "1"} | dict([wrong.split(": ")])
    said = problems(with_line("{" + ", ".join(f"{k}: {v}" for k, v in line.items()) + "}"), hong_kong)
    assert len(said) == 1
    assert said[0].startswith("6: ")


def test_too_many_lines(hong_kong: Ecosystem) -> None:
    many = "".join(f"    - {{id: l{n}, kind: rent, amount: 1}}\n" for n in range(MAX_LINES + 1))
    assert problems(f"{START}  lines:\n{many}", hong_kong) == [
        "4: 201 cost lines; at most 200 are planned, so sum up small ones"
    ]
    million = "    - {id: l, kind: rent, amount: 1}\n" * 1_000_000
    assert problems(f"{START}  lines:\n{million}", hong_kong) == [
        "1: larger than 256 KB; a profile is a few lines"
    ]
    assert problems(b"\xff", hong_kong) == ["1: not UTF-8: byte 1 is 0xFF; save the file as UTF-8"]
