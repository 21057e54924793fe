"""Text search without surprises: normal forms on both sides, plain containment, no patterns."""

from unicodedata import normalize

NOTHING = "\0"
"""A character that no row holds, and that PostgreSQL refuses to be asked for."""
MAX_QUERY = 100
MAX_WORDS = 8


def normalised(text: str) -> str:
    """Compatibility forms unified (full-width letters, ligatures), case folded, single blanks only."""
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    printable = "".join(letter if letter.isprintable() else " " for letter in folded)
    return " ".join(printable.split())


def words_of(query: str) -> list[str]:
    """The words that must all occur: at most MAX_WORDS, of the first MAX_QUERY characters."""
    return normalised(query[:MAX_QUERY]).split()[:MAX_WORDS]
