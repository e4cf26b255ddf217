"""The retention removes what is over and nothing else; figures and the trail stay."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry, AuditValue
from portal.audit.queries import verify_chain
from portal.authority import RESIDENT, Permission, Role, operator
from portal.complaints.cases import case_to_change, fresh_id, write_down, write_note, write_step
from portal.complaints.models import (
    Attachment,
    Complaint,
    Cycle,
    Event,
    Note,
    Removal,
    SearchWords,
)
from portal.complaints.retention import remove_what_is_over, what_is_over
from portal.complaints.rules.words import Outcome, Side, State, Step
from portal.database import command, db
from portal.errors import NotFound
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import actor_of, make_person

FILED, CLOSED, TODAY = date(2026, 1, 5), date(2026, 1, 20), date(2026, 11, 4)
MONTHS = {"pengaduan": 6}
SECRET = "Nama saya tertulis di sini"
OPERATOR = operator("uji")


def closed_case(**facts: Any) -> Complaint:
    return make_case(
        make_unit(),
        FILED,
        story=SECRET,
        **{
            "state": State.CLOSED,
            "closed_on": CLOSED,
            "outcome": Outcome.SELESAI,
            "outcome_reason": SECRET,
            **facts,
        },
    )


def with_texts(case: Complaint) -> None:
    event = write_step(case, Step.NOTED, actor=RESIDENT, on=FILED, facts={"reason": SECRET})
    write_note(event, Side.REPORTER, SECRET)
    db.session.add(
        Attachment(
            name=f"{fresh_id():032x}",
            complaint_id=case.id,
            event=event.number,
            side="reporter",
            kind="jpeg",
            title="Foto 1",
            size=10,
        )
    )
    db.session.merge(SearchWords(complaint_id=case.id, words="nama saya tertulis"))
    db.session.commit()


def test_the_dry_run_counts_and_changes_nothing(sqlite_app: Flask) -> None:
    case = closed_case()
    found = what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    assert dict(found.removed) == {"pengaduan": 1}
    assert db.session.get_one(Complaint, case.id).story == SECRET
    assert db.session.execute(sa.select(sa.func.count()).select_from(Removal)).scalar() == 0


def test_texts_names_and_files_go_and_the_figures_stay(app: Flask) -> None:
    case = closed_case()
    with_texts(case)
    done = remove_what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    assert len(done.files) == 1
    for table in (Note, Attachment, SearchWords):
        assert db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
    left = db.session.get_one(Complaint, case.id, populate_existing=True)
    assert (left.filed_on, left.closed_on, left.outcome) == (FILED, CLOSED, "selesai")
    assert left.erased_on == TODAY
    assert SECRET not in repr(vars(left))
    facts = db.session.execute(sa.select(Event.facts)).scalars().all()
    assert SECRET not in " ".join(facts)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Cycle)).scalar() == 1
    assert db.session.execute(sa.select(AuditEntry.action)).scalars().all() == ["remove_old_cases"]
    again = remove_what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    assert dict(again.removed) == {}


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"state": State.IN_PROGRESS, "cycle": 1}, "open"), ({"is_held": True}, "held")],
)
def test_open_and_held_cases_stay(sqlite_app: Flask, facts: dict[str, Any], why: str) -> None:
    case = closed_case(**facts)
    done = remove_what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    assert dict(done.kept) == {why: 1}
    assert db.session.get_one(Complaint, case.id).story == SECRET


def test_what_nobody_has_read_stays(sqlite_app: Flask) -> None:
    case = closed_case()
    write_step(case, Step.WRITTEN, actor=RESIDENT, on=CLOSED)
    db.session.commit()
    assert dict(what_is_over(OPERATOR, months=MONTHS, today=TODAY).kept) == {"unread": 1}


def test_what_the_trail_says_of_it_is_erased_and_the_chain_verifies(app: Flask) -> None:
    case = closed_case()
    actor = actor_of(make_person((Role.UNIT_HEAD, make_unit(parent_id=None))))

    @command
    def note(actor: Any) -> None:
        write_down(actor, "archive_case", case, reason=SECRET)

    note(actor)
    remove_what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    values = db.session.execute(sa.select(AuditValue.content)).scalars().all()
    assert SECRET not in " ".join(value or "" for value in values)
    assert verify_chain().faults == ()


def test_nobody_opens_an_erased_case(sqlite_app: Flask) -> None:
    case = closed_case()
    head = make_person((Role.UNIT_HEAD, db.session.get_one(Unit, case.handling_unit_id)))
    remove_what_is_over(OPERATOR, months=MONTHS, today=TODAY)
    with pytest.raises(NotFound):
        case_to_change(actor_of(head), case.number, Permission.TRIAGE_CASES)


def test_a_duplicate_stays_while_the_case_it_went_into_is_open(sqlite_app: Flask) -> None:
    main = make_case(make_unit(), FILED)
    closed_case(merged_into_id=main.id, outcome=Outcome.DUPLIKAT)
    assert dict(what_is_over(OPERATOR, months=MONTHS, today=TODAY).kept) == {"contested": 1}
