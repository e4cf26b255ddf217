"""The A4 poster, and the A4 sheet of eight stickers with cut marks."""

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.drawing import Palette
from portal.documents.lettering import Style
from portal.documents.poster_cards import draw_faces
from portal.documents.poster_sign import (
    ENGLISH,
    INDONESIAN,
    PosterCounter,
    Sign,
    damaged,
    draw_address,
    draw_code_box,
    draw_sign,
)

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 16.0
CODE = 98.0
FRAME_GAP = 1.5
SIDE_COLUMN = 124.0

STICKER = (90.0, 66.0)
COLUMNS, ROWS = 2, 4
STICKER_CODE = 43.0
MARK_LENGTH, MARK_GAP = 5.0, 2.0


def draw_a4(pdf: FPDF, counter: PosterCounter, colours: Palette) -> None:
    """The wall poster: sign, question, faces, code with its column, steps, foot."""
    draw_sign(pdf, counter, colours, Sign(0, 0, WIDTH, 60, 25, MARGIN, 38, 42, 29, 14, inset=6))
    middle = WIDTH / 2
    lettering.write(
        pdf, INDONESIAN.question, middle, 79.5, Style(28, colours.ink, bold=True, align="centre")
    )
    lettering.write(pdf, ENGLISH.question, middle, 86.3, Style(13, colours.muted, align="centre"))
    draw_faces(pdf, colours, width=WIDTH, step=37, top=(98.5, 15))
    _framed_code(pdf, counter, colours)
    _side_column(pdf, counter, colours)
    _steps(pdf, colours)
    _foot(pdf, counter, colours)


def _framed_code(pdf: FPDF, counter: PosterCounter, colours: Palette) -> None:
    """The frame stands outside the quiet zone, its round corners too."""
    side = CODE + 2 * FRAME_GAP
    drawing.qr_code(pdf, counter.address, MARGIN + FRAME_GAP, 121 + FRAME_GAP, CODE)
    drawing.box(pdf, (MARGIN, 121, side, side), radius=4, border=colours.ink, width=0.6)


def draw_stickers(pdf: FPDF, counter: PosterCounter, colours: Palette) -> None:
    """Eight equal stickers of one counter: a mixed sheet would end on the wrong desk."""
    left = (WIDTH - COLUMNS * STICKER[0]) / 2
    top = (HEIGHT - ROWS * STICKER[1]) / 2
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = left + column * STICKER[0], top + row * STICKER[1]
            _sticker(pdf, counter, colours, x, y)
    _cut_marks(pdf, left, top)


def _side_column(pdf: FPDF, counter: PosterCounter, colours: Palette) -> None:
    """What to do, beside the code: scan it, or type it."""
    x, width = SIDE_COLUMN, WIDTH - MARGIN - SIDE_COLUMN
    title = Style(21, colours.ink, bold=True, leading=1.15)
    text, english = Style(12, colours.ink), Style(9.5, colours.muted, leading=1.3)
    y = lettering.paragraph(pdf, INDONESIAN.scan, x, 132, width, title, lines=2)
    y = lettering.paragraph(pdf, INDONESIAN.promise, x, y - 1, width, text, lines=3)
    y = lettering.paragraph(pdf, ENGLISH.scan, x, y + 1, width, english, lines=1)
    lettering.paragraph(pdf, ENGLISH.promise, x, y, width, english, lines=2)
    lettering.paragraph(pdf, INDONESIAN.type_it, x, 178, width, text, lines=1)
    lettering.paragraph(pdf, ENGLISH.type_it, x, 183, width, english, lines=1)
    last = draw_address(pdf, counter, (x, 191.5, width), Style(14, colours.ink, bold=True))
    draw_code_box(pdf, counter.code, colours, x, last + 3, 32)


