"""The OpenAPI document: committed, current, complete; and nothing that fits it crashes the API."""

from __future__ import annotations

import json
from io import StringIO

import pytest
import schemathesis
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from jsonschema import Draft202012Validator
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from config.wsgi import application
from superconnector.api.problems import CONTENT_TYPE
from superconnector.api.root import document
from tests.conftest import ROOT

OPERATIONS = [
    (path, method, operation)
    for path, ways in document()["paths"].items()
    for method, operation in ways.items()
]


def test_the_committed_document_is_current():
    call_command("write_openapi", "--check", stdout=StringIO())


def test_a_document_that_is_not_current_is_told(settings, tmp_path):
    settings.ROOT = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="not current"):
        call_command("write_openapi", "--check")
    call_command("write_openapi")
    call_command("write_openapi", "--check")


def test_what_is_served_is_what_is_committed(client):
    served = client.get("/api/v1/openapi.json")
    assert served.json() == json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert served.json()["openapi"] == "3.1.0"


def test_the_operations():
    assert [(method, path) for path, method, _ in OPERATIONS] == [
        ("get", "/api/v1/programmes"),
        ("get", "/api/v1/programmes/{programme_id}"),
        ("get", "/api/v1/programmes/{programme_id}/terms"),
        ("get", "/api/v1/changes"),
        ("get", "/api/v1/organisations"),
        ("get", "/api/v1/facts"),
        ("post", "/api/v1/find"),
        ("post", "/api/v1/next-question"),
        ("post", "/api/v1/plan"),
        ("get", "/api/v1/calls"),
        ("get", "/api/v1/calls/{call_id}"),
        ("get", "/api/v1/calls/{call_id}/results"),
        ("get", "/api/v1/calls/{call_id}/showcase"),
        ("get", "/api/v1/calls/{call_id}/trials"),
    ]


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_says_what_it_does_and_how_it_fails(path, method, operation):
    assert operation["description"].endswith(".")
    failures = {code: response for code, response in operation["responses"].items() if int(code) >= 400}
    assert "429" in failures
    assert all(list(response["content"]) == [CONTENT_TYPE] for response in failures.values())


def test_every_schema_is_a_json_schema():
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_page_for_people_lists_every_operation_and_loads_nothing_from_elsewhere(site, client):
    page = client.get("/api/v1/docs").content.decode()
    for path, method, _ in OPERATIONS:
        assert f"{method.upper()} {path}" in page
    assert "<script" not in page
    assert "//cdn" not in page


# --- nothing crashes -------------------------------------------------------------------------------------


@pytest.fixture
def one_connection():
    """Requests through WSGI keep the connection of the test, as those of Django's own client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in OPERATIONS])
def test_whatever_fits_the_document_is_answered_as_it_says(
    path, method, small_site, one_connection, settings
):
    """Twenty requests an operation, the same in every run: seldom fitting values, often the odd ones."""
    settings.API_RATE = "100000/m"
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @given(case=schema[path][method].as_strategy())
    @bounded(
        max_examples=20,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()
