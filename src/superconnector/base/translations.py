"""Catalogues of translations: compiled without the gettext tools, brought up to date, held to the code.

Traditional Chinese is written by people. Simplified Chinese is derived from it, as it is for the data.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polib

from superconnector.base.extraction import SourceText
from superconnector.ecosystem.schema.parts import simplified

WRITTEN, DERIVED = "zh_Hant", "zh_Hans"
_HEADER = {
    "Project-Id-Version": "Superconnector",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_SLOT = re.compile(r"%\((\w+)\)[a-z]|%[a-z]|%%|\{\w*\}")


def catalogue(locale: Path, language: str) -> Path:
    """The catalogue of a language below a locale folder."""
    return locale / language / "LC_MESSAGES" / "django.po"


# --- compiling -------------------------------------------------------------------------------------------


def compile_stale(locale: Path) -> list[Path]:
    """Write the .mo beside every .po that is newer; the files written. Safe while others do the same."""
    return [_compiled(po) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _stale(po)]


def _stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compiled(po: Path) -> Path:
    mo = po.with_suffix(".mo")
    part = mo.with_suffix(f".{os.getpid()}.part")
    polib.pofile(str(po)).save_as_mofile(str(part))
    part.replace(mo)
    return mo


# --- bringing up to date ---------------------------------------------------------------------------------


def updated(po: polib.POFile | None, found: Iterable[SourceText]) -> polib.POFile:
    """A catalogue of exactly these texts, in the order of the alphabet; known translations are kept."""
    known = {_key(entry): entry for entry in po or ()}
    new = _empty(WRITTEN)
    for text in sorted(found, key=_alphabetically):
        entry = _entry(text)
        old = known.get(_key(entry))
        if old is not None:
            entry.msgstr, entry.msgstr_plural, entry.comment = old.msgstr, old.msgstr_plural, old.comment
            entry.tcomment = old.tcomment
            entry.flags += ["fuzzy"] if old.fuzzy else []
        new.append(entry)
    return new


def derived(po: polib.POFile) -> polib.POFile:
    """The catalogue in Simplified Chinese."""
    new = _empty(DERIVED)
    for old in po:
        new.append(
            polib.POEntry(
                msgctxt=old.msgctxt,
                msgid=old.msgid,
                msgid_plural=old.msgid_plural,
                msgstr=simplified(old.msgstr),
                msgstr_plural={number: simplified(text) for number, text in old.msgstr_plural.items()},
                flags=list(old.flags),
            )
        )
    return new


def _empty(language: str) -> polib.POFile:
    po = polib.POFile(wrapwidth=0)
    po.metadata = {**_HEADER, "Language": language}
    return po


def _entry(text: SourceText) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=text.context or None, msgid=text.text, msgid_plural=text.plural)
    if text.plural:
        entry.msgstr_plural = {0: ""}
    if re.search(r"%\(\w+\)[a-z]", text.text):
        entry.flags = ["python-format"]
    return entry


def _alphabetically(text: SourceText) -> tuple[str, SourceText]:
    return text.text.casefold(), text


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


# --- checking --------------------------------------------------------------------------------------------


def problems(locale: Path, found: Mapping[SourceText, str]) -> Iterator[str]:
    """One line for everything that is wrong with the catalogues below `locale`.

    `found` has the texts of the code, each with the place where it stands.
    """
    path = catalogue(locale, WRITTEN)
    if not path.is_file():
        yield f"{path} is missing"
        return
    po = polib.pofile(str(path))
    known = {_key(entry) for entry in po if not entry.obsolete}
    wanted = {_key(_entry(text)): place for text, place in found.items()}
    yield from (f"{WRITTEN}: not in the catalogue: {key[1]} ({wanted[key]})" for key in wanted.keys() - known)
    yield from (f"{WRITTEN}: no longer in the code: {key[1]}" for key in known - wanted.keys())
    for entry in po:
        yield from (f"{WRITTEN}: {problem}: {entry.msgid}" for problem in _problems_of(entry))
    if not _same(catalogue(locale, DERIVED), derived(po)):
        yield f"{DERIVED}: is not what is derived from {WRITTEN}"


def _problems_of(entry: polib.POEntry) -> Iterator[str]:
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.obsolete:
        yield "kept, but no longer used"
    elif entry.fuzzy:
        yield "to be looked at again"
    elif not all(said) or not said:
        yield "not translated"
    elif any(slots(text) != slots(entry.msgid_plural or entry.msgid) for text in said):
        yield "other places to fill in than the text has"


def slots(text: str) -> list[str]:
    """The places of a text that are filled in, such as %(day)s, in a fixed order."""
    return sorted(found[0] for found in _SLOT.finditer(text))


def _same(path: Path, wanted: polib.POFile) -> bool:
    return path.is_file() and path.read_text("utf-8") == as_text(wanted)


def as_text(po: polib.POFile) -> str:
    """The catalogue as its file holds it."""
    return str(po)
