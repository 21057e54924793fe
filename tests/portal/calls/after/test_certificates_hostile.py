"""Names made to hurt on certificates, and codes that somebody tries."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from superconnector.apps.calls.actions.certificates import ALPHABET, new_code
from superconnector.apps.calls.models import Certificate, Entry
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.portal.calls.after.test_certificates import issued, text_of
from tests.portal.markup import Page

Honour = Callable[..., Entry]
SignedIn = Callable[[User], Client]
Visit = Callable[..., Page]
UNWRITABLE = "In letters that this paper cannot show: see the page of the code."


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("陳大文", "陳大文"),
        ("龙马发", "龙马发"),
        ("Ann\nInvalid\r\nEve", "Ann Invalid Eve"),
        ("Ada \u202egnihton\u202c Lee", "Ada gnihton Lee"),
        ("<b>&amp; {{ 7*7 }} %s (", "<b>&amp; {{ 7*7 }} %s ("),
        ("محمد بن سلمان", UNWRITABLE),
        ("Ada שלום", UNWRITABLE),
        ("\u200b", ""),
    ],
)
def test_a_name_is_written_as_it_is_or_not_at_all(
    honour: Honour, chair: User, signed_in: SignedIn, name: str, written: str
) -> None:
    entry = honour()
    entry.members.update(name=name)
    found = issued(chair, signed_in, entry)
    answer = signed_in(making.leader_of(entry)).get(f"/certificates/{found.code}/certificate.pdf")
    lines = [line.strip() for line in text_of(answer).splitlines() if line.strip()]
    expected = ["Certificate", written, "of the team of"] if written else ["Certificate", "of the team of"]
    assert lines[: len(expected)] == expected
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1
    assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("sign", ["W", "文", "é"])
def test_two_hundred_wide_signs_stay_within_the_border(
    honour: Honour, chair: User, signed_in: SignedIn, sign: str
) -> None:
    entry = honour()
    entry.members.update(name=sign * 200)
    found = issued(chair, signed_in, entry)
    answer = signed_in(making.leader_of(entry)).get(f"/certificates/{found.code}/certificate.pdf")
    line = text_of(answer).splitlines()[1].strip()
    assert line == sign * (len(line) - 1) + "…"
    assert 40 < len(line) < 150


def test_codes_hold_eighty_bits_of_chance() -> None:
    made = {new_code() for _n in range(500)}
    assert len(made) == 500
    assert {len(each) for each in made} == {19}
    assert len(set(ALPHABET)) == 32
    assert {sign for each in made for sign in each} == {*ALPHABET, "-"}


def test_who_tries_codes_learns_nothing_by_the_way(
    honour: Honour, chair: User, signed_in: SignedIn, client: Client
) -> None:
    """A code that is nearly right is answered as one that is quite wrong."""
    found = issued(chair, signed_in, honour())
    client.logout()
    near = found.code[:-1] + ("2" if found.code[-1] != "2" else "3")
    answers = [client.get(f"/certificates/{code}/") for code in (near, "2222-2222-2222-2222")]
    pages = [
        each.content.decode().replace(code, "").replace(code.lower(), "")
        for each, code in zip(answers, (near, "2222-2222-2222-2222"), strict=True)
    ]
    assert [each.status_code for each in answers] == [404, 404]
    assert _bare(pages[0]) == _bare(pages[1])
    assert Certificate.objects.filter(code=near).count() == 0


def _bare(page: str) -> list[str]:
    return [each.text for each in Page(page).elements]


def test_a_revoked_one_names_its_reason_to_anybody_and_keeps_its_page(
    honour: Honour, chair: User, signed_in: SignedIn, visit: Visit, client: Client
) -> None:
    entry = honour()
    found = issued(chair, signed_in, entry)
    signed_in(chair).post(
        f"/calls/town-hack/chair/certificates/{found.pk}/revoke/", {"because": "<script>alert(1)</script>"}
    )
    client.logout()
    page = visit(f"/certificates/{found.code}/")
    assert "This certificate was revoked" in page.source
    assert "This certificate is genuine" not in page.source
    assert "<script>alert(1)" not in page.source
    for user in (making.leader_of(entry), chair):
        assert signed_in(user).get(f"/certificates/{found.code}/certificate.pdf").status_code == 404
