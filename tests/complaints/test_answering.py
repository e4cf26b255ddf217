"""Asked, extended, answered, closed, noted: what is saved, recorded, refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Actor, Role
from portal.complaints.answering import answer_case, close_case
from portal.complaints.asking import ask_reporter
from portal.complaints.attaching import NewFile
from portal.complaints.clocks import current_cycle, open_cycle
from portal.complaints.extending import extend_case
from portal.complaints.models import Attachment, ClockPause, Complaint, Cycle, Event, Note
from portal.complaints.notes import note_case
from portal.complaints.rules.words import Outcome, State
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.organisation.models import RuleSet, Unit
from portal.organisation.rules.working_days import working_days_between
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import actor_of, make_person

FILED = date(2026, 11, 2)  # a Monday
AT = datetime(2026, 11, 4, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
TEXT = "Akta Anda sudah jadi dan dapat diambil."
WHY = "Berkas kelurahan belum ada."


@dataclass
class Desk:
    """A unit with a handler and one case."""

    unit: Unit
    handler: Actor
    case: Complaint

    @property
    def facts(self) -> dict[str, Any]:
        return {"number": self.case.number, "version": self.case.version, "at": AT}

    def outsider(self, role: Role) -> Actor:
        return actor_of(make_person((role, make_unit())))


def a_desk(state: str = State.IN_PROGRESS, **facts: Any) -> Desk:
    root = make_unit()
    unit = make_unit(parent_id=root.id)
    case = make_case(unit, FILED, **{"state": state, "klass": "pengaduan", **facts})
    cycle = current_cycle(case)
    cycle.verified_on = FILED
    db.session.commit()
    return Desk(unit, actor_of(make_person((Role.HANDLER, unit))), case)


def stored(desk: Desk) -> Complaint:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Complaint, desk.case.id)


def rows(model: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.execute(sa.select(model)).scalars())


def acts() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.sequence)
    return list(db.session.execute(query).scalars())


def allow_extension(days: int) -> None:
    db.session.execute(sa.update(RuleSet).values(extension_days=days))
    db.session.commit()


def test_asking_rests_the_clock_until_the_day_of_the_rule_set(app: Flask) -> None:
    desk = a_desk()
    until = ask_reporter(
        desk.handler, message="Tanggal berapa Anda datang?", reason=WHY, **desk.facts
    )
    assert until == date(2026, 11, 18)  # ten working days
    case = stored(desk)
    assert (case.state, case.waits_until, case.next_due_on) == (State.WAITING, until, None)
    (pause,) = rows(ClockPause)
    assert (pause.starts_on, pause.until, pause.ends_on) == (AT.date(), until, None)
    assert pause.reason == WHY
    assert current_cycle(case).answer_due == date(2026, 12, 4)
    (note,) = rows(Note)
    assert (note.side, note.text) == ("office", "Tanggal berapa Anda datang?")
    event = rows(Event)[-1]
    assert (event.step, event.role, event.is_public) == ("asked", "handler", True)
    assert acts() == ["ask_reporter"]


def test_an_answer_is_counted_to_the_hour_and_ends_the_wait(app: Flask) -> None:
    desk = a_desk()
    ask_reporter(desk.handler, message="Tanggal berapa Anda datang?", reason=WHY, **desk.facts)
    stored(desk)
    answer_case(desk.handler, text=TEXT, **desk.facts)
    case = stored(desk)
    cycle = current_cycle(case)
    assert (case.state, case.answered_on, case.next_due_on) == (State.ANSWERED, AT.date(), None)
    assert (cycle.answered_on, cycle.answered_at) == (AT.date(), AT)
    assert cycle.hours == 58  # from the first minute of the day: only the day is known
    assert rows(ClockPause)[0].ends_on == AT.date()
    assert case.waits_until is None
    assert case.is_solved is None
    assert acts() == ["ask_reporter", "answer_case"]


def test_answered_and_closed_in_one_step_leave_one_entry(app: Flask) -> None:
    desk = a_desk()
    file = NewFile("a" * 32, "pdf", "Lampiran 1", 1200)
    answer_case(desk.handler, text=TEXT, outcome=Outcome.SELESAI, files=[file], **desk.facts)
    case = stored(desk)
    cycle = current_cycle(case)
    assert (case.state, case.outcome, case.closed_on) == ("closed", "selesai", AT.date())
    assert (cycle.outcome, cycle.closed_on, cycle.answered_on) == ("selesai", AT.date(), AT.date())
    assert case.is_solved is None
    assert [event.step for event in rows(Event)] == ["filed", "answered", "closed"]
    (attached,) = rows(Attachment)
    assert (attached.side, attached.event, attached.title) == ("office", 2, "Lampiran 1")
    assert acts() == ["answer_case"]


def test_formatted_text_is_cleaned_and_plain_text_stays(sqlite_app: Flask) -> None:
    desk, plain = a_desk(), "Biaya <Rp50.000 dan >2 jam <script>x</script>"
    text = "Baik.\n\n<strong>Selesai</strong><script>alert(1)</script>"
    answer_case(desk.handler, text=text, is_formatted=True, **desk.facts)
    other = a_desk()
    answer_case(other.handler, text=plain, **other.facts)
    found = {note.complaint_id: note for note in rows(Note)}
    assert found[desk.case.id].is_formatted
    assert "<strong>Selesai</strong>" in found[desk.case.id].text
    assert "script" not in found[desk.case.id].text
    assert (found[other.case.id].text, found[other.case.id].is_formatted) == (plain, False)


def test_a_rejection_is_an_answer_with_its_reason(sqlite_app: Flask) -> None:
    desk = a_desk()
    close_case(desk.handler, outcome=Outcome.DITOLAK, reason=WHY, **desk.facts)
    case = stored(desk)
    assert (case.state, case.outcome, case.outcome_reason) == ("closed", "ditolak", WHY)
    assert current_cycle(case).answered_on == AT.date()
    assert WHY in rows(Event)[-1].facts
    assert acts() == ["close_case"]


def test_praise_is_closed_without_an_answer(sqlite_app: Flask) -> None:
    desk = a_desk(State.VERIFIED, kind="apresiasi", klass="apresiasi")
    close_case(desk.handler, outcome=Outcome.SELESAI, reason="", **desk.facts)
    assert stored(desk).outcome == "selesai"


def test_an_extension_is_added_once(app: Flask) -> None:
    allow_extension(7)
    desk = a_desk()
    before = current_cycle(desk.case).answer_due
    due = extend_case(desk.handler, reason=WHY, **desk.facts)
    assert before == date(2026, 11, 20)
    assert due == date(2026, 12, 1)
    case = stored(desk)
    assert (current_cycle(case).extended_by, case.next_due_on) == (7, due)
    assert rows(Event)[-1].is_public
    with pytest.raises(RuleBroken, match="hanya sekali"):
        extend_case(desk.handler, reason=WHY, **desk.facts)
    assert acts() == ["extend_case"]


def test_the_national_rule_set_knows_no_extension(sqlite_app: Flask) -> None:
    desk = a_desk()
    with pytest.raises(RuleBroken, match="tidak mengenal perpanjangan"):
        extend_case(desk.handler, reason=WHY, **desk.facts)


def test_a_late_case_is_not_extended(sqlite_app: Flask) -> None:
    allow_extension(7)
    desk = a_desk()
    with pytest.raises(RuleBroken, match="sudah lewat"):
        extend_case(desk.handler, reason=WHY, **{**desk.facts, "at": AT + timedelta(days=40)})


def test_a_note_stays_on_the_desk_and_asks_for_no_version(app: Flask) -> None:
    desk = a_desk()
    note_case(desk.handler, number=desk.case.number, text="Sudah saya telepon bagian arsip.", at=AT)
    event, note = rows(Event)[-1], rows(Note)[-1]
    assert (event.step, event.is_public) == ("noted", False)
    assert note.side == "internal"
    assert acts() == ["note_case"]


Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        (ask_reporter, {"message": "Tanggal berapa itu?", "reason": WHY}),
        (answer_case, {"text": TEXT}),
        (close_case, {"outcome": Outcome.DITOLAK, "reason": WHY}),
        (extend_case, {"reason": WHY}),
    ],
)
def test_refused_without_permission_reach_or_the_page_as_it_was(
    sqlite_app: Flask, act: Command, facts: dict[str, Any]
) -> None:
    allow_extension(7)
    desk = a_desk()
    given = {**desk.facts, **facts}
    with pytest.raises(NotAllowed):
        act(actor_of(make_person((Role.COORDINATOR, desk.unit))), **given)
    with pytest.raises(NotFound):
        act(desk.outsider(Role.HANDLER), **given)
    with pytest.raises(Conflict, match="diubah orang lain"):
        act(desk.handler, **{**given, "version": desk.case.version - 1})
    assert acts() == []
    assert len(rows(Event)) == 1
    assert stored(desk).state == State.IN_PROGRESS


@pytest.mark.parametrize(
    ("state", "act", "facts", "refused"),
    [
        (State.RECEIVED, answer_case, {"text": TEXT}, RuleBroken),
        (State.CLOSED, answer_case, {"text": TEXT}, Conflict),
        (State.WAITING, ask_reporter, {"message": TEXT, "reason": WHY}, Conflict),
        (State.ANSWERED, ask_reporter, {"message": TEXT, "reason": WHY}, Conflict),
        (State.IN_PROGRESS, close_case, {"outcome": Outcome.SELESAI, "reason": ""}, RuleBroken),
        (State.IN_PROGRESS, close_case, {"outcome": Outcome.DITOLAK, "reason": ""}, RuleBroken),
        (State.IN_PROGRESS, answer_case, {"text": "ya"}, RuleBroken),
        (State.IN_PROGRESS, answer_case, {"text": "x" * 4001}, RuleBroken),
        (State.IN_PROGRESS, answer_case, {"text": "Silakan datang ke {unit}."}, RuleBroken),
        (State.IN_PROGRESS, ask_reporter, {"message": "?", "reason": WHY}, RuleBroken),
        (State.IN_PROGRESS, ask_reporter, {"message": TEXT, "reason": "x" * 401}, RuleBroken),
        (State.IN_PROGRESS, answer_case, {"text": TEXT, "outcome": Outcome.DITOLAK}, RuleBroken),
    ],
)
def test_refused_in_words_and_nothing_is_changed(
    sqlite_app: Flask,
    state: str,
    act: Command,
    facts: dict[str, Any],
    refused: type[PortalError],
) -> None:
    desk = a_desk(state)
    version = desk.case.version
    with pytest.raises(refused):
        act(desk.handler, **{**desk.facts, **facts})
    case = stored(desk)
    assert (case.state, case.version, case.answered_on) == (state, version, None)
    assert (rows(Note), rows(ClockPause), acts()) == ([], [], [])


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">klik di sini</a>',
        '<p onclick="alert(1)">klik di sini</p>',
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        '<a href="https://x.id" style="position:fixed">klik di sini</a>',
    ],
)
def test_nothing_in_a_formatted_reply_runs(sqlite_app: Flask, hostile: str) -> None:
    desk = a_desk()
    answer_case(desk.handler, text=f"Jawaban kami. {hostile}", is_formatted=True, **desk.facts)
    text = rows(Note)[-1].text
    assert not any(
        word in text
        for word in ("<script", "onerror=", "javascript:", "onclick=", "<svg", "style=")
    )


def test_a_coordinator_notes_what_lies_on_that_desk(sqlite_app: Flask) -> None:
    desk = a_desk(State.RECEIVED, desk="coordinator")
    coordinator = actor_of(make_person((Role.COORDINATOR, desk.unit)))
    with pytest.raises(NotFound):
        note_case(desk.handler, number=desk.case.number, text=TEXT, at=AT)
    note_case(coordinator, number=desk.case.number, text=TEXT, at=AT)
    assert rows(Event)[-1].role == "coordinator"


def test_a_second_run_of_the_clock_has_its_own_answer(sqlite_app: Flask) -> None:
    desk = a_desk()
    answer_case(desk.handler, text=TEXT, **desk.facts)
    case = stored(desk)
    case.cycle, case.state = 2, State.IN_PROGRESS
    open_cycle(case, on=AT.date())
    db.session.commit()
    later_on = AT + timedelta(days=2)
    number, version = case.number, case.version
    answer_case(desk.handler, number=number, version=version, text=TEXT, at=later_on)
    first, second = sorted(rows(Cycle), key=lambda cycle: cycle.number)
    assert (first.answered_at, second.answered_at) == (AT, later_on)
    assert second.hours == 58  # from the first minute of its first day


@pytest.mark.parametrize(("identity", "hours"), [("terbuka", 26), ("dirahasiakan", 58)])
def test_only_an_open_case_counts_from_its_minute(
    sqlite_app: Flask, identity: str, hours: int
) -> None:
    desk = a_desk(identity=identity, filed_at=AT - timedelta(hours=25, minutes=1))
    answer_case(desk.handler, text=TEXT, **desk.facts)
    assert current_cycle(stored(desk)).hours == hours


def test_all_pauses_of_a_clock_share_one_limit(sqlite_app: Flask) -> None:
    """Asking again and again holds no date: ten working days by the rule set, then no more."""
    desk = a_desk()
    pause = {"complaint_id": desk.case.id, "cycle": 1, "reason": WHY}
    first, last = date(2026, 10, 19), date(2026, 10, 30)
    db.session.add(ClockPause(**pause, number=1, starts_on=first, until=last, ends_on=last))
    db.session.commit()
    until = ask_reporter(desk.handler, message=TEXT, reason=WHY, **desk.facts)
    assert working_days_between(AT.date(), until, days_a_week=5, holidays=()) == 1
    stuck = a_desk()
    pause["complaint_id"] = stuck.case.id
    late = date(2026, 11, 2)
    db.session.add(ClockPause(**pause, number=1, starts_on=first, until=late, ends_on=late))
    db.session.commit()
    with pytest.raises(RuleBroken, match="dijeda 10 hari kerja"):
        ask_reporter(stuck.handler, message=TEXT, reason=WHY, **stuck.facts)
