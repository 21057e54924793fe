"""What goes and what stays when somebody deletes the account, told and done by every app that holds some.

An app that keeps rows of people adds its part when it is loaded; the base knows none of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from superconnector.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Told:
    """So many rows of one kind that go, or stay without the name; faces have the words of the code."""

    code: str
    count: int
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What the person has to do first. `code` names it, `values` fill in its words."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class LeavingError(Exception):
    """The account cannot be deleted: for `obstacles`, or, without any, since what was seen has changed."""

    def __init__(self, obstacles: Iterable[Obstacle] = ()) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(", ".join(each.code for each in self.obstacles) or "changed-meanwhile")


@dataclass(frozen=True, slots=True)
class Part:
    """What one app does. `leave` runs in the transaction of the act, and locks what it reads before it."""

    told: Callable[[User], Iterable[Told]]
    obstacles: Callable[[User, datetime], Iterable[Obstacle]]
    leave: Callable[[User, datetime], None]


_parts: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Have this part asked and done. Raises ValueError if the name is taken."""
    if _parts.setdefault(name, part) != part:
        raise ValueError(f"There is a part {name!r} already.")


def told_of(user: User) -> list[Told]:
    """All that goes and stays, app by app, without what there is none of."""
    return [each for _, part in sorted(_parts.items()) for each in part.told(user) if each.count]


def obstacles_of(user: User, now: datetime) -> list[Obstacle]:
    """All that stands in the way."""
    return [each for _, part in sorted(_parts.items()) for each in part.obstacles(user, now)]


def leave_all(user: User, now: datetime) -> None:
    """Let every app forget the person, or say nothing of them any more."""
    for _, part in sorted(_parts.items()):
        part.leave(user, now)


def digest_of(told: Iterable[Told]) -> str:
    """What somebody saw before they agreed, as a SHA-256."""
    rows = [[each.code, each.count, each.stays] for each in told]
    return sha256(json.dumps(rows).encode()).hexdigest()
