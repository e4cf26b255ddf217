"""Small files that ask for much: pixels, memory, time, depth; each once seen in the wild."""

import struct
import zlib
from collections.abc import Callable, Mapping

from tests.files.makers import (
    jpeg,
    jpeg_of_size,
    pdf,
    picture,
    png,
    png_of_size,
    png_with_chunk,
    stream,
    webp,
)

MEGABYTE = 1 << 20
Bomb = Callable[[], bytes]


def _pressed(size: int, times: int = 1) -> bytes:
    """Zeros, pressed again and again."""
    press = zlib.compressobj(9)
    data = b"".join(press.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE))
    data += press.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def _webp(chunk: bytes, payload: bytes) -> bytes:
    body = b"WEBP" + chunk + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_lossless(width: int, height: int) -> bytes:
    facts = (width - 1) | (height - 1) << 14
    return _webp(b"VP8L", b"\x2f" + struct.pack("<I", facts) + bytes(64))


def _webp_canvas(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _webp(b"VP8X", b"\x02\0\0\0" + canvas) + webp()[12:]


def _many_scans(times: int) -> bytes:
    """A progressive JPEG whose last refinement comes again and again."""
    raw = jpeg(picture((4000, 3000)), bare=True, progressive=True, quality=1)
    last = raw.rindex(b"\xff\xda")
    return raw[:-2] + raw[last:-2] * times + raw[-2:]


def _exif_loop() -> bytes:
    """A directory that names itself as the next, and as its own part."""
    entry = struct.pack(">HHII", 0x8769, 4, 1, 8) + struct.pack(">HHII", 0x8825, 4, 1, 8)
    return b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + entry + struct.pack(">I", 8)


def _exif_huge_count() -> bytes:
    entry = struct.pack(">HHII", 0x9286, 7, 0xFFFFFFF0, 26)
    return b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + bytes(64)


def _form(number: int, times: int) -> bytes:
    """A form that draws the next one many times."""
    name = b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1)
    return stream(b"/F Do " * times, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + name)


def _laughs(depth: int, times: int) -> bytes:
    forms = [_form(5 + level, times) for level in range(depth)]
    leaf = stream(b"0 0 300 200 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 300 200]")
    page = b"/Resources<</XObject<</F 5 0 R>>>>"
    return pdf(b"/F Do", page=page, more=(*forms, leaf))


def _drawn_image(facts: bytes, data: bytes) -> bytes:
    page = b"/Resources<</XObject<</I 5 0 R>>>>"
    image = stream(data, b"/Type/XObject/Subtype/Image" + facts)
    return pdf(b"q 300 0 0 200 0 0 cm /I Do Q", page=page, more=(image,))


def _packed_content(size: int, times: int) -> bytes:
    filters = b"/Filter[" + b"/FlateDecode" * times + b"]"
    raw = pdf()
    return raw.replace(stream(b""), stream(_pressed(size, times), filters))


def _grey(width: int, height: int) -> bytes:
    return b"/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode" % (
        width,
        height,
    )


def _shading(program: bytes) -> bytes:
    function = stream(program, b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]")
    shading = b"/Resources<</Shading<</S<</ShadingType 1/ColorSpace/DeviceGray/Function 5 0 R>>>>>>"
    return pdf(b"/S sh", page=shading, more=(function,))


def _tiles() -> bytes:
    facts = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001"
    tile = stream(b"0 0 1 1 re f", facts + b"/Resources<<>>")
    page = b"/Resources<</Pattern<</P 5 0 R>>>>"
    return pdf(b"/Pattern cs /P scn 0 0 300 200 re f", page=page, more=(tile,))


