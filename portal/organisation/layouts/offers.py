"""Sheets of services and counters."""

from portal.organisation.layouts.cells import (
    CODE,
    NUMBER,
    RETIRED,
    UNIT,
    english,
    joined,
    line,
    named,
    ruled,
    spaced,
)
from portal.organisation.rules import codes, tariff
from portal.sheets import Column, Layout, as_date

SERVICES = Layout(
    "services",
    ("services", "layanan", "jenis layanan"),
    (
        Column("code", "Kode", CODE, "KTP-EL", "kunci layanan", ("kode layanan",), required=True),
        named("nama layanan", "Perekaman KTP-el", "nama layanan", "layanan", "jenis layanan"),
        UNIT,
        english("Identity card recording"),
        Column(
            "tariff",
            "Tarif",
            ruled(tariff.parse_tariff),
            "gratis",
            "gratis, jumlah rupiah, atau berbayar bila jumlahnya diatur di tempat lain",
            ("biaya", "tarif rp"),
            default=tariff.FREE,
            show=tariff.tariff_cell,
        ),
        RETIRED,
    ),
)

COUNTERS = Layout(
    "counters",
    ("counters", "loket"),
    (
        UNIT,
        Column(
            "number",
            "Nomor",
            NUMBER,
            "3",
            "nomor loket; bersama kode unit menjadi kunci; 03 sama dengan 3",
            ("nomor loket", "no loket", "loket", "counter"),
            required=True,
        ),
        Column(
            "name",
            "Nama",
            line(200),
            "Akta Kelahiran",
            "nama di papan loket; kosong menjadi Loket dan nomornya",
            ("nama loket",),
        ),
        english("Birth certificates"),
        Column(
            "location",
            "Kode lokasi",
            CODE,
            "MPP-1",
            "lokasi, seperti di lembar lokasi",
            ("lokasi", "location code"),
        ),
        Column(
            "services",
            "Layanan",
            ruled(codes.parse_codes),
            "KTP-EL; KK",
            "kode layanan, dipisah titik koma; boleh milik unit lain",
            ("kode layanan", "service codes"),
            default=(),
            show=joined,
        ),
        Column(
            "closed_on",
            "Tutup sejak",
            as_date,
            "31/12/2026",
            "kosong selama loket dipakai",
            ("tidak dipakai sejak", "closed"),
        ),
        Column(
            "successor",
            "Loket pengganti",
            ruled(codes.parse_counter_key),
            "DISDUKCAPIL 4",
            "ke mana warga diarahkan bila loket tutup: kode unit, spasi, nomor",
            ("pengganti",),
            show=spaced,
        ),
        Column(
            "code",
            "Kode QR",
            ruled(codes.parse_counter_code),
            "7K3M9Q",
            "dibuat oleh sistem; kosongkan untuk loket baru, tidak dapat diganti",
            ("kode loket", "qr", "counter code"),
        ),
    ),
)
