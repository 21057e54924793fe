"""The form of name, organisation, language and time zone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.base.accounts.models import User
from superconnector.ecosystem import Ecosystem


class ProfileForm(forms.Form):
    """What a person says of themselves. A typed name that the directory has becomes its organisation."""

    name = forms.CharField(
        label=lazy("Your name"),
        help_text=lazy("As others are to read it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=lazy("Organisation"),
        help_text=lazy("Choose one of the directory, or write its name. May be left out."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
    )
    language = forms.ChoiceField(
        label=lazy("Language of letters and e-mails"),
        required=False,
        choices=[("", lazy("That of the page I am reading")), *settings.LANGUAGES],
    )
    time_zone = forms.ChoiceField(
        label=lazy("Time zone"),
        help_text=lazy("Deadlines are shown in this zone beside that of the place itself."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, ecosystem: Ecosystem, **kwargs: Any) -> None:
        self.ecosystem = ecosystem
        initial = {
            "name": user.name,
            "organisation": organisation_words(user, ecosystem),
            "language": user.language,
            "time_zone": user.time_zone,
        }
        super().__init__(*args, initial=initial, **kwargs)
        here = _("The same as here (%(zone)s)") % {"zone": ecosystem.file.time_zone}
        self.fields["time_zone"].choices = [("", here), *((zone, zone) for zone in _zones())]

    def organisations(self) -> list[str]:
        """The names of the directory in the reader's language, for the list below the field."""
        language = get_language() or "en"
        return sorted(file.names.text(language) for file in self.ecosystem.organisations.values())

    def changes(self) -> dict[str, str]:
        """The fields of the account; exactly one of the two organisations is filled, or none."""
        said = self.cleaned_data
        known = _known(self.ecosystem).get(said["organisation"].casefold(), "")
        return {
            "name": said["name"],
            "organisation": known,
            "organisation_name": "" if known else said["organisation"],
            "language": said["language"],
            "time_zone": said["time_zone"],
        }


def organisation_words(user: User, ecosystem: Ecosystem) -> str:
    """The name of the person's organisation; the id where an edition has dropped it."""
    if user.organisation in ecosystem.organisations:
        return ecosystem.organisations[user.organisation].names.text(get_language() or "en")
    return user.organisation or user.organisation_name


@lru_cache(maxsize=4)
def _known(ecosystem: Ecosystem) -> dict[str, str]:
    """Every name of an organisation, without regard to case, to its id; a name that two share is nobody's."""
    owners: dict[str, set[str]] = {}
    for file in ecosystem.organisations.values():
        names = [file.id, *file.aliases, *(file.names.text(code) for code, _name in settings.LANGUAGES)]
        for name in names:
            owners.setdefault(name.casefold(), set()).add(file.id)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """Zones named after places; the others are old names and offsets that know no summer time."""
    return tuple(
        sorted(
            z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/"))
        )
    )
