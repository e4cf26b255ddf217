"""A photo drawn anew: upright, not too large, and not one byte of what came with it."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from portal.files.cleaning.child import Drawn
from portal.files.cleaning.photos import draw
from portal.files.facts import LONGEST_SIDE, Fault, Faulty, Kind, Source
from tests.files.makers import (
    SECRET_BYTES,
    jpeg,
    jpeg_of_size,
    picture,
    png,
    png_of_size,
    png_with_chunk,
    segments,
    webp,
)

JPEG, PNG, WEBP = Source.JPEG, Source.PNG, Source.WEBP
# JFIF's own header, tables, sizes, codes: neither Exif, XMP, ICC nor a comment.
PLAIN_MARKERS = {0xE0, 0xDB, 0xC0, 0xC4}


def seen(drawn: Drawn) -> Image.Image:
    image = Image.open(io.BytesIO(drawn.data))
    image.load()
    assert (drawn.kind, image.format) == (Kind.JPEG, "JPEG")
    assert image.size == (drawn.width, drawn.height)
    return image


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found: Any = image.convert("RGB").getpixel((x, y))
    return tuple(found)


def is_red(found: tuple[int, ...]) -> bool:
    return found[0] > 200 and max(found[1:]) < 60


@pytest.mark.parametrize(("source", "raw"), [(JPEG, jpeg()), (PNG, png()), (WEBP, webp())])
def test_nothing_but_pixels_is_left(source: Source, raw: bytes) -> None:
    assert SECRET_BYTES in raw
    drawn = draw(source, raw)
    image = seen(drawn)
    assert set(segments(drawn.data)) == PLAIN_MARKERS
    assert dict(image.getexif()) == {}
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert image.info["jfif_density"] == (1, 1)  # the camera's dots per inch are gone too
    assert b"Siti" not in drawn.data
    assert drawn.data.endswith(b"\xff\xd9")
    assert is_red(colour(image, 2, 2))


@pytest.mark.parametrize("source", [JPEG, PNG, WEBP])
@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [
        (1, (2, 2), (90, 60)),
        (3, (87, 57), (90, 60)),
        (6, (57, 2), (60, 90)),
        (8, (2, 87), (60, 90)),
        (99, (2, 2), (90, 60)),
    ],
)
def test_a_turned_camera_gives_an_upright_picture(
    source: Source, orientation: int, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    """The red corner stands where the tag says that it should be seen."""
    make = {JPEG: jpeg, PNG: png, WEBP: webp}[source]
    image = seen(draw(source, make(orientation=orientation)))
    assert image.size == size
    assert is_red(colour(image, *corner))


def test_a_tag_that_cannot_be_read_turns_nothing() -> None:
    broken = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\xff\xff\xff\xff\xff"
    raw = jpeg(bare=True, exif=broken)
    assert seen(draw(JPEG, raw)).size == (90, 60)


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((2560, 100), (2560, 100)),
        ((2561, 100), (2560, 100)),
        ((4000, 3000), (2560, 1920)),
        ((100, 5200), (49, 2560)),
        ((1, 1), (1, 1)),
        ((9000, 1), (2560, 1)),
    ],
)
def test_the_long_side_is_at_most_what_is_kept(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    raw = jpeg(Image.new("RGB", size, "red"), bare=True)
    image = seen(draw(JPEG, raw))
    assert image.size == kept
    assert max(image.size) <= LONGEST_SIDE
    assert is_red(colour(image, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_screenshot_is_taken(mode: str) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (90, 60))
        image.putdata([200 << 8] * 5400)
    else:
        image = picture().convert(mode)
    assert seen(draw(PNG, png(image))).size == (90, 60)


def test_deep_greys_stay_grey() -> None:
    image = Image.new("I;16", (40, 40))
    image.putdata([200 << 8] * 1600)
    assert abs(colour(seen(draw(PNG, png(image))), 20, 20)[0] - 200) < 3


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_see_through_stands_on_white(mode: str) -> None:
    image = Image.new(mode, (40, 40), 0 if mode == "LA" else (0, 0, 0, 0))
    assert colour(seen(draw(PNG, png(image))), 20, 20) == (255, 255, 255)
    assert colour(seen(draw(WEBP, webp(image.convert("RGBA")))), 20, 20) == (255, 255, 255)


@pytest.mark.parametrize("large", [False, True])
def test_a_palette_may_be_see_through_too(large: bool) -> None:
    image = Image.new("P", (3000 if large else 40, 40), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    raw = png(image, transparency=1)
    assert colour(seen(draw(PNG, raw)), 20, 20) == (255, 255, 255)


def test_printers_colours_are_taken() -> None:
    raw = jpeg(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), bare=True)
    assert is_red(colour(seen(draw(JPEG, raw)), 20, 20))


def test_of_moving_pictures_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (40, 40), one) for one in ("red", "blue", "green")]
    moving = {"save_all": True, "append_images": frames[1:], "duration": 50}
    for source, make in ((PNG, png), (WEBP, webp)):
        assert is_red(colour(seen(draw(source, make(frames[0], **moving))), 20, 20))


def test_a_second_photo_behind_the_first_is_dropped() -> None:
    """A phone's multi-picture file: the preview behind may be the uncropped one."""
    written = io.BytesIO()
    hidden = Image.new("RGB", (40, 40), "blue")
    Image.new("RGB", (40, 40), "red").save(written, "MPO", save_all=True, append_images=[hidden])
    drawn = draw(JPEG, written.getvalue())
    assert is_red(colour(seen(drawn), 20, 20))
    assert drawn.data.count(b"\xff\xd8\xff") == 1


WHOLE = {JPEG: jpeg(bare=True), PNG: png(), WEBP: webp()}


@pytest.mark.parametrize("source", WHOLE)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_cut_file_is_broken(source: Source, share: float) -> None:
    raw = WHOLE[source]
    assert fault_of(source, raw[: int(len(raw) * share)]) is Fault.BROKEN


@pytest.mark.parametrize(
    ("source", "raw", "fault"),
    [
        (PNG, png_of_size(50_000, 50_000), Fault.PIXELS),
        (PNG, png_of_size(20_001, 1_000), Fault.PIXELS),
        (PNG, png_of_size(2**31 - 1, 2**31 - 1, colour=0), Fault.PIXELS),
        (JPEG, jpeg_of_size(65_500, 65_500), Fault.PIXELS),
        (JPEG, jpeg_of_size(0, 100), Fault.BROKEN),
        (PNG, png_with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2**24))), Fault.BROKEN),
        (PNG, png_with_chunk(b"IHDR", bytes(13)), Fault.BROKEN),
        (JPEG, b"\xff\xd8\xff\xe0" + bytes(500), Fault.BROKEN),
        (WEBP, b"RIFF" + struct.pack("<I", 500) + b"WEBP" + bytes(500), Fault.BROKEN),
    ],
)
def test_floods_and_rubble_are_refused(source: Source, raw: bytes, fault: Fault) -> None:
    assert fault_of(source, raw) is fault


def fault_of(source: Source, raw: bytes) -> Fault:
    with pytest.raises(Faulty) as refused:
        draw(source, raw)
    return refused.value.fault
