"""What somebody is told whose file is not taken, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from superconnector.base.files.refusals import FileRefusedError

SENTENCES = {
    "empty": _("The file %(name)s is empty. Choose it again."),
    "too-big": _("The file %(name)s is too big. A file may have at most %(most)s MB."),
    "kind": _("%(name)s is not of a type that is taken here. Use %(allowed)s."),
    "content": _("%(name)s is not what its ending says. Save it again as %(kind)s and send that file."),
    "broken": _("%(name)s cannot be read. It may have been cut short. Save it again and send that file."),
    "busy": _("%(name)s could not be looked into just now: too much is going on. Try again in a minute."),
    "encrypted": _("%(name)s is locked by a password. Send a copy without one."),
    "active": _("%(name)s holds a program (a script or a macro). Send a copy without it."),
    "pages": _("%(name)s has %(pages)s pages. At most %(most)s are allowed."),
    "pixels": _("The picture %(name)s has too many pixels. Use at most %(most)s million."),
    "bomb": _("%(name)s unpacks to far more than its size. Send the files in smaller archives."),
    "names": _("%(name)s holds files whose names lead out of the archive. Pack it again."),
    "outside": _("%(name)s needs files from elsewhere. Save the model as one file (GLB)."),
}


def in_words(error: FileRefusedError) -> str:
    """The sentence of a refusal in the language of the thread."""
    values = {key: _listed(value) for key, value in error.values.items()}
    return str(SENTENCES[error.code]) % values


def _listed(value: object) -> object:
    return ", ".join(str(each).upper() for each in value) if isinstance(value, tuple) else value
