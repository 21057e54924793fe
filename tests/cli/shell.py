"""The command line as a test calls it, and what holds for everything it prints."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from rich.cells import cell_len

from superconnector.cli.main import main

ROOT = Path(__file__).parents[2]
SMALL = str(ROOT / "tests" / "small")
HONG_KONG = str(ROOT / "ecosystems" / "hong-kong")
PLAIN = {"COLUMNS": None, "FORCE_COLOR": None, "NO_COLOR": None, "SUPERCONNECTOR_ECOSYSTEM": None}
"""The variables that steer the output, unset."""


def call(*arguments: str, typed: str | bytes | None = None, **env: str) -> Result:
    """Run `superconnector ARGUMENTS` with `typed` piped in; an exception in the code fails the test."""
    result = CliRunner().invoke(main, list(arguments), input=typed, env={**PLAIN, **env})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def small(*arguments: str, typed: str | bytes | None = None, **env: str) -> Result:
    """The same on tests/small."""
    return call(*arguments, "--ecosystem", SMALL, typed=typed, **env)


def assert_readable(text: str) -> None:
    """Plain text within 80 columns; only an address may be longer, on a line of its own."""
    for line in text.splitlines():
        assert cell_len(line) <= 80 or line.strip().startswith("http"), line
        assert line == line.rstrip() or line == "> "
        assert line.isprintable()
