"""Cells as Excel's habits leave them."""

from datetime import date, datetime, time

import pytest

from portal.sheets import BadValue, Value, as_date, as_line, as_text, as_time_text, as_whole
from portal.sheets.table import Unusable
from portal.sheets.values import as_moment

LAST_DAY = date(2026, 12, 31)
MIDNIGHT = datetime(2026, 12, 31)  # noqa: DTZ001 (cells know no time zone)
MORNING = datetime(2026, 12, 31, 8, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    "value",
    [
        LAST_DAY,
        MIDNIGHT,
        46387,
        46387.0,
        "46387",
        "31/12/2026",
        "31-12-2026",
        "31.12.2026",
        "'31/12/2026",
        "2026-12-31",
        "2026-12-31T00:00:00",
        "2026-12-31 00:00",
        "31 Desember 2026",
        "31 Des 2026",
        "31-Dec-2026",
        "31 december 2026",
    ],
)
def test_dates(value: Value) -> None:
    assert as_date(value) == LAST_DAY


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("12/31/2026", "bulan 31 tidak ada"),
        ("30/02/2026", "tanggal tidak ada"),
        ("31/12/26", "dua angka"),
        ("31-Des-26", "dua angka"),
        ("besok", "tidak memuat tanggal"),
        ("31 Jumat 2026", "bukan tanggal"),
        ("31/12/0026", "tahun 26"),
        (5, "tidak memuat tanggal"),
        (time(8, 0), "tidak memuat tanggal"),
        (MORNING, "memuat jam"),
        ("31/12/2026 08.30", "memuat jam"),
        (True, "tidak memuat tanggal"),
        (Unusable("berisi kesalahan #N/A.", "Perbaiki."), "#N/A"),
        (float("inf"), "bilangan"),
        (float("nan"), "bilangan"),
    ],
)
def test_no_dates(value: Value, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        as_date(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (MORNING, (LAST_DAY, "08:30")),
        (MIDNIGHT, (LAST_DAY, "")),
        (46387.354166666664, (LAST_DAY, "08:30")),
        ("31-12-2026 08.30", (LAST_DAY, "08.30")),
        ("31/12/2026 08:30:00", (LAST_DAY, "08:30:00")),
        ("08.30", (None, "08.30")),
        ("8:30 WIB", (None, "8:30 WIB")),
        (0.3541666666, (None, "08:30")),
        (0, (None, "00:00")),
        (time(8, 30), (None, "08:30")),
        (8, (None, "8")),
        (8.3, (None, "8.3")),
    ],
)
def test_moments(value: Value, expected: tuple[date | None, str]) -> None:
    assert as_moment(value) == expected


def test_a_time_is_not_a_date() -> None:
    assert as_time_text("08.00") == "08.00"
    with pytest.raises(BadValue, match="memuat tanggal"):
        as_time_text(MORNING)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("a", "a"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "ya"),
        (LAST_DAY, "2026-12-31"),
        (MIDNIGHT, "2026-12-31"),
        (time(8, 0), "08:00"),
    ],
)
def test_texts(value: Value, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("value", [198609262015051001, 1.98609262015051e17, 10**15, -(10**15)])
def test_a_number_too_long_for_excel_is_refused_with_the_remedy(value: int | float) -> None:
    with pytest.raises(BadValue, match="sebagai Teks"):
        as_text(value)


def test_lines() -> None:
    assert as_line("a \n b\u00a0 c", longest=5) == "a b c"
    with pytest.raises(BadValue, match="6 huruf, paling banyak 5"):
        as_line("abcdef", longest=5)


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0), ("12", 12), ("1.234", 1234), (12.0, 12), ("'7", 7), ("1 234", 1234)],
)
def test_whole_numbers(value: Value, number: int) -> None:
    assert as_whole(value, largest=5000) == number


@pytest.mark.parametrize("value", ["-1", -1, 1.5, "1,5", "1.5", "banyak", "5001", "٣", "1e3", "²"])
def test_no_whole_numbers(value: Value) -> None:
    with pytest.raises(BadValue):
        as_whole(value, largest=5000)
