"""A file or folder that is whole or not there: written beside its place under another name, then moved."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from superconnector.base.population.problems import TableError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to; it gets the name of `target` when the block ends without an exception."""
    check_place(target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        raise TableError(f"{target}: cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """The same for a new folder. Raises TableError if there is something with that name already."""
    check_place(target)
    if target.exists() and any(target.iterdir()):
        raise TableError(f"{target}: this folder is not empty; choose a new one")
    part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield part
        part.chmod(0o755)
        if target.exists():
            target.rmdir()
        part.replace(target)
    except OSError as error:
        raise TableError(f"{target}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_place(target: Path) -> None:
    """Raises TableError where nothing can be written."""
    if not target.parent.is_dir():
        raise TableError(f"{target}: there is no folder {target.parent}")
    if not os.access(target.parent, os.W_OK):
        raise TableError(f"{target}: the folder {target.parent} cannot be written to")
