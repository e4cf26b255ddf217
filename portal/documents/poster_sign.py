"""The parts that posters of every size share: the sign above, the code, the foot."""

import io
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.drawing import Palette
from portal.documents.lettering import MILLIMETRES_PER_POINT, Fitted, Style
from portal.documents.poster_words import PosterWords, poster_words
from portal.language import Language

INDONESIAN = poster_words(Language.INDONESIAN)
ENGLISH = poster_words(Language.ENGLISH)

CAPITAL = 0.714
"""Height of a capital letter in the house's font, in em."""

UNBROKEN = 24
"""Characters up to which a contact, mostly a telephone number, stays on one line."""


@dataclass(frozen=True, slots=True)
class PosterCounter:
    """What a poster says about one counter.

    `base_url` is the installation's address, `contact` whom to tell about a damaged code
    (empty: the unit's staff), `logo` a PNG or JPEG file.
    """

    code: str
    number: str
    name: str
    name_en: str
    unit_name: str
    government_name: str
    base_url: str
    contact: str = ""
    logo: bytes | None = None

    @property
    def address(self) -> str:
        """What the QR code says."""
        return f"{self.base_url.rstrip('/')}/l/{self.code}"

    @property
    def typed_address(self) -> str:
        """The address up to the code, as a person types it: browsers add the scheme."""
        parts = urlsplit(self.base_url)
        return f"{parts.netloc}{parts.path.rstrip('/')}/l/"

    @property
    def title(self) -> str:
        """The bookmark in the file."""
        plate = f"Loket {self.number}: " if self.number else ""
        return f"{plate}{self.name} ({self.unit_name})"

    def with_logo(self, logo: bytes | None) -> "PosterCounter":
        """The same counter with a logo that is ready for print."""
        return replace(self, logo=logo)


@dataclass(frozen=True, slots=True)
class Sign:
    """The measures of the sign: millimetres, sizes of letters in points."""

    x: float
    y: float
    width: float
    height: float
    teeth: int
    margin: float
    plate: float
    name: float
    name_two_lines: float
    small: float
    inset: float = 0


def draw_sign(pdf: FPDF, counter: PosterCounter, colours: Palette, sign: Sign) -> None:
    """Band and edge, plate with the number, name in two languages, unit, government, logo."""
    inset = sign.inset if colours.black else 0
    drawing.band(
        pdf,
        colours,
        (sign.x + inset, sign.y + inset, sign.width - 2 * inset, sign.height - inset),
        sign.teeth,
    )
    middle = sign.y + (sign.height + inset) / 2
    left = sign.x + sign.margin
    right = sign.x + sign.width - sign.margin
    if counter.number:
        _plate(pdf, counter.number, colours, left, middle - sign.plate / 2, sign.plate)
        left += sign.plate * 1.18
    if counter.logo:
        side = sign.plate * 0.86
        right -= side
        _logo(pdf, counter.logo, colours, right, middle - side / 2, side)
        right -= sign.plate * 0.12
    _names(pdf, counter, colours, sign, (left, right, middle))


def draw_code_box(pdf: FPDF, code: str, colours: Palette, x: float, y: float, size: float) -> float:
    """The counter's code in its box, the top left corner at (x, y); yields the width."""
    em = size * MILLIMETRES_PER_POINT
    inside = lettering.measure_of(bold=True)(code) * size
    place = (x, y, inside + 0.7 * em, 1.45 * em)
    drawing.box(pdf, place, radius=em * 0.22, border=colours.ink, width=0.035 * em)
    baseline = y + place[3] / 2 + em * CAPITAL / 2
    lettering.write(pdf, code, x + 0.35 * em, baseline, Style(size, colours.ink, bold=True))
    return place[2]


def draw_address(
    pdf: FPDF, counter: PosterCounter, place: tuple[float, float, float], style: Style
) -> float:
    """The typed address at (x, baseline, width), never cut; yields the last baseline.

    A long one is divided once, between host and path, where nobody takes the break for
    a letter.
    """
    x, baseline, width = place
    measure = lettering.measure_of(bold=style.bold)
    host, slash, path = counter.typed_address.partition("/")
    lines: tuple[str, ...] = (counter.typed_address,)
    if measure(lines[0]) * style.size * 0.75 > width:
        lines = (host, slash + path)
    size = min(style.size, *(width / measure(line) for line in lines))
    after = lettering.write_lines(pdf, Fitted(lines, size), x, baseline, style)
    return after - size * MILLIMETRES_PER_POINT * style.leading


