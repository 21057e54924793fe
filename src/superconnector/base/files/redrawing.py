"""A picture drawn anew as a JPEG: nothing of its file is left but what one sees."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps


def draw_anew(came: Path, goes: Path, most: tuple[int, int]) -> bool:
    """Write the PNG or JPEG at `came` to `goes`, upright and at most so many pixels wide and high.

    False where it cannot be read. The caller has refused what has too many pixels.
    """
    try:
        with Image.open(came, formats=["PNG", "JPEG"]) as picture:
            picture.draft("RGB", most)
            picture.thumbnail((max(most), max(most)))  # before it is turned: turning copies every pixel
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(most)
            ground = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            ground.paste(seen, mask=seen)
            ground.save(goes, "JPEG", quality=82, optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True
