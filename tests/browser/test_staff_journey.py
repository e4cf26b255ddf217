"""The staff's work in a real browser with JavaScript off, from the demonstration.

What only a browser shows: uploads, downloads, prints, cookies, and that every step can be
found and pressed. The same story with both databases: tests/journeys/test_staff.py.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from portal.demo.signins import PASSWORD
from tests.browser.pressing import press
from tests.browser.serving import free_port, served
from tests.demonstrated import copied, token_of
from tests.journeys import town as told
from tests.journeys.town import MONTH, UNIT, Town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]


class Desk:
    """One served demonstration and the browser in which people come and go."""

    def __init__(self, chromium: Browser, town: Town, port: int) -> None:
        self.chromium, self.town = chromium, town
        self.address = f"http://127.0.0.1:{port}"
        self.complaints: list[str] = []

    @contextmanager
    def tab(self, login: str = "") -> Iterator[Tab]:
        """A fresh window without script; signed in on the page when there is a login."""
        context = self.chromium.new_context(
            viewport={"width": 1280, "height": 800}, java_script_enabled=False, locale="id-ID"
        )
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("console", lambda message: self.complaints.append(message.text))
        if login:
            tab.goto(f"{self.address}/masuk")
            tab.get_by_label("Nama masuk").first.fill(login)
            tab.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
            press(tab.get_by_role("button", name="Masuk"))
            assert tab.inner_text("h1") == "Beranda"
        yield tab
        context.close()


@pytest.fixture
def desk(
    chromium: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    port = free_port()
    settings = copied(tmp_path_factory, tmp_path, base_url=f"http://127.0.0.1:{port}")
    town = Town(settings, tmp_path)
    with town.open() as app, served(app, port):
        yield Desk(chromium, town, port)


def downloaded(tab: Tab, press: str, folder: Path) -> bytes:
    """What the browser saves when this link or button is pressed."""
    with tab.expect_download() as waiting:
        tab.locator(press).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


def _import_and_print(desk: Desk) -> str:
    slip, mended = told.changed_roster(desk.town)
    folder = desk.town.folder
    with desk.tab("admin") as tab:
        press(tab.get_by_role("link", name="Impor", exact=True).first)
        for text in (slip, mended):
            (folder / "jadwal.csv").write_text(text, "utf-8")
            tab.goto(f"{desk.address}/admin/imports?lembar=roster")
            tab.locator("input[type=file]").set_input_files(folder / "jadwal.csv")
            press(tab.get_by_role("button", name="Periksa dulu"))
            assert "Belum ada yang disimpan." in tab.inner_text("main")
        press(tab.get_by_role("button", name="Simpan semua"))
        assert "2 berubah" in tab.inner_text("main")
        tab.goto(f"{desk.address}/admin/posters?cari=Akta+Kelahiran")
        tab.get_by_label(re.compile("3 Akta Kelahiran")).check()
        pdf = downloaded(tab, "button:has-text('yang dicentang')", folder)
    (address,) = set(told.printed_codes(pdf, folder))
    return address


def _rate(desk: Desk, address: str) -> None:
    with desk.tab() as tab:
        tab.goto(address)
        tab.locator("summary").first.click()
        for name in ("overall", *told.ELEMENTS):
            tab.locator(f"input[name={name}][value='4']").check(force=True)
        tab.get_by_label("Ratna").check(force=True)
        press(tab.get_by_role("button", name="Kirim penilaian"))
        assert tab.inner_text("h1").endswith("Terima kasih")


def _answers(tab: Tab) -> int:
    row = tab.locator("tr", has=tab.locator("th", has_text=told.COUNTER)).first
    return int(row.locator("td").nth(3).inner_text().replace(".", ""))


def _head_sees(desk: Desk) -> int:
    with desk.tab("kepala") as tab:
        tab.goto(f"{desk.address}/results/{UNIT}?bulan={MONTH}")
        return _answers(tab)


def _close_and_revise(desk: Desk) -> str:
    with desk.tab("organisasi") as tab:
        tab.goto(f"{desk.address}/akun/faktor-kedua")
        secret = "".join(tab.locator("code").first.inner_text().split())
        tab.locator("[name=code]").fill(told.next_code(secret, steps=0))
        current = tab.locator("[name=current]")
        if current.count():
            current.fill(PASSWORD)
        press(tab.get_by_role("button", name="Aktifkan"))
        assert tab.locator("code, li").count() >= 10
        tab.goto(f"{desk.address}/results/closing/{MONTH}")
        if tab.locator("[name=is_reviewed]").count():
            tab.locator("[name=is_reviewed]").check()
            tab.locator("[name=reviewed]").fill("Diperiksa Bagian Organisasi; tetap ditahan.")
        tab.locator("[name=typed]").fill(MONTH)
        press(tab.get_by_role("button", name="Tutup bulan"))
        assert "ditutup" in tab.inner_text("main")
        tab.goto(f"{desk.address}/results/closing/{MONTH}/revise")
        tab.locator("[name=reason]").fill("Loket 2 salah jadwal tanggal 4; dibetulkan.")
        press(tab.locator("form:has([name=reason]) button"))
        assert "Revisi 2 tersimpan" in tab.inner_text("main")
        tab.goto(f"{desk.address}/results/{UNIT}?bulan={MONTH}")
        found = re.search(r"IKM\s+(\d\d,\d\d)", tab.inner_text("main"))
        assert found is not None
        return found[1]


def _sheet_is_genuine(desk: Desk) -> None:
    folder = desk.town.folder
    with desk.tab("petugas") as tab:
        tab.goto(f"{desk.address}/me?bulan={MONTH}")
        pdf = downloaded(tab, f"a[href*='{MONTH}.pdf']", folder)
    (address,) = told.printed_codes(pdf, folder)
    with desk.tab() as tab:
        tab.goto(address)
        assert urlsplit(tab.url).path.startswith("/verifikasi/")
        shown = tab.inner_text("main")
        assert "Asli" in tab.inner_text("body")
        assert "Revisi: 2" in shown
        assert "Ratna" not in shown


def test_the_staff_do_their_month_without_javascript(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with told.at(told.SATURDAY):
        address = _import_and_print(desk)
        assert address == f"{desk.address}/l/7K3M9X"
        before = _head_sees(desk)
        for _ in range(told.RESIDENTS):
            _rate(desk, address)
        assert _head_sees(desk) == before
    with told.at(told.NIGHT):
        desk.town.portal("release", MONTH)
        assert _head_sees(desk) == before + told.RESIDENTS
    with told.at(told.CLOSING_DAY):
        index = _close_and_revise(desk)
        _sheet_is_genuine(desk)
        path = f"/api/v1/indicators?month={MONTH}&unit={UNIT}&subject=unit"
        token = token_of(tmp_path_factory)
        with desk.town.open() as app:
            status, content, tag = told.pulled(app, path, token)
            assert status == 200
            assert index.replace(",", ".") in str(content)
            assert told.pulled(app, path, token, **{"If-None-Match": tag})[0] == 304
    assert "Utuh" in desk.town.portal("audit", "verify").output
    number = told.alter_one_byte(desk.town.settings.database_url)
    assert str(number) in desk.town.portal("audit", "verify", status=1).stderr
    assert desk.complaints == []
