"""The rules to which pages are held: each is broken once, and is told; a page that keeps them has nothing."""

from __future__ import annotations

import pytest

from tests.portal.markup import Page, problems

WHOLE = """<!doctype html>
<html lang="en"><head><title>A page</title></head>
<body><main><h1>Heading</h1>{}</main></body></html>"""


def found(body: str) -> list[str]:
    """What is told of a whole page with this in it."""
    return problems(WHOLE.format(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h2>Next</h2><h3>Below</h3><h2>Back</h2>",
        '<label for="a">Name</label><input id="a" name="a">',
        "<label>Name <input name=a></label>",
        '<input type="hidden" name="token">',
        '<a href="#here">Jump</a><p id="here">Here</p>',
        '<p>A <a href="/x/">link</a> and <strong>more</strong></p>',
        "<ul><li>One<ul><li>Below</li></ul></li></ul>",
        "<dl><div><dt>What</dt><dd>This</dd></div></dl>",
        '<svg aria-hidden="true"><title>Not read</title></svg>',
        '<svg role="img" aria-label="A drawing"></svg>',
        '<a href="/x/"><svg aria-hidden="true"></svg><span>Named</span></a>',
        '<button aria-label="Close"></button>',
        '<img src="/static/a.png" alt="">',
        '<img src="/calls/a/files/1" alt="A lamp">',
        '<script src="/static/a.js"></script>',
        '<script type="application/ld+json">{{"a": "<p>"}}</script>',
        '<p lang="zh-Hant">你好</p>',
    ],
)
def test_nothing_is_wrong(body: str) -> None:
    assert found(body.replace("{{", "{").replace("}}", "}")) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<section>", "line 3: </main> inside <section>"),
        ("</section>", "line 3: </section> inside <main>"),
        ('<p class="a" class="b">x</p>', "<p> has class twice"),
        ('<br class="a" class="b"/>', "<br> has class twice"),
        ("<h1>Another</h1>", "2 <h1>"),
        ("<main>x</main>", "2 <main>"),
        ('<p id="a">x</p><p id="a">y</p>', "id 'a' is there 2 times"),
        ('<p id="a b">x</p>', "id 'a b' is not an id"),
        ('<p id="">x</p>', "id '' is not an id"),
        ('<p aria-labelledby="none">x</p>', "<p aria-labelledby>: there is no #none"),
        ('<p id="a" aria-describedby="a none">x</p>', "<p aria-describedby>: there is no #none"),
        ('<button aria-controls="none">x</button>', "<button aria-controls>: there is no #none"),
        ('<label for="none">x</label>', "<label for>: there is no #none"),
        ('<a href="#none">x</a>', "a link leads to #none, which is not there"),
        ("<h3>Deep</h3>", "<h3> 'Deep' follows a heading of level 1"),
        ("<h2>A</h2><h4>Deep</h4>", "<h4> 'Deep' follows a heading of level 2"),
        ("<h2> </h2>", "an empty <h2>"),
        ('<input name="a">', "<input name='a'> has no label"),
        ('<select name="a"></select>', "<select name='a'> has no label"),
        ('<textarea name="a"></textarea>', "<textarea name='a'> has no label"),
        ("<p><span><div>x</div></span></p>", "<div> inside <p>"),
        ('<a href="/x/"><button>x</button></a>', "<button> inside <a>"),
        ('<button><b><a href="/x/">x</a></b></button>', "<a> inside <button>"),
        ("<div><li>x</li></div>", "<li> inside <div>"),
        ("<section><dt>x</dt></section>", "<dt> inside <section>"),
        ("<section><dd>x</dd></section>", "<dd> inside <section>"),
        ('<a href="/x/"> </a>', "<a href='/x/'> has no name"),
        ("<button></button>", "<button href=''> has no name"),
        ("<a>Words</a>", "a link without an address: 'Words'"),
        ('<img src="/static/a.png">', "an image without alt"),
        ("<svg></svg>", "a drawing that is neither hidden nor named"),
        ('<svg role="img"></svg>', "a drawing that is neither hidden nor named"),
        ('<p style="color: red">x</p>', "style inside the page, at <p>"),
        ("<style>p {}</style>", "style inside the page, at <style>"),
        ("<script>go()</script>", "script inside the page"),
        ('<p onclick="go()">x</p>', "<p onclick> is a script inside the page"),
        ('<p hx-on:click="go()">x</p>', "<p hx-on:click> is a script inside the page"),
        ('<a href=" JavaScript:go()">x</a>', "<a href> is a script or data"),
        ('<a href="data:text/html,x">x</a>', "<a href> is a script or data"),
        ('<form action="vbscript:x"></form>', "<form action> is a script or data"),
        ('<button formaction="javascript:x">x</button>', "<button formaction> is a script or data"),
        ('<p hx-get="javascript:x">x</p>', "<p hx-get> is a script or data"),
        ('<script src="https://evil.example/a.js"></script>', "<script> loads https://evil.example/a.js"),
        ('<script src="/calls/a.js"></script>', "<script> loads /calls/a.js"),
        ('<link rel="stylesheet" href="//evil.example/a.css">', "<link> loads //evil.example/a.css"),
        ('<img alt="" src="https://evil.example/a.png">', "<img> loads https://evil.example/a.png"),
        ('<p lang="fr">x</p>', "lang='fr'"),
    ],
)
def test_what_is_wrong_is_told(body: str, told: str) -> None:
    assert told in found(body)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (WHOLE.format("").removeprefix("<!doctype html>\n"), "no doctype at the start"),
        (WHOLE.format("").replace("A page", " "), "the title is empty"),
        (WHOLE.format("").replace(' lang="en"', ""), "the page does not say its language"),
        (WHOLE.format("").replace("<h1>Heading</h1>", ""), "0 <h1>"),
        (WHOLE.format("").replace("</body></html>", ""), "<body> is not closed"),
    ],
)
def test_what_a_page_lacks_is_told(source: str, told: str) -> None:
    assert told in problems(source)
    assert problems(Page(source)) == problems(source)


def test_the_text_of_an_element_is_all_that_is_inside_it() -> None:
    page = Page(WHOLE.format('<p id="a">One <b>two<br>three</b><i></i> &amp; four</p><p id="b">five</p>'))
    assert (page.one("a").text, page.one("b").text) == ("One twothree & four", "five")
    assert [element.text for element in page.all("b", "br", "i")] == ["twothree", "", ""]
    assert page.all("main")[0].text == "HeadingOne twothree & fourfive"
    assert page.text == "Heading One two three & four five"


def test_what_is_never_closed_holds_the_rest() -> None:
    page = Page("<div><p>One<span>two</div>three")
    assert [(element.tag, element.text) for element in page.elements] == [
        ("div", "Onetwothree"), ("p", "Onetwothree"), ("span", "twothree"),
    ]  # fmt: skip
    assert page.unbalanced == [
        "line 1: </div> inside <span>", "<div> is not closed", "<p> is not closed", "<span> is not closed",
    ]  # fmt: skip


def test_an_id_that_is_there_twice_or_never_is_no_one_element() -> None:
    page = Page(WHOLE.format('<p id="a">x</p><p id="a">y</p>'))
    with pytest.raises(ValueError, match="too many values"):
        page.one("a")
    with pytest.raises(ValueError, match="not enough values"):
        page.one("b")
