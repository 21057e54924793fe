"""What every command that answers questions opens first: the folder, the language, the day, the profile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import django
from django.conf import settings
from django.utils import translation

from superconnector.base.translations import compile_stale
from superconnector.cli.output import safe
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import (
    Ecosystem,
    EcosystemError,
    Problem,
    ProfileError,
    load,
    read_folder,
    read_profile,
)
from superconnector.ecosystem.profiles import MAX_BYTES
from superconnector.ecosystem.schema.parts import EARLIEST, LATEST

CHECKOUT = Path(__file__).resolve().parents[3]
LANGUAGES = ("en", "zh-hant", "zh-hans")
VARIABLE = "SUPERCONNECTOR_ECOSYSTEM"
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day as year-month-day, within the years that terms can have."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        if day is None:
            self.fail(f"{value[:40]!r} is not a day; write 2024-12-31", param, ctx)
        if not EARLIEST <= day <= LATEST:
            self.fail(f"{value} does not lie between {EARLIEST} and {LATEST}", param, ctx)
        return day


def common_options(command: F) -> F:
    """--ecosystem and --lang, for every command that reads a folder."""
    language = click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), default="en", help="The language of the answer."
    )
    folder = click.option(
        "--ecosystem",
        "folder",
        metavar="DIR",
        envvar=VARIABLE,
        help=f"The folder of the ecosystem. Default: ${VARIABLE}, this folder, or the one in ./ecosystems.",
    )
    return folder(language(command))


def opened(folder: str | None, language: str) -> Ecosystem:
    """The ecosystem of the folder, and its words in the language until the command ends.

    Every problem of the folder is printed, and the command ends with 1.
    """
    speak(language)
    path = folder_of(folder)
    try:
        return load(read_folder(path))
    except EcosystemError as error:
        shown = (
            Problem(str(path), 0, p.message) if p.path == str(path) else _below(path, p)
            for p in error.problems
        )
        refuse(*shown)


def folder_of(folder: str | None) -> Path:
    """The folder that was named, else the usual one."""
    return Path(folder) if folder else _usual_folder()


def speak(language: str) -> None:
    """Make Django's texts available, without its database or any of its apps."""
    if not settings.configured:
        settings.configure(
            USE_I18N=True,
            LANGUAGE_CODE="en",
            LANGUAGES=[(code, code) for code in LANGUAGES],
            LOCALE_PATHS=[CHECKOUT / "locale"],
        )
        django.setup()
    if language != "en":
        with suppress(OSError):  # a checkout that may not be written to keeps the texts it has
            compile_stale(CHECKOUT / "locale")
    click.get_current_context().with_resource(translation.override(language))


def read_profile_file(file: str, ecosystem: Ecosystem) -> Profile:
    """The profile of a YAML or JSON file. Every problem is printed, and the command ends with 1."""
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        refuse(Problem(file, 0, "there is no such file"))
    except IsADirectoryError:
        refuse(Problem(file, 0, "this is a folder; name one profile in it"))
    except (OSError, ValueError) as error:
        refuse(Problem(file, 0, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
    try:
        return read_profile(raw, ecosystem)
    except ProfileError as error:
        refuse(
            *(
                Problem(file, p.line, f"{p.fact}: {p.message}" if p.fact else p.message)
                for p in error.problems
            )
        )


def refuse(*problems: Problem | str) -> NoReturn:
    """Print what is wrong with the input, a line each, and end with 1."""
    for problem in problems:
        click.echo(safe(str(problem)), err=True)
    raise SystemExit(1)


def _usual_folder() -> Path:
    """This folder if it is an ecosystem, else the only one in ./ecosystems or in the checkout's."""
    here = Path.cwd()
    if (here / "ecosystem.yaml").is_file():
        return here
    for place in (here / "ecosystems", CHECKOUT / "ecosystems"):
        found = sorted(file.parent for file in place.glob("*/ecosystem.yaml"))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(folder.name for folder in found)
            raise click.UsageError(
                f"{place} holds several ecosystems ({names}); choose one with --ecosystem DIR"
            )
    raise click.UsageError(f"no ecosystem is found here; name its folder with --ecosystem DIR or ${VARIABLE}")


def _below(path: Path, problem: Problem) -> Problem:
    return Problem(f"{path}/{problem.path}", problem.line, problem.message, problem.severity)
