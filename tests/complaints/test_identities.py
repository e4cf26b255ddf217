"""The vault: sealed to one case, opened by two people, sealed anew while it is in use."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import Actor, Role, operator
from portal.complaints.identities import (
    ask_identity,
    decide_identity,
    identity_requests,
    identity_state,
    open_identity,
    openings_told,
)
from portal.complaints.keys import KEYS_FILE, KeyPlace, read_keys, with_new_key, write_keys
from portal.complaints.models import Complaint, Event, IdentityOpening, SealedIdentity
from portal.complaints.rotation import reseal_batch, rotate_keys
from portal.complaints.rules.words import Identity
from portal.complaints.vault import Reporter, opened, sealed_identity
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 4)
SECRET = "ab" * 32
NAME = Reporter(name="Siti Rahmawati", phone="081234567890")
REASON = "Perlu dipanggil untuk klarifikasi."


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    folder = tmp_path / "keys"
    folder.mkdir()
    return KeyPlace(folder, SECRET)


def named_case(
    place: KeyPlace, kind: Identity = Identity.DIRAHASIAKAN, **facts: object
) -> Complaint:
    case = make_case(make_unit(), DAY, identity=kind, **facts)
    db.session.add(sealed_identity(read_keys(place), case.id, NAME))
    db.session.commit()
    return case


def person(role: Role, case: Complaint) -> Actor:
    return actor_of(make_person((role, db.session.get_one(Unit, case.handling_unit_id))))


def test_a_sealed_identity_opens_for_its_own_case_and_key_only(
    sqlite_app: Flask, place: KeyPlace
) -> None:
    first, second = named_case(place), named_case(place)
    ring = read_keys(place)
    row, other = (db.session.get_one(SealedIdentity, case.id) for case in (first, second))
    assert opened(ring, row) == NAME
    row.sealed = other.sealed
    with pytest.raises(ValueError, match="another case"):
        opened(ring, row)
    with pytest.raises(ValueError, match="another key"):
        opened(read_keys(KeyPlace(place.folder, "cd" * 32)), other)
    assert b"Siti" not in other.sealed


def test_it_takes_two_people_a_reason_and_leaves_a_line(app: Flask, place: KeyPlace) -> None:
    case = named_case(place)
    handler, head = person(Role.HANDLER, case), person(Role.UNIT_HEAD, case)
    with pytest.raises(RuleBroken):
        open_identity(handler, number=case.number, place=place, today=DAY)
    with pytest.raises(RuleBroken):
        ask_identity(handler, number=case.number, reason="ya", today=DAY)
    ask_identity(handler, number=case.number, reason=REASON, today=DAY)
    with pytest.raises(Conflict):
        ask_identity(handler, number=case.number, reason=REASON, today=DAY)
    (asked,) = identity_requests(head)
    facts = {"handle": asked.handle, "agrees": True, "reason": REASON, "today": DAY}
    with pytest.raises(NotAllowed):
        decide_identity(handler, **facts)
    decide_identity(head, **facts)
    with pytest.raises(Conflict):
        decide_identity(head, **facts)
    assert identity_state(handler, case.number, DAY).may_open
    assert not identity_state(head, case.number, DAY).may_open
    assert open_identity(handler, number=case.number, place=place, today=DAY) == NAME
    (told,) = openings_told(case.id)
    assert (told.role, told.second_role, told.reason) == ("handler", "unit_head", REASON)
    with pytest.raises(RuleBroken):  # once
        open_identity(handler, number=case.number, place=place, today=DAY)
    actions = db.session.execute(sa.select(AuditEntry.action).order_by(AuditEntry.sequence))
    assert list(actions.scalars()) == ["ask_identity", "decide_identity", "open_identity"]
    written = " ".join(c or "" for c in db.session.execute(sa.select(AuditValue.content)).scalars())
    assert "Siti" not in written


def test_the_asker_is_never_the_second_person(sqlite_app: Flask, place: KeyPlace) -> None:
    case = named_case(place)
    head = person(Role.UNIT_HEAD, case)
    ask_identity(head, number=case.number, reason=REASON, today=DAY)
    (asked,) = identity_requests(head)
    assert asked.is_own
    with pytest.raises(RuleBroken):
        decide_identity(head, handle=asked.handle, agrees=True, reason=REASON, today=DAY)


@pytest.mark.parametrize(("days", "may"), [(7, True), (8, False)])
def test_an_agreement_is_over_after_a_week(
    sqlite_app: Flask, place: KeyPlace, days: int, may: bool
) -> None:
    case = named_case(place)
    handler, head = person(Role.HANDLER, case), person(Role.UNIT_HEAD, case)
    ask_identity(handler, number=case.number, reason=REASON, today=DAY)
    (asked,) = identity_requests(head)
    decide_identity(head, handle=asked.handle, agrees=True, reason=REASON, today=DAY)
    assert identity_state(handler, case.number, DAY + timedelta(days=days)).may_open == may


def test_a_refusal_opens_nothing(sqlite_app: Flask, place: KeyPlace) -> None:
    case = named_case(place)
    handler, head = person(Role.HANDLER, case), person(Role.UNIT_HEAD, case)
    ask_identity(handler, number=case.number, reason=REASON, today=DAY)
    (asked,) = identity_requests(head)
    decide_identity(head, handle=asked.handle, agrees=False, reason=REASON, today=DAY)
    with pytest.raises(RuleBroken):
        open_identity(handler, number=case.number, place=place, today=DAY)
    assert openings_told(case.id) == ()


def test_an_open_name_needs_no_second_person_and_an_anonymous_case_has_none(
    sqlite_app: Flask, place: KeyPlace
) -> None:
    case = named_case(place, Identity.TERBUKA)
    assert open_identity(person(Role.HANDLER, case), number=case.number, place=place, today=DAY)
    steps = sa.select(sa.func.count()).where(Event.step == "identity_opened")
    assert db.session.execute(steps).scalar() == 0
    anonymous = make_case(make_unit(), DAY)
    handler = person(Role.HANDLER, anonymous)
    with pytest.raises(RuleBroken):
        ask_identity(handler, number=anonymous.number, reason=REASON, today=DAY)
    with pytest.raises(RuleBroken):
        open_identity(handler, number=anonymous.number, place=place, today=DAY)


def test_looks_at_an_open_name_are_listed_once_for_each_person_and_day(
    sqlite_app: Flask, place: KeyPlace
) -> None:
    case = named_case(place, Identity.TERBUKA)
    handler, other = person(Role.HANDLER, case), person(Role.UNIT_HEAD, case)
    for actor, day in ((handler, DAY), (handler, DAY), (other, DAY), (handler, DAY + timedelta(1))):
        open_identity(actor, number=case.number, place=place, today=day)
    told = openings_told(case.id)
    assert [(one.on, one.second_role, one.reason) for one in told] == [
        (DAY, "", ""),
        (DAY, "", ""),
        (DAY + timedelta(1), "", ""),
    ]
    assert {one.role for one in told} == {"handler", "unit_head"}


def test_the_accused_and_other_units_know_of_nothing(sqlite_app: Flask, place: KeyPlace) -> None:
    officer = make_officer(make_unit())
    case = named_case(place, about_officer=officer)
    unit = db.session.get_one(Unit, case.handling_unit_id)
    accused = actor_of(make_person((Role.UNIT_HEAD, unit), officer=officer))
    stranger = actor_of(make_person((Role.UNIT_HEAD, make_unit())))
    handler = person(Role.HANDLER, case)
    ask_identity(handler, number=case.number, reason=REASON, today=DAY)
    request = db.session.execute(sa.select(IdentityOpening)).scalar_one()
    for actor in (accused, stranger):
        assert identity_requests(actor) == ()
        with pytest.raises(NotFound):
            identity_state(actor, case.number, DAY)
        with pytest.raises(NotFound):
            decide_identity(actor, handle=str(request.id), agrees=True, reason=REASON, today=DAY)


def test_rotation_seals_everything_anew_and_can_go_on_after_a_kill(
    app: Flask, place: KeyPlace
) -> None:
    unit = make_unit()
    ring = read_keys(place)
    cases = [make_case(unit, DAY, identity="dirahasiakan") for _ in range(3)]
    for case in cases:
        db.session.add(sealed_identity(ring, case.id, NAME))
    db.session.commit()
    started = with_new_key(ring)
    write_keys(place, started)  # killed here: the key is on disk, no row has moved
    for row in db.session.execute(sa.select(SealedIdentity)).scalars():
        assert opened(read_keys(place), row) == NAME
    actor = operator("uji")
    done = rotate_keys(actor, place=place)
    assert (done.rows, done.key) == (3, "2")
    rows = db.session.execute(sa.select(SealedIdentity)).scalars().all()
    assert {row.key_id for row in rows} == {"2"}
    assert [opened(read_keys(place), row) for row in rows] == [NAME] * 3
    assert rotate_keys(actor, place=place).key == "3"
    assert set(read_keys(place).keys) == {"2", "3"}
    assert reseal_batch(actor, ring=read_keys(place)) == 0
    entries = sa.select(sa.func.count()).where(AuditEntry.action == "rotate_identity_keys")
    assert db.session.execute(entries).scalar() == 2


def test_the_key_file_is_private_and_a_broken_one_is_told(place: KeyPlace) -> None:
    write_keys(place, with_new_key(read_keys(place)))
    path = place.folder / KEYS_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in place.folder.iterdir()] == [KEYS_FILE]
    path.write_text('{"current": "9", "keys": {}}')
    with pytest.raises(PortalError, match="tidak terbaca"):
        read_keys(place)
