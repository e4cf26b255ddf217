"""Which passwords are taken: long ones, and none that everybody tries first (NIST SP 800-63B).

No rule of composition (a digit, a sign, a capital) and no forced change: both make people
choose worse ones. What is asked is length, and not to be guessable.
"""

import re
import unicodedata
from enum import StrEnum
from itertools import pairwise

SHORTEST = 12  # four ordinary words with blanks are longer
LONGEST = 200
FEWEST_KINDS = 5  # different characters

# Words behind most stolen passwords here: alone, doubled, or with a number, they are refused.
COMMONEST = frozenset(
    """
    admin administrator adminadmin akucintakamu akusayangkamu alhamdulillah allahuakbar anakku
    asdfghjkl bandung bapakibu bendahara bhinnekatunggalika bismillah bismillahirrahmanirrahim
    bolabola cintaku covid dinas doraemon dragon facebook football garuda gunungapi gurukelas
    hallohallo iloveyou indonesia indonesiaku indonesiaraya instagram jakarta kabupaten kantor
    kantorku katasandi kecamatan kelurahan kepaladinas keluarga komputer laptop letmein liverpool
    loket loketku manchester merdeka mamapapa monkey motorola nusantara office operator
    pancasila pangeran papamama passw password passwordku pegawai pelayanan pemda pemerintah
    persib persija pontianak princess puskesmas qazwsx qazwsxedc qwerty qwertyuiop
    qwertyuiopasdfghjkl rahasia rahasiaku rahasiasekali ramadhan reformasi root
    sandiku samsung sayang sayangku sayangkamu sekretaris semangat selamatdatang selamatpagi
    sistem smartphone sukses sukarno sultan sungairaya suaraloket superman surabaya terimakasih
    test testing user welcome whatsapp yogyakarta zxcvbnm
    """.split()  # noqa: SIM905  # a list of words reads better than a list of quotes
)

_LOOKALIKES = str.maketrans("@430$51!", "aaeossii")


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    NAME = "name"
    COMMON = "common"


def weakness(password: str, *, known: tuple[str, ...] = ()) -> Weakness | None:
    """What is wrong with it, or None; `known` is what others know: login, name, address."""
    if len(password) > LONGEST:
        return Weakness.LONG
    if len(password) < SHORTEST:
        return Weakness.SHORT
    letters = _letters(password)
    if any(letters and letters == _letters(name) for name in known):
        return Weakness.NAME
    return Weakness.COMMON if _is_common(password, letters) else None


def normal(password: str) -> str:
    """One form of what people see as the same text, whichever keyboard wrote it."""
    return unicodedata.normalize("NFKC", password)


def _letters(text: str) -> str:
    """The letters alone; a number or a sign before and after adds nothing, P@ssw0rd is password."""
    middle = re.sub(r"^[^a-z]+|[^a-z]+$", "", text.casefold())
    return re.sub(r"[^a-z]", "", middle.translate(_LOOKALIKES))


def _is_common(password: str, letters: str) -> bool:
    if len(set(password.casefold())) < FEWEST_KINDS or _is_run(password):
        return True
    return letters in COMMONEST or _half(letters) in COMMONEST


def _half(letters: str) -> str:
    """ "rahasiarahasia" is "rahasia"; a word that is not doubled is nothing."""
    middle = len(letters) // 2
    return letters[:middle] if letters[:middle] == letters[middle:] else ""


def _is_run(password: str) -> bool:
    """Keys or numbers in a row from the first to the last: 1234567890123, abcdefghijkl."""
    steps = {
        (ord(after) - ord(before)) % 10 if before.isdecimal() else ord(after) - ord(before)
        for before, after in pairwise(password)
    }
    return len(steps) == 1
