"""Posters A5 and A6: one column, the code in the middle."""

from dataclasses import dataclass

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.drawing import Palette
from portal.documents.lettering import Style
from portal.documents.poster_sign import (
    ENGLISH,
    INDONESIAN,
    PosterCounter,
    Sign,
    damaged,
    draw_code_box,
    draw_sign,
)


@dataclass(frozen=True, slots=True)
class Card:
    """Where things stand on a card; baselines in millimetres, sizes of letters in points."""

    sign: Sign
    question: tuple[float, float]
    question_en: tuple[float, float]
    code: tuple[float, float]
    scan: tuple[float, float]
    scan_en: tuple[float, float]
    typed: tuple[float, float]
    outcome: tuple[float, float]
    foot: tuple[float, float]
    faces: tuple[float, float] | None = None


A6 = Card(
    sign=Sign(0, 0, 105, 28, 24, 7, 17, 18, 13, 7, inset=3),
    question=(37.5, 14),
    question_en=(41.6, 8),
    code=(42.5, 70),
    scan=(114.4, 9),
    scan_en=(117.9, 7.2),
    typed=(120.4, 14),
    outcome=(132.2, 7),
    foot=(142.6, 9.5),
)
A5 = Card(
    sign=Sign(0, 0, 148, 41, 24, 11, 26, 28, 19, 10, inset=4),
    question=(54.5, 20),
    question_en=(60.0, 10),
    faces=(69.6, 10.5),
    code=(83.5, 79),
    scan=(166.5, 12),
    scan_en=(171.0, 9),
    typed=(174.4, 19),
    outcome=(190.0, 9),
    foot=(203.4, 12.5),
)


def draw_card(pdf: FPDF, counter: PosterCounter, colours: Palette, card: Card) -> None:
    """One page: sign, question, code, address, what happens, whom to tell."""
    draw_sign(pdf, counter, colours, card.sign)
    _question(pdf, colours, card)
    top, side = card.code
    drawing.qr_code(pdf, counter.address, (card.sign.width - side) / 2, top, side)
    _scan(pdf, colours, card)
    _typed(pdf, counter, colours, card)
    _outcome(pdf, colours, card)
    _foot(pdf, counter, colours, card)


def draw_faces(
    pdf: FPDF, colours: Palette, *, width: float, step: float, top: tuple[float, float]
) -> None:
    """The four faces with their words in both languages; `top` is (centre, diameter)."""
    centre, diameter = top
    size = diameter * 0.86
    for mark in range(1, 5):
        x = width / 2 + (mark - 2.5) * step
        drawing.face(pdf, mark, (x, centre), diameter, colours.ink)
        below = centre + diameter * 0.5 + size * 0.44
        word = Style(size, colours.ink, align="centre")
        english = Style(size * 0.72, colours.muted, align="centre")
        lettering.write(pdf, INDONESIAN.marks[mark - 1], x, below, word)
        lettering.write(pdf, ENGLISH.marks[mark - 1], x, below + size * 0.36, english)


def _question(pdf: FPDF, colours: Palette, card: Card) -> None:
    _centred(pdf, INDONESIAN.question, card, card.question, colours.ink, bold=True)
    _centred(pdf, ENGLISH.question, card, card.question_en, colours.muted)
    if card.faces:
        draw_faces(pdf, colours, width=card.sign.width, step=card.sign.width / 5.2, top=card.faces)


def _scan(pdf: FPDF, colours: Palette, card: Card) -> None:
    _centred(pdf, INDONESIAN.scan_and_promise, card, card.scan, colours.ink, bold=True)
    _centred(pdf, ENGLISH.scan_and_promise, card, card.scan_en, colours.muted)


def _typed(pdf: FPDF, counter: PosterCounter, colours: Palette, card: Card) -> None:
    """ "Atau ketik address/l/ [CODE]" as one centred row; the address shrinks, not the code."""
    top, size = card.typed
    small = size * 0.62
    plain, bold = lettering.measure_of(bold=False), lettering.measure_of(bold=True)
    box = bold(counter.code) * size + 0.7 * size * lettering.MILLIMETRES_PER_POINT
    lead = f"{INDONESIAN.or_type} "
    room = card.sign.width - 2 * card.sign.margin - box - 2
    wanted = (plain(lead) + bold(counter.typed_address)) * small
    small *= min(1.0, room / wanted)
    x = (card.sign.width - min(wanted, room) - box - 2) / 2
    baseline = top + size * 0.385
    x += lettering.write(pdf, lead, x, baseline, Style(small, colours.ink))
    x += lettering.write(
        pdf, counter.typed_address, x, baseline, Style(small, colours.ink, bold=True)
    )
    draw_code_box(pdf, counter.code, colours, x + 2, top, size)


def _outcome(pdf: FPDF, colours: Palette, card: Card) -> None:
    baseline, size = card.outcome
    width = card.sign.width - 2 * card.sign.margin
    middle = card.sign.width / 2
    style = Style(size, colours.ink, align="centre", leading=1.25)
    below = lettering.paragraph(pdf, INDONESIAN.outcome, middle, baseline, width, style, lines=2)
    english = Style(size * 0.86, colours.muted, align="centre", leading=1.25)
    lettering.paragraph(pdf, ENGLISH.outcome, middle, below, width, english, lines=2)


def _foot(pdf: FPDF, counter: PosterCounter, colours: Palette, card: Card) -> None:
    baseline, size = card.foot
    margin = card.sign.margin
    mark = drawing.wordmark(pdf, colours, margin, baseline, size)
    right = card.sign.width - margin
    width = right - margin - mark - 4
    style = Style(size * 0.64, colours.muted, align="right", leading=1.25)
    first = baseline - size * 0.17
    below = lettering.paragraph(
        pdf, damaged(INDONESIAN, counter), right, first, width, style, lines=1
    )
    lettering.paragraph(pdf, damaged(ENGLISH, counter), right, below, width, style, lines=1)


def _centred(
    pdf: FPDF,
    text: str,
    card: Card,
    place: tuple[float, float],
    colour: lettering.Colour,
    *,
    bold: bool = False,
) -> None:
    baseline, size = place
    width = card.sign.width - 2 * card.sign.margin
    style = Style(size, colour, bold=bold, align="centre")
    lettering.paragraph(pdf, text, card.sign.width / 2, baseline, width, style, lines=1)
