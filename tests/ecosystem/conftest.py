"""The small ecosystem, loaded once: it is never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from superconnector.ecosystem import Ecosystem, load, read_folder
from tests.ecosystem.folders import small_folder

REAL = Path(__file__).parents[2] / "ecosystems" / "hong-kong"


@pytest.fixture(scope="session")
def town() -> Ecosystem:
    return load(small_folder())


@pytest.fixture(scope="session")
def real_files() -> dict[str, str]:
    return read_folder(REAL)


@pytest.fixture(scope="session")
def hong_kong(real_files: dict[str, str]) -> Ecosystem:
    return load(real_files)
