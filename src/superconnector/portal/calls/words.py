"""Words that every stage of calls needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from superconnector.base.codes import Words

PHASES: Words = {
    "entry": _("Entries"),
    "screening": _("Screening"),
    "judging": _("Judging"),
    "pitch": _("Pitches"),
    "decision": _("Decision"),
    "showcase": _("Showcase"),
    "vote": _("Public vote"),
    "trial": _("Trials"),
    "appeal": _("Appeals"),
}

TIMINGS: Words = {
    "early": _("Not open yet"),
    "open": _("Open now"),
    "grace": _("Closed"),  # the grace period is not announced
    "late": _("Closed"),
    "not-stated": _("Days not stated"),
}

QUESTION_KINDS: Words = {
    "text": _("Text"),
    "choice": _("Choice"),
    "number": _("Number"),
    "file": _("File"),
    "model": _("3D model"),
    "link": _("Link"),
    "video": _("Link to a video"),
    "consent": _("Consent"),
}

MODES: Words = {
    "scores": _("Each judge scores each criterion."),
    "slate": _("Each judge puts the entries read in order."),
    "pairs": _("Judges compare entries in pairs."),
}
