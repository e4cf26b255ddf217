"""QR posters: one page per counter on A4, A5 or A6, or a sheet of eight stickers.

What a poster must do: say which counter it is, be scanned, be typed where the camera
fails, say what happens with an answer, and say whom to tell when somebody pastes over it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.drawing import Palette
from portal.documents.logo import printable_logo
from portal.documents.poster_cards import A5, A6, draw_card
from portal.documents.poster_sheets import draw_a4, draw_stickers
from portal.documents.poster_sign import PosterCounter
from portal.errors import RuleBroken
from portal.organisation.printing import CounterToPrint

__all__ = ["PosterCounter", "PosterSize", "poster_of", "posters_pdf"]

MOST_PAGES = 5_000
FIELD_WORDS = {
    "name": "nama",
    "name_en": "nama Inggris",
    "number": "nomor",
    "unit_name": "unit",
    "government_name": "pemerintah daerah",
    "contact": "kontak",
    "base_url": "alamat",
    "code": "kode",
}


class PosterSize(StrEnum):
    """What `--size` accepts."""

    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    STICKERS = "stickers"


@dataclass(frozen=True, slots=True)
class _Page:
    size: tuple[float, float]
    draw: Callable[[FPDF, PosterCounter, Palette], None]


PAGES = {
    PosterSize.A4: _Page((210, 297), draw_a4),
    PosterSize.A5: _Page((148, 210), lambda pdf, of, colours: draw_card(pdf, of, colours, A5)),
    PosterSize.A6: _Page((105, 148), lambda pdf, of, colours: draw_card(pdf, of, colours, A6)),
    PosterSize.STICKERS: _Page((210, 297), draw_stickers),
}


def posters_pdf(
    counters: Sequence[PosterCounter],
    *,
    size: PosterSize,
    created: date,
    accent: str = "tarum",
    black: bool = False,
) -> bytes:
    """All posters in one PDF, one page per counter, in the order given.

    The same counters with the same `created` give the same bytes. Refuses, naming every
    counter concerned, what the font cannot draw, and a logo that is no PNG or JPEG.
    """
    if not counters:
        raise RuleBroken("Tidak ada loket untuk dicetak.")
    if len(counters) > MOST_PAGES:
        raise RuleBroken(f"{len(counters)} loket terlalu banyak untuk satu berkas; pilih --unit.")
    page = PAGES[size]
    pdf = drawing.document("Poster QR Suara Loket", created, page.size)
    lettering.refuse_unknown_letters(_texts(counters))
    colours = drawing.palette(accent, black=black)
    logos = {logo: printable_logo(logo, grey=black) for logo in {c.logo for c in counters} if logo}
    for counter in counters:
        pdf.add_page()
        pdf.start_section(counter.title)
        page.draw(pdf, counter.with_logo(logos.get(counter.logo or b"")), colours)
    return bytes(pdf.output())


def poster_of(
    counter: CounterToPrint, *, base_url: str, contact: str, logo: bytes | None = None
) -> PosterCounter:
    """A counter with what the installation adds: address, contact where the unit has none."""
    return PosterCounter(
        code=counter.code,
        number=counter.number,
        name=counter.name,
        name_en=counter.name_en,
        unit_name=counter.unit_name,
        government_name=counter.government_name,
        base_url=base_url,
        contact=counter.contact or contact,
        logo=logo,
    )


def _texts(counters: Sequence[PosterCounter]) -> dict[str, str]:
    """Everything that will be written, by the place a person looks for it."""
    return {
        f"loket {counter.code} ({word})": getattr(counter, field)
        for counter in counters
        for field, word in FIELD_WORDS.items()
    }
