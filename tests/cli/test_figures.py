"""The commands of figures from the command line, on a fresh installation in SQLite."""

import json
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from portal.cli import main

HEADER = "NO,TANGGAL,U1,U2,U3,U4,U5,U6,U7,U8,U9"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    assert run("init").exit_code == 0
    return tmp_path


def sheet(folder: Path, rows: int = 40) -> Path:
    path = folder / "survei.csv"
    lines = [f"{n},{1 + n % 28:02}/10/2026,3,4,3,4,3,3,{3 + n % 2},3,4" for n in range(rows)]
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return path


def test_index_needs_no_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "nothing"))
    path = sheet(tmp_path)
    said = run("index", str(path), "--order", "form", "--weight", "0,11")
    assert said.exit_code == 0
    assert "memakai bobot 0,11; dengan 1/9:" in said.output
    assert "U8 = Sarana dan prasarana" in said.output
    found = json.loads(run("index", str(path), "--order", "form", "--json").output)
    assert found["answers"] == found["complete"] == 40
    # (3+4+3+4+3+3+3.5+3+4) / 9 × 25 = 84.7222…
    assert (found["index"], found["grade"]) == (84.72, "B")
    refused = run("index", str(path))
    assert refused.exit_code == 1
    assert "--order form" in refused.output


@time_machine.travel("2026-11-21T08:00:00+07:00")
def test_from_a_sheet_to_the_closed_month(folder: Path) -> None:
    units = folder / "units.csv"
    units.write_text("code,name\nPEMDA,Kabupaten Uji\n", encoding="utf-8")
    assert run("import", "units", str(units)).exit_code == 0
    options = ("--unit", "PEMDA", "--channel", "paper", "--order", "form")
    taken = run("import", "ratings", str(sheet(folder)), *options)
    assert taken.exit_code == 0, taken.output
    assert "40 baru" in taken.output
    assert "0 baru, 40 tetap" in run("import", "ratings", str(sheet(folder)), *options).output
    assert run("release", "2026-10").exit_code == 0
    assert run("close", "2026-11").exit_code == 1
    closed = run("close", "2026-10")
    assert closed.exit_code == 0, closed.output
    assert run("close", "2026-10").exit_code == 1
    out = folder / "x.json"
    export = ("export", "indicators", "--month", "2026-10", "--format", "json")
    assert run(*export, "--out", str(out)).exit_code == 0
    assert [o["index"] for o in json.loads(out.read_text("utf-8"))] == [84.72]
    assert run("revise", "2026-10", "--reason", "uji").exit_code == 0
    assert run("revise", "2026-10").exit_code == 2
    late = run("import", "ratings", str(sheet(folder, 41)), *options, "--replace")
    assert late.exit_code == 1
    assert "sudah ditutup" in late.output


@pytest.mark.parametrize("month", ["2026-13", "kemarin", "2026"])
def test_an_unknown_month_is_said(folder: Path, month: str) -> None:
    refused = run("close", month)
    assert refused.exit_code == 1
    assert "2026-10" in refused.output or "Tidak ada bulan" in refused.output
