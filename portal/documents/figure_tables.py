"""Figures, evidence and ratings as tables for CSV and XLSX: stable columns (docs/exports.md).

Subjects stand by kind and name, officers by unit and name: never in the order of a figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.appraisal.queries import Appraisal, PersonalFigure
from portal.indicators.figures import Indicator
from portal.indicators.rules.elements import FORM_ORDER
from portal.sheets import Table
from portal.sheets.writing import Cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of an export: its stable name, and what it holds."""

    name: str
    meaning: str


INDICATOR_COLUMNS = (
    Heading("month", "bulan atau periode: 2026-10, 2026-TW4, 2026-S2, 2026"),
    Heading("subject_type", "unit, location, counter, service, officer"),
    Heading("subject_code", "kode; loket: kode unit/nomor; petugas: NIP atau id internal (teks)"),
    Heading("subject_name", "nama"),
    Heading("revision", "nomor revisi"),
    Heading("status", "provisional atau final"),
    Heading("block", "bulan-bulan yang digabung, dipisah spasi; kosong kalau tidak digabung"),
    Heading("definition", "definisi yang membuat angka ini"),
    Heading("answers", "jawaban yang dihitung, dengan paling sedikit satu dari sembilan unsur"),
    Heading("complete", "di antaranya yang menjawab kesembilan unsur"),
    Heading("served", "orang terlayani; kosong kalau tidak dicatat"),
    Heading("response_rate", "answers / served"),
    Heading("index", "IKM 25,00–100,00"),
    Heading("grade", "mutu A–D"),
    Heading("interval_low", "batas bawah selang 95 %"),
    Heading("interval_high", "batas atas selang 95 %"),
    Heading("withheld", "mengapa tidak ada angka; kosong kalau ada"),
    Heading("index_complete", "IKM atas kuesioner lengkap saja"),
    Heading("index_without_biaya", "IKM atas delapan unsur selain biaya"),
    Heading("overall_answers", "jawaban nilai keseluruhan"),
    Heading("overall_mean", "rata-rata nilai keseluruhan 1–4"),
    Heading("overall_score", "overall_mean × 25; bukan IKM"),
    Heading("flagged_answers", "jawaban yang ditahan"),
    Heading("flagged_index_with", "IKM kalau yang ditahan ikut dihitung"),
    Heading("flagged_index_without", "IKM tanpa yang ditahan"),
    *(
        Heading(f"{element}_{part}", meaning.format(name=element.name_id))
        for element in FORM_ORDER
        for part, meaning in (
            ("answers", "{name}: jawaban"),
            ("mean", "{name}: rata-rata nilai 1–4 (NRR)"),
            ("index", "{name}: NRR × 25"),
            ("grade", "{name}: mutu"),
        )
    ),
)

_PERSONAL = (
    ("answers", "jawaban dengan atribusi pasti"),
    ("days", "hari yang berbeda"),
    ("mean", "rata-rata nilai 1–4"),
    ("score", "mean × 25"),
    ("interval_low", "batas bawah selang 95 %"),
    ("interval_high", "batas atas selang 95 %"),
    ("compared", "dibanding petugas pada layanan, hasil, dan kanal yang sama"),
    ("withheld", "mengapa tidak ada angka"),
)

APPRAISAL_COLUMNS = (
    Heading("nip", "NIP atau NI PPPK (teks)"),
    Heading("name", "nama"),
    Heading("unit_code", "kode unit"),
    Heading("unit_name", "nama unit"),
    Heading("position", "jabatan"),
    Heading("month", "bulan"),
    Heading("revision", "nomor revisi"),
    Heading(
        "status",
        "provisional (sementara), objection_open (sanggahan terbuka), final,"
        " insufficient (belum cukup data)",
    ),
    Heading("block", "bulan-bulan yang digabung, dipisah spasi"),
    *(
        Heading(f"{question}_{part}", f"{question}: {meaning}")
        for question in ("kompetensi", "perilaku")
        for part, meaning in _PERSONAL
    ),
    Heading("overall_answers", "nilai keseluruhan, sebagai konteks: jawaban"),
    Heading("overall_mean", "rata-rata 1–4"),
    Heading("overall_score", "overall_mean × 25"),
    Heading(
        "praise",
        "pujian yang dibaca bulan itu; kosong kalau belum dihitung",
    ),
    *(Heading(f"tier_{tier}", f"jawaban dengan bukti tingkat {tier}") for tier in "ABCD"),
    Heading("notice", "batas pemakaian"),
    Heading("extract_id", "nomor kutipan baris yang dibekukan"),
)

