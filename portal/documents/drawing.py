"""The identity on paper: band, edge, plate, faces, wordmark and codes, all drawn as paths.

Lengths are in millimetres, the origin is the top left corner of the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.drawing_primitives import DeviceRGB
from fpdf.enums import IntersectionRule, PathPaintRule

from portal.documents import lettering, qr
from portal.documents.lettering import MILLIMETRES_PER_POINT, Colour, Style
from portal.errors import RuleBroken

Point = tuple[float, float]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (0x24, 0x1D, 0x18)
MUTED: Colour = (0x5D, 0x53, 0x49)
LINE: Colour = (0xE0, 0xD6, 0xC6)
SOFT: Colour = (0xEC, 0xE9, 0xF5)

ACCENTS: dict[str, tuple[Colour, Colour]] = {
    "tarum": ((0x39, 0x32, 0x7F), (0xD9, 0xD5, 0xF2)),
    "laut": ((0x0E, 0x4A, 0x5A), (0xCD, 0xE6, 0xEC)),
    "daun": ((0x1D, 0x4F, 0x37), (0xD2, 0xE8, 0xDB)),
    "soga": ((0x64, 0x3A, 0x14), (0xF0, 0xDD, 0xC8)),
    "manggis": ((0x5C, 0x23, 0x50), (0xF0, 0xD5, 0xE8)),
    "arang": ((0x38, 0x32, 0x2C), (0xDD, 0xD5, 0xCA)),
}
"""Accent and the inner triangle of the edge."""

SMALLEST_MODULE = 0.45
"""Below this a laser printer and a cheap phone no longer agree on what is dark."""

FRAME = 1.0
OUTLINE = 0.35


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one print; `black` is the variant for printers without colour."""

    accent: Colour
    inner: Colour
    ink: Colour
    muted: Colour
    line: Colour
    on_band: Colour
    black: bool


def palette(accent: str, *, black: bool) -> Palette:
    """The colours of an accent by its name, or black alone."""
    if black:
        return Palette(BLACK, WHITE, BLACK, BLACK, BLACK, BLACK, black=True)
    colour, inner = ACCENTS[accent]
    return Palette(colour, inner, INK, MUTED, LINE, WHITE, black=False)


def document(title: str, created: date, size: tuple[float, float] = (210, 297)) -> FPDF:
    """An empty document; the same content made for the same day has the same bytes."""
    pdf = FPDF(unit="mm", format=size)
    pdf.set_creation_date(datetime.combine(created, time(), UTC))
    pdf.set_title(title)
    pdf.set_lang("id")
    pdf.set_margin(0)
    pdf.set_auto_page_break(False)
    lettering.add_fonts(pdf)
    return pdf


def fill(pdf: FPDF, loops: Iterable[Sequence[Point]], colour: Colour) -> None:
    """Closed paths filled by the even-odd rule."""
    path = _path(loops)
    path.style.fill_color = _device(colour)
    path.style.stroke_color = None
    path.style.paint_rule = PathPaintRule.FILL_EVENODD
    path.style.intersection_rule = IntersectionRule.EVENODD
    _draw(pdf, path)


def outline(pdf: FPDF, loops: Iterable[Sequence[Point]], colour: Colour, width: float) -> None:
    """Closed paths drawn by their border alone."""
    path = _path(loops)
    path.style.fill_color = None
    path.style.stroke_color = _device(colour)
    path.style.stroke_width = width
    path.style.paint_rule = PathPaintRule.STROKE
    _draw(pdf, path)


def box(
    pdf: FPDF,
    place: tuple[float, float, float, float],
    *,
    radius: float = 0,
    filled: Colour | None = None,
    border: Colour | None = None,
    width: float = 0.4,
) -> None:
    """A rectangle (x, y, width, height), rounded where a radius is given."""
    if filled is not None:
        pdf.set_fill_color(*filled)
    if border is not None:
        pdf.set_draw_color(*border)
        pdf.set_line_width(width)
    style = ("D" if border is not None else "") + ("F" if filled is not None else "")
    pdf.rect(*place, style=style, round_corners=radius > 0, corner_radius=radius)


def rule(pdf: FPDF, start: Point, end: Point, colour: Colour, width: float = 0.2) -> None:
    """A straight line."""
    pdf.set_draw_color(*colour)
    pdf.set_line_width(width)
    pdf.line(*start, *end)


def band(pdf: FPDF, colours: Palette, place: tuple[float, float, float, float], teeth: int) -> None:
    """The sign's ground with the row of triangles hanging from it.

    In black the ground becomes a frame 1 mm thick and the triangles are outlined, so that
    a poster costs little ink and stays the same sign.
    """
    x, y, width, height = place
    if colours.black:
        half = FRAME / 2
        box(
            pdf,
            (x + half, y + half, width - FRAME, height - FRAME),
            border=colours.ink,
            width=FRAME,
        )
        outline(pdf, _edge(x, y + height, width, teeth), colours.ink, OUTLINE)
        return
    box(pdf, place, filled=colours.accent)
    fill(pdf, _edge(x, y + height, width, teeth), colours.accent)
    fill(pdf, _edge(x, y + height, width, teeth, inner=True), colours.inner)


