"""The nine elements of the satisfaction survey (PermenPANRB 14/2017).

Answers are kept by key. U-numbers exist only on paper and in sheets, because the official list
and the official questionnaire disagree about 8 and 9.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Element(StrEnum):
    """One of the nine elements; the members stand in the order of the form."""

    PERSYARATAN = "persyaratan"
    PROSEDUR = "prosedur"
    WAKTU = "waktu"
    BIAYA = "biaya"
    PRODUK = "produk"
    KOMPETENSI = "kompetensi"
    PERILAKU = "perilaku"
    SARANA = "sarana"
    PENGADUAN = "pengaduan"

    @property
    def name_id(self) -> str:
        """The official Indonesian name."""
        return NAMES[self][0]

    @property
    def name_en(self) -> str:
        return NAMES[self][1]


class Order(StrEnum):
    """What the U-numbers of a sheet mean."""

    FORM = "form"
    LIST = "daftar"


NAMES: Mapping[Element, tuple[str, str]] = MappingProxyType(
    {
        Element.PERSYARATAN: ("Persyaratan", "Requirements"),
        Element.PROSEDUR: ("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
        Element.WAKTU: ("Waktu penyelesaian", "Completion time"),
        Element.BIAYA: ("Biaya/tarif", "Fee"),
        Element.PRODUK: ("Produk spesifikasi jenis pelayanan", "Service product"),
        Element.KOMPETENSI: ("Kompetensi pelaksana", "Staff competence"),
        Element.PERILAKU: ("Perilaku pelaksana", "Staff conduct"),
        Element.SARANA: ("Sarana dan prasarana", "Facilities"),
        Element.PENGADUAN: (
            "Penanganan pengaduan, saran dan masukan",
            "Handling of complaints and suggestions",
        ),
    }
)

FORM_ORDER: tuple[Element, ...] = tuple(Element)
LIST_ORDER: tuple[Element, ...] = (*FORM_ORDER[:7], Element.PENGADUAN, Element.SARANA)
SPEAKS_OF_A_PERSON: tuple[Element, ...] = (Element.KOMPETENSI, Element.PERILAKU)


def u_numbers(order: Order) -> dict[str, Element]:
    """``U1`` … ``U9`` and the elements they mean in that order."""
    ordered = FORM_ORDER if order is Order.FORM else LIST_ORDER
    return {f"U{number}": element for number, element in enumerate(ordered, start=1)}
