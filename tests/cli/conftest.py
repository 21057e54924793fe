"""What the tests of the command line share."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import Ecosystem, digest


@pytest.fixture(scope="session")
def small_digest(small_files: dict[str, str]) -> str:
    """The edition that the JSON of tests/small names."""
    return digest(small_files)


@pytest.fixture(scope="session")
def small_ecosystem(small: Ecosystem) -> Ecosystem:
    """tests/small, beside the function `small` of tests/cli/shell.py."""
    return small
