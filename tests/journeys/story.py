"""The main job told once: an office is set up, residents rate, the month is closed, files go out.

Every step is a command as an operator types it, or a page as a resident opens it. What the
story knows of the answers is written down apart, so that the numbers can be found by hand.
"""

import csv
import io
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import time_machine
import zxingcpp
from click.testing import CliRunner, Result
from flask import Flask
from PIL import Image

from portal.app import create_app
from portal.cli import main
from portal.config import load_settings

NINE = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
]
NIP = {"Ratna": "198609262015052001", "Agus": "199001052019031002"}
FIRST_DAY = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)  # a Monday, 09.00 in Jakarta
CLOSING_DAY = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
DAYS = 15

SHEETS = {
    "units": "code,name,parent,kind\nPEMDA,Kabupaten Sungai Raya,,pemda\n"
    "DUKCAPIL,Dinas Kependudukan dan Pencatatan Sipil,PEMDA,dinas\n",
    "services": "kode;nama;kode unit;tarif\nAKTA;Akta Kelahiran;DUKCAPIL;gratis\n",
    "counters": "Kode unit,Nomor,Nama,Layanan\nDUKCAPIL,3,Akta Kelahiran,AKTA\n",
    "officers": "NIP,Nama,Kode unit,Nama panggilan\n"
    f"'{NIP['Ratna']},Ratna Wulandari,DUKCAPIL,Ratna\n"
    "19900105 201903 1 002,Agus Permadi,DUKCAPIL,Agus\n",
}


@dataclass
class Story:
    """One installation and what was said in it."""

    instance: Path
    environ: Mapping[str, str]
    answers: list[dict[str, int]] = field(default_factory=list)

    def portal(self, *words: str, status: int = 0) -> Result:
        """Type a command; its exit status must be the expected one."""
        result = CliRunner().invoke(main, list(words), env=dict(self.environ))
        assert result.exit_code == status, (words, result.output, result.exception)
        return result

    def file(self, name: str, content: str | None = None) -> str:
        """A path beside the instance, written when there is content."""
        path = self.instance.parent / name
        if content is not None:
            path.write_text(content, "utf-8")
        return str(path)

    def app(self) -> Flask:
        """The web application of this installation."""
        return create_app(load_settings(self.environ), testing=True)


def begin(folder: Path, database_url: str, base_url: str) -> Story:
    """An empty installation: `portal init` and the sheets that an office has."""
    environ = {
        "PORTAL_INSTANCE": str(folder / "instance"),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_BASE_URL": base_url,
        # The first month's evidence goes out here; in a trial period it is for the officer alone.
        "PORTAL_TRIAL_MONTHS": "0",
    }
    story = Story(folder / "instance", environ)
    story.portal("init")
    for sheet, content in SHEETS.items():
        story.portal("import", sheet, story.file(f"{sheet}.csv", content))
    story.portal("import", "roster", story.file("roster.csv", _roster()))
    again = story.portal("import", "officers", story.file("officers.csv"))
    assert "0 baru" in again.output
    return story


def _days() -> Iterator[datetime]:
    return (FIRST_DAY + timedelta(days=n) for n in range(DAYS))


def _roster() -> str:
    rows = [
        f"'{nip},DUKCAPIL,3,{day:%d/%m/%Y},07.30,16.00,{desk}"
        for day in _days()
        for desk, nip in enumerate(NIP.values(), 1)
    ]
    return "\n".join(["officer,unit,counter,on_date,starts_at,ends_at,desk", *rows])


def _served() -> str:
    return "\n".join(
        ["unit,counter,on_date,number", *(f"DUKCAPIL,3,{day:%Y-%m-%d},20" for day in _days())]
    )


def printed_address(story: Story) -> str:
    """What a phone reads off the printed poster."""
    poster = story.file("poster.pdf")
    story.portal("posters", "--out", poster)
    picture = story.file("poster")
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "-singlefile", poster, picture], check=True, timeout=60
    )
    codes = zxingcpp.read_barcodes(Image.open(f"{picture}.png"))
    (address,) = {code.text for code in codes}
    return address


