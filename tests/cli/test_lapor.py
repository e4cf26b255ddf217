"""`portal export lapor` and `portal import lapor`: out, filled in, tried, stored."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.cli.group import opened
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Klass, State
from portal.database import db
from tests.complaints.desked import DAY
from tests.complaints.factory import make_case
from tests.factories import make_unit


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def stored(case: Complaint) -> tuple[str | None, str | None]:
    with opened():
        row = db.session.get_one(Complaint, case.id)
        return row.lapor_number, row.lapor_status


def test_a_file_goes_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path / "instance"))
    assert run("init").exit_code == 0
    with opened():
        case = make_case(make_unit("KAB"), DAY, klass=Klass.PENGADUAN, state=State.IN_PROGRESS)
    out = tmp_path / "lapor.csv"
    made = run("export", "lapor", "--format", "csv", "--out", str(out))
    assert made.exit_code == 0, made.output
    head, line = out.read_text("utf-8").splitlines()
    assert head.startswith("Nomor pengaduan,Nomor LAPOR,Status LAPOR,")
    number = f"{case.number[:4]}-{case.number[4:]}"
    out.write_text("\n".join([head, line.replace(f"{number},,,", f"{number},7654321,Diproses,")]))
    tried = run("import", "lapor", str(out), "--dry-run")
    assert "1 berubah, 0 tetap. (percobaan: tidak ada yang disimpan)" in tried.output
    assert stored(case) == (None, None)
    assert "1 berubah, 0 tetap." in run("import", "lapor", str(out)).output
    assert stored(case) == ("7654321", "Diproses")
    nothing = run("export", "lapor", "--format", "csv", "--out", str(out))
    assert nothing.exit_code == 1
    assert "Tidak ada pengaduan untuk berkas ini." in nothing.output
    out.write_text(f"{head.split(',Keadaan')[0]}\n{number},=1+1,Diproses\n")
    bad = run("import", "lapor", str(out))
    assert bad.exit_code == 1
    assert "belum ada yang disimpan, 1 hal perlu diperbaiki" in bad.output
