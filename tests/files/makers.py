"""Files as people and attackers send them: photos full of tags, papers full of tricks."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from fpdf import FPDF
from PIL import Image, PngImagePlugin

SECRET = "Jl. Melati 7 Siti Aminah 3276014506890001"
SECRET_BYTES = SECRET.encode()
LATITUDE, LONGITUDE = ((6.0, 12.0, 30.5), (106.0, 49.0, 1.25))
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf'
    b'-syntax-ns#"><rdf:Description>' + SECRET_BYTES + b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def picture(size: tuple[int, int] = (90, 60), seed: int = 1, mode: str = "RGB") -> Image.Image:
    """Something to look at: a coarse pattern, different for each seed, red in its top left."""
    chance = random.Random(seed)
    small = Image.new("RGB", (6, 4))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(24)])
    image = small.resize(size, Image.Resampling.BICUBIC)
    image.paste((255, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    return image.convert(mode)


def tags(orientation: int = 1) -> Image.Exif:
    """What a phone writes down: who, which device, when, where."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET  # maker
    exif[0x013B] = SECRET  # artist
    exif[0x9286] = SECRET  # comment
    exif.get_ifd(0x8825).update({1: "S", 2: LATITUDE, 3: "E", 4: LONGITUDE, 29: "2026:11:20"})
    exif.get_ifd(0x8769).update({0xA431: SECRET, 0x9003: "2026:11:20 07:31:11"})
    return exif


def jpeg(
    image: Image.Image | None = None, *, orientation: int = 1, bare: bool = False, **facts: Any
) -> bytes:
    """A photo with every kind of tag, or a bare one."""
    told: dict[str, Any] = {
        "exif": tags(orientation),
        "comment": SECRET_BYTES,
        "icc_profile": b"ICC" + SECRET_BYTES,
        "xmp": XMP,
        "dpi": (301, 301),
    }
    return _saved(image or picture(), "JPEG", **({} if bare else told), **facts)


def png(image: Image.Image | None = None, *, orientation: int = 1, **facts: Any) -> bytes:
    """A screenshot with tags and texts, compressed ones too."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET)
    texts.add_text("Comment", SECRET, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told: dict[str, Any] = {"pnginfo": texts, "exif": tags(orientation), "dpi": (301, 301)}
    return _saved(image or picture(), "PNG", **told, **facts)


def webp(image: Image.Image | None = None, *, orientation: int = 1, **facts: Any) -> bytes:
    """What Chrome and WhatsApp save."""
    told: dict[str, Any] = {"exif": tags(orientation), "xmp": XMP}
    return _saved(image or picture(), "WEBP", **told, **facts)


def _saved(image: Image.Image, kind: str, **facts: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **facts)
    return written.getvalue()


def png_of_size(width: int, height: int, *, colour: int = 2) -> bytes:
    """A PNG that says this size, and has at most 300 rows of zeros."""
    press = zlib.compressobj(9)
    row = bytes(1 + min(width, 30_000) * (3 if colour == 2 else 1))
    pixels = b"".join(press.compress(row) for _ in range(min(height, 300))) + press.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + ENDING


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


ENDING = _chunk(b"IEND", b"")


def png_with_chunk(kind: bytes, data: bytes) -> bytes:
    """A sound PNG with one more chunk after its header."""
    raw = _saved(picture(), "PNG")
    return raw[:33] + _chunk(kind, data) + raw[33:]


def jpeg_of_size(width: int, height: int) -> bytes:
    """A photo whose header says another size than its pixels have."""
    raw = bytearray(jpeg(bare=True))
    place = raw.index(b"\xff\xc0") + 5
    raw[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(raw)


def segments(raw: bytes) -> Iterator[int]:
    """The markers of a JPEG up to its pixels."""
    place = 2
    while raw[place] == 0xFF and raw[place + 1] != 0xDA:
        yield raw[place + 1]
        place += 2 + int.from_bytes(raw[place + 2 : place + 4], "big")


def paper(pages: int = 1, *, text: str = "Surat kepada Dinas") -> bytes:
    """A letter with author and title, as a word processor writes it."""
    document = FPDF()
    document.set_author(SECRET)
    document.set_title(SECRET)
    document.set_font("Helvetica", size=24)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"{text} {number}")
    return bytes(document.output())


def pdf(
    content: bytes = b"", *, catalog: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """A PDF by hand: the catalogue and the page take further entries, objects start at 5."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R" + page + b">>",
        stream(content),
        *more,
    )
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(written))
    return written + head + table + tail


def stream(content: bytes, facts: bytes = b"") -> bytes:
    """A stream object, packed as its facts say."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), facts, content)
