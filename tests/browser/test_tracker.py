"""The reporter's page in a real browser: without script, without a trace, fit for a phone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from portal.clock import today
from portal.complaints.cases import write_note
from portal.complaints.models import Event
from portal.database import db
from portal.organisation.models import Unit
from tests.browser.conftest import Open, Site
from tests.browser.pressing import press
from tests.complaints.receipts import answer, ask, make_receipt, make_tracked

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
ASKED, ANSWERED, UNSOLVED = 901, 902, 903
QUESTION = "Boleh kirim foto surat keterangan lahirnya? Nama boleh ditutup."


@pytest.fixture(scope="session")
def codes(site: Site) -> dict[int, str]:
    """The receipts of a case with a question and of two with an answer."""
    with site.app.app_context():
        unit = db.session.execute(sa.select(Unit).where(Unit.parent_id.is_not(None))).scalars()
        office, day = unit.first(), today(site.app.config["PORTAL"].timezone)
        assert office is not None
        begun = day - timedelta(days=31)
        made = {
            number: make_tracked(office, number, filed_on=begun)
            for number in (ASKED, ANSWERED, UNSOLVED)
        }
        ask(made[ASKED], begun + timedelta(days=2), until=day + timedelta(days=9))
        asked = db.session.execute(sa.select(Event).where(Event.step == "asked")).scalar_one()
        write_note(asked, "office", QUESTION)  # type: ignore[arg-type]  # as it is stored
        for number in (ANSWERED, UNSOLVED):
            answer(made[number], day - timedelta(days=1))
        db.session.commit()
        return {number: make_receipt(number) for number in made}


def look(page: Page, code: str) -> None:
    page.locator("#kode").fill(code)
    press(page.get_by_role("button", name="Lihat pengaduan"))
    page.wait_for_selector(".due")


def _violations(page: Page) -> list[Any]:
    page.evaluate(AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", tags)
    assert len(found["passes"]) > 10, "axe has looked at nothing"
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


SMALL = """() => [...document.querySelectorAll(
    'main a, main button, summary, select, textarea, input:not([type=hidden])')]
  .map(thing => thing.closest('label') || thing)
  .map(thing => [thing.textContent.trim().slice(0, 30), thing.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44).map(([words]) => words)"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_small_or_wide(
    open_page: Open, codes: dict[int, str], width: int, dark: bool
) -> None:
    with open_page("/lacak", width=width, dark=dark) as page:
        assert _violations(page) == []
        for number in (ASKED, ANSWERED):
            page.goto(page.url)
            look(page, codes[number])
            page.evaluate("document.querySelectorAll('details').forEach(f => f.open = true)")
            assert _violations(page) == []
            assert page.evaluate(SMALL) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_question_and_answer_without_script(
    open_page: Open, site: Site, codes: dict[int, str]
) -> None:
    with open_page("/lacak", script=False) as page:
        look(page, codes[ASKED])
        assert QUESTION in page.inner_text("main")
        page.locator("#note").fill("Fotonya menyusul besok.")
        press(page.get_by_role("button", name="Kirim keterangan"))
        assert "Hitungan waktu berjalan lagi." in page.inner_text("main")
        assert page.url == f"{site.url}/lacak"
        assert page.context.cookies() == []


def test_unsolved_without_script(open_page: Open, codes: dict[int, str]) -> None:
    with open_page("/lacak", script=False) as page:
        look(page, codes[UNSOLVED])
        press(page.get_by_role("button", name="Belum selesai"))
        assert "Pengaduan dibuka kembali" in page.inner_text("main")


def test_after_the_quick_exit_the_back_button_shows_nothing(
    open_page: Open, site: Site, codes: dict[int, str]
) -> None:
    with open_page("/privasi", script=False) as page:
        page.route("https://www.bmkg.go.id/**", lambda route: route.fulfill(body="cuaca"))
        page.goto(f"{site.url}/lacak")
        look(page, codes[ANSWERED])
        press(page.get_by_role("button", name="Keluar cepat"))
        page.wait_for_url("https://www.bmkg.go.id/")
        network = page.context.new_cdp_session(page)
        entries = network.send("Page.getNavigationHistory")["entries"]
        visited = [entry["url"].removeprefix(site.url) for entry in entries[-3:]]
        assert visited == ["/lacak", "/lacak", "https://www.bmkg.go.id/"], "no code anywhere"
        # Back, and "send again" where the browser asks: what a snooper would do.
        network.send("Page.navigateToHistoryEntry", {"entryId": entries[-2]["id"]})
        page.wait_for_timeout(500)
        page.reload()
        assert "Pengaduan Anda" not in page.content()
        assert codes[ANSWERED] not in page.content()
        assert "sudah Anda tinggalkan" in page.content()
