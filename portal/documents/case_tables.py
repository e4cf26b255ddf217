"""Cases of a month as a table and as objects: stable columns (docs/exports.md)."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from portal.authority import Actor
from portal.complaints.listed import CaseRow, Wanted, month_rows, note_cases_exported
from portal.documents.exports import Export, Kind
from portal.documents.figure_tables import Heading, names
from portal.errors import NotFound
from portal.language import gettext as _
from portal.sheets import Table
from portal.sheets.writing import Cell

CASE_COLUMNS = (
    Heading("number", "nomor pengaduan di meja; bukan kode tanda terima pelapor"),
    Heading("kind", "sebutan pelapor: pengaduan, aspirasi, informasi, apresiasi"),
    Heading("class", "golongan menurut kantor; kosong sebelum diperiksa"),
    Heading("unit", "kode unit yang menangani"),
    Heading("counter", "kode unit/nomor loket; kosong kalau tidak diketahui atau dilewati"),
    Heading("filed_on", "tanggal masuk"),
    Heading("answer_due", "tanggal jawaban menurut aturan"),
    Heading("answered_on", "tanggal jawaban pertama"),
    Heading("closed_on", "tanggal ditutup"),
    Heading("state", "received, verified, in_progress, waiting, answered, closed"),
    Heading(
        "outcome",
        "selesai, ditolak, bukan_kewenangan, tidak_lengkap, duplikat, arsip;"
        " kosong sebelum ditutup",
    ),
    Heading("solved", "kata pelapor: true atau false; kosong kalau tidak menyatakan"),
    Heading("cycle", "1, ditambah satu tiap kali dibuka kembali"),
    Heading("in_time", "jawaban pertama tepat waktu: true atau false; kosong sebelum dijawab"),
    Heading("hours", "jam sampai jawaban pertama; untuk tanpa nama dibulatkan ke atas"),
)


def case_export(actor: Actor, wanted: Wanted, kind: Kind) -> Export:
    """What of the actor's desks was filed in a month; that it went out is written down."""
    rows = month_rows(actor, wanted)
    if not rows:
        words = _("Tidak ada pengaduan yang dapat Anda unduh dari bulan {month}.")
        raise NotFound(words.format(month=wanted.month))
    note_cases_exported(actor, wanted=wanted, kind=kind.value, rows=len(rows))
    return Export(lambda: _table(rows), lambda: map(case_object, rows))


def case_object(row: CaseRow) -> dict[str, Any]:
    """A case as the API gives it."""
    values = (v.isoformat() if isinstance(v, date) else v for v in astuple(row))
    return dict(zip(names(CASE_COLUMNS), values, strict=True))


def _table(rows: Sequence[CaseRow]) -> Table:
    return Table("Pengaduan", names(CASE_COLUMNS), (_cells(row) for row in rows))


def _cells(row: CaseRow) -> list[Cell]:
    return [str(v).lower() if isinstance(v, bool) else v for v in astuple(row)]