def face(pdf: FPDF, mark: int, centre: Point, diameter: float, colour: Colour) -> None:
    """The face of a mark from 1 (worst) to 4, as on the form: same ink in all four."""
    unit = diameter / 42
    pdf.set_draw_color(*colour)
    pdf.set_line_width(2.5 * unit)
    pdf.circle(*centre, diameter / 2)
    at = _grid(centre, unit)
    path = PaintedPath()
    for x in (16, 32):
        top = 18 if mark == 4 else 19
        path.move_to(*at(x, top)).line_to(*at(x, top + 2))
    _mouth(path, mark, at)
    path.style.fill_color = None
    path.style.stroke_color = _device(colour)
    path.style.stroke_width = 2.5 * unit
    path.style.stroke_cap_style = "round"
    path.style.stroke_join_style = "round"
    path.style.auto_close = False
    path.style.paint_rule = PathPaintRule.STROKE
    _draw(pdf, path)


def wordmark(pdf: FPDF, colours: Palette, x: float, baseline: float, size: float) -> float:
    """ "Suara" in its box with the tail, then "Loket"; yields the width. Size in points."""
    em = size * MILLIMETRES_PER_POINT
    white = Style(size, colours.accent if colours.black else WHITE, bold=True)
    inside = lettering.measure_of(bold=True)("Suara") * size
    place = (x, baseline - 1.06 * em, inside + 0.8 * em, 1.42 * em)
    bottom = place[1] + place[3]
    tail = (
        (x + 0.5 * em, bottom),
        (x + 1.125 * em, bottom),
        (x + 0.8125 * em, bottom + 0.375 * em),
    )
    if colours.black:
        box(pdf, place, radius=em / 4, border=colours.ink, width=OUTLINE)
        outline(pdf, (tail,), colours.ink, OUTLINE)
    else:
        box(pdf, place, radius=em / 4, filled=colours.accent)
        fill(pdf, (tail,), colours.accent)
    lettering.write(pdf, "Suara", x + 0.4 * em, baseline, white)
    second = x + place[2] + 0.375 * em
    return (
        second
        - x
        + lettering.write(pdf, "Loket", second, baseline, Style(size, colours.ink, bold=True))
    )


def qr_code(pdf: FPDF, text: str, x: float, y: float, side: float) -> None:
    """A QR code in black on white; `side` contains the quiet zone of four modules."""
    grid = qr.modules(text) if len(text) <= qr.LONGEST else ()
    module = side / (len(grid) + 2 * qr.QUIET_ZONE)
    if not grid or module < SMALLEST_MODULE:
        raise RuleBroken(
            f"Alamat {text[:80]} terlalu panjang untuk kode QR selebar {side:.0f} mm. "
            "Pakai alamat yang lebih pendek di PORTAL_BASE_URL, atau ukuran yang lebih besar."
        )
    box(pdf, (x, y, side, side), filled=WHITE)
    inset = module * qr.QUIET_ZONE
    fill(
        pdf,
        (
            [(x + inset + column * module, y + inset + row * module) for column, row in loop]
            for loop in qr.outlines(grid)
        ),
        BLACK,
    )


def _path(loops: Iterable[Sequence[Point]]) -> PaintedPath:
    path = PaintedPath()
    for first, *others in loops:
        path.move_to(*first)
        for point in others:
            path.line_to(*point)
        path.close()
    return path


def _draw(pdf: FPDF, path: PaintedPath) -> None:
    with pdf.drawing_context() as context:
        context.add_item(path, clone=False)


def _edge(
    x: float, y: float, width: float, teeth: int, *, inner: bool = False
) -> list[tuple[Point, Point, Point]]:
    """Triangles with a right angle at the tip; the inner ones are half as large."""
    period = width / teeth
    reach = period / 4 if inner else period / 2
    middles = (x + period * (tooth + 0.5) for tooth in range(teeth))
    return [((m - reach, y), (m + reach, y), (m, y + reach)) for m in middles]


def _grid(centre: Point, unit: float) -> Callable[[float, float], Point]:
    """From the 48 × 48 grid on which the faces are designed to the page."""
    return lambda x, y: (centre[0] + (x - 24) * unit, centre[1] + (y - 24) * unit)


def _mouth(path: PaintedPath, mark: int, at: Callable[[float, float], Point]) -> None:
    """Quadratic curves; the fourth mouth is open and closed by its own line."""
    if mark == 4:
        path.move_to(*at(13, 27)).line_to(*at(35, 27))
        path.quadratic_curve_to(*at(33, 38), *at(24, 38))
        path.quadratic_curve_to(*at(15, 38), *at(13, 27))
        path.close()
        return
    start, bend, end = {
        1: ((15, 35), (24, 26), (33, 35)),
        2: ((16, 33), (24, 30), (32, 33)),
        3: ((15, 29), (24, 36), (33, 29)),
    }[mark]
    path.move_to(*at(*start)).quadratic_curve_to(*at(*bend), *at(*end))


def _device(colour: Colour) -> DeviceRGB:
    red, green, blue = colour
    return DeviceRGB(red / 255, green / 255, blue / 255)
