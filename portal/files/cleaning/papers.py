"""A PDF drawn anew: each page as the picture that one sees, and nothing else.

Taking things out of a PDF needs a list of all that can be in it: scripts, embedded files,
earlier versions, layers, text under a black bar, the uncropped photo. A picture of the page
has none of them. The price: the text can no longer be searched or read aloud.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from pypdfium2.raw import FPDF_ERR_PASSWORD  # type: ignore[import-untyped]

from portal.files.cleaning.child import Drawn
from portal.files.cleaning.photos import encoded
from portal.files.facts import (
    LARGEST_KEPT,
    LONGEST_SIDE,
    MOST_PAGES,
    Fault,
    Faulty,
    Kind,
    Source,
)

POINT = 1 / 72  # inch
FINENESS = 150 * POINT  # pixels per point: small print on A4 can be read
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Page:
    """A page's picture as JPEG, its size in pixels, and how many pixels make a point."""

    picture: bytes
    width: int
    height: int
    scale: float


def draw(_source: Source, raw: bytes) -> Drawn:
    """The paper as a PDF of pictures; raises Faulty."""
    try:
        pages = _drawn(raw)
        return Drawn(Kind.PDF, written(pages), pages=len(pages))
    except (Faulty, MemoryError):
        raise
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        raise Faulty(Fault.LOCKED if locked else Fault.BROKEN) from error
    except Exception as error:  # whatever is wrong with a stranger's bytes
        raise Faulty(Fault.BROKEN) from error


def _drawn(raw: bytes) -> list[Page]:
    document = pdfium.PdfDocument(raw)
    if len(document) == 0:
        raise Faulty(Fault.BROKEN)
    if len(document) > MOST_PAGES:
        raise Faulty(Fault.PAGES)
    document.init_forms()  # what somebody has filled in is part of what one sees
    pages, size = [], 0
    for one in document:
        page = _drawn_page(one)
        one.close()
        size += len(page.picture)
        if size > LARGEST_KEPT:
            raise Faulty(Fault.HEAVY)
        pages.append(page)
    return pages


def _drawn_page(page: pdfium.PdfPage) -> Page:
    longest = max(page.get_size())
    if not 0 < longest < float("inf"):
        raise Faulty(Fault.BROKEN)
    scale = min(FINENESS, LONGEST_SIDE / longest)
    image = page.render(scale=scale).to_pil().convert("RGB")
    return Page(encoded(image, quality=QUALITY), image.width, image.height, scale)


def written(pages: list[Page]) -> bytes:
    """A PDF of these pictures, with neither title nor date nor number of its own."""
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(_objects(pages), start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(places) + 1))
    file.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return file.getvalue()


def _objects(pages: list[Page]) -> Iterator[bytes]:
    """Catalogue, list of pages, then three objects for each page."""
    kids = b" ".join(b"%d 0 R" % (3 * place + 3) for place in range(len(pages)))
    yield b"<</Type/Catalog/Pages 2 0 R>>"
    yield b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
    for place, page in enumerate(pages):
        number = 3 * place + 3
        width, height = page.width / page.scale, page.height / page.scale
        yield (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, number + 1, number + 2)
        )
        yield _stream(b"", b"%.2f 0 0 %.2f 0 0 cm /P Do" % (width, height))
        facts = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (page.width, page.height)
        colours = b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        yield _stream(facts + colours, page.picture)


def _stream(facts: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (facts, len(content), content)
