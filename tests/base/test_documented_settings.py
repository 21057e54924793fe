"""The how-to lists every variable that the settings read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INTERNAL = {"SUPERCONNECTOR_DEMO"}
"""Set by ./run demo, and by nobody else."""


def test_every_variable_of_the_settings_is_documented_and_no_other() -> None:
    settings = (ROOT / "config" / "settings.py").read_text()
    page = (ROOT / "docs" / "how-to" / "run-it-in-production.md").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) | {"SECRET_KEY"}
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == read - INTERNAL
