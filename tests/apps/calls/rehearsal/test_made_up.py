"""What made-up teams hand in: told apart, the same every time, and readable by whoever shows it."""

from __future__ import annotations

import json
import struct
from io import BytesIO
from itertools import pairwise
from random import Random

import pytest
from PIL import Image
from pypdf import PdfReader

from superconnector.apps.calls.rehearsal.answering import WRITERS, answer_to, file_for
from superconnector.apps.calls.rehearsal.ideas import CITY, WONDERS, idea_of
from superconnector.apps.calls.rehearsal.wonders import BUILT, model_of
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Call as CallFile

GLB = struct.Struct("<4sIII4s")


@pytest.fixture
def wonders(hong_kong: Ecosystem) -> CallFile:
    return hong_kong.calls["hackaverse-2022"]


@pytest.fixture
def city(hong_kong: Ecosystem) -> CallFile:
    return hong_kong.calls["city-it-challenge-2024"]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_more_entries_than_the_real_call_had_have_titles_of_their_own(city: CallFile, language: str) -> None:
    titles = [idea_of(city, number).titled(language) for number in range(1_172)]
    assert len(set(titles)) == 1_172


def test_a_call_for_models_gets_wonders_and_another_one_solutions(wonders: CallFile, city: CallFile) -> None:
    assert idea_of(wonders, 7).title == "The Colosseum in one day"
    assert idea_of(wonders, 19).titled("en") == "The Colosseum in one day: the maze"
    assert idea_of(city, 0).titled("zh-hans") == "梯間明燈"
    assert len(BUILT) == len(WONDERS)


def test_every_idea_answers_every_question_within_its_limits(wonders: CallFile, city: CallFile) -> None:
    answered = 0
    for file, ideas in ((wonders, WONDERS), (city, CITY)):
        for question in file.questions:
            for number in range(len(ideas)):
                if question.kind in ("text", "video"):
                    assert answer_to(question, idea_of(file, number), "zh-hant", Random(1)) != [""]
                    assert answer_to(question, idea_of(file, number), "en", Random(1)) != [""]
                    answered += 1
    assert answered == len(WONDERS) + 5 * len(CITY)


def test_the_wonder_is_named(wonders: CallFile) -> None:
    asked = next(each for each in wonders.questions if each.id == "wonder")
    said = [answer_to(asked, idea_of(wonders, 10), each, Random(1)) for each in ("en", "zh-hant")]
    assert said == [["Stonehenge, Wiltshire, England"], ["巨石陣，英格蘭威爾特郡"]]


@pytest.mark.parametrize("number", range(len(BUILT)))
def test_every_model_is_gltf_with_colours_and_without_normals_of_its_own(number: int) -> None:
    made = model_of(number, "glb")
    magic, version, size, length, chunk = GLB.unpack_from(made)
    assert (magic, version, size, chunk) == (b"glTF", 2, len(made), b"JSON")
    scene = json.loads(made[GLB.size : GLB.size + length])
    [mesh] = scene["meshes"]
    [part] = mesh["primitives"]
    assert set(part["attributes"]) == {"POSITION", "COLOR_0"}
    low, high = (scene["accessors"][part["attributes"]["POSITION"]][each] for each in ("min", "max"))
    assert high[1] > -low[1] > 0  # it stands on its ground


def test_files_are_told_apart_by_the_idea_and_are_the_same_every_time(wonders: CallFile) -> None:
    ideas = [idea_of(wonders, number) for number in (0, 1, 36)]
    for kind in ("pdf", "png", "jpg", "glb", "stl", "obj", "ply"):
        first, second, again = (WRITERS[kind](each) for each in ideas)
        assert (first == second, first == again) == (False, True), kind


def test_slides_and_pictures_can_be_read(city: CallFile) -> None:
    idea = idea_of(city, 3)
    asked = {each.id: each for each in city.questions}
    name, content = file_for(asked["deck"], idea)
    assert (name, len(PdfReader(BytesIO(content)).pages)) == ("deck.pdf", 3)
    name, content = file_for(asked["cover"], idea)
    with Image.open(BytesIO(content)) as cover:
        assert (name, cover.size, cover.format) == ("cover.jpg", (960, 720), "JPEG")
    assert max(len(content), len(file_for(asked["deck"], idea)[1])) < 200_000


def test_every_scene_differs_from_the_one_before() -> None:
    drawn = [WRITERS["jpg"](idea) for idea in map(_city_idea, range(6))]
    assert [a == b for a, b in pairwise(drawn)] == [False] * 5


def _city_idea(number: int):  # type: ignore[no-untyped-def]
    return idea_of(CallFile.model_construct(questions=[]), number)
