"""Catalogues: compiled without the gettext tools, brought up to date, and held to the code."""

from __future__ import annotations

import gettext
import os
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from superconnector.base.extraction import SourceText, texts_of_folders
from superconnector.base.translations import (
    as_text,
    catalogue,
    compile_stale,
    derived,
    problems,
    slots,
    updated,
)

ROOT = Path(__file__).resolve().parents[2]
FOUND = {
    SourceText("Open"): "words.py:1",
    SourceText("%(n)s day", "%(n)s days"): "words.py:2",
    SourceText("Place", context="rank"): "words.py:3",
}
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s日"

msgid "Open"
msgstr "接受申請"

msgctxt "rank"
msgid "Place"
msgstr "名次"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """A folder with a complete catalogue and what is derived from it."""
    write(tmp_path, CATALOGUE)
    return tmp_path


def write(locale: Path, text: str) -> None:
    """Put a catalogue there, and the one derived from it."""
    for language in ("zh_Hant", "zh_Hans"):
        catalogue(locale, language).parent.mkdir(parents=True, exist_ok=True)
    catalogue(locale, "zh_Hant").write_text(text, "utf-8")
    simple = derived(polib.pofile(str(catalogue(locale, "zh_Hant"))))
    catalogue(locale, "zh_Hans").write_text(as_text(simple), "utf-8")


# --- compiling -------------------------------------------------------------------------------------------


def test_compiled_once_and_again_when_it_changes(tmp_path):
    folder = tmp_path / "zh_Hant" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    (mo,) = compile_stale(tmp_path)
    with mo.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Open") == "接受申請"
    assert compiled.pgettext("rank", "Place") == "名次"
    assert compile_stale(tmp_path) == []
    os.utime(mo, (0, 0))
    assert compile_stale(tmp_path) == [mo]
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_no_catalogues_no_work(tmp_path):
    assert compile_stale(tmp_path) == []


# --- the catalogues of this checkout ---------------------------------------------------------------------


def test_the_catalogues_are_complete():
    found = texts_of_folders([ROOT / "src" / "superconnector", ROOT / "config"])
    assert list(problems(ROOT / "locale", found)) == []


def test_the_check_says_how_many_texts_there_are(capsys):
    call_command("check_texts")
    count = len(polib.pofile(str(catalogue(ROOT / "locale", "zh_Hant"))))
    assert capsys.readouterr().out == f"{count} texts, all translated.\n"


def test_bringing_up_to_date_what_is_up_to_date_changes_nothing(tmp_path, settings, capsys):
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    call_command("update_texts")
    assert capsys.readouterr().out.endswith(" texts, 0 to translate\n")
    for language in ("zh_Hant", "zh_Hans"):
        before = catalogue(ROOT / "locale", language).read_bytes()
        assert catalogue(tmp_path / "locale", language).read_bytes() == before


def test_no_catalogue_yet(tmp_path, settings, capsys):
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match=r"django\.po is missing"):
        call_command("check_texts")
    call_command("update_texts")
    assert "  Skip to the content\n" in capsys.readouterr().out
    with pytest.raises(CommandError, match="zh_Hant: not translated: Skip to the content\n"):
        call_command("check_texts")


def test_a_text_that_is_put_together_is_refused(tmp_path, settings):
    code = tmp_path / "src" / "superconnector"
    code.mkdir(parents=True)
    source = "from django.utils.translation import gettext\ngettext('a' + name)\n"
    (code / "bad.py").write_text(source, "utf-8")
    settings.ROOT = tmp_path
    message = f"{code / 'bad.py'}:2: a text to translate must be written out, not put together"
    for command in ("check_texts", "update_texts"):
        with pytest.raises(CommandError) as refused:
            call_command(command)
        assert str(refused.value) == message


# --- what the check finds --------------------------------------------------------------------------------


def test_a_complete_catalogue_has_no_problems(locale):
    assert list(problems(locale, FOUND)) == []


def test_a_text_that_the_catalogue_lacks(locale):
    more = {**FOUND, SourceText("Closed"): "words.py:9"}
    assert list(problems(locale, more)) == ["zh_Hant: not in the catalogue: Closed (words.py:9)"]


