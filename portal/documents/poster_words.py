"""What a poster says, in one language at a time: a poster speaks both at once."""

from dataclasses import dataclass

from portal.language import Language, speaking
from portal.language import gettext as _


@dataclass(frozen=True, slots=True)
class PosterWords:
    """All sentences of a poster; `steps` is what happens with an answer."""

    counter: str
    question: str
    marks: tuple[str, str, str, str]
    scan: str
    promise: str
    scan_and_promise: str
    type_it: str
    or_type: str
    then: str
    steps: tuple[str, str, str]
    outcome: str
    damaged: str
    staff: str


def poster_words(language: Language) -> PosterWords:
    """The sentences in that language; `damaged` has a place for {contact}."""
    with speaking(language):
        return PosterWords(
            counter=_("Loket"),
            question=_("Bagaimana pelayanan kami tadi?"),
            marks=(_("Tidak baik"), _("Kurang baik"), _("Baik"), _("Sangat baik")),
            scan=_("Pindai dengan kamera HP"),
            promise=_("Selesai dalam 10 detik. Gratis, tanpa aplikasi, tanpa nama."),
            scan_and_promise=_("Pindai dengan kamera HP. 10 detik, tanpa nama."),
            type_it=_("Atau ketik di peramban:"),
            or_type=_("Atau ketik"),
            then=_("Yang terjadi dengan jawaban Anda"),
            steps=(
                _("Digabung dengan jawaban warga lain. Petugas tidak melihat jawaban satu orang."),
                _("Setiap awal bulan nilainya dihitung dan diumumkan."),
                _("Unsur yang paling rendah harus diperbaiki, dan hasilnya diukur lagi."),
            ),
            outcome=_("Jawaban digabung, tanpa nama. Nilainya diumumkan setiap awal bulan."),
            damaged=_("QR rusak atau ditempeli? Laporkan ke {contact}"),
            staff=_("petugas unit ini"),
        )
