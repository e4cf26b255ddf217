"""Notes of the receipt's holder: kept once, never dated, never moving the date of the answer."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import RESIDENT
from portal.complaints.attaching import NewFile
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Attachment, ClockPause, Event, Note
from portal.complaints.reporting import add_note, note_id
from portal.complaints.rules.reporting import MOST_NOTES_A_DAY
from portal.database import db
from portal.errors import NotFound, PortalError, RuleBroken
from tests.complaints.receipts import (
    AT,
    DAY,
    again,
    answer,
    ask,
    later,
    make_tracked,
    receipt_of,
    steps,
)
from tests.factories import make_unit

TEXT = "Ini foto surat keterangan lahirnya."


def count(model: type) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def test_a_note_is_kept_without_a_moment_and_without_moving_the_date(app: Flask) -> None:
    case = make_tracked(make_unit())
    due, entries = current_cycle(case).answer_due, count(AuditEntry)
    photo = NewFile("a" * 32, "jpeg", "Foto 1", 1000)
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text=f" {TEXT} ", files=[photo], at=AT)
    assert steps(case) == ["filed", "written"]
    event = db.session.execute(sa.select(Event).where(Event.step == "written")).scalar_one()
    assert (event.at, event.on_date, event.person_id, event.role) == (
        None,
        AT.date(),
        None,
        "reporter",
    )
    note = db.session.get_one(Note, 7)
    assert (note.text, note.side, note.event) == (TEXT, "reporter", event.number)
    file = db.session.get_one(Attachment, "a" * 32)
    assert (file.event, file.side, file.title) == (event.number, "reporter", "Foto 1")
    assert current_cycle(again(case)).answer_due == due
    assert count(AuditEntry) == entries, "an entry's moment would date an anonymous reporter"


def test_of_a_named_reporter_the_moment_is_known(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit(), identity="terbuka")
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text=TEXT, at=AT)
    event = db.session.execute(sa.select(Event).where(Event.step == "written")).scalar_one()
    assert event.at == AT


def test_the_same_form_sent_twice_is_one_note(app: Flask) -> None:
    case = make_tracked(make_unit())
    key = note_id(receipt_of(case), b"n" * 16)
    for text in (TEXT, TEXT, "Lain"):
        add_note(RESIDENT, receipt=receipt_of(case), note=key, text=text, at=AT)
    assert (count(Note), steps(case)) == (1, ["filed", "written"])


def test_the_key_of_a_note_belongs_to_form_and_receipt(sqlite_app: Flask) -> None:
    keys = {note_id(r * 32, n * 16) for r in (b"a", b"b") for n in (b"x", b"y")}
    assert len(keys) == 4
    assert all(0 <= key < 2**62 for key in keys)


def test_an_answer_lets_the_clock_run_again(app: Flask) -> None:
    case = make_tracked(make_unit())
    asked_on = DAY + timedelta(days=2)
    before = current_cycle(case).answer_due
    ask(case, asked_on, until=DAY + timedelta(days=28))
    resting = current_cycle(again(case)).answer_due
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text=TEXT, at=AT)
    case = again(case)
    assert steps(case) == ["filed", "asked", "written", "resumed"]
    pause = db.session.execute(sa.select(ClockPause)).scalar_one()
    assert pause.ends_on == AT.date()
    due = current_cycle(case).answer_due
    assert before is not None
    assert resting is not None
    assert due is not None
    assert before < due < resting, "three working days of rest, not the whole of it"
    assert (case.state, case.waits_until, case.next_due_on) == ("in_progress", None, due)


def test_an_answer_to_a_case_that_nobody_verified_leaves_it_received(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit(), state="received", klass=None)
    ask(case, DAY + timedelta(days=1), until=DAY + timedelta(days=20))
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text=TEXT, at=AT)
    assert again(case).state == "received"


def test_a_note_on_a_merged_case_is_pointed_out_on_the_main_one(app: Flask) -> None:
    unit = make_unit()
    main = make_tracked(unit, 1)
    facts = {"state": "closed", "outcome": "duplikat", "merged_into_id": main.id}
    merged = make_tracked(unit, 2, closed_on=DAY, **facts)
    add_note(RESIDENT, receipt=receipt_of(merged), note=7, text=TEXT, at=AT)
    assert steps(merged) == ["filed", "written"]
    event = db.session.execute(
        sa.select(Event).where(Event.complaint_id == main.id, Event.step == "written")
    ).scalar_one()
    assert not event.is_public, "the main case's reporter does not read of the other"
    assert merged.number in event.facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", {}),
        ("   \n", {}),
        ("x" * 4001, {}),
        (TEXT, {"state": "closed", "closed_on": date(2026, 11, 6)}),
        (TEXT, {"erased_on": date(2026, 11, 6)}),
    ],
)
def test_what_is_refused_leaves_nothing(sqlite_app: Flask, text: str, facts: dict) -> None:
    case = make_tracked(make_unit(), **facts)
    with pytest.raises(PortalError):
        add_note(RESIDENT, receipt=receipt_of(case), note=7, text=text, at=AT)
    assert (count(Note), steps(case)) == (0, ["filed"])


def test_a_photo_alone_is_a_note(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    photo = NewFile("b" * 32, "jpeg", "Foto 1", 1000)
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text="", files=[photo], at=AT)
    assert (count(Note), count(Attachment)) == (1, 1)


def test_a_day_holds_twenty_notes(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    receipt = receipt_of(case)
    for number in range(MOST_NOTES_A_DAY):
        add_note(RESIDENT, receipt=receipt, note=number, text=TEXT, at=AT)
    with pytest.raises(RuleBroken, match="20"):
        add_note(RESIDENT, receipt=receipt, note=99, text=TEXT, at=AT)
    add_note(RESIDENT, receipt=receipt, note=99, text=TEXT, at=later(1))


def test_an_answered_case_still_takes_a_note(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    answer(case, DAY + timedelta(days=3))
    add_note(RESIDENT, receipt=receipt_of(case), note=7, text=TEXT, at=AT)
    assert again(case).state == "answered"


def test_another_receipt_opens_nothing(sqlite_app: Flask) -> None:
    make_tracked(make_unit())
    with pytest.raises(NotFound):
        add_note(RESIDENT, receipt=b"0" * 32, note=7, text=TEXT, at=AT)
