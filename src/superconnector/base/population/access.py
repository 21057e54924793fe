"""Who may see what the rules do to a whole population."""

from __future__ import annotations


def may_see_population(user: object | None) -> bool:
    """Officers: who has signed in and belongs to the staff. `user`: of the request, None if unknown."""
    return bool(getattr(user, "is_authenticated", False) and getattr(user, "is_staff", False))
