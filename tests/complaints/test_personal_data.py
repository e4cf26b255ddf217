"""A reporter's request about the own data: found, handed out, corrected, deleted."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry, AuditValue
from portal.audit.queries import verify_chain
from portal.authority import Actor, Role
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, SealedIdentity
from portal.complaints.personal_data import (
    correct_personal_data,
    erase_personal_data,
    export_personal_data,
    find_by_name,
    found_by_number,
    found_by_receipt,
)
from portal.complaints.vault import Reporter, opened, sealed_identity
from portal.database import db
from portal.errors import Conflict, NotFound, RuleBroken
from portal.organisation.models import Unit
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 4)
REASON = "Surat permintaan 3 November 2026."
NAME = Reporter(name="Siti Rahmawati", phone="081234567890")


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    folder = tmp_path / "keys"
    folder.mkdir()
    return KeyPlace(folder, "ab" * 32)


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit()


def named(unit: Unit, place: KeyPlace, **facts: Any) -> Complaint:
    case = make_case(unit, DAY, **{"identity": "terbuka", **facts})
    db.session.add(sealed_identity(read_keys(place), case.id, NAME))
    db.session.commit()
    return case


def coordinator(unit: Unit) -> Actor:
    return actor_of(make_person((Role.COORDINATOR, unit)))


def actions() -> list[str]:
    return list(db.session.execute(sa.select(AuditEntry.action)).scalars())


def test_found_by_code_number_or_sealed_name(unit: Unit, place: KeyPlace) -> None:
    case = named(unit, place, receipt=b"r" * 32)
    make_case(unit, DAY)
    actor = coordinator(unit)
    assert [one.number for one in found_by_receipt(actor, b"r" * 32)] == [case.number]
    assert [one.number for one in found_by_number(actor, case.number)] == [case.number]
    assert actions() == []
    assert [one.number for one in find_by_name(actor, name="siti  RAHMA", place=place)] == [
        case.number
    ]
    assert find_by_name(actor, name="Budi", place=place) == ()
    assert actions() == ["find_personal_data"] * 2
    written = " ".join(c or "" for c in db.session.execute(sa.select(AuditValue.content)).scalars())
    assert "siti" not in written.casefold()
    with pytest.raises(RuleBroken):
        find_by_name(actor, name="si", place=place)


def test_other_units_find_nothing(unit: Unit, place: KeyPlace) -> None:
    make_unit(parent_id=None)
    case = named(unit, place)
    stranger = coordinator(make_unit())
    assert found_by_number(stranger, case.number) == ()
    assert find_by_name(stranger, name="Siti", place=place) == ()
    with pytest.raises(NotFound):
        export_personal_data(stranger, number=case.number, reason=REASON, place=place, today=DAY)


def test_everything_kept_is_handed_out(unit: Unit, place: KeyPlace) -> None:
    case = named(unit, place)
    actor = coordinator(unit)
    told = json.loads(
        export_personal_data(actor, number=case.number, reason=REASON, place=place, today=DAY)
    )
    assert told["reporter"]["name"] == "Siti Rahmawati"
    assert told["complaint"]["story"] == case.story
    assert [step["step"] for step in told["steps"]] == ["filed"]
    assert actions() == ["export_personal_data"]


def test_a_secret_name_is_neither_searched_nor_handed_out_without_the_code(
    unit: Unit, place: KeyPlace
) -> None:
    case = named(unit, place, identity="dirahasiakan", receipt=b"r" * 32)
    actor = coordinator(unit)
    assert find_by_name(actor, name="Siti", place=place) == ()
    facts = {"number": case.number, "reason": REASON, "place": place, "today": DAY}
    for receipt in (None, b"s" * 32):
        with pytest.raises(RuleBroken):
            export_personal_data(actor, receipt=receipt, **facts)
    assert "export_personal_data" not in actions()
    told = json.loads(export_personal_data(actor, receipt=b"r" * 32, **facts))
    assert told["reporter"]["name"] == "Siti Rahmawati"


def test_corrected_once_and_not_over_somebody_elses_change(unit: Unit, place: KeyPlace) -> None:
    case = named(unit, place)
    actor = coordinator(unit)
    right = Reporter(name="Siti Rahmawati Putri")
    facts = {"number": case.number, "reporter": right, "reason": REASON, "place": place}
    version = case.version
    correct_personal_data(actor, version=version, today=DAY, **facts)
    row = db.session.get_one(SealedIdentity, case.id, populate_existing=True)
    assert opened(read_keys(place), row) == right
    with pytest.raises(Conflict):
        correct_personal_data(actor, version=version, today=DAY, **facts)
    anonymous = make_case(unit, DAY)
    facts["number"] = anonymous.number
    with pytest.raises(RuleBroken):
        correct_personal_data(actor, version=anonymous.version, today=DAY, **facts)


def test_only_a_closed_case_that_is_not_held_is_erased(unit: Unit, place: KeyPlace) -> None:
    actor = coordinator(unit)
    running, held = named(unit, place), named(unit, place, state="closed", is_held=True)
    for case in (running, held):
        with pytest.raises(RuleBroken):
            erase_personal_data(
                actor, number=case.number, version=case.version, reason=REASON, today=DAY
            )
    case = named(unit, place, state="closed", closed_on=DAY)
    erase_personal_data(actor, number=case.number, version=case.version, reason=REASON, today=DAY)
    assert db.session.get(SealedIdentity, case.id) is None
    assert db.session.get_one(Complaint, case.id, populate_existing=True).story == "–"
    assert found_by_number(actor, case.number) == ()
    assert actions() == ["erase_personal_data"]
    assert verify_chain().faults == ()
