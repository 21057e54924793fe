"""EMAIL_URL: what it may be, and an error that names it otherwise."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", False, False)),
        ("smtp://u%40x:p%2Fw@mail.example/?tls=1", ("mail.example", 587, "u@x", "p/w", True, False)),
        ("smtp://mail.example:25/?tls=0", ("mail.example", 25, "", "", False, False)),
        ("smtps://u:p@mail.example", ("mail.example", 465, "u", "p", False, True)),
    ],
)
def test_an_address_of_a_server(monkeypatch, url, server):
    monkeypatch.setenv("EMAIL_URL", url)
    assert env.mail_server("EMAIL_URL", "smtp://other") == server


def test_without_an_address_the_default_holds(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mail_server("EMAIL_URL", "smtp://localhost").host == "localhost"


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtps://mail.example/?tls=1"]
)
def test_anything_else_is_refused_by_name(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_URL"):
        env.mail_server("EMAIL_URL", "smtp://localhost")
