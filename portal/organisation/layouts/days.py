"""Sheets of what changes daily: duty rosters and people served."""

from portal.organisation.layouts.cells import (
    COUNTER,
    NAMES_BESIDE_A_KEY,
    OFFICER_KEY,
    UNIT,
    line,
    moment,
    ruled,
    served_number,
    time_cell,
)
from portal.organisation.rules import words
from portal.sheets import Column, Layout, as_date

ROSTER = Layout(
    "roster",
    ("roster", "jadwal", "jadwal jaga"),
    (
        OFFICER_KEY,
        UNIT,
        COUNTER,
        Column(
            "on_date",
            "Tanggal",
            as_date,
            "02/11/2026",
            "hari jaga; boleh kosong bila Mulai memuat tanggal dan jam",
            ("hari", "date"),
        ),
        Column(
            "starts_at",
            "Mulai",
            moment,
            "08.00",
            "jam mulai; bersama NIP, loket, dan tanggal menjadi kunci",
            ("jam mulai", "start"),
            required=True,
            show=time_cell,
        ),
        Column(
            "ends_at",
            "Selesai",
            moment,
            "16.00",
            "jam selesai, hari yang sama",
            ("jam selesai", "sampai", "end"),
            required=True,
            show=time_cell,
        ),
        Column("desk", "Meja", line(8), "2", "nomor meja bagi warga", ("no meja",), default=""),
        Column(
            "cancelled",
            "Batal",
            ruled(words.parse_yes_no),
            "ya",
            "ya menghapus jadwal ini; kosong atau tidak: tetap",
            ("hapus", "dibatalkan"),
            default=False,
            exported=False,
        ),
    ),
    ignored=NAMES_BESIDE_A_KEY,
)

SERVED = Layout(
    "served",
    ("served", "terlayani", "jumlah terlayani"),
    (
        UNIT,
        COUNTER,
        Column(
            "on_date",
            "Tanggal",
            as_date,
            "02/11/2026",
            "hari layanan; bersama loket menjadi kunci",
            ("hari", "date"),
            required=True,
        ),
        Column(
            "number",
            "Jumlah terlayani",
            served_number,
            "45",
            "banyaknya orang yang dilayani, 0 atau lebih",
            ("jumlah", "terlayani", "served"),
            required=True,
        ),
    ),
    ignored=("no", "nomor urut", "keterangan", "notes", "nama loket"),
)
