"""The situations of tests/cases, judged on the real folder of Hong Kong.

Each case is one applicant on one day before one programme, with the answer that a reader of the source would
give. profiles.yaml holds what the example profiles are told. A key that is unknown here is an error, so that
no expectation can be misspelt and go unheard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from superconnector.apps.programmes import finder
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.convert import cents
from superconnector.ecosystem.document import Document, Spot, read_document
from superconnector.ecosystem.profiles import profile_of, read_profile

FOLDER = Path(__file__).resolve().parent / "cases"
EXAMPLES = Path(__file__).resolve().parent.parent / "ecosystems" / "hong-kong" / "examples"
PROFILES = "profiles.yaml"

NEEDED = {"case", "on", "programme", "facts", "expect", "clause", "source"}
OPTIONAL = {"failing", "unknown", "at_most", "amount"}

Case = Mapping[str, object]


def read(path: Path, top: str) -> list[Case]:
    """The entries of one file. Raises ValueError where the reader of the ecosystem finds a problem."""
    document = read_document(path.name, path.read_text("utf-8"))
    if not isinstance(document, Document):
        raise ValueError("\n".join(str(problem) for problem in document))
    if not isinstance(document.value, dict) or set(document.value) != {top}:
        raise ValueError(f"{path.name}: holds one list, {top}")
    return document.value[top]


def all_cases() -> Iterator[object]:
    """One parameter a case; its sentence is the name of the test."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != PROFILES and not path.name.startswith("plans-"):
            for case in read(path, "cases"):
                yield pytest.param(path.name, case, id=f"{path.stem}: {case.get('case')}")


CASES = list(all_cases())
EXPECTED = [pytest.param(each, id=str(each.get("profile"))) for each in read(FOLDER / PROFILES, "profiles")]


def judged(case: Case, ecosystem: Ecosystem) -> finder.Answer:
    """The answer for the facts of a case, as the finder gives it on that day."""
    on = case["on"]
    document = Document("case", "", case["facts"], {(): Spot(1, 1, 1, None)})
    profile = profile_of(document, ecosystem, on)
    return finder.answer(ecosystem, case["programme"], profile, on)


def clauses(answer: finder.Answer, truth: bool | None) -> list[str]:
    """The ids of the clauses of that value, in the order of the file."""
    return [clause.requirement.id for clause in answer.verdict.clauses if clause.truth is truth]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(file: str, case: Case, hong_kong: Ecosystem):
    assert set(case) >= NEEDED, f"{file}: a case holds {sorted(NEEDED)}"
    assert set(case) <= NEEDED | OPTIONAL, f"{file}: nothing reads {sorted(set(case) - NEEDED - OPTIONAL)}"
    assert isinstance(case["on"], date)
    programme = hong_kong.programmes[case["programme"]]
    assert hong_kong.source_of(programme, case["source"]).title
    answer = judged(case, hong_kong)
    assert str(answer.verdict.outcome) == case["expect"]
    assert {
        "failing": sorted(clauses(answer, False)) if "failing" in case else None,
        "unknown": sorted(clauses(answer, None)) if "unknown" in case else None,
    } == {key: sorted(case[key]) if key in case else None for key in ("failing", "unknown")}
    offers = [offer for offer in answer.offers if offer.applies is not False]
    if "at_most" in case:
        assert max(o.at_most for o in offers if o.at_most is not None) == cents(case["at_most"])
    if "amount" in case:
        assert cents(case["amount"]) in [offer.amount for offer in offers if offer.applies]


@pytest.mark.parametrize("expected", EXPECTED)
def test_example_profile(expected: Case, hong_kong: Ecosystem):
    """Every programme that is open to the profile is named, and each that is named has its outcome."""
    assert set(expected) == {"profile", "on", "expect"}
    on = expected["on"]
    text = (EXAMPLES / expected["profile"]).read_text("utf-8")
    found = finder.find(hong_kong, read_profile(text, hong_kong, on), on)
    told = {answer.programme.id: str(answer.verdict.outcome) for answer in found.answers}
    named = expected["expect"]
    assert {key: told.get(key) for key in named} == named
    assert {key for key, outcome in told.items() if outcome == Outcome.OPEN} == {
        key for key, outcome in named.items() if outcome == Outcome.OPEN
    }


def test_every_example_has_its_expectations(hong_kong: Ecosystem):
    files = {path.name for path in EXAMPLES.glob("*-profile.yaml")}
    assert {each.values[0]["profile"] for each in EXPECTED} == files
    assert {each.file for each in hong_kong.file.examples} == files


def test_there_are_enough_cases_over_enough_programmes():
    cases = [parameter.values[1] for parameter in CASES]
    assert len(cases) >= 60
    assert len({case["programme"] for case in cases}) >= 30
    assert {case["expect"] for case in cases} == {str(outcome) for outcome in Outcome}


def test_no_situation_is_there_twice():
    cases = [parameter.values[1] for parameter in CASES]
    situations = {(case["programme"], case["on"], str(case["facts"])) for case in cases}
    assert len(situations) == len(cases)
