# ruff: noqa: E501  # a table: one counter, one line
"""Forty counters: where they stand, what they serve, how busy and how good they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CounterFact:
    """One counter. `rate`: answers on an ordinary day (relative); `desks`: officers at once, out
    of a `team`; `quality` is added to every mark, `moods` to single elements.
    """

    unit: str
    number: str
    name: str
    name_en: str
    location: str
    services: tuple[str, ...]
    rate: float
    desks: int = 1
    team: int = 2
    quality: float = 0.0
    moods: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What a counter is known by on a sheet: unit and number."""
        return f"{self.unit}/{self.number}"


SLOW = "DUKCAPIL/3"  # gets an online queue in month four
STUFFED = "BAPENDA/2"  # marks pressed in on the last two days of month three
REPLACED, REPLACED_BY = "DUKCAPIL/8", "DUKCAPIL/2"
RENAMED = "DUKCAPIL/4"  # an old poster with an old code still hangs somewhere
MOBILE_PAST, MOBILE_TODAY = "DUKCAPIL/K1", "DUKCAPIL/K2"

_CIVIL = ("AKTA-LAHIR", "AKTA-MATI", "AKTA-KAWIN")
_MANY = ("KTP-EL", "KK", "PBB", "PBI-JK", "NIB", "KONSULTASI")
_QUEUE = {"waktu": -0.35, "sarana": -0.15}
_PAPERS = {"persyaratan": -0.2, "prosedur": -0.2}

