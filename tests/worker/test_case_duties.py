"""The mornings of the complaints as the worker lives them: each line twice, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from portal.audit.queries import verify_chain
from portal.clock import now
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Attachment, Complaint
from portal.complaints.rules.words import State
from portal.complaints.turns import MOST, some_at_a_time
from portal.database import db
from portal.files.store import FileStore
from portal.organisation.managing.holidays import DayOff, add_day_off
from portal.worker.case_duties import recalculate_cases
from portal.worker.duties import Workplace
from portal.worker.running import run_line
from portal.worker.schedule import SCHEDULE
from tests.complaints.factory import make_case
from tests.complaints.passed import (
    MONDAY,
    answered,
    asked,
    day,
    fresh,
    make_tree,
    trail,
    verified,
)
from tests.conftest import SECRETS
from tests.organisation.managing import EVERYWHERE

LINES = {line.name: line for line in SCHEDULE}
MORNING = (
    "resume_clocks",
    "recalculate_cases",
    "close_silent_cases",
    "close_incomplete_cases",
    "release_cases",
    "escalate_cases",
)
DECREE = DayOff(day(12), "khusus", "Libur daerah", "SK Bupati 5/2026")


def place(app: Flask) -> Workplace:
    return Workplace(app.config["PORTAL"], SECRETS.vault_key)


def live_through(app: Flask, on: date) -> list[str]:
    """All lines of a morning (seven o'clock in Jakarta); what the trail gained."""
    before = len(trail())
    with time_machine.travel(datetime(on.year, on.month, on.day, 0, 0, tzinfo=UTC), tick=False):
        for name in MORNING:
            assert run_line(LINES[name], place(app)), name
    return [act for _who, act, _after in trail()[before:]]


def test_a_month_of_mornings(app: Flask) -> None:
    root, office, field = make_tree()
    unseen = make_case(field, day(7), released_on=None)
    waiting = asked(verified(make_case(field, MONDAY), day(5)), day(6), day(11))
    silent = answered(verified(make_case(field, MONDAY), day(5)), day(6))
    assert live_through(app, day(7)) == ["note_calendar"]
    assert live_through(app, day(8)) == ["release_cases"]
    assert fresh(unseen).released_on == day(8)
    assert live_through(app, day(11)) == ["resume_clocks"]
    assert live_through(app, day(12)) == []
    # On 12 May the day itself is declared free; what is answered keeps its dates.
    add_day_off(EVERYWHERE, day=DECREE, reason="", today=day(12))
    assert live_through(app, day(13)) == ["recalculate_cases", "note_calendar"]
    # Nobody verified the released one within three working days.
    assert live_through(app, day(14)) == ["escalate_cases"]
    assert current_cycle(fresh(waiting)).answer_due == day(28)
    assert current_cycle(fresh(silent)).answer_due == day(22)
    assert fresh(unseen).escalated_to_id == office.id
    assert live_through(app, day(22)) == ["close_silent_cases", "escalate_cases"]
    assert fresh(silent).state == State.CLOSED
    assert fresh(unseen).escalated_to_id == root.id
    assert live_through(app, day(8, 6)) == ["close_incomplete_cases"]
    assert fresh(waiting).outcome == "tidak_lengkap"
    assert live_through(app, day(9, 6)) == []
    assert {who for who, act, _after in trail() if act != "add_day_off"} == {"worker"}
    assert verify_chain().faults == ()


def dates(case: Complaint) -> date | None:
    return current_cycle(fresh(case)).answer_due


def test_a_worker_told_to_stop_goes_on_the_next_time(sqlite_app: Flask) -> None:
    case = make_case(make_tree()[2], MONDAY)
    at = place(sqlite_app)
    add_day_off(EVERYWHERE, day=DECREE, reason="", today=MONDAY)
    recalculate_cases(replace(at, is_over=lambda: True))
    assert (dates(case), [act for _who, act, _after in trail()]) == (day(22), ["add_day_off"])
    recalculate_cases(at)
    assert dates(case) == day(25)


@pytest.mark.parametrize(
    ("number", "portions"), [(0, []), (1, [1]), (MOST, [MOST]), (MOST + 1, [MOST, 1])]
)
def test_many_cases_are_taken_in_portions(number: int, portions: list[int]) -> None:
    assert [len(some) for some in some_at_a_time(range(number))] == portions


def test_files_that_belong_to_nothing_are_swept_after_two_days(app: Flask) -> None:
    _root, office, _field = make_tree()
    store = FileStore(app.config["PORTAL"].files_folder)
    kept, left = (store.put(b"isi", day=MONDAY) for _ in range(2))
    case = make_case(office, MONDAY)
    attached = {"event": 1, "side": "reporter", "kind": "jpeg", "title": "Foto 1", "size": 3}
    db.session.add(Attachment(name=kept, complaint_id=case.id, **attached))
    db.session.commit()
    assert run_line(LINES["sweep_files"], place(app))
    assert store.names() == {kept, left}, "it may still be on its way"
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        assert run_line(LINES["sweep_files"], place(app))
    assert store.names() == {kept}
