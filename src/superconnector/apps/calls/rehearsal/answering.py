"""Made-up answers within the limits of each question, and files of each kind, drawn and written here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

from superconnector.apps.calls.actions.answers import types_of
from superconnector.apps.calls.facts.answers import problems
from superconnector.apps.calls.rehearsal.ideas import Idea
from superconnector.apps.calls.rehearsal.pictures import picture_of, slides_of
from superconnector.apps.calls.rehearsal.plan import RehearsalError
from superconnector.apps.calls.rehearsal.wonders import model_of
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
    "We tried it with twelve people, and nine would keep it.",
    "It costs less than the meter that it replaces.",
    "Two districts have said that they would try it.",
    "What is new is that it needs no battery.",
    "A first prototype runs on a table at school.",
    "Who uses it needs no telephone and no account.",
)
ZH_SENTENCES = (
    "我們請十二人試用，九人願意繼續使用。",
    "成本低於現有的儀表。",
    "兩個地區願意試用。",
    "新意在於無需電池。",
)


def answer_to(question: Question, idea: Idea, language: str, chance: Random) -> list[str]:
    """What is typed into the form. Raises RehearsalError where no answer of ours keeps to the limits."""
    raw, kept = _answer(question, idea, language, chance)
    if found := problems(question, kept):
        raise RehearsalError(f"The question {question.id} takes none of our answers: {found[0].code}.")
    return raw


def _answer(question: Question, idea: Idea, language: str, chance: Random) -> tuple[list[str], object]:
    if isinstance(question, ConsentQuestion):
        return ["on"], True
    if isinstance(question, ChoiceQuestion):
        count = chance.randint(question.pick_least, question.pick_most)
        picked = chance.sample([option.id for option in question.options], count)
        return picked, picked
    text = _typed(question, idea, language, chance)
    return [text], text


def _typed(question: Question, idea: Idea, language: str, chance: Random) -> str:
    if isinstance(question, NumberQuestion):
        least = int(question.least) if question.least is not None else 1
        most = int(question.most) if question.most is not None else least + 1000
        return str(chance.randint(least, min(most, least + 1000)))
    if isinstance(question, (LinkQuestion, VideoQuestion)):
        host = question.hosts[0] if question.hosts else "example.org"
        return f"https://{host}/rehearsal-{idea.place}"
    if isinstance(question, TextQuestion):
        return _text(question, idea, language, chance)
    raise RehearsalError(f"The rehearsal has no answer for questions of the kind {question.kind}.")


def _text(question: TextQuestion, idea: Idea, language: str, chance: Random) -> str:
    """What the idea says, with as many sentences more as the limits allow; a title is one short line."""
    chinese = language.startswith("zh")
    title = idea.titled(language)
    if question.id == "title":
        return title
    if question.id in idea.answers:
        return idea.answers[question.id][chinese]
    pool, own = (ZH_SENTENCES, idea.zh_said) if chinese else (SENTENCES, idea.said)
    said = [*own, *chance.sample(pool, 3)]
    texts = [("" if chinese else " ").join(said[:count]) for count in range(len(said), 0, -1)]
    return next((text for text in [*texts, *pool] if not problems(question, text)), title)


# --- files -----------------------------------------------------------------------------------------------


def file_for(question: FileQuestion | ModelQuestion, idea: Idea) -> tuple[str, bytes]:
    """A name and its content, of the first kind that the question takes and the rehearsal can write.

    Entries with the same idea bring the same bytes: files are kept by their content, so that thousands of
    entries share them.
    """
    kinds = [kind for kind in types_of(question) if kind in WRITERS]
    if not kinds:
        raise RehearsalError(f"The rehearsal can write no file for the question {question.id}.")
    return f"{question.id}.{kinds[0]}", WRITERS[kinds[0]](idea)


@cache
def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("readme.txt"), "Made for a rehearsal.\n")
    return out.getvalue()


WRITERS: dict[str, Callable[[Idea], bytes]] = {
    "pdf": lambda idea: slides_of(idea.place, idea.title, idea.said),
    "png": lambda idea: picture_of(idea.place, "PNG"),
    "jpg": lambda idea: picture_of(idea.place, "JPEG"),
    "txt": lambda _: b"Made for a rehearsal.\n",
    "csv": lambda _: b"made,for\na,rehearsal\n",
    "zip": lambda _: _zip(),
    "glb": lambda idea: model_of(idea.place, "glb"),
    "stl": lambda idea: model_of(idea.place, "stl"),
    "obj": lambda idea: model_of(idea.place, "obj"),
    "ply": lambda idea: model_of(idea.place, "ply"),
}
