import pytest

from superconnector.base.files.names import MOST, clean_name, ending


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("deck.pdf", "deck.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\deck.pdf", "deck.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("txt.\u202efdp.exe", "txt.fdp.exe"),
        ("  .hidden. ", "hidden"),
        ("香港 計劃書.pdf", "香港 計劃書.pdf"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
    ],
)
def test_a_name_is_only_ever_a_name(given: str, clean: str) -> None:
    assert clean_name(given) == clean


def test_a_long_name_keeps_its_ending() -> None:
    short = clean_name("x" * 500 + ".pdf")
    assert (len(short), short[-5:]) == (MOST, "x.pdf")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.PDF", "pdf"), ("a.jpeg", "jpg"), ("a.tar.gz", "gz"), ("pdf", ""), ("a.", "")]
)
def test_endings(name: str, kind: str) -> None:
    assert ending(name) == kind
