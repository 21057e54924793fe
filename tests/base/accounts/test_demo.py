"""The demo's people and its mailbox."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.core.management import CommandError, call_command

from superconnector.base.accounts.demo import DEMO_PASSWORD, PEOPLE
from superconnector.base.accounts.mailbox import newest
from superconnector.base.accounts.models import User

TOLD = (
    "Sign in as entrant@example.org, team-mate@example.org, judge@example.org, chair@example.org, "
    "officer@example.org; the password of each is superconnector-demo\n"
)


def test_the_people_are_made_and_can_sign_in(db, settings, capsys):
    settings.DEMO = True
    call_command("make_demo_accounts")
    assert capsys.readouterr().out == TOLD
    for email, name in PEOPLE.items():
        user = authenticate(email=email, password=DEMO_PASSWORD)
        assert user.name == name
        assert user.emailaddress_set.get().verified
    assert list(User.objects.filter(is_staff=True).values_list("email", flat=True)) == ["officer@example.org"]


def test_once_more_changes_nobody(db, settings):
    settings.DEMO = True
    call_command("make_demo_accounts", stdout=StringIO())
    judge = User.objects.get(email="judge@example.org")
    judge.set_password("my own choice of words")
    judge.save()
    call_command("make_demo_accounts", stdout=StringIO())
    assert User.objects.count() == len(PEOPLE)
    assert User.objects.get(email="judge@example.org").check_password("my own choice of words")


def test_a_known_password_is_refused_outside_the_demo(db):
    with pytest.raises(CommandError, match="in the demo only"):
        call_command("make_demo_accounts")
    assert User.objects.count() == 0


# --- the mailbox -----------------------------------------------------------------------------------------


def mail(folder, *messages, at=0):
    """Write mails as Django does, all into one file, and date the file."""
    before = set(folder.glob("*")) if folder.exists() else set()
    EmailBackend(file_path=folder).send_messages(messages)
    (written,) = set(folder.glob("*")) - before
    os.utime(written, ns=(at, at))


def message(subject: str, text: str = "Good day", to: str = "ada@example.org") -> EmailMessage:
    return EmailMessage(subject, text, "site@example.org", [to])


def test_no_folder_is_an_empty_box(tmp_path):
    assert newest(tmp_path / "mail") == []


def test_the_newest_comes_first(tmp_path):
    folder = tmp_path / "mail"
    mail(folder, message("second"), at=2)
    mail(folder, message("first"), at=1)
    mail(folder, message("third"), message("fourth"), at=3)
    assert [each.subject for each in newest(folder)] == ["fourth", "third", "second", "first"]
    assert [each.subject for each in newest(folder, most=2)] == ["fourth", "third"]


@pytest.mark.parametrize(
    "text",
    [
        "Good day",
        "你好，這是你的驗證碼：ABCD-1234",
        "a line\n\nanother",
        "-" * 20 + "\nbelow a rule",
        "é" * 2000,
    ],
)
def test_a_mail_is_read_as_it_was_written(tmp_path, text):
    mail(tmp_path / "mail", message("確認 your address", text, "Ada <ada@example.org>"))
    (read,) = newest(tmp_path / "mail")
    assert (read.to, read.subject, read.text) == ("Ada <ada@example.org>", "確認 your address", text)
    assert read.at.utcoffset() == timedelta(0)