def test_the_same_text_in_another_context_is_another_text(locale):
    more = {**FOUND, SourceText("Open", context="door"): "door.py:1"}
    assert list(problems(locale, more)) == ["zh_Hant: not in the catalogue: Open (door.py:1)"]


def test_a_text_that_the_code_lacks(locale):
    less = {text: place for text, place in FOUND.items() if text.text != "Open"}
    assert list(problems(locale, less)) == ["zh_Hant: no longer in the code: Open"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"接受申請"', '""', "not translated: Open"),
        ('"%(n)s日"', '""', "not translated: %(n)s day"),
        ('msgid "Open"', '#, fuzzy\nmsgid "Open"', "to be looked at again: Open"),
        ('"接受申請"', '"接受%(what)s"', "other places to fill in than the text has: Open"),
        ('"%(n)s日"', '"一日"', "other places to fill in than the text has: %(n)s day"),
        ('"%(n)s日"', '"%(m)s日"', "other places to fill in than the text has: %(n)s day"),
        ('"%(n)s日"', '"%(n)s日%(n)s"', "other places to fill in than the text has: %(n)s day"),
        ('"%(n)s日"', '"%(n)d日"', "other places to fill in than the text has: %(n)s day"),
    ],
)
def test_a_translation_that_is_not_right(tmp_path, old, new, said):
    write(tmp_path, CATALOGUE.replace(old, new))
    assert list(problems(tmp_path, FOUND)) == [f"zh_Hant: {said}"]


def test_a_text_that_is_kept_though_nobody_uses_it(tmp_path):
    write(tmp_path, CATALOGUE + '\n#~ msgid "Old"\n#~ msgstr "舊"\n')
    assert list(problems(tmp_path, FOUND)) == ["zh_Hant: kept, but no longer used: Old"]


def test_simplified_chinese_that_somebody_changed(locale):
    path = catalogue(locale, "zh_Hans")
    path.write_text(path.read_text("utf-8").replace("接受申请", "开放"), "utf-8")
    assert list(problems(locale, FOUND)) == ["zh_Hans: is not what is derived from zh_Hant"]
    path.unlink()
    assert list(problems(locale, FOUND)) == ["zh_Hans: is not what is derived from zh_Hant"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Open", []),
        ("%(day)s to %(day)s, %(n)d", ["%(day)s", "%(day)s", "%(n)d"]),
        ("75% of {amount} and {}", ["{amount}", "{}"]),
        ("100%% of %s", ["%%", "%s"]),
    ],
)
def test_places_to_fill_in(text, found):
    assert slots(text) == sorted(found)


# --- bringing up to date ---------------------------------------------------------------------------------


def test_known_translations_are_kept_and_new_texts_wait(locale):
    po = polib.pofile(str(catalogue(locale, "zh_Hant")))
    new = updated(po, [*FOUND, SourceText("closed")])
    assert [(entry.msgid, entry.msgstr or entry.msgstr_plural) for entry in new] == [
        ("%(n)s day", {0: "%(n)s日"}),
        ("closed", {}),
        ("Open", "接受申請"),
        ("Place", "名次"),
    ]
    assert [entry.flags for entry in new] == [["python-format"], [], [], []]
    assert "POT-Creation-Date" not in as_text(new)


def test_a_doubtful_translation_stays_doubtful(tmp_path):
    write(tmp_path, CATALOGUE.replace('msgid "Open"', '#, fuzzy\nmsgid "Open"'))
    (entry,) = updated(polib.pofile(str(catalogue(tmp_path, "zh_Hant"))), [SourceText("Open")])
    assert (entry.msgstr, entry.fuzzy) == ("接受申請", True)


def test_what_the_code_lacks_is_dropped(locale):
    po = polib.pofile(str(catalogue(locale, "zh_Hant")))
    assert [entry.msgid for entry in updated(po, [SourceText("Open")])] == ["Open"]


def test_simplified_chinese_is_derived(locale):
    new = derived(polib.pofile(str(catalogue(locale, "zh_Hant"))))
    assert new.metadata["Language"] == "zh_Hans"
    assert [(e.msgctxt, e.msgstr or e.msgstr_plural) for e in new] == [
        (None, {0: "%(n)s日"}),
        (None, "接受申请"),
        ("rank", "名次"),
    ]
