"""superconnector check, schema and coverage, as one calls them from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from superconnector.cli.main import COMMANDS, main
from tests.ecosystem.folders import PLAN, changed, small_folder, write

GRANT = "programmes/grant.yaml"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_group_lists_its_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in ("check", "coverage", "schema"))


def test_a_command_that_does_not_exist() -> None:
    result = run("chek")
    assert result.exit_code == 2
    assert "No such command 'chek'" in result.stderr


def test_only_commands_that_can_be_loaded_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "dream", "superconnector.cli.dream")
    assert "dream" not in run("--help").output
    assert "No such command 'dream'" in run("dream").stderr


def test_check_of_a_folder_in_order(tmp_path: Path) -> None:
    result = run("check", write(small_folder(), tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "9 files, 0 errors, 0 warnings\n"


def test_check_prints_every_problem_and_fails(tmp_path: Path) -> None:
    files = changed(GRANT, "kind: matching-grant", "kind: gift")
    files["programmes/plan.yaml"] = PLAN.replace("to: grant", "to: grants")
    folder = write(files, tmp_path)
    (folder / "organisations/bad.yaml").write_bytes(b"\xff")
    result = run("check", f"{folder}/")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{folder}/organisations/bad.yaml:1: not UTF-8: byte 1 is 0xFF; save the file as UTF-8",
        f"{folder}/programmes/grant.yaml:5: kind: no such value: gift",
        f"{folder}/programmes/plan.yaml:11: relations[1].to: no such programme: grants; did you mean grant?",
    ]
    assert result.stderr == "9 files, 3 errors, 0 warnings\n"


def test_what_an_unreadable_file_may_hold_is_not_missed(tmp_path: Path) -> None:
    folder = write(small_folder(), tmp_path)
    (folder / "facts/all.yaml").write_bytes(b"\xff")
    result = run("check", folder)
    assert result.stdout == f"{folder}/facts/all.yaml:1: not UTF-8: byte 1 is 0xFF; save the file as UTF-8\n"


def test_check_passes_with_warnings_and_can_be_quiet(tmp_path: Path) -> None:
    files = small_folder()
    files["sources.yaml"] += "  idle: {title: Idle, kind: press, read: 2024-01-01}\n"
    folder = write(files, tmp_path)
    loud, quiet = run("check", folder), run("check", folder, "--quiet")
    assert (loud.exit_code, quiet.exit_code) == (0, 0)
    assert loud.stdout == f"{folder}/sources.yaml:8: warning: sources.idle: nothing cites this source\n"
    assert quiet.stdout == ""
    assert loud.stderr == quiet.stderr == "9 files, 0 errors, 1 warnings\n"


def test_check_of_no_folder(tmp_path: Path) -> None:
    result = run("check", tmp_path / "none")
    assert result.exit_code == 1
    assert "there is no such folder" in result.stdout


def test_check_of_an_empty_folder(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert result.stdout == f"{tmp_path}/ecosystem.yaml:0: this file is missing; it names the ecosystem\n"


def test_schema_to_the_screen() -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert sorted(json.loads(result.stdout)) == [
        "call",
        "coverage",
        "definitions",
        "ecosystem",
        "facts",
        "organisation",
        "organisations",
        "population",
        "programme",
        "sources",
    ]


def test_schema_to_files(tmp_path: Path) -> None:
    result = run("schema", "--out", tmp_path / "new/place")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 10
    written = json.loads((tmp_path / "new/place/programme.schema.json").read_text(encoding="utf-8"))
    assert written["title"] == "Programme"


def test_coverage_table(tmp_path: Path) -> None:
    result = run("coverage", write(small_folder(), tmp_path), "--by-operator")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "     2  programmes  (programmes)"
    assert "     1  with figures of what they give  (gives)" in lines
    assert lines[-1].split() == ["1", "1", "1", "1", "1", "0", "council"]


def test_coverage_as_json(tmp_path: Path) -> None:
    result = run("coverage", write(small_folder(), tmp_path), "--json")
    assert json.loads(result.stdout)["clauses"] == 2


def test_coverage_may_not_fall(tmp_path: Path) -> None:
    folder = write(small_folder() | {"coverage.yaml": "floor: {who: 1, gives: 2}\n"}, tmp_path)
    result = run("coverage", folder)
    assert result.exit_code == 1
    assert result.stderr == "gives fell to 1, below the floor of 2\n"


def test_coverage_against_another_floor(tmp_path: Path) -> None:
    folder = write(small_folder() | {"coverage.yaml": "floor: {gives: 2}\n"}, tmp_path / "folder")
    lower = tmp_path / "lower.yaml"
    lower.write_text("floor: {gives: 1}", encoding="utf-8")
    assert run("coverage", folder, "--floor", lower).exit_code == 0


@pytest.mark.parametrize("floor", ["floor: {gives: many}", "flor: {}", "a: &x 1"])
def test_coverage_with_a_floor_that_cannot_be_read(tmp_path: Path, floor: str) -> None:
    folder = write(small_folder(), tmp_path / "folder")
    bad = tmp_path / "bad.yaml"
    bad.write_text(floor, encoding="utf-8")
    result = run("coverage", folder, "--floor", bad)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


def test_coverage_of_a_folder_with_errors(tmp_path: Path) -> None:
    folder = write(changed(GRANT, "kind: matching-grant", "kind: gift"), tmp_path)
    result = run("coverage", folder)
    assert result.exit_code == 1
    assert "programmes/grant.yaml:5: kind: no such value: gift" in result.stderr