RATING_COLUMNS = (
    Heading("received_on", "tanggal penerimaan setempat"),
    Heading("visited_on", "tanggal kunjungan, kalau disebut"),
    Heading("unit_code", "kode unit"),
    Heading("counter_number", "nomor loket"),
    Heading("service_code", "kode layanan"),
    Heading("channel", "kanal"),
    Heading("tier", "tingkat bukti A–E"),
    Heading("status", "counts (dihitung), quarantined (ditahan), struck (dicoret)"),
    Heading("overall", "nilai keseluruhan 1–4"),
    *(
        Heading(str(e), f"{e.name_id}: 1–4; -1 tidak tahu, -2 belum bisa dinilai, kosong dilewati")
        for e in FORM_ORDER
    ),
    Heading("outcome", "hasil urusan"),
)


def names(columns: Iterable[Heading]) -> list[str]:
    """The headers of a table."""
    return [column.name for column in columns]


def indicator_table(figures: Iterable[Indicator]) -> Table:
    """One row per subject, in the order given."""
    return Table("Indikator", names(INDICATOR_COLUMNS), (_indicator(f) for f in figures))


def _indicator(figure: Indicator) -> list[Cell]:
    low, high = figure.interval or (None, None)
    overall, flagged = figure.overall, figure.flagged
    return [
        figure.month,
        figure.subject.type,
        figure.subject.code,
        figure.subject.name,
        figure.revision,
        figure.status,
        " ".join(figure.block),
        figure.definition,
        figure.answers,
        figure.complete,
        figure.served,
        figure.response_rate,
        figure.index,
        figure.grade,
        low,
        high,
        None if figure.withheld is None else str(figure.withheld),
        figure.index_complete,
        figure.index_without_biaya,
        overall.answers,
        overall.mean,
        overall.score,
        flagged.answers,
        flagged.index_with,
        flagged.index_without,
        *_elements(figure),
    ]


def _elements(figure: Indicator) -> Iterable[Cell]:
    for element in FORM_ORDER:
        found = figure.elements.get(element)
        if found is None:
            yield from (None, None, None, None)
        else:
            yield from (found.answers, found.mean, found.index, found.grade)


def appraisal_table(records: Iterable[Appraisal]) -> Table:
    """One row per officer, in the order given."""
    return Table("Bukti dukung", names(APPRAISAL_COLUMNS), (_appraisal(r) for r in records))


def _appraisal(record: Appraisal) -> list[Cell]:
    return [
        record.nip,
        record.name,
        record.unit_code,
        record.unit_name,
        record.position,
        record.month,
        record.revision,
        record.status,
        " ".join(record.block),
        *_personal(record.kompetensi),
        *_personal(record.perilaku),
        record.overall_answers,
        record.overall_mean,
        record.overall_score,
        record.praise,
        *(record.evidence_tiers.get(tier, 0) for tier in "ABCD"),
        record.notice,
        record.extract_id,
    ]


def _personal(figure: PersonalFigure) -> Sequence[Cell]:
    low, high = figure.interval or (None, None)
    withheld = None if figure.withheld is None else str(figure.withheld)
    return [
        figure.answers,
        figure.days,
        figure.mean,
        figure.score,
        low,
        high,
        figure.compared,
        withheld,
    ]


def rating_table(rows: Iterable[Sequence[Cell]]) -> Table:
    """One row per rating, in the random order given."""
    return Table("Penilaian", names(RATING_COLUMNS), rows)
