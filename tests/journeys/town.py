"""The demonstration as a town where people do their work: who does what, page by page.

Nothing is prepared behind the pages: everybody signs in, reads, fills in and sends.
"""

import io
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyotp
import sqlalchemy as sa
import time_machine
import zxingcpp
from bs4 import Tag
from click.testing import CliRunner, Result
from flask import Flask
from PIL import Image

from portal.app import create_app
from portal.cli import main
from portal.clock import now
from portal.config import Settings
from portal.database import db
from portal.demo.signins import PASSWORD
from tests.demonstrated import TODAY
from tests.visitor import Page, Visitor

SATURDAY = datetime(2026, 11, 21, 3, 0)  # noqa: DTZ001  # read as UTC: 10.00 in Jakarta
NIGHT = datetime(2026, 11, 22, 1, 0)  # noqa: DTZ001
CLOSING_DAY = datetime(2026, 12, 3, 2, 0)  # noqa: DTZ001
MONTH, UNIT = "2026-11", "DUKCAPIL"
COUNTER = "Akta Kelahiran"
RESIDENTS = 10
assert SATURDAY.date() == TODAY
assert SATURDAY.time() > time(0)


@dataclass
class Town:
    """One running demonstration."""

    settings: Settings
    folder: Path

    @contextmanager
    def open(self) -> Iterator[Flask]:
        """The application, inside its context."""
        app = create_app(self.settings, testing=True)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    def portal(self, *words: str, status: int = 0) -> Result:
        """Type a command at the machine where it runs."""
        environ = {"PORTAL_INSTANCE": str(self.settings.instance)}
        result = CliRunner(env=environ).invoke(main, list(words))
        assert result.exit_code == status, (words, result.output, result.exception)
        return result


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock at a moment of the story, running on."""
    with time_machine.travel(moment, tick=True):
        yield


def at_work(app: Flask, login: str) -> Visitor:
    """Somebody who signed in on the page, in a browser that keeps the cookie."""
    visitor = Visitor(app)
    visitor.client = app.test_client()
    page = visitor.open("/masuk")
    home = visitor.send(page, {"login": login, "password": PASSWORD})
    assert home.h1 == "Beranda", home.text
    return visitor


def file_of(visitor: Visitor, page: Page, ending: str) -> bytes:
    """What the first link to such a file on the page gives."""
    links = [str(tag["href"]) for tag in page.soup.find_all("a", href=True)]
    found = next(link for link in links if urlsplit(link).path.endswith(ending))
    answer = visitor.client.get(urljoin(page.url, found))
    assert answer.status_code == 200, (found, answer.status_code)
    return answer.get_data()


def printed_codes(pdf: bytes, folder: Path) -> list[str]:
    """What a phone reads off the first page of a print."""
    (folder / "print.pdf").write_bytes(pdf)
    words = ["pdftoppm", "-r", "200", "-png", "-singlefile", "print.pdf", "print"]
    subprocess.run(words, check=True, timeout=60, cwd=folder)
    return [code.text for code in zxingcpp.read_barcodes(Image.open(folder / "print.png"))]


def changed_roster(town: Town) -> tuple[str, str]:
    """The roster of the last day of the month with two desks exchanged; with a slip, and mended."""
    out = town.folder / "roster.csv"
    town.portal("export", "roster", "--month", MONTH, "--format", "csv", "--out", str(out))
    head, *lines = out.read_text("utf-8-sig").splitlines()
    wanted = [line for line in lines if f",{UNIT},3,2026-11-30," in line]
    first, second, *_rest = wanted
    mended = [f"{first[:-1]}{second[-1]}", f"{second[:-1]}{first[-1]}"]
    slip = [mended[0], mended[1].replace("2026-11-30", "31/11/2026")]
    return "\n".join([head, *slip]), "\n".join([head, *mended])


def import_roster(visitor: Visitor, slip: str, mended: str) -> None:
    """The administrator uploads, is shown the bad cell, mends it, sees the changes, stores them."""
    refused = uploaded(visitor, slip)
    assert "Belum ada yang disimpan. 1 sel perlu diperbaiki." in refused.text
    assert "31/11/2026" in refused.text
    preview = uploaded(visitor, mended)
    assert "Belum ada yang disimpan. Semua baris benar." in preview.text
    place = form_with_button(preview, "Simpan semua")
    stored = visitor.send(preview, form=place)
    assert "2 berubah" in stored.text
    again = uploaded(visitor, mended)
    assert "Tidak ada yang berubah." in again.text


def uploaded(visitor: Visitor, sheet: str) -> Page:
    """The preview of a sheet."""
    page = visitor.open("/admin/imports?lembar=roster")
    number = form_with(page, "file")
    data = {**page.fields(number), "kind": "roster"}
    data["file"] = (io.BytesIO(sheet.encode()), "jadwal.csv")  # type: ignore[assignment]
    answer = visitor.client.post(page.url, data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return visitor.open(answer.headers["Location"])


def form_with_button(page: Page, words: str) -> int:
    """The place of the form that has a button with these words."""
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if form.find("button", string=words))


def poster_address(visitor: Visitor, folder: Path) -> str:
    """The administrator ticks one counter and prints its poster."""
    page = visitor.open("/admin/posters?cari=Akta+Kelahiran")
    box = page.soup.find("input", attrs={"name": "kode", "type": "checkbox"})
    assert isinstance(box, Tag)
    answer = visitor.client.get("/admin/posters.pdf", query_string={"kode": str(box["value"])})
    assert answer.mimetype == "application/pdf"
    (address,) = set(printed_codes(answer.get_data(), folder))
    return address


ELEMENTS = (
    *("persyaratan", "prosedur", "waktu", "biaya", "produk"),
    *("kompetensi", "perilaku", "sarana", "pengaduan"),
)


def rate(visitor: Visitor, address: str, name: str) -> None:
    """A resident answers all nine questions and says who served."""
    page = visitor.open(urlsplit(address).path)
    label = next(tag for tag in page.soup.find_all("label") if name in tag.get_text())
    control = label.find("input") or page.soup.find(id=label.get("for"))
    marks = dict.fromkeys(ELEMENTS, "4")
    thanks = visitor.send(page, {"overall": "4", **marks, "officer": str(control["value"])})
    assert thanks.h1.endswith("Terima kasih"), thanks.text


def answers_of(page: Page, name: str) -> int:
    """How many answers a row of a table of results shows."""
    row = next(
        tag for tag in page.soup.find_all("tr") if tag.th and tag.th.get_text().find(name) >= 0
    )
    return int(row.find_all("td")[3].get_text().strip().replace(".", ""))


def index_of(page: Page) -> str:
    """The unit's index as a head reads it."""
    found = re.search(r"IKM (\d{2},\d{2})", page.text)
    assert found is not None, page.text
    return found[1]


