"""Works of text and of sound in the showcase: read and heard in the page, with nothing to install."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client

from superconnector.apps.calls.models import Entry
from superconnector.base.files.models import StoredFile
from superconnector.portal.templatetags.after import MOST_TEXT
from tests.portal.calls.after.conftest import kept
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
BASE = "/calls/town-hack/showcase/"
SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(range(100))


@pytest.fixture
def sound() -> StoredFile:
    return kept(SOUND, "song.wav", ["wav"])


def test_a_poem_stands_in_the_page_and_runs_nothing(honour: Honour, visit: Visit) -> None:
    poem = "燈火\n<script>alert(1)</script>\n  = A1 &amp;"
    entry = honour(pictures=kept(poem.encode("utf-8-sig"), "poem.txt", ["txt"]))
    page = visit(f"{BASE}{entry.number}/")
    (shown,) = [each for each in page.elements if "shown-text" in (each.get("class") or "")]
    assert shown.text == poem
    assert "<script>alert" not in page.source
    assert "This is the beginning." not in page.source


def test_a_long_text_begins_in_the_page_and_is_whole_in_the_file(honour: Honour, visit: Visit) -> None:
    text = "字" * MOST_TEXT
    entry = honour(pictures=kept(text.encode(), "novel.md", ["md"]))
    page = visit(f"{BASE}{entry.number}/")
    (shown,) = [each for each in page.elements if "shown-text" in (each.get("class") or "")]
    assert shown.text == "字" * (MOST_TEXT // 3)
    assert "This is the beginning." in page.source


def test_a_text_is_sent_as_a_file_and_never_as_a_page(honour: Honour, client: Client) -> None:
    stored = kept(b"<script>alert(1)</script>", "poem.txt", ["txt"])
    entry = honour(pictures=stored)
    sent = client.get(f"{BASE}{entry.number}/files/{stored.digest}/?show")
    sent.close()
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["Content-Type"] == "application/octet-stream"


def test_a_song_is_heard_in_the_page(honour: Honour, visit: Visit, sound: StoredFile) -> None:
    entry = honour(pictures=sound)
    page = visit(f"{BASE}{entry.number}/")
    (audio,) = [each for each in page.elements if each.tag == "audio"]
    assert audio.get("src") == f"{BASE}{entry.number}/files/{sound.digest}/?show"
    assert audio.get("controls") is not None


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-1", 206, (0, 1)),
        ("bytes=5-", 206, (5, len(SOUND) - 1)),
        ("bytes=-4", 206, (len(SOUND) - 4, len(SOUND) - 1)),
        ("bytes=-9999", 206, (0, len(SOUND) - 1)),
        ("bytes=10-99999", 206, (10, len(SOUND) - 1)),
        ("", 200, None),
        ("bytes=-", 200, None),
        ("bytes=0-1,4-5", 200, None),
        ("bytes=x", 200, None),
        ("bytes=99999999999999999999-", 200, None),
        (f"bytes={len(SOUND)}-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-3", 416, None),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(
    honour: Honour, client: Client, sound: StoredFile, asked: str, status: int, span: tuple[int, int] | None
) -> None:
    entry = honour(pictures=sound)
    sent = client.get(f"{BASE}{entry.number}/files/{sound.digest}/?show", headers={"range": asked})
    held = BytesIO(b"".join(sent.streaming_content) if sent.streaming else sent.content).getvalue()
    sent.close()
    assert sent.status_code == status
    if span:
        first, last = span
        assert held == SOUND[first : last + 1]
        assert sent.headers["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
        assert sent.headers["Content-Length"] == str(len(held))
        assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    else:
        assert held == (SOUND if status == 200 else b"")
