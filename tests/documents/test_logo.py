"""Logos are written again; whatever is no picture is refused in words."""

import io
import struct
from zlib import crc32

import pytest
from PIL import Image

from portal.documents.logo import printable_logo
from portal.errors import RuleBroken


def picture(
    kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, "red").save(output, kind, **options)
    return output.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "1"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
    ],
)
def test_a_picture_comes_out_as_plain_png(kind: str, mode: str) -> None:
    content = picture(kind, mode=mode)
    image = Image.open(io.BytesIO(printable_logo(content)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (60, 40))


def test_large_pictures_become_print_size() -> None:
    image = Image.open(io.BytesIO(printable_logo(picture("PNG", (3000, 1500)))))
    assert image.size == (900, 450)


def test_nothing_of_the_file_but_the_picture_stays() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-location"
    content = picture("JPEG", exif=exif) + b"canary-trailer"
    assert b"canary" in content
    assert b"canary" not in printable_logo(content)


def test_the_black_print_has_no_coloured_logo() -> None:
    image = Image.open(io.BytesIO(printable_logo(picture("PNG"), grey=True)))
    assert image.mode == "L"


def test_transparency_becomes_white() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(output, "PNG")
    image = Image.open(io.BytesIO(printable_logo(output.getvalue())))
    assert image.getpixel((1, 1)) == (255, 255, 255)


def png_header(width: int, height: int) -> bytes:
    """A PNG that only claims its size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 9) + b"IDAT" + b"0" * 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?>\n<!-- a --><SVG></SVG>", "SVG"),
        (b"", "tidak bisa dibaca"),
        (b"\x89PNG\r\n\x1a\nnonsense", "tidak bisa dibaca"),
        (picture("PNG")[:60], "tidak bisa dibaca"),
        (picture("GIF"), "PNG atau JPEG"),
        (b"0" * (5 * 1024 * 1024 + 1), "terlalu besar"),
        (picture("PNG", (5000, 4001), "1"), "20 juta titik"),
        (png_header(100_000, 100_000), "20 juta titik"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        printable_logo(content)
