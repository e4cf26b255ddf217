"""What is said about a sheet that cannot be taken, in the reader's language."""

from portal.feedback.rules.paper import BadSheet, Fault
from portal.feedback.rules.serial import EXAMPLE
from portal.language import gettext as _
from portal.language import later

WORDS = {
    Fault.SERIAL: later(
        "nomor seri “{typed}” tidak terbaca. Periksa huruf dan angkanya, contoh {example}."
    ),
    Fault.LENGTH: later("perlu sembilan angka, satu per pertanyaan. Yang kosong diketik 0."),
    Fault.DIGIT: later("{at}: “{typed}” tidak dikenal. Ketik 1 sampai 4, 0, 7, atau 8."),
    Fault.TOO_EARLY: later("{at}: pertanyaan ini selalu bisa dinilai. Angka 7 tidak berlaku."),
    Fault.NOTHING: later("tidak ada satu pun angka 1 sampai 4. Lembar ini tidak diketik."),
    Fault.RESPONDENT_LENGTH: later("data responden perlu empat angka. Yang kosong diketik 0."),
    Fault.RESPONDENT_DIGIT: later("data responden, {at}: tidak ada kotak ke-{typed}."),
    Fault.TWICE: later("nomor seri {typed} ada dua kali di isian ini."),
    Fault.KNOWN: later("nomor seri {typed} sudah diketik. Satu lembar diketik satu kali."),
    Fault.OTHER_UNIT: later("nomor seri {typed} milik unit lain. Ketik di halaman unitnya."),
}
FACTS = {
    "sex": later("jenis kelamin"),
    "age_band": later("usia"),
    "education": later("pendidikan"),
    "occupation": later("pekerjaan"),
}


def said(bad: BadSheet) -> str:
    """The sentence of a fault; a very long text is cut."""
    at = _(FACTS[bad.at]) if bad.at in FACTS else bad.at
    return _(WORDS[bad.fault]).format(typed=bad.typed[:40], at=at, example=EXAMPLE)
