"""PDFs by hand that run something: wherever the action stands, they are refused in the same words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from superconnector.base.files import pdf_actions
from superconnector.base.files.documents import check_pdf, read_pdf
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.words import in_words
from tests.base.files.making import a_pdf
from tests.base.files.test_traps import pdf_of

SCRIPT = b"<</S/JavaScript/JS(app.alert)>>"
PAGES, PAGE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]"
URI = b"/S/URI/URI(https://smallville.example/)"


def document(root: bytes = b"", page: bytes = b"", **more: bytes) -> bytes:
    """A page; `page` and `root` are added to theirs. `o4` is object 4."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R%b>>" % root, 2: PAGES, 3: b"<<%b%b>>" % (PAGE, page)}
    return pdf_of(objects | {int(name[1:]): body for name, body in more.items()})


RUNNING = {
    "when it opens": document(b"/OpenAction 4 0 R", o4=SCRIPT),
    "a program when it opens": document(b"/OpenAction<</S/Launch/F(a.exe)>>"),
    "after another": document(b"/OpenAction<<%b/Next 4 0 R>>" % URI, o4=SCRIPT),
    "third of a list": document(b"/OpenAction<<%b/Next[<<%b>><<%b/Next[%b]>>]>>" % (URI, URI, URI, SCRIPT)),
    "when a page is turned": document(page=b"/AA<</O 4 0 R>>", o4=SCRIPT),
    "after another when a page is turned": document(page=b"/AA<</C<<%b/Next %b>>>>" % (URI, SCRIPT)),
    "when a link is clicked": document(
        page=b"/Annots[4 0 R]",
        o4=b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<<%b/Next %b>>>>" % (URI, SCRIPT),
    ),
    "when a field is filled in": document(
        page=b"/Annots 5 0 R", o5=b"[4 0 R]", o4=b"<</Subtype/Widget/AA<</K %b>>>>" % SCRIPT
    ),
    "in the field above": document(
        page=b"/Annots[4 0 R]", o4=b"<</Subtype/Widget/Parent 5 0 R>>", o5=b"<</T(a)/AA<</V %b>>>>" % SCRIPT
    ),
    "in a film": document(
        page=b"/Annots[4 0 R]", o4=b"<</Subtype/Screen/A<</S/Rendition/OP 0/JS(app.alert)>>>>"
    ),
    "in a bookmark": document(
        b"/Outlines 4 0 R", o4=b"<</First 5 0 R>>", o5=b"<</Title(a)/Next 6 0 R>>", o6=b"<</A %b>>" % SCRIPT
    ),
    "by name": document(b"/Names<</JavaScript<</Names[(a)%b]>>>>" % SCRIPT),
    "when it is printed": document(b"/AA<</WP %b>>" % SCRIPT),
}
STILL = {
    "nothing": document(),
    "a place": document(b"/OpenAction[3 0 R/Fit]"),
    "a link": document(b"/OpenAction<<%b>>" % URI, b"/Annots[<</Subtype/Link/A<<%b>>>>]" % URI),
    "a circle": document(
        b"/OpenAction 4 0 R", o4=b"<<%b/Next 5 0 R>>" % URI, o5=b"<<%b/Next[4 0 R 5 0 R]>>" % URI
    ),
    "bookmarks in a circle": document(
        b"/Outlines 4 0 R", o4=b"<</First 5 0 R>>", o5=b"<</Next 5 0 R/First 4 0 R>>"
    ),
    "fields in a circle": document(page=b"/Annots[4 0 R]", o4=b"<</Subtype/Widget/Parent 4 0 R>>"),
    "odd things": document(b"/OpenAction 7/Outlines[1]", b"/Annots[null 8(x)]/AA 9"),
}


@pytest.mark.parametrize("what", RUNNING)
def test_what_runs_is_refused_in_the_same_words(what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(RUNNING[what])
    with pytest.raises(FileRefusedError) as caught:
        check_pdf(path, "a.pdf")
    assert in_words(caught.value) == "a.pdf holds a program (a script or a macro). Send a copy without it."


@pytest.mark.parametrize("what", STILL)
def test_what_runs_nothing_is_taken(what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(STILL[what])
    assert check_pdf(path, "a.pdf") == {"pages": 1}


def test_actions_without_end_are_not_followed_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(document(page=b"/Annots[%b]" % (b"<</Subtype/Link/A<<%b>>>>" % URI * 20)))
    assert read_pdf(path) == 1
    monkeypatch.setattr(pdf_actions, "MOST_STEPS", 10)
    assert read_pdf(path) == "broken"


def test_a_script_of_a_writer_is_found_as_one_by_hand_is() -> None:
    assert read_pdf(io.BytesIO(a_pdf(script="app.alert(1)"))) == "active"