def enrol(visitor: Visitor) -> str:
    """Set up the second factor with an app on a phone; the secret that the phone keeps."""
    page = visitor.open("/akun/faktor-kedua")
    secret = "".join(page.soup.find("code").get_text().split())
    code = pyotp.TOTP(secret).at(now())
    codes = visitor.send(page, {"code": code, "current": PASSWORD}, form=form_with(page, "code"))
    assert codes.status == 200, codes.text
    return secret


def next_code(secret: str, *, steps: int = 1) -> str:
    """What the phone shows half a minute on: no code works twice."""
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def form_with(page: Page, name: str) -> int:
    """The place of the form that has this field."""
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if form.find(attrs={"name": name}))


def close_month(visitor: Visitor) -> Page:
    """Read the preview, type the month, close it."""
    page = visitor.open(f"/results/closing/{MONTH}")
    number = form_with(page, "typed")
    wrong = visitor.send(page, {"typed": "2026-10"}, form=number)
    assert wrong.status == 422, wrong.text
    number = form_with(wrong, "typed")
    typed = {"typed": MONTH}
    if "reviewed" in wrong.fields(number) or wrong.soup.find(attrs={"name": "is_reviewed"}):
        typed |= {"is_reviewed": "y", "reviewed": "Diperiksa Bagian Organisasi; tetap ditahan."}
    return visitor.send(wrong, typed, form=number)


def revise_month(visitor: Visitor, code: str) -> Page:
    """Revise with a reason; the second factor is asked for when it was given long ago."""
    page = visitor.open(f"/results/closing/{MONTH}/revise")
    if page.soup.find(attrs={"name": "code"}):
        page = visitor.send(page, {"code": code}, form=form_with(page, "code"))
    reason = {"reason": "Loket 2 salah jadwal pada tanggal 4; dibetulkan menurut surat tugas."}
    return visitor.send(page, reason, form=form_with(page, "reason"))


def pulled(app: Flask, path: str, token: str, **headers: str) -> tuple[int, object, str]:
    """What a program gets: status, content, ETag."""
    bearer = {"Authorization": f"Bearer {token}", **headers}
    answer = app.test_client(use_cookies=False).get(path, headers=bearer)
    content = json.load(io.BytesIO(answer.data)) if answer.data else None
    return answer.status_code, content, answer.headers.get("ETag", "")


def alter_one_byte(url: str) -> int:
    """A thief with the database in hand changes one letter of one entry; its number."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            named = (
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            )
            for (name,) in connection.exec_driver_sql(named).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        query = "SELECT max(sequence) FROM audit_entry WHERE action = 'person_invited'"
        number = int(connection.exec_driver_sql(query).scalar_one())
        changed = f"UPDATE audit_entry SET action = 'person_invitee' WHERE sequence = {number}"
        connection.exec_driver_sql(changed)
    engine.dispose()
    return number
