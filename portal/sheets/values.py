"""What a cell means: text, date, time of day, whole number, as Excel's habits leave them."""

import re
from datetime import date, datetime, time, timedelta

from portal.errors import PortalError
from portal.sheets.table import Unusable, Value
from portal.sheets.text import clean_text

# Excel keeps 15 digits of a number; a longer one has lost its end.
_EXACT_BELOW = 10**15
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927-05-18 to 2119-01-10

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu ags agt agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november nopember nop",
            "des desember dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_MONTH_NAMED = re.compile(r"(\d{1,2})[-/. ]+([a-z]+)\.?[-/. ]+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](\d{1,2}|[a-z]+)[-/. ]\d{2}")
_CLOCK_AT_END = re.compile(r"[T ,]+(\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?( *wi[bt]| *wita)?)$", re.I)
_CLOCK_ONLY = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?( *wi[bt]| *wita)?", re.I)
_DATE_FORMS = "Tulis 31/12/2026 atau 2026-12-31."


class BadValue(PortalError):
    """A cell that cannot be taken: what is wrong, and how to mend it."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


def as_text(value: Value) -> str:
    """The text a person sees; raises BadValue where Excel has lost digits."""
    if isinstance(value, Unusable):
        raise BadValue(value.what, value.remedy)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if _is_midnight(value) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _is_midnight(value: datetime) -> bool:
    return value.time() == time()


def _number_text(number: int | float) -> str:
    if not abs(number) < _EXACT_BELOW:
        raise BadValue(
            f"terbaca sebagai bilangan ({number:.5E}), angka belakangnya hilang.",
            "Format kolom sebagai Teks di Excel, lalu ketik ulang nomornya.",
        )
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    return f"{number:.10f}".rstrip("0")


def as_line(value: Value, *, longest: int) -> str:
    """Text on one line with single spaces, at most `longest` characters."""
    line = " ".join(as_text(value).split())
    if len(line) > longest:
        raise BadValue(f"{len(line)} huruf, paling banyak {longest}.", "Pendekkan isinya.")
    return line


def as_date(value: Value) -> date:
    """A date cell, an Excel serial, or text with the day first or the year first."""
    moment, clock = as_moment(value)
    if moment is None:
        raise BadValue(f"tidak memuat tanggal: {as_text(value)}.", _DATE_FORMS)
    if clock not in ("", "00:00"):
        raise BadValue(f"memuat jam ({clock}), perlu tanggal saja.", _DATE_FORMS)
    return moment


def as_moment(value: Value) -> tuple[date | None, str]:
    """Date and time of day of a cell that may hold either or both; the time as text or ''."""
    if isinstance(value, datetime):
        return value.date(), "" if _is_midnight(value) else f"{value:%H:%M}"
    if isinstance(value, date):
        return value, ""
    if isinstance(value, time | bool):
        return None, as_text(value)
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(as_text(value).lstrip("'").strip())


def _from_number(number: int | float) -> tuple[date | None, str]:
    if 0 <= number < 1:
        return None, _clock(number)
    if number not in _SERIALS and not (_SERIALS[0] <= number < _SERIALS[-1]):
        return None, as_text(number)
    whole = int(number)
    return _SERIAL_ZERO + timedelta(days=whole), _clock(number - whole) if number > whole else ""


def _clock(fraction: float) -> str:
    minutes = min(round(fraction * 24 * 60), 24 * 60 - 1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _from_text(text: str) -> tuple[date | None, str]:
    if _CLOCK_ONLY.fullmatch(text):
        return None, text
    clock = _CLOCK_AT_END.search(text)
    day = text[: clock.start()] if clock else text
    if re.fullmatch(r"\d{5}([.,]\d+)?", day):
        return _from_number(float(day.replace(",", ".")))
    if not re.search(r"[-/ ]|\..*\.", day):
        return None, text
    midnight = clock is None or re.fullmatch(r"00[:.]00([:.]00(\.0+)?)?", clock[1])
    return _date_of(day.strip().casefold()), "" if clock is None or midnight else clock[1]


def _date_of(text: str) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _MONTH_NAMED.fullmatch(text)) and match[2] in _MONTHS:
        day, month, year = int(match[1]), _MONTHS[match[2]], int(match[3])
    elif _SHORT_YEAR.fullmatch(text):
        raise BadValue(f"tahun hanya dua angka: {text}.", _DATE_FORMS)
    else:
        raise BadValue(f"bukan tanggal: {text}.", _DATE_FORMS)
    return _checked_date(text, year, month, day)


def _checked_date(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise BadValue(f"bulan {month} tidak ada: {text}.", f"Hari dulu, lalu bulan. {_DATE_FORMS}")
    if not 1900 <= year <= 2200:
        raise BadValue(f"tahun {year} di luar 1900–2200.", _DATE_FORMS)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadValue(f"tanggal tidak ada: {text}.", _DATE_FORMS) from error


def as_time_text(value: Value) -> str:
    """A time of day as text for a rule to read; a day's fraction becomes hours and minutes."""
    moment, clock = as_moment(value)
    if moment is not None:
        raise BadValue(f"memuat tanggal ({moment:%d/%m/%Y}), perlu jam saja.", "Tulis 08.00.")
    return clock


def as_whole(value: Value, *, largest: int) -> int:
    """A whole number from 0 to `largest`; points between thousands are accepted."""
    text = as_text(value).lstrip("'").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) and isinstance(value, str):
        text = text.replace(".", "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise BadValue(f"bukan bilangan bulat: {clean_text(text)}.", "Tulis angka, misalnya 45.")
    if int(text) > largest:
        raise BadValue(f"{text} lebih dari {largest}.", "Periksa angkanya.")
    return int(text)
