"""What a browser is told, on every kind of page: found, moved, not found, refused, for machines."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError

from superconnector.base import views

ADDRESSES = [
    "/",
    "/find/",
    "/results/",
    "/results/?a=tampered",
    "/programmes/",
    "/programmes/tvp/",
    "/programmes/no-such-programme/",
    "/changes/",
    "/changes/feed.atom",
    "/organisations/",
    "/sources/",
    "/about/",
    "/patterns/",
    "/zh-hant/",
    "/zh-hans/programmes/",
    "/xx/",
    "/healthz",
    "/api/v1/docs",
    "/api/v1/openapi.json",
    "/api/v1/programmes",
    "/api/v1/nothing",
]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_every_header(site, client, address):
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", [address for address in ADDRESSES if not address.startswith("/api/v1/o")])
def test_no_page_needs_what_the_policy_forbids(site, client, address):
    page = client.get(address, follow=True).content.decode()
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/ld\+json\"))", page)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", page)
    assert "javascript:" not in page
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=\"(https?:)?//(?!testserver)", page)


@pytest.mark.parametrize("address", ["/", "/programmes/", "/api/v1/programmes"])
def test_production_speaks_only_https(site, client, settings, address):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    moved = client.get(address)
    assert (moved.status_code, moved.headers["Location"]) == (301, f"https://testserver{address}")
    assert "max-age=31536000" in client.get(address, secure=True).headers["Strict-Transport-Security"]


def test_an_unknown_host_is_refused(site, client, settings):
    settings.ALLOWED_HOSTS = ["a.example"]
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_health(db, client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_health_of_a_house_without_a_database(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(views, "connection", Gone())
    assert client.get("/healthz").status_code == 503
