"""Secrets of second factors: of no use without SECRET_KEY; and the code that a telephone scans."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from superconnector.base.accounts.mfa import MFAAdapter
from tests.base.accounts.people import app_code, person, with_app

SECRET = "JBSWY3DPEHPK3PXP"


def test_the_database_has_no_secret_in_clear(db):
    secret = with_app(person())
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert MFAAdapter().decrypt(stored) == secret


def test_one_secret_is_encrypted_differently_each_time():
    adapter = MFAAdapter()
    assert adapter.encrypt(SECRET) != adapter.encrypt(SECRET)


def test_an_older_key_is_still_read(settings):
    settings.SECRET_KEY = 20 * "old"
    kept = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, ["old" * 20]
    assert MFAAdapter().decrypt(kept) == SECRET


def test_a_lost_key_opens_nothing_and_breaks_nothing(db, settings):
    """No error page, and no empty secret, which anybody could compute a code for."""
    user = person()
    secret = with_app(user)
    settings.SECRET_KEY = 20 * "new"
    app = Authenticator.objects.get().wrap()
    assert app.validate_code(app_code(secret)) is False
    read = {MFAAdapter().decrypt(app.instance.data["secret"]) for _ in range(3)}
    assert len(read) == 3
    assert {len(each) for each in read} == {32}


def test_the_right_code_is_good_once(db):
    secret = with_app(person())
    app = Authenticator.objects.get().wrap()
    code = app_code(secret)
    assert [app.validate_code(code), app.validate_code(code)] == [True, False]


def test_the_drawing_keeps_to_the_policy():
    drawing = MFAAdapter().build_totp_svg(f"otpauth://totp/ada%40example.org?secret={SECRET}")
    parts = list(ElementTree.fromstring(drawing).iter())
    assert parts[0].get("viewBox", "").startswith("0 0 ")
    assert [part.get("style") for part in parts] == [None] * len(parts)
    assert "<script" not in drawing


def test_an_operator_lets_somebody_in_again(db, capsys):
    with_app(person())
    call_command("remove_second_factor", "Ada@example.org")
    assert capsys.readouterr().out == "Removed 1; ada@example.org signs in with the password.\n"
    assert Authenticator.objects.count() == 0


def test_an_operator_who_mistypes_changes_nothing(db):
    with_app(person())
    with pytest.raises(CommandError, match=r"^There is no account with the address bo@example\.org\.$"):
        call_command("remove_second_factor", "bo@example.org")
    assert Authenticator.objects.count() == 1
