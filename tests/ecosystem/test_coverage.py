"""Counting what a folder states, and the floor it is held to."""

from __future__ import annotations

from superconnector.ecosystem import Ecosystem, load
from superconnector.ecosystem.coverage import LABELS, NOBODY, count_all, count_by_operator, shortfalls
from tests.ecosystem.folders import changed

GRANT = "programmes/grant.yaml"

SMALL = {
    "programmes": 2,
    "applied-for": 1,
    "status": 1,
    "who": 1,
    "gives": 1,
    "history": 1,
    "costs": 1,
    "intake": 0,
    "chinese": 1,
    "contradictions": 0,
    "not-stated": 0,
    "clauses": 2,
    "clauses-decided": 2,
    "topics-in-dispute": 0,
    "points-not-stated": 0,
    "sources": 3,
    "calls": 1,
    "organisations": 1,
    "facts": 9,
}


def test_the_small_folder(town: Ecosystem) -> None:
    assert count_all(town) == SMALL


def test_every_count_has_words(town: Ecosystem) -> None:
    assert list(LABELS) == list(count_all(town))


def test_a_clause_that_no_answer_decides_does_not_count() -> None:
    files = changed(GRANT, "not applicant.listed", "not_stated and True")
    counts = count_all(load(files))
    assert (counts["who"], counts["clauses"], counts["clauses-decided"]) == (1, 2, 1)


def test_a_give_without_figures_does_not_count() -> None:
    files = changed(GRANT, "costs:\n", "- {id: desk, kind: place, text: A desk., source: own-page}\ncosts:\n")
    text = files[GRANT]
    files[GRANT] = text[: text.index("- id: money")] + text[text.index("- {id: desk") :]
    assert count_all(load(files))["gives"] == 0


def test_a_figure_in_a_tier_counts() -> None:
    files = changed(GRANT, "  ceilings:\n  - {amount: 200000, per: lifetime, source: own-page}\n", "")
    text = files[GRANT]
    files[GRANT] = text[: text.index("  shares:")] + text[text.index("  tiers:") :]
    counts = count_all(load(files))
    assert (counts["gives"], counts["history"]) == (1, 0)


def test_gaps_and_disputes() -> None:
    files = changed(
        GRANT,
        "costs:\n",
        "intake: {mode: rolling}\n"
        "not_stated: [who decides, by when]\n"
        "contradictions:\n"
        "- {topic: share, readings: [{text: a, source: own-page}, {text: b, source: handbook}]}\n"
        "costs:\n",
    )
    counts = count_all(load(files))
    keys = ("intake", "contradictions", "not-stated", "topics-in-dispute", "points-not-stated")
    assert [counts[key] for key in keys] == [1, 1, 1, 1, 2]


def test_counts_for_each_operator(town: Ecosystem) -> None:
    groups = count_by_operator(town)
    assert list(groups) == [NOBODY, "council"]
    assert (groups["council"]["who"], groups[NOBODY]["who"]) == (1, 0)


def test_the_floor() -> None:
    assert shortfalls({"who": 45}, {"who": 45}) == []
    assert shortfalls({"who": 44, "gives": 9}, {"who": 45, "gives": 9, "when": 1}) == [
        "no such measure: when",
        "who fell to 44, below the floor of 45",
    ]
