"""A unit's logo for print: decoded and written again, so that nothing else travels along."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.errors import RuleBroken

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PIXELS = 20_000_000
PRINTED_PIXELS = 900
"""Along the longer side: 30 mm at 700 dots per inch, more than a printer shows."""

REMEDY = "Simpan logo sebagai PNG atau JPEG, lalu ulangi."


def printable_logo(content: bytes, *, grey: bool = False) -> bytes:
    """A PNG on white, without transparency, at most 900 pixels long; refuses in words.

    `grey` is for the print in black alone.
    """
    if len(content) > LARGEST_FILE:
        raise RuleBroken(
            f"Berkas logo terlalu besar: {len(content) // 1024} KB. Paling besar 5 MB."
        )
    if _is_svg(content):
        raise RuleBroken(
            "Logo SVG tidak dipakai, karena gambar SVG bisa memuat program atau alamat luar. "
            + REMEDY
        )
    output = io.BytesIO()
    image = _on_white(_opened(content))
    (image.convert("L") if grey else image).save(output, "PNG", optimize=True)
    return output.getvalue()


def _is_svg(content: bytes) -> bool:
    return b"<svg" in content[:4096].lower()


def _opened(content: bytes) -> Image.Image:
    unreadable = f"Berkas logo tidak bisa dibaca sebagai gambar. {REMEDY}"
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if image.width * image.height > LARGEST_PIXELS:
            raise RuleBroken(
                f"Logo terlalu besar: {image.width} × {image.height} titik. "
                "Paling banyak 20 juta titik."
            )
        image.load()
    except Image.DecompressionBombError as error:
        raise RuleBroken("Logo terlalu besar. Paling banyak 20 juta titik.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise RuleBroken(unreadable) from error
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """Transparency would print black on some drivers and carry a second picture."""
    turned = ImageOps.exif_transpose(image).convert("RGBA")
    turned.thumbnail((PRINTED_PIXELS, PRINTED_PIXELS))
    white = Image.new("RGB", turned.size, "white")
    white.paste(turned, mask=turned.getchannel("A"))
    return white
