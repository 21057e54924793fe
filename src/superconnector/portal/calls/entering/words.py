"""What entrants are told: why something is not taken and what to do, limits, licences, states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.facts.answers import Problem, UnkeepableError
from superconnector.apps.calls.models import Phase
from superconnector.apps.calls.moments import last_second
from superconnector.base.codes import Words
from superconnector.ecosystem.schema import TextLimit
from superconnector.portal.calls.moments import Moments

PROBLEMS: Words = {
    "required": lazy("Answer this."),
    "over-words": lazy("Shorten this: %(used)s words of at most %(most)s."),
    "over-words-en": lazy("Shorten the English text: %(used)s words of at most %(most)s."),
    "over-words-zh": lazy("Shorten the Chinese text: %(used)s characters of at most %(most)s."),
    "over-characters": lazy("Shorten this: %(used)s characters of at most %(most)s."),
    "over-characters-en": lazy("Shorten the English text: %(used)s characters of at most %(most)s."),
    "over-characters-zh": lazy("Shorten the Chinese text: %(used)s characters of at most %(most)s."),
    "too-few": lazy("Choose at least %(least)s."),
    "too-many": lazy("Choose at most %(most)s."),
    "not-a-number": lazy("Enter a number in figures, for example 1200."),
    "not-whole": lazy("Enter a whole number."),
    "too-small": lazy("Enter %(least)s or more."),
    "too-large": lazy("Enter %(most)s or less."),
    "not-an-address": lazy("Enter a whole address of the web, for example https://example.org/page."),
    "other-host": lazy("The address must be one of %(hosts)s."),
    "rights-needed": lazy("Say who holds the rights in %(name)s, and under which licence it may be shown."),
    "title-needed": lazy("Give the entry a title."),
    "track-needed": lazy("Choose a track."),
    "team-too-small": lazy("A team needs at least %(least)s people; there are %(size)s."),
    "team-too-large": lazy("A team has at most %(most)s people; there are %(size)s."),
    "age-not-said": lazy("Say whether %(name)s is under %(under)s."),
    "consent-needed": lazy(
        "%(name)s is under %(under)s: a parent or guardian must consent. Give an address to write to, or"
        " bring the organiser the signed form."
    ),
    "consent-waiting": lazy("The guardian of %(name)s was written to and has not answered yet."),
    "consent-refused": lazy("The guardian of %(name)s does not consent. %(name)s cannot take part."),
    "account-needed": lazy("%(name)s needs an account: invite this person by a link."),
}

ERRORS: Words = {
    "withdrawn": lazy(
        "This entry was withdrawn. The team leader can take that back while entries are taken."
    ),
    "ineligible": lazy("The organiser has ruled this entry out; it cannot be changed any more."),
    "no-group": lazy("The call has no such group. Choose one of those that are shown."),
    "not-for-you": lazy("This group is not open to you. The clause that decides it is shown."),
    "too-many-entries": lazy("One account may have at most %(most)s entries in a call."),
    "changed-meanwhile": lazy(
        "A team-mate changed this while you were typing. Nothing is lost: compare and choose."
    ),
    "no-track": lazy("The group has no such track. Choose one of those that are shown."),
    "no-language": lazy("Choose one of the languages that are shown."),
    "leader-only": lazy("Only the team leader can do this."),
    "not-withdrawn": lazy("The entry is not withdrawn."),
    "no-role": lazy("The call has no such role. Choose one of those that are shown."),
    "no-name": lazy("Enter a name."),
    "guardian-address": lazy("Enter the guardian's address of e-mail, for example pat@example.org."),
    "guardian-in-team": lazy(
        "This is an address of somebody in the team. A guardian answers from an address of their own, or"
        " signs a form for the organiser."
    ),
    "guardian-needed": lazy("Say who the guardian is and at which address to write."),
    "consent-given": lazy("The guardian has consented already."),
    "no-consent-link": lazy(
        "This link was used already, has ended or is incomplete. If you still want to answer, ask the team to"
        " send you a new one."
    ),
    "team-full": lazy("The team is full: at most %(most)s people, open invitations included."),
    "no-invitation": lazy(
        "This link is incomplete or is no invitation. Ask your team leader for the link again."
    ),
    "invitation-used": lazy(
        "This invitation was used already; each works once. Ask your team leader for another."
    ),
    "invitation-revoked": lazy("This invitation was taken back. Ask your team leader for another."),
    "invitation-ended": lazy("This invitation has expired. Ask your team leader for another."),
    "in-team": lazy("You are in this team already."),
    "not-in-team": lazy("You are not in this team any more."),
    "not-yours": lazy("You can change your own details only; the team leader can change all."),
    "leader-stays": lazy("Hand over the lead first: an entry always has a leader."),
    "no-account": lazy("Only a team-mate with an account can lead."),
    "no-question": lazy("The group is not asked this question."),
    "takes-no-files": lazy("This question takes no files."),
    "takes-files": lazy("This question takes files."),
    "too-many-files": lazy("At most %(most)s files are taken here. Remove one first."),
    "too-many-removed": lazy("Too many files were put away in this entry. Write to the organiser."),
    "too-much-kept": lazy(
        "The files of one entry may have %(most)s MB together, those put away included."
        " Write to the organiser."
    ),
    "certified": lazy("This person has a certificate for the entry and stays in the team."),
    "no-licence": lazy("Choose one of the licences that are shown."),
    "no-file": lazy("The file is not there any more. A team-mate may have removed it."),
    "no-upload": lazy("Choose a file first."),
    "incomplete": lazy("Some things are missing. They are listed here."),
    "no-such-option": lazy("Choose one of the answers that are shown."),
    "too-long": lazy("This has %(length)s characters; at most %(most)s can be kept. Shorten it."),
}

LICENCES: Words = {
    "CC0-1.0": lazy("CC0: no rights reserved"),
    "CC-BY-4.0": lazy("CC BY 4.0: with the name of the author"),
    "CC-BY-SA-4.0": lazy("CC BY-SA 4.0: with the name, and shared alike"),
    "CC-BY-NC-4.0": lazy("CC BY-NC 4.0: with the name, not for trade"),
    "CC-BY-NC-ND-4.0": lazy("CC BY-NC-ND 4.0: with the name, unchanged, not for trade"),
    "public-domain": lazy("Public domain: the rights have ended"),
    "this-call-only": lazy("May be shown for this call only"),
    "all-rights-reserved": lazy("All rights reserved: judges see it, the public does not"),
}

STATES: Words = {
    "draft": lazy("Draft"),
    "submitted": lazy("Handed in"),
    "withdrawn": lazy("Withdrawn"),
    "ineligible": lazy("Ruled out"),
}

LIMITS: Words = {
    "words-any": lazy("at most %(most)s words, or characters of Chinese"),
    "words-en": lazy("at most %(most)s words of English"),
    "words-zh": lazy("at most %(most)s characters of Chinese"),
    "characters-any": lazy("at most %(most)s characters"),
    "characters-en": lazy("at most %(most)s characters of English"),
    "characters-zh": lazy("at most %(most)s characters of Chinese"),
}


def limit_words(limit: TextLimit) -> str:
    """One limit of a text."""
    unit, most = ("words", limit.words) if limit.words is not None else ("characters", limit.characters)
    return str(LIMITS[f"{unit}-{limit.language}"]) % {"most": most}


def problem_words(problem: Problem) -> str:
    """What is wrong and what to do."""
    language = problem.values.get("language")
    code = f"{problem.code}-{language}" if language in ("en", "zh") else problem.code
    return str(PROBLEMS[code]) % problem.values


def error_words(error: EnteringError | UnkeepableError, moments: Moments) -> str:
    """Why an action was refused and what to do."""
    if error.code == "not-open":
        return not_open_words(error.values, moments)
    return str(ERRORS[error.code]) % error.values


def not_open_words(values: Mapping[str, object], moments: Moments) -> str:
    """Before the opening, after the close, or without a day: with the times, to the second."""
    phase, received = values["phase"], values["received_at"]
    if not isinstance(phase, Phase) or not isinstance(received, datetime) or phase.opens_at is None:
        return _("The call does not take entries: its days are not set.")
    if values["timing"] == "early":
        return _("Entries are not taken yet. They open on %(opens)s.") % {
            "opens": moments.say(phase.opens_at)
        }
    closes = last_second(phase.closes_at) if phase.closes_at else received
    said = {"closes": moments.say(closes), "received": moments.say(received)}
    return (
        _("Entries closed on %(closes)s. Your request was received on %(received)s. Your draft stays.") % said
    )
