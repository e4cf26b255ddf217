"""The complaint against the head in a real browser, the resident's side without JavaScript.

The same story on both databases, with the month's figures: tests/journeys/test_complaint.py.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from portal.audit.queries import verify_chain
from portal.complaints.models import Complaint
from portal.database import db
from tests.browser.pressing import press
from tests.browser.serving import free_port, served
from tests.conftest import make_app
from tests.demonstrated import cookie_of
from tests.journeys.test_complaint import STORY, WORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ANSWER = "Kepala dinas sudah ditegur dan menyampaikan permintaan maaf."
DONE = {"outcome": "selesai", "reason": "Sudah dijawab tuntas."}


def on(day: int) -> Any:
    """Ten o'clock of that day of November 2026, in Jakarta."""
    return time_machine.travel(datetime(2026, 11, day, 3, tzinfo=UTC), tick=True)


class Office:
    """A served town and the windows in which people look at it."""

    def __init__(self, chromium: Browser, app: Flask, port: int, town: Town) -> None:
        self.chromium, self.app, self.town = chromium, app, town
        self.address = f"http://127.0.0.1:{port}"

    @contextmanager
    def tab(self, who: str = "") -> Iterator[Tab]:
        """A window of somebody at work; without a name that of the resident, without script."""
        context = self.chromium.new_context(
            viewport={"width": 1280, "height": 800} if who else {"width": 360, "height": 640},
            java_script_enabled=bool(who),
            locale="id-ID",
        )
        if who:
            db.session.rollback()  # the server has written since this session read last
            cookie = cookie_of(self.app, self.town.people[who].login)
            context.add_cookies([{"name": "portal", "value": cookie, "url": self.address}])
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        yield tab
        context.close()

    def do(self, who: str, act: str, **values: str) -> None:
        """One act at the desk: what is chosen, what is written, sent."""
        with self.tab(who) as tab:
            tab.goto(f"{self.address}/desk/complaints/{self.number()}/{act}")
            form = tab.locator("main form").last
            for name, value in values.items():
                field = form.locator(f"[name={name}]").first
                kind = field.evaluate("one => one.type || one.tagName.toLowerCase()")
                if kind == "radio":
                    form.locator(f"[name={name}][value={value}]").check(force=True)
                elif kind.startswith("select"):
                    field.select_option(value)
                else:
                    field.fill(value)
            press(form.locator("button.btn-primary"))
            tab.wait_for_url(f"**/desk/complaints/{self.number()}**")
            assert not tab.url.endswith(act), tab.inner_text("main")

    def number(self) -> str:
        db.session.rollback()
        return db.session.execute(sa.select(Complaint.number)).scalar_one()


@pytest.fixture
def office(chromium: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(sqlite_template, tmp_path / "portal.db")
    app, port = make_app(f"sqlite:///{tmp_path / 'portal.db'}", tmp_path), free_port()
    with app.app_context(), served(app, port):
        yield Office(chromium, app, port, Town(app))
        db.session.remove()
        db.engine.dispose()


def file_at_the_counter(office: Office, folder: Path) -> str:
    photo = folder / "IMG_20261102_101500.jpg"
    Image.new("RGB", (300, 200), "teal").save(photo)
    with office.tab() as tab:
        tab.goto(f"{office.address}/l/{office.town.code}")
        press(tab.get_by_role("link", name="pengaduan").first)
        tab.locator("[name=about][value=pimpinan]").check(force=True)
        tab.locator("#story").fill(STORY)
        tab.set_input_files("#files", photo)
        press(tab.get_by_role("button", name="Kirim pengaduan"))
        code = "".join(tab.locator(".token li").all_inner_texts())
        assert len(code) == 20
        press(tab.get_by_role("button", name="Sudah saya catat"))
        assert tab.context.cookies() == []
    return code


@contextmanager
def followed(office: Office, code: str) -> Iterator[Tab]:
    with office.tab() as tab:
        tab.goto(f"{office.address}/lacak")
        tab.locator("#kode").fill(code)
        press(tab.get_by_role("button", name="Lihat pengaduan"))
        yield tab
        assert tab.url == f"{office.address}/lacak"


def nothing_for_the_head(office: Office) -> None:
    with office.tab("head") as tab:
        for path in ("/desk", f"/desk?cari={WORD}"):
            tab.goto(office.address + path)
            assert "Kepala dinas" not in tab.inner_text("main")
            assert "Semua terbuka 0" in " ".join(tab.inner_text("main").split())
        answer = tab.goto(f"{office.address}/desk/complaints/{office.number()}")
        assert answer is not None
        assert answer.status == 404


def test_a_complaint_against_the_head(office: Office, tmp_path: Path) -> None:
    with on(2):
        code = file_at_the_counter(office, tmp_path)
        nothing_for_the_head(office)
    with on(3):
        office.town.live_through_the_morning()
        office.do("coordinator", "forward", to="unit", unit="PEMDA", reason="Ditangani atasan.")
        nothing_for_the_head(office)
    with on(4):
        office.do("handler", "verify", klass="pengaduan", title="Perilaku pimpinan di loket")
        office.do("handler", "ask", message="Pada jam berapa?", reason="Waktu kejadian")
    with on(5), followed(office, code) as tab:
        assert "Pada jam berapa?" in tab.inner_text("main")
        tab.locator("#note").fill("Sekitar pukul sepuluh, banyak yang melihat.")
        press(tab.get_by_role("button", name="Kirim keterangan"))
    with on(6):
        office.do("handler", "answer", text=ANSWER)
        office.do("handler", "close", **DONE)
        with followed(office, code) as tab:
            assert ANSWER in tab.inner_text("main")
            press(tab.get_by_role("button", name="Belum selesai"))
            assert "dibuka kembali" in tab.inner_text("main")
    with on(10):
        nothing_for_the_head(office)
        office.do("handler", "answer", text="Hari ini beliau datang ke rumah Anda.")
        office.do("handler", "close", **DONE)
        with followed(office, code) as tab:
            press(tab.get_by_role("button", name="Sudah selesai"))
            tab.locator("[name=mark][value='3']").check(force=True)
            press(tab.get_by_role("button", name="Kirim nilai"))
            assert "Penilaian Anda tersimpan" in tab.inner_text("main")
    db.session.rollback()
    case = db.session.execute(sa.select(Complaint)).scalar_one()
    assert (case.state, case.is_solved, case.rated, case.cycle) == ("closed", True, 3, 2)
    assert verify_chain().faults == ()
