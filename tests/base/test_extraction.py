"""The texts to translate are found in the code without the gettext tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from superconnector.base.extraction import (
    NotLiteralError,
    SourceText,
    texts_of_folders,
    texts_of_python,
    texts_of_template,
)

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "superconnector"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
IMPORTS = "from django.utils.translation import "


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (IMPORTS + "gettext\ngettext('Open')", SourceText("Open")),
        (IMPORTS + "gettext as _\n_('Open')", SourceText("Open")),
        (IMPORTS + "gettext_lazy as lazy\nlazy('Open')", SourceText("Open")),
        (IMPORTS + "gettext_noop\ngettext_noop('Open')", SourceText("Open")),
        (IMPORTS + "gettext\ngettext('Open '\n'to you')", SourceText("Open to you")),
        (IMPORTS + "gettext\ngettext('Open') % {}", SourceText("Open")),
        (IMPORTS + "ngettext\nngettext('a day', 'days', n)", SourceText("a day", "days")),
        (IMPORTS + "ngettext_lazy as n_\nn_('a day', 'days', 'n')", SourceText("a day", "days")),
        (IMPORTS + "pgettext\npgettext('rank', 'Place')", SourceText("Place", context="rank")),
        (IMPORTS + "npgettext\nnpgettext('c', 'a', 'b', n)", SourceText("a", "b", "c")),
        ("from django.utils import translation\ntranslation.gettext('Open')", SourceText("Open")),
        ("from django.utils import translation as t\nt.pgettext('c', 'a')", SourceText("a", context="c")),
    ],
)
def test_python(source, found):
    assert [text for text, _line in texts_of_python(source)] == [found]


@pytest.mark.parametrize(
    "source",
    [
        "def gettext(text): ...\ngettext('Open')",
        "from gettext import gettext\ngettext('Open')",
        "_('Open')",
        IMPORTS + "override\noverride('en')",
        IMPORTS + "gettext\n# gettext('Open')",
        IMPORTS + "gettext\n\"gettext('Open')\"",
        "from django.utils import translation\ntranslation.override('en')",
        "catalogue.gettext('Open')",
    ],
)
def test_python_that_only_looks_like_it(source):
    assert list(texts_of_python(source)) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("gettext(name)", "a text to translate must be written out, not put together"),
        ("gettext(f'{name} is open')", "a text to translate must be written out, not put together"),
        ("gettext('a' + 'b')", "a text to translate must be written out, not put together"),
        ("gettext('a'.upper())", "a text to translate must be written out, not put together"),
        ("gettext(message='a')", "the text to translate is not given as the first argument"),
        ("gettext()", "the text to translate is not given as the first argument"),
    ],
)
def test_python_that_no_catalogue_can_hold(call, said):
    with pytest.raises(NotLiteralError) as refused:
        list(texts_of_python(f"{IMPORTS}gettext\n\n{call}"))
    assert str(refused.value) == f"3: {said}"


def test_the_line_of_a_call():
    assert list(texts_of_python(IMPORTS + "gettext\n\n\nx = gettext('Open')")) == [(SourceText("Open"), 4)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Open" %}', SourceText("Open")),
        ("{% trans 'Open' %}", SourceText("Open")),
        ('{% translate "It\'s open" %}', SourceText("It's open")),
        ("{% translate 'Say \"yes\"' %}", SourceText('Say "yes"')),
        ('{% translate "Open" as word %}', SourceText("Open")),
        ('{% translate "Place" context "rank" %}', SourceText("Place", context="rank")),
        ('{% translate "75% of it" %}', SourceText("75%% of it")),
        ('{{ _("Open") }}', SourceText("Open")),
        ('{{ word|default:_("Open") }}', SourceText("Open")),
        ('{% include "a.html" with word=_("Open") %}', SourceText("Open")),
        ("{% blocktranslate %}On {{ day }}{% endblocktranslate %}", SourceText("On %(day)s")),
        (
            "{% blocktranslate trimmed %}\n  On\n  {{ day }}\n{% endblocktranslate %}",
            SourceText("On %(day)s"),
        ),
        (
            "{% blocktranslate count n=3 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            SourceText("%(n)s day", "%(n)s days"),
        ),
        (
            '{% blocktranslate context "c" %}a{% endblocktranslate %}',
            SourceText("a", context="c"),
        ),
    ],
)
def test_templates(source, found):
    assert [text for text, _line in texts_of_template(source)] == [found]


@pytest.mark.parametrize(
    "source", ["Open", "{{ word }}", "{# _('Open') #}", "{% comment %}{% endcomment %}", "{{ gettext }}"]
)
def test_templates_without_a_text(source):
    assert list(texts_of_template(source)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_text_of_a_template_is_found(path):
    """Django's own parser, which renders the page, says what a template asks the catalogue for."""
    template = engines["django"].from_string(path.read_text("utf-8")).template
    asked = {
        SourceText(
            node.filter_expression.var.literal.replace("%", "%%"),
            context=node.message_context.var if node.message_context else "",
        )
        for node in template.nodelist.get_nodes_by_type(TranslateNode)
    }
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular, plural = (
            node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural or [])
        )
        asked.add(SourceText(singular, plural))
    assert asked <= {text for text, _line in texts_of_template(path.read_text("utf-8"))}


def test_all_files_of_a_folder(tmp_path):
    folder = tmp_path / "package"
    (folder / "templates").mkdir(parents=True)
    (folder / "a.py").write_text(IMPORTS + "gettext\ngettext('Open')\ngettext('Closed')", "utf-8")
    (folder / "b.py").write_text(IMPORTS + "gettext\ngettext('Open')", "utf-8")
    (folder / "templates" / "a.html").write_text('\n{% translate "Place" %}', "utf-8")
    (folder / "notes.md").write_text('{% translate "Not a template" %}', "utf-8")
    assert texts_of_folders([folder]) == {
        SourceText("Open"): "package/a.py:2",
        SourceText("Closed"): "package/a.py:3",
        SourceText("Place"): "package/templates/a.html:2",
    }


def test_a_file_that_no_catalogue_can_hold_is_named(tmp_path):
    (tmp_path / "a.py").write_text(IMPORTS + "gettext\ngettext(name)", "utf-8")
    with pytest.raises(NotLiteralError) as refused:
        texts_of_folders([tmp_path])
    assert str(refused.value) == (
        f"{tmp_path / 'a.py'}:2: a text to translate must be written out, not put together"
    )
