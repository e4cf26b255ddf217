"""Opens a file that a person hands over, by what is in it and not by its name."""

from collections.abc import Callable, Sequence
from pathlib import Path

from portal.errors import Problem, Problems
from portal.sheets.csv_reading import parse_csv
from portal.sheets.table import Sheet, build_sheet
from portal.sheets.xlsx_reading import Grid, parse_xlsx

MAX_FILE_BYTES = 30 * 2**20

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_sheet(
    path: Path,
    *,
    titles: Sequence[str] = (),
    beside: Sequence[str] = (),
    known: Callable[[str], bool] = bool,
) -> Sheet:
    """The sheet named by one of `titles` (any case), else the first visible one with content.

    `known` tells a header name; it helps to find the header row under a title. Sheets named in
    `beside` are read elsewhere; every other one is said to be ignored. Raises `Problems`.
    """
    sheets = read_book(path, known=known)
    wanted = {title.casefold() for title in titles}
    chosen = next((sheet for sheet in sheets if sheet.name.casefold() in wanted), sheets[0])
    elsewhere = {title.casefold() for title in beside}
    others = ", ".join(
        sheet.name
        for sheet in sheets
        if sheet is not chosen and sheet.name.casefold() not in elsewhere
    )
    if not others:
        return chosen
    note = f"Dibaca lembar {chosen.name}; lembar lain diabaikan: {others}."
    return Sheet(chosen.name, chosen.headers, chosen.rows, (*chosen.notes, note))


def read_book(path: Path, *, known: Callable[[str], bool] = bool) -> tuple[Sheet, ...]:
    """Every visible sheet with content; a CSV file is a book of one sheet. Raises `Problems`."""
    data = _bytes_of(path)
    name = path.name
    _refuse_other_formats(data, name)
    if not data.startswith(b"PK"):
        return (build_sheet(name, parse_csv(data, name), known),)
    grids = parse_xlsx(data, name)
    if not grids:
        raise Problems([Problem(name, "semua lembar kosong.", "Isi baris judul dan datanya.")])
    return tuple(build_sheet(g.title, g.rows, known, _notes(g)) for g in grids)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Problems([_missing(path)])
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Problems(
            [Problem(str(path), "berkas tidak dapat dibaca.", _reason(error))]
        ) from error
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 2**20
        raise Problems(
            [Problem(path.name, f"lebih besar dari {limit} MB.", "Bagi menjadi beberapa.")]
        )
    return data


def _missing(path: Path) -> Problem:
    if path.exists():
        return Problem(str(path), "bukan berkas.", "Tunjuk berkas CSV atau XLSX.")
    return Problem(str(path), "berkas tidak ada.", "Periksa nama dan foldernya.")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "Minta hak baca, atau salin ke folder Anda."
    return "Salin berkas ke folder lain, lalu coba lagi."


def _refuse_other_formats(data: bytes, name: str) -> None:
    problem = None
    if not data.strip(b"\0 \r\n\t"):
        problem = Problem(name, "berkas kosong.", "Isi baris judul dan datanya.")
    elif data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
        problem = Problem(
            name,
            "berkas dilindungi kata sandi.",
            "Hapus kata sandinya di Excel, lalu simpan ulang.",
        )
    elif data.startswith(_OLD_OFFICE):
        problem = Problem(name, "berkas Excel lama (XLS).", "Simpan ulang sebagai XLSX.")
    elif data.startswith(b"%PDF"):
        problem = Problem(name, "berkas PDF, bukan tabel.", "Minta berkas XLSX atau CSV-nya.")
    elif data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        problem = Problem(
            name, "halaman web yang dinamai seperti tabel.", "Buka di Excel, simpan sebagai XLSX."
        )
    if problem:
        raise Problems([problem])


def _notes(grid: Grid) -> tuple[str, ...]:
    if not grid.formulas:
        return ()
    return (
        f"Lembar {grid.title}: {grid.formulas} sel berisi rumus; nilai tersimpannya yang dibaca.",
    )
