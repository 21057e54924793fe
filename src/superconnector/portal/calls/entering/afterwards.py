"""Work that nobody waits for: done when the answer was handed to the server, so that no time tells of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect


class _Afterwards(HttpResponseRedirect):
    """The server closes an answer after its last byte (PEP 3333)."""

    def __init__(self, to: str, work: Callable[[], object]) -> None:
        super().__init__(to)
        self.work = work

    def close(self) -> None:
        """Before Django gives the connections of the request back, which it does here."""
        self.work()
        super().close()


def afterwards(answer: HttpResponse, work: Callable[[], object]) -> HttpResponse:
    """The same redirect; then `work`, which must not raise: there is nobody left to tell."""
    return _Afterwards(answer.url, work) if isinstance(answer, HttpResponseRedirect) else answer
