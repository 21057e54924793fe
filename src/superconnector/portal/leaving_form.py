"""What somebody says who deletes the account: that they want it, having seen what goes and what stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.accounts.leaving import Obstacle, Told, digest_of
from superconnector.portal.leaving_words import in_words, obstacle_in_words


class LeaveForm(forms.Form):
    """`seen` is the digest of the list that was on the page."""

    sure = forms.BooleanField(
        label=lazy("Delete my account for good"),
        error_messages={"required": lazy("Tick the box if you want to delete your account.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


def page_of(
    form: LeaveForm, told: Sequence[Told], obstacles: Sequence[Obstacle], *, changed: bool
) -> dict[str, Any]:
    """What the page shows: the list of today, so that one agrees to what is so."""
    if changed:
        form.add_error(None, _("Something changed since you read this list. Read it again before you go on."))
    return {
        "form": form,
        "goes": [in_words(each) for each in told if not each.stays],
        "stays": [in_words(each) for each in told if each.stays],
        "obstacles": [obstacle_in_words(each) for each in obstacles],
        "seen": digest_of(told),
    }