@contextmanager
def on_day(number: int) -> Iterator[None]:
    """The clock on the n-th day of the story, at nine in the morning."""
    with time_machine.travel(FIRST_DAY + timedelta(days=number), tick=True):
        yield


def form_answers(number: int) -> dict[str, str]:
    """What the n-th resident fills in: all nine marks, some leave two out."""
    marks = {name: 2 + (number * 7 + at * 3) % 3 for at, name in enumerate(NINE)}
    if number % 5 == 0:
        del marks["waktu"], marks["produk"]
    return {"overall": str(1 + number % 4), **{name: str(mark) for name, mark in marks.items()}}


def note(story: Story, sent: Mapping[str, str]) -> None:
    """Write down the marks of one answer, for the sum by hand."""
    story.answers.append({name: int(sent[name]) for name in NINE if name in sent})


PAPER = "NO,TANGGAL,JAM,JENIS KELAMIN,USIA,PENDIDIKAN,PEKERJAAN,{},SARAN".format(
    ",".join(f"U{n}" for n in range(1, 10))
)


def import_paper(story: Story) -> None:
    """Who was served, and an existing SKM sheet (layout A) typed in from twelve paper forms."""
    story.portal("import", "served", story.file("served.csv", _served()))
    rows = []
    for number in range(12):
        marks = [1 + (number + at) % 4 for at in range(9)]
        cells = [str(mark) for mark in marks]
        if number == 3:
            cells[4] = ""
        given = dict(zip(NINE, cells, strict=True))
        story.answers.append({name: int(mark) for name, mark in given.items() if mark})
        rows.append(f"{number + 1},{12 + number}/10/2026,09.15,L,34,S1,Swasta,{','.join(cells)},")
    sheet = story.file("skm.csv", "\n".join([PAPER, *rows]))
    arguments = ("import", "ratings", sheet, "--unit", "DUKCAPIL", "--channel", "paper")
    refused = story.portal(*arguments, status=1)
    assert "--order" in refused.stderr
    story.portal(*arguments, "--order", "form")
    again = story.portal(*arguments, "--order", "form")
    assert "0 baru" in again.output, again.output


def index_by_hand(answers: list[dict[str, int]]) -> Decimal:
    """PermenPANRB 14/2017 with exact fractions, rounded half up once at the end."""
    total = Fraction(0)
    for name in NINE:
        marks = [answer[name] for answer in answers if name in answer]
        total += Fraction(sum(marks), len(marks)) * Fraction(1, 9) * 25
    exact = Decimal(total.numerator) / Decimal(total.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def close(story: Story) -> None:
    """Close October: refused while it lasts, done on the fifth of November, refused twice."""
    with on_day(20):
        early = story.portal("close", "2026-10", status=1)
        assert "mulai 02/11/2026" in early.stderr
    with time_machine.travel(CLOSING_DAY, tick=True):
        story.portal("close", "2026-10")
        story.portal("close", "2026-10", status=1)


def exported(story: Story, what: str) -> dict[str, list[dict[str, object]]]:
    """The same export as CSV, XLSX and JSON, each as rows."""
    with time_machine.travel(CLOSING_DAY, tick=True):
        for kind in ("csv", "xlsx", "json"):
            out = story.file(f"{what}.{kind}")
            story.portal("export", what, "--month", "2026-10", "--format", kind, "--out", out)
    return {
        "csv": list(csv.DictReader(io.StringIO(Path(story.file(f"{what}.csv")).read_text()))),
        "xlsx": _rows_of_workbook(Path(story.file(f"{what}.xlsx"))),
        "json": json.loads(Path(story.file(f"{what}.json")).read_text()),
    }


def _rows_of_workbook(path: Path) -> list[dict[str, object]]:
    rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    headers = [str(cell) for cell in next(rows)]
    return [dict(zip(headers, row, strict=True)) for row in rows]
