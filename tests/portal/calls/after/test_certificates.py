"""Certificates: issued, fetched, verified, revoked."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from superconnector.apps.calls.models import Call, Certificate, Entry
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.apps.calls.after.published import a_user
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
SignedIn = Callable[[User], Client]
ISSUE = "/calls/town-hack/chair/certificates/"


def issued(chair: User, signed_in: SignedIn, entry: Entry) -> Certificate:
    assert signed_in(chair).post(ISSUE).status_code == 302
    return Certificate.objects.select_related("member__user").get(member__entry=entry, member__leads=True)


def text_of(response: object) -> str:
    (page,) = PdfReader(BytesIO(response.content)).pages  # type: ignore[attr-defined]
    return page.extract_text()


def test_a_chair_issues_and_the_team_fetches(
    honour: Honour, chair: User, signed_in: SignedIn, visit: Visit
) -> None:
    entry = honour()
    found = issued(chair, signed_in, entry)
    assert found.code in visit(ISSUE).source
    client = signed_in(making.leader_of(entry))
    page = visit(f"/certificates/{found.code}/")
    assert "This certificate is genuine" in page.source
    assert f"/certificates/{found.code}/certificate.pdf" in page.source
    assert f"/certificates/{found.code}/" in visit("/calls/town-hack/").source
    response = client.get(f"/certificates/{found.code}/certificate.pdf")
    assert response["Content-Type"] == "application/pdf"
    said = text_of(response)
    for part in ("Leader-Lamp", "Lamp", "Town Hackathon 2026", "Gold", found.code):
        assert part in said


def test_chinese_names_are_written(honour: Honour, chair: User, signed_in: SignedIn) -> None:
    entry = honour("會發光的燈")
    entry.members.update(name="陳大文 Chan Tai-man")
    found = issued(chair, signed_in, entry)
    client = signed_in(making.leader_of(entry))
    english = text_of(client.get(f"/certificates/{found.code}/certificate.pdf"))
    chinese = text_of(client.get(f"/zh-hant/certificates/{found.code}/certificate.pdf"))
    assert "陳大文 Chan Tai-man" in english
    assert "會發光的燈" in english
    assert "金獎" in chinese
    assert "小城黑客松二〇二六" in chinese


def test_a_long_name_stays_on_the_page(honour: Honour, chair: User, signed_in: SignedIn) -> None:
    entry = honour()
    entry.members.update(name="Wolfeschlegelsteinhausenbergerdorff " * 5)
    found = issued(chair, signed_in, entry)
    response = signed_in(making.leader_of(entry)).get(f"/certificates/{found.code}/certificate.pdf")
    assert "Wolfeschlegelsteinhausenbergerdorff" in text_of(response)


def test_anybody_verifies_and_nobody_else_fetches(
    honour: Honour, chair: User, signed_in: SignedIn, visit: Visit, client: Client
) -> None:
    found = issued(chair, signed_in, honour())
    client.logout()
    typed = visit(f"/certificates/{found.code.lower().replace('-', '')}/")
    assert "This certificate is genuine" in typed.source
    assert "certificate.pdf" not in typed.source
    assert client.get(f"/certificates/{found.code}/certificate.pdf").status_code == 302
    assert signed_in(a_user("other")).get(f"/certificates/{found.code}/certificate.pdf").status_code == 404
    assert client.get("/certificates/", {"code": f" {found.code} "}).url == f"/certificates/{found.code}/"


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA-AAAA", "x", "%27%3B--", "A" * 400])
def test_an_unknown_code_is_said_to_be_unknown(small_site: object, visit: Visit, code: str) -> None:
    assert "No certificate has this code" in visit(f"/certificates/{code}/", 404).source


def test_a_revoked_one_says_why_and_is_not_handed_out(
    honour: Honour, chair: User, signed_in: SignedIn, visit: Visit
) -> None:
    entry = honour()
    found = issued(chair, signed_in, entry)
    address = f"{ISSUE}{found.pk}/revoke/"
    signed_in(chair).post(address, {"because": "  "})
    found.refresh_from_db()
    assert found.revoked_at is None
    signed_in(chair).post(address, {"because": "The work was copied."})
    page = visit(f"/certificates/{found.code}/")
    assert "This certificate was revoked" in page.source
    assert "The work was copied." in page.source
    client = signed_in(making.leader_of(entry))
    assert client.get(f"/certificates/{found.code}/certificate.pdf").status_code == 404
    assert signed_in(chair).post(address, {"because": "Again."}).status_code == 404


@pytest.mark.parametrize("who", ["voter", "leader", "nobody"])
def test_only_a_chair_issues(
    honour: Honour, voter: User, signed_in: SignedIn, client: Client, who: str
) -> None:
    entry = honour()
    users = {"voter": voter, "leader": making.leader_of(entry)}
    if who in users:
        signed_in(users[who])
    assert client.post(ISSUE).status_code == (302 if who == "nobody" else 404)
    assert not Certificate.objects.exists()


def test_a_chair_of_another_call_is_a_stranger(honour: Honour, signed_in: SignedIn) -> None:
    honour()
    other = making.a_call("other-hack")
    assert signed_in(making.a_chair(other).user).post(ISSUE).status_code == 404


def test_a_chair_with_a_conflict_neither_sees_nor_revokes(
    honour: Honour,
    chair: User,
    signed_in: SignedIn,
    call: Call,
    conflicted: Callable[[Entry], User],
) -> None:
    entry, other = honour(), honour("Bench", prize="silver")
    user = conflicted(entry)
    found = issued(chair, signed_in, entry)
    client = signed_in(user)
    seen = client.get(ISSUE).content.decode()
    assert found.code not in seen
    assert Certificate.objects.get(member__entry=other).code in seen
    assert client.post(f"{ISSUE}{found.pk}/revoke/", {"because": "Mine."}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    honour: Honour,
    chair: User,
    signed_in: SignedIn,
    count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for each in range(count):
        entry = honour(f"Entry {each}", "advance", "")
    issued(chair, signed_in, entry)
    client = signed_in(chair)
    client.get(ISSUE)
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        assert client.get(ISSUE).status_code == 200
