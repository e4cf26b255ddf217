"""Filing: what is stored, on whose desk it lies, and that one form is one case."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import RESIDENT, Role
from portal.complaints.attaching import NewFile
from portal.complaints.filed import known_filing, note_receipt
from portal.complaints.filing import OutsideAuthority, file_complaint
from portal.complaints.keys import read_keys
from portal.complaints.models import (
    Attachment,
    Complaint,
    Concerned,
    Cycle,
    Event,
    SealedIdentity,
)
from portal.complaints.reach import visible
from portal.complaints.rules import receipt
from portal.complaints.rules.words import About, Channel, Desk, Identity, Kind, Step
from portal.complaints.vault import Reporter, opened
from portal.database import db
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.organisation.models import ActingAppointment, Unit
from tests.complaints.filings import AT, KEYS, STORY, file, make_filing
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

DAY = AT.date()
SITI = Reporter(name="Siti Aminah", phone="081234567890")


@pytest.fixture
def tree(sqlite_app: Flask) -> tuple[Unit, Unit, Unit]:
    """The government, a dinas, and its UPT."""
    root = make_unit(kind="pemda")
    dinas = make_unit(parent_id=root.id)
    return root, dinas, make_unit(parent_id=dinas.id)


def the_case() -> Complaint:
    return db.session.execute(sa.select(Complaint)).scalar_one()


def count(model: Any) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def concerned() -> set[tuple[int | None, int | None]]:
    rows = db.session.execute(sa.select(Concerned.officer_id, Concerned.person_id))
    return {(row.officer_id, row.person_id) for row in rows}


def test_an_anonymous_case_keeps_the_day_and_nothing_finer(app: Flask) -> None:
    filed = file(make_unit(), reporter=SITI)
    case = the_case()
    assert (case.filed_on, case.filed_at, case.released_on) == (DAY, None, None)
    assert count(SealedIdentity) == 0
    event = db.session.execute(sa.select(Event)).scalar_one()
    assert (event.step, event.on_date, event.at, event.role) == (Step.FILED, DAY, None, "reporter")
    assert not filed.is_released
    assert count(AuditEntry) == 0, "an entry of the trail would date it"


def test_an_urgent_one_is_released_at_once(sqlite_app: Flask) -> None:
    assert file(make_unit(), is_urgent=True).is_released
    assert (the_case().released_on, the_case().filed_at) == (DAY, None)


@pytest.mark.parametrize("identity", [Identity.DIRAHASIAKAN, Identity.TERBUKA])
def test_a_name_is_sealed_and_opens_with_its_key(sqlite_app: Flask, identity: Identity) -> None:
    file(make_unit(), identity=identity, reporter=SITI)
    case = the_case()
    assert (case.filed_at, case.released_on) == (AT, DAY)
    row = db.session.get_one(SealedIdentity, case.id)
    assert b"Siti" not in row.sealed
    assert opened(read_keys(KEYS.vault), row) == SITI


def test_the_receipt_is_stored_as_a_digest_alone(sqlite_app: Flask) -> None:
    filed = file(make_unit())
    case = the_case()
    assert receipt.parse(filed.receipt) == filed.receipt
    assert case.receipt == receipt.digest(KEYS.receipts, filed.receipt)
    assert len(case.number) == 8


def test_the_clock_runs_from_the_filing(sqlite_app: Flask) -> None:
    filed = file(make_unit())
    cycle = db.session.execute(sa.select(Cycle)).scalar_one()
    assert (cycle.started_on, cycle.number) == (DAY, 1)
    assert (filed.verify_due, filed.answer_due) == (cycle.verify_due, cycle.answer_due)
    assert (filed.verify_due, filed.answer_due) == (date(2026, 11, 9), date(2026, 11, 24))
    assert the_case().next_due_on == filed.verify_due


def test_praise_starts_no_clock_and_names_its_officer(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    filed = file(unit, kind=Kind.APRESIASI, about=About.PETUGAS, officer_id=officer.id)
    assert (filed.desk, filed.answer_due) == (Desk.UNIT, None)
    assert concerned() == {(officer.id, None)}


def test_words_are_kept_as_typed_and_the_title_tells_no_number(sqlite_app: Flask) -> None:
    file(make_unit(), story="  Hubungi 081234567890 <b>segera</b>! Lalu lain.  ", wish="Jadi")
    case = the_case()
    assert case.story == "Hubungi 081234567890 <b>segera</b>! Lalu lain."
    assert case.title == "Hubungi [nomor disembunyikan] <b>segera</b>!"
    assert case.wish == "Jadi"


def test_files_belong_to_the_first_step(sqlite_app: Flask) -> None:
    file(make_unit(), files=[NewFile("a" * 32, "jpeg", "Foto 1", 1200)])
    photo = db.session.execute(sa.select(Attachment)).scalar_one()
    assert (photo.event, photo.side, photo.title) == (1, "reporter", "Foto 1")


def test_about_a_service_the_unit_reads(tree: tuple[Unit, Unit, Unit]) -> None:
    _root, dinas, _upt = tree
    file(dinas)
    case = the_case()
    assert (case.desk, case.handling_unit_id, case.is_bypassed) == (Desk.UNIT, dinas.id, False)


def test_about_an_officer_the_coordinator_reads_and_the_officer_never(
    tree: tuple[Unit, Unit, Unit],
) -> None:
    root, dinas, _upt = tree
    officer = make_officer(dinas)
    accused = make_person((Role.COORDINATOR, dinas), (Role.HANDLER, dinas), officer=officer)
    other = make_person((Role.COORDINATOR, root))
    make_person((Role.INSPECTOR, root))
    # Holding the coordinator's role takes it to the inspector; without it, to the coordinator.
    file(dinas, about=About.PETUGAS, officer_id=officer.id, is_urgent=True)
    assert the_case().desk == Desk.INSPECTOR
    assert concerned() == {(officer.id, accused.id)}
    plain = make_officer(dinas)
    file(dinas, about=About.PETUGAS, officer_id=plain.id, is_urgent=True)
    assert sees(other) == 1
    assert sees(accused) == 1, "the one about a colleague, not their own"


def sees(person: Any) -> int:
    query = sa.select(sa.func.count()).select_from(Complaint).where(visible(actor_of(person)))
    return db.session.execute(query).scalar_one()


def test_about_the_head_it_goes_one_level_up(tree: tuple[Unit, Unit, Unit]) -> None:
    root, dinas, upt = tree
    head = make_person((Role.UNIT_HEAD, upt), officer=make_officer(upt))
    acting = make_officer(upt)
    appointment = ActingAppointment(
        officer_id=acting.id, unit_id=upt.id, kind="plh", decree="1", starts_on=DAY, ends_on=DAY
    )
    db.session.add(appointment)
    db.session.commit()
    above = make_person((Role.UNIT_HEAD, dinas))
    file(upt, about=About.PIMPINAN, is_urgent=True)
    case = the_case()
    assert (case.desk, case.handling_unit_id, case.is_bypassed) == (
        Desk.COORDINATOR,
        dinas.id,
        True,
    )
    assert concerned() == {(head.officer_id, head.id), (acting.id, None)}
    assert (sees(head), sees(above)) == (0, 0)
    assert sees(make_person((Role.COORDINATOR, root))) == 1


def test_a_named_officer_who_is_the_head_is_the_head(tree: tuple[Unit, Unit, Unit]) -> None:
    _root, dinas, upt = tree
    chief = make_officer(dinas)
    make_person((Role.UNIT_HEAD, dinas), officer=chief)
    # Serving at the UPT's counter, heading the dinas above it: up to the government.
    file(upt, about=About.LAYANAN, officer_id=chief.id)
    case = the_case()
    assert (case.desk, case.handling_unit_id) == (Desk.COORDINATOR, dinas.parent_id)


def test_nobody_who_heads_both_units_gets_it_one_level_up(tree: tuple[Unit, Unit, Unit]) -> None:
    root, dinas, upt = tree
    make_person((Role.UNIT_HEAD, upt), (Role.UNIT_HEAD, dinas))
    file(upt, about=About.PIMPINAN)
    assert the_case().handling_unit_id == root.id


def test_money_for_a_free_service_goes_to_the_inspector(tree: tuple[Unit, Unit, Unit]) -> None:
    root, dinas, _upt = tree
    inspectorate = make_unit(kind="inspektorat", parent_id=root.id)
    filed = file(dinas, about=About.UANG, is_free=True)
    case = the_case()
    assert (case.desk, case.handling_unit_id, case.is_bypassed, case.klass) == (
        Desk.INSPECTOR,
        inspectorate.id,
        True,
        "pengawasan",
    )
    assert filed.answer_due is not None
    assert (filed.answer_due - DAY).days > 80, "60 working days"


def test_without_an_inspectorate_the_root_keeps_the_inspectors_cases(
    tree: tuple[Unit, Unit, Unit],
) -> None:
    root, dinas, _upt = tree
    file(dinas, about=About.UANG)
    assert (the_case().desk, the_case().handling_unit_id) == (Desk.INSPECTOR, root.id)


@pytest.mark.parametrize(
    ("kind", "about", "role"),
    [
        ("pemda", About.PIMPINAN, None),
        ("inspektorat", About.PETUGAS, None),
        ("inspektorat", About.UANG, None),
        ("dinas", About.PETUGAS, Role.ADMINISTRATOR),
        ("dinas", About.PETUGAS, Role.INSPECTOR),
    ],
)
def test_outside_our_authority_nothing_is_stored(
    tree: tuple[Unit, Unit, Unit], kind: str, about: About, role: Role | None
) -> None:
    root, dinas, _upt = tree
    unit = {"pemda": root, "dinas": dinas}.get(kind) or make_unit(kind=kind, parent_id=root.id)
    officer = make_officer(unit)
    if role is not None:
        make_person((role, root), officer=officer)
    facts = {"officer_id": officer.id} if role or kind == "inspektorat" else {}
    with pytest.raises(OutsideAuthority):
        file(unit, about=about, **facts)
    assert count(Complaint) == 0


def test_an_empty_story_is_refused(sqlite_app: Flask) -> None:
    with pytest.raises(RuleBroken, match="apa yang terjadi"):
        file(make_unit(), story="  \n ")
    assert count(Complaint) == 0


def test_the_same_form_is_one_case_and_one_receipt(app: Flask) -> None:
    filing = make_filing(make_unit())
    first, again = (file_complaint(RESIDENT, filing=filing, keys=KEYS) for _ in range(2))
    assert first.receipt == again.receipt
    assert (first.is_first, again.is_first, again.is_different) == (True, False, False)
    other = file_complaint(RESIDENT, filing=replace(filing, story="Lain"), keys=KEYS)
    assert (other.receipt, other.is_different) == (first.receipt, True)
    assert count(Complaint) == 1
    assert the_case().story == STORY
    assert known_filing(filing.nonce, KEYS.receipts) == again


def test_a_noted_receipt_is_not_shown_again(sqlite_app: Flask) -> None:
    filing = make_filing(make_unit())
    assert not note_receipt(RESIDENT, nonce=filing.nonce)
    file_complaint(RESIDENT, filing=filing, keys=KEYS)
    assert note_receipt(RESIDENT, nonce=filing.nonce)
    again = file_complaint(RESIDENT, filing=filing, keys=KEYS)
    assert (again.receipt, again.is_noted) == ("", True)
    assert count(AuditEntry) == 0


def test_one_form_sent_by_many_at_once_is_one_case(app: Flask) -> None:
    filing, found, wrong = make_filing(make_unit()), [], []

    def send() -> None:
        try:
            with app.app_context():
                found.append(file_complaint(RESIDENT, filing=filing, keys=KEYS).receipt)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(found) == 6
    assert len(set(found)) == 1
    assert count(Complaint) == 1


def test_a_clerk_is_recorded_with_one_entry_and_no_words(sqlite_app: Flask) -> None:
    unit = make_unit()
    clerk = make_person((Role.HANDLER, unit))
    file(unit, actor=actor_of(clerk), channel=Channel.SURAT)
    case = the_case()
    assert (case.clerk_id, case.channel) == (clerk.id, "surat")
    entry = db.session.execute(sa.select(AuditEntry)).scalar_one()
    assert (entry.action, entry.subject) == ("enter_case", f"complaint:{case.number}")
    event = db.session.execute(sa.select(Event)).scalar_one()
    assert (event.role, event.person_id) == ("handler", clerk.id)


def test_a_clerk_files_in_reach_alone(sqlite_app: Flask) -> None:
    unit = make_unit()
    with pytest.raises(NotFound):
        file(unit, actor=actor_of(make_person((Role.HANDLER, make_unit()))))
    with pytest.raises(NotAllowed):
        file(unit, actor=actor_of(make_person((Role.OFFICER, unit))))
    assert count(Complaint) == 0


def test_a_clerk_who_is_the_accused_does_not_see_it_afterwards(sqlite_app: Flask) -> None:
    unit = make_unit()
    officer = make_officer(unit)
    clerk = make_person((Role.HANDLER, unit), (Role.COORDINATOR, unit), officer=officer)
    file(unit, actor=actor_of(clerk), about=About.PETUGAS, officer_id=officer.id, is_urgent=True)
    assert sees(clerk) == 0


def test_a_desk_that_nobody_reads_gets_no_case(tree: tuple[Unit, Unit, Unit]) -> None:
    root, dinas, _upt = tree
    make_person((Role.INSPECTOR, root))
    file(dinas, about=About.BELUM_JELAS)
    assert (the_case().desk, the_case().handling_unit_id) == (Desk.INSPECTOR, root.id)


def test_where_somebody_reads_it_stays(tree: tuple[Unit, Unit, Unit]) -> None:
    root, dinas, _upt = tree
    make_person((Role.INSPECTOR, root))
    make_person((Role.COORDINATOR, root))
    file(dinas, about=About.BELUM_JELAS)
    assert the_case().desk == Desk.COORDINATOR
