"""What README and docs say about the command line is what it does."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from superconnector.ecosystem import Ecosystem, read_profile
from tests.cli.shell import HONG_KONG, ROOT, call, small

PAGE = (ROOT / "docs" / "how-to" / "use-the-command-line.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^ *\.venv/bin/superconnector (.+)$", README, re.MULTILINE)
FREE = {"terms", "rules", "counts", "sources"}
"""Keys whose value is described elsewhere or has ids for keys."""


def test_the_readme_shows_commands() -> None:
    assert [command.split()[0] for command in COMMANDS] == ["ask", "find", "programme", "changes"]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_readme_work(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = call(*shlex.split(command), typed="results\n")
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_piped_interview_of_the_page_works() -> None:
    typed = re.search(r"printf '(.+)' \| superconnector ask", PAGE)
    assert typed is not None
    lines = typed[1].replace("\\n", "\n")
    result = call("ask", "--on", "2026-11-21", "--ecosystem", HONG_KONG, typed=lines)
    assert result.exit_code == 0
    assert "  ! " not in result.stdout
    assert "> results" in result.stdout.splitlines()


def test_the_profile_of_the_page_is_one(hong_kong: Ecosystem) -> None:
    block = re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    assert block is not None
    assert read_profile(block[1], hong_kong) == {
        "applicant.type": "company",
        "applicant.employees": 28,
        "applicant.listed": False,
        "project.aims": frozenset({"adopt_technology", "expand_markets"}),
        "project.cost": 90_000_000,
    }


def keys(value: object) -> Iterator[str]:
    """Every key of a JSON value, but for what lies below FREE."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            if key not in FREE:
                yield from keys(below)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


def assert_described(*arguments: str) -> None:
    told = json.loads(small(*arguments, "--json").stdout)
    described = {*re.findall(r"`([a-z_]+)`", PAGE), "amount", "currency"}
    assert sorted(set(keys(told)) - described) == []


def test_every_key_of_the_json_is_described(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("applicant.type: company\nproject.cost: 1000\n")
    assert_described("find", str(file))
    assert_described("programme", "growth-grant")
    assert_described("changes", "--since", "2020-01-01")
