"""The main job in a real browser with JavaScript off: scan the poster, rate, read the score."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from werkzeug.serving import make_server

from tests.browser import axe
from tests.browser.pressing import press
from tests.journeys import story as told

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RESIDENTS = 32


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(app: Flask, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _rate(tab: Tab, address: str, sent: dict[str, str]) -> None:
    tab.goto(address)
    tab.locator("summary").first.click()
    for name, value in sent.items():
        tab.locator(f"input[name={name}][value='{value}']").check(force=True)
    tab.get_by_label("Ratna").check(force=True)
    press(tab.get_by_role("button", name="Kirim penilaian"))
    assert tab.get_by_role("heading", level=1).inner_text().endswith("Terima kasih")


def _violations(chromium: Browser, address: str) -> list[str]:
    """What axe-core finds on a page of figures, on a phone."""
    context = chromium.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True)
    tab = context.new_page()
    tab.goto(address)
    axe.load(tab)
    looked = axe.look(tab)
    assert looked.passes, "axe has looked at nothing"
    found = [one.rule for one in looked.violations]
    context.close()
    return found


def test_scan_rate_close_and_read_without_javascript(
    database_url: str, tmp_path: Path, chromium: Browser
) -> None:
    if database_url.startswith("sqlite"):
        Path(urlsplit(database_url).path).unlink()
    port = _free_port()
    with told.on_day(0):
        story = told.begin(tmp_path, database_url, f"http://127.0.0.1:{port}")
    address = told.printed_address(story)
    context = chromium.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="id-ID"
    )
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    with _served(story.app(), port):
        for number in range(RESIDENTS):
            sent = told.form_answers(number)
            with told.on_day(number % told.DAYS):
                _rate(tab, address, sent)
            told.note(story, sent)
        with told.on_day(20):
            told.import_paper(story)
        told.close(story)
        tab.goto(f"http://127.0.0.1:{port}/skor/DUKCAPIL")
        expected = f"{told.index_by_hand(story.answers)}".replace(".", ",")
        assert tab.locator(".index").inner_text() == expected
        tab.screenshot(path=tmp_path / "skor.png", full_page=True)
        for path in ("/skor", "/skor/DUKCAPIL"):
            assert _violations(chromium, f"http://127.0.0.1:{port}{path}") == []
    context.close()
