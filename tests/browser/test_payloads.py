"""T14: what people type stays text. Five hundred hostile texts go through the real forms.

Each text field of each form that the demonstration's people can reach gets its turn, alone, so
that the other fields stay valid and much of it is really stored; then every page is opened in a
browser with script allowed, where nothing may run, ask, load from elsewhere or break the policy.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from flask import Flask
from playwright.sync_api import Browser

from portal.app import create_app
from portal.database import db
from portal.demo.counters import FAMOUS_CODE
from tests.browser.crawling import pages_of
from tests.browser.serving import free_port, served
from tests.demonstrated import cookie_of, copied, staff_of
from tests.staff import Staff
from tests.visitor import Page, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.xdist_group("demo")]

SENT = 750  # texts; at least five hundred, and more forms than that are tried
LOGINS = ("admin", "organisasi", "petugas", "loket", "kepala", "bkpsdm")
TYPED = (None, "text", "search", "email", "tel", "url")
ALERT = "alert`ujixss`"
# What a template would make of "7193*90001": too long to turn up in a seal by chance.
COMPUTED = "647377193"
PAYLOADS = (
    f"<script>{ALERT}</script>",
    f"<img src=x onerror={ALERT}>",
    f'"><img src=x onerror={ALERT}>',
    f"'><svg onload={ALERT}>",
    f"</textarea><script>{ALERT}</script>",
    f"</title><script>{ALERT}</script>",
    f"</option></select><img src=x onerror={ALERT}>",
    f'" autofocus onfocus={ALERT} x="',
    f"' onmouseover={ALERT} x='",
    f"javascript:{ALERT}",
    f"<a href=javascript:{ALERT}>klik</a>",
    '<iframe src="//ujixss.example/"></iframe>',
    '<link rel=stylesheet href="//ujixss.example/a.css">',
    '<img src="//ujixss.example/p.gif">',
    "<style>*{background:url(//ujixss.example/b)}</style>",
    '<form action="//ujixss.example/"><button>Masuk</button></form>',
    '<base href="//ujixss.example/">',
    '<meta http-equiv=refresh content="0;url=//ujixss.example/">',
    f"<math><mtext><table><mglyph><style><img src=x onerror={ALERT}>",
    f"<!--><img src=x onerror={ALERT}>-->",
    "{{ 7193*90001 }}{% raw %}",
    "${7193*90001}#{7193*90001}",
    f"<SCRIPT/x>{ALERT}</SCRIPT>",
    f"\u2028<img src=x onerror={ALERT}>\u202e",
    f"&lt;img src=x onerror={ALERT}&gt;",
)
LEFT_ALONE = ("account.", "results.close", "results.revise")  # the own sign-in, and one month
COMMENT_EACH = 12
TROUBLE = ("error", "warning")  # a broken policy is an error; hints are neither
FEWEST_TAKEN = 60  # forms that stored what they were given: else only refusals were looked at


@dataclass(frozen=True)
class Spot:
    """One text field of one form on one page, and who fills it in."""

    login: str
    address: str
    form: int
    field: str


def _spots(app: Flask) -> Iterator[Spot]:
    seen: set[tuple[str, int, str]] = set()
    for login in LOGINS:
        staff = staff_of(app, login)
        for endpoint, address in list(pages_of(staff)):
            if endpoint.startswith(LEFT_ALONE):
                continue
            page = staff.open(address)
            for number, field in _fields(page):
                if (endpoint, number, field) not in seen:
                    seen.add((endpoint, number, field))
                    yield Spot(login, address, number, field)


def _fields(page: Page) -> Iterator[tuple[int, str]]:
    for number, form in enumerate(page.soup.find_all("form")):
        for tag in form.find_all(["input", "textarea"]):
            if tag.get("name") and (tag.name == "textarea" or tag.get("type") in TYPED):
                yield number, str(tag["name"])


def _stays_text(page: Page) -> None:
    """Nothing that was typed became an element, a handler or an address."""
    for tag in page.soup.find_all(True):
        assert isinstance(tag, Tag)
        handlers = [name for name in tag.attrs if name.lower().startswith("on")]
        assert not handlers, (page.url, str(tag)[:200])
        leads = [str(tag.get(name, "")) for name in ("href", "src", "action", "formaction")]
        assert not any(_leads_away(lead) for lead in leads), (page.url, str(tag)[:200])
        assert tag.name not in ("iframe", "base", "math", "object", "embed"), str(tag)[:200]
        assert not (tag.name == "script" and "ujixss" in tag.get_text()), page.url
    assert COMPUTED not in page.text, (page.url, "a template computed what was typed")


def _leads_away(address: str) -> bool:
    parts = urlsplit(address.strip())
    return parts.scheme.lower() == "javascript" or "ujixss" in parts.netloc


def _send_everywhere(app: Flask) -> tuple[int, int]:
    """Five hundred texts sent; how many, and how many forms took theirs."""
    spots = list(_spots(app))
    assert len(spots) > 25, spots
    people = {login: staff_of(app, login) for login in LOGINS}
    payloads = cycle(PAYLOADS)
    sent, taken = _comments(app, payloads) + _sheets(people["admin"], payloads), COMMENT_EACH
    for spot in cycle(spots):
        if sent >= SENT:
            break
        page = people[spot.login].open(spot.address)
        if not _is_there(page, spot):
            sent += 1  # decided or gone by an earlier answer: its page was looked at
            continue
        answer = people[spot.login].send(page, {spot.field: next(payloads)}, form=spot.form)
        assert answer.status < 500, (spot, answer.status)
        if answer.response.mimetype == "text/html":
            _stays_text(answer)
        sent += 1
        taken += answer.status == 200 and page.form(spot.form).get("method") == "post"
    return sent, taken


def _is_there(page: Page, spot: Spot) -> bool:
    has_form = spot.form < len(page.soup.find_all("form"))
    return has_form and spot.field in page.fields(spot.form)


def _comments(app: Flask, payloads: Iterator[str]) -> int:
    """Residents write them, with a mark as ever."""
    for number in range(COMMENT_EACH):
        visitor = Visitor(app, address=f"203.0.113.{number + 1}")
        page = visitor.open(f"/l/{FAMOUS_CODE}")
        thanks = visitor.send(page, {"overall": "2", "comment": next(payloads)})
        _stays_text(thanks)
    return COMMENT_EACH


def _sheets(admin: Staff, payloads: Iterator[str]) -> int:
    """In cells and in the name of the file, for a sheet that is right and one that is not."""
    page = admin.open("/admin/imports?lembar=units")
    number = next(n for n, form in enumerate(page.soup.find_all("form")) if "file" in str(form))
    for turn in range(COMMENT_EACH):
        hostile = next(payloads)
        cell = hostile.replace('"', '""')
        sheet = (
            f'code,name,parent,kind\n{"BAPENDA" if turn % 2 else hostile[:3]},"{cell}",SR,badan\n'
        )
        data: dict[str, object] = {**page.fields(number), "kind": "units"}
        data["file"] = (io.BytesIO(sheet.encode()), f"{hostile}.csv")
        answer = admin.client.post(page.url, data=data)
        assert answer.status_code < 500
        if answer.status_code == 303:
            preview = admin.open(answer.headers["Location"])
            _stays_text(preview)
            if turn == 1:  # stored too: a unit has that name from now on
                button = preview.soup.find("button", string="Simpan semua")
                forms = preview.soup.find_all("form")
                place = next(n for n, form in enumerate(forms) if button in form.find_all("button"))
                _stays_text(admin.send(preview, form=place))
    return COMMENT_EACH


def test_five_hundred_hostile_texts_stay_text(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings = copied(tmp_path_factory, tmp_path_factory.mktemp("payloads"), base_url=base)
    app = create_app(settings, testing=True)
    with app.app_context():
        sent, taken = _send_everywhere(app)
        assert sent >= SENT
        assert taken >= FEWEST_TAKEN
        pages = [
            (login, address) for login in LOGINS for _e, address in pages_of(staff_of(app, login))
        ]
        cookies = {login: cookie_of(app, login) for login in LOGINS}
        db.session.remove()
    with served(app, port):
        assert _happenings(chromium, base, pages, cookies) == []
    with app.app_context():
        db.engine.dispose()


def _happenings(
    chromium: Browser, base: str, pages: list[tuple[str, str]], cookies: dict[str, str]
) -> list[str]:
    """Everything that a browser noticed and should not have: dialogs, requests, complaints."""
    noticed: list[str] = []
    shown: set[str] = set()
    for login, cookie in cookies.items():
        context = chromium.new_context(locale="id-ID")
        context.add_cookies([{"name": "portal", "value": cookie, "url": base}])
        tab = context.new_page()
        tab.on("dialog", lambda dialog: (noticed.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda said: said.type in TROUBLE and noticed.append(said.text))
        tab.on("pageerror", lambda error: noticed.append(str(error)))
        tab.on("request", lambda asked: _note_foreign(asked.url, base, noticed))
        public = ["/", f"/l/{FAMOUS_CODE}", "/skor", "/skor/BAPENDA", "/skor/DUKCAPIL"]
        for address in [path for who, path in pages if who == login] + public:
            if address not in shown:
                shown.add(address)
                tab.goto(base + address)
        context.close()
    return noticed


def _note_foreign(url: str, base: str, noticed: list[str]) -> None:
    if urlsplit(url).netloc != urlsplit(base).netloc and not url.startswith("data:"):
        noticed.append(url)
