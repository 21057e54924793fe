"""What is wrong with the HTML of a page, found with the standard library's parser.

Not a validator: the rules that a template breaks by accident and that a reader with a keyboard, a screen
reader or a strict browser would pay for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"div", "p", "ul", "ol", "dl", "table", "section", "form", "fieldset", "details", "article", "aside"}
BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "nav", "main"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = {"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "time"}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary"}
FIELDS = {"input", "select", "textarea"}
LANGUAGES = {"en", "zh-hant", "zh-hans", "zh", "zh-cn", "ja"}
INLINE_SCRIPT = {"application/ld+json"}
UNSAID = {"head", "script", "svg"}
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
SCRIPTS = ("javascript:", "data:", "vbscript:")
ADDRESSES = ("href", "src", "action", "formaction", "hx-get")

Attributes = dict[str, str | None]


@dataclass(slots=True)
class Element:
    """An element with its attributes, the elements around it, and its part of all that the page holds."""

    tag: str
    attributes: Attributes
    around: tuple[Element, ...]
    held: list[str] = field(repr=False)
    begins: int
    ends: int

    @property
    def text(self) -> str:
        """The text inside it."""
        return "".join(self.held[self.begins : self.ends])

    def get(self, name: str) -> str:
        """An attribute, empty if absent."""
        return self.attributes.get(name) or ""

    def inside(self, *tags: str) -> bool:
        """Whether one of these tags is around it."""
        return not {element.tag for element in self.around}.isdisjoint(tags)

    @property
    def hidden(self) -> bool:
        """Whether assistive technology does not see it."""
        return (
            any(e.get("aria-hidden") == "true" for e in (*self.around, self)) or self.get("type") == "hidden"
        )


@dataclass(repr=False)
class Page(HTMLParser):
    """All elements of a page, and the tags that were not closed or not opened.

    It has no long form in words: elements hold each other, and a failing test would spell them out for hours.
    """

    source: str
    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        self.unbalanced += [f"<{element.tag}> is not closed" for element in self._open]
        for element in self._open:
            element.ends = len(self.held)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._begin(tag, attrs)
        self._pause(tag)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        attributes, here = dict(attrs), len(self.held)
        if len(attributes) < len(attrs):
            repeated = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
            self.unbalanced += [f"<{tag}> has {name} twice" for name in repeated]
        element = Element(tag, attributes, tuple(self._open), self.held, here, here)
        self.elements.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        self._pause(tag)
        if self._open and self._open[-1].tag == tag:
            self._open.pop().ends = len(self.held)
        else:
            at, line = self._open[-1].tag if self._open else "nothing", self.getpos()[0]
            self.unbalanced.append(f"line {line}: </{tag}> inside <{at}>")

    def handle_data(self, data: str) -> None:
        self.held.append(data)
        if UNSAID.isdisjoint([element.tag for element in self._open]):
            self.said.append(data)

    def _pause(self, tag: str) -> None:
        if tag not in INLINE:
            self.said.append(" ")

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags, in order."""
        return [element for element in self.elements if element.tag in tags]

    def one(self, element_id: str) -> Element:
        """The element with this id. Raises ValueError unless there is exactly one."""
        (found,) = [element for element in self.elements if element.get("id") == element_id]
        return found

    def links(self) -> list[str]:
        """The addresses of all links, in order."""
        return [element.get("href") for element in self.all("a")]

    @property
    def h1(self) -> str:
        """The heading of the page, on one line."""
        (heading,) = self.all("h1")
        return " ".join(heading.text.split())

    @property
    def text(self) -> str:
        """What the page says, on one line."""
        return " ".join("".join(self.said).split())


def problems(source: str | Page) -> list[str]:
    """Everything that is wrong with a page, in words; empty if nothing is."""
    page = source if isinstance(source, Page) else Page(source)
    checks = (_shape, _ids, _headings, _fields, _nesting, _names, _policy, _languages)
    return [*page.unbalanced, *(problem for check in checks for problem in check(page))]


def _shape(page: Page) -> Iterable[str]:
    if not page.source.lower().startswith("<!doctype html>"):
        yield "no doctype at the start"
    for tag in ("html", "head", "title", "body", "main", "h1"):
        if (count := len([e for e in page.all(tag) if not e.inside("svg")])) != 1:
            yield f"{count} <{tag}>"
    for element in page.all("title"):
        if not element.text.strip():
            yield "the title is empty"


