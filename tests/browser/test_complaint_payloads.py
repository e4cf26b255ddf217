"""T14 for complaints: what reporters and staff type into a case stays text wherever it is read.

Each hostile text stands in every part of a case of its own, in its unit's name and in what the
office prepares; then all pages on which any of it is shown are opened in a browser.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

from portal.authority import RESIDENT, Role
from portal.complaints.answering import answer_case
from portal.complaints.cases import fresh_id, write_note, write_step
from portal.complaints.masking import mask_case
from portal.complaints.models import (
    Aftermath,
    CaseQuestion,
    Complaint,
    Concerned,
    SavedFilter,
)
from portal.complaints.notes import note_case
from portal.complaints.reply_templates import add_reply_template
from portal.complaints.rules.words import Side, Step
from portal.complaints.searching import index_words
from portal.database import db
from portal.errors import Problems, RuleBroken
from portal.organisation.complaint_managers import Manager, own_manager, seen_as
from portal.organisation.complaint_managers import set_complaint_manager as name_manager
from tests.browser.pressing import press
from tests.browser.serving import free_port, served
from tests.browser.test_payloads import PAYLOADS, TROUBLE, _note_foreign, _stays_text
from tests.complaints.receipts import make_receipt, make_tracked
from tests.conftest import make_app
from tests.factories import make_officer, make_unit
from tests.staff import Staff, actor_of, make_person, make_session

pytestmark = [pytest.mark.drill, pytest.mark.browser, pytest.mark.xdist_group("browser")]

FILED = date(2026, 9, 1)
FORMULAS = ("=1+2", "+1+2", "-1+2", "@SUM(1)", "=HYPERLINK(1)", "\t=1+2")
FEWEST = 500  # places in which one of the texts lies
OPENED = 6  # receipts looked up in the browser: each case's note holds all texts
LONGEST_FIELD = 80
REFUSED = "status of 422"  # the console says so of a form that is to be mended
ALL = "\n".join(PAYLOADS)


class Office:
    """A government whose units bear hostile names, with one hostile case each."""

    def __init__(self, app: Flask) -> None:
        self.app, self.placed, self.refused = app, 0, 0
        self.root = make_unit("AKAR", kind="pemda")
        self.units = [make_unit(f"H{at}", parent_id=self.root.id) for at in range(len(PAYLOADS))]
        self.officer = make_officer(self.root, name=PAYLOADS[0], position=PAYLOADS[1])
        roles = {
            "handler": (Role.HANDLER,),
            "coordinator": (Role.COORDINATOR, Role.LIAISON, Role.UNIT_HEAD),
            "inspector": (Role.INSPECTOR,),
            "admin": (Role.ADMINISTRATOR,),
        }
        self.people = {
            name: make_person(*((role, self.root) for role in held), name=PAYLOADS[at])
            for at, (name, held) in enumerate(roles.items())
        }
        self.people["officer"] = make_person((Role.OFFICER, self.root), officer=self.officer)
        self.actors = {name: actor_of(person) for name, person in self.people.items()}
        self.at = datetime.now(UTC)
        self.cases = [self._case(at, text) for at, text in enumerate(PAYLOADS)]

    def attempt(self, act: Any, *args: Any, **facts: Any) -> None:
        """By the command; a text that it refuses in words is stored nowhere."""
        try:
            act(*args, **facts)
            self.placed += 1
        except (RuleBroken, Problems):
            db.session.rollback()
            self.refused += 1

    def _case(self, at: int, text: str) -> str:
        unit = self.units[at]
        unit.name = f"Dinas {text}"[:200]
        words = dict.fromkeys(("wish", "place", "loss", "outcome_reason", "public_text"), text)
        case = make_tracked(
            unit,
            at + 1,
            filed_on=FILED,
            **{**words, "title": text[:120], "happened_on": text[:80], "lapor_number": text[:40]},
            story=f"{text}\n\n{ALL}",
            state="in_progress",
            may_publish=True,
            is_held=True,
            held_reason=text[:200],
        )
        parts = (Concerned(id=fresh_id(), complaint_id=case.id, description=text[:200]),)
        db.session.add_all(parts)
        db.session.add(
            Aftermath(complaint_id=case.id, answered_on=FILED, was_mistreated=True, text=ALL)
        )
        event = write_step(case, Step.WRITTEN, actor=RESIDENT, on=FILED)
        write_note(event, Side.REPORTER, ALL)
        self._questions(case, text)
        index_words(case)
        db.session.commit()
        self.placed += 14  # nine fields, story, reason, description, aftermath, unit
        self._by_command(case.number, at, text)
        return case.number

    def _questions(self, case: Complaint, text: str) -> None:
        row = CaseQuestion(
            id=fresh_id(),
            complaint_id=case.id,
            officer_id=self.officer.id,
            asked_by=self.people["handler"].id,
            asked_on=FILED,
            text=text,
            answered_on=FILED,
            answer=text,
        )
        name = f"{text}"[:60]
        db.session.add_all(
            [row, SavedFilter(person_id=self.people["handler"].id, name=name, query="cari=akta")]
        )
        self.placed += 3

    def _by_command(self, number: str, at: int, text: str) -> None:
        handler, unit = self.actors["handler"], self.units[at].id
        long = f"Keterangan: {text}"
        self.attempt(note_case, handler, number=number, text=long, at=self.at)
        masked = {"parts": text, "starts_anew": False, "at": self.at}
        self.attempt(mask_case, handler, number=number, version=_version(number), **masked)
        answered = {"text": long, "is_formatted": at % 2 == 0, "at": self.at}
        self.attempt(answer_case, handler, number=number, version=_version(number), **answered)
        named = {"name": text[:80], "text": f"<p>{long}</p>"}
        self.attempt(add_reply_template, self.actors["coordinator"], unit_id=unit, **named)
        manager = Manager(name=text, position=text, address=text, phone="0211234567")
        seen = seen_as(own_manager(self.actors["admin"], unit))
        self.attempt(name_manager, self.actors["admin"], unit_id=unit, manager=manager, seen=seen)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Who opens what."""
        for number in self.cases:
            yield "handler", f"/desk/complaints/{number}"
        acts = ("note", "mask", "publish", "verify", "reclassify", "forward", "merge", "question")
        for act in (*acts, "answer", "ask", "close", "concern", "extend", "archive", "lapor"):
            yield "handler", f"/desk/complaints/{self.cases[2]}/{act}"
        for address in ("", "?antrean=semua", "?cetak=1", "?cari=img", "?cari=script"):
            yield "handler", f"/desk{address}"
            yield "coordinator", f"/desk{address}"
        for address in ("/desk/templat", "/desk/templat/new", "/desk/catat", "/desk/lapor"):
            yield "coordinator", address
        yield "inspector", "/desk/setelah-melapor"
        for address in ("/me", "/me/questions", "/me/praise"):
            yield "officer", address
        for address in ("/admin/trail", "/admin/units", "/admin/complaint-managers"):
            yield "admin", address
        yield from (("admin", f"/admin/trail/{at}") for at in range(1, 12))
        for address in ("/skor", "/skor/AKAR", "/skor/AKAR/pengaduan", "/pengaduan"):
            yield "officer", address
        yield from (("officer", f"/skor/{unit.code}/pengaduan") for unit in self.units[:8])


