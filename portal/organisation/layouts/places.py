"""Sheets of units and locations."""

from portal.organisation.layouts.cells import CODE, RETIRED, line, named, ruled, work_days
from portal.organisation.rules import words
from portal.sheets import Column, Layout, as_date

UNITS = Layout(
    "units",
    ("units", "unit", "unit kerja"),
    (
        Column(
            "code", "Kode", CODE, "DISDUKCAPIL", "kunci unit", ("kode unit", "unit"), required=True
        ),
        named("nama resmi unit", "Dinas Kependudukan dan Pencatatan Sipil", "nama unit"),
        Column(
            "parent",
            "Induk",
            CODE,
            "KAB",
            "kode unit di atasnya; kosong untuk pemda; boleh ditulis di baris mana pun",
            ("kode induk", "unit induk", "parent code"),
        ),
        Column(
            "kind",
            "Jenis",
            line(40),
            "dinas",
            "pemda, dinas, badan, kecamatan, kelurahan, UPT, bidang",
            ("jenis unit",),
            default="",
        ),
        Column(
            "work_days",
            "Hari kerja",
            work_days,
            "5",
            "5 atau 6 hari kerja seminggu",
            ("hari kerja seminggu", "working days"),
            default=5,
        ),
        Column(
            "contact",
            "Kontak",
            line(200),
            "(0561) 123456",
            "telepon atau alamat yang dicetak untuk warga",
            ("telepon", "phone"),
            default="",
        ),
        RETIRED,
    ),
)

LOCATIONS = Layout(
    "locations",
    ("locations", "lokasi"),
    (
        Column(
            "code", "Kode", CODE, "MPP-1", "kunci lokasi", ("kode lokasi", "lokasi"), required=True
        ),
        named("nama gedung atau tempat", "Mal Pelayanan Publik Sungai Raya", "nama lokasi"),
        Column(
            "kind",
            "Jenis",
            ruled(words.parse_location_kind),
            "mpp",
            "kantor, mpp, atau keliling",
            ("jenis lokasi",),
            default="kantor",
        ),
        Column("address", "Alamat", line(400), "Jl. Merdeka No. 1", "alamat lengkap", default=""),
        Column(
            "held_on",
            "Tanggal",
            as_date,
            "05/12/2026",
            "hari layanan keliling; wajib bila jenisnya keliling",
            ("tanggal keliling", "tanggal layanan", "date"),
        ),
        Column(
            "hours",
            "Jam layanan",
            line(100),
            "08.00–12.00",
            "jam buka, dengan kata-kata sendiri",
            ("jam", "jam buka"),
            default="",
        ),
        RETIRED,
    ),
)
