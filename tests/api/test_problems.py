"""Whatever goes wrong is a problem detail (RFC 9457) with the right status."""

from __future__ import annotations

import logging
import re

import pytest

from superconnector.api import programmes as views
from superconnector.api.throttle import parse_rate
from superconnector.base.models import Edition


def assert_problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["detail"]
    return body


@pytest.mark.parametrize("path", ["/nothing", "/", "/programmes/", "/programmes/x/y/z", "/%00", "/../admin"])
def test_no_such_address(small_site, get, path):
    assert_problem(get(path), 404)


def test_an_unknown_programme_names_the_nearest(small_site, get):
    assert assert_problem(get("/programmes/growth-grnt"), 404)["detail"].endswith(
        "Did you mean growth-grant?"
    )


@pytest.mark.parametrize(
    ("path", "query", "place"),
    [
        ("/programmes", {"on": "yesterday"}, "query.on"),
        ("/programmes", {"on": "2024-02-30"}, "query.on"),
        ("/programmes", {"on": "0001-01-01"}, "query.on"),
        ("/programmes", {"on": "9999-12-31"}, "query.on"),
        ("/programmes", {"on": "1700000000"}, "query.on"),
        ("/programmes", {"on": "2024-01-01T00:00:00"}, "query.on"),
        ("/programmes", {"lang": "tlh"}, "query.lang"),
        ("/programmes", {"limit": "0"}, "query.limit"),
        ("/programmes", {"limit": "1e9"}, "query.limit"),
        ("/programmes", {"text": "a" * 201}, "query.text"),
        ("/programmes", {"status": "ajar"}, "query.status"),
        ("/programmes/growth-grant", {"on": ""}, "query.on"),
        ("/changes", {"since": "2024"}, "query.since"),
    ],
)
def test_a_query_that_does_not_fit(small_site, get, path, query, place):
    assert [flaw["place"] for flaw in assert_problem(get(path, **query), 422)["errors"]] == [place]


def test_days_in_the_wrong_order(small_site, get):
    assert_problem(get("/changes", since="2025-01-01", until="2024-01-01"), 422)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"facts": []}', '{"facts": {"a": {"b": 1}}}', b"\xff\xfe"]
)
def test_a_body_that_does_not_fit(small_site, post, body):
    assert_problem(post("/find", body), 400 if body in ("{", b"\xff\xfe") else 422)


@pytest.mark.parametrize(
    "body",
    ['{"facts": {"\\ud800": 1}}', '{"facts": {"applicant.employees": 1e999}}', '{"facts": {"a": NaN}}'],
)
def test_json_that_is_hardly_json(small_site, post, body):
    assert_problem(post("/find", body), 422)


def test_a_very_long_number(small_site, post):
    assert_problem(post("/find", '{"facts": {"applicant.employees": ' + "9" * 5000 + "}}"), 400)


def test_deep_nesting_is_no_crash(small_site, post):
    assert_problem(post("/find", '{"facts": ' + "[" * 20_000 + "]" * 20_000 + "}"), 400)


def test_a_body_that_is_too_large(small_site, post):
    assert_problem(post("/find", '{"facts": {"a": "' + "x" * 70_000 + '"}}'), 413)


def test_ten_megabytes_are_refused_by_their_length(small_site, post):
    assert_problem(post("/find", "x" * 10_000_000), 413)


@pytest.mark.parametrize(
    ("method", "path"), [("delete", "/facts"), ("post", "/programmes"), ("get", "/find")]
)
def test_a_method_that_is_not_offered(small_site, client, method, path):
    response = getattr(client, method)(f"/api/v1{path}")
    assert_problem(response, 405)
    assert response.headers["Allow"]


def test_strangers_are_slowed_down(small_site, get, settings):
    settings.API_RATE = "3/d"
    assert [get("/facts").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    response = get("/facts")
    assert_problem(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 86_400


def test_each_stranger_has_a_share(small_site, client, settings):
    settings.API_RATE = "1/d"
    codes = [
        client.get("/api/v1/facts", REMOTE_ADDR=address).status_code for address in ("1.1.1.1", "2.2.2.2")
    ]
    assert codes == [200, 200]


def test_a_forged_address_does_not_help(small_site, client, settings):
    settings.API_RATE = "1/d"
    codes = [
        client.get("/api/v1/facts", headers={"X-Forwarded-For": f"9.9.9.{n}"}).status_code for n in range(2)
    ]
    assert codes == [200, 429]


@pytest.mark.parametrize("rate", ["", "10", "10/y", "-1/m", "1.5/m", "m/10"])
def test_a_wrong_rate_is_an_error(rate):
    told = f"A rate must be as 120/m (s, m, h or d), not {rate!r}."
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        parse_rate(rate)


def test_before_the_first_load(db, get):
    Edition.objects.update(current=False)
    assert_problem(get("/programmes"), 503)


def test_an_error_of_ours_tells_nothing(small_site, get, monkeypatch, caplog):
    def fail():
        raise RuntimeError("secret: hunter2")

    monkeypatch.setattr(views, "current_ecosystem", fail)
    with caplog.at_level(logging.ERROR):
        response = get("/facts")
    assert "hunter2" not in assert_problem(response, 500)["detail"]
    assert b"hunter2" not in response.content
    assert "hunter2" in caplog.text