def _version(number: str) -> int:
    db.session.rollback()
    found = db.session.query(Complaint.version).filter(Complaint.number == number).one()
    return int(found[0])


def test_what_is_typed_into_a_case_stays_text(
    chromium: Browser, sqlite_url: str, tmp_path: Any
) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    app = make_app(sqlite_url, tmp_path, base_url=base)
    with app.app_context():
        office = Office(app)
        assert office.placed >= FEWEST, (office.placed, office.refused)
        people = {name: Staff(app, person=person) for name, person in office.people.items()}
        pages = list(office.pages())
        for who, address in pages:
            shown = people[who].open(address)
            assert shown.status == 200, (who, address, shown.status)
            _stays_text(shown)
        cookies = {name: _cookie(app, person) for name, person in office.people.items()}
        codes = [make_receipt(at + 1) for at in range(OPENED)]
        db.session.remove()
    with served(app, port):
        assert _noticed(chromium, base, pages, cookies, codes) == []
    with app.app_context():
        db.engine.dispose()


def _cookie(app: Flask, person: Any) -> str:
    token, _session = make_session(person)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"sid": token}))


def _noticed(
    chromium: Browser,
    base: str,
    pages: list[tuple[str, str]],
    cookies: dict[str, str],
    codes: list[str],
) -> list[str]:
    noticed: list[str] = []
    for who, cookie in cookies.items():
        context = chromium.new_context(locale="id-ID")
        context.add_cookies([{"name": "portal", "value": cookie, "url": base}])
        tab = _watched(context.new_page(), base, noticed)
        for address in [path for name, path in pages if name == who]:
            tab.goto(base + address)
        context.close()
    context = chromium.new_context(locale="id-ID")
    tab = _watched(context.new_page(), base, noticed)
    _file_a_case(tab, base)
    for code in codes:
        tab.goto(f"{base}/lacak")
        tab.locator("#kode").fill(code)
        press(tab.get_by_role("button", name="Lihat pengaduan"))
        tab.wait_for_selector(".due")
        assert "ujixss" in tab.inner_text("body"), "the case is not on the page"
    context.close()
    return noticed


def _file_a_case(tab: Page, base: str) -> None:
    """In the form: refused first, so that every text comes back; then up to the receipt."""
    tab.goto(f"{base}/pengaduan?unit=H2")
    for field in tab.locator("textarea, input[type=text]").all():
        most = int(field.get_attribute("maxlength") or LONGEST_FIELD)
        field.evaluate("(field, text) => { field.value = text }", ALL[:most].replace("\n", " "))
    tab.locator("#story").evaluate("field => { field.value = ' ' }")
    press(tab.get_by_role("button", name="Kirim pengaduan"))
    tab.wait_for_selector("#story")
    assert "ujixss" in tab.content(), "what was typed came back"
    tab.locator("#story").evaluate("(field, text) => { field.value = text }", ALL)
    press(tab.get_by_role("button", name="Kirim pengaduan"))
    tab.wait_for_selector(".token")


def _watched(tab: Page, base: str, noticed: list[str]) -> Page:
    """Dialogs, errors, broken policies and requests to elsewhere are noted."""

    def refuse(dialog: Dialog) -> None:
        noticed.append(dialog.message)
        dialog.dismiss()

    def listen(said: ConsoleMessage) -> None:
        if said.type in TROUBLE and REFUSED not in said.text:
            noticed.append(said.text)

    tab.on("dialog", refuse)
    tab.on("console", listen)
    tab.on("pageerror", lambda error: noticed.append(str(error)))
    tab.on("request", lambda asked: _note_foreign(asked.url, base, noticed))
    return tab
