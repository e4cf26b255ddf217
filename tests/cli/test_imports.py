"""`portal import` and `portal export`, run as the operator runs them."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from portal.cli import main
from portal.config import write_secrets
from tests.conftest import SECRETS

Run = Callable[..., Result]
NIP = "198609262015051001"


@pytest.fixture
def run(sqlite_app: Flask, sqlite_url: str, tmp_path: Path) -> Run:
    """The command line on the test's own installation."""
    write_secrets(tmp_path, SECRETS)
    environment = {"PORTAL_INSTANCE": str(tmp_path), "PORTAL_DATABASE_URL": sqlite_url}

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], env=environment)

    return invoke


def put(folder: Path, text: str, name: str = "units.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_first_and_a_second_import(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "kode;nama;induk\nDUKCAPIL;Dukcapil;KAB\nKAB;Kabupaten;\n")
    trial = run("import", "units", path, "--dry-run")
    assert (trial.exit_code, trial.stdout) == (
        0,
        "Unit kerja: 2 baru, 0 berubah, 0 tetap. (percobaan: tidak ada yang disimpan)\n",
    )
    assert run("import", "units", path).stdout == "Unit kerja: 2 baru, 0 berubah, 0 tetap.\n"
    again = run("import", "units", path)
    assert (again.exit_code, again.stdout) == (0, "Unit kerja: 0 baru, 0 berubah, 2 tetap.\n")
    assert again.stderr == ""


def test_a_bad_sheet_is_refused_on_standard_error(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "kode,nama,induk\nA B,x,\nC,,Q\n")
    done = run("import", "units", path)
    assert (done.exit_code, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[0] == f"{path}: belum ada yang disimpan, 3 hal perlu diperbaiki."
    assert [line.split(":")[0] for line in lines[1:]] == [
        "Baris 2, kolom A (kode)",
        "Baris 3, kolom B (nama)",
        "Baris 3, kolom C (induk)",
    ]


def test_problems_are_told_in_the_order_of_the_rows(run: Run, tmp_path: Path) -> None:
    lines = ["KAB,Kabupaten,"] * 8
    lines[4], lines[7] = "C,Dinas,TIDAKADA", "A B,x,"
    lines[:4] = [f"U{n},Unit," for n in range(4)]
    lines[5:7] = ["U5,Unit,", "U6,Unit,"]
    done = run("import", "units", put(tmp_path, "\n".join(["kode,nama,induk", *lines])))
    rows = [line.split(",")[0] for line in done.stderr.splitlines()[1:]]
    assert rows == ["Baris 6", "Baris 9"]


SURVEY = ",".join(["TANGGAL", "USIA", *(f"U{n}" for n in range(1, 10)), "SARAN"])


def test_rows_of_a_survey_that_hold_no_mark_are_told(run: Run, tmp_path: Path) -> None:
    run("import", "units", put(tmp_path, "kode,nama\nKAB,Kabupaten\n"))
    rows = ("01/10/2026,34,3,3,3,4,3,3,3,3,4,", f"01/10/2026,{',' * 10}Kursi", "02/10/2026")
    path = put(tmp_path, "\n".join((SURVEY, *rows)), "survei.csv")
    index = run("index", path, "--order", "form")
    assert "Baris 3–4 tidak berisi nilai dan tidak dihitung." in index.stdout
    done = run("import", "ratings", path, "--unit", "KAB", "--channel", "paper", "--order", "form")
    assert done.stdout == "Penilaian: 1 baru, 0 tetap, 1 saran; bulan 2026-10.\n"
    assert done.stderr.splitlines() == [
        "Baris 3 tidak berisi nilai: hanya sarannya yang disimpan.",
        "Baris 4 kosong, tanpa nilai dan tanpa saran: tidak disimpan.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "kosong"), (b"%PDF-1.4", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "XLS")],
)
def test_wrong_files_are_refused(run: Run, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    done = run("import", "units", path)
    assert done.exit_code == 1
    assert words in done.stderr


def test_a_missing_file_and_wrong_usage(run: Run, tmp_path: Path) -> None:
    missing = run("import", "units", tmp_path / "tidak.csv")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "berkas tidak ada" in missing.stderr
    assert run("import", "units").exit_code == 2
    assert run("import", "raja", tmp_path).exit_code == 2
    assert run("export", "units", "--format", "pdf", "--out", tmp_path / "x").exit_code == 2
    month = run("export", "roster", "--format", "csv", "--out", tmp_path / "x", "--month", "13")
    assert month.exit_code == 1


def test_a_workbook_of_officers_with_their_appointments(run: Run, tmp_path: Path) -> None:
    run("import", "units", put(tmp_path, "kode,nama\nKAB,Kabupaten\n"))
    book = openpyxl.Workbook()
    book.active.title = "Petugas"
    book.active.append(["NIP", "Nama", "Kode unit"])
    book.active.append([NIP, "Ratna", "KAB"])
    acting = book.create_sheet("Plt")
    acting.append(["NIP", "Kode unit", "Jenis", "Nomor SK", "Mulai", "Selesai"])
    acting.append([NIP, "KAB", "Plt.", "800/1", "01/11/2026", "31/01/2027"])
    book.create_sheet("Catatan").append(["a", "b"])
    book.save(tmp_path / "petugas.xlsx")
    done = run("import", "officers", tmp_path / "petugas.xlsx")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == (
        "Petugas: 1 baru, 0 berubah, 0 tetap.\nPlt & Plh: 1 baru, 0 berubah, 0 tetap.\n"
    )
    assert done.stderr == "Dibaca lembar Petugas; lembar lain diabaikan: Catatan.\n"


def test_a_nip_that_excel_rounded_is_refused_with_the_remedy(run: Run, tmp_path: Path) -> None:
    run("import", "units", put(tmp_path, "kode,nama\nKAB,Kabupaten\n"))
    book = openpyxl.Workbook()
    book.active.append(["NIP", "Nama", "Unit"])
    book.active.append([198609262015051001, "Ratna", "KAB"])
    book.save(tmp_path / "petugas.xlsx")
    done = run("import", "officers", tmp_path / "petugas.xlsx")
    assert done.exit_code == 1
    assert "Baris 2, kolom A (NIP)" in done.stderr
    assert "Format kolom sebagai Teks" in done.stderr


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_and_import_again(run: Run, tmp_path: Path, kind: str) -> None:
    run("import", "units", put(tmp_path, "kode,nama\nKAB,=1+1\n"))
    out = tmp_path / f"keluar.{kind}"
    done = run("export", "units", "--format", kind, "--out", out)
    assert (done.exit_code, done.stdout) == (0, f"Unit kerja: {out}\n")
    assert run("import", "units", out).stdout == "Unit kerja: 0 baru, 0 berubah, 1 tetap.\n"
    assert out.stat().st_mode & 0o777 == 0o600


def test_people_served_today_but_not_tomorrow(run: Run, tmp_path: Path) -> None:
    run("import", "units", put(tmp_path, "kode,nama\nKAB,Kabupaten\n"))
    run("import", "counters", put(tmp_path, "unit,nomor\nKAB,1\n"))
    head = "unit,loket,tanggal,jumlah\n"
    done = run("import", "served", put(tmp_path, f"{head}KAB,1,01/10/2026,4\n"))
    assert done.stdout == "Jumlah terlayani: 1 baru, 0 berubah, 0 tetap.\n"
    late = run("import", "served", put(tmp_path, f"{head}KAB,1,01/10/2126,4\n"))
    assert late.exit_code == 1
    assert "belum tiba" in late.stderr