def _steps(pdf: FPDF, colours: Palette) -> None:
    drawing.rule(pdf, (MARGIN, 227.5), (WIDTH - MARGIN, 227.5), colours.line, 0.3)
    head = Style(13.5, colours.ink, bold=True)
    after = lettering.write(pdf, INDONESIAN.then, MARGIN, 235, head)
    lettering.write(pdf, ENGLISH.then, MARGIN + after + 4, 235, Style(9.5, colours.muted))
    column = (WIDTH - 2 * MARGIN + 6) / 3
    for number, (text, english) in enumerate(
        zip(INDONESIAN.steps, ENGLISH.steps, strict=True), start=1
    ):
        x = MARGIN + (number - 1) * column
        _chip(pdf, str(number), colours, x)
        width = column - 10 - 5
        style = Style(10.5, colours.ink, leading=1.28)
        y = lettering.paragraph(pdf, text, x + 10, 244.6, width, style, lines=4)
        small = Style(8, colours.muted, leading=1.25)
        lettering.paragraph(pdf, english, x + 10, y + 0.4, width, small, lines=3)


def _chip(pdf: FPDF, number: str, colours: Palette, x: float) -> None:
    place = (x, 240.2, 7.0, 7.0)
    if colours.black:
        drawing.box(pdf, place, radius=1.4, border=colours.ink, width=0.35)
    else:
        drawing.box(pdf, place, radius=1.4, filled=drawing.SOFT)
    style = Style(12, colours.accent, bold=True, align="centre")
    lettering.write(pdf, number, x + 3.5, 245.2, style)


def _foot(pdf: FPDF, counter: PosterCounter, colours: Palette) -> None:
    mark = drawing.wordmark(pdf, colours, MARGIN, 284, 16)
    right = WIDTH - MARGIN
    width = right - MARGIN - mark - 6
    style = Style(10.5, colours.ink, align="right")
    lettering.paragraph(pdf, damaged(INDONESIAN, counter), right, 281.5, width, style, lines=1)
    small = Style(8.5, colours.muted, align="right")
    lettering.paragraph(pdf, damaged(ENGLISH, counter), right, 285.7, width, small, lines=1)


def _sticker(pdf: FPDF, counter: PosterCounter, colours: Palette, x: float, y: float) -> None:
    width, height = STICKER
    draw_sign(pdf, counter, colours, Sign(x, y, width, 17, 20, 3.5, 12.5, 12, 9, 5.5, inset=1.5))
    drawing.qr_code(pdf, counter.address, x + 1, y + height - STICKER_CODE - 1, STICKER_CODE)
    left = x + STICKER_CODE + 2
    room = width - STICKER_CODE - 2 - 3.5
    ink, muted = colours.ink, colours.muted
    bold = Style(10.5, ink, bold=True, leading=1.15)
    below = lettering.paragraph(pdf, INDONESIAN.question, left, y + 26, room, bold, lines=2)
    small = Style(6.5, muted, leading=1.25)
    below = lettering.paragraph(pdf, ENGLISH.question, left, below - 1, room, small, lines=1)
    text = Style(7.8, ink, leading=1.25)
    below = lettering.paragraph(
        pdf, INDONESIAN.scan_and_promise, left, below + 1, room, text, lines=2
    )
    address = Style(8, ink, bold=True, leading=1.2)
    last = draw_address(pdf, counter, (left, y + 46, room), address)
    draw_code_box(pdf, counter.code, colours, left, last + 1.6, 14)
    tiny = Style(6, muted, leading=1.25)
    lettering.paragraph(pdf, damaged(INDONESIAN, counter), left, y + 60.4, room, tiny, lines=2)


def _cut_marks(pdf: FPDF, left: float, top: float) -> None:
    """Short lines outside the stickers, in line with every cut."""
    right, bottom = left + COLUMNS * STICKER[0], top + ROWS * STICKER[1]
    for column in range(COLUMNS + 1):
        x = left + column * STICKER[0]
        for edge, way in ((top, -1), (bottom, 1)):
            near = edge + way * MARK_GAP
            drawing.rule(pdf, (x, near), (x, near + way * MARK_LENGTH), drawing.BLACK)
    for row in range(ROWS + 1):
        y = top + row * STICKER[1]
        for edge, way in ((left, -1), (right, 1)):
            near = edge + way * MARK_GAP
            drawing.rule(pdf, (near, y), (near + way * MARK_LENGTH, y), drawing.BLACK)
