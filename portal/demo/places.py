"""Kabupaten Sungai Raya: its units in three levels and the places where counters stand."""

from dataclasses import dataclass

FIVE_DAYS, SIX_DAYS = 5, 6


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit; `head` is the position of whoever leads it ("" for the government itself)."""

    code: str
    name: str
    kind: str
    parent: str | None
    head: str
    work_days: int = FIVE_DAYS


@dataclass(frozen=True, slots=True)
class LocationFact:
    """One place; `held` tells which mobile service day it is: "past", "today" or ""."""

    code: str
    name: str
    kind: str
    address: str
    hours: str
    held: str = ""


UNITS = (
    UnitFact("SR", "Kabupaten Sungai Raya", "pemda", None, ""),
    UnitFact(
        "DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "dinas", "SR", "Kepala Disdukcapil"
    ),
    UnitFact(
        "DPMPTSP",
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        "dinas",
        "SR",
        "Kepala DPMPTSP",
    ),
    UnitFact("BAPENDA", "Badan Pendapatan Daerah", "badan", "SR", "Kepala Bapenda"),
    UnitFact("DINSOS", "Dinas Sosial", "dinas", "SR", "Kepala Dinas Sosial"),
    UnitFact("DINKES", "Dinas Kesehatan", "dinas", "SR", "Kepala Dinas Kesehatan"),
    UnitFact("RSUD", "RSUD Sungai Raya", "rsud", "SR", "Direktur RSUD", SIX_DAYS),
    UnitFact("KEC-MUARA", "Kecamatan Muara", "kecamatan", "SR", "Camat Muara"),
    UnitFact(
        "DUKCAPIL-HULU", "UPT Dukcapil Wilayah Hulu", "upt", "DUKCAPIL", "Kepala UPT Dukcapil Hulu"
    ),
    UnitFact(
        "PKM-MUARA", "UPT Puskesmas Muara", "upt", "DINKES", "Kepala Puskesmas Muara", SIX_DAYS
    ),
    UnitFact("KEL-PASIR", "Kelurahan Pasir Putih", "kelurahan", "KEC-MUARA", "Lurah Pasir Putih"),
    UnitFact("KEL-MEKAR", "Kelurahan Mekar Jaya", "kelurahan", "KEC-MUARA", "Lurah Mekar Jaya"),
)

OFFICE_HOURS = "Senin–Jumat 07.30–16.00"
SIX_DAY_HOURS = "Senin–Sabtu 07.30–14.00"

LOCATIONS = (
    LocationFact("DUKCAPIL", "Kantor Disdukcapil", "kantor", "Jl. Pelita 12", OFFICE_HOURS),
    LocationFact(
        "MPP",
        "Mal Pelayanan Publik Sungai Raya",
        "mpp",
        "Jl. Merdeka 1, lantai dasar",
        "Senin–Jumat 08.00–15.30",
    ),
    LocationFact("BAPENDA", "Kantor Bapenda", "kantor", "Jl. Merdeka 7", OFFICE_HOURS),
    LocationFact("DINSOS", "Kantor Dinas Sosial", "kantor", "Jl. Cempaka 3", OFFICE_HOURS),
    LocationFact("DINKES", "Kantor Dinas Kesehatan", "kantor", "Jl. Cempaka 9", OFFICE_HOURS),
    LocationFact("RSUD", "RSUD Sungai Raya", "kantor", "Jl. Rumah Sakit 2", SIX_DAY_HOURS),
    LocationFact("PKM-MUARA", "Puskesmas Muara", "kantor", "Jl. Pelabuhan 21", SIX_DAY_HOURS),
    LocationFact("KEC-MUARA", "Kantor Camat Muara", "kantor", "Jl. Pelabuhan 4", OFFICE_HOURS),
    LocationFact("KEL-PASIR", "Kantor Lurah Pasir Putih", "kantor", "Jl. Pantai 15", OFFICE_HOURS),
    LocationFact("KEL-MEKAR", "Kantor Lurah Mekar Jaya", "kantor", "Jl. Kebun 8", OFFICE_HOURS),
    LocationFact(
        "DUKCAPIL-HULU", "Kantor UPT Dukcapil Hulu", "kantor", "Desa Simpang Hulu", OFFICE_HOURS
    ),
    LocationFact(
        "KELILING-1",
        "Dukcapil Keliling: Balai Desa Sungai Limau",
        "keliling",
        "Desa Sungai Limau",
        "08.00–12.00",
        held="past",
    ),
    LocationFact(
        "KELILING-2",
        "Dukcapil Keliling: Pasar Tanjung",
        "keliling",
        "Pasar Tanjung, sisi utara",
        "08.00–12.00",
        held="today",
    ),
)