# fmt: off
COUNTERS = (
    CounterFact("DUKCAPIL", "1", "Informasi", "Information", "DUKCAPIL", ("KTP-EL", "KK", "PINDAH"), 7, 1, 3, 0.1),
    CounterFact("DUKCAPIL", "2", "KTP-el", "Identity Card", "DUKCAPIL", ("KTP-EL",), 18, 3, 5, 0.05, {"waktu": -0.1}),
    CounterFact("DUKCAPIL", "3", "Akta Kelahiran", "Birth Certificate", "DUKCAPIL", ("AKTA-LAHIR",), 20, 3, 4),
    CounterFact("DUKCAPIL", "4", "Kartu Keluarga", "Family Card", "DUKCAPIL", ("KK",), 13, 2, 4),
    CounterFact("DUKCAPIL", "5", "Pindah Datang", "Change of Residence", "DUKCAPIL", ("PINDAH",), 6, 1, 2, -0.1, _PAPERS),
    CounterFact("DUKCAPIL", "6", "Akta Kematian dan Perkawinan", "Death and Marriage Certificates", "DUKCAPIL", ("AKTA-MATI", "AKTA-KAWIN"), 4, 1, 2, 0.1),
    CounterFact("DUKCAPIL", "7", "KIA dan Identitas Digital", "Child and Digital Identity", "DUKCAPIL", ("KIA", "IKD"), 6, 1, 3, 0.15),
    CounterFact("DUKCAPIL", "8", "Cetak KTP-el", "Identity Card Printing", "DUKCAPIL", ("KTP-EL",), 6, 1, 2, -0.1),
    CounterFact("DUKCAPIL", "K1", "Dukcapil Keliling", "Mobile Civil Registry", "KELILING-1", ("KTP-EL", "KK", *_CIVIL), 14, 2, 2, 0.3),
    CounterFact("DUKCAPIL", "K2", "Dukcapil Keliling", "Mobile Civil Registry", "KELILING-2", ("KTP-EL", "KK", *_CIVIL), 0, 2, 0, 0.3),
    CounterFact("DUKCAPIL", "11", "KTP-el dan IKD di MPP", "Identity Card at the MPP", "MPP", ("KTP-EL", "IKD"), 11, 2, 4, 0.25),
    CounterFact("DUKCAPIL", "12", "KK dan Akta di MPP", "Family Card and Certificates at the MPP", "MPP", ("KK", *_CIVIL), 8, 1, 3, 0.2),
    CounterFact("DUKCAPIL-HULU", "1", "KTP-el", "Identity Card", "DUKCAPIL-HULU", ("KTP-EL", "IKD"), 6, 1, 3, 0.05, {"sarana": -0.4}),
    CounterFact("DUKCAPIL-HULU", "2", "Kartu Keluarga dan Akta", "Family Card and Certificates", "DUKCAPIL-HULU", ("KK", *_CIVIL), 5, 1, 2, 0.1, {"sarana": -0.4}),
    CounterFact("DPMPTSP", "1", "Konsultasi Perizinan", "Advice on Permits", "MPP", ("KONSULTASI",), 5, 1, 2, 0.45),
    CounterFact("DPMPTSP", "2", "Nomor Induk Berusaha", "Business Number", "MPP", ("NIB",), 9, 2, 4, 0.45),
    CounterFact("DPMPTSP", "3", "Bangunan Gedung", "Building Permit", "MPP", ("PBG",), 5, 1, 3, 0.05, {"waktu": -0.45, **_PAPERS}),
    CounterFact("DPMPTSP", "4", "Izin Praktik", "Health Worker's Licence", "MPP", ("SIP",), 4, 1, 2, 0.4),
    CounterFact("DPMPTSP", "5", "Izin Reklame", "Billboard Permit", "MPP", ("REKLAME",), 3, 1, 2, 0.2),
    CounterFact("DPMPTSP", "6", "Loket Bersama", "Shared Counter", "MPP", _MANY, 7, 2, 4, 0.4),
    CounterFact("BAPENDA", "1", "PBB-P2", "Property Tax", "BAPENDA", ("PBB",), 8, 2, 4, 0.05),
    CounterFact("BAPENDA", "2", "BPHTB", "Land Transfer Duty", "BAPENDA", ("BPHTB",), 4, 1, 1, -0.35, {"perilaku": -0.25, "waktu": -0.3}),
    CounterFact("BAPENDA", "3", "Pajak Daerah di MPP", "Local Tax at the MPP", "MPP", ("PBB", "PAJAK-DAERAH"), 5, 1, 2, 0.15),
    CounterFact("DINSOS", "1", "Data Bantuan Sosial", "Social Aid Data", "DINSOS", ("DTSEN",), 9, 2, 4, -0.45, {"prosedur": -0.3, "pengaduan": -0.25}),
    CounterFact("DINSOS", "2", "Rekomendasi PBI", "Health Cover", "DINSOS", ("PBI-JK",), 6, 1, 3, -0.35),
    CounterFact("DINSOS", "3", "Dinas Sosial di MPP", "Social Affairs at the MPP", "MPP", ("DTSEN", "PBI-JK"), 4, 1, 2, 0.0),
    CounterFact("DINKES", "1", "Laik Higiene", "Hygiene Certificate", "DINKES", ("SLHS",), 2, 1, 2, 0.05),
    CounterFact("PKM-MUARA", "1", "Poli Umum", "General Clinic", "PKM-MUARA", ("POLI-UMUM",), 10, 2, 4, 0.1, {"waktu": -0.15}),
    CounterFact("PKM-MUARA", "2", "Ibu, Anak, dan Imunisasi", "Mother, Child and Vaccination", "PKM-MUARA", ("IMUNISASI",), 7, 1, 2, 0.3),
    CounterFact("PKM-MUARA", "3", "Surat Keterangan Sehat", "Health Statement", "PKM-MUARA", ("SEHAT",), 3, 1, 2, 0.1),
    CounterFact("RSUD", "1", "Pendaftaran A", "Registration A", "RSUD", ("RAJAL",), 14, 2, 4, -0.2, _QUEUE),
    CounterFact("RSUD", "2", "Pendaftaran B", "Registration B", "RSUD", ("RAJAL",), 11, 2, 4, -0.15, _QUEUE),
    CounterFact("RSUD", "3", "Laboratorium", "Laboratory", "RSUD", ("LAB",), 7, 1, 2, 0.15),
    CounterFact("RSUD", "4", "Farmasi", "Pharmacy", "RSUD", ("OBAT",), 10, 2, 4, -0.15, {"waktu": -0.5}),
    CounterFact("RSUD", "5", "Rekam Medis", "Medical Records", "RSUD", ("REKMED",), 3, 1, 2, 0.05),
    CounterFact("KEC-MUARA", "1", "Legalisasi", "Certified Copies", "KEC-MUARA", ("LEGALISASI",), 5, 1, 2, 0.1),
    CounterFact("KEC-MUARA", "2", "Izin Keramaian", "Event Permit", "KEC-MUARA", ("RAMAI",), 2, 1, 2),
    CounterFact("KEL-PASIR", "1", "Surat Keterangan", "Statements", "KEL-PASIR", ("DOMISILI", "SKTM"), 0.8, 1, 2, 0.15),
    CounterFact("KEL-PASIR", "2", "Pengantar", "Letters", "KEL-PASIR", ("LEGALISASI",), 0.25, 1, 1, 0.1),
    CounterFact("KEL-MEKAR", "1", "Pelayanan Umum", "General Services", "KEL-MEKAR", ("DOMISILI", "SKTM", "LEGALISASI"), 0.22, 1, 2, 0.2),
)
# fmt: on

BY_KEY = {counter.key: counter for counter in COUNTERS}
FAMOUS_CODE = "7K3M9X"  # of SLOW, as on the posters in the handbook
OLD_CODE = "4KK8H2"  # on the old poster of RENAMED
