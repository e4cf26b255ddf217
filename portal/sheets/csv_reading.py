"""Reads CSV as it comes out of Excel, LibreOffice and old programs."""

import codecs
import csv
import io
from collections.abc import Iterator

from portal.errors import Problem, Problems
from portal.sheets.table import Row, check_size
from portal.sheets.text import clean_text, unguard

_DELIMITERS = (",", ";", "\t")
_NOT_TEXT = frozenset(map(chr, range(32))) - frozenset("\t\r\n\x0c\x1a")


def parse_csv(data: bytes, name: str) -> Iterator[Row]:
    """Yield the filled rows; blank lines count, so that numbers are those of the spreadsheet."""
    text = decode(data, name).rstrip("\x1a")
    delimiter, body, first = _delimiter(text)
    records = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    filled = 0
    for number in range(first, first + 2**31):
        record = _next_record(records, name, number)
        if record is None:
            return
        values = tuple(clean_text(unguard(cell)) or None for cell in record)
        if any(values):
            filled += 1
            check_size(name, filled, len(values))
            yield Row(number, values)


def decode(data: bytes, name: str) -> str:
    """Text of a file in UTF-8, UTF-16 or Windows-1252; anything else is refused in words."""
    # A file with the mark of UTF-8 may have been edited by a program that knows only Windows-1252.
    content = data.removeprefix(codecs.BOM_UTF8)
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_TEXT.isdisjoint(text):
            return text
    raise Problems([_not_a_table(name)])


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = data[:2000]
    if b"\0" in sample:
        # UTF-16 without its mark: Latin letters leave every second byte empty.
        return ("utf-16-le",) if sample[1::2].count(0) > sample[0::2].count(0) else ("utf-16-be",)
    return ("utf-8", "cp1252")


def _delimiter(text: str) -> tuple[str, str, int]:
    """The sign between cells, the text to parse, and the number of its first row."""
    first_line, _, rest = text.partition("\n")
    told = first_line.strip()
    if told.lower().startswith("sep=") and len(told) == 5:
        return told[4], rest, 1
    # A title or an address may hold commas; the sign between cells stands in every line.
    lines = [line for line in _outside_quotes(text[:20_000]).splitlines() if line.strip()]
    counts = [
        (sum(sign in line for line in lines), sum(line.count(sign) for line in lines))
        for sign in _DELIMITERS
    ]
    return _DELIMITERS[counts.index(max(counts))], text, 1


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])


def _next_record(records: Iterator[list[str]], name: str, number: int) -> list[str] | None:
    try:
        return next(records, None)
    except csv.Error as error:
        raise Problems([_broken_row(name, number, error)]) from error


def _broken_row(name: str, number: int, error: csv.Error) -> Problem:
    if "field limit" in str(error):
        return Problem(
            f"{name}, baris {number}", "ada sel yang terlalu panjang.", "Pendekkan isinya."
        )
    return Problem(
        f"{name}, baris {number}",
        'tanda kutip (") tidak berpasangan.',
        'Tulis tanda kutip di dalam sel dua kali (""), atau simpan berkas sebagai XLSX.',
    )


def _not_a_table(name: str) -> Problem:
    return Problem(name, "isinya bukan tabel CSV atau XLSX.", "Simpan ulang sebagai XLSX atau CSV.")
