"""What staff say and promise in the demonstration: objections with their ends, and targets."""

from dataclasses import dataclass

from portal.appraisal.rules.objecting import Kind, Verdict


@dataclass(frozen=True, slots=True)
class Contested:
    """One objection: against which month (counted from the end), by whom, and what became of it."""

    position: int
    login: str
    kind: Kind
    text: str
    verdict: Verdict | None = None
    reason: str = ""
    is_withdrawn: bool = False


REVISED = -3  # the month before the last closed one

CONTESTED = (
    Contested(
        REVISED,
        "petugas",
        Kind.ATTRIBUTION,
        "Hari itu saya dipindahkan ke meja informasi sejak pagi. Yang melayani di Loket 3 orang"
        " lain, tetapi nama saya masih tercetak di jadwal.",
        Verdict.UPHOLD,
        "Surat tugas pindah meja dilampirkan dan dibenarkan koordinator pelayanan.",
    ),
    Contested(
        REVISED,
        "farmasi",
        Kind.ANSWER,
        "Siang itu rombongan kunjungan kerja diminta panitianya mengisi penilaian di loket obat,"
        " padahal tidak mengambil obat.",
        Verdict.UPHOLD,
        "Panitia kunjungan kerja membenarkan; jawaban hari itu bukan dari penerima layanan.",
    ),
    Contested(
        REVISED,
        "bphtb",
        Kind.ATTRIBUTION,
        "Saya kira hari itu saya bertukar meja dengan rekan di loket PBB.",
        Verdict.REJECT,
        "Jadwal dan daftar hadir menunjukkan petugas ini sendirian di loket BPHTB sepanjang hari.",
    ),
    Contested(
        -2,
        "petugas",
        Kind.ATTRIBUTION,
        "Siang hari saya mengikuti pelatihan sampai sore. Mohon jawaban siang tidak dihitung"
        " sebagai jawaban tentang saya.",
    ),
    Contested(
        -2,
        "pendaftaran.a",
        Kind.ANSWER,
        "Antrean hari itu macet karena sistem BPJS mati dua jam, di luar kendali petugas.",
    ),
    Contested(
        -2,
        "agus",
        Kind.ATTRIBUTION,
        "Saya kira hari itu saya cuti, ternyata tidak.",
        is_withdrawn=True,
    ),
)

# Index and overall score that the annual plan promises.
TARGETS = {
    "SR": ("81,00", ""),
    "DUKCAPIL": ("80,00", "80"),
    "DPMPTSP": ("88,31", "86"),
    "BAPENDA": ("78,50", ""),
    "DINSOS": ("76,61", ""),
    "DINKES": ("82,00", ""),
    "RSUD": ("79,00", "78"),
    "KEC-MUARA": ("83,00", ""),
}
