"""The normal forms of search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.base.search import MAX_WORDS, normalised, words_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("BUD Fund", "bud fund"),
        ("  two \t blanks\n", "two blanks"),
        ("ＢＵＤ　專項基金", "bud 專項基金"),
        ("Straße", "strasse"),
        ("ﬁntech", "fintech"),
        ("a\0b\x1b", "a b"),
        ("", ""),
    ],
)
def test_normal_form(text, plain):
    assert normalised(text) == plain


@given(st.text(max_size=60))
def test_the_normal_form_is_stable(text):
    assert normalised(normalised(text)) == normalised(text)


@given(st.text())
def test_words_are_few_and_bare(text):
    words = words_of(text)
    assert len(words) <= MAX_WORDS
    assert all(word and word == normalised(word) for word in words)


def test_a_long_query_is_cut():
    assert words_of("a" * 5000) == ["a" * 100]
