"""A photo drawn anew: its pixels, upright and not too large, and nothing else."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from PIL.WebPImagePlugin import WebPImageFile

from portal.files.cleaning.child import Drawn
from portal.files.facts import LONGEST_SIDE, MOST_PIXELS, Fault, Faulty, Kind, Source

Opener = Callable[[io.BytesIO], Image.Image]
OPENERS: Mapping[Source, Opener] = {
    # The plain class: the format's own opener would go on to the frames behind the first.
    Source.JPEG: JpegImageFile,
    Source.PNG: PngImageFile,
    Source.WEBP: WebPImageFile,
}
# What Pillow else fetches when it meets a tag or writes: later the child can open no file.
Image.preinit()
TAGS = ImageFileDirectory_v2
SEE_THROUGH = ("RGBA", "LA", "PA", "RGBa", "La")
SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I")
# Screenshots hold small letters: finer, and with the colours at full width.
FINENESS: Mapping[bool, Mapping[str, Any]] = {
    True: {"quality": 85, "subsampling": "4:2:0"},
    False: {"quality": 90, "subsampling": "4:4:4"},
}


def draw(source: Source, raw: bytes) -> Drawn:
    """The photo as JPEG; raises Faulty."""
    try:
        image = OPENERS[source](io.BytesIO(raw))
        if image.width * image.height > MOST_PIXELS:
            raise Faulty(Fault.PIXELS)
        plain = _plain(_upright(_sized(image)))
        data = encoded(plain, **FINENESS[source is Source.JPEG])
        return Drawn(Kind.JPEG, data, width=plain.width, height=plain.height)
    except (Faulty, MemoryError):
        raise
    except Exception as error:  # whatever a decoder finds wrong with a stranger's bytes
        raise Faulty(Fault.BROKEN) from error


def _sized(image: Image.Image) -> Image.Image:
    """No side longer than is kept; a JPEG is decoded smaller where that is enough."""
    share = min(1.0, LONGEST_SIDE / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    image.draft(None, size)
    image.load()
    return image if share == 1.0 else _with_colours(image).resize(size, Image.Resampling.LANCZOS)


def _with_colours(image: Image.Image) -> Image.Image:
    """Palette, bits and deep greys as modes that can be made smaller."""
    if image.mode in SIXTEEN_BITS:
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its tag says; a tag that cannot be read turns nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # the tags are a stranger's bytes too
        return image


def _plain(image: Image.Image) -> Image.Image:
    """A new picture with these pixels on white: nothing that came with them is left."""
    coloured = _with_colours(image)
    if coloured.mode in SEE_THROUGH or "transparency" in coloured.info:
        coloured = coloured.convert("RGBA")
        sheet = Image.new("RGB", coloured.size, "white")
        sheet.paste(coloured, mask=coloured.getchannel("A"))
        return sheet
    mode = "L" if coloured.mode == "L" else "RGB"
    pixels = coloured.convert(mode)
    return Image.frombytes(mode, pixels.size, pixels.tobytes())


def encoded(image: Image.Image, **fineness: Any) -> bytes:
    """The picture as JPEG."""
    written = io.BytesIO()
    image.save(written, "JPEG", **fineness)
    return written.getvalue()
