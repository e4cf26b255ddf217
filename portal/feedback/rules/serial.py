"""Serial numbers of printed questionnaires: `DUKCAPIL-2611-00001-02`.

Unit, year and month, running number, and two check digits by which a slip of the finger
is told without a look-up: every single wrong character and every two neighbours swapped.
"""

from dataclasses import dataclass

from portal.errors import RuleBroken
from portal.month import Month

CENTURY = 2000
MODULUS = 97
"""A prime above 36, so that no wrong letter or digit leaves the remainder as it was."""

LARGEST_NUMBER = 99_999
MONTH_DIGITS, NUMBER_DIGITS, CHECK_DIGITS = 4, 5, 2
DIGITS = MONTH_DIGITS + NUMBER_DIGITS + CHECK_DIGITS
EXAMPLE = "DUKCAPIL-2611-00001-02"


@dataclass(frozen=True, slots=True)
class Serial:
    """One sheet of paper; `unit` holds the letters and digits of the unit's code alone."""

    unit: str
    month: Month
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= LARGEST_NUMBER:
            raise RuleBroken(f"Nomor urut {self.number} di luar 1 sampai {LARGEST_NUMBER}.")
        if not self.unit or _plain(self.unit) != self.unit:
            raise RuleBroken(
                f"Kode unit “{self.unit}” tidak dapat menjadi nomor seri: "
                "perlu sedikitnya satu huruf A–Z atau angka."
            )

    def __str__(self) -> str:
        month, number = self._digits()
        return f"{self.unit}-{month}-{number}-{_check(self.unit + month + number):02d}"

    def _digits(self) -> tuple[str, str]:
        month = f"{self.month.year % 100:02d}{self.month.number:02d}"
        return month, f"{self.number:0{NUMBER_DIGITS}d}"


def serial(unit_code: str, month: Month, number: int) -> Serial:
    """The serial number of a sheet; dots, dashes and spaces of the unit's code are left out."""
    if not CENTURY <= month.year < CENTURY + 100:
        raise RuleBroken(f"Tahun {month.year} tidak dapat menjadi nomor seri.")
    return Serial(serial_unit(unit_code), month, number)


def serial_unit(unit_code: str) -> str:
    """A unit's code as it stands in its serial numbers."""
    return _plain(unit_code)


def parse_serial(text: str) -> Serial:
    """Read what a clerk typed, with or without dashes and spaces; refuses slips in words."""
    plain = _plain(text)
    unit, digits = plain[:-DIGITS], plain[-DIGITS:]
    if not unit or not digits.isdecimal():
        raise RuleBroken(
            f"Nomor seri “{text}” tidak lengkap. Tulis seperti di lembar, contoh {EXAMPLE}."
        )
    if int(digits[-CHECK_DIGITS:]) != _check(plain[:-CHECK_DIGITS]):
        raise RuleBroken(
            f"Nomor seri “{text}” salah ketik. Periksa huruf dan angkanya kelompok demi kelompok."
        )
    month = Month(CENTURY + int(digits[:2]), int(digits[2:MONTH_DIGITS]))
    return Serial(unit, month, int(digits[MONTH_DIGITS:-CHECK_DIGITS]))


def _plain(text: str) -> str:
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def _check(payload: str) -> int:
    """The two digits that make the whole, read as a number, leave 1 when divided by 97."""
    return (1 - int(payload, 36) * 100) % MODULUS
