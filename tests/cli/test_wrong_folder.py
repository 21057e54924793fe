"""A folder with mistakes: every command tells the same lines, in every language, and does nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.shell import SMALL, call, small

WRONG = {
    "facts/all.yaml": ("type: boolean", "type: bolean"),
    "programmes/growth-grant.yaml": ("applicant.employees < 100", "applicant.employes < 100"),
    "programmes/web-voucher.yaml": ("kind: voucher", "kind: vouchers"),
}
"""A mistake in each of three files."""


def copied(to: Path) -> Path:
    return Path(shutil.copytree(SMALL, to / "town"))


def line_of(file: Path, text: str) -> int:
    """The line on which the text stands. Raises StopIteration if it stands nowhere."""
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """tests/small with three mistakes."""
    folder = copied(tmp_path)
    for name, (right, wrong) in WRONG.items():
        file = folder / name
        text = file.read_text("utf-8")
        assert text.count(right) >= 1
        file.write_text(text.replace(right, wrong, 1), "utf-8")
    return folder


@pytest.fixture
def places(broken: Path) -> set[tuple[str, int]]:
    """Where the mistakes stand, but for the condition: it is read only where all files have their form."""
    return {
        (name, line_of(broken / name, wrong)) for name, (_, wrong) in WRONG.items() if "growth" not in name
    }


def told(lines: str, folder: Path) -> set[tuple[str, int]]:
    """File and line of each problem."""
    found = set()
    for line in lines.splitlines():
        path, number, said = line.removeprefix(f"{folder}/").split(":", 2)
        assert said.startswith(" ")
        found.add((path, int(number)))
    return found


COMMANDS = {
    "find": ("find", "{profile}"),
    "ask": ("ask",),
    "plan": ("plan", "{project}"),
    "programme": ("programme", "growth-grant"),
    "changes": ("changes", "--since", "2024-01-01"),
    "find in JSON": ("find", "{profile}", "--json"),
}


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_tells_all_mistakes_and_nothing_else(
    command: str, language: str, broken: Path, places: set[tuple[str, int]], tmp_path: Path
) -> None:
    (tmp_path / "profile.yaml").write_text("applicant.type: company\n")
    (tmp_path / "project.yaml").write_text("start: 2026-01\n")
    files = {"profile": str(tmp_path / "profile.yaml"), "project": str(tmp_path / "project.yaml")}
    arguments = [part.format(**files) for part in COMMANDS[command]]
    result = call(*arguments, "--ecosystem", str(broken), "--lang", language)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told(result.stderr, broken) == places


def test_check_tells_them_too(broken: Path, places: set[tuple[str, int]]) -> None:
    result = call("check", str(broken))
    assert result.exit_code == 1
    problems = [line for line in result.output.splitlines() if line.startswith(str(broken))]
    assert told("\n".join(problems), broken) == places


@pytest.mark.parametrize(
    ("name", "right", "wrong", "said"),
    [
        ("facts/all.yaml", "type: boolean", "type: bolean", "did you mean boolean?"),
        (
            "programmes/growth-grant.yaml",
            "applicant.employees < 100",
            "applicant.employes < 100",
            '"applicant.employes" is not a fact; did you mean',
        ),
        ("programmes/growth-grant.yaml", "kind: matching-grant", "kind: matching", "no such value: matching"),
        ("programmes/growth-grant.yaml", "value: '3:1'", "value: '3 to 1'", "write a share as 3:1"),
        (
            "programmes/growth-grant.yaml",
            "to: 2023-12-31",
            "to: 2019-12-31",
            "before it starts on 2020-01-01",
        ),
        (
            "programmes/growth-grant.yaml",
            "to: 2023-12-31",
            "to: 2024-01-01",
            "holds on the same days as line",
        ),
        ("programmes/web-voucher.yaml", "kind: voucher", "kind: vouchers", "did you mean voucher?"),
        ("ecosystem.yaml", "time_zone: Asia/Hong_Kong", "time_zone: Asia/HongKong", "no such time zone"),
    ],
)
def test_one_mistake_is_told_at_its_line(
    name: str, right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    file = folder / name
    assert right in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    result = call("programme", "growth-grant", "--ecosystem", str(folder))
    (line,) = [line for line in result.stderr.splitlines() if said in line]
    path, number, _ = line.removeprefix(f"{folder}/").split(":", 2)
    place = line_of(file, "value: '3:1'") if "same days" in said else line_of(file, wrong)
    assert (result.exit_code, path, int(number)) == (1, name, place)


@given(cut=st.integers(0, 2000), name=st.sampled_from(sorted(WRONG)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_ends_anywhere_is_whole_or_refused_with_its_name(
    tmp_path_factory: pytest.TempPathFactory, cut: int, name: str
) -> None:
    """As after a disk that was full: never a trace, never half a programme in silence."""
    folder = copied(tmp_path_factory.mktemp("cut"))
    raw = (folder / name).read_bytes()
    (folder / name).write_bytes(raw[: cut % len(raw)])
    result = call("programme", "growth-grant", "--ecosystem", str(folder))
    if result.exit_code == 0:
        whole = small("programme", "growth-grant")
        assert (result.stderr, len(result.stdout) <= len(whole.stdout)) == ("", True)
    else:
        assert (result.exit_code, result.stdout) == (1, "")
        problems = [line for line in result.stderr.splitlines() if line.startswith(f"{folder}/")]
        assert problems == result.stderr.splitlines() != []
