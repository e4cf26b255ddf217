"""The titles of a case's steps: said to the reporter, and said to staff (microcopy.md 10)."""

from collections.abc import Mapping

from portal.complaints.rules.words import Outcome, Step
from portal.language import later

# Said to the reporter | said to staff, where the two differ.
TITLES: Mapping[Step, tuple[str, str]] = {
    Step.FILED: (later("Diterima"), later("Diterima")),
    Step.RELEASED: (later("Masuk ke meja kami"), later("Masuk ke meja")),
    Step.VERIFIED: (later("Diperiksa"), later("Diperiksa")),
    Step.ASSIGNED: (later("Ditangani"), later("Ditugaskan")),
    Step.ASKED: (later("Kami bertanya kepada Anda"), later("Bertanya kepada pelapor")),
    Step.WRITTEN: (later("Pesan dari kami"), later("Pesan kepada pelapor")),
    Step.RESUMED: (later("Hitungan berjalan lagi"), later("Hitungan berjalan lagi")),
    Step.EXTENDED: (later("Waktu diperpanjang"), later("Waktu diperpanjang")),
    Step.NOTED: (later("Catatan"), later("Catatan internal")),
    Step.ANSWERED: (later("Dijawab"), later("Dijawab")),
    Step.CLOSED: (later("Ditutup"), later("Ditutup")),
    Step.CONFIRMED: (later("Anda menjawab: sudah selesai"), later("Pelapor: sudah selesai")),
    Step.REOPENED: (later("Dibuka kembali"), later("Dibuka kembali")),
    Step.RATED: (later("Anda menilai penanganannya"), later("Pelapor menilai penanganannya")),
    Step.APPEALED: (later("Ditinjau atasan"), later("Ditinjau atasan")),
    Step.ESCALATED: (later("Terlambat, atasan diberi tahu"), later("Dinaikkan ke atasan")),
    Step.RECALCULATED: (later("Tanggal dihitung ulang"), later("Tanggal dihitung ulang")),
    Step.MERGED: (later("Digabung"), later("Digabung")),
    Step.MASKED: (later("Sebagian tulisan disamarkan"), later("Sebagian tulisan disamarkan")),
    Step.IDENTITY_ASKED: (
        later("Ada permintaan membuka nama Anda"),
        later("Permintaan membuka identitas"),
    ),
    Step.IDENTITY_OPENED: (later("Nama Anda dibuka"), later("Identitas dibuka")),
    Step.AFTERMATH: (
        later("Anda menjawab tentang perlakuan sesudah melapor"),
        later("Pelapor menjawab tentang perlakuan sesudah melapor"),
    ),
    Step.HANDED_OVER: (later("Diserahkan ke SP4N-LAPOR!"), later("Diserahkan ke SP4N-LAPOR!")),
    Step.CORRECTED: (later("Data diperbaiki"), later("Data diperbaiki")),
    Step.ERASED: (later("Data dihapus"), later("Data dihapus")),
}
# Where one fact of the step makes it something else.
MARKED: Mapping[tuple[Step, str], str] = {
    (Step.HANDED_OVER, "own"): later("Dicatat di SP4N-LAPOR!"),
    (Step.MERGED, "is_undone"): later("Dipisahkan lagi"),
}
WRITTEN = (later("Anda menambah keterangan"), later("Pelapor menambah keterangan"))
REPLIED = (later("Anda menjawab"), later("Pelapor menjawab"))
UNSOLVED = (later("Anda menjawab: belum selesai"), later("Pelapor: belum selesai"))
ENDINGS: Mapping[str, str] = {
    Outcome.SELESAI: later("Selesai"),
    Outcome.DITOLAK: later("Tidak dapat ditangani"),
    Outcome.BUKAN_KEWENANGAN: later("Tidak dapat ditangani"),
    Outcome.TIDAK_LENGKAP: later("Ditutup: keterangan belum lengkap"),
    Outcome.DUPLIKAT: later("Digabung"),
    Outcome.ARSIP: later("Diarsipkan"),
}
MARKS = {
    1: later("Tidak baik"),
    2: later("Kurang baik"),
    3: later("Baik"),
    4: later("Sangat baik"),
}
