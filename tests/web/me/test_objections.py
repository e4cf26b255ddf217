"""Sanggahan data as an officer files it: in the window, with words outside it, nothing lost."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.appraisal.models import Objection
from portal.authority import Role
from portal.database import db
from portal.organisation.models import Counter, Officer, Unit
from tests.factories import make_counter, make_officer, make_unit
from tests.staff import Staff, make_person
from tests.visitor import Page

INSIDE = datetime(2026, 11, 4, 3, tzinfo=UTC)  # working day 3 of November
AFTER = datetime(2026, 11, 20, 3, tzinfo=UTC)
TEXT = "Hari itu saya <b>cuti</b>, surat nomor 12."
FACTS = {"kind": "attribution", "on_date": "2026-10-14", "text": TEXT}


@dataclass
class Scene:
    """An officer who signs in on the day of the test, a counter of the own unit."""

    app: Flask
    unit: Unit
    officer: Officer
    counter: Counter

    @cached_property
    def browser(self) -> Staff:
        return Staff(self.app, person=make_person((Role.OFFICER, self.unit), officer=self.officer))

    def file(self, **facts: str) -> Page:
        page = self.browser.open("/me/objections/new")
        return self.browser.send(page, {**FACTS, **facts}, form=-1)


@pytest.fixture
def scene(app: Flask) -> Scene:
    unit = make_unit()
    officer, (counter, _code) = make_officer(unit), make_counter(unit, number="3")
    return Scene(app, unit, officer, counter)


def stored() -> list[Objection]:
    db.session.rollback()
    return list(db.session.execute(sa.select(Objection)).scalars())


@time_machine.travel(INSIDE, tick=True)
def test_filed_read_and_withdrawn(scene: Scene) -> None:
    assert "Sanggahan data Oktober 2026 terbuka sampai" in scene.browser.open("/me").text
    listed = scene.file(counter=str(scene.counter.id))
    assert "tersimpan dan menunggu putusan" in listed.text
    assert TEXT in listed.text
    assert "menunggu putusan" in listed.text
    (objection,) = stored()
    assert (objection.month, objection.on_date) == ("2026-10", date(2026, 10, 14))
    assert (objection.counter_id, objection.officer_id) == (scene.counter.id, scene.officer.id)
    done = scene.browser.send(listed, form=-1)
    assert "Sanggahan ditarik" in done.text
    assert [one.state for one in stored()] == ["withdrawn"]


@time_machine.travel(INSIDE, tick=True)
def test_why_these_days(scene: Scene) -> None:
    page = scene.browser.open("/me/objections")
    assert "Dihitung hari kerja ke-1, ke-5 dan ke-8 sejak" in page.text
    assert "Sabtu dan Minggu tidak dihitung" in page.text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"on_date": "2026-11-02"}, "Pilih satu hari di dalam bulan itu"),
        ({"on_date": ""}, "Hari"),
        ({"on_date": "kemarin"}, "Hari"),
        ({"text": "pendek"}, "Ceritakan yang terjadi"),
        ({"kind": "lain"}, "Yang keliru"),
        ({"counter": "999999"}, "Loket"),
        ({"month": "2026-09"}, "Bulan"),
        ({"month": "\u0000"}, "Bulan"),
    ],
)
@time_machine.travel(INSIDE, tick=True)
def test_what_is_to_be_mended_and_the_text_stays(
    scene: Scene, facts: dict[str, str], words: str
) -> None:
    page = scene.file(**facts)
    assert page.status == 422
    assert words in page.soup.find(class_="errors").get_text(" ")  # type: ignore[union-attr]
    area = page.soup.find("textarea")
    assert area is not None
    assert area.get_text().strip() == facts.get("text", TEXT)
    assert stored() == []


@time_machine.travel(INSIDE, tick=True)
def test_twice_the_same_is_said(scene: Scene) -> None:
    scene.file()
    again = scene.file()
    assert again.status == 409
    assert "sudah Anda ajukan" in again.text
    assert len(stored()) == 1


def test_outside_the_window_words_and_the_next_one(scene: Scene) -> None:
    with time_machine.travel(AFTER, tick=True):
        page = scene.browser.open("/me/objections/new")
        assert "Berikutnya November 2026: Selasa, 1 Desember 2026" in page.text
        assert not page.soup.find("textarea")
        assert not scene.browser.open("/me/objections").soup.find("a", href="/me/objections/new")


def test_a_form_that_comes_after_the_window_keeps_its_text(scene: Scene) -> None:
    with time_machine.travel(datetime(2026, 11, 6, 16, 50, tzinfo=UTC), tick=True):
        page = scene.browser.open("/me/objections/new")
    with time_machine.travel(datetime(2026, 11, 6, 17, 10, tzinfo=UTC), tick=True):
        late = scene.browser.send(page, FACTS, form=-1)
    assert late.status == 422
    assert "berakhir" in late.text
    assert TEXT in late.text
    assert stored() == []


@time_machine.travel(INSIDE, tick=True)
def test_what_others_filed_is_not_there(scene: Scene, app: Flask) -> None:
    listed = scene.file()
    other = make_person((Role.OFFICER, scene.unit), officer=make_officer(scene.unit))
    stranger = Staff(app, person=other)
    assert TEXT not in stranger.open("/me/objections").text
    token = stranger.open("/me/objections/new").fields(-1)["csrf_token"]
    handle = stored()[0].handle
    stranger.client.post(f"/me/objections/{handle}/withdraw", data={"csrf_token": token})
    assert [one.state for one in stored()] == ["open"]
    assert TEXT in listed.text
