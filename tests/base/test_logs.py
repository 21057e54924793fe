"""No log holds the secret of a link."""

from __future__ import annotations

import logging

import pytest

from superconnector.base.logs import NoSecretsFilter


def written(message: str, *values: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, values, None)
    assert NoSecretsFilter().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "before", ["/calls/consent", "/zh-hant/calls/consent", "/calls/join", "/zh-hans/feedback"]
)
def test_the_secret_of_an_address_is_not_written(before: str) -> None:
    said = written("%s: %s", "Internal Server Error", f"{before}/S3cret-_x/")
    assert said == f"Internal Server Error: {before}/…/"


def test_other_messages_are_as_they_were() -> None:
    assert written("%s of 100%%", "/calls/town-hack/entries/E1/") == "/calls/town-hack/entries/E1/ of 100%"
