"""Whom a chair asks to judge, what a judge takes on, and what somebody who is asked accepts of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.actions.nominating import Taken
from superconnector.apps.calls.actions.running import Desk
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Official
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import ChoiceQuestion
from superconnector.portal.localised import words

READS = [("en", lazy("English")), ("zh", lazy("Chinese"))]
MOST_ENTRIES = 10_000


class DeskForm(forms.Form):
    """What a judge takes on."""

    at_most = forms.IntegerField(
        label=lazy("At most"), min_value=0, max_value=MOST_ENTRIES, initial=40,
        help_text=lazy("So many entries at the most."),
    )  # fmt: skip
    at_least = forms.IntegerField(
        label=lazy("At least"), min_value=0, max_value=MOST_ENTRIES, initial=0,
        help_text=lazy("So many entries if there are enough."),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(label=lazy("Groups"), required=False, help_text=lazy("None: all."))
    tracks = forms.MultipleChoiceField(label=lazy("Tracks"), required=False, help_text=lazy("None: all."))
    languages = forms.MultipleChoiceField(
        label=lazy("Reads"), required=False, choices=READS, help_text=lazy("None: every language.")
    )
    topics = forms.MultipleChoiceField(
        label=lazy("Knows about"), required=False, help_text=lazy("Decides who reads what where several may.")
    )
    ties = forms.CharField(
        label=lazy("Declared ties"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("One a line: an e-mail address, or the id or name of an organisation."),
    )  # fmt: skip

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = definition_of(call)
        self._offer("groups", [(each.id, words(each.names)) for each in file.groups])
        self._offer("tracks", [(each.id, words(each.names)) for each in file.tracks])
        self._offer("topics", _topics(file))
        self.fields["languages"].widget = forms.CheckboxSelectMultiple(choices=READS)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """A field that offers nothing is not shown."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = choices
        if not choices:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The floor lies below the cap."""
        data = super().clean() or {}
        if "at_least" in data and "at_most" in data and data["at_least"] > data["at_most"]:
            self.add_error("at_least", _("This is more than the most."))
        return data

    def desk(self) -> Desk:
        """What was entered."""
        data = self.cleaned_data
        return Desk(
            at_least=data["at_least"],
            at_most=data["at_most"],
            groups=data.get("groups", []),
            tracks=data.get("tracks", []),
            topics=data.get("topics", []),
            languages=data["languages"],
            ties=lines_of(data["ties"]),
        )

    @staticmethod
    def initial_of(judge: Official) -> dict[str, Any]:
        """What the judge has taken on so far."""
        names = ("at_least", "at_most", "groups", "tracks", "topics", "languages")
        return {name: getattr(judge, name) for name in names} | {"ties": "\n".join(judge.ties)}


class NominateForm(DeskForm):
    """Whom to ask, in which language, and what that person is to take on."""

    email = forms.EmailField(
        label=lazy("E-mail address"), max_length=254,
        help_text=lazy("The person signs in with it, or makes an account with it, and then accepts."),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ("email", "language")

    def only(self, *names: str) -> dict[str, str]:
        """These of the fields, as they were entered."""
        return {name: self.cleaned_data[name] for name in names}


class AcceptForm(forms.Form):
    """What somebody who was asked takes on: no more than that."""

    at_most = forms.IntegerField(label=lazy("At most"))
    languages = forms.MultipleChoiceField(
        label=lazy("I read"), required=False, choices=READS, help_text=lazy("None: every language."),
        widget=forms.CheckboxSelectMultiple(choices=READS),
    )  # fmt: skip
    ties = forms.CharField(
        label=lazy("Ties that I declare"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy(
            "One a line: an e-mail address, or the name of an organisation. You are given no entry of theirs."
        ),
    )  # fmt: skip

    def __init__(self, desk: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = desk["at_most"]
        self.fields["at_most"] = forms.IntegerField(
            label=_("At most"), min_value=min(1, asked), max_value=asked,
            help_text=_("You are asked to read at most %(n)s entries. You may take fewer.") % {"n": asked},
        )  # fmt: skip
        self.initial = {"at_most": asked, "languages": desk["languages"]}

    def taken(self) -> Taken:
        """What was entered."""
        data = self.cleaned_data
        return Taken(data["at_most"], data["languages"], lines_of(data["ties"]))


def lines_of(text: str) -> list[str]:
    """What stands on each line, without empty ones."""
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]


def _topics(file: CallFile) -> list[tuple[str, str]]:
    """Options of the questions that offer some, but for those that identify."""
    asked = [each for each in file.questions if isinstance(each, ChoiceQuestion) and not each.identifies]
    options = ((question, option) for question in asked for option in question.options)
    return [(f"{question.id}:{option.id}", words(option.names)) for question, option in options]
