"""Answers in a signed link: whoever has the link sees the answers, nobody can change them unseen.

The link holds everything; the site keeps nothing. The signature is checked before anything is unpacked.
"""

from collections.abc import Mapping

from django.core import signing
from django.utils.translation import gettext as _

SALT = "superconnector.answers"
MAX_LENGTH = 6000
"""Characters of a token: more than all answers need, less than what servers take in an address."""


class LinkError(ValueError):
    """The link cannot be used; the text tells a visitor why and what to do."""


def sign_link(answers: Mapping[str, object]) -> str:
    """The answers (JSON values by fact) as a token for an address. Raises LinkError if they are too many."""
    token = signing.dumps(dict(answers), salt=SALT, compress=True)
    if len(token) > MAX_LENGTH:
        raise LinkError(_("These answers are too many for a link. Leave out the longest texts."))
    return token


def read_link(token: str) -> dict[str, object]:
    """The answers in a token. Raises LinkError if it is too long, incomplete, changed or of another site."""
    if len(token) > MAX_LENGTH:
        raise LinkError(_("This link is too long to be one of ours. Ask for the link again."))
    try:
        answers = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise LinkError(_("This link is incomplete or was changed. Ask for the link again.")) from None
    if not isinstance(answers, dict):
        raise LinkError(_("This link holds no answers. Ask for the link again."))
    return answers
