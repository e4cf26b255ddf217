"""Numbers by which officers are known (domain.md §4): NIP, NI PPPK, internal ids.

NIP of a PNS: birth yyyymmdd, appointment yyyymm, sex 1|2, sequence from 001. NI PPPK: birth
yyyymmdd, year, contract number (two digits), sex, sequence. Neither has a check digit, so a
wrong digit shows only where it breaks a date.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import RuleBroken
from portal.organisation.rules.facts import OfficerFacts

_AS_TEXT = "Format kolom sebagai Teks di Excel, lalu ketik ulang nomornya."
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE][+]?\d+")
_DECORATION = re.compile(r"[\s'’‘`.\-]")
_INTERNAL = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,39}")
_OTHER_WORDS = frozenset(
    (
        *("lainnya", "kontrak", "tenaga kontrak", "honorer", "thl", "tks", "phl", "magang"),
        *("polri", "tni", "outsourcing", "non asn", "perangkat desa", "other", "contract"),
    )
)
_YOUNGEST, _OLDEST = 15, 65
_LONGEST_NUMBER = 18


class OfficerKind(StrEnum):
    """What an officer is employed as."""

    PNS = "pns"
    PPPK = "pppk"
    OTHER = "lainnya"


@dataclass(frozen=True, slots=True)
class CivilServantNumber:
    """An NIP or NI PPPK of 18 digits, and which of the two its digits say it is."""

    digits: str
    kind: OfficerKind


def parse_nip(text: str) -> CivilServantNumber:
    """Read an NIP or NI PPPK; spaces, apostrophes, dots and hyphens are passed over.

    Raises RuleBroken with the remedy. Where digits 13–14 are a month it is taken for an NIP.
    """
    if _SCIENTIFIC.fullmatch(text.strip()):
        raise RuleBroken(f"{text.strip()}: angka belakang NIP hilang. {_AS_TEXT}")
    digits = _DECORATION.sub("", text)
    if not re.fullmatch(r"[0-9]+", digits):
        raise RuleBroken(f"“{text.strip()[:40]}” bukan NIP. Tulis 18 angka.")
    if len(digits) != _LONGEST_NUMBER:
        raise RuleBroken(f"{len(digits)} angka, perlu 18. Periksa NIP-nya.")
    _check_birth_and_start(digits)
    _check_sex_and_sequence(digits)
    is_month = 1 <= int(digits[12:14]) <= 12
    return CivilServantNumber(digits, OfficerKind.PNS if is_month else OfficerKind.PPPK)


def _check_birth_and_start(digits: str) -> None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise RuleBroken(
            f"tanggal lahir {digits[:8]} (angka 1–8) tidak ada. Periksa NIP-nya."
        ) from error
    started = int(digits[8:12])
    if not _YOUNGEST <= started - birth.year <= _OLDEST:
        raise RuleBroken(
            f"lahir {birth.year}, diangkat {started} (angka 9–12): tidak mungkin. Periksa NIP-nya."
        )


def _check_sex_and_sequence(digits: str) -> None:
    if digits[14] not in "12":
        raise RuleBroken(f"angka ke-15 harus 1 atau 2, tertulis {digits[14]}. Periksa NIP-nya.")
    if digits[15:] == "000":
        # A spreadsheet that took the number for a quantity keeps 15 digits and fills up with 0.
        raise RuleBroken(f"nomor urut 000: angka belakang NIP hilang. {_AS_TEXT}")


def check_kind(number: CivilServantNumber, stated: OfficerKind) -> OfficerKind:
    """The kind that holds when a sheet states one: an NIP's digits 13–14 must be a month."""
    if stated is OfficerKind.OTHER:
        raise RuleBroken("punya NIP tetapi jenisnya “lainnya”. Tulis PNS atau PPPK.")
    if stated is OfficerKind.PNS and number.kind is OfficerKind.PPPK:
        raise RuleBroken(
            f"bulan {number.digits[12:14]} (angka 13–14) tidak ada. Jika ini PPPK, tulis PPPK."
        )
    return stated


def agreed_kind(
    number: CivilServantNumber | None, stated: OfficerKind, *, has_nip: bool | None = None
) -> OfficerKind:
    """The stated kind, if it goes with the number; `has_nip` where one is known from before."""
    if number is not None:
        return check_kind(number, stated)
    if has_nip and stated is OfficerKind.OTHER:
        raise RuleBroken("punya NIP tetapi jenisnya lainnya. Tulis PNS atau PPPK.")
    if not has_nip and stated is not OfficerKind.OTHER:
        raise RuleBroken(f"{stated.upper()} tanpa NIP. Isi NIP, atau tulis lainnya.")
    return stated


def check_identity(facts: OfficerFacts) -> None:
    """An officer has an NIP or an id of the installation, and a kind that goes with it."""
    if facts.nip is None and facts.internal_id is None:
        raise RuleBroken("Tanpa NIP perlu ID internal. Isi salah satu.")
    number = parse_nip(facts.nip) if facts.nip else None
    agreed_kind(number, OfficerKind(facts.kind))


def parse_internal_id(text: str) -> str:
    """An id that the installation gives to people without NIP: capitals, digits, . / _ -."""
    found = " ".join(text.strip().lstrip("'").upper().split())
    if re.fullmatch(r"[0-9]{15,}", _DECORATION.sub("", found)):
        # Also keeps the national identity number out of the database.
        raise RuleBroken(
            "tampak seperti NIP atau NIK. NIP ditulis di kolom NIP; NIK tidak dipakai."
        )
    if not _INTERNAL.fullmatch(found):
        raise RuleBroken(
            f"“{found[:40]}” bukan id. Tulis huruf dan angka tanpa spasi, misalnya K-7."
        )
    return found


def parse_officer_key(text: str) -> str:
    """How another sheet names an officer: an NIP (its 18 digits) or an internal id."""
    digits = _DECORATION.sub("", text)
    if _SCIENTIFIC.fullmatch(text.strip()) or re.fullmatch(r"[0-9]{15,}", digits):
        return parse_nip(text).digits
    return parse_internal_id(text)


def digits_of(text: str) -> str:
    """A typed number without what people put between its digits."""
    return _DECORATION.sub("", text)


def is_number(text: str) -> bool:
    """Does this look like an NIP or an internal id, and not like a name?"""
    return bool(re.search(r"[0-9]", text)) and len(text.split()) <= _LONGEST_NUMBER


def next_internal_id(taken: frozenset[str]) -> str:
    """A free id to propose for somebody without NIP: K-1, K-2 …"""
    number = 1 + sum(1 for found in taken if re.fullmatch(r"K-[0-9]+", found))
    while f"K-{number}" in taken:
        number += 1
    return f"K-{number}"


def parse_kind(text: str) -> OfficerKind:
    """PNS, PPPK, or one of the many words for contract staff."""
    word = re.sub(r"[\W_]+", " ", text).strip().casefold()
    if word in ("pns", "asn", "cpns"):
        return OfficerKind.PNS
    if word in ("pppk", "p3k"):
        return OfficerKind.PPPK
    if word in _OTHER_WORDS:
        return OfficerKind.OTHER
    raise RuleBroken(f"“{text.strip()[:40]}” tidak dikenal. Tulis PNS, PPPK, atau lainnya.")
