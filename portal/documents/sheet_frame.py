"""What every official sheet on A4 carries: whose it is, and below what proves it (design.md §10).

Black on white, 15 mm margins. The QR and the address lead to `/verifikasi/<extract>`; neither
holds a name, a NIP or a figure.
"""

from dataclasses import dataclass
from datetime import date

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.lettering import Style
from portal.language import plain_date

LEFT, RIGHT, WIDTH = 15.0, 195.0, 180.0
CODE_SIDE = 31.0
FOOT = 250.0
"""Where the foot begins; what a sheet says ends above."""

UNKNOWN_LETTER = "?"

TEXT = Style(10, leading=1.3)
BOLD = Style(10, bold=True, leading=1.3)
SMALL = Style(8.5, leading=1.3)
SMALL_BOLD = Style(8.5, bold=True, leading=1.3)
HEADING = Style(11.5, bold=True)
TITLE = Style(17, bold=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose sheet it is, at which address it can be checked, and the day of printing."""

    government: str
    base_url: str
    printed_on: date

    def address(self, extract_id: str) -> str:
        """Where anybody can check a document."""
        return f"{self.base_url}/verifikasi/{extract_id}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What ties a sheet to the frozen row and to the audit trail."""

    extract_id: str
    revision: int
    definition: str
    answers: str
    audit_sequence: int
    audit_hash: str


def legible(text: str) -> str:
    """The text with a sign in place of each letter that the vendored font does not have.

    What was frozen cannot be mended any more, and a sheet that cannot be printed helps nobody;
    the NIP and the extract say whom it is about.
    """
    for letter in lettering.unknown_letters(text):
        text = text.replace(letter, UNKNOWN_LETTER)
    return lettering.one_line(text)


def draw_head(pdf: FPDF, letterhead: Letterhead, unit: str) -> None:
    """The wordmark in outline, the government and the unit, a rule."""
    drawing.wordmark(pdf, drawing.palette("", black=True), LEFT, 20.5, 12)
    right, room = Style(10, bold=True, align="right"), WIDTH - 40
    lettering.paragraph(pdf, legible(letterhead.government), RIGHT, 18, room, right, lines=1)
    small = Style(9, align="right")
    lettering.paragraph(pdf, unit, RIGHT, 22.5, room, small, lines=1)
    drawing.rule(pdf, (LEFT, 26.5), (RIGHT, 26.5), drawing.BLACK, 0.55)


def draw_title(pdf: FPDF, title: str, line: str, tag: str) -> None:
    """The title, the line below, and at the right how the sheet stands, in a frame."""
    width = _draw_tag(pdf, tag)
    lettering.paragraph(pdf, title, LEFT, 36.5, WIDTH - width - 4, TITLE, lines=1)
    lettering.paragraph(pdf, line, LEFT, 42.5, WIDTH, TEXT, lines=1)


def _draw_tag(pdf: FPDF, tag: str) -> float:
    style = Style(9.5, bold=True)
    width = lettering.measure_of(bold=True)(tag) * style.size + 6
    drawing.box(pdf, (RIGHT - width, 31, width, 7.4), radius=1, border=drawing.BLACK, width=0.5)
    lettering.write(pdf, tag, RIGHT - width + 3, 35.9, style)
    return width


def draw_section(pdf: FPDF, title: str, y: float) -> float:
    """A heading over a hairline; yields the first baseline below."""
    lettering.write(pdf, title, LEFT, y, HEADING)
    drawing.rule(pdf, (LEFT, y + 1.8), (RIGHT, y + 1.8), drawing.BLACK, 0.2)
    return y + 7


def draw_pairs(pdf: FPDF, pairs: tuple[tuple[str, str], ...], y: float, label: float = 34) -> float:
    """Words and what they stand for, one pair a line; yields the next baseline."""
    for name, value in pairs:
        lettering.write(pdf, name, LEFT, y, TEXT)
        room = WIDTH - label
        y = lettering.paragraph(pdf, value, LEFT + label, y, room, BOLD, lines=2) + 0.4
    return y


def draw_foot(pdf: FPDF, letterhead: Letterhead, stamp: Stamp, *, page: int, pages: int) -> None:
    """How to check the sheet, the definition, the head of the trail, and the page's number."""
    drawing.rule(pdf, (LEFT, FOOT), (RIGHT, FOOT), drawing.BLACK, 0.2)
    address = letterhead.address(stamp.extract_id)
    drawing.qr_code(pdf, address, LEFT - 2, FOOT + 1.5, CODE_SIDE)
    x = LEFT + CODE_SIDE + 1
    room = RIGHT - x
    lettering.write(pdf, "Periksa keaslian lembar ini", x, FOOT + 6, SMALL_BOLD)
    y = lettering.paragraph(pdf, address, x, FOOT + 10.2, room, SMALL_BOLD, lines=2)
    for line in _proof(stamp):
        y = lettering.paragraph(pdf, line, x, y, room, Style(8, leading=1.35), lines=1)
    last = f"Dicetak {plain_date(letterhead.printed_on)}"
    lettering.write(pdf, last, x, 281.5, SMALL)
    number = Style(SMALL.size, align="right")
    lettering.write(pdf, f"Halaman {page} dari {pages}", RIGHT, 281.5, number)


def _proof(stamp: Stamp) -> tuple[str, ...]:
    return (
        f"Revisi {stamp.revision} · definisi {stamp.definition} · {stamp.answers}",
        f"Kepala jejak audit saat ditutup: baris {stamp.audit_sequence}",
        stamp.audit_hash,
    )
