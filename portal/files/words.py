"""What is said about a file that is not taken: its name, what is wrong, how to mend it."""

from collections.abc import Mapping

from portal.errors import RuleBroken
from portal.files.facts import LARGEST, MEBIBYTE, MOST_FILES, MOST_PAGES, MOST_PIXELS, Fault
from portal.language import gettext as _
from portal.language import later

LONGEST_NAME = 60
WORDS: Mapping[Fault, str] = {
    Fault.EMPTY: later("{name} kosong. Pilih lagi berkasnya."),
    Fault.LARGE: later("{name} lebih besar dari {mb} MB. Kecilkan dahulu, atau potret ulang."),
    Fault.FOREIGN: later("{name} bukan foto atau PDF. Pakai foto (JPEG, PNG, WebP) atau PDF."),
    Fault.HEIC: later(
        "{name} berformat HEIC, yang belum bisa dibaca di sini. Setel kamera ke JPEG, atau kirim"
        " tangkapan layarnya."
    ),
    Fault.DOUBLE: later(
        "{name} memuat berkas lain di dalamnya. Potret ulang, atau simpan lagi sebagai foto biasa."
    ),
    Fault.BROKEN: later("{name} tidak bisa dibaca. Pakai foto atau PDF, paling besar {mb} MB."),
    Fault.PIXELS: later(
        "{name} terlalu luas: paling banyak {megapixels} megapiksel. Kecilkan dahulu, atau kirim"
        " tangkapan layarnya."
    ),
    Fault.PAGES: later("{name} lebih dari {pages} halaman. Bagi menjadi beberapa berkas."),
    Fault.LOCKED: later("{name} terkunci kata sandi. Simpan tanpa kata sandi, lalu kirim lagi."),
    Fault.HEAVY: later(
        "{name} terlalu berat untuk diperiksa. Kirim sebagai foto biasa, atau bagi menjadi"
        " beberapa berkas."
    ),
}
TOO_MANY = later("Paling banyak {files} berkas. Pilih yang paling penting.")
# A file that is far too large is refused at the door, by its announced length alone.
TOO_LARGE_POST = later(
    "Berkas-berkasnya terlalu besar: paling banyak {files}, masing-masing {mb} MB."
)
BUSY = later("Sedang banyak berkas yang diperiksa. Kirim lagi sebentar lagi.")
NAMELESS = later("Berkas tanpa nama")
NUMBERS: Mapping[str, int] = {
    "mb": LARGEST // MEBIBYTE,
    "pages": MOST_PAGES,
    "megapixels": MOST_PIXELS // 1_000_000,
    "files": MOST_FILES,
}


class FileRefused(RuleBroken):
    """One file is not taken; the others and the words around them may stay."""

    def __init__(self, name: str, fault: Fault) -> None:
        self.name, self.fault = shown(name), fault
        super().__init__(_(WORDS[fault]).format(name=self.name, **NUMBERS))


class TooManyFiles(RuleBroken):
    """More files than a complaint or a message takes."""

    def __init__(self) -> None:
        super().__init__(_(TOO_MANY).format(**NUMBERS))


def too_large_words() -> str:
    """What a page says when the whole post was refused before it was read."""
    return _(TOO_LARGE_POST).format(**NUMBERS)


def shown(name: str) -> str:
    """The sender's name of a file, as it may stand in a sentence: short, one line, no folders."""
    bare = "".join(
        sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()
    )
    short = bare.strip() or _(NAMELESS)
    if len(short) <= LONGEST_NAME:
        return short
    half = LONGEST_NAME // 2 - 1
    return f"{short[:half]}…{short[-half:]}"
