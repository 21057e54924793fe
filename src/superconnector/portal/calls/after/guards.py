"""Who stands before the pages after a decision, and what all of them show."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Official, Trial
from superconnector.apps.calls.queries.trials import trials_seen_by


def in_chair(request: HttpRequest, call_id: str) -> Official:
    """The chair who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.CHAIR)  # type: ignore[arg-type]


def trial_of(chair: Official, trial_id: int) -> Trial:
    """A trial that the chair may know of. Raises Http404."""
    found = trials_seen_by(chair).filter(pk=trial_id).first()
    if found is None:
        raise Http404(trial_id)
    return found


def frame(call: Call) -> dict[str, Any]:
    """The call and its file."""
    file = definition_of(call)
    return {"call": call, "file": file, "programme": file, "room": "calls"}
