"""Every page of staff in the demonstration: axe, narrow and wide, light and dark, without scroll.

Pages are found by following links from each role's home page, so a new page is here by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from portal.app import create_app
from portal.database import db
from portal.demo.signins import SHOWN
from tests.browser import axe
from tests.browser.crawling import pages_of
from tests.browser.serving import free_port, served
from tests.demonstrated import cookie_of, copied, staff_of

pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.xdist_group("demo")]

LOGINS = tuple(account.login for account in SHOWN)
FEWEST = 120  # pages of different kinds; fewer, and the crawl itself is broken
WIDTHS = (1280, 360)


@dataclass(frozen=True)
class Found:
    """Where the pages are: address of the server, cookie by login, and the pages themselves."""

    url: str
    cookies: dict[str, str]
    pages: tuple[tuple[str, str, str], ...]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """One page of each kind, and who reaches it first."""
    port = free_port()
    folder = tmp_path_factory.mktemp("pages")
    settings = copied(tmp_path_factory, folder, base_url=f"http://127.0.0.1:{port}")
    app = create_app(settings, testing=True)
    with app.app_context():
        kinds: dict[str, tuple[str, str, str]] = {}
        for login in LOGINS:
            for endpoint, address in pages_of(staff_of(app, login)):
                kinds.setdefault(endpoint, (login, endpoint, address))
        cookies = {login: cookie_of(app, login) for login in LOGINS}
        db.session.remove()
    with served(app, port):
        yield Found(f"http://127.0.0.1:{port}", cookies, tuple(kinds.values()))
    with app.app_context():
        db.engine.dispose()


def _faults(tab: Tab) -> Iterator[object]:
    """What axe finds; contrast alone again in the dark. Then what is wider than a small phone."""
    axe.load(tab)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme="light", reduced_motion="reduce")
        yield from _violations(tab, {"type": "tag", "values": list(axe.TAGS)}, width, "light")
        tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
        yield from _violations(tab, {"type": "rule", "values": ["color-contrast"]}, width, "dark")
    tab.set_viewport_size({"width": 320, "height": 640})
    width = tab.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        yield ("scrolls sideways", width)


def _violations(tab: Tab, run: dict[str, object], *where: object) -> Iterator[object]:
    looked = axe.look(tab, {"runOnly": run})
    assert looked.passes or looked.inapplicable, "axe has looked at nothing"
    for one in looked.violations:
        yield (*where, one.rule, one.impact, one.elements[0][:200])


def test_axe_finds_nothing_on_any_page_of_staff(chromium: Browser, found: Found) -> None:
    assert len(found.pages) >= FEWEST, found.pages
    tabs: dict[str, Tab] = {}
    faults: dict[str, list[object]] = {}
    for login, endpoint, address in found.pages:
        if login not in tabs:
            context = chromium.new_context(locale="id-ID", bypass_csp=True)
            cookie = {"name": "portal", "value": found.cookies[login], "url": found.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
            tabs[login] = context.new_page()
        tab = tabs[login]
        tab.goto(found.url + address)
        if noticed := list(_faults(tab)):
            faults[f"{endpoint} {address}"] = noticed
    for tab in tabs.values():
        tab.context.close()
    assert faults == {}
