"""Sanggahan data: who files, when; who decides, what it changes; what a refusal leaves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.calendar import Terms, contested_officers, standings, window_of
from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.deciding import Decided, decide_objection
from portal.appraisal.models import Objection
from portal.appraisal.objections import file_objection, withdraw_objection
from portal.appraisal.rules.objecting import Kind, Verdict
from portal.audit.models import AuditEntry
from portal.audit.queries import verify_chain
from portal.authority import Actor, Role, operator
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Problems, RuleBroken
from portal.feedback.models import Rating
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Counter, Holiday, Officer, Unit
from tests.factories import make_counter, make_officer, make_rating, make_unit
from tests.staff import actor_of, make_person

OCTOBER = Month(2026, 10)
DAYS = (1, 5, 8)
OPEN = date(2026, 11, 3)
TEXT = "Hari itu saya cuti dan diganti teman."
REASON = "Surat cuti nomor 12 sudah diperiksa."
THE_DAY = date(2026, 10, 14)


@dataclass
class Scene:
    """An officer with answers on one day at two counters, a deciding evaluator, a head."""

    root: Unit
    unit: Unit
    officer: Officer
    other: Officer
    counter: Counter
    filer: Actor
    decider: Actor
    head: Actor


@pytest.fixture
def scene(app: Flask) -> Scene:
    root = make_unit("PEMDA")
    unit = make_unit("DUK", parent_id=root.id)
    officer, other = make_officer(unit), make_officer(unit)
    counter, _code = make_counter(unit, number="1")
    second, _code = make_counter(unit, number="2")
    exact: dict[str, Any] = {"attribution_certainty": "exact", "attribution_source": "choice"}
    for at, number in ((counter, 3), (second, 2)):
        for _ in range(number):
            make_rating(at, THE_DAY, officer_id=officer.id, perilaku=1, **exact)
    make_rating(counter, THE_DAY, officer_id=other.id, **exact)
    make_rating(counter, date(2026, 10, 15), officer_id=officer.id, **exact)
    person = make_person((Role.OFFICER, unit), officer=officer)
    evaluator = make_person((Role.SURVEY_EVALUATOR, root))
    head = make_person((Role.UNIT_HEAD, unit), (Role.SURVEY_EVALUATOR, root))
    return Scene(
        root, unit, officer, other, counter, actor_of(person), actor_of(evaluator), actor_of(head)
    )


def file(scene: Scene, **facts: Any) -> str:
    given: dict[str, Any] = {
        "month": OCTOBER,
        "kind": Kind.ATTRIBUTION,
        "on_date": THE_DAY,
        "text": TEXT,
        "today": OPEN,
        "days": DAYS,
        "counter_id": scene.counter.id,
        **facts,
    }
    return file_objection(given.pop("actor", scene.filer), **given)


def decide(scene: Scene, handle: str, **facts: Any) -> Decided:
    given: dict[str, Any] = {
        "handle": handle,
        "verdict": Verdict.UPHOLD,
        "reason": REASON,
        "today": OPEN,
        **facts,
    }
    return decide_objection(given.pop("actor", scene.decider), **given)


def entries(action: str) -> int:
    query = sa.select(sa.func.count()).where(AuditEntry.action == action)
    return int(db.session.execute(query).scalar_one())


def attributed() -> dict[tuple[int | None, str, str], int]:
    """How many ratings have which officer, certainty and status."""
    facts = (Rating.officer_id, Rating.attribution_certainty, Rating.status)
    rows = db.session.execute(sa.select(*facts, sa.func.count()).group_by(*facts))
    return {tuple(row[:3]): row[3] for row in rows}


def test_filing_saves_and_records_once(scene: Scene) -> None:
    handle = file(scene)
    stored = db.session.get_one(Objection, handle)
    assert (stored.state, stored.officer_id, stored.unit_id) == (
        "open",
        scene.officer.id,
        scene.unit.id,
    )
    assert entries("file_objection") == 1
    assert contested_officers("2026-10") == {scene.officer.id}


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        ({"today": date(2026, 10, 31)}, RuleBroken, "dibuka 2 November 2026"),
        ({"today": date(2026, 11, 7)}, RuleBroken, "periode berikutnya.*1 Desember 2026"),
        ({"text": "keliru"}, Problems, "satu kalimat"),
        ({"text": "x" * 2001}, Problems, "2000"),
        ({"on_date": date(2026, 9, 30)}, Problems, "di dalam bulan"),
        ({"counter_id": 10**6}, Problems, "Loket ini tidak ada"),
        ({"actor": operator("uji")}, NotAllowed, "petugas sendiri"),
    ],
)
def test_a_refused_filing_leaves_nothing(
    scene: Scene, facts: dict[str, Any], error: type[PortalError], words: str
) -> None:
    with pytest.raises(error, match=words):
        file(scene, **facts)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Objection)).scalar() == 0
    assert entries("file_objection") == 0


def test_the_same_is_not_filed_twice(scene: Scene) -> None:
    file(scene)
    with pytest.raises(Conflict, match="menunggu keputusan"):
        file(scene)
    file(scene, kind=Kind.ANSWER)


def test_only_the_filer_withdraws_and_only_once(scene: Scene) -> None:
    handle = file(scene)
    other = actor_of(make_person((Role.OFFICER, scene.unit), officer=scene.other))
    with pytest.raises(NotFound):
        withdraw_objection(other, handle=handle, today=OPEN)
    withdraw_objection(scene.filer, handle=handle, today=OPEN)
    with pytest.raises(Conflict):
        withdraw_objection(scene.filer, handle=handle, today=OPEN)
    assert entries("withdraw_objection") == 1
    assert not contested_officers("2026-10")


def test_an_upheld_attribution_frees_the_answers_of_that_day_and_counter(scene: Scene) -> None:
    handle = file(scene)
    decided = decide(scene, handle, expected=3)
    assert (decided.affected, decided.needs_revision) == (3, False)
    found = attributed()
    assert found[None, "unknown", "counts"] == 3
    assert found[scene.officer.id, "exact", "counts"] == 3
    assert found[scene.other.id, "exact", "counts"] == 1
    sources = db.session.execute(
        sa.select(Rating.attribution_source).where(Rating.officer_id.is_(None))
    )
    assert set(sources.scalars()) == {"manual"}
    assert entries("decide_objection") == 1
    assert verify_chain().faults == ()
    assert not contested_officers("2026-10")


def test_without_a_counter_it_is_about_the_whole_day(scene: Scene) -> None:
    assert decide(scene, file(scene, counter_id=None)).affected == 5


def test_another_officer_is_only_ever_likely(scene: Scene) -> None:
    decide(scene, file(scene), reassign_to=scene.other.handle)
    assert attributed()[scene.other.id, "likely", "counts"] == 3


def test_an_upheld_answer_is_struck_with_its_reason(scene: Scene) -> None:
    decide(scene, file(scene, kind=Kind.ANSWER))
    assert attributed()[scene.officer.id, "exact", "struck"] == 3
    reasons = db.session.execute(
        sa.select(Rating.status_reason).where(Rating.status == "struck").distinct()
    )
    assert reasons.scalars().all() == [f"sanggahan data dikabulkan: {REASON}"]


def test_a_rejection_changes_no_answer(scene: Scene) -> None:
    before = attributed()
    decided = decide(scene, file(scene), verdict=Verdict.REJECT)
    assert decided.affected == 0
    assert attributed() == before
    assert not contested_officers("2026-10")


Given = Callable[[Scene], dict[str, Any]]


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        (lambda s: {"actor": s.head}, NotAllowed, "unit Anda sendiri"),
        (lambda s: {"actor": s.filer}, NotAllowed, "tidak berwenang"),
        (lambda s: {"reason": " "}, Problems, "alasan putusan"),
        (lambda s: {"expected": 99}, Conflict, "berubah"),
        (lambda s: {"reassign_to": "tiada"}, Problems, "Petugas ini tidak ada"),
        (lambda s: {"reassign_to": s.officer.handle}, Problems, "Petugas ini tidak ada"),
        (lambda s: {"handle": "tiada"}, NotFound, "tidak ada"),
    ],
)
def test_a_refused_decision_leaves_everything(
    scene: Scene, facts: Given, error: type[PortalError], words: str
) -> None:
    handle, before = file(scene), attributed()
    with pytest.raises(error, match=words):
        decide(scene, **{"handle": handle, **facts(scene)})
    assert attributed() == before
    assert db.session.get_one(Objection, handle).state == "open"
    assert entries("decide_objection") == 0


def test_an_evaluator_of_another_subtree_does_not_know_of_it(scene: Scene) -> None:
    elsewhere = make_unit("PUS", parent_id=scene.root.id)
    stranger = actor_of(make_person((Role.SURVEY_EVALUATOR, elsewhere)))
    with pytest.raises(NotFound):
        decide(scene, file(scene), actor=stranger)


def test_an_evaluator_does_not_decide_about_colleagues_nor_about_own(scene: Scene) -> None:
    handle = file(scene)
    for officer, words in ((scene.officer, "sanggahan Anda sendiri"), (scene.other, "unit Anda")):
        insider = replace(scene.decider, officer_id=officer.id)
        with pytest.raises(NotAllowed, match=words):
            decide(scene, handle, actor=insider)


def test_it_is_decided_once(scene: Scene) -> None:
    handle = file(scene)
    decide(scene, handle)
    with pytest.raises(Conflict, match="sudah diputus"):
        decide(scene, handle, verdict=Verdict.REJECT)


def test_after_the_closing_it_waits_for_a_revision(scene: Scene) -> None:
    facts: dict[str, Any] = {"month": OCTOBER, "weight": Weight.NINTH}
    close_month(operator("uji"), today=date(2026, 11, 2), **facts)
    handle = file(scene)
    assert decide(scene, handle).needs_revision
    assert contested_officers("2026-10") == {scene.officer.id}
    revise_month(operator("uji"), today=OPEN, reason="sanggahan data dikabulkan", **facts)
    assert not contested_officers("2026-10")


def test_statuses_of_a_month_at_once(scene: Scene) -> None:
    terms = Terms(DAYS, trial_months=0)
    file(scene)
    found = standings("2026-10", today=date(2026, 12, 1), terms=terms)
    unit = scene.unit.id
    assert found.status("provisional", officer_id=scene.officer.id, unit_id=unit) == (
        "objection_open"
    )
    assert found.status("provisional", officer_id=scene.other.id, unit_id=unit) == "final"
    trial = standings("2026-10", today=date(2026, 12, 1), terms=Terms(DAYS, trial_months=3))
    assert trial.is_in_trial
    assert trial.status("provisional", officer_id=scene.other.id, unit_id=unit) == "provisional"


def test_holidays_and_a_late_closing_move_the_window(scene: Scene) -> None:
    db.session.add(Holiday(on_date=date(2026, 11, 2), kind="cuti_bersama", name="Libur"))
    db.session.commit()
    assert window_of(OCTOBER, DAYS).opens == date(2026, 11, 3)
    close_month(operator("uji"), month=OCTOBER, today=date(2026, 11, 20), weight=Weight.NINTH)
    assert window_of(OCTOBER, DAYS).opens == date(2026, 11, 20)
