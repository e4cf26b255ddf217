"""The evidence about one officer in one month on one A4 page (PermenPANRB 6/2022, domain.md §4).

Perspective "Penerima Layanan", for the column "Umpan balik berkelanjutan berdasarkan bukti
dukung". Evidence to be read by a superior: never a predicate, never a rank.
"""

from collections.abc import Iterable
from dataclasses import replace

from fpdf import FPDF

from portal.appraisal.queries import Appraisal
from portal.documents import drawing
from portal.documents.appraisal_sheet_parts import draw_feedback, draw_figures, draw_reading
from portal.documents.appraisal_words import record_period, status_words
from portal.documents.sheet_frame import (
    Letterhead,
    Stamp,
    draw_foot,
    draw_head,
    draw_pairs,
    draw_section,
    draw_title,
    legible,
)
from portal.errors import RuleBroken
from portal.language import Language, speaking, whole

MOST_SHEETS = 2_000


def appraisal_sheet(record: Appraisal, letterhead: Letterhead, *, newest: int = 0) -> bytes:
    """One officer's sheet; the same record printed on the same day gives the same bytes.

    `newest` is the newest revision of the month: an older sheet says that it was replaced.
    """
    return appraisal_sheets([record], letterhead, newest=newest)


def appraisal_sheets(
    records: Iterable[Appraisal], letterhead: Letterhead, *, newest: int = 0
) -> bytes:
    """One page per record in the order given; each is a document of its own.

    A letter that the vendored font does not have is shown by a sign.
    """
    printed = list(records)
    if not printed:
        raise RuleBroken("Tidak ada bukti dukung untuk dicetak.")
    if len(printed) > MOST_SHEETS:
        raise RuleBroken(
            f"{len(printed)} lembar terlalu banyak untuk satu berkas. Pilih satu unit."
        )
    with speaking(Language.INDONESIAN):
        pdf = drawing.document("Bukti dukung kinerja", letterhead.printed_on)
        for record in map(_legible, printed):
            pdf.add_page()
            pdf.start_section(record.name)
            _draw(pdf, record, letterhead, newest)
        return bytes(pdf.output())


def _legible(record: Appraisal) -> Appraisal:
    return replace(
        record,
        name=legible(record.name),
        position=legible(record.position),
        unit_name=legible(record.unit_name),
    )


def _draw(pdf: FPDF, record: Appraisal, letterhead: Letterhead, newest: int) -> None:
    draw_head(pdf, letterhead, record.unit_name)
    period = record_period(record.month, record.block)
    line = f"Perspektif Penerima Layanan · {period} · revisi {record.revision}"
    standing = status_words(record.status)
    if record.revision < newest:
        standing = f"Sudah diganti revisi {newest}"
    draw_title(pdf, "Bukti dukung kinerja", line, standing)
    y = draw_pairs(pdf, _person(record), 52)
    y = draw_section(pdf, "Kompetensi dan perilaku menurut penerima layanan", y + 5)
    y = draw_figures(pdf, record, y)
    y = draw_section(pdf, "Umpan balik berkelanjutan berdasarkan bukti dukung", y + 5)
    y = draw_feedback(pdf, record, y)
    draw_reading(pdf, record, y + 5)
    draw_foot(pdf, letterhead, _stamp(record), page=1, pages=1)


def _person(record: Appraisal) -> tuple[tuple[str, str], ...]:
    return (
        ("Nama", record.name),
        ("NIP", record.nip),
        ("Jabatan", record.position or "–"),
        ("Unit kerja", record.unit_name),
    )


def _stamp(record: Appraisal) -> Stamp:
    answers = max(record.kompetensi.answers, record.perilaku.answers)
    return Stamp(
        extract_id=record.extract_id,
        revision=record.revision,
        definition=record.definition,
        answers=f"{whole(answers)} jawaban",
        audit_sequence=record.audit_sequence,
        audit_hash=record.audit_hash,
    )
