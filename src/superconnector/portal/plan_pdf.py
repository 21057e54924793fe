"""A plan on paper: one PDF with the table of who pays what, the calendar and the risks.

Chinese is written in a font of the server, which is embedded, or else in one that PDF readers have built in.
"""

from __future__ import annotations

from html import escape
from io import BytesIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from superconnector.ecosystem import Ecosystem, show_date
from superconnector.portal import plan_page
from superconnector.portal.localised import words
from superconnector.portal.pdf_fonts import LATIN, faces, font_for
from superconnector.portal.plan_made import Made

INK, LINE = colors.HexColor("#15211e"), colors.HexColor("#dedacd")


def as_pdf(made: Made, ecosystem: Ecosystem) -> bytes:
    """The document as bytes, A4."""
    out = BytesIO()
    title = _("Your plan")
    SimpleDocTemplate(
        out, pagesize=A4, title=title, author="Superconnector", margin=18 * mm, lang=get_language() or "en"
    ).build(_story(made, ecosystem))
    return out.getvalue()


def _story(made: Made, ecosystem: Ecosystem) -> list[Flowable]:
    planned, language = made.planned, get_language() or "en"
    story = [
        _text(plan_page.heading(made, ecosystem), 18),
        _text(plan_page.proof(ecosystem, planned)),
        _text(show_date(planned.on, language)),
        Spacer(1, 5 * mm),
        _text(_("Who pays what"), 13),
        _lines(made, ecosystem),
        Spacer(1, 5 * mm),
        _text(_("When to apply"), 13),
    ]
    for each in plan_page.steps(ecosystem, planned):
        day = show_date(each["step"].latest or planned.on, language)
        amount = plan_page.money(ecosystem, each["cents"])
        story.append(_text(f"{day}: {words(each['programme'].names)}, {amount}"))
    story += [Spacer(1, 5 * mm), _text(_("Clear up before you rely on it"), 13)]
    for programme, risks in plan_page.risks(ecosystem, planned):
        story.append(_text(words(programme.names)))
        story += [_text("– " + " ".join(filter(None, (str(r["text"]), r["detail"])))) for r in risks]
    story += [Spacer(1, 5 * mm), _text(words(ecosystem.file.disclaimer), 8)]
    return story


def _lines(made: Made, ecosystem: Ecosystem) -> Table:
    rows = [[_text(head) for head in (_("Cost"), _("Amount"), _("Who pays"), _("Why not more"))]]
    for line in made.planned.project.lines:
        shown = plan_page.line_shown(ecosystem, made, line)
        paid = [
            f"{plan_page.money(ecosystem, p.cents)} {words(p.programme.names) if p.programme else _('You')}"
            for p in shown.payers
        ]
        why = [text for text, _programme, _cites in shown.reasons]
        cells = (shown.name, plan_page.money(ecosystem, line.amount), "\n".join(paid), "\n".join(why))
        rows.append([_text(cell) for cell in cells])
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(rows, colWidths=[34 * mm, 26 * mm, 56 * mm, 58 * mm], repeatRows=1, style=TableStyle(style))


def _text(text: str, size: int = 9) -> Paragraph:
    style = ParagraphStyle(
        "text", fontName=_font(text), fontSize=size, leading=size * 1.4, textColor=INK, wordWrap=_wrap(text)
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _wrap(text: str) -> str | None:
    return None if _font(text) == LATIN else "CJK"


def _font(text: str) -> str:
    return font_for(text, faces(simplified=get_language() == "zh-hans"))
