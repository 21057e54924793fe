"""A profile as a file that `superconnector find` reads: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import click

from superconnector.cli.opening import refuse
from superconnector.core.rules.facts import EPOCH, Profile, Value
from superconnector.ecosystem import Ecosystem, Problem
from superconnector.ecosystem.schema import FactFile


def check_target(file: Path) -> None:
    """Refuse, before anything is asked, a file that could not be written or that would be lost."""
    if file.exists() or file.is_symlink():
        raise click.UsageError(f"{file} is there already; choose another name for --save")
    if not file.parent.is_dir():
        raise click.UsageError(f"there is no folder {file.parent} for --save")
    if not os.access(file.parent, os.W_OK):
        raise click.UsageError(f"the folder {file.parent} cannot be written to; choose another for --save")


def save(file: Path, profile: Profile, ecosystem: Ecosystem) -> None:
    """Write the profile beside the file, then give it the name, unless another file has got it."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", suffix=".part"
        ) as part:
            part.write(profile_text(profile, ecosystem))
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(0o600)
            os.link(part.name, file)
    except OSError as error:
        refuse(Problem(str(file), 0, f"cannot be written: {error.strerror}"))


def profile_text(profile: Profile, ecosystem: Ecosystem) -> str:
    """YAML, one fact a line, in the order of the answers."""
    lines = [f"{key}: {_plain(ecosystem.facts[key], value)}\n" for key, value in profile.items()]
    return "".join(lines)


def _plain(fact: FactFile, value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() if fact.type == "money":
            return f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)
        case int() if fact.type == "date":
            return (EPOCH + timedelta(days=value)).isoformat()
        case frozenset():
            return f"[{', '.join(_quoted(each) for each in sorted(value))}]"
        case str():
            return _quoted(value)
    return str(value)


def _quoted(text: str) -> str:
    """A text that YAML cannot take for anything else."""
    return "'" + text.replace("'", "''") + "'"
