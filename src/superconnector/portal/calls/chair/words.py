"""What chairs, and entrants after a decision, are told by code, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from superconnector.apps.calls.facts.ranking_body import Refused
from superconnector.base.codes import Words


class Coded(Protocol):
    """An error of a domain call."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


PROBLEMS: Words = {
    "rules-missing": lazy(
        "Something is not set yet that the ranking needs. Set it on the page of the rules."
    ),
    "nothing-read": lazy("Nothing was handed in for this group yet, so there is nothing to rank."),
    "not-computable": lazy("The ranking could not be computed: %(detail)s"),
    "walled": lazy("You have a conflict in this group. A chair without one decides here."),
    "no-stage": lazy("The call has no such stage. Go back to the desk and choose one."),
    "no-outcome": lazy("Choose what becomes of the entry."),
    "no-prize": lazy("This prize cannot be given here. Choose one of those that are shown, with an award."),
    "no-ranking": lazy("There is no ranking of the whole group yet. Compute it first."),
    "reason-needed": lazy("There is no ranking, so the letter needs a reason. Write one."),
    "not-there": lazy("There is no such entry here. Load the page again."),
    "published": lazy("This decision was published and does not change any more."),
    "published-already": lazy("%(who)s has just published these decisions. Nothing was sent twice."),
    "nothing": lazy("Nothing is pending, so there is nothing to publish."),
    "changed-meanwhile": lazy(
        "Something changed since this page was made, so nothing was done. This is how it stands now: check it"
        " and confirm again."
    ),
    "problems": lazy("Put right what is listed below first. Nothing was published."),
    "reminded": lazy("%(name)s was reminded within the last day. Nothing was sent."),
    "nothing-left": lazy("%(name)s has nothing left to read. Nothing was sent."),
    "no-reason": lazy("Write the reason; the team reads it."),
    "not-screened": lazy(
        "Only an entry that is handed in can be ruled out, and only one ruled out taken back."
    ),
    "not-appealing": lazy("Appeals are not taken now."),
    "appealed": lazy("An appeal against this decision is open already."),
    "no-text": lazy("Write something first."),
    "answered": lazy("This appeal was answered already."),
    "upheld-already": lazy("An appeal against this decision was upheld. Wait for the new decision."),
    "not-upheld": lazy("Only after an appeal was upheld is a decision made anew."),
    "revised": lazy("A new decision was published already. A team can appeal against that one."),
    "revision-reason": lazy("Write why it is decided anew; the team reads it."),
    "later-round": lazy(
        "A later round has decided on this entry, so it stays as one that went on. Decide that round anew."
    ),
    "judging-began": lazy("A judge has handed in already, so the rules of judging stand."),
    "no-phase": lazy("The call has no such phase."),
    "vote-counted": lazy("The public vote is over and its count is known, so it does not open again."),
    "rounds-moved": lazy(
        "Judges were given entries or decisions were made in a round that would then be another one. Nothing"
        " was changed."
    ),
    "phase-there": lazy("The call has this phase already, or there is none of this kind."),
    "ends-before-it-starts": lazy("The close must lie after the opening."),
    "no-account": lazy("Nobody has an account with %(email)s. Ask the person to make one first."),
    "appointed": lazy("%(person)s is a chair of this call already."),
    "last-chair": lazy("A call needs a chair. Appoint another first."),
    "too-many": lazy("Too many people share one thing, so it cannot be a conflict: %(detail)s"),
    "no-judge": lazy("No judge has time for these readings. Let judges take more first."),
}

OUTCOMES: Words = {
    "award": lazy("Award"),
    "advance": lazy("Goes on"),
    "reserve": lazy("Reserve"),
    "decline": lazy("Declined"),
    "": lazy("Choose by hand"),
}

METHODS: Words = {
    "raw": lazy("Mean of the raw scores"),
    "calibrated": lazy("Scores freed of how strict or lenient each judge is"),
    "slates": lazy("The judges' own orders, put together"),
    "pairs": lazy("Comparisons in pairs, put together"),
}

PREVIEW_PROBLEMS: Words = {
    "no-grounds": lazy("%(what)s: there is neither a ranking nor a reason. Write a reason."),
    "prize-missing": lazy("%(what)s: choose which prize it gets."),
    "prize-too-many": lazy("%(what)s: more entries get this prize than there are places."),
    "trials-run": lazy("%(what)s: its trials are planned or run. Stop them first."),
    "prize-exceeded": lazy(
        "%(what)s: more entries get this prize than there are. Those who have it keep it."
    ),
    "places-exceeded": lazy(
        "More entries win or go on than there are places: %(what)s. Those who have a place keep it."
    ),
    "certificate-replaced": lazy("The certificate of %(what)s is revoked, and another one issued."),
}

APPEAL_STATES: Words = {
    "open": lazy("Open"),
    "upheld": lazy("Upheld"),
    "rejected": lazy("Rejected"),
}


def in_words(error: Coded) -> str:
    """What went wrong and what to do."""
    return str(PROBLEMS[error.code]) % error.values


def refusal_words(refused: Refused) -> str:
    """Why the scores are not calibrated, and what would help."""
    counts = {"parts": len(refused.parts), "found": _figure(refused.found), "needed": _figure(refused.needed)}
    if refused.reason == "not_connected":
        said = _(
            "The readings fall into %(parts)s parts that no judge joins, so severity cannot be told from"
            " quality. Let judges read entries of several parts."
        )
    elif refused.reason == "tracks_apart":
        said = _(
            "No judge has read across the tracks, so entries can be compared within a track only. Let some"
            " judges read across."
        )
    elif refused.reason == "too_few_readings":
        said = _(
            "Entries have %(found)s readings on average; at least %(needed)s are needed to tell a strict"
            " judge from a weak entry."
        )
    elif refused.reason == "too_few_shared":
        count = len(refused.judges)
        said = ngettext(
            "One judge shares too few entries with the others to be compared.",
            "%(judges)s judges share too few entries with the others to be compared.",
            count,
        )
        counts["judges"] = count
    else:
        said = _("The readings do not tell the entries apart.")
    return said % counts


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
