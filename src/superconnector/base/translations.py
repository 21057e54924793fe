"""Catalogues of translations: compiled without the gettext tools, and searched for what is missing."""

from collections.abc import Iterator
from pathlib import Path

import polib


def compile_stale(locale: Path) -> list[Path]:
    """Write the .mo beside every .po that is newer; the files written. Safe while others do the same."""
    return [_compiled(po) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _stale(po)]


def _stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compiled(po: Path) -> Path:
    mo = po.with_suffix(".mo")
    part = mo.with_suffix(f".{id(po):x}.part")
    polib.pofile(str(po)).save_as_mofile(str(part))
    part.replace(mo)
    return mo


def gaps(locale: Path) -> Iterator[str]:
    """One line for each text that has no translation, or one that must be looked at again (fuzzy)."""
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(po)):
            if entry.obsolete or entry.translated():
                continue
            why = "to be looked at again" if entry.fuzzy else "not translated"
            yield f"{po.parent.parent.name}: {why}: {entry.msgid}"


def texts(po: Path) -> set[tuple[str | None, str]]:
    """The texts of a catalogue, each with its context."""
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(po)) if not entry.obsolete}
