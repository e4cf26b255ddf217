"""T7 and T4: whatever is uploaded, no worker dies, nothing of it is stored, no tag comes out."""

import io
import random
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from portal.files.cleaning.child import Drawn
from portal.files.facts import MOST_FILES, Kind
from portal.files.intake import take_in, take_in_all
from portal.files.words import FileRefused
from tests.files.bombs import QUICK, SLOW
from tests.files.makers import SECRET_BYTES, jpeg, paper, pdf, picture, png, segments, webp

MOST = 5.0  # seconds for each file
MEASURED = [pytest.mark.drill, pytest.mark.alone]
PLAIN_MARKERS = {0xE0, 0xDB, 0xC0, 0xC4}


def judge(name: str, raw: bytes, found: Drawn | FileRefused) -> None:
    """Refused in words that name the file, or drawn anew with nothing of the old one in it."""
    if isinstance(found, FileRefused):
        assert found.message.startswith(name)
        return
    assert found.data != raw
    assert SECRET_BYTES not in found.data
    if found.kind is Kind.JPEG:
        assert set(segments(found.data)) == PLAIN_MARKERS
        Image.open(io.BytesIO(found.data)).load()
    else:
        assert found.data.startswith(b"%PDF-1.4\n")


def mutated(chance: random.Random) -> bytes:
    """One of the sound files with one to three kinds of harm done to it."""
    raw = bytearray(chance.choice(SOUND))
    for _ in range(chance.randint(1, 3)):
        chance.choice(HARMS)(raw, chance)
    return bytes(raw)


def flip(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 30))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def cut(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(8, len(raw) + 1) :]


def cut_out(raw: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(raw))
    del raw[place : min(place + chance.choice((1, 4, 100)), max(place, len(raw) - 8))]


def double(raw: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(raw))
    raw[place:place] = raw[place : place + chance.choice((4, 40, 400))] * chance.choice((1, 50))


def largest(raw: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(raw))
    raw[place : place + 4] = chance.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", bytes(4)))


def digits(raw: bytearray, chance: random.Random) -> None:
    """In a paper: another number; in a photo: whatever stands there."""
    places = [place for place, byte in enumerate(raw) if 48 <= byte <= 57]
    for place in chance.sample(places, min(3, len(places))):
        raw[place] = chance.randrange(48, 58)


def splice(raw: bytearray, chance: random.Random) -> None:
    other = chance.choice(SOUND)
    raw[chance.randrange(8, len(raw) + 1) :] = other[chance.randrange(len(other)) :]


HARMS = (flip, cut, cut_out, double, largest, digits, splice)
SOUND = (
    jpeg(),
    jpeg(progressive=True),
    jpeg(picture(mode="CMYK"), bare=True),
    png(),
    png(picture(mode="P")),
    png(picture(mode="RGBA")),
    webp(),
    webp(lossless=True),
    paper(2),
    pdf(b"1 0 0 rg 0 0 9 9 re f", catalog=b"/AcroForm<</Fields[]>>", page=b"/Annots[]"),
)


@pytest.mark.parametrize("count", [30, pytest.param(2_000, marks=MEASURED)])
def test_mutated_files_kill_nobody(count: int) -> None:
    chance = random.Random(count)
    taken = 0
    for number in range(0, count, MOST_FILES):
        files = [(f"{number + n}.jpg", mutated(chance)) for n in range(MOST_FILES)]
        began = time.monotonic()
        found = take_in_all(files)
        assert time.monotonic() - began < MOST
        for (name, raw), one in zip(files, found, strict=True):
            judge(name, raw, one)
            taken += isinstance(one, Drawn)
    assert 0 < taken < count
    assert isinstance(take_in("foto.jpg", SOUND[0]), Drawn)


BOMBS = {**QUICK, **SLOW}
ALL_DAY = (
    "png 50,000 x 50,000",
    "png text of 64 MB",
    "jpeg 65,500 x 65,500",
    "exif that names itself",
    "webp canvas 16,383 x 16,383",
    "pdf page list in itself",
    "pdf 2 billion pages",
    "pdf deep arrays",
    "pdf letter that writes itself",
    "pdf image 30,000 x 30,000",
    "pdf content packed five times",
    "pdf page without end",
)


def test_there_are_fifty_bombs() -> None:
    assert len(BOMBS) >= 50


@pytest.mark.parametrize(
    "name",
    [
        *ALL_DAY,
        *(pytest.param(one, marks=MEASURED) for one in BOMBS if one not in ALL_DAY),
    ],
)
def test_a_bomb_ends_in_words_or_in_a_plain_file(name: str) -> None:
    raw = BOMBS[name]()
    began = time.monotonic()
    (found,) = take_in_all([(name, raw)])
    taken = time.monotonic() - began
    print(f"{name}: {len(raw)} bytes, {taken:.2f} s, {found}"[:160])
    assert taken < MOST
    judge(name.replace("/", ""), raw, found)
    assert isinstance(take_in("foto.jpg", SOUND[0]), Drawn)


def tagged(chance: random.Random, sides: tuple[int, int]) -> Iterator[tuple[str, bytes]]:
    """Photos of every format and turn, full of tags."""
    while True:
        size = (chance.randint(*sides), chance.randint(*sides))
        image = picture(size, seed=chance.randrange(10**6))
        make = chance.choice((jpeg, jpeg, jpeg, png, webp))
        yield f"IMG_{size}.jpg", make(image, orientation=chance.randint(1, 8))


@pytest.mark.parametrize(
    ("count", "sides"),
    [(20, (40, 300)), pytest.param(500, (40, 3500), marks=pytest.mark.drill)],
)
def test_no_tag_comes_out_of_any_photo(count: int, sides: tuple[int, int]) -> None:
    photos = tagged(random.Random(count), sides)
    for _ in range(0, count, MOST_FILES):
        files = [next(photos) for _ in range(MOST_FILES)]
        for (name, raw), one in zip(files, take_in_all(files), strict=True):
            assert SECRET_BYTES in raw
            assert isinstance(one, Drawn), one
            judge(name, raw, one)
            seen = Image.open(io.BytesIO(one.data))
            assert dict(seen.getexif()) == {}
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(seen.info)
