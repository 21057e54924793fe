"""What is wrong with the form of a file, in plain words at its line."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import changed, line_of, small_folder

GRANT, FACTS = "programmes/grant.yaml", "facts/all.yaml"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


def test_nothing_is_wrong_with_the_small_folder() -> None:
    assert complaints(small_folder()) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            GRANT,
            "checked: 2024-01-02\n",
            "cheked: 2024-01-02\n",
            [
                "1: checked is missing: the day on which the file was last checked against its sources",
                "7: cheked: no such key; did you mean checked?",
            ],
        ),
        (GRANT, "checked: 2024-01-02", "checked: yesterday", ["7: checked: write a day as 2024-12-31"]),
        (
            GRANT,
            "checked: 2024-01-02",
            "checked: 0202-01-02",
            ["7: checked: the year must lie between 1800 and 2199"],
        ),
        (
            GRANT,
            "kind: matching-grant",
            "kind: matching-grants",
            ["5: kind: no such value: matching-grants; did you mean matching-grant?"],
        ),
        (
            GRANT,
            "state: closed",
            "state: shut",
            ["13: status[2].state: write open or closed or planned or not-stated"],
        ),
        (GRANT, "id: grant\n", "id: The Grant\n", ["1: id: use small letters, digits and hyphens"]),
        (
            GRANT,
            "value: '2:1'",
            "value: 2 to 1",
            [
                "32: gives[money].shares[1].value: write a share as 3:1 (public : own), as 75% "
                "(at most 100%), or as full"
            ],
        ),
        (
            GRANT,
            "amount: 200000,",
            "amount: 200000.005,",
            ["35: gives[money].ceilings[1].amount: money has at most two decimals"],
        ),
        (GRANT, "amount: 200000,", "amount: -1,", ["35: gives[money].ceilings[1].amount: must be 0 or more"]),
        (
            GRANT,
            "amount: 200000,",
            "amount: 9999999999999999,",
            ["35: gives[money].ceilings[1].amount: the number is too large"],
        ),
        (
            GRANT,
            "amount: 200000,",
            "amount: '200000',",
            ["35: gives[money].ceilings[1].amount: write a number without quotes, commas or underscores"],
        ),
        (
            GRANT,
            "amount: 200000,",
            "amount: 2e5,",
            ["35: gives[money].ceilings[1].amount: write a number without quotes, commas or underscores"],
        ),
        (
            GRANT,
            "per: lifetime, source: own-page}\n  tiers",
            "per: life-time, source: own-page}\n  tiers",
            ["35: gives[money].ceilings[1].per: no such value: life-time; did you mean lifetime?"],
        ),
        (
            GRANT,
            "  expression: not applicant.listed\n",
            "  expression: 'a # b'\n",
            ["17: who[unlisted].expression: a condition holds no comment (#)"],
        ),
        (
            GRANT,
            "https://grant.example/terms",
            "grant.example",
            ["50: sources.own-page.url: write an address that starts with https:// or http://"],
        ),
        (
            GRANT,
            "    read: 2024-01-02\n",
            "",
            ["47: sources.own-page: read is missing: the day on which the source was read"],
        ),
        (
            GRANT,
            "  - {kind: equipment, text: Equipment., source: own-page}",
            "  - {kind: equipment, text: Equipment.}",
            ["45: costs.eligible[1]: source is missing: say which source states this"],
        ),
        (
            GRANT,
            "names_source: own-page\n",
            "",
            ["1: names_source is missing: say which source gives the names"],
        ),
        (
            GRANT,
            "names: {en: The Grant, zh-hant: 資助}",
            "names: {zh-hant: 資助}",
            ["2: names: en is missing: the English text"],
        ),
        (
            GRANT,
            "aliases: [TG]",
            "aliases: TG",
            ["4: aliases: write a list: one line each, starting with a hyphen"],
        ),
        (
            GRANT,
            "operator: {id: council, source: own-page}",
            "operator: council",
            ["6: operator: write keys and values, one line each"],
        ),
        (
            GRANT,
            "about:\n- {text: It pays for equipment., source: handbook#grants}",
            "about: []",
            ["9: about: the list is too short: give at least 1"],
        ),
        (
            GRANT,
            "text: Not listed.",
            "text: 5",
            ["16: who[unlisted].text: write a text; put a number or true/false in quotes"],
        ),
        (GRANT, "text: Not listed.", "text: ''", ["16: who[unlisted].text: the text is empty"]),
        (
            GRANT,
            "text: Not listed.",
            "text: " + "x" * 2001,
            ["16: who[unlisted].text: longer than 2000 characters"],
        ),
        (
            GRANT,
            "  text: Not listed.",
            "  soft: yes\n  text: Not listed.",
            ["16: who[unlisted].soft: write true or false"],
        ),
        (
            GRANT,
            "source: [own-page, handbook#grants]",
            "source: [Own Page]",
            ["24: who[small].source[1]: write source-id or source-id#place"],
        ),
        (
            GRANT,
            "source: [own-page, handbook#grants]",
            "source: []",
            ["24: who[small].source: the list is too short: give at least 1"],
        ),
        (
            FACTS,
            "minimum: 0",
            "minimum: none",
            [
                "17: facts[applicant.employees].minimum: write a whole number without quotes, "
                "commas or underscores"
                " or a day as 2024-12-31"
            ],
        ),
        (
            FACTS,
            "id: applicant.employees",
            "id: employees",
            ["11: facts[employees].id: write a fact as group.name (applicant.employees)"],
        ),
        (
            FACTS,
            "options: programmes",
            "options: programs",
            [
                "35: facts[applicant.programmes_held].options: no such value: programs; did you "
                "mean programmes?"
            ],
        ),
        (
            FACTS,
            "{id: student, label: {en: Student, zh-hant: 學生}}",
            "{id: student, name: {en: Student}}",
            [
                "10: facts[applicant.type].options[student].name: no such key; the keys here are "
                "label, parent",
                "10: facts[applicant.type].options[student]: label is missing",
            ],
        ),
        (
            "ecosystem.yaml",
            "currency: HKD",
            "currency: Hk$",
            ["5: currency: write three capital letters, as HKD"],
        ),
        (
            "ecosystem.yaml",
            "currency: HKD",
            "currency: HKD\nstale_after_days: soon",
            ["6: stale_after_days: write a whole number without quotes, commas or underscores"],
        ),
    ],
)
def test_each_mistake_is_told_at_its_line(path: str, old: str, new: str, expected: list[str]) -> None:
    assert complaints(changed(path, old, new)) == [f"{path}:{line}" for line in expected]


def test_all_errors_of_all_files_come_in_one_run() -> None:
    files = changed(GRANT, "kind: matching-grant", "kind: gift")
    files["facts/all.yaml"] = files["facts/all.yaml"].replace("type: boolean", "type: bool")
    files["programmes/plan.yaml"] = "id: plan\nid: plan\n"
    files["sources.yaml"] = "sources: 5"
    assert complaints(files) == [
        "facts/all.yaml:26: facts[applicant.listed].type: no such value: bool; did you mean boolean?",
        "programmes/grant.yaml:5: kind: no such value: gift",
        "programmes/plan.yaml:2: the key id is here twice, first on line 1",
        "sources.yaml:1: sources: write keys and values, one line each",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("programs/x.yaml", "no file of this name is read here; did you mean programmes?"),
        ("source.yaml", "no file of this name is read here; did you mean sources.yaml?"),
        ("programmes/deep/x.yaml", "no file of this name is read here; did you mean programmes?"),
        ("zzz.yaml", "no file of this name is read here"),
        ("programmes/x.yml", "name the file .yaml"),
    ],
)
def test_files_in_the_wrong_place(path: str, expected: str) -> None:
    assert complaints(small_folder() | {path: "a: 1"}) == [f"{path}:0: {expected}"]


def test_the_file_that_names_the_ecosystem_must_be_there() -> None:
    files = small_folder()
    del files["ecosystem.yaml"]
    assert complaints(files) == ["ecosystem.yaml:0: this file is missing; it names the ecosystem"]


def test_an_empty_folder() -> None:
    assert complaints({}) == ["ecosystem.yaml:0: this file is missing; it names the ecosystem"]


@pytest.mark.parametrize("text", ["- a", "just words", "5"])
def test_a_file_that_is_no_map(text: str) -> None:
    files = small_folder() | {"programmes/x.yaml": text}
    assert complaints(files) == ["programmes/x.yaml:1: write keys and values, one line each"]


def test_days_in_quotes_and_grouped_thousands_are_fine() -> None:
    files = changed(GRANT, "checked: 2024-01-02", "checked: '2024-01-02'")
    files[GRANT] = files[GRANT].replace("amount: 200000,", "amount: 200_000,")
    assert complaints(files) == []


def test_printed_dates_keep_every_digit() -> None:
    files = changed(GRANT, "    read: 2024-01-02", "    dated: 2023-06\n    read: 2024-01-02")
    files[GRANT] += "events:\n- {on: 2016, text: It starts., source: own-page}\n"
    files[GRANT] += (
        "figures:\n- {role: total_budget, value: 12.50, unit: people, as_of: 2016-01-01, source: own-page}\n"
    )
    assert complaints(files) == []


def test_thousands_of_mistakes_are_cut_short() -> None:
    files = small_folder()
    files[GRANT] += "".join(f"wrong{n}: 1\n" for n in range(20_000))
    assert len(complaints(files)) == 200


def test_the_line_of_a_mistake_is_the_line_of_its_key() -> None:
    files = changed(GRANT, "  text: The tiny.", "  text: 7")
    (problem,) = check(files)
    assert (problem.path, problem.line) == (GRANT, line_of(files, GRANT, "text: 7"))


def test_a_programme_has_a_bounded_number_of_clauses() -> None:
    clause = "- {id: c, text: t, expression: not_stated, source: own-page}\n"
    files = changed(GRANT, "gives:\n", clause * 199 + "gives:\n")
    assert complaints(files) == [f"{GRANT}:14: who: the list is too long: give at most 200"]


def test_a_flood_of_duplicate_keys_is_cut_short() -> None:
    assert len(complaints(small_folder() | {GRANT: "a: 1\n" * 5_000})) == 200
