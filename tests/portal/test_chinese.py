"""Chinese pages are Chinese: what is still English is data, and says that it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import polib
import pytest
from django.test import Client
from django.utils.translation import override

from superconnector.base.links import sign_link
from superconnector.base.refusals import answer_words
from superconnector.base.translations import catalogue
from superconnector.base.words import in_words
from superconnector.core.rules.parse import parse
from superconnector.ecosystem import AnswerError, parse_answer
from tests.conftest import ROOT
from tests.portal.markup import VOID

PAGES = [
    "/",
    "/find/applicant.type/",
    "/find/project.aims/",
    "/find/project.cost/",
    "/find/applicant.incorporated_on/",
    "/find/answers/",
    "/results/",
    "/results/?on=2020-13-01",
    "/programmes/",
    "/programmes/?q=nothing-like-this",
    "/programmes/tvp/",
    "/programmes/tvp/?on=2018-06-30",
    "/programmes/bud/",
    "/programmes/sfgs/",
    "/changes/?since=2019-01-01&until=2021-12-31",
    "/changes/?since=2021-01-01&until=2020-01-01",
    "/organisations/",
    "/organisations/hkstpc/",
    "/sources/",
    "/about/",
    "/patterns/",
    "/no-such-page/",
]
ANSWERS = {"applicant.type": "company", "applicant.employees": 12, "applicant.listed": False}
NOT_INTERFACE = {"code", "option", "script", "style", "title"}
"""Names of colours, names of organisations in a list of choices, and what is not shown."""
ENGLISH = re.compile(r"\b[a-z]{4,}\b")
"""A word in small letters; names and abbreviations have capitals."""


class Said(HTMLParser):
    """The text that a page shows outside anything marked as English, and the names of its parts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        if language != "en":
            self.texts += [given[name] or "" for name in ("aria-label", "placeholder") if name in given]
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _language in self._open}
        if self._open and self._open[-1][1] != "en" and not tags & NOT_INTERFACE:
            self.texts.append(" ".join(data.split()))


def english(source: str) -> list[str]:
    """Texts with an English word that is not marked as one; an address or a name in quotes is none."""
    return [text for text in Said(source).texts if ENGLISH.search(re.sub(r"https?://\S+|「.*?」", "", text))]


@pytest.mark.parametrize("prefix", ["/zh-hant", "/zh-hans"])
@pytest.mark.parametrize("path", PAGES)
def test_no_english_of_ours_on_a_chinese_page(client: Client, site, prefix, path):
    assert english(client.get(prefix + path).content.decode()) == []


def test_no_english_of_ours_with_answers(client: Client, site):
    shared = client.get("/zh-hant/results/", {"a": sign_link(ANSWERS)})
    assert english(shared.content.decode()) == []
    for fact, answer in (("applicant.type", "company"), ("applicant.employees", "12")):
        client.post(f"/zh-hant/find/{fact}/", {"answer": answer})
    for path in ("/zh-hant/results/", "/zh-hant/find/answers/", "/zh-hant/programmes/tvp/"):
        assert english(client.get(path).content.decode()) == []


@pytest.mark.parametrize("answer", ["", "x", "-1", "9" * 12])
def test_no_english_in_what_is_wrong_with_an_answer(client: Client, site, answer):
    response = client.post("/zh-hant/find/applicant.employees/", {"answer": answer})
    assert "出現問題" in response.content.decode()
    assert english(response.content.decode()) == []


def test_the_sieve_lets_nothing_through():
    page = '<html lang="zh-hant"><p>計劃 is open</p><p lang="en">An open one</p><nav aria-label="main"></nav>'
    assert english(page) == ["計劃 is open", "main"]


def test_every_translation_has_chinese_in_it():
    """Except where only the place to fill in is left."""
    po = polib.pofile(str(catalogue(ROOT / "locale", "zh_Hant")))
    said = [text for entry in po for text in (entry.msgstr_plural.values() or [entry.msgstr])]
    bare = {text for text in said if not re.search("[\u4e00-\u9fff]", text)}
    assert bare == {"%(value)s", "；", "（%(condition)s）", "%(subject)s：%(condition)s"}


def test_no_simplified_characters_in_traditional_chinese():
    po = polib.pofile(str(catalogue(ROOT / "locale", "zh_Hant")))
    text = "".join(entry.msgstr + "".join(entry.msgstr_plural.values()) for entry in po)
    assert set(text) & set("计划资请录国门个们这为体关东车发") == set()


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("applicant.employees < 100", "香港員工人數：少於100人"),
        ("applicant.listed", "上市公司：是"),
        ("not applicant.listed", "上市公司：否"),
        ('applicant.type == "company"', "申請者類別：公司（已註冊成立）"),
        ("project.cost >= HKD(150_000)", "項目總開支：不少於HK$150,000"),
        ("applicant.incorporated_on >= application_day - years(2)", "成立日期：申請當日前2年或之後"),
        ('applicant.incorporated_on < date("2020-01-01")', "成立日期：2020年1月1日之前"),
        (
            "applicant.business_registered or applicant.incorporated_in_hk",
            "（已在香港辦理商業登記：是）或（在香港註冊成立的公司：是）",
        ),
        ('"mainland" in project.target_markets', "目標市場：包括內地"),
        ("not_stated", "沒有來源說明的條件"),
    ],
)
def test_conditions_in_chinese(hong_kong, condition, said):
    with override("zh-hant"):
        assert in_words(parse(condition, hong_kong.vocabulary), hong_kong) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Enter 1,000,000 people or less."),
        ("zh-hant", "請輸入1,000,000人或以下。"),
        ("zh-hans", "请输入1,000,000人或以下。"),
    ],
)
def test_limits_in_the_language_of_the_reader(hong_kong, language, said):
    fact = hong_kong.facts["applicant.employees"]
    with pytest.raises(AnswerError) as refused:
        parse_answer(fact, "1000001", hong_kong)
    with override(language):
        assert answer_words(refused.value, fact) == said
