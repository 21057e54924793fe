"""Every address of the chair's desk, for a judged call: those that are read and those that write."""

from __future__ import annotations

from superconnector.apps.calls.models import Entry

DESK = "/calls/town-hack/chair/"
DECISIONS = f"{DESK}decisions/open/decision/"


def reads(entry: Entry) -> list[str]:
    """Pages that are asked for."""
    return [
        DESK,
        f"{DESK}rules/",
        f"{DESK}phases/",
        f"{DESK}phases/judging/",
        f"{DESK}chairs/",
        f"{DESK}entries/",
        f"{DESK}entries/?state=withdrawn",
        f"{DESK}entries/{entry.number}/",
        f"{DESK}ranking/open/",
        f"{DESK}ranking/open/what-if/",
        f"{DESK}ranking/open/next-readings/",
        f"{DESK}ranking/youth/",
        f"{DESK}comments/open/",
        DECISIONS,
        f"{DECISIONS}proposal/?outcome=award&top=3&reserve=1",
        f"{DECISIONS}letters/",
        f"{DECISIONS}entries/{entry.number}/",
        f"{DESK}appeals/",
        f"{DESK}export/entries.csv",
        f"{DESK}export/ranking.csv",
        f"{DESK}export/decisions.csv",
    ]


def writes(entry: Entry) -> dict[str, dict[str, object]]:
    """What is sent where."""
    return {
        f"{DESK}remind/": {"judge": "1"},
        f"{DESK}rules/": {"version": 1},
        f"{DESK}phases/judging/": {"opens_at": "", "closes_at": "", "grace": 0},
        f"{DESK}phases/add/": {"kind": "pitch"},
        f"{DESK}chairs/": {"email": "some-1@gmail.com"},
        f"{DESK}chairs/1/leave/": {},
        f"{DESK}entries/{entry.number}/": {"out": "1", "reason": "No."},
        f"{DESK}ranking/open/compute/": {},
        f"{DESK}ranking/open/next-readings/": {"seen": "0" * 64},
        f"{DESK}comments/open/": {"shown": "1", "passed": "1"},
        f"{DECISIONS}proposal/": {"outcome": "award", "top": 3, "reserve": 0, "seen": "0" * 64},
        f"{DECISIONS}letters/": {"seen": "0" * 64},
        f"{DECISIONS}entries/{entry.number}/": {"outcome": "decline", "reason": "No."},
        f"{DECISIONS}entries/{entry.number}/undecide/": {},
        f"{DESK}appeals/1/": {"text": "No."},
        f"{DESK}appeals/1/decision/": {"outcome": "decline", "reason": "No.", "seen": ""},
    }
