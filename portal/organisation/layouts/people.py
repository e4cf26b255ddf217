"""Sheets of officers and their acting appointments."""

from portal.organisation.layouts.cells import (
    NAMES_BESIDE_A_KEY,
    OFFICER_KEY,
    UNIT,
    line,
    named,
    ruled,
)
from portal.organisation.rules import identity, words
from portal.sheets import Column, Layout, as_date

OFFICERS = Layout(
    "officers",
    ("officers", "pegawai", "petugas"),
    (
        Column(
            "nip",
            "NIP",
            ruled(identity.parse_nip),
            "198609262015051001",
            "18 angka NIP atau NI PPPK, kolom berformat Teks",
            ("ni pppk", "nip ni pppk", "nip baru"),
        ),
        Column(
            "internal_id",
            "ID internal",
            ruled(identity.parse_internal_id),
            "K-7",
            "wajib bagi yang tidak punya NIP; bukan NIK",
            ("id",),
        ),
        named(
            "nama lengkap dengan gelar", "Ratna Wulandari, S.AP.", "nama petugas", "nama lengkap"
        ),
        UNIT,
        Column(
            "kind",
            "Jenis",
            ruled(identity.parse_kind),
            "PNS",
            "PNS, PPPK, atau lainnya; kosong dibaca dari nomornya",
            ("jenis pegawai", "status", "status kepegawaian"),
            show=str.upper,
        ),
        Column(
            "call_name",
            "Nama panggilan",
            line(80),
            "Ratna",
            "nama yang dipilih warga di formulir",
            ("panggilan",),
            default="",
        ),
        Column(
            "shows_name",
            "Tampilkan nama",
            ruled(words.parse_yes_no),
            "ya",
            "tidak: formulir hanya menyebut meja",
            ("nama ditampilkan",),
            default=True,
        ),
        Column("position", "Jabatan", line(200), "Pengelola Layanan", "nama jabatan", default=""),
        Column(
            "left_on",
            "Berhenti sejak",
            as_date,
            "31/12/2026",
            "pindah, pensiun, atau keluar; kosong selama bertugas",
            ("keluar sejak", "tmt berhenti", "left"),
        ),
    ),
)

ACTING = Layout(
    "acting",
    ("acting", "plt", "plt plh", "Plt & Plh"),
    (
        OFFICER_KEY,
        UNIT,
        Column(
            "kind",
            "Jenis",
            ruled(words.parse_acting_kind),
            "Plt.",
            "Plt. atau Plh.",
            ("plt plh", "jenis penugasan"),
            required=True,
            show=words.acting_word,
        ),
        Column(
            "position",
            "Jabatan",
            line(200),
            "Kepala Bidang Pencatatan Sipil",
            "jabatan yang dirangkap",
            default="",
        ),
        Column(
            "decree",
            "Nomor SK",
            line(200),
            "800/123/BKPSDM/2026",
            "nomor surat perintah; bersama NIP dan unit menjadi kunci",
            ("sk", "surat perintah", "nomor surat"),
            required=True,
        ),
        Column(
            "starts_on",
            "Mulai",
            as_date,
            "01/11/2026",
            "hari pertama",
            ("tanggal mulai", "start"),
            required=True,
        ),
        Column(
            "ends_on",
            "Selesai",
            as_date,
            "31/01/2027",
            "hari terakhir",
            ("tanggal selesai", "sampai", "end"),
            required=True,
        ),
    ),
    ignored=NAMES_BESIDE_A_KEY,
)
