"""Every page of Hong Kong in every language: it comes, and nothing is wrong with its HTML."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from superconnector.apps.programmes.examples import examples
from superconnector.base.links import sign_link
from superconnector.portal.visitor import to_plain
from tests.portal.markup import Page, problems

LANGUAGES = ["", "/zh-hant", "/zh-hans"]
PATHS = [
    "/",
    "/find/answers/",
    "/results/",
    "/programmes/",
    "/programmes/?q=fund&status=open",
    "/changes/?since=2016-01-01&until=2026-11-21",
    "/organisations/",
    "/sources/",
    "/about/",
    "/patterns/",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_page(site, visit, language, path):
    assert visit(language + path).h1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_programme(site, visit, language):
    titles = {visit(f"{language}/programmes/{key}/").all("title")[0].text for key in site.programmes}
    assert len(titles) >= len(site.programmes) - 2, "a title tells one page from another"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_organisation(site, visit, language):
    for key in site.organisations:
        assert visit(f"{language}/organisations/{key}/").h1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question(site, visit, language):
    code = language.removeprefix("/") or "en"
    for fact in site.facts.values():
        assert visit(f"{language}/find/{fact.id}/").h1 == " ".join(fact.question.text(code).split())


def test_every_programme_for_a_visitor(client, site, visit):
    """With the answers of each example, as of today."""
    chosen = examples(site)
    for number, key in enumerate(site.programmes):
        session = client.session
        session["answers"] = to_plain(chosen[number % len(chosen)].profile)
        session.save()
        page = visit(f"/programmes/{key}/")
        assert ("For you" in page.text) is (key in site.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_of_an_example(site, visit, language):
    token = sign_link(to_plain(examples(site)[0].profile))
    assert visit(f"{language}/results/", a=token, on="2026-11-21").h1


def test_every_alias_leads_to_its_programme(client, site):
    for alias, key in site.aliases.items():
        response = client.get(f"/programmes/{alias}/")
        if response.status_code != 404:  # an alias with a slash has no address of its own
            assert (response.status_code, response.headers["Location"]) == (301, f"/programmes/{key}/")


def test_the_page_of_a_fault_needs_nothing():
    """Neither database nor context, as both may be what failed."""
    source = render_to_string("500.html")
    assert problems(source) == []
    assert Page(source).h1 == "Something broke on our side"
