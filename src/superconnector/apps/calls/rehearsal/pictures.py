"""Small pictures and slides for made-up entries: drawn, the same for the same number, and nobody's."""

from __future__ import annotations

import io
import textwrap
import time
from collections.abc import Callable
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
SLIDE = (1280, 720)
PALETTES = (
    ((253, 226, 196), (244, 150, 112), (38, 70, 83), (231, 111, 81)),
    ((214, 236, 244), (120, 190, 214), (29, 53, 87), (241, 196, 83)),
    ((226, 240, 217), (140, 190, 130), (40, 74, 60), (232, 180, 80)),
    ((240, 226, 244), (180, 150, 206), (58, 46, 92), (246, 174, 122)),
    ((250, 240, 214), (236, 196, 110), (90, 60, 40), (90, 160, 160)),
    ((216, 232, 228), (110, 170, 164), (24, 60, 66), (244, 120, 100)),
)
"""Sky above, sky at the horizon, what is near, what shines."""
Colour = tuple[int, int, int]
DRAWN_AT = time.gmtime(0)


@cache
def picture_of(number: int, kind: str) -> bytes:
    """A scene of a city, a hill or a coast as a file: PNG or JPEG."""
    out = io.BytesIO()
    _scene(number, SIZE).save(out, kind, quality=88)
    return out.getvalue()


@cache
def slides_of(number: int, title: str, said: tuple[str, ...]) -> bytes:
    """Slides as PDF: the title, then a page for each sentence."""
    above, below, near, _ = PALETTES[number % len(PALETTES)]
    first = _sky(above, below, SLIDE)
    _write(first, title, 72, near)
    pages = [first, *(_page(text, number) for text in said)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], creationDate=DRAWN_AT, modDate=DRAWN_AT)
    return out.getvalue()


def _page(text: str, number: int) -> Image.Image:
    above, _, near, shine = PALETTES[number % len(PALETTES)]
    made = Image.new("RGB", SLIDE, above)
    ImageDraw.Draw(made).rectangle((0, 0, 40, SLIDE[1]), shine)
    _write(made, text, 54, near)
    return made


def _write(page: Image.Image, text: str, size: int, colour: Colour) -> None:
    """Lines of the font that Pillow brings, in the left half of the height."""
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size)
    lines = "\n".join(textwrap.wrap(text, 1700 // size))
    draw.multiline_text((110, 210), lines, colour, font, spacing=18)
    draw.text((110, SLIDE[1] - 70), "Made up for a rehearsal", colour, ImageFont.load_default(28))


# --- scenes ----------------------------------------------------------------------------------------------


def _scene(number: int, size: tuple[int, int]) -> Image.Image:
    """Drawn at twice its size and made smaller, so that edges are smooth."""
    chance = Random(f"scene {number}")  # noqa: S311 - a picture, and one that can be drawn again
    wide, high = 2 * size[0], 2 * size[1]
    palette = PALETTES[number % len(PALETTES)]
    made = _sky(palette[0], palette[1], (wide, high))
    draw = ImageDraw.Draw(made)
    _sun(draw, chance, palette[3], wide, high)
    SCENES[number % len(SCENES)](draw, chance, palette, wide, high)
    return made.resize(size, Image.Resampling.LANCZOS)


def _sky(above: Colour, below: Colour, size: tuple[int, int]) -> Image.Image:
    shade = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, below), Image.new("RGB", size, above), shade)


def _sun(draw: ImageDraw.ImageDraw, chance: Random, colour: Colour, wide: int, high: int) -> None:
    x, y, r = chance.randint(wide // 6, 5 * wide // 6), chance.randint(high // 8, high // 3), high // 11
    draw.ellipse((x - r, y - r, x + r, y + r), colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The first colour with a share of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


Palette = tuple[Colour, Colour, Colour, Colour]


def _hills(draw: ImageDraw.ImageDraw, chance: Random, palette: Palette, wide: int, high: int) -> None:
    for layer in range(4):
        colour = _mixed(palette[1], palette[2], 0.3 + 0.22 * layer)
        foot = high * (0.5 + 0.13 * layer)
        tops = [(wide * step / 8, foot - chance.random() * high * 0.2) for step in range(9)]
        draw.polygon([(0, high), *tops, (wide, high)], colour)
    path = [
        (wide * 0.3, high),
        (wide * 0.42, high * 0.9),
        (wide * 0.36, high * 0.8),
        (wide * 0.5, high * 0.7),
    ]
    draw.line(path, palette[0], width=high // 60, joint="curve")


def _city(draw: ImageDraw.ImageDraw, chance: Random, palette: Palette, wide: int, high: int) -> None:
    for layer in range(3):
        colour, x = _mixed(palette[1], palette[2], 0.35 + 0.3 * layer), 0
        while x < wide:
            across = chance.randint(wide // 22, wide // 11)
            top = high * (0.3 + 0.15 * layer) + chance.random() * high * 0.25
            draw.rectangle((x, top, x + across, high), colour)
            if layer == 2:
                _windows(draw, chance, palette[3], (x, int(top), across, high))
            x += across + chance.randint(0, wide // 60)


def _windows(
    draw: ImageDraw.ImageDraw, chance: Random, colour: Colour, tower: tuple[int, int, int, int]
) -> None:
    x, top, across, high = tower
    for row in range(top + 30, high - 30, 52):
        for column in range(x + 20, x + across - 30, 44):
            if chance.random() < 0.4:
                draw.rectangle((column, row, column + 18, row + 26), colour)


def _coast(draw: ImageDraw.ImageDraw, chance: Random, palette: Palette, wide: int, high: int) -> None:
    sea = _mixed(palette[1], palette[2], 0.55)
    island = [(wide * step / 6, high * 0.62 - chance.random() * high * 0.16) for step in range(7)]
    draw.polygon([(0, high), *island, (wide, high)], _mixed(palette[1], palette[2], 0.3))
    draw.rectangle((0, high * 0.62, wide, high), sea)
    for _ in range(26):
        x, y = chance.randint(0, wide), chance.randint(int(high * 0.66), high)
        draw.line((x, y, x + chance.randint(60, 260), y), _mixed(sea, palette[0], 0.35), width=8)
    bow, line = wide * (0.25 + 0.4 * chance.random()), high * 0.74
    draw.polygon([(bow, line), (bow + 300, line), (bow + 250, line + 70), (bow + 50, line + 70)], palette[2])
    draw.polygon([(bow + 140, line - 20), (bow + 140, line - 260), (bow + 290, line - 20)], palette[0])
    draw.polygon([(bow + 120, line - 20), (bow + 120, line - 200), (bow + 20, line - 20)], palette[3])


SCENES: tuple[Callable[[ImageDraw.ImageDraw, Random, Palette, int, int], None], ...] = (
    _city, _hills, _coast, _city,
)  # fmt: skip
