"""Numbers and addresses of people are masked again on display; the original is one step off."""

from flask import Flask

from portal.authority import RESIDENT, Role
from portal.complaints.cases import write_note, write_step
from portal.complaints.models import Complaint
from portal.complaints.reading import CaseView, case_view
from portal.complaints.rules.words import Side, Step
from portal.complaints.timeline import public_steps
from portal.database import db
from tests.complaints.desked import DAY, make_place, one
from tests.complaints.factory import make_case

TOLD = "Hubungi 081234567890 atau budi@contoh.id."


def telling() -> tuple[Complaint, CaseView]:
    place = make_place()
    case = make_case(place.dinas, DAY, story=TOLD, wish=TOLD, loss=TOLD)
    event = write_step(case, Step.WRITTEN, actor=RESIDENT, on=DAY)
    write_note(event, Side.REPORTER, TOLD)
    db.session.commit()
    view = case_view(one(Role.HANDLER, place.dinas), case.number, DAY)
    return case, view


def test_the_desk_reads_texts_without_numbers_and_may_look_at_the_original(
    sqlite_app: Flask,
) -> None:
    _case, view = telling()
    note = view.steps[-1].notes[0]
    for shown in (view.story, view.wish, view.loss, note.text):
        assert "0812" not in shown
        assert "budi@" not in shown
    assert (view.original, note.original) == (TOLD, TOLD)


def test_the_reporters_page_shows_messages_without_numbers(sqlite_app: Flask) -> None:
    case, _view = telling()
    said = public_steps(case.id)[-1].notes[0]
    assert "0812" not in said.text
    assert "disembunyikan" in said.text
