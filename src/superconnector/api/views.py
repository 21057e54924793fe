"""The pages of the API that are not operations: its document, its page for people, and no such page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from superconnector.api.problems import problem
from superconnector.api.root import document


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return document()


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document; docs/openapi.json is the same."""
    return JsonResponse(_document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The operations on one page, without scripts."""
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in _document()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"info": _document()["info"], "operations": operations})


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/v1/."""
    return problem(404, f"There is nothing at {request.path}.")
