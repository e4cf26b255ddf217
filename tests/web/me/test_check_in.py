"""The check-in as a day at the counter: PIN, who is offered to residents, what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.accounts.models import StaffSession
from portal.authority import Role
from portal.clock import today
from portal.database import db
from portal.feedback.models import Rating
from portal.organisation.models import CheckIn, Counter, Officer, Unit
from portal.web.limits import settings
from tests.factories import make_counter, make_duty, make_officer, make_unit
from tests.staff import Staff, make_person
from tests.visitor import Page, Visitor
from tests.web.account.people import PIN, give_pin

WRONG = "739184"
MORNING = datetime(2026, 11, 18, 2, tzinfo=UTC)  # 09.00 in Jakarta
A_MINUTE_LATER = MORNING + timedelta(minutes=1)


@dataclass
class Scene:
    """A counter, the officer whom the roster names, and Ani who serves instead."""

    app: Flask
    unit: Unit
    counter: Counter
    code: str
    planned: Officer
    ani: Officer
    browser: Staff

    def check_in(self, pin: str = PIN, **values: str) -> Page:
        page = self.browser.open("/me/check-in")
        values = {"counter": str(self.counter.id), "pin": pin, **values}
        return self.browser.send(page, values, form=-1)

    def form(self) -> Page:
        return Visitor(self.app).open(f"/l/{self.code}")

    def sent(self, page: Page, **values: str) -> tuple[Any, ...]:
        """Send the form; what was stored of the officer."""
        Visitor(self.app).send(page, {"overall": "4", **values})
        db.session.rollback()
        columns = (Rating.officer_id, Rating.attribution_source, Rating.attribution_certainty)
        return tuple(db.session.execute(sa.select(*columns)).one())


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    with time_machine.travel(MORNING, tick=True):
        unit = make_unit()
        counter, code = make_counter(unit)
        planned, ani = make_officer(unit, name="Budi"), make_officer(unit, name="Ani")
        make_duty(planned, counter, today(settings().timezone), ends_at=time(16))
        person = give_pin(make_person((Role.OFFICER, unit), officer=ani, name="Ani"))
        yield Scene(app, unit, counter, code, planned, ani, Staff(app, person=person))


def test_who_checked_in_is_asked_about_and_named_for_certain(scene: Scene) -> None:
    done = scene.check_in(desk="2")
    assert "Anda tercatat bertugas di loket ini" in done.text
    assert "Meja 2" in done.text
    with time_machine.travel(A_MINUTE_LATER, tick=True):
        page = scene.form()
        assert "Apakah Ani yang melayani Anda?" in page.text
        assert "Budi" not in page.text
        assert scene.sent(page) == (scene.ani.id, "check_in", "exact")


def test_what_is_shown_is_what_is_stored_also_in_the_minute_of_the_check_in(scene: Scene) -> None:
    """A ticket knows the minute only: the check-in counts from the next one on, on both sides."""
    scene.check_in()
    page = scene.form()
    assert "Apakah Budi yang melayani Anda?" in page.text
    assert scene.sent(page) == (scene.planned.id, "roster", "likely")


def test_the_residents_word_wins(scene: Scene) -> None:
    scene.check_in()
    with time_machine.travel(A_MINUTE_LATER, tick=True):
        page = scene.form()
        assert scene.sent(page, officer="not_this_one") == (None, "choice", "unknown")


def test_a_form_shown_before_the_check_in_keeps_what_was_true_then(scene: Scene) -> None:
    page = scene.form()
    with time_machine.travel(A_MINUTE_LATER, tick=True):
        scene.check_in()
    with time_machine.travel(A_MINUTE_LATER + timedelta(minutes=5), tick=True):
        assert scene.sent(page) == (scene.planned.id, "roster", "likely")


def test_of_two_the_resident_chooses(scene: Scene) -> None:
    scene.check_in(desk="1")
    other = give_pin(make_person((Role.OFFICER, scene.unit), officer=scene.planned))
    scene.browser = Staff(scene.app, person=other)
    scene.check_in(desk="2")
    with time_machine.travel(A_MINUTE_LATER, tick=True):
        page = scene.form()
        assert "Siapa yang melayani Anda?" in page.text
        assert scene.sent(page) == (None, "check_in", "shared")


def test_leaving(scene: Scene) -> None:
    page = scene.check_in()
    gone = scene.browser.send(page, form=_form_to(page, "/me/check-out"))
    assert "tidak lagi tercatat bertugas" in gone.text
    token = gone.fields(-1)["csrf_token"]
    again = scene.browser.client.post("/me/check-out", data={"csrf_token": token})
    assert again.status_code == 303


def _form_to(page: Page, action: str) -> int:
    forms = page.soup.find_all("form")
    return next(i for i, form in enumerate(forms) if form.get("action") == action)


def test_a_wrong_pin_is_counted_and_a_right_one_forgives(scene: Scene) -> None:
    refused = scene.check_in(pin=WRONG, desk="7")
    assert refused.status == 422
    assert "Masih 4 kali percobaan" in refused.text
    assert refused.fields(-1)["desk"] == "7"
    assert _failures() == [1]
    assert "tercatat bertugas" in scene.check_in().text
    assert _failures() == [0]


def test_five_wrong_pins_end_the_session(scene: Scene) -> None:
    pages = [scene.check_in(pin=WRONG) for _ in range(4)]
    assert [page.status for page in pages] == [422] * 4
    assert scene.check_in(pin=WRONG).h1.startswith("Masuk")
    assert _failures() == []
    assert db.session.execute(sa.select(CheckIn.id)).first() is None


def _failures() -> list[int]:
    db.session.rollback()
    return list(db.session.execute(sa.select(StaffSession.pin_failures)).scalars())


def test_without_a_pin_the_page_says_how_to_make_one(scene: Scene) -> None:
    person = make_person((Role.OFFICER, scene.unit), officer=scene.planned)
    page = Staff(scene.app, person=person).open("/me/check-in")
    assert "belum punya PIN" in page.text
    assert page.soup.find("a", string="Buat PIN")


@pytest.mark.parametrize("counter", ["", "0", "9999999999", "x", "\u0000"])
def test_only_counters_that_were_offered(scene: Scene, counter: str) -> None:
    page = scene.check_in(counter=counter)
    assert page.status == 422
    assert db.session.execute(sa.select(CheckIn.id)).first() is None
