"""What a service costs: gratis, an amount in rupiah, or paid by a table elsewhere."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import RuleBroken

_HOW = "Tulis gratis, jumlah seperti 50.000, atau berbayar."
_SMALLEST = 100
_LARGEST = 10**12


class TariffWord(StrEnum):
    """Whether a service is free; less than 4 for *biaya* on a free one is a signal."""

    FREE = "gratis"
    PAID = "berbayar"


@dataclass(frozen=True, slots=True)
class Tariff:
    """A tariff; `rupiah` is None where it is free, or where a table elsewhere says how much."""

    word: TariffWord
    rupiah: int | None = None


FREE = Tariff(TariffWord.FREE)


def parse_tariff(text: str) -> Tariff:
    """Read `gratis`, `berbayar`, `50000`, `Rp 50.000`, `Rp50.000,00`, `50.000,-`."""
    plain = re.sub(r"\s+", "", text.casefold()).lstrip("'")
    if plain in ("gratis", "free", "cuma-cuma", "tidakdipungutbiaya", "tanpabiaya"):
        return FREE
    if plain in ("berbayar", "paid"):
        return Tariff(TariffWord.PAID)
    rupiah = _amount(text, plain)
    return Tariff(TariffWord.PAID, rupiah) if rupiah else FREE


def _amount(text: str, plain: str) -> int:
    digits = re.sub(r"(,00|,-|,=)$", "", re.sub(r"^(rp|idr)\.?", "", plain))
    if not re.fullmatch(r"[0-9]{1,15}|[0-9]{1,3}(\.[0-9]{3})+", digits):
        raise RuleBroken(f"“{text.strip()[:40]}” bukan tarif. {_HOW}")
    rupiah = int(digits.replace(".", ""))
    if 0 < rupiah < _SMALLEST:
        raise RuleBroken(
            f"Rp {rupiah} terlalu kecil; mungkin Excel membaca {rupiah}.000 sebagai {rupiah}."
            f" Tulis {rupiah}000."
        )
    if rupiah > _LARGEST:
        raise RuleBroken(f"Rp {rupiah} terlalu besar. Periksa angkanya.")
    return rupiah


def tariff_cell(tariff: Tariff) -> str | int:
    """How a tariff stands in a sheet; `parse_tariff` of it gives the tariff back."""
    return tariff.word.value if tariff.rupiah is None else tariff.rupiah
