"""Names that lead nowhere, and names that lead to two things."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import ORGANISATION, PLAN, changed, small_folder

GRANT, FACTS, PLAN_FILE = "programmes/grant.yaml", "facts/all.yaml", "programmes/plan.yaml"
COUNCIL = "organisations/council.yaml"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            GRANT,
            "id: council",
            "id: counsil",
            "operator.id: no such organisation or programme: counsil; did you mean council?",
        ),
        (
            GRANT,
            "checked:",
            "funder: {id: nobody, source: own-page}\nchecked:",
            "funder.id: no such organisation or programme: nobody",
        ),
        (
            GRANT,
            "checked:",
            "part_of: plans\nchecked:",
            "part_of: no such programme: plans; did you mean plan?",
        ),
        (
            PLAN_FILE,
            "to: grant",
            "to: grants",
            "relations[1].to: no such programme: grants; did you mean grant?",
        ),
        (
            PLAN_FILE,
            "to: grant",
            "to: any-public",
            "relations[1].to: no such programme: any-public; did you mean any-public-funding?",
        ),
        (PLAN_FILE, "to: grant", "to: plan", "relations[1].to: a programme stands in no relation to itself"),
        (
            GRANT,
            "tags: {applicants: [business]}",
            "tags: {applicants: [busines]}",
            "tags.applicants[1]: no such option of applicant.type: busines; did you mean business?",
        ),
        (
            GRANT,
            "tags: {applicants: [business]}",
            "tags: {fields: [robots]}",
            "tags.fields[1]: no such option of project.fields: robots",
        ),
        (
            GRANT,
            "{kind: equipment,",
            "{kind: equipments,",
            "costs.eligible[1].kind: no such kind of cost: equipments; did you mean equipment?",
        ),
        (
            GRANT,
            "basis: project.cost",
            "basis: project.costs",
            "gives[money].basis: no such fact of type money: project.costs; did you mean project.cost?",
        ),
        (
            GRANT,
            "basis: project.cost",
            "basis: applicant.employees",
            "gives[money].basis: no such fact of type money: applicant.employees",
        ),
        (
            GRANT,
            "id: grant\n",
            "id: grants\n",
            "id: the id is grants, the file is named grant; make them the same",
        ),
        (
            GRANT,
            "- {id: others, when: 'True'",
            "- {id: tiny, when: 'True'",
            "gives[money].tiers[tiny].id: the tier tiny is there already, at programmes/grant.yaml:37",
        ),
        (
            GRANT,
            "costs:\n",
            "- {id: money, kind: place, text: A desk., source: own-page}\ncosts:\n",
            "gives[money].id: the give money is there already, at programmes/grant.yaml:26",
        ),
        (
            GRANT,
            "who:\n",
            "parameters:\n  years: [{expression: '3', source: own-page}]\nwho:\n",
            "parameters.years: years is a word of the language of conditions; choose another name",
        ),
        (
            COUNCIL,
            "kind: public-body",
            "kind: public-body\npart_of: counsel",
            "part_of: no such organisation: counsel; did you mean council?",
        ),
        (
            COUNCIL,
            "kind: public-body",
            "kind: public-body\nrelations: [{type: runs, target: grand, source: handbook}]",
            "relations[1].target: no such organisation or programme: grand; did you mean grant?",
        ),
        (
            COUNCIL,
            "kind: public-body",
            "kind: public-body\npart_of: council",
            "is part of itself: council → council",
        ),
        (
            FACTS,
            "id: applicant.listed",
            "id: applicant.employees",
            "facts[applicant.employees].id: the fact applicant.employees is there already, "
            "at facts/all.yaml:11",
        ),
        (
            FACTS,
            "{id: student, label",
            "{id: company, label",
            "facts[applicant.type].options[company].id: the option company is there already, "
            "at facts/all.yaml:9",
        ),
        (
            FACTS,
            "parent: business",
            "parent: busyness",
            "facts[applicant.type].options[company].parent: no such option of this fact: "
            "busyness; did you mean business?",
        ),
        (
            FACTS,
            "parent: business",
            "parent: company",
            "facts[applicant.type].options[company]: is part of itself: company → company",
        ),
        (
            "definitions/terms.yaml",
            "id: small",
            "id: not_stated",
            "definitions[not_stated].id: not_stated is a word of the language of conditions; "
            "choose another name",
        ),
        (
            "ecosystem.yaml",
            "ask_first: [applicant.type]",
            "ask_first: [applicant.typ]",
            "ask_first[1]: no such fact: applicant.typ; did you mean applicant.type?",
        ),
    ],
)
def test_each_is_told(path: str, old: str, new: str, expected: str) -> None:
    messages = [problem.message for problem in check(changed(path, old, new)) if problem.path == path]
    assert expected in messages


def test_an_alias_leads_to_one_programme() -> None:
    files = small_folder()
    files[PLAN_FILE] = PLAN.replace("names_source", "aliases: [tg, Grant]\nnames_source")
    assert complaints(files) == [
        "programmes/plan.yaml:3: aliases[1]: tg leads to grant already",
        "programmes/plan.yaml:3: aliases[2]: Grant leads to grant already",
    ]


def test_an_alias_may_repeat_the_own_id() -> None:
    assert complaints(changed(GRANT, "aliases: [TG]", "aliases: [TG, tg, Grant]")) == []


def test_programmes_that_are_parts_of_each_other() -> None:
    files = changed(GRANT, "checked:", "part_of: plan\nchecked:")
    files[PLAN_FILE] = PLAN.replace("checked:", "part_of: grant\nchecked:")
    assert complaints(files) == [
        "programmes/grant.yaml:1: is part of itself: grant → plan → grant",
        "programmes/plan.yaml:1: is part of itself: plan → grant → plan",
    ]


def test_what_cannot_be_read_still_exists() -> None:
    """A broken file is told once; references to it are not."""
    files = small_folder()
    files["programmes/grant.yaml"] = "id: grant"
    files["organisations/council.yaml"] = "id: &x council"
    assert {problem.path for problem in check(files)} == {GRANT, COUNCIL}


def test_a_family_of_organisations_in_one_file() -> None:
    files = small_folder()
    del files[COUNCIL]
    indented = ORGANISATION.replace("\n", "\n  ").rstrip()
    files["organisations/family.yaml"] = f"organisations:\n- {indented}\n- {indented}\n"
    assert complaints(files) == [
        "organisations/family.yaml:8: organisations[council].id: "
        "the organisation council is there already, at organisations/family.yaml:2"
    ]
