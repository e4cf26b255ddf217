"""Posters are judged as a printer and a phone would: rendered, and scanned by two decoders."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image

from portal.documents.posters import PosterCounter, PosterSize, posters_pdf
from portal.errors import Problems, RuleBroken

TODAY = date(2026, 11, 21)
PLAIN = PosterCounter(
    code="7K3M9X",
    number="3",
    name="Akta Kelahiran",
    name_en="Birth certificates",
    unit_name="Dinas Kependudukan dan Pencatatan Sipil",
    government_name="Kabupaten Sungai Raya",
    base_url="https://suara.sungairaya.example",
    contact="(0500) 123 456",
)
LONG = PosterCounter(
    code="0ZQ8WV",
    number="12A",
    name="Pendaftaran dan Perubahan Nama Pemegang Hak Atas Tanah Désa Ålængkàp Sérta Žúdh",
    name_en="Registration and change of the name of a land right holder in whole villages",
    unit_name="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Wilayah Kepulauan Timur",
    government_name="Kabupaten Pangkajene dan Kepulauan",
    base_url="https://suara-loket.pangkajenekepulauankab.example/layanan",
)
BARE = PosterCounter("ABCDEF", "", "Layanan Keliling", "", "Kecamatan", "", "http://127.0.0.1:8000")
SIZES = list(PosterSize)
PAPER = {
    PosterSize.A4: (210, 297),
    PosterSize.A5: (148, 210),
    PosterSize.A6: (105, 148),
    PosterSize.STICKERS: (210, 297),
}
CODES_ON_PAGE = {PosterSize.STICKERS: 8}

Render = Callable[[bytes], list[Image.Image]]
Scan = Callable[[Image.Image], list[str]]


def parts(page: Image.Image, size: PosterSize) -> list[Image.Image]:
    """What a phone sees at once: the page, or one sticker of the sheet."""
    if size is not PosterSize.STICKERS:
        return [page]
    left, top, width, height = (side / 25.4 * 200 for side in (15, 16.5, 90, 66))
    return [
        page.crop((x, y, round(x + width), round(y + height)))
        for row in range(4)
        for column in range(2)
        for x, y in [(round(left + column * width), round(top + row * height))]
    ]


def logo() -> bytes:
    output = io.BytesIO()
    Image.new("RGBA", (200, 240), (180, 20, 20, 255)).save(output, "PNG")
    return output.getvalue()


@pytest.mark.parametrize(
    ("counters", "black"),
    [([LONG, replace(BARE, logo=logo())], False), ([PLAIN], True)],
    ids=["colour", "black"],
)
@pytest.mark.parametrize("size", SIZES)
def test_every_code_is_read_by_two_decoders(
    size: PosterSize,
    counters: list[PosterCounter],
    black: bool,
    rendered: Render,
    scanned_by_zxing: Scan,
    scanned_by_opencv: Scan,
) -> None:
    pages = rendered(posters_pdf(counters, size=size, created=TODAY, black=black))
    assert len(pages) == len(counters)
    for counter, page in zip(counters, pages, strict=True):
        expected = [counter.address] * CODES_ON_PAGE.get(size, 1)
        assert scanned_by_zxing(page) == expected
        seen = [text for part in parts(page, size) for text in scanned_by_opencv(part)]
        assert seen == expected


@pytest.mark.parametrize("size", SIZES)
def test_the_paper_has_its_size(size: PosterSize, poppler: Callable[..., str]) -> None:
    told = poppler("pdfinfo", posters_pdf([PLAIN, LONG], size=size, created=TODAY))
    assert re.search(r"^Pages: +2$", told, re.MULTILINE)
    found = re.search(r"^Page size: +([\d.]+) x ([\d.]+) pts", told, re.MULTILINE)
    assert found is not None
    assert [float(side) / 72 * 25.4 for side in found.groups()] == pytest.approx(
        PAPER[size], abs=0.1
    )


@pytest.mark.parametrize(
    ("size", "side"),
    [(PosterSize.A4, 98), (PosterSize.A5, 79), (PosterSize.A6, 70), (PosterSize.STICKERS, 43)],
)
def test_the_code_has_its_size_with_four_quiet_modules(
    size: PosterSize, side: float, rendered: Render
) -> None:
    """The corners of the code, found from the three finder squares, are black; around, white."""
    page = np.asarray(rendered(posters_pdf([PLAIN], size=size, created=TODAY))[0])
    per_mm = 200 / 25.4
    module = side / (33 + 8) * per_mm
    top, left = _finder(page, module)
    assert top is not None
    quiet = page[
        round(top - 4 * module) + 4 : round(top) - 2,
        round(left - 4 * module) + 4 : round(left + 37 * module) - 4,
    ]
    assert quiet.min() > 200
    beside = page[
        round(top) : round(top + 33 * module), round(left - 4 * module) + 4 : round(left) - 2
    ]
    assert beside.min() > 200
    beyond = page[
        round(top) : round(top + 33 * module),
        round(left + 33 * module) + 3 : round(left + 37 * module) - 4,
    ]
    assert beyond.min() > 200


def _finder(page: np.ndarray, module: float) -> tuple[int, int]:
    """Where the first 7-module square of solid black border begins (top row, left column)."""
    run = round(7 * module)
    for y in range(round(page.shape[0] * 0.1), page.shape[0] - run):
        dark = page[y] < 60
        edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.view(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            column = page[y : y + run, start : start + max(2, int(module / 2))]
            if abs(end - start - run) <= 2 and (column < 90).all(axis=1).mean() > 0.97:
                return y, int(start)
    raise AssertionError("no finder square")


@pytest.mark.parametrize("size", SIZES)
def test_only_the_logo_is_a_picture(size: PosterSize, poppler: Callable[..., str]) -> None:
    without = posters_pdf([PLAIN, LONG], size=size, created=TODAY)
    assert len(poppler("pdfimages", without, "-list").splitlines()) == 2
    with_logo = posters_pdf([replace(PLAIN, logo=logo())] * 3, size=size, created=TODAY)
    kinds = [line.split()[2] for line in poppler("pdfimages", with_logo, "-list").splitlines()[2:]]
    assert set(kinds) == {"image"}
    assert with_logo.count(b"/Subtype /Image") == 1


@pytest.mark.parametrize("size", SIZES)
def test_the_words_can_be_read_out(size: PosterSize, poppler: Callable[..., str]) -> None:
    text = " ".join(poppler("pdftotext", posters_pdf([PLAIN], size=size, created=TODAY)).split())
    for words in (
        "7K3M9X",
        "suara.sungairaya.example/l/",
        "Akta Kelahiran",
        "Birth certificates",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Kabupaten Sungai Raya",
        "How was our service?",
        "(0500) 123 456",
    ):
        assert words in text, words


@pytest.mark.parametrize("picture", [None, logo()], ids=["plain", "logo"])
@pytest.mark.parametrize("size", SIZES)
def test_long_names_are_whole(
    size: PosterSize, picture: bytes | None, poppler: Callable[..., str]
) -> None:
    counter = replace(LONG, logo=picture)
    text = "".join(poppler("pdftotext", posters_pdf([counter], size=size, created=TODAY)).split())
    for words in (LONG.name, LONG.name_en, LONG.unit_name, LONG.typed_address, LONG.code):
        assert words.replace(" ", "") in text, words
    assert "…" not in text


@pytest.mark.parametrize("size", SIZES)
def test_no_name_reaches_the_edge_of_the_sheet(size: PosterSize, rendered: Render) -> None:
    """Ink of a letter never stands in the outer 2 mm beside the band (black print)."""
    counters = [
        replace(LONG, name=name, unit_name=name, government_name=name, contact=name)
        for name in ("Wilayah " * 25, "W" * 200)
    ]
    border = round(2 * 200 / 25.4)
    for page in rendered(posters_pdf(counters, size=size, created=TODAY, black=True)):
        pixels = np.asarray(page)
        assert pixels[:, :border].min() > 200
        assert pixels[:, -border:].min() > 200


def test_the_question_and_what_happens_stand_in_both_languages(
    poppler: Callable[..., str],
) -> None:
    text = " ".join(
        poppler("pdftotext", posters_pdf([PLAIN], size=PosterSize.A4, created=TODAY)).split()
    )
    for words in ("Bagaimana pelayanan kami tadi?", "Tidak baik", "Sangat baik", "Very good"):
        assert words in text
    assert "QR rusak atau ditempeli? Laporkan ke (0500) 123 456" in text
    assert "Code damaged or pasted over? Tell (0500) 123 456" in text


def test_without_a_contact_the_staff_are_named(poppler: Callable[..., str]) -> None:
    content = posters_pdf([BARE], size=PosterSize.A4, created=TODAY)
    assert "Laporkan ke petugas unit ini" in poppler("pdftotext", content)


@pytest.mark.parametrize("size", SIZES)
def test_the_same_posters_have_the_same_bytes(size: PosterSize) -> None:
    counters = [PLAIN, replace(LONG, logo=logo())]
    first = posters_pdf(counters, size=size, created=TODAY)
    assert posters_pdf(counters, size=size, created=TODAY) == first
    assert posters_pdf(counters, size=size, created=date(2026, 11, 22)) != first


@pytest.mark.parametrize("size", [PosterSize.A4, PosterSize.STICKERS])
def test_forty_counters_are_quick_and_small(size: PosterSize) -> None:
    counters = [
        replace(PLAIN, code=f"7K3M{n:02d}", number=str(n), name=f"Layanan {n}", logo=logo())
        for n in range(40)
    ]
    begun = time.process_time()
    content = posters_pdf(counters, size=size, created=TODAY)
    assert time.process_time() - begun < 10
    assert len(content) < 2_000_000


def test_black_posters_use_no_colour(rendered: Render) -> None:
    content = posters_pdf([PLAIN], size=PosterSize.A4, created=TODAY, black=True)
    coloured = posters_pdf([PLAIN], size=PosterSize.A4, created=TODAY)
    black_share = (np.asarray(rendered(content)[0]) < 128).mean()
    colour_share = (np.asarray(rendered(coloured)[0]) < 128).mean()
    assert black_share < colour_share - 0.12


def test_what_the_font_lacks_is_refused_for_every_counter() -> None:
    counters = [
        PLAIN,
        replace(PLAIN, code="AAAAAA", name="ꦗꦮ"),
        replace(PLAIN, code="BBBBBB", unit_name="🙂"),
    ]
    with pytest.raises(Problems) as refused:
        posters_pdf(counters, size=PosterSize.A4, created=TODAY)
    assert [problem.where for problem in refused.value.problems] == [
        "loket AAAAAA (nama)",
        "loket BBBBBB (unit)",
    ]


@pytest.mark.parametrize(
    ("counters", "words"),
    [
        ([], "Tidak ada loket"),
        ([replace(PLAIN, logo=b"<svg></svg>")], "SVG"),
        ([replace(PLAIN, base_url="https://" + "a" * 600 + ".example")], "terlalu panjang"),
        ([replace(PLAIN, base_url="https://" + "a" * 5000 + ".example")], "terlalu panjang"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(
    counters: list[PosterCounter], words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        posters_pdf(counters, size=PosterSize.STICKERS, created=TODAY)


def test_the_bookmarks_name_the_counters() -> None:
    content = posters_pdf([PLAIN, BARE], size=PosterSize.A6, created=TODAY)
    assert PLAIN.title == "Loket 3: Akta Kelahiran (Dinas Kependudukan dan Pencatatan Sipil)"
    assert content.count(b"/Dest") >= 2
