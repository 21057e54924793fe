"""Signed links: what goes in comes out, and nothing else does."""

import pytest
from django.core import signing
from django.test import override_settings

from superconnector.base.links import MAX_LENGTH, SALT, LinkError, read_link, sign_link

ANSWERS = {"applicant.type": "company", "applicant.employees": 12, "project.aims": ["borrow", "find_space"]}


def test_answers_come_back():
    assert read_link(sign_link(ANSWERS)) == ANSWERS


def test_no_answers_come_back():
    assert read_link(sign_link({})) == {}


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_letter_is_seen(place):
    token = list(sign_link(ANSWERS))
    token[place] = "A" if token[place] != "A" else "B"
    with pytest.raises(LinkError, match="incomplete or was changed"):
        read_link("".join(token))


@pytest.mark.parametrize("token", ["", ":", "::", "a:b:c", ".e:1:2", "\0", "é" * 50, "%00", "🙂:1:2"])
def test_what_was_never_a_link_is_refused(token):
    with pytest.raises(LinkError, match="incomplete or was changed"):
        read_link(token)


def test_half_a_link_is_refused():
    token = sign_link(ANSWERS)
    with pytest.raises(LinkError, match="incomplete or was changed"):
        read_link(token[: len(token) // 2])


def test_a_link_of_another_site_is_refused():
    with override_settings(SECRET_KEY="another key, as long as a key should be, for another site"):
        token = sign_link(ANSWERS)
    with pytest.raises(LinkError, match="incomplete or was changed"):
        read_link(token)


def test_a_token_signed_for_another_purpose_is_refused():
    with pytest.raises(LinkError, match="incomplete or was changed"):
        read_link(signing.dumps(ANSWERS, salt="something.else"))


def test_a_list_is_no_answers():
    with pytest.raises(LinkError, match="no answers"):
        read_link(signing.dumps([1, 2], salt=SALT))


def test_too_long_a_link_is_refused_before_it_is_read():
    with pytest.raises(LinkError, match="too long"):
        read_link("a" * (MAX_LENGTH + 1))


def test_too_many_answers_are_refused():
    unlike = {f"fact.{i}": f"{i * 7919 % 10007:x}" * 3 for i in range(1500)}
    with pytest.raises(LinkError, match="too many"):
        sign_link(unlike)


def test_small_but_swelling_answers_are_refused_by_no_one_else():
    """Compression never makes a token that unpacks to more than it was made of."""
    token = sign_link({"note": "a" * 1900})
    assert len(token) < 200
    assert read_link(token) == {"note": "a" * 1900}