def _ids(page: Page) -> Iterable[str]:
    ids = Counter(element.get("id") for element in page.elements if "id" in element.attributes)
    yield from (f"id {name!r} is there {count} times" for name, count in ids.items() if count > 1)
    for name in ids:
        if not name or any(letter.isspace() for letter in name):
            yield f"id {name!r} is not an id"
    for element in page.elements:
        for attribute in POINTERS:
            if attribute in element.attributes:
                yield from (
                    f"<{element.tag} {attribute}>: there is no #{name}"
                    for name in element.get(attribute).split()
                    if name not in ids
                )
        if element.tag == "a" and element.get("href").startswith("#") and element.get("href")[1:] not in ids:
            yield f"a link leads to {element.get('href')}, which is not there"


def _headings(page: Page) -> Iterable[str]:
    level = 1  # the summary of errors stands before the heading of the page
    for heading in page.all(*HEADINGS):
        depth = HEADINGS.index(heading.tag) + 1
        if depth > level + 1:
            yield f"<{heading.tag}> {heading.text.strip()[:40]!r} follows a heading of level {level}"
        if not heading.text.strip():
            yield f"an empty <{heading.tag}>"
        level = depth


def _fields(page: Page) -> Iterable[str]:
    labelled = {element.get("for") for element in page.all("label")}
    for element in page.all(*FIELDS):
        named = element.get("aria-label") or element.get("aria-labelledby") or element.inside("label")
        if element.get("type") == "hidden" or named or element.get("id") in labelled - {""}:
            continue
        yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _nesting(page: Page) -> Iterable[str]:
    for element in page.elements:
        if element.tag in BLOCKS and element.inside("p") and not element.inside("svg"):
            yield f"<{element.tag}> inside <p>"
        if element.tag in INTERACTIVE and element.inside("a", "button"):
            around = [e for e in element.around if e.tag in {"a", "button"}]
            yield f"<{element.tag}> inside <{around[-1].tag}>"
        parent = element.around[-1].tag if element.around else ""
        if element.tag == "li" and parent not in {"ul", "ol"}:
            yield f"<li> inside <{parent}>"
        if element.tag in {"dt", "dd"} and parent not in {"dl", "div"}:
            yield f"<{element.tag}> inside <{parent}>"


def _names(page: Page) -> Iterable[str]:
    for element in page.all("a", "button", "summary"):
        if not (element.text.strip() or element.get("aria-label") or element.hidden):
            yield f"<{element.tag} href={element.get('href')!r}> has no name"
        if element.tag == "a" and not element.get("href"):
            yield f"a link without an address: {element.text.strip()[:40]!r}"
    for element in page.all("img"):
        if "alt" not in element.attributes:
            yield "an image without alt"
    for element in page.all("svg"):
        if not (element.hidden or (element.get("role") == "img" and element.get("aria-label"))):
            yield "a drawing that is neither hidden nor named"


def _policy(page: Page) -> Iterable[str]:
    for element in page.elements:
        if "style" in element.attributes or (element.tag == "style"):
            yield f"style inside the page, at <{element.tag}>"
        if element.tag == "script" and not element.get("src") and element.get("type") not in INLINE_SCRIPT:
            yield "script inside the page"
        for name in element.attributes:
            if name.startswith(("on", "hx-on")):
                yield f"<{element.tag} {name}> is a script inside the page"
            if name in ADDRESSES and element.get(name).strip().lower().startswith(SCRIPTS):
                yield f"<{element.tag} {name}> is a script or data"
        if element.tag in {"script", "link", "img"} and element.get("rel") not in {"alternate", "canonical"}:
            address = element.get("src") or element.get("href")
            ours = address.startswith("/static/") or (element.tag == "img" and address.startswith("/calls/"))
            if address and not ours:
                yield f"<{element.tag}> loads {address}"


def _languages(page: Page) -> Iterable[str]:
    for element in page.elements:
        if "lang" in element.attributes and element.get("lang").lower() not in LANGUAGES:
            yield f"lang={element.get('lang')!r}"
    if not page.all("html")[0].get("lang"):
        yield "the page does not say its language"
