"""Compiling translations without the gettext tools."""

from __future__ import annotations

import gettext
import os

from superconnector.base.translations import compile_stale

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Open"
msgstr "接受申請"
"""


def test_compiled_once_and_again_when_it_changes(tmp_path):
    folder = tmp_path / "zh_Hant" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    (mo,) = compile_stale(tmp_path)
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Open") == "接受申請"
    assert compile_stale(tmp_path) == []
    os.utime(mo, (0, 0))
    assert compile_stale(tmp_path) == [mo]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_no_catalogues_no_work(tmp_path):
    assert compile_stale(tmp_path) == []
