"""Errors as problem details (RFC 9457): whatever goes wrong under /api/ is application/problem+json."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.responses import NinjaJSONEncoder

from superconnector.apps.programmes.queries import NoEditionError

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


class Flaw(Schema):
    """One thing that is wrong with a request: where, a code for programs, a sentence for people."""

    place: str
    code: str
    message: str


class Problem(Schema):
    """RFC 9457. `type` is always about:blank: the status says what kind of problem it is."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Flaw] = []


class ProblemError(Exception):
    """Raised by a view to answer with a problem."""

    def __init__(self, status: int, detail: str, errors: Sequence[Flaw] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, list(errors)


def problem(status: int, detail: str, errors: Sequence[Flaw] = ()) -> JsonResponse:
    """The response of a problem."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors))
    return JsonResponse(body.model_dump(), status=status, encoder=NinjaJSONEncoder, content_type=CONTENT_TYPE)


def tell_problems(api: NinjaAPI) -> None:
    """Answer every exception of the API with a problem."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ProblemError: lambda _, error: problem(error.status, error.detail, error.errors),
        ValidationError: _invalid,
        Throttled: _throttled,
        HttpError: lambda _, error: problem(error.status_code, str(error)),
        NoEditionError: lambda *_: problem(503, "No ecosystem is loaded here yet. Try again later."),
        Http404: lambda request, _: problem(404, f"There is nothing at {request.path}."),
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    flaws = [Flaw(place=_place(each["loc"]), code=each["type"], message=each["msg"]) for each in error.errors]
    return problem(422, "The request does not fit; errors says where.", flaws)


def _place(loc: Sequence[Any]) -> str:
    """`query.on`, `body.facts.applicant.type`: without the name that the view gives to its argument."""
    return ".".join(
        str(step) for place, step in enumerate(loc) if place != 1 or step not in ("wanted", "body")
    )


def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = problem(429, "Too many requests. Retry-After says how many seconds to wait.")
    response.headers["Retry-After"] = str(error.wait or 1)
    return response


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing of the error leaves the house but that there was one."""
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "Something failed here. It was noted; try again later.")


class ProblemMiddleware:
    """Under /api/: refuse bodies that are too large, and make problems of errors that are none yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if _size(request) > settings.API_BODY_BYTES:
            return problem(413, f"A request may hold {settings.API_BODY_BYTES:,} bytes.")
        response = self.get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        told = problem(response.status_code, _detail(request, response.status_code))
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told


def _size(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _detail(request: HttpRequest, status: int) -> str:
    match status:
        case 404:
            return f"There is nothing at {request.path}."
        case 405:
            return f"{request.method} is not possible here."
        case 400:
            return "The request cannot be read."
    return "The request cannot be answered."
