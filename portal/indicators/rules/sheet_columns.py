"""Which column of a sheet of answers is which element.

A header may name the element (in Indonesian or English) or carry a U-number. U8 and U9 mean
different things in the official list and on the official form, so they need an order unless the
header also names the element.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.errors import Problem, Problems
from portal.indicators.rules.elements import FORM_ORDER, NAMES, Element, Order, u_numbers

U_NUMBER = re.compile(r"(?:u|unsur|p|q) ?([0-9]{1,2})(?: (.*))?")
LAST_OF_OLD_SCALE = 14
FILLERS = frozenset({"dan", "and", "of", "the", "unsur", "nilai", "skor"})

OTHER_NAMES: Mapping[Element, tuple[str, ...]] = {
    Element.PERSYARATAN: ("syarat", "persyaratan pelayanan", "requirement"),
    Element.PROSEDUR: (
        "prosedur",
        "prosedur pelayanan",
        "sistem mekanisme prosedur pelayanan",
        "procedure",
        "procedures",
    ),
    Element.WAKTU: ("waktu", "waktu pelayanan", "kecepatan", "kecepatan waktu", "time", "speed"),
    Element.BIAYA: ("biaya", "tarif", "kewajaran biaya", "cost", "tariff", "fees", "cost tariff"),
    Element.PRODUK: (
        "produk",
        "produk layanan",
        "produk pelayanan",
        "produk spesifikasi",
        "spesifikasi produk",
        "product",
    ),
    Element.KOMPETENSI: (
        "kompetensi",
        "kompetensi petugas",
        "kemampuan petugas",
        "competence",
        "competency",
    ),
    Element.PERILAKU: (
        "perilaku",
        "perilaku petugas",
        "sikap petugas",
        "conduct",
        "behaviour",
        "behavior",
        "staff behaviour",
        "courtesy",
    ),
    Element.SARANA: (
        "sarana",
        "prasarana",
        "sarpras",
        "kualitas sarana prasarana",
        "facility",
        "facilities infrastructure",
    ),
    Element.PENGADUAN: (
        "pengaduan",
        "penanganan pengaduan",
        "penanganan pengaduan saran masukan",
        "pengaduan saran masukan",
        "complaint",
        "complaints",
        "complaint handling",
        "handling complaints",
    ),
}


def _plain(header: str) -> str:
    words = re.sub(r"[^0-9a-z]+", " ", header.lower()).split()
    return " ".join(words)


def _without_fillers(text: str) -> str:
    return " ".join(word for word in text.split() if word not in FILLERS)


ELEMENT_OF_NAME: Mapping[str, Element] = {
    _without_fillers(_plain(name)): element
    for element in FORM_ORDER
    for name in (element.value, *NAMES[element], *OTHER_NAMES[element])
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each element stands: index of the column, from 0; and what was read as what."""

    position: Mapping[Element, int]
    headers: tuple[str, ...]

    @property
    def taken(self) -> tuple[tuple[str, Element], ...]:
        """Header and element, in the order of the sheet."""
        ordered = sorted(self.position.items(), key=lambda item: item[1])
        return tuple((self.headers[column], element) for element, column in ordered)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that are no element."""
        used = set(self.position.values())
        return tuple(h for column, h in enumerate(self.headers) if column not in used and h)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header taken apart: its U-number, the element that it names."""

    number: int | None
    named: Element | None


def _read(header: str) -> _Header:
    plain = _plain(header)
    found = U_NUMBER.fullmatch(plain)
    name = (found[2] or "") if found else plain
    return _Header(int(found[1]) if found else None, ELEMENT_OF_NAME.get(_without_fillers(name)))


def recognise_columns(headers: Sequence[str], order: Order | None = None) -> Columns:
    """Find the nine elements among the headers, or say in words why that cannot be done."""
    read = [_read(header) for header in headers]
    _refuse_old_scale(headers, read)
    _refuse_missing_order(headers, read, order)
    numbers = u_numbers(order or Order.FORM)
    meant = [h.named or numbers.get(f"U{h.number}") for h in read]
    _refuse_twice(headers, meant)
    position = {element: column for column, element in enumerate(meant) if element}
    _refuse_missing(position)
    return Columns(position, tuple(headers))


def _refuse_old_scale(headers: Sequence[str], read: Sequence[_Header]) -> None:
    beyond = [
        header
        for header, h in zip(headers, read, strict=True)
        if h.number and h.named is None and len(FORM_ORDER) < h.number <= LAST_OF_OLD_SCALE
    ]
    if beyond:
        raise Problems(
            [
                Problem(
                    f"kolom {', '.join(beyond)}",
                    "lembar ini memakai 14 unsur lama (KEP/25/2004), metode yang berbeda;"
                    " indeksnya tidak dapat dibandingkan dan tidak dihitung di sini.",
                    "Pakai lembar dengan sembilan unsur Permenpan RB 14/2017.",
                )
            ]
        )


def _refuse_missing_order(
    headers: Sequence[str], read: Sequence[_Header], order: Order | None
) -> None:
    unclear = [
        header
        for header, h in zip(headers, read, strict=True)
        if h.number in (8, 9) and h.named is None
    ]
    if unclear and order is None:
        raise Problems(
            [
                Problem(
                    f"kolom {', '.join(unclear)}",
                    "U8 dan U9 berarti lain di formulir dan di daftar unsur.",
                    "Tambahkan --order form (U8 = sarana, U9 = pengaduan) atau --order daftar"
                    " (U8 = pengaduan, U9 = sarana), atau tulis nama unsur sebagai judul kolom.",
                )
            ]
        )


def _refuse_twice(headers: Sequence[str], meant: Sequence[Element | None]) -> None:
    counted = Counter(element for element in meant if element)
    problems = [
        Problem(
            "kolom " + ", ".join(h for h, m in zip(headers, meant, strict=True) if m is element),
            f"unsur {element.name_id} ada {count} kali.",
            "Sisakan satu kolom untuk tiap unsur.",
        )
        for element, count in counted.items()
        if count > 1
    ]
    if problems:
        raise Problems(problems)


def _refuse_missing(position: Mapping[Element, int]) -> None:
    missing = [element for element in FORM_ORDER if element not in position]
    if missing:
        raise Problems(
            [
                Problem(
                    "baris judul",
                    f"tidak ada kolom untuk unsur {', '.join(e.name_id for e in missing)}.",
                    "Indeks memerlukan kesembilan unsur; beri judul kolom U1 sampai U9"
                    f" atau nama unsur, misalnya “{missing[0].value}”.",
                )
            ]
        )
