"""Made-up answers within the limits of each question, and files of each kind, written by the libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

import trimesh
from PIL import Image
from pypdf import PdfWriter

from superconnector.apps.calls.actions.answers import types_of
from superconnector.apps.calls.facts.answers import problems
from superconnector.apps.calls.rehearsal.plan import RehearsalError
from superconnector.ecosystem.schema import (
    ChoiceQuestion,
    ConsentQuestion,
    FileQuestion,
    LinkQuestion,
    ModelQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    VideoQuestion,
)

SENTENCES = (
    "This answer was made up for a rehearsal.",
    "It helps people who wait in queues.",
    "A small sensor counts and a lamp tells.",
    "Two districts have said that they would try it.",
    "It costs less than the meter that it replaces.",
    "What is new is that it needs no battery.",
)
ZH_SENTENCES = (
    "此答案為綵排而虛構。",
    "作品幫助輪候的市民。",
    "感應器點算人數，燈號顯示。",
    "兩個地區願意試用。",
)


def answer_to(question: Question, number: int, language: str, chance: Random) -> list[str]:
    """What is typed into the form. Raises RehearsalError where no answer of ours keeps to the limits."""
    raw, kept = _answer(question, number, language, chance)
    if found := problems(question, kept):
        raise RehearsalError(f"The question {question.id} takes none of our answers: {found[0].code}.")
    return raw


def _answer(question: Question, number: int, language: str, chance: Random) -> tuple[list[str], object]:
    if isinstance(question, ConsentQuestion):
        return ["on"], True
    if isinstance(question, ChoiceQuestion):
        count = chance.randint(question.pick_least, question.pick_most)
        picked = chance.sample([option.id for option in question.options], count)
        return picked, picked
    text = _typed(question, number, language, chance)
    return [text], text


def _typed(question: Question, number: int, language: str, chance: Random) -> str:
    if isinstance(question, NumberQuestion):
        least = int(question.least) if question.least is not None else 1
        most = int(question.most) if question.most is not None else least + 1000
        return str(chance.randint(least, min(most, least + 1000)))
    if isinstance(question, (LinkQuestion, VideoQuestion)):
        host = question.hosts[0] if question.hosts else "example.org"
        return f"https://{host}/rehearsal-{number}"
    if isinstance(question, TextQuestion):
        return _text(question, number, language, chance)
    raise RehearsalError(f"The rehearsal has no answer for questions of the kind {question.kind}.")


def _text(question: TextQuestion, number: int, language: str, chance: Random) -> str:
    """As many sentences as the limits allow, up to four; a title is one short line."""
    chinese = language.startswith("zh")
    pool = ZH_SENTENCES if chinese else SENTENCES
    short = f"綵排作品 {number}" if chinese else f"Rehearsal entry {number}"
    if question.id == "title":
        return short
    said = chance.sample(pool, 4)
    texts = [(("" if chinese else " ").join(said[:count])) for count in range(4, 0, -1)]
    return next((text for text in texts if not problems(question, text)), short)


# --- files -----------------------------------------------------------------------------------------------


def file_for(question: FileQuestion | ModelQuestion) -> tuple[str, bytes]:
    """A name and its content, of the first kind that the question takes and the rehearsal can write."""
    kinds = [kind for kind in types_of(question) if kind in WRITERS]
    if not kinds:
        raise RehearsalError(f"The rehearsal can write no file for the question {question.id}.")
    return f"{question.id}.{kinds[0]}", content_of(kinds[0])


@cache
def content_of(kind: str) -> bytes:
    """One content a kind: files are kept by their content, so that thousands of entries share it."""
    return WRITERS[kind]()


def _pdf() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 180), (40, 90, 140)).save(out, kind)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("readme.txt"), "Made for a rehearsal.\n")
    return out.getvalue()


def _model(kind: str) -> bytes:
    said = trimesh.creation.icosphere(subdivisions=2).export(file_type=kind)
    return said if isinstance(said, bytes) else str(said).encode()


WRITERS: dict[str, Callable[[], bytes]] = {
    "pdf": _pdf,
    "png": lambda: _picture("PNG"),
    "jpg": lambda: _picture("JPEG"),
    "txt": lambda: b"Made for a rehearsal.\n",
    "csv": lambda: b"made,for\na,rehearsal\n",
    "zip": _zip,
    "glb": lambda: _model("glb"),
    "stl": lambda: _model("stl"),
    "obj": lambda: _model("obj"),
    "ply": lambda: _model("ply"),
}
