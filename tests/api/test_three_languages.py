"""A language changes words and nothing else: keys, codes, numbers, days and order are those of English."""

from __future__ import annotations

import re

import pytest

from tests.api.test_plan import COMPANY, ON, PROJECT
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CHINESE = ("zh-hant", "zh-hans")
FACTS = {"applicant.type": "company", "applicant.employees": 12, "project.cost": 50_000}
GETS = [
    "/programmes",
    "/programmes/growth-grant",
    "/programmes/web-voucher",
    "/programmes/growth-grant/terms",
    "/organisations",
    "/facts",
    "/changes",
]
CODE = re.compile(r"[a-z0-9]+([-_.#/][a-z0-9]+)*")


def is_word(value: object) -> bool:
    """Whether a value is a text for people: no code, no day, no address."""
    return isinstance(value, str) and not CODE.fullmatch(value) and not value.startswith("http")


def differing(one: object, other: object, at: str = "") -> list[str]:
    """Where two answers differ in more than the words for people."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [f"{at}.{key}" for key in one.keys() ^ other.keys()]
        return keys + [
            place
            for key in one.keys() & other.keys()
            for place in differing(one[key], other[key], f"{at}.{key}")
        ]
    if isinstance(one, list) and isinstance(other, list):
        sizes = [] if len(one) == len(other) else [f"{at}: {len(one)} and {len(other)}"]
        pairs = enumerate(zip(one, other, strict=False))
        return sizes + [place for number, (a, b) in pairs for place in differing(a, b, f"{at}[{number}]")]
    if is_word(one) and isinstance(other, str) and other:
        return []
    return [] if one == other else [f"{at}: {one!r} and {other!r}"]


def words(value: object) -> list[str]:
    """All texts for people, in order."""
    if isinstance(value, dict):
        return [word for each in value.values() for word in words(each)]
    if isinstance(value, list):
        return [word for each in value for word in words(each)]
    return [value] if is_word(value) else []  # type: ignore[list-item]


def chinese(texts: list[str]) -> list[str]:
    return [text for text in texts if any("一" <= letter <= "鿿" for letter in text)]


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("path", GETS)
def test_what_is_read(small_site, get, path, language):
    query = {"on": "2026-11-21"} if path.startswith("/programmes") else {}
    if path == "/changes":
        query = {"since": "2020-01-01", "until": f"{NOW:%Y-%m-%d}"}
    english, other = get(path, **query).json(), get(path, **query, lang=language).json()
    assert differing(english, other) == []
    assert len(chinese(words(other))) > len(chinese(words(english)))


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("path", ["/find", "/next-question"])
def test_what_is_asked(small_site, post, path, language):
    body = {"facts": FACTS, "on": "2026-11-21"}
    english, other = post(path, body), post(f"{path}?lang={language}", body)
    assert (english.status_code, other.status_code) == (200, 200)
    assert differing(english.json(), other.json()) == []
    assert chinese(words(english.json())) == []
    assert chinese(words(other.json())) != []


@pytest.mark.parametrize("language", CHINESE)
def test_what_is_planned(site, post, language):
    body = {"facts": COMPANY, "project": PROJECT, "on": ON}
    english, other = post("/plan", body), post(f"/plan?lang={language}", body)
    assert (english.status_code, other.status_code) == (200, 200)
    assert differing(english.json(), other.json()) == []
    assert len(chinese(words(other.json()))) > len(chinese(words(english.json())))


def test_the_two_chinese_scripts_are_two(small_site, get):
    traditional, simplified = (words(get("/facts", lang=language).json()) for language in CHINESE)
    assert len(traditional) == len(simplified)
    assert [pair for pair in zip(traditional, simplified, strict=True) if pair[0] != pair[1]] != []
    assert "僱員人數" in traditional
    assert "雇员人数" in simplified


@pytest.mark.parametrize("lang", ["fr", "", "EN", "zh", "en-GB", "zh-hant "])
@pytest.mark.parametrize("path", GETS)
def test_another_language_is_refused(small_site, get, path, lang):
    assert get(path, lang=lang).status_code == 422
