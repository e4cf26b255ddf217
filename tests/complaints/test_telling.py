"""Letters to the desks: who is told of what, how often, and never a word of a case."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.authority import RESIDENT, Role
from portal.complaints.cases import fresh_id
from portal.complaints.models import Complaint, Concerned
from portal.complaints.rules.words import Desk, State
from portal.complaints.telling import Post, desk_readers, tell_desk
from portal.database import db
from portal.errors import NotAllowed
from portal.notifications.models import Message
from portal.organisation.models import Unit
from tests.complaints.desked import Place, make_place
from tests.complaints.factory import make_case
from tests.complaints.passed import WORKER
from tests.conftest import SECRETS
from tests.staff import make_person

AT = datetime(2026, 11, 4, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
DAY = AT.date()


@dataclass
class Office:
    place: Place
    people: dict[str, Person]

    def letters(self) -> dict[str, dict[str, Any]]:
        """The facts of the newest letter of each person, by name."""
        found = {}
        for message in sorted(messages(), key=lambda one: one.created_at):
            found[message.recipient.split("@")[0]] = json.loads(message.facts)
        return found


def messages() -> list[Message]:
    db.session.rollback()
    return list(db.session.execute(sa.select(Message)).scalars())


def person(name: str, *roles: tuple[Role, Unit]) -> Person:
    return make_person(*roles, name=f"Ibu {name}", email=f"{name}@contoh.go.id")


@pytest.fixture
def office(app: Flask) -> Office:
    place = make_place()
    people = {
        "coordinator": person("coordinator", (Role.COORDINATOR, place.root)),
        "inspector": person("inspector", (Role.INSPECTOR, place.root)),
        "rootHead": person("rootHead", (Role.UNIT_HEAD, place.root)),
        "head": person("head", (Role.UNIT_HEAD, place.dinas)),
        "liaison": person("liaison", (Role.LIAISON, place.dinas)),
        "handler": person("handler", (Role.HANDLER, place.upt)),
        "stranger": person("stranger", (Role.LIAISON, place.other)),
        "auditor": person("auditor", (Role.AUDITOR, place.root)),
    }
    return Office(place, people)


def tell(at: datetime = AT) -> int:
    """One round of the worker; how many letters."""
    post = Post(at, "https://suara.contoh.go.id", SECRETS.vault_key)
    return sum(tell_desk(WORKER, one, post) for one in desk_readers(at.date()))


def test_each_desk_is_told_of_its_own_cases(office: Office) -> None:
    place = office.place
    ours = make_case(place.upt, DAY)
    first = make_case(place.dinas, DAY, desk=Desk.COORDINATOR)
    graft = make_case(place.dinas, DAY, desk=Desk.INSPECTOR, handling_unit_id=place.inspectorate.id)
    tell()
    numbers = {name: facts["numbers"].split() for name, facts in office.letters().items()}
    assert numbers == {
        "coordinator": [first.number],
        "inspector": [graft.number],
        "liaison": [ours.number],
        "handler": [ours.number],
    }


def test_a_head_is_told_of_the_own_unit_and_of_what_nobody_nearer_is_there_for(
    office: Office,
) -> None:
    own = make_case(office.place.dinas, DAY)
    make_case(office.place.upt, DAY)
    lonely = make_case(office.place.inspectorate, DAY)
    tell()
    numbers = {name: facts["numbers"].split() for name, facts in office.letters().items()}
    assert numbers["head"] == [own.number]
    assert numbers["rootHead"] == [lonely.number]


def test_a_letter_says_counts_and_numbers_and_nothing_of_the_case(office: Office) -> None:
    facts: dict[str, Any] = {
        "story": "Petugas meminta uang rokok.",
        "title": "Uang rokok",
        "handling_unit_id": office.place.upt.id,
    }
    case = make_case(office.place.upt, DAY, **facts)
    tell()
    letter = office.letters()["handler"]
    assert letter == {
        "name": "Ibu handler",
        "new": 1,
        "mine": 0,
        "soon": 0,
        "late": 0,
        "climbed": 0,
        "numbers": case.number,
        "more": 0,
        "address": "https://suara.contoh.go.id/desk",
    }
    assert not any("rokok" in message.facts.lower() for message in messages())


def test_seven_hundred_reports_are_one_letter_an_hour(office: Office) -> None:
    cases = [make_case(office.place.upt, DAY) for _ in range(3)]
    _copy(cases[0], 697)
    tells = [tell(AT + timedelta(minutes=minute)) for minute in range(0, 60, 10)]
    assert tells == [2, 0, 0, 0, 0, 0]
    letter = office.letters()["liaison"]
    assert (letter["new"], letter["more"]) == (700, 690)
    assert len(letter["numbers"].split()) == 10


def test_a_day_of_new_cases_is_no_more_than_a_letter_an_hour(office: Office) -> None:
    for minute in range(0, 24 * 60, 45):
        case = make_case(office.place.upt, DAY)
        case.next_due_on = case.at_risk_on = None
        db.session.commit()
        tell(AT.replace(hour=0, minute=0) + timedelta(minutes=minute))
    each = [message.created_at for message in messages() if "handler" in message.recipient]
    assert 7 <= len(each) <= 24
    gaps = [later - earlier for earlier, later in zip(sorted(each), sorted(each)[1:], strict=False)]
    assert min(gaps) >= timedelta(hours=1)


def test_what_was_told_is_told_once(office: Office) -> None:
    case = make_case(office.place.upt, DAY)
    assert tell() == 2
    assert tell(AT + timedelta(hours=2)) == 0
    case.assignee_id = office.people["handler"].id
    case.state = State.IN_PROGRESS
    db.session.commit()
    assert tell(AT + timedelta(hours=4)) == 1
    assert office.letters()["handler"]["mine"] == 1
    case.assignee_id, case.state = None, State.VERIFIED
    db.session.commit()
    assert tell(AT + timedelta(hours=6)) == 2, "new to the desk again"


def test_a_late_case_is_told_to_its_desk_and_to_the_head_it_climbed_to(office: Office) -> None:
    case = make_case(office.place.upt, DAY - timedelta(days=30))
    case.escalated_to_id = office.place.dinas.id
    db.session.commit()
    tell()
    letters = office.letters()
    assert letters["handler"]["late"] == letters["liaison"]["late"] == 1
    assert (letters["head"]["late"], letters["head"]["climbed"]) == (1, 1)
    assert "rootHead" not in letters


def test_whoever_it_is_about_is_told_nothing(office: Office) -> None:
    case = make_case(office.place.upt, DAY)
    accused = office.people["handler"]
    db.session.add(Concerned(id=fresh_id(), complaint_id=case.id, person_id=accused.id))
    db.session.commit()
    assert tell() == 1
    assert set(office.letters()) == {"liaison"}


def test_a_case_that_went_past_the_unit_is_not_counted_there(office: Office) -> None:
    place = office.place
    make_case(place.upt, DAY, handling_unit_id=place.root.id, is_bypassed=True, about="pimpinan")
    tell()
    assert set(office.letters()) == {"rootHead"}


def test_an_anonymous_case_is_told_after_its_release(office: Office) -> None:
    case = make_case(office.place.upt, DAY, released_on=None)
    assert tell() == 0
    case.released_on = DAY + timedelta(days=1)
    db.session.commit()
    assert tell(AT + timedelta(days=1)) == 2


def test_nobody_is_told_at_night_or_without_an_address(office: Office) -> None:
    make_case(office.place.upt, DAY)
    office.people["handler"].email = None
    office.people["liaison"].disabled_on = DAY
    db.session.commit()
    assert tell(AT.replace(hour=23)) == 0
    tell()
    assert set(office.letters()) == {"head"}, "nobody nearer can be told"


def test_only_the_worker_tells(office: Office) -> None:
    post = Post(AT, "https://x.example", SECRETS.vault_key)
    with pytest.raises(NotAllowed):
        tell_desk(RESIDENT, office.people["handler"].id, post)


def _copy(case: Complaint, times: int) -> None:
    """Many more of the same, without the time each takes."""
    same = {c.name: getattr(case, c.name) for c in Complaint.__table__.columns}
    rows = [{**same, "id": fresh_id(), "number": f"{n:08d}"} for n in range(times)]
    db.session.execute(sa.insert(Complaint), rows)
    db.session.commit()
