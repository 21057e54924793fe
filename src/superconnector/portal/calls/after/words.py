"""What voters, chairs and end users of trials are told by code, and what to do next."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext_lazy as lazy

from superconnector.base.codes import Words


class Coded(Protocol):
    """An error of a domain call."""

    @property
    def code(self) -> str: ...


PROBLEMS: Words = {
    "closed": lazy("The vote is not open now."),
    "no-vote": lazy("There is no public vote in this group."),
    "unconfirmed": lazy("Confirm your e-mail address first: open the page of your account."),
    "same-mailbox": lazy("Another account of your mailbox votes here already. One mailbox has one vote."),
    "nothing-offered": lazy("There is nothing to vote on that is not your own entry."),
    "not-offered": lazy("This entry is not on your ballot. Choose one that is shown."),
    "not-honoured": lazy("This is for an entry that won or goes on, once that is published."),
    "twice": lazy("This is on record already."),
    "ends-before-it-starts": lazy("The end must not lie before the start."),
    "users-missing": lazy("A trial that has ended needs its last day and the number of end users."),
    "changed-meanwhile": lazy(
        "Somebody else changed this trial meanwhile. Nothing was overwritten. Look at it, then save again."
    ),
    "empty": lazy("Write a few words."),
    "before-it-started": lazy("The day lies before the start of the trial."),
    "before-it-happened": lazy("The day lies before the incident."),
    "no-consent": lazy("Tick the box if you agree; without it nothing is kept."),
    "rating": lazy("Choose from one to five."),
    "not-running": lazy("This trial takes no feedback now."),
    "amount": lazy("Enter an amount above zero."),
    "no-result": lazy("There is no result to use yet: the trial has not ended."),
    "own-host": lazy("This is the host of the trial itself. Name another organisation."),
    "before-the-result": lazy("The day lies before the end of the trial."),
    "reused": lazy("Others use this result. Strike that first, then take the trial back."),
    "not-in-team": lazy("Only the team writes here."),
    "in-the-future": lazy("The day has not come yet."),
    "too-many": lazy("So many are on record that no more is taken. Ask the organiser."),
    "paid-too-early": lazy("Money is paid after its milestone was reached."),
}

STATES: Words = {
    "planned": lazy("Planned"),
    "running": lazy("Running"),
    "ended": lazy("Ended"),
    "stopped": lazy("Stopped early"),
}

UNKNOWN: Words = {
    "not-ended": lazy("The trial has not ended."),
    "not-agreed": lazy("No value was agreed from which it is a success."),
    "not-measured": lazy("It was not measured afterwards."),
}
"""Why it is unknown whether a trial reached its aim."""

SEVERITIES: Words = {"minor": lazy("Minor"), "major": lazy("Major"), "critical": lazy("Critical")}

OUTCOMES: Words = {
    "award": lazy("Awarded"),
    "advance": lazy("Went on to the next stage"),
    "reserve": lazy("On the reserve list"),
    "decline": lazy("Took part"),
}
"""On a certificate: what was declined took part."""

REVOKED: Words = {
    "decision-revised": lazy("The decision that it tells of was revised after an appeal."),
}
"""Why a certificate was revoked, where a chair did not write it."""


def in_words(error: Coded) -> str:
    """What went wrong and what to do."""
    return str(PROBLEMS[error.code])
