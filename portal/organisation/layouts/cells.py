"""Columns and cells that several sheets of the organisation share."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, TypeVar

from portal.errors import RuleBroken
from portal.organisation.rules import codes, hours, identity
from portal.sheets import Column, Value, as_date, as_line, as_text, as_whole
from portal.sheets.values import as_moment

T = TypeVar("T")

MOST_SERVED = 100_000
NAMES_BESIDE_A_KEY = ("no", "nomor urut", "keterangan", "notes", "nama", "nama petugas", "name")


def ruled(parse: Callable[[str], T]) -> Callable[[Value], T]:
    def read(value: Value) -> T:
        return parse(as_text(value))

    return read


def line(longest: int) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        return as_line(value, longest=longest)

    return read


def moment(value: Value) -> tuple[date | None, time]:
    """A start or end of duty: a time, or date and time in one cell."""
    day, clock = as_moment(value)
    return day, hours.parse_time(clock or ("00.00" if day else ""))


def time_cell(moment: Any) -> Any:
    return moment[1] if isinstance(moment, tuple) else moment


def served_number(value: Value) -> int:
    return as_whole(value, largest=MOST_SERVED)


def work_days(value: Value) -> int:
    text = as_text(value).strip("' ")
    if text not in ("5", "6"):
        raise RuleBroken(f"“{text[:20]}” bukan 5 atau 6 hari kerja seminggu.")
    return int(text)


def joined(found: tuple[str, ...]) -> str:
    return "; ".join(found)


def spaced(key: tuple[str, str] | None) -> str | None:
    return None if key is None else " ".join(key)


CODE = ruled(codes.parse_code)
NUMBER = ruled(codes.parse_counter_number)
OFFICER = ruled(identity.parse_officer_key)

UNIT = Column(
    "unit",
    "Kode unit",
    CODE,
    "DISDUKCAPIL",
    "unit, seperti di lembar unit",
    ("unit kerja", "kode opd", "unit code"),
    required=True,
)
COUNTER = Column(
    "counter",
    "Nomor loket",
    NUMBER,
    "3",
    "nomor loket di unit itu",
    ("loket", "no loket", "counter number"),
    required=True,
)
OFFICER_KEY = Column(
    "officer",
    "NIP petugas",
    OFFICER,
    "198609262015051001",
    "NIP, NI PPPK, atau id internal",
    ("nip", "petugas", "id petugas", "id internal", "nip id petugas"),
    required=True,
)
RETIRED = Column(
    "retired_on",
    "Tidak dipakai sejak",
    as_date,
    "31/12/2026",
    "kosong selama masih dipakai",
    ("tutup sejak", "berakhir", "retired"),
)


def named(meaning: str, example: str, *other_names: str) -> Column:
    return Column("name", "Nama", line(200), example, meaning, other_names, required=True)


def english(example: str) -> Column:
    return Column(
        "name_en",
        "Nama Inggris",
        line(200),
        example,
        "untuk halaman berbahasa Inggris",
        ("nama en", "english name", "nama bahasa inggris"),
        default="",
    )
