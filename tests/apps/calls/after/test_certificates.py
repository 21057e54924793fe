from __future__ import annotations

import pytest

from superconnector.apps.calls.actions.certificates import (
    ALPHABET,
    issue_certificates,
    new_code,
    revoke_certificate,
)
from superconnector.apps.calls.models import Call, Certificate
from superconnector.apps.calls.queries.certificates import certificate_of
from superconnector.base.accounts.models import User
from tests.apps.calls.after.published import VOTED


def issued(call: Call, chair: User, number: str) -> Certificate:
    issue_certificates(actor=chair, now=VOTED, call=call)
    return Certificate.objects.get(member__entry__number=number)


def test_every_member_of_a_decided_entry_has_one_and_a_pending_one_has_none(call: Call, chair: User) -> None:
    assert issue_certificates(actor=chair, now=VOTED, call=call) == 4
    numbers = Certificate.objects.order_by("member__entry__number")
    assert list(numbers.values_list("member__entry__number", flat=True)) == ["A1", "B2", "C3", "D4"]


def test_issuing_again_changes_nothing(call: Call, chair: User) -> None:
    issue_certificates(actor=chair, now=VOTED, call=call)
    before = set(Certificate.objects.values_list("code", flat=True))
    assert issue_certificates(actor=chair, now=VOTED, call=call) == 0
    assert set(Certificate.objects.values_list("code", flat=True)) == before


def test_it_says_what_was_decided_as_it_was(call: Call, chair: User) -> None:
    assert issued(call, chair, "A1").body == {
        "name": "Leader-A1",
        "entry": "Entry A1",
        "number": "A1",
        "call": {"en": "Town Hackathon 2026", "zh-hant": "小城黑客松二〇二六"},
        "outcome": "award",
        "prize": {"en": "Gold", "zh-hant": "金獎"},
        "rehearsal": False,
    }
    assert issued(call, chair, "D4").body["prize"] is None


def test_a_later_name_does_not_change_it(call: Call, chair: User) -> None:
    certificate = issued(call, chair, "A1")
    certificate.member.name = "Somebody else"
    certificate.member.save()
    certificate.refresh_from_db()
    assert certificate.body["name"] == "Leader-A1"


def test_a_code_is_read_however_it_is_typed(call: Call, chair: User) -> None:
    certificate = issued(call, chair, "A1")
    for typed in (certificate.code, certificate.code.lower(), certificate.code.replace("-", " ")):
        assert certificate_of(typed) == certificate
    assert [certificate_of(wrong) for wrong in ("", "x" * 500, "AAAA-AAAA-AAAA-AAAA", "'; --")] == [None] * 4


def test_codes_are_long_and_without_signs_that_look_alike() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {19}
    assert set("".join(codes)) - set(ALPHABET) == {"-"}
    assert set("01IO") & set(ALPHABET) == set()


def test_a_revoked_one_says_why(call: Call, chair: User) -> None:
    certificate = issued(call, chair, "A1")
    with pytest.raises(ValueError, match="reason"):
        revoke_certificate(actor=chair, now=VOTED, certificate=certificate, because="  ")
    revoke_certificate(actor=chair, now=VOTED, certificate=certificate, because="Copied work.")
    found = certificate_of(certificate.code)
    assert found is not None
    assert (found.revoked_at, found.revoked_because) == (VOTED, "Copied work.")
