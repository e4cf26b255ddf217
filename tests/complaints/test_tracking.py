"""What the receipt opens: roles and dates, never a name, never another reporter's words."""

from dataclasses import fields
from datetime import date, timedelta

from flask import Flask

from portal.authority import RESIDENT, Permission, Role
from portal.complaints.cases import fresh_id, write_note, write_step
from portal.complaints.models import Attachment, IdentityOpening
from portal.complaints.reporting import add_note
from portal.complaints.rules.words import Side, Step
from portal.complaints.tracking import Tracked, file_behind, tracked
from portal.database import db
from tests.complaints.receipts import (
    AT,
    DAY,
    answer,
    make_tracked,
    receipt_of,
)
from tests.factories import make_unit
from tests.staff import actor_of, make_person

TODAY = AT.date()
HANDLE = Permission.HANDLE_CASES


def test_another_digest_opens_nothing(sqlite_app: Flask) -> None:
    make_tracked(make_unit())
    assert tracked(b"0" * 32, today=TODAY) is None


def test_nothing_of_the_desk_comes_along(app: Flask) -> None:
    """No number of the desk, no id, no name of staff, no internal note."""
    unit = make_unit()
    handler = make_person((Role.HANDLER, unit), name="Ratna Dewi")
    case = make_tracked(unit, assignee_id=handler.id)
    actor = actor_of(handler)
    step = write_step(case, Step.NOTED, actor=actor, needs=HANDLE, on=TODAY, at=AT, is_public=False)
    write_note(step, Side.INTERNAL, "Rahasia meja.")
    write_step(case, Step.ASSIGNED, actor=actor, needs=HANDLE, on=TODAY, at=AT)
    db.session.commit()
    found = tracked(receipt_of(case), today=TODAY)
    assert found is not None
    assert [one.role for one in found.steps] == ["reporter", "handler"]
    shown = repr(found)
    for hidden in ("Ratna", "Rahasia meja", case.number, str(case.id)):
        assert hidden not in shown
    assert not {one.name for one in fields(Tracked)} & {"number", "id", "assignee", "clerk"}


def test_the_date_is_the_stored_one_with_the_day_of_today(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    found = tracked(receipt_of(case), today=TODAY)
    assert found is not None
    assert found.due is not None
    assert (found.due.due, found.due.day, found.due.total) == (date(2026, 11, 20), 5, 14)
    late = tracked(receipt_of(case), today=date(2026, 11, 25))
    assert late is not None
    assert late.due is not None
    assert late.due.late == 3


def test_of_the_main_case_the_answer_is_seen_and_no_word_of_its_reporter(
    sqlite_app: Flask,
) -> None:
    unit = make_unit()
    main = make_tracked(unit, 1)
    facts = {"state": "closed", "outcome": "duplikat", "closed_on": DAY + timedelta(days=1)}
    merged = make_tracked(unit, 2, merged_into_id=main.id, **facts)
    add_note(RESIDENT, receipt=receipt_of(main), note=1, text="Nama saya Budi.", at=AT)
    answer(main, TODAY)
    found = tracked(receipt_of(merged), today=TODAY)
    assert found is not None
    assert [one.step for one in found.main_steps] == ["answered"]
    assert "Budi" not in repr(found)
    assert found.due is not None
    assert found.main_state == "answered"


def test_each_opening_of_the_identity_is_listed(sqlite_app: Flask) -> None:
    unit = make_unit()
    case = make_tracked(unit, identity="dirahasiakan")
    first, second = make_person(), make_person()
    db.session.add(
        IdentityOpening(
            id=fresh_id(),
            complaint_id=case.id,
            state="opened",
            asked_by=first.id,
            asked_role="handler",
            asked_on=DAY,
            reason="Perlu menghubungi pelapor.",
            decided_by=second.id,
            decided_role="unit_head",
            decided_on=DAY,
            opened_on=TODAY,
        )
    )
    db.session.commit()
    found = tracked(receipt_of(case), today=TODAY)
    assert found is not None
    (opening,) = found.openings
    assert (opening.role, opening.second_role, opening.on) == ("handler", "unit_head", TODAY)


def test_own_files_are_handed_out_and_hidden_ones_of_the_office_not(sqlite_app: Flask) -> None:
    case = make_tracked(make_unit())
    for name, side, is_hidden in (("a", "reporter", True), ("b", "office", True)):
        db.session.add(
            Attachment(
                name=name * 32,
                complaint_id=case.id,
                event=1,
                side=side,
                kind="jpeg",
                title=f"Foto {name}",
                size=1,
                is_hidden=is_hidden,
            )
        )
    db.session.commit()
    own = file_behind(receipt_of(case), 1)
    assert own is not None
    assert own.name == "a" * 32
    assert file_behind(receipt_of(case), 2) is None
    assert file_behind(receipt_of(case), 0) is None
    assert file_behind(b"0" * 32, 1) is None