def _own_glyphs(times: int) -> bytes:
    """A font whose letter writes itself."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97"
        b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>"
        b"/Resources<</Font<</F 5 0 R>>>>>>"
    )
    glyph = stream(b"9 0 d0 BT /F 9 Tf (" + b"a" * times + b") Tj ET")
    page = b"/Resources<</Font<</F 5 0 R>>>>"
    return pdf(b"BT /F 9 Tf (aaaa) Tj ET", page=page, more=(font, glyph))


def _kids(kids: bytes, count: int = 1) -> bytes:
    return pdf().replace(b"/Count 1/Kids[3 0 R]", b"/Count %d/Kids[%s]" % (count, kids))


# What is answered in well under a second.
QUICK: Mapping[str, Bomb] = {
    "png 50,000 x 50,000": lambda: png_of_size(50_000, 50_000),
    "png 2^31 x 2^31": lambda: png_of_size(2**31 - 1, 2**31 - 1),
    "png 20,000,001 pixels": lambda: png_of_size(20_000_001, 1, colour=0),
    "png of one column": lambda: png_of_size(1, 20_000_001, colour=0),
    "png 0 x 0": lambda: png_of_size(0, 0),
    "png text of 64 MB": lambda: png_with_chunk(b"zTXt", b"a\0\0" + _pressed(64 * MEGABYTE)),
    "png profile of 64 MB": lambda: png_with_chunk(b"iCCP", b"a\0\0" + _pressed(64 * MEGABYTE)),
    "png chunk of 2 GB": lambda: png()[:33] + b"\x7f\xff\xff\xfftEXt" + png()[33:],
    "png 100,000 texts": lambda: png()[:33] + _texts(100_000) + png()[33:],
    "jpeg 65,500 x 65,500": lambda: jpeg_of_size(65_500, 65_500),
    "jpeg 60,000 x 300": lambda: jpeg_of_size(60_000, 300),
    "jpeg header again and again": lambda: b"\xff\xd8" + b"\xff\xe0\0\x02" * 900_000,
    "jpeg of fill bytes": lambda: b"\xff\xd8" + b"\xff" * 9_000_000,
    "exif that names itself": lambda: jpeg(bare=True, exif=_exif_loop()),
    "exif of 4 GB": lambda: jpeg(bare=True, exif=_exif_huge_count()),
    "webp lossless 16,383 x 16,383": lambda: _webp_lossless(16_383, 16_383),
    "webp canvas 2^24 x 255": lambda: _webp_canvas(2**24, 255),
    "webp canvas 16,383 x 16,383": lambda: _webp_canvas(16_383, 16_383),
    "pdf 2 billion pages": lambda: _kids(b"3 0 R", 2_000_000_000),
    "pdf -1 pages": lambda: _kids(b"3 0 R", -1),
    "pdf page list in itself": lambda: _kids(b"2 0 R 3 0 R", 9),
    "pdf page named 100,000 times": lambda: _kids(b"3 0 R " * 100_000, 100_000),
    "pdf deep arrays": lambda: pdf(catalog=b"/X" + b"[" * 200_000 + b"]" * 200_000),
    "pdf deep dictionaries": lambda: pdf(catalog=b"/X" + b"<</A" * 100_000),
    "pdf deep drawing state": lambda: pdf(b"q " * 900_000),
    "pdf deep content": lambda: pdf(b"[" * 900_000 + b" TJ"),
    "pdf table of itself": lambda: pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9"),
    "pdf 4 billion objects": lambda: pdf().replace(b"/Size 5", b"/Size 4294967295"),
    "pdf content of itself": lambda: pdf().replace(b"/Length 0", b"/Length 4 0 R"),
    "pdf wide content": lambda: pdf(b"0 0 9 9 re f " * 500_000),
    "pdf letter that writes itself": lambda: _own_glyphs(50),
    "pdf image 30,000 x 30,000": lambda: _drawn_image(_grey(30_000, 30_000), _pressed(MEGABYTE)),
    "pdf image 2^31 wide": lambda: _drawn_image(_grey(2**31 - 1, 9), _pressed(MEGABYTE)),
    "pdf image of 300 MB": lambda: _drawn_image(_grey(17_000, 17_000), _pressed(289 * MEGABYTE)),
    "pdf content of 256 MB": lambda: _packed_content(256 * MEGABYTE, 1),
    "pdf content packed twice": lambda: _packed_content(512 * MEGABYTE, 2),
    "pdf content packed five times": lambda: _packed_content(512 * MEGABYTE, 5),
    "pdf page of no size": lambda: pdf(b"f").replace(b"[0 0 300 200]", b"[0 0 0 0]"),
    "pdf page without end": lambda: pdf(b"f").replace(b"[0 0 300 200]", b"[0 0 1e38 1e38]"),
    "pdf page of a hair": lambda: pdf(b"f").replace(b"[0 0 300 200]", b"[0 0 1e9 .0001]"),
}

# What runs into the limits of time or memory, or has to be made at length first.
SLOW: Mapping[str, Bomb] = {
    "jpeg of 300 scans": lambda: _many_scans(300),
    "jpeg of 2,000 scans": lambda: _many_scans(2_000),
    "png of 20 see-through megapixels": lambda: png(picture((5000, 4000), mode="RGBA")),
    "webp of 20 see-through megapixels": lambda: webp(
        picture((5000, 4000), mode="RGBA"), lossless=True, method=0
    ),
    "png of 20 deep megapixels": lambda: png(picture((5000, 4000), mode="I;16")),
    "png of 2,000 moving pictures": lambda: png(
        picture(), save_all=True, append_images=[picture(seed=n) for n in range(2_000)]
    ),
    "pdf a billion laughs": lambda: _laughs(9, 10),
    "pdf forms in forms": lambda: _laughs(25, 2),
    "pdf shading that reckons": lambda: _shading(b"{" + b"dup mul sin " * 100_000 + b"}"),
    "pdf tiles of a thousandth": _tiles,
    "pdf letter that writes itself often": lambda: _own_glyphs(100_000),
    "pdf millions of circles": lambda: pdf(
        b"0 0 m 300 0 300 200 0 200 c 0 9 9 0 9 9 c S " * 200_000
    ),
}


def _texts(count: int) -> bytes:
    one = b"tEXt" + b"a\0b"
    return (struct.pack(">I", 3) + one + struct.pack(">I", zlib.crc32(one))) * count
