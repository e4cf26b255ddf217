"""The frame of staff pages in a real browser: axe, width, targets, keyboard, print, no script."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from portal.authority import Role
from portal.database import db
from portal.web.actors import SID
from tests.browser import axe
from tests.browser.conftest import Site
from tests.browser.pressing import press
from tests.factories import make_unit
from tests.staff import make_person, make_session

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOME = "/masuk/beranda"
SIZES = [(320, 640), (360, 640), (1280, 800)]


@pytest.fixture(scope="module")
def cookie(site: Site) -> dict[str, str]:
    """The cookie of somebody with a long name and the longest navigation."""
    with site.app.app_context():
        unit = make_unit(name="Sekretariat Daerah")
        person = make_person(
            (Role.ADMINISTRATOR, unit),
            (Role.UNIT_HEAD, unit),
            (Role.OFFICER, unit),
            name="Raden Roro Kusumawardhani Prawirodirdjo",
        )
        token, _session = make_session(person)
        signer = site.app.session_interface.get_signing_serializer(site.app)  # type: ignore[attr-defined]
        db.session.remove()
        return {"name": "portal", "value": signer.dumps({SID: token}), "url": site.url}


@contextmanager
def _opened(
    chromium: Browser, cookie: dict[str, str], path: str = HOME, **context: Any
) -> Iterator[Page]:
    opened = chromium.new_context(locale="id-ID", **context)
    opened.add_cookies([cookie])  # type: ignore[list-item]
    page = opened.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(cookie["url"] + path)
    yield page
    opened.close()
    assert complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, cookie: dict[str, str], width: int, height: int, dark: bool
) -> None:
    size = {"width": width, "height": height}
    scheme = "dark" if dark else "light"
    with _opened(chromium, cookie, viewport=size, color_scheme=scheme) as page:
        assert page.inner_text("h1") == "Beranda"
        page.locator(".who summary").click()
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_colours_are_ours_and_not_bootstraps(chromium: Browser, cookie: dict[str, str]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    link = "getComputedStyle(document.querySelector('.link-card a')).color"
    with _opened(chromium, cookie, color_scheme="light") as page:
        assert (page.evaluate(ground), page.evaluate(link)) == (
            "rgb(250, 246, 238)",
            "rgb(57, 50, 127)",
        )
    with _opened(chromium, cookie, color_scheme="dark") as page:
        assert (page.evaluate(ground), page.evaluate(link)) == (
            "rgb(23, 20, 17)",
            "rgb(196, 192, 250)",
        )


def test_it_works_without_script_and_by_keyboard(chromium: Browser, cookie: dict[str, str]) -> None:
    with _opened(chromium, cookie, java_script_enabled=False) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#isi")
        page.locator(".who summary").focus()
        assert not page.get_by_role("button", name="Keluar").is_visible()
        page.keyboard.press("Enter")
        assert page.get_by_role("button", name="Keluar").is_visible()


SMALL = """smallest => [...document.querySelectorAll('nav a, .who summary, button')]
  .filter(thing => thing.checkVisibility())
  .map(thing => [thing.textContent.trim(), thing.getBoundingClientRect()])
  .filter(([, box]) => box.height < smallest || box.width < smallest)
  .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""


@pytest.mark.parametrize(("width", "smallest"), [(360, 40), (1280, 36)])
def test_targets_are_large_enough(
    chromium: Browser, cookie: dict[str, str], width: int, smallest: int
) -> None:
    with _opened(chromium, cookie, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate(SMALL, smallest) == []
        press(page.locator(".link-card a").last)
        assert page.locator(".band nav [aria-current]").count() == 1
        assert page.evaluate(SMALL, smallest) == []


def test_on_paper_only_the_page_is_left(chromium: Browser, cookie: dict[str, str]) -> None:
    with _opened(chromium, cookie) as page:
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert page.locator(".wordmark").is_visible()
        assert not page.locator(".who").is_visible()
        assert not page.locator(".band nav").first.is_visible()
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
