"""A caller of the API."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client


@pytest.fixture
def get(client: Client) -> Callable[..., HttpResponse]:
    """GET /api/v1<path> with query parameters."""
    return lambda path, **query: client.get(f"/api/v1{path}", query)


@pytest.fixture
def post(client: Client) -> Callable[..., HttpResponse]:
    """POST a JSON body to /api/v1<path>; a text is sent as it is."""

    def send(path: str, body: object, **headers: str) -> HttpResponse:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    return send
