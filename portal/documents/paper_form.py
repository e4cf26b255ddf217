"""The official questionnaire on paper: one A4 page per respondent, each with its serial number.

PermenPANRB 14/2017: nine elements, four answers each, the respondent block without a name.
Answers carry the marks 1 to 4 instead of letters, as the import sheet expects them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fpdf import FPDF

from portal.documents import drawing, lettering
from portal.documents.lettering import Style
from portal.errors import RuleBroken
from portal.feedback.rules.questionnaire import Element, Option, Questionnaire
from portal.feedback.rules.serial import Serial, serial
from portal.month import Month

LEFT, RIGHT, WIDTH = 15.0, 195.0, 180.0
MOST_SHEETS = 1_000
BOX = 3.4
MARK = 5.6

TEXT = Style(10, leading=1.25)
QUESTION = Style(9.6, leading=1.25)
LABEL = Style(8.6, leading=1.25)
BOLD = Style(10, bold=True, leading=1.25)
SMALL = Style(8, leading=1.25)
HEADING = Style(11.5, bold=True)

RESPONDENT_WORDS = {
    "sex": "Jenis kelamin",
    "age_band": "Usia (tahun)",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
}
PARTS_OF_DAY = ("08.00–12.00", "13.00–17.00")


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """Whose service is asked about."""

    code: str
    name: str
    government_name: str


def paper_forms_pdf(
    questionnaire: Questionnaire,
    *,
    unit: PaperUnit,
    month: Month,
    count: int,
    first: int = 1,
    created: date,
) -> bytes:
    """So many sheets, numbered from `first`; the same call gives the same bytes."""
    if not 1 <= count <= MOST_SHEETS:
        raise RuleBroken(f"Jumlah lembar {count} di luar 1 sampai {MOST_SHEETS}.")
    numbers = [serial(unit.code, month, number) for number in range(first, first + count)]
    pdf = drawing.document(f"Kuesioner {questionnaire.name.id}: {unit.name}", created)
    lettering.refuse_unknown_letters(
        {"nama unit": unit.name, "pemerintah daerah": unit.government_name}
    )
    for number in numbers:
        pdf.add_page()
        _sheet(pdf, questionnaire, unit, number)
    return bytes(pdf.output())


def _sheet(pdf: FPDF, questionnaire: Questionnaire, unit: PaperUnit, number: Serial) -> None:
    _head(pdf, questionnaire, unit, number)
    y = _survey_date(pdf, 47)
    y = _respondent(pdf, questionnaire, y + 3)
    y = _questions(pdf, questionnaire.elements, y + 4)
    _comment(pdf, y)
    _foot(pdf, questionnaire, number)


def _head(pdf: FPDF, questionnaire: Questionnaire, unit: PaperUnit, number: Serial) -> None:
    colours = drawing.palette("", black=True)
    drawing.wordmark(pdf, colours, LEFT, 19, 11)
    _serial_box(pdf, number)
    drawing.rule(pdf, (LEFT, 24.5), (RIGHT, 24.5), drawing.BLACK, 0.5)
    title = Style(14, bold=True)
    lettering.paragraph(pdf, f"Kuesioner {questionnaire.name.id}", LEFT, 31, WIDTH, title, lines=1)
    whose = " · ".join(filter(None, (unit.name, unit.government_name)))
    lettering.paragraph(pdf, whose, LEFT, 36.5, WIDTH, Style(10.5), lines=1)
    lettering.write(
        pdf,
        "Tanpa nama. Jangan menulis nama, NIK, atau nomor telepon. "
        "Pertanyaan yang tidak Anda ketahui boleh dikosongkan.",
        LEFT,
        41.5,
        SMALL,
    )


def _serial_box(pdf: FPDF, number: Serial) -> None:
    measure = lettering.measure_of(bold=True)
    fitted = lettering.fit(str(number), 110, measure=measure, size=11, floor=6, lines=1)
    style = Style(fitted.size, bold=True, align="right")
    place = RIGHT - measure(str(number)) * fitted.size - 5
    drawing.box(pdf, (place, 13, RIGHT - place, 8.5), radius=1.5, border=drawing.BLACK, width=0.4)
    lettering.write(pdf, fitted.lines[0], RIGHT - 2.5, 18.7, style)
    lettering.write(pdf, "Nomor seri", place - 2, 18.5, Style(SMALL.size, align="right"))


def _survey_date(pdf: FPDF, y: float) -> float:
    """Boxes for day, month and year, and the part of the day: nothing finer is asked."""
    lettering.write(pdf, "Tanggal survei", LEFT, y + 4.2, BOLD)
    x = LEFT + 32
    for letter in "HH-BB-TTTT":
        if letter == "-":
            lettering.write(pdf, "/", x + 0.6, y + 4.4, TEXT)
            x += 3
            continue
        drawing.box(pdf, (x, y, 5.4, 6), border=drawing.BLACK, width=0.25)
        hint = Style(5.5, drawing.MUTED, align="centre")
        lettering.write(pdf, letter, x + 2.7, y + 8.2, hint)
        x += 5.8
    x = LEFT + 100
    x += lettering.write(pdf, "Waktu", x, y + 4.2, BOLD) + 4
    for part in PARTS_OF_DAY:
        x = _tick(pdf, part, x, y + 4.2)
    return y + 9


def _respondent(pdf: FPDF, questionnaire: Questionnaire, y: float) -> float:
    for fact, word in RESPONDENT_WORDS.items():
        _ticks(pdf, word, questionnaire.respondent[fact], y + 4.2)
        y += 6.3
    lettering.write(pdf, "Layanan diterima", LEFT, y + 4.2, BOLD)
    drawing.rule(pdf, (LEFT + 34, y + 4.8), (RIGHT, y + 4.8), drawing.BLACK)
    return y + 6.5


def _ticks(pdf: FPDF, word: str, options: Sequence[Option], baseline: float) -> None:
    lettering.write(pdf, word, LEFT, baseline, BOLD)
    x = LEFT + 32
    for option in options:
        x = _tick(pdf, option.label.id, x, baseline)


def _tick(pdf: FPDF, label: str, x: float, baseline: float) -> float:
    """A box to tick with its word; yields where the next one begins."""
    drawing.box(pdf, (x, baseline - 2.9, BOX, BOX), border=drawing.BLACK, width=0.25)
    return x + BOX + 1.4 + lettering.write(pdf, label, x + BOX + 1.4, baseline, TEXT) + 3.2


def _questions(pdf: FPDF, elements: Sequence[Element], y: float) -> float:
    after = lettering.write(pdf, "Pendapat Anda tentang pelayanan", LEFT, y + 4, HEADING)
    hint = "Lingkari satu angka untuk setiap pertanyaan."
    lettering.write(pdf, hint, LEFT + after + 3, y + 4, TEXT)
    y += 6.5
    for element in elements:
        y = _question(pdf, element, y)
    drawing.rule(pdf, (LEFT, y), (RIGHT, y), drawing.BLACK, 0.15)
    return y


def _question(pdf: FPDF, element: Element, y: float) -> float:
    drawing.rule(pdf, (LEFT, y), (RIGHT, y), drawing.BLACK, 0.15)
    lettering.write(pdf, f"{element.on_form}.", LEFT, y + 5, BOLD)
    below = lettering.paragraph(
        pdf, element.scale.question.id, LEFT + 6, y + 5, WIDTH - 6, QUESTION, lines=2
    )
    column = (WIDTH - 6) / len(element.scale.labels)
    middle = below - 4.2 + MARK / 2 + 1.2
    for mark, label in enumerate(element.scale.labels, start=1):
        x = LEFT + 6 + (mark - 1) * column
        _mark(pdf, str(mark), x + MARK / 2, middle)
        lettering.paragraph(
            pdf, label.id, x + MARK + 1.4, middle + 1.15, column - MARK - 2.6, LABEL, lines=1
        )
    return middle + MARK / 2 + 1.8


def _mark(pdf: FPDF, mark: str, x: float, y: float) -> None:
    """A light ring says where to circle; the respondent's pen is darker."""
    pdf.set_draw_color(*drawing.MUTED)
    pdf.set_line_width(0.15)
    pdf.circle(x, y, MARK / 2)
    lettering.write(pdf, mark, x, y + 1.25, Style(10, bold=True, align="centre"))


def _comment(pdf: FPDF, y: float) -> None:
    lettering.write(pdf, "Saran atau masukan", LEFT, y + 6, HEADING)
    bottom = 277.0
    drawing.box(
        pdf, (LEFT, y + 8, WIDTH, bottom - y - 8), radius=1.5, border=drawing.BLACK, width=0.25
    )


def _foot(pdf: FPDF, questionnaire: Questionnaire, number: Serial) -> None:
    basis = f"{questionnaire.legal_basis} · versi {questionnaire.kind}-{questionnaire.version}"
    lettering.write(pdf, basis, LEFT, 283, SMALL)
    right = Style(SMALL.size, align="right")
    reminder = f"Catat nomor seri {number} bersama isian ini."
    lettering.paragraph(pdf, reminder, RIGHT, 283, WIDTH - 78, right, lines=1)
