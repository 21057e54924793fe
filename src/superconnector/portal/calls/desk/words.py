"""What judges and chairs are told at the desk, by code, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from superconnector.base.codes import Words


class Coded(Protocol):
    """An error of a domain call."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


PROBLEMS: Words = {
    "not-yours": _("This entry is not on your desk."),
    "early": _("Judging has not opened yet. Nothing can be saved until it does."),
    "closed": _("Judging is closed. Nothing more can be saved."),
    "not-stated": _("The days of judging are not set yet. Nothing can be saved until they are."),
    "rules-missing": _(
        "The organiser has still to set how entries are judged. Nothing can be saved until then."
    ),
    "no-criterion": _("One of the scores belongs to no criterion of this entry. Load the page again."),
    "out-of-scale": _("One of the scores is not on the scale of its criterion. Choose one that is."),
    "too-long": _("A text has %(length)s characters. At most %(most)s can be kept."),
    "changed-meanwhile": _("This was changed in another window meanwhile. Compare both before you save."),
    "final": _("This reading was handed in and does not change. Reopen it to write a new version."),
    "incomplete": _("Give a score for every criterion before you hand in."),
    "nothing": _("There is nothing to reopen."),
    "not-there": _("There is no such entry on this page. Load the page again."),
    "own": _("You cannot decide about a conflict of your own. Another chair has to."),
    "too-many": _(
        "Too many people share one thing, so it cannot be a conflict. Look at the data: %(detail)s"
    ),
    "appointed": _("%(person)s judges this call already."),
    "asked-already": _("%(email)s is asked already. You can send the mail again from the list."),
    "asked-lately": _("A mail went to %(email)s within the last day. Wait until a day has passed."),
    "too-many-mails": _("This call has sent %(most)s such mails within a day. Go on tomorrow."),
    "over": _("The judging of this call is over. Nobody can become a judge any more."),
    "unclear": _("Your ties cannot be looked up just now, so you cannot start. Ask the organisers."),
    "no-round": _("The call has no such round. Load the page again."),
    "no-judges": _("Appoint judges first. Then the entries can be shared among them."),
    "no-entries": _("There are no entries to read yet."),
    "no-run": _("There is no such proposal. Make a new one."),
    "applied": _("This proposal was applied already."),
    "foreign": _("The order names an entry that is not on your desk. Load the page again."),
    "twice": _("An entry stands in the order twice. Give it one place."),
    "unplaced": _("Give every entry a place before you hand in."),
    "not-a-pair": _("These two entries were not offered to you. Load the page again."),
    "compared": _("You compared these two already."),
    "other-mode": _("This call is judged in another way."),
}
STALE_PROPOSAL = _(
    "Something changed since this proposal was made: an entry, a judge, a conflict, a reading or another"
    " chair's assignment. Nothing was assigned. Make a new proposal."
)
MISSING: Words = {
    "readings": _("how many judges read each entry"),
    "blind": _("whether judges see who entered"),
    "criteria": _("the criteria"),
}
KINDS: Words = {
    "member": _("In the team"),
    "organisation": _("Same organisation"),
    "family": _("Organisations that belong together"),
    "domain": _("Same e-mail domain"),
    "declared": _("Declared"),
    "comembership": _("In another team together"),
}
STATES: Words = {"suspected": _("To decide"), "confirmed": _("Confirmed"), "dismissed": _("Dismissed")}
TASKS: Words = {"todo": _("To read"), "begun": _("Begun"), "done": _("Handed in")}
SHORTAGES: Words = {
    "track": _("No judge reads this track. Appoint one, or give the track to a judge."),
    "cap": _(
        "%(at_cap)s of %(judges)s judges of the track have as many entries as they take."
        " Raise their most, or appoint more."
    ),
    "conflict": _("%(conflicted)s of %(judges)s judges of the track have a conflict. Appoint others."),
    "language": _(
        "%(no_language)s of %(judges)s judges of the track do not read its language or judge its group."
        " Appoint others."
    ),
    "judges": _("All %(judges)s judges of the track read these entries already. Appoint more."),
}


def in_words(error: Coded) -> str:
    """The sentence of an error in the language of the thread."""
    sentence = PROBLEMS.get(error.code)
    return str(sentence) % error.values if sentence else error.code


def missing_in_words(missing: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    """What is still to set; `names` are the criteria in the reader's language."""
    said = []
    for each in missing:
        what, _colon, criterion = each.partition(":")
        if what == "weight":
            said.append(
                str(_("the weight of %(criterion)s")) % {"criterion": names.get(criterion, criterion)}
            )
        elif what == "scale":
            said.append(str(_("the scale of %(criterion)s")) % {"criterion": names.get(criterion, criterion)})
        else:
            said.append(str(MISSING.get(what, what)))
    return said
