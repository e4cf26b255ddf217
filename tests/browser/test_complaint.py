"""Complaining in a real browser: without script, fit for a phone, a QR that a phone reads."""

from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from portal.complaints.models import Complaint
from portal.database import db
from tests.browser import axe
from tests.browser.conftest import SEVERAL, Open, Site
from tests.browser.pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FORM = f"/l/{SEVERAL}/pengaduan"
STORY = "Akta belum jadi setelah tiga kali datang."
# What can be touched by itself; links inside a sentence, and a box within its label, are excepted.
SMALL = """() => [...document.querySelectorAll(
    'main .button, main > a, summary, select, textarea, input:not([type=hidden])')]
  .map(thing => thing.closest('label') || thing)
  .map(thing => [thing.textContent.trim().slice(0, 30), thing.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 44 || box.height < 44)).map(([words]) => words)"""


def cases(site: Site) -> int:
    with site.app.app_context():
        return db.session.execute(sa.select(sa.func.count()).select_from(Complaint)).scalar_one()


def code_on(page: Page) -> str:
    return "".join(page.locator(".token li").all_inner_texts())


def is_fit(page: Page, width: int) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert axe.violations(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_small_or_wide(
    open_page: Open, site: Site, width: int, dark: bool
) -> None:
    with open_page(FORM, width=width, dark=dark) as page:
        is_fit(page, width)
        press(page.get_by_role("button", name="Kirim pengaduan"))
        is_fit(page, width)
        page.locator("#story").fill(STORY)
        press(page.get_by_role("button", name="Kirim pengaduan"))
        page.wait_for_selector(".token")
        is_fit(page, width)
        for path in ("/pengaduan", "/pengaduan/di-luar-wewenang"):
            page.goto(site.url + path)
            is_fit(page, width)


def test_from_the_rating_to_the_receipt_without_script(
    open_page: Open, site: Site, tmp_path: Path
) -> None:
    photo, before = tmp_path / "a.jpg", cases(site)
    Image.new("RGB", (300, 200), "teal").save(photo)
    with open_page(f"/l/{SEVERAL}", script=False) as page:
        press(page.get_by_role("link", name="Ini pengaduan, saya ingin dijawab"))
        page.locator("#story").fill(f"{STORY} Telepon 081234567890.")
        page.set_input_files("#files", photo)
        press(page.get_by_role("button", name="Kirim pengaduan"))
        press(page.get_by_role("button", name="Sembunyikan dan kirim"))
        code = code_on(page)
        assert len(code) == 20
        assert code not in page.url
        assert page.context.cookies() == []
        picture = Image.open(BytesIO(page.locator("svg.qr").screenshot()))
        (read,) = zxingcpp.read_barcodes(picture)
        assert read.text.replace(" ", "") == code, "plain text, no address"
        page.reload()
        assert code_on(page) == code
        press(page.get_by_role("button", name="Sudah saya catat"))
        assert code not in page.inner_text("main").replace(" ", "")
        assert cases(site) == before + 1


def test_back_and_send_again_is_the_same_case(open_page: Open, site: Site) -> None:
    before = cases(site)
    with open_page(FORM, script=False) as page:
        page.locator("#story").fill(STORY)
        press(page.get_by_role("button", name="Kirim pengaduan"))
        code = code_on(page)
        page.go_back()
        assert page.locator("#story").input_value() == STORY, "the text is still there"
        press(page.get_by_role("button", name="Kirim pengaduan"))
        assert code_on(page) == code
    assert cases(site) == before + 1


def test_the_name_is_asked_for_only_where_it_is_kept(open_page: Open) -> None:
    with open_page(FORM, script=False) as page:
        assert not page.locator(".named").is_visible()
        page.get_by_label("Nama dirahasiakan").check()
        assert page.locator(".named").is_visible()
