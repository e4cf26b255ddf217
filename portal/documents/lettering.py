"""Letters on a PDF page: the house's font, measuring, and the rule by which text shrinks.

Lengths are in millimetres, letter sizes in points.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from portal.errors import Problem, Problems

FONTS = Path(__file__).parent / "fonts"
FAMILY = "noto"
MILLIMETRES_PER_POINT = 25.4 / 72
SHRINK = 0.97
CUT = "…"
BLANKS = re.compile(r"[^\S\xa0]+")

Measure = Callable[[str], float]
"""The width in millimetres of a text set at one point."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; `align` is left, centre or right of the given x."""

    size: float
    colour: Colour = (0, 0, 0)
    bold: bool = False
    align: str = "left"
    leading: float = 1.3


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, at the size at which they fit."""

    lines: tuple[str, ...]
    size: float


def add_fonts(pdf: FPDF) -> None:
    """The two vendored weights; nothing on the machine is needed."""
    pdf.add_font(FAMILY, "", FONTS / "NotoSans-Regular.ttf")
    pdf.add_font(FAMILY, "B", FONTS / "NotoSans-Bold.ttf")


def one_line(text: str) -> str:
    """The text composed (e and its accent as one letter), white space made single.

    A no-break space stays: it keeps a telephone number together.
    """
    return BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def unknown_letters(text: str) -> tuple[str, ...]:
    """The letters that the vendored font cannot draw, each once, in order."""
    known = _widths(False)
    return tuple(dict.fromkeys(c for c in one_line(text) if c not in known))


def refuse_unknown_letters(texts: Mapping[str, str]) -> None:
    """Raise Problems naming every place whose text the vendored font cannot draw."""
    problems = [
        Problem(
            where,
            f"huruf {' '.join(unknown)} tidak ada di fon dokumen.",
            "Tulis dengan huruf Latin.",
        )
        for where, text in texts.items()
        if (unknown := unknown_letters(text))
    ]
    if problems:
        raise Problems(problems)


def fit(
    text: str, width: float, *, measure: Measure, size: float, floor: float, lines: int
) -> Fitted:
    """Break into at most so many lines, at the largest size from `size` down to `floor`.

    What does not fit even at the floor is cut with an ellipsis, so that a page never
    breaks; a word longer than a line is divided.
    """
    wanted = size
    while wanted > floor:
        broken = _broken(text, width / wanted, measure)
        if len(broken) <= lines and max(map(measure, broken)) * wanted <= width:
            return Fitted(broken, wanted)
        wanted *= SHRINK
    return Fitted(_cut(text, width / floor, measure, lines), floor)


@cache
def measure_of(*, bold: bool) -> Measure:
    """Widths in the house's font, which is the same on every machine."""
    widths = _widths(bold)

    @lru_cache(maxsize=4096)  # the words of a form are the same on its thousand sheets
    def measured(text: str) -> float:
        return sum(widths.get(letter, 0.0) for letter in text)

    return measured


def write(pdf: FPDF, text: str, x: float, baseline: float, style: Style) -> float:
    """One line with its letters standing on the baseline; yields its width."""
    width = measure_of(bold=style.bold)(text) * style.size
    pdf.set_font(FAMILY, "B" if style.bold else "", style.size)
    pdf.set_text_color(*style.colour)
    pdf.text(x - {"left": 0.0, "centre": 0.5, "right": 1.0}[style.align] * width, baseline, text)
    return width


def paragraph(
    pdf: FPDF, text: str, x: float, baseline: float, width: float, style: Style, *, lines: int
) -> float:
    """Lines from a first baseline down, shrunk where needed; yields the next baseline."""
    fitted = fit(
        one_line(text),
        width,
        measure=measure_of(bold=style.bold),
        size=style.size,
        floor=style.size * 0.6,
        lines=lines,
    )
    return write_lines(pdf, fitted, x, baseline, style)


def write_lines(pdf: FPDF, fitted: Fitted, x: float, baseline: float, style: Style) -> float:
    """Fitted lines from a first baseline down; yields the next baseline."""
    sized = Style(fitted.size, style.colour, style.bold, style.align, style.leading)
    for line in fitted.lines:
        write(pdf, line, x, baseline, sized)
        baseline += fitted.size * MILLIMETRES_PER_POINT * style.leading
    return baseline


def _broken(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Words laid into lines of that width; a word that is too long keeps a line alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _cut(text: str, width: float, measure: Measure, lines: int) -> tuple[str, ...]:
    pieces = " ".join(piece for word in text.split(" ") for piece in _divided(word, width, measure))
    broken = _broken(pieces, width, measure)
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and measure(last + CUT) > width:
        last = last[:-1]
    return (*broken[: lines - 1], last.rstrip() + CUT)


def _divided(word: str, width: float, measure: Measure) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and measure(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


@cache
def _widths(bold: bool) -> Mapping[str, float]:
    """Millimetres at one point, by letter."""
    pdf = FPDF()
    add_fonts(pdf)
    font = pdf.fonts[f"{FAMILY}B" if bold else FAMILY]
    if not isinstance(font, TTFFont):
        raise TypeError("the house's font is a TrueType font")
    return {chr(code): font.cw[code] / 1000 * MILLIMETRES_PER_POINT for code in font.cmap}
