"""Headers that neither Django nor django-csp sets, and forms without NUL."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict


class BrowserPolicyMiddleware:
    """Permissions-Policy and Cross-Origin-Resource-Policy on every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
        ):  # the next person at this browser reads none of it
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NoNulMiddleware:
    """Takes NUL out of forms and queries: no text has one, and PostgreSQL would answer with an error.

    After the check of CSRF, which has read the form already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _without_nul(request.GET)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, object]
    ) -> None:
        """The form, and what stands in the path."""
        if any("\0" in each for each in kwargs.values() if isinstance(each, str)):
            raise Http404
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _without_nul(request.POST)


def _without_nul(data: QueryDict) -> QueryDict:
    if not any("\0" in name or any("\0" in each for each in values) for name, values in data.lists()):
        return data
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        clean.setlist(name.replace("\0", ""), [each.replace("\0", "") for each in values])
    clean._mutable = False
    return clean
