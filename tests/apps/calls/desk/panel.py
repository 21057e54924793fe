"""A call with judges and entries whose people have nothing in common, unless a test gives them something."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import yaml

from superconnector.apps.calls.actions.assigning import apply, propose
from superconnector.apps.calls.actions.reading import Given, Seen, finish_reading
from superconnector.apps.calls.actions.running import Desk
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Assignment, Call, Entry, Official, Phase, Reading
from superconnector.apps.calls.opening import phases_of
from superconnector.base.accounts.models import User
from superconnector.base.models import Content
from superconnector.ecosystem.document import read_document
from tests.apps.calls.making import JUDGING_OPEN, a_call, a_chair, a_judge, a_submitted_entry
from tests.conftest import ROOT

SCORES = {"use": 4, "novelty": 3, "craft": 5}
ROUND = "judging"
"""The phase in which the town's hackathon is judged."""
_numbers = count(1)


def somebody(name: str = "", domain: str = "gmail.com", **fields: object) -> User:
    """A person with an address at a public provider, so that nobody shares a domain."""
    number = next(_numbers)
    return User.objects.create_user(f"some-{number}@{domain}", name=name or f"Somebody {number}", **fields)


@dataclass
class Panel:
    """A running call, and builders that know it."""

    call: Call
    chair: Official
    judges: list[Official] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def judge(self, user: User | None = None, **desk: object) -> Official:
        """One more judge."""
        taken = Desk(**{"at_most": 10, **desk})  # type: ignore[arg-type]
        self.judges.append(a_judge(self.call, user or somebody("Judge"), taken))
        return self.judges[-1]

    def entry(self, leader: User | None = None, **fields: object) -> Entry:
        """One more entry, handed in."""
        self.entries.append(a_submitted_entry(self.call, leader or somebody("Leader"), **fields))
        return self.entries[-1]

    def assign(
        self, judge: Official, *entries: Entry, at: datetime = JUDGING_OPEN, stage: str = ROUND
    ) -> list[Assignment]:
        """By hand, as if proposed and applied."""
        return [
            Assignment.objects.create(judge=judge, entry=each, stage=stage, made_at=at) for each in entries
        ]

    def assign_all(self, at: datetime = JUDGING_OPEN, stage: str = ROUND) -> set[tuple[int, str]]:
        """Proposed and applied by the chair; the pairs in force, of all rounds."""
        run = propose(actor=self.chair.user, now=at, chair=self.chair, stage=stage)
        apply(actor=self.chair.user, now=at, chair=self.chair, run_id=run.pk)
        return self.pairs()

    def pairs(self) -> set[tuple[int, str]]:
        """The assignment in force: judges and numbers of entries."""
        rows = Assignment.objects.filter(judge__call=self.call, removed_at__isnull=True).order_by("id")
        return set(rows.values_list("judge_id", "entry__number"))

    def hand_in(self, judge: Official, entry: Entry, scores: Mapping[str, int] | None = None) -> Reading:
        """The judge's first reading of the entry, final."""
        return finish_reading(
            actor=judge.user,
            now=JUDGING_OPEN,
            judge=judge,
            number=entry.number,
            seen=Seen(1, 0),
            given=Given(scores or SCORES, "Good.", "Ask for the costs."),
        )


def a_panel(judges: int = 0, entries: int = 0, **judging: object) -> Panel:
    """A panel of the town's hackathon; `judging` replaces parts of the file's own `judging`."""
    call = a_call()
    call.opened_by.email = "officer@gmail.com"
    call.opened_by.save()
    if judging:
        pin(call, judging=judging)
    panel = Panel(call, a_chair(call, somebody("Chair")))
    for _ in range(judges):
        panel.judge()
    for _ in range(entries):
        panel.entry()
    return panel


def pin(call: Call, **parts: Mapping[str, object]) -> None:
    """Give the call another definition: the file's, with some parts replaced."""
    text = (ROOT / "tests" / "small" / "calls" / "town-hack.yaml").read_text(encoding="utf-8")
    file = copy.deepcopy(read_document("call.yaml", text).value)
    for name, part in parts.items():
        file[name] = {**file[name], **part} if isinstance(file[name], dict) else part
    text = yaml.safe_dump(file, allow_unicode=True, sort_keys=False, width=10_000)
    digest = f"{next(_numbers):064x}"
    call.pinned = Content.objects.create(digest=digest, text=text)
    call.save()
    if "phases" in parts:
        call.phases.all().delete()
        Phase.objects.bulk_create(phases_of(call, definition_of(call), {}))


def open_now(call: Call, now: datetime, days: int = 1) -> None:
    """Judging is open for some days before and after `now`."""
    phase = Phase.objects.get(call=call, kind=Phase.Kind.JUDGING)
    phase.opens_at, phase.closes_at = now - timedelta(days=days), now + timedelta(days=days)
    phase.save()
