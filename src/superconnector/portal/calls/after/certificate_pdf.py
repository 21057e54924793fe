"""A certificate on paper: A4 across, with a code and a QR code that lead to the page that verifies it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from superconnector.apps.calls.models import Certificate
from superconnector.base.lines import one_line
from superconnector.ecosystem import show_date
from superconnector.ecosystem.schema import Localised
from superconnector.portal.calls.after.words import OUTCOMES
from superconnector.portal.localised import words
from superconnector.portal.pdf_fonts import Face, faces, runs

INK, SOFT, BRAND = colors.HexColor("#15211e"), colors.HexColor("#4b5a55"), colors.HexColor("#0a6553")
WIDTH, HEIGHT = landscape(A4)
ROOM = WIDTH - 70 * mm
Pieces = list[tuple[str, str]] | None
"""A line by fonts, as `runs` gives it."""


def as_pdf(certificate: Certificate, address: str) -> bytes:
    """One page in the reader's language. `address` verifies it."""
    out, body = BytesIO(), certificate.body
    page = Canvas(out, pagesize=(WIDTH, HEIGHT), lang=get_language() or "en", pageCompression=1)
    call = words(Localised.model_validate(body["call"]))
    page.setTitle(f"{_('Certificate')}: {body['name']}, {call}")
    page.setAuthor("Superconnector")
    _border(page)
    _said(page, body, call)
    _foot(page, certificate, address)
    if body["rehearsal"]:
        _line(page, _("Rehearsal: nothing here is real"), HEIGHT - 24 * mm, 12, colors.HexColor("#9a2f3c"))
    page.showPage()
    page.save()
    return out.getvalue()


def _border(page: Canvas) -> None:
    page.setStrokeColor(BRAND)
    page.setLineWidth(2.5)
    page.roundRect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm, 6 * mm)
    page.setLineWidth(0.6)
    page.roundRect(12.5 * mm, 12.5 * mm, WIDTH - 25 * mm, HEIGHT - 25 * mm, 4.5 * mm)


def _said(page: Canvas, body: dict[str, Any], call: str) -> None:
    prize = words(Localised.model_validate(body["prize"])) if body["prize"] else ""
    lines = (
        (_("Certificate"), 40, 15, BRAND),
        (body["name"], 62, 34, INK),
        (_("of the team of"), 75, 12, SOFT),
        (body["entry"] or body["number"], 90, 22, INK),
        (call, 108, 16, SOFT),
        (prize or str(OUTCOMES[body["outcome"]]), 130, 26, BRAND),
    )
    for text, down, size, colour in lines:
        _line(page, str(text), HEIGHT - down * mm, size, colour)


def _foot(page: Canvas, certificate: Certificate, address: str) -> None:
    side = 30 * mm
    left, low = WIDTH - 20 * mm - side, 18 * mm
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    step = side / len(rows)
    page.setFillColor(INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                page.rect(left + across * step, low + side - (down + 1) * step, step, step, stroke=0, fill=1)
    day = show_date(certificate.issued_at.date(), get_language() or "en")
    for up, text in ((13, f"{_('Issued on')} {day}"), (7, f"{_('Code')} {certificate.code}"), (1, address)):
        _text(page, text, 20 * mm, low + up * mm, 10, SOFT)


def _line(page: Canvas, text: str, height: float, size: int, colour: colors.Color) -> None:
    """In the middle, as large as asked for or as fits, down to 8 points; the rest is cut off."""
    text, fonts = one_line(text, 400), _fonts()
    pieces = runs(text, fonts)
    if pieces is None:
        pieces, size = runs(_("In letters that this paper cannot show: see the page of the code."), fonts), 12
    while size > 8 and _width(pieces, size) > ROOM:
        size -= 1
    while _width(pieces, size) > ROOM:
        text = text[:-2] + "…"
        pieces = runs(text, fonts)
    _draw(page, pieces, (WIDTH - _width(pieces, size)) / 2, height, size, colour)


def _text(page: Canvas, text: str, left: float, height: float, size: int, colour: colors.Color) -> None:
    _draw(page, runs(text, _fonts()), left, height, size, colour)


def _draw(page: Canvas, pieces: Pieces, left: float, height: float, size: int, colour: colors.Color) -> None:
    page.setFillColor(colour)
    for font, piece in pieces or ():
        page.setFont(font, size)
        page.drawString(left, height, piece)
        left += stringWidth(piece, font, size)


def _width(pieces: Pieces, size: int) -> float:
    return sum(stringWidth(piece, font, size) for font, piece in pieces or ())


def _fonts() -> tuple[Face, ...]:
    return faces(simplified=get_language() == "zh-hans")
