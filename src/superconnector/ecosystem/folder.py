"""A folder on disk as texts by path, within limits: nothing outside it is read, nothing huge is held."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from superconnector.ecosystem.problems import EcosystemError, Problem

MAX_FILE_BYTES = 1_000_000
MAX_FOLDER_BYTES = 50_000_000
MAX_FILES = 5_000


def read_folder(path: str | Path) -> dict[str, str]:
    """Every YAML file of the folder: path below the folder, with forward slashes → text.

    Raises EcosystemError with all that is wrong with the files as files.
    """
    files, problems = gather(path)
    if problems:
        raise EcosystemError(problems)
    return files


def gather(path: str | Path) -> tuple[dict[str, str], list[Problem]]:
    """The files that can be read, and what is wrong with the others."""
    root = Path(path)
    if not root.is_dir():
        return {}, [Problem(str(path), 0, "there is no such folder")]
    files: dict[str, str] = {}
    problems: list[Problem] = []
    total = 0
    for number, (name, file) in enumerate(_yaml_files(root), start=1):
        if number > MAX_FILES:
            return files, [*problems, Problem(name, 0, f"the folder holds more than {MAX_FILES:,} files")]
        text = _read(name, file, root)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        total += len(text.encode())
        if total > MAX_FOLDER_BYTES:
            return files, [
                *problems,
                Problem(name, 0, f"the folder is larger than {MAX_FOLDER_BYTES:,} bytes"),
            ]
        files[name] = text
    return files, problems


def _yaml_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Sorted by path; hidden files and folders are left out, linked folders are not entered."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if file.suffix in {".yaml", ".yml"} and not name.startswith("."):
                yield file.relative_to(root).as_posix(), file


def _read(name: str, file: Path, root: Path) -> str | Problem:
    try:
        if not file.resolve(strict=True).is_relative_to(root.resolve()):
            return Problem(name, 0, "this is a link to a file outside the folder")
        if not file.is_file():
            return Problem(name, 0, "this is not a regular file")
        with file.open("rb") as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        return Problem(name, 0, f"cannot be read: {error.strerror}")
    except RuntimeError:
        return Problem(name, 0, "this is a link that leads back to itself")
    if len(raw) > MAX_FILE_BYTES:
        return Problem(name, 0, f"larger than {MAX_FILE_BYTES:,} bytes")
    return decode(name, raw)


def decode(name: str, raw: bytes) -> str | Problem:
    """UTF-8, with or without a byte order mark."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02X}; save the file as UTF-8"
        return Problem(name, line, message)
