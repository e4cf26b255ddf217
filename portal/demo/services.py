"""Thirty services with their tariffs; civil registry is free by law (UU 24/2013 Ps 79A)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """One service; `rupiah` 0 means gratis."""

    code: str
    unit: str
    name: str
    name_en: str
    rupiah: int = 0


SERVICES = (
    ServiceFact("KTP-EL", "DUKCAPIL", "KTP elektronik", "Identity card (KTP-el)"),
    ServiceFact("KK", "DUKCAPIL", "Kartu Keluarga", "Family card (KK)"),
    ServiceFact("AKTA-LAHIR", "DUKCAPIL", "Akta kelahiran", "Birth certificate"),
    ServiceFact("AKTA-MATI", "DUKCAPIL", "Akta kematian", "Death certificate"),
    ServiceFact("AKTA-KAWIN", "DUKCAPIL", "Akta perkawinan", "Marriage certificate"),
    ServiceFact("PINDAH", "DUKCAPIL", "Surat pindah datang", "Change of residence"),
    ServiceFact("KIA", "DUKCAPIL", "Kartu Identitas Anak", "Child identity card"),
    ServiceFact("IKD", "DUKCAPIL", "Identitas Kependudukan Digital", "Digital identity"),
    ServiceFact("NIB", "DPMPTSP", "Nomor Induk Berusaha", "Business number (NIB)"),
    ServiceFact("PBG", "DPMPTSP", "Persetujuan Bangunan Gedung", "Building permit", 450_000),
    ServiceFact("SIP", "DPMPTSP", "Izin praktik tenaga kesehatan", "Health worker's licence"),
    ServiceFact("REKLAME", "DPMPTSP", "Izin reklame", "Billboard permit", 150_000),
    ServiceFact("KONSULTASI", "DPMPTSP", "Konsultasi perizinan", "Advice on permits"),
    ServiceFact("PBB", "BAPENDA", "Salinan dan keberatan PBB-P2", "Property tax papers"),
    ServiceFact("BPHTB", "BAPENDA", "Validasi BPHTB", "Land transfer duty"),
    ServiceFact("PAJAK-DAERAH", "BAPENDA", "Pendaftaran pajak daerah", "Local tax registration"),
    ServiceFact("DTSEN", "DINSOS", "Pemutakhiran data bantuan sosial", "Social aid data"),
    ServiceFact("PBI-JK", "DINSOS", "Rekomendasi PBI jaminan kesehatan", "Health cover for poor"),
    ServiceFact("SLHS", "DINKES", "Rekomendasi sertifikat laik higiene", "Hygiene certificate"),
    ServiceFact("POLI-UMUM", "PKM-MUARA", "Poli umum", "General clinic", 10_000),
    ServiceFact("IMUNISASI", "PKM-MUARA", "Imunisasi dan kesehatan ibu anak", "Mother and child"),
    ServiceFact("SEHAT", "PKM-MUARA", "Surat keterangan sehat", "Health statement", 15_000),
    ServiceFact("RAJAL", "RSUD", "Rawat jalan", "Outpatient care", 25_000),
    ServiceFact("LAB", "RSUD", "Laboratorium", "Laboratory", 65_000),
    ServiceFact("OBAT", "RSUD", "Pengambilan obat", "Pharmacy"),
    ServiceFact("REKMED", "RSUD", "Salinan rekam medis", "Copy of medical record", 20_000),
    ServiceFact("LEGALISASI", "KEC-MUARA", "Legalisasi dan surat pengantar", "Certified copies"),
    ServiceFact("RAMAI", "KEC-MUARA", "Rekomendasi izin keramaian", "Public event permit"),
    ServiceFact("DOMISILI", "KEL-PASIR", "Surat keterangan domisili", "Proof of residence"),
    ServiceFact("SKTM", "KEL-PASIR", "Surat keterangan tidak mampu", "Proof of low income"),
)

FREE = frozenset(service.code for service in SERVICES if not service.rupiah)