def damaged(words: PosterWords, counter: PosterCounter) -> str:
    """Whom to tell: a code pasted over may lead to a thief's page."""
    contact = counter.contact or words.staff
    if len(contact) <= UNBROKEN:
        contact = contact.replace(" ", "\N{NO-BREAK SPACE}")
    return words.damaged.format(contact=contact)


def _plate(pdf: FPDF, number: str, colours: Palette, x: float, y: float, side: float) -> None:
    border = colours.ink if colours.black else None
    drawing.box(
        pdf, (x, y, side, side), radius=side * 0.11, filled=drawing.WHITE, border=border, width=0.5
    )
    label = Style(side * 0.40, colours.accent, bold=True, align="centre")
    lettering.write(pdf, INDONESIAN.counter, x + side / 2, y + side * 0.26, label)
    measure = lettering.measure_of(bold=True)
    fitted = lettering.fit(
        lettering.one_line(number),
        side * 0.86,
        measure=measure,
        size=side * 2.0,
        floor=side * 0.3,
        lines=1,
    )
    height = fitted.size * MILLIMETRES_PER_POINT * CAPITAL
    baseline = y + side * 0.62 + height / 2
    big = Style(fitted.size, colours.accent, bold=True, align="centre")
    lettering.write(pdf, fitted.lines[0], x + side / 2, baseline, big)


def _logo(pdf: FPDF, logo: bytes, colours: Palette, x: float, y: float, side: float) -> None:
    """On a white plate: a coat of arms keeps its own colours and never stands on the accent."""
    if not colours.black:
        drawing.box(pdf, (x, y, side, side), radius=side * 0.11, filled=drawing.WHITE)
    inner = side * 0.84
    margin = (side - inner) / 2
    pdf.image(io.BytesIO(logo), x + margin, y + margin, inner, inner, keep_aspect_ratio=True)


def _names(
    pdf: FPDF,
    counter: PosterCounter,
    colours: Palette,
    sign: Sign,
    place: tuple[float, float, float],
) -> None:
    """Name, its English, unit and government as one block, centred on the band's height."""
    left, right, middle = place
    blocks = _name_blocks(counter, sign, right - left)
    styles = {
        True: Style(1, colours.on_band, bold=True, leading=1.2),
        False: Style(1, colours.on_band, leading=1.38),
    }
    total = sum(_height(fitted, styles[is_name]) for fitted, is_name in blocks)
    room = (sign.height - (sign.inset if colours.black else 0)) * 0.88
    scale = min(1.0, room / total)
    y = middle - total * scale / 2
    for fitted, is_name in blocks:
        style = styles[is_name]
        sized = Fitted(fitted.lines, fitted.size * scale)
        line = sized.size * MILLIMETRES_PER_POINT * style.leading
        first = y + line / 2 + sized.size * MILLIMETRES_PER_POINT * CAPITAL / 2
        lettering.write_lines(pdf, sized, left, first, style)
        y += _height(sized, style)


def _name_blocks(counter: PosterCounter, sign: Sign, width: float) -> list[tuple[Fitted, bool]]:
    blocks = [(_fitted_name(counter.name, sign, width), True)]
    for text in (counter.name_en, counter.unit_name, counter.government_name):
        if text:
            blocks.append((_fitted_small(text, sign.small, width), False))
    return blocks


def _fitted_name(name: str, sign: Sign, width: float) -> Fitted:
    """One line while it stays larger than two lines would be, then two, at last three."""
    steps = (
        (1, sign.name, sign.name_two_lines),
        (2, sign.name_two_lines, sign.name_two_lines * 0.62),
        (3, sign.name_two_lines * 0.62, sign.name_two_lines * 0.4),
    )
    return _first_whole(name, width, steps, bold=True)


def _fitted_small(text: str, size: float, width: float) -> Fitted:
    """One line, a little smaller if need be, rather than a word alone on the second."""
    return _first_whole(text, width, ((1, size, size * 0.8), (2, size, size * 0.5)), bold=False)


def _first_whole(
    text: str, width: float, steps: tuple[tuple[int, float, float], ...], *, bold: bool
) -> Fitted:
    """The first of the steps (lines, size, floor) at which nothing is cut; else the last."""
    measure = lettering.measure_of(bold=bold)
    words = lettering.one_line(text)
    for lines, size, floor in steps:
        fitted = lettering.fit(words, width, measure=measure, size=size, floor=floor, lines=lines)
        if fitted.size > floor:
            break
    return fitted


def _height(fitted: Fitted, style: Style) -> float:
    return len(fitted.lines) * fitted.size * MILLIMETRES_PER_POINT * style.leading
