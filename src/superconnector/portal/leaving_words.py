"""What goes and what stays with an account, and what stands in the way, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from superconnector.base.accounts.leaving import Obstacle, Told

SENTENCES: Mapping[str, Callable[[int], str]] = {
    "entries-alone": lambda n: ngettext(
        "%(n)s entry that was not handed in and that nobody else can go on with, with its answers and files.",
        "%(n)s entries that were not handed in and that nobody else can go on with, with their answers and"
        " files.",
        n,
    ),
    "places-shared": lambda n: ngettext(
        "Your place in %(n)s team that has not handed in.",
        "Your places in %(n)s teams that have not handed in.",
        n,
    ),
    "leads": lambda n: ngettext(
        "The lead of %(n)s team: the team-mate who joined first leads it then.",
        "The lead of %(n)s teams: in each, the team-mate who joined first leads it then.",
        n,
    ),
    "offices": lambda n: ngettext(
        "%(n)s office as a judge or a chair.", "%(n)s offices as a judge or a chair.", n
    ),
    "assignments": lambda n: ngettext(
        "%(n)s entry that you have still to read; somebody else will get it.",
        "%(n)s entries that you have still to read; others will get them.",
        n,
    ),
    "nominations": lambda n: ngettext(
        "%(n)s question whether you will judge.", "%(n)s questions whether you will judge.", n
    ),
    "places-handed-in": lambda n: ngettext(
        "%(n)s entry that was handed in. It is judged as it is, unless you withdraw it first. In the team"
        " your role stands instead of your name; what was handed in keeps the names that stand in it.",
        "%(n)s entries that were handed in. They are judged as they are, unless you withdraw them first. In"
        " the teams your role stands instead of your name; what was handed in keeps the names that stand in"
        " it.",
        n,
    ),
    "readings": lambda n: ngettext(
        "%(n)s reading that you handed in as a judge, without your name.",
        "%(n)s readings that you handed in as a judge, without your name.",
        n,
    ),
    "letters": lambda n: ngettext(
        "%(n)s letter of a decision as it was written to you, with the call's record.",
        "%(n)s letters of decisions as they were written to you, with the call's record.",
        n,
    ),
    "appeals": lambda n: ngettext(
        "The text of %(n)s appeal, with the call's record.",
        "The texts of %(n)s appeals, with the call's record.",
        n,
    ),
    "certificates": lambda n: ngettext(
        "%(n)s certificate with your name: whoever has its code can verify it. Ask a chair to revoke it first"
        " if that shall end.",
        "%(n)s certificates with your name: whoever has a code can verify one. Ask a chair to revoke them"
        " first if that shall end.",
        n,
    ),
    "ballots": lambda n: ngettext(
        "%(n)s vote, without your name. It counts only if its public vote is over.",
        "%(n)s votes, without your name. They count only where the public vote is over.",
        n,
    ),
    "calls": lambda n: ngettext(
        "%(n)s call that you opened, without your name.", "%(n)s calls that you opened, without your name.", n
    ),
}


def in_words(told: Told) -> str:
    """One line of the list."""
    return SENTENCES[told.code](told.count) % {"n": told.count}


def obstacle_in_words(found: Obstacle) -> tuple[str, str]:
    """What to do first, and the address where one does it."""
    said = _("You are the only chair of %(name)s, which is still running. Appoint another chair first.")
    return said % found.values, reverse("chair-chairs", args=[found.values["call"]])
