"""Three languages: English without a prefix, Chinese with one."""

from __future__ import annotations

import pytest

from superconnector.apps.programmes.actions import load_ecosystem
from tests.conftest import NOW
from tests.portal.markup import Page, problems

PATHS = [
    "/",
    "/find/answers/",
    "/find/applicant.type/",
    "/find/project.cost/",
    "/results/",
    "/programmes/",
    "/programmes/growth-grant/",
    "/programmes/web-voucher/?on=2022-01-01",
    "/changes/?since=2020-01-01&until=2026-01-01",
    "/organisations/",
    "/organisations/guild/",
    "/sources/",
    "/about/",
    "/patterns/",
]
HOME = {"en": "", "zh-hant": "/zh-hant", "zh-hans": "/zh-hans"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("language", "prefix"), HOME.items())
def test_a_page_is_in_its_language(small_site, visit, language, prefix, path):
    page = visit(prefix + path)
    assert page.all("html")[0].get("lang") == language
    known = {link for link in page.links() if link.startswith("/") and not link.startswith("/api/")}
    elsewhere = {e.get("href") for e in page.all("a") if e.get("hreflang")}
    for link in known - elsewhere:
        assert link.startswith(f"{prefix}/")
        assert prefix or not link.startswith("/zh-")


@pytest.mark.parametrize("path", PATHS)
def test_the_languages_lead_to_the_same_page(small_site, visit, path):
    page = visit(path)
    links = {e.get("hreflang"): e.get("href") for e in page.all("a") if e.get("hreflang")}
    assert links == {language: prefix + path for language, prefix in HOME.items()}
    alternates = [e.get("href") for e in page.all("link") if e.get("hreflang")]
    assert alternates == list(links.values())
    assert page.text.count("繁體") == page.text.count("简体") == 1


def test_the_languages_of_a_page_that_is_not_there(small_site, visit):
    assert visit("/zh-hant/programmes/dragon/", 404).all("html")[0].get("lang") == "zh-hant"
    assert visit("/zh-hans/nowhere/", 404).all("html")[0].get("lang") == "zh-hans"


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/zh/", "/zh-hant-x/", "/ZH-HANT/about/", "/de/results/"])
def test_a_language_that_is_not_there(small_site, visit, path):
    visit(path, 404)


@pytest.mark.parametrize("wanted", ["zh-hant", "zh-TW,zh;q=0.9", "*", "x" * 5000, "de;q=x", "\0"])
def test_the_address_alone_decides(client, small_site, wanted):
    """So that a link says the same to everyone and a cache needs one copy."""
    response = client.get("/about/", headers={"accept-language": wanted})
    assert Page(response.content.decode()).all("html")[0].get("lang") == "en"


def test_names_and_questions_are_in_the_language_of_the_page(small_site, visit):
    assert visit("/zh-hant/programmes/growth-grant/").h1 == "增長資助"
    assert visit("/zh-hans/programmes/growth-grant/").h1 == "增长资助"
    assert visit("/zh-hant/find/applicant.employees/").h1 == "你聘用多少人？"
    assert visit("/zh-hans/find/applicant.employees/").h1 == "你聘用多少人？"


def test_a_name_without_chinese_is_marked_as_english(small_site, visit):
    page = visit("/zh-hant/programmes/school-lab/")
    assert page.h1 == "School Laboratory"
    (marked,) = [e for e in page.all("span") if e.inside("h1")]
    assert marked.get("lang") == "en"


def test_an_answer_goes_on_in_the_language_of_the_page(client, small_site):
    response = client.post("/zh-hant/find/applicant.type/", {"answer": "company"})
    assert response.headers["Location"] == "/zh-hant/find/applicant.employees/"
    response = client.post("/zh-hant/find/applicant.employees/", {"answer": "x"})
    assert problems(response.content.decode()) == []


def test_an_ecosystem_may_have_fewer_languages(db, small_files, visit):
    yaml = small_files["ecosystem.yaml"].replace("zh-hant, zh-hans]", "zh-hant]")
    load_ecosystem(files={**small_files, "ecosystem.yaml": yaml}, actor="tests", now=NOW)
    links = [e.get("href") for e in visit("/about/").all("a") if e.get("hreflang")]
    assert links == ["/about/", "/zh-hant/about/"]
