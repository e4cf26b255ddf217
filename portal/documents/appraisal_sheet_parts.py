"""The parts of an appraisal sheet: the figures with their company, the words, how to read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from portal.appraisal.queries import Appraisal, PersonalFigure
from portal.documents import drawing, lettering
from portal.documents.appraisal_words import compared_words, tier_words
from portal.documents.lettering import Style
from portal.documents.printed_bars import draw_bar
from portal.documents.sheet_frame import BOLD, FOOT, LEFT, RIGHT, SMALL, SMALL_BOLD, TEXT, WIDTH
from portal.indicators.rules.publication import Limits
from portal.language import decimal, whole

BAR = (LEFT + 44, 42.0)  # where the bars begin and how long the track is
COLUMNS = (
    ("Nilai", 115),
    ("Selang 95 %", 141),
    ("Rata-rata 1–4", 164),
    ("Jawaban", 180),
    ("Hari", 195),
)
TIERS = "ABCD"
NAMES = (("kompetensi", "Kompetensi pelaksana"), ("perilaku", "Perilaku pelaksana"))


def draw_figures(pdf: FPDF, record: Appraisal, y: float) -> float:
    """The table of the two elements, and the overall mark as context; yields the next baseline."""
    _heads(pdf, y)
    y += 6.5
    for key, name in NAMES:
        y = _element(pdf, name, getattr(record, key), y)
    return _context(pdf, record, y)


def _heads(pdf: FPDF, y: float) -> None:
    lettering.write(pdf, "Unsur", LEFT, y, SMALL)
    lettering.write(pdf, "25 sampai 100", BAR[0], y, SMALL)
    _cells(pdf, [head for head, _x in COLUMNS], y, Style(SMALL.size, align="right"))


def _cells(pdf: FPDF, texts: Sequence[str], y: float, style: Style) -> None:
    for text, (_head, x) in zip(texts, COLUMNS, strict=True):
        lettering.write(pdf, text, x, y, style)


def _element(pdf: FPDF, name: str, figure: PersonalFigure, y: float) -> float:
    lettering.write(pdf, name, LEFT, y, BOLD)
    right = Style(TEXT.size, align="right")
    counts = [whole(figure.answers), whole(figure.days)]
    if figure.score is None or figure.mean is None or figure.interval is None:
        lettering.write(pdf, str(figure.withheld or "belum ada angka"), BAR[0], y, TEXT)
        _cells(pdf, ["", "", "", *counts], y, right)
    else:
        draw_bar(pdf, (BAR[0], y - 3, BAR[1], 3.4), figure.score, figure.interval)
        low, high = (decimal(bound, 1) for bound in figure.interval)
        said = [decimal(figure.score), f"{low}–{high}", decimal(figure.mean, 4)]
        _cells(pdf, [*said, *counts], y, right)
        compared = "Dibanding petugas lain pada layanan, hasil, dan saluran yang sama: "
        after = lettering.write(pdf, compared, LEFT, y + 5, SMALL)
        lettering.write(pdf, compared_words(figure.compared), LEFT + after, y + 5, SMALL_BOLD)
    drawing.rule(pdf, (LEFT, y + 7.2), (RIGHT, y + 7.2), drawing.BLACK, 0.1)
    return y + 13


def _context(pdf: FPDF, record: Appraisal, y: float) -> float:
    """The overall mark and the proof of the visits, both smaller: they are no evidence alone."""
    score = "belum cukup data" if record.overall_score is None else decimal(record.overall_score)
    overall = f"nilai keseluruhan {score}, dari {whole(record.overall_answers)} jawaban"
    praise = "" if record.praise is None else f" · pujian {whole(record.praise)}"
    y = _labelled(pdf, "Konteks", f"{overall}{praise}", y)
    tiers = (f"{t} {tier_words(t)}: {whole(record.evidence_tiers.get(t, 0))}" for t in TIERS)
    return _labelled(pdf, "Tingkat bukti kunjungan", " · ".join(tiers), y)


def _labelled(pdf: FPDF, label: str, text: str, y: float) -> float:
    lettering.write(pdf, label, LEFT, y, SMALL_BOLD)
    return lettering.paragraph(pdf, text, BAR[0], y, RIGHT - BAR[0], SMALL, lines=2) + 0.6


def _beside(compared: str | None) -> str:
    words = compared_words(compared)
    return (
        words if compared is None else f"{words} dibanding petugas lain dalam pekerjaan yang sama"
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    name: str
    figure: PersonalFigure

    def __str__(self) -> str:
        """A sentence to be copied into the form; without a number where none may be said."""
        figure, name = self.figure, self.name
        counts = f"{whole(figure.answers)} jawaban pada {whole(figure.days)} hari"
        if figure.score is None or figure.mean is None or figure.interval is None:
            return f"{name}: {figure.withheld or 'belum ada angka'}; {counts}."
        low, high = (decimal(bound, 1) for bound in figure.interval)
        beside = _beside(figure.compared)
        return (
            f"{name}: dari {counts}, rata-rata {decimal(figure.mean, 4)} dari 4"
            f" (nilai {decimal(figure.score)}; selang 95\u00a0% {low}–{high}),"
            f" {beside}."
        )


def draw_feedback(pdf: FPDF, record: Appraisal, y: float) -> float:
    """The evidence in sentences, and room for the superior's own words."""
    for key, name in NAMES:
        sentence = str(_Sentence(name, getattr(record, key)))
        y = lettering.paragraph(pdf, sentence, LEFT, y, WIDTH, TEXT, lines=2) + 0.6
    top, height = y - 1.5, 34.0
    drawing.box(pdf, (LEFT, top, WIDTH, height), border=drawing.BLACK, width=0.25)
    lettering.write(pdf, "Umpan balik Pejabat Penilai Kinerja", LEFT + 2, top + 4.5, SMALL)
    lettering.write(pdf, "Tanggal, nama, tanda tangan", LEFT + 2, top + height - 2, SMALL)
    return top + height + 4


def draw_reading(pdf: FPDF, record: Appraisal, y: float) -> None:
    """What the figures are and what they must not be used for."""
    limits = Limits()
    lines = (
        f"Angka ditulis mulai {limits.appraisal} jawaban pada {limits.appraisal_days} hari;"
        " bulan yang kurang digabung dengan triwulan atau semesternya."
        " Nilai = rata-rata\u00a0×\u00a025. Dua selang yang bertumpang tindih bukan perbedaan.",
        "Hanya jawaban yang petugasnya pasti: tiket, lapor diri di loket, atau pilihan warga."
        " Lembar kertas dan jadwal jaga tidak dihitung.",
        "Dasar: PP 30/2019 dan PermenPANRB 6/2022; hasil kerja dan perilaku dinilai oleh"
        " Pejabat Penilai Kinerja. Lembar ini tidak memuat predikat.",
    )
    for line in lines:
        y = lettering.paragraph(pdf, line, LEFT, y, WIDTH, SMALL, lines=2) + 0.4
    _notice(pdf, record.notice, FOOT - 11)


def _notice(pdf: FPDF, notice: str, y: float) -> None:
    text = f"Lembar ini {notice}."
    drawing.box(pdf, (LEFT, y, WIDTH, 8), border=drawing.BLACK, width=0.6)
    style = Style(11, bold=True, align="centre")
    lettering.paragraph(pdf, text, LEFT + WIDTH / 2, y + 5.5, WIDTH - 8, style, lines=1)
