"""What is said of places that name a team, and of files that blind judges are not given."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from superconnector.apps.calls.queries.naming import Naming, Where
from superconnector.base.codes import Words
from superconnector.portal.localised import words

SHOWINGS: Words = {
    "copy": gettext_lazy("Judges are given a copy without the data on who made it."),
    "trusted": gettext_lazy("Judges are given it, because somebody said that it names nobody."),
    "unsaid": gettext_lazy(
        "Judges are not given this file: what is said, filmed or packed in it may name the team, and no"
        " program can tell."
    ),
    "broken": gettext_lazy(
        "Judges are not given this file: no copy without the data on who made it could be made."
    ),
}
"""How blind judges are shown a file."""


def where_in_words(naming: Naming) -> str:
    """The place: `Slides, page 3`."""
    question = words(naming.question.names) if naming.question is not None else ""
    if naming.where is Where.TITLE:
        return _("The title")
    if naming.where is Where.ANSWER:
        return question
    said = {"question": question, "file": naming.file, "page": naming.page}
    if naming.where is Where.FILE_NAME:
        return _("%(question)s, the name of the file %(file)s") % said
    if not naming.page:
        return _("%(question)s, in %(file)s") % said
    if naming.file_kind == "pptx":
        return _("%(question)s, slide %(page)s of %(file)s") % said
    return _("%(question)s, page %(page)s of %(file)s") % said
