"""A real chromium and a real server with one office, for what only a browser can show."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from portal.clock import today
from portal.database import db
from tests import factories as make
from tests.conftest import make_app

CHROMIUM = "/usr/bin/chromium"
ALL_DAY = {"starts_at": time(0), "ends_at": time(23, 59, 59)}
SEVERAL, ONE, CLOSED = "K7M2Q9", "K7M2QA", "C0SED1"


@dataclass(frozen=True)
class Site:
    """A served portal: where it is, and what it stored."""

    url: str
    app: Flask

    def ratings(self, column: str = "overall") -> list[Any]:
        """One column of all ratings, in no order that means anything."""
        with self.app.app_context():
            query = sa.text(f"SELECT {column} FROM rating ORDER BY id")
            return list(db.session.execute(query).scalars())


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a counter of three officers, one of one officer, and a closed one."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "portal.db")
    app = make_app(f"sqlite:///{folder / 'portal.db'}", folder, address_limit=10_000)
    with app.app_context():
        _furnish(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()


def _furnish(app: Flask) -> None:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    unit = make.make_unit(name="Dinas Kependudukan dan Pencatatan Sipil", parent_id=root.id)
    free = make.make_service(unit, name="Akta kelahiran")
    paid = make.make_service(unit, name="Legalisasi", tariff="berbayar", rupiah=5000)
    several, _code = make.make_counter(unit, free, paid, number="3", code=SEVERAL)
    one, _code = make.make_counter(unit, free, number="4", code=ONE, name="Kartu Keluarga")
    make.make_counter(unit, number="5", code=CLOSED, closed_on=today(app.config["PORTAL"].timezone))
    for name, counter in (("Agus", several), ("Ratna", several), ("Sri", several), ("Dewi", one)):
        officer = make.make_officer(unit, name=name)
        make.make_duty(officer, counter, today(app.config["PORTAL"].timezone), desk="2", **ALL_DAY)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each opens its own context."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Open:
    """`with open_page("/l/…", width=360, dark=True) as page:` a page that must not complain."""

    @contextmanager
    def opened(
        path: str,
        *,
        width: int = 360,
        height: int = 640,
        dark: bool = False,
        script: bool = True,
        forced_colors: bool = False,
        language: str = "id-ID",
    ) -> Iterator[Page]:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            forced_colors="active" if forced_colors else "none",
            locale=language,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site.url + path)
        yield page
        context.close()
        known = ("status of 4", "Cleared data types")  # a refusal; the quick exit's own header
        assert not [text for text in complaints if not any(part in text for part in known)]

    return opened
