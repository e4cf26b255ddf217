"""A regency where everything exists three times: in one's own unit, below it, and elsewhere.

Whoever is asked for stands in Dukcapil (`DUK`) with a village below it (`DESA1`); the
Puskesmas (`PUS`) is somebody else's, and everything of it carries a canary (`CANARY`), so that
a page, a file or an answer which shows it to Dukcapil is caught by reading it.
"""

import itertools
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal import database
from portal.accounts.hashing import hashed, pin_secret
from portal.accounts.models import ApiToken, HeldRole, Person, Pull
from portal.accounts.rules.keys import Purpose, digest, new_token
from portal.accounts.rules.tokens import PREFIX
from portal.appraisal.commands import close_month
from portal.appraisal.models import AppraisalRecord, Objection
from portal.appraisal.review import review_of
from portal.audit.models import AuditEntry
from portal.authority import Role, Scope, operator
from portal.database import db
from portal.feedback.models import Comment, PaperCheck, PaperEntry
from portal.feedback.rules.serial import serial
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Announcement, Counter, CounterCode, Leave, Officer, Unit
from portal.web.actors import SID
from portal.web.limits import secret_keys, settings
from tests.conftest import make_app
from tests.factories import make_duty, make_location, make_rating
from tests.indicators import plain
from tests.indicators.town import Town, make_ratings, make_town
from tests.security.cases import Kept, make_cases, own_filters, shows_case
from tests.staff import BEFORE, make_person, make_session

SOON = date(2026, 12, 8)
NOW = datetime(2026, 12, 4, 3, tzinfo=UTC)  # a working day in which November can be objected to
CLOSED, OPEN, NEVER = "2026-10", "2026-11", "2031-07"
OPERATOR = operator("uji")
CANARY = "Kenari Biru"
OWN, SUB, OTHER, TOP = "DUK", "DESA1", "PUS", "PEMDA"
LOOKS = ("look", "pull", "note_officers_seen", "note_trail_exported")
PLACES = {"own": OWN, "sub": SUB, "other": OTHER}
PIN = "482915"  # of the officer, for the check-in at the counter
CSRF = "5f" * 20
HANDLES = {"own": "objeksiduk01", "sub": "objeksidesa1", "other": "objeksipus01"}

# They open the forms that the others then send: no cells of their own. Who leads or handles has a
# stake in the figures and may not decide about them, so there are two.
INSIDE = (Role.UNIT_HEAD, Role.HANDLER, Role.LIAISON, Role.SUPERIOR)
READERS = {
    "everything": tuple(r for r in Role if r not in (Role.OPERATOR, Role.OFFICER, *INSIDE)),
    "insider": INSIDE,
}
# Every sort of person and program that may stand at a door; each is one column of the matrix.
ROLES = {
    "officer": Role.OFFICER,
    "handler": Role.HANDLER,
    "head": Role.UNIT_HEAD,
    "coordinator": Role.COORDINATOR,
    "liaison": Role.LIAISON,
    "inspector": Role.INSPECTOR,
    "survey": Role.SURVEY_EVALUATOR,
    "appraisal": Role.APPRAISAL_EVALUATOR,
    "superior": Role.SUPERIOR,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
}
TOP_ROLES = {
    "survey_top": Role.SURVEY_EVALUATOR,
    "appraisal_top": Role.APPRAISAL_EVALUATOR,
    "auditor_top": Role.AUDITOR,
    "admin_top": Role.ADMINISTRATOR,
}
TOKENS = {
    "token_indicators": Scope.INDICATORS_READ,
    "token_appraisals": Scope.APPRAISALS_READ,
    "token_complaints": Scope.COMPLAINTS_READ,
}
# Who once was somebody: each of them led the unit, or holds it from another day.
FADED = (
    "locked",
    "disabled",
    "ended",
    "plt_now",
    "plt_past",
    "plt_soon",
    "no_factor",
    "unconfirmed",
)
COLUMNS = ("out", *ROLES, *TOP_ROLES, *FADED, *TOKENS)
SEE_ALL = {*TOP_ROLES, *READERS, "unconfirmed"}
# Who may look at a NIP at all (product.md: evidence per NIP, and the officers' own administration).
KNOWS_NIP = {"appraisal", "appraisal_top", "superior", "admin", "admin_top", "token_appraisals"}


@dataclass
class World:
    """The installation, everybody's cookie or token, and where things stand."""

    app: Flask
    path: Path | None
    cookies: dict[str, str] = field(default_factory=dict)
    bearers: dict[str, str] = field(default_factory=dict)
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)
    own_numbers: dict[str, str] = field(default_factory=dict)
    mine: dict[str, str] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    cases: Kept = field(default_factory=Kept)
    addresses: Any = field(default_factory=lambda: itertools.count(1))

    def ask(
        self,
        column: str,
        method: str,
        url: str,
        data: Mapping[str, Any] | None = None,
        **headers: str,
    ) -> TestResponse:
        """One request as this person or program, from an address nobody used before."""
        number = next(self.addresses)
        sent = {**headers}
        if column in self.bearers:
            sent["Authorization"] = f"Bearer {self.bearers[column]}"
        elif column in self.cookies:
            sent["Cookie"] = f"portal={self.cookies[column]}"
        client = self.app.test_client(use_cookies=False)
        return client.open(
            url,
            method=method,
            data=data if method == "POST" else None,
            headers=sent,
            environ_base={"REMOTE_ADDR": f"10.{number % 250}.{number // 250 % 250}.7"},
        )

    def token(self) -> str:
        """The CSRF token that belongs to everybody's cookie."""
        key = str(self.app.config["SECRET_KEY"])
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(CSRF))

    def changes(self) -> int:
        """How many changes the trail knows; a look at somebody's figures is none."""
        with self.app.app_context():
            query = sa.select(sa.func.count()).where(AuditEntry.action.not_in(LOOKS))
            with db.engine.connect() as connection:
                return int(connection.execute(query).scalar_one())

    def restore(self) -> None:
        """Everything as it was before the last change (SQLite)."""
        assert self.path is not None
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.path.with_suffix(".kept"), self.path)
        database._change[0] = object()

    def remove_cases(self, numbers: list[str]) -> None:
        """As if they had never been filed, until `restore` (SQLite)."""
        assert self.path is not None
        marks = ", ".join("?" * len(numbers))
        with sqlite3.connect(self.path) as connection:
            connection.execute(f"DELETE FROM complaint WHERE number IN ({marks})", numbers)
        connection.close()
        database._change[0] = object()

    def keep(self) -> None:
        """Remember everything as it is now (SQLite)."""
        assert self.path is not None
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(self.path, self.path.with_suffix(".kept"))


@contextmanager
def sqlite_world(template: Path, folder: Path) -> Iterator[World]:
    """The world on SQLite, where everything can be put back after each change."""
    path = folder / "portal.db"
    shutil.copyfile(template, path)
    with time_machine.travel(NOW, tick=True):
        app = make_app(f"sqlite:///{path}", folder, trial_months=0)
        yield build(app, path)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def build(app: Flask, path: Path | None) -> World:
    """The whole world; the caller stands at `NOW`."""
    world = World(app, path)
    with app.app_context():
        town = make_town()
        _mark_the_other(town)
        _answers(town)
        _objections(town)
        people = _everybody(world, town)
        _programs(world, town)
        _where(world, town)
        _complaints(world, town, people)
        db.session.remove()
    if path is not None:
        world.keep()
    return world


def _unit(town: Town, code: str) -> Unit:
    return next(unit for unit in town.units if unit.code == code)


def _mark_the_other(town: Town) -> None:
    """Whatever belongs to the Puskesmas is called by the canary."""
    other = _unit(town, OTHER)
    other.name = f"Puskesmas {CANARY}"
    things = [*town.counters, *town.services, *town.officers]
    for number, thing in enumerate(one for one in things if one.unit_id == other.id):
        thing.name = f"{CANARY} {number}"
    db.session.commit()


def _answers(town: Town) -> None:
    make_ratings(town, CLOSED, 1500, 6)
    month = Month.parse(CLOSED)
    close_month(
        OPERATOR, month=month, today=date(2026, 11, 2), weight=Weight.NINTH, reviewed="diperiksa"
    )
    make_ratings(town, OPEN, 900, 2, status="counts")
    held = {"status": "quarantined", "status_reason": "lonjakan akhir bulan"}
    for code in PLACES.values():
        counter = next(c for c in town.counters if c.unit_id == _unit(town, code).id)
        for _ in range(12):
            make_rating(counter, date(2026, 11, 30), **held, **dict.fromkeys(plain.NINE, 4))
        for number in range(15):
            word = CANARY if code == OTHER else "melati putih"
            _comment(town, code, f"Saran {number} tentang {word}", counter.id)
    release_month(OPERATOR, month=Month.parse(OPEN), today=date(2026, 12, 1), weight=Weight.NINTH)


def _comment(town: Town, code: str, text: str, counter: int) -> None:
    number = next(_numbers)
    unit = _unit(town, code)
    officer = next(o for o in town.officers if o.unit_id == unit.id)
    facts = {"week": date(2026, 11, 2 + 7 * (number % 4)), "unit_id": unit.id}
    db.session.add(
        Comment(id=number, counter_id=counter, officer_id=officer.id, text=text, **facts)
    )
    db.session.commit()


_numbers = itertools.count(1)


def _objections(town: Town) -> None:
    for where, code in PLACES.items():
        unit = _unit(town, code)
        officer = next(o for o in town.officers if o.unit_id == unit.id)
        counter = next(c for c in town.counters if c.unit_id == unit.id)
        exact = {"attribution_certainty": "exact", "officer_id": officer.id}
        make_rating(counter, date(2026, 11, 14), **exact, overall=3)
        _objection(HANDLES[where], officer, counter.id, CANARY if code == OTHER else "melati")
    colleague = [o for o in town.officers if o.unit_id == _unit(town, OWN).id][1]
    _objection("objeksiteman", colleague, None, "melati")


def _objection(handle: str, officer: Officer, counter: int | None, word: str) -> None:
    row = Objection(
        handle=handle,
        officer_id=officer.id,
        unit_id=officer.unit_id,
        month=OPEN,
        kind="attribution",
        on_date=date(2026, 11, 14),
        counter_id=counter,
        text=f"Hari itu saya cuti, kata {word}.",
        filed_on=date(2026, 12, 3),
        reason="",
    )
    db.session.add(row)
    db.session.commit()


def _everybody(world: World, town: Town) -> dict[str, Person]:
    own, top, other = _unit(town, OWN), _unit(town, TOP), _unit(town, OTHER)
    serving = next(o for o in town.officers if o.unit_id == own.id)
    people = {
        name: make_person((role, own), officer=serving if name == "officer" else None)
        for name, role in ROLES.items()
    }
    officer, world.own_numbers["officer"] = people["officer"], str(serving.nip)
    officer.pin = hashed(pin_secret(secret_keys().vault_key, officer.handle, PIN))
    db.session.commit()
    people |= {name: make_person((role, top)) for name, role in TOP_ROLES.items()}
    people |= {name: _faded(name, own) for name in FADED}
    for name, roles in READERS.items():
        people[name] = make_person(*((role, top) for role in roles))
    for name, person in people.items():
        facts = {"confirmed_at": None} if name == "unconfirmed" else {}
        token, session = make_session(person, is_locked=name == "locked", **facts)
        world.cookies[name] = _signed(world.app, {SID: token, "csrf_token": CSRF})
        world.mine[name] = session.handle
    world.cookies["out"] = _signed(world.app, {"csrf_token": CSRF})
    for where, code in PLACES.items():
        name = CANARY if where == "other" else "Melati"
        person = make_person((Role.UNIT_HEAD, _unit(town, code)), name=name)
        world.ids.setdefault("person", {})[where] = person
        _token, session = make_session(person)
        world.ids.setdefault("session", {})[where] = session.handle
    stranger = next(o for o in town.officers if o.unit_id == other.id)
    make_person((Role.OFFICER, other), officer=stranger, name=CANARY)
    return people


def _complaints(world: World, town: Town, people: dict[str, Person]) -> None:
    """The cases; the columns' own people are those whom the "concerned" ones are about."""
    serving = next(o for o in town.officers if o.unit_id == _unit(town, OWN).id)
    columns = {name: person for name, person in people.items() if name not in READERS}
    world.cases = make_cases(town, columns, serving)
    world.filters = own_filters(people)
    for where, facts in world.cases.ids.items():
        world.ids.setdefault(where, {}).update(facts)


def _faded(name: str, unit: Unit) -> Person:
    """A head of the unit who is not, not yet, or not any more; or acts as one today."""
    if name == "disabled":
        return make_person((Role.UNIT_HEAD, unit), disabled_on=BEFORE)
    if name == "locked":
        return make_person((Role.UNIT_HEAD, unit))
    if name == "unconfirmed":
        top = db.session.execute(sa.select(Unit).where(Unit.code == TOP)).scalar_one()
        return make_person(*((role, top) for role in READERS["everything"]))
    if name == "no_factor":
        return make_person((Role.ADMINISTRATOR, unit), totp=None)
    spans = {
        "ended": (date(2026, 1, 1), date(2026, 12, 3)),
        "plt_now": (date(2026, 12, 4), date(2026, 12, 4)),
        "plt_past": (date(2026, 11, 1), date(2026, 12, 3)),
        "plt_soon": (date(2026, 12, 5), date(2026, 12, 31)),
    }
    starts, ends = spans[name]
    held = {} if name == "ended" else {"held": "plt", "decree": "800/1/2026"}
    person = make_person()
    facts = {"role": Role.UNIT_HEAD, "unit_id": unit.id, "starts_on": starts, "ends_on": ends}
    db.session.add(HeldRole(person_id=person.id, **facts, **held))
    db.session.commit()
    return person


def _signed(app: Flask, content: dict[str, str]) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


def _programs(world: World, town: Town) -> None:
    owner = db.session.execute(sa.select(Person.id)).scalars().first()
    assert owner is not None
    for name, scope in TOKENS.items():
        world.bearers[name] = _program(name, OWN, scope, town, owner)
    for where, code in PLACES.items():
        name = CANARY if where == "other" else "Melati"
        _program(name, code, Scope.INDICATORS_READ, town, owner, handle=f"token{where:0>7}")


def _program(name: str, code: str, scope: Scope, town: Town, owner: int, handle: str = "") -> str:
    text = PREFIX + new_token()
    handle = handle or f"prog{next(_numbers):08}"
    token = ApiToken(
        handle=handle,
        digest=digest(secret_keys().vault_key, Purpose.API_TOKEN, text),
        name=name,
        scopes=str(scope),
        unit_id=_unit(town, code).id,
        created_by=owner,
        created_on=date(2026, 12, 1),
        expires_on=date(2027, 1, 1),
        used_on=date(2026, 12, 4),
    )
    db.session.add(token)
    db.session.flush()
    taken = {"on_date": date(2026, 12, 3), "resource": "units", "month": "", "requests": 1}
    db.session.add(Pull(token=handle, rows=3, **taken))
    db.session.commit()
    return text


def _where(world: World, town: Town) -> None:
    """The ids that stand in addresses, by the name of the place."""
    world.ids["location"] = {where: _location(town, code) for where, code in PLACES.items()}
    for where, code in PLACES.items():
        unit = _unit(town, code)
        counter = next(c for c in town.counters if c.unit_id == unit.id)
        service = next(s for s in town.services if s.unit_id == unit.id)
        officer = next(o for o in town.officers if o.unit_id == unit.id)
        query = sa.select(CounterCode.code).where(CounterCode.counter_id == counter.id)
        record = sa.select(AppraisalRecord.extract_id).where(
            AppraisalRecord.officer_id == officer.id
        )
        facts: dict[str, Any] = {
            "unit_id": unit.id,
            "counter_id": counter.id,
            "service_id": service.id,
            "location_id": world.ids["location"][where],
            "officer": officer.handle,
            "nip": officer.nip,
            "counter_code": db.session.execute(query).scalar_one(),
            "extract_id": db.session.execute(record).scalar_one(),
            "group": _group(unit),
            "code": code,
            **_things(counter, officer, unit, world.ids["person"][where]),
            "objection": HANDLES[where],
            "token": f"token{where:0>7}",
            "session": world.ids["session"][where],
            "person": world.ids["person"][where].handle,
        }
        world.ids[where] = facts
        world.numbers[where] = {str(o.nip) for o in town.officers if o.unit_id == unit.id}


def _things(counter: Counter, officer: Officer, unit: Unit, person: Person) -> dict[str, Any]:
    """A day of duty, days of leave, a typed sheet drawn for a check, a role that is held."""
    duty = make_duty(officer, counter, SOON)
    leave = Leave(officer_id=officer.id, starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 22))
    sheet = str(serial(unit.code, Month.parse(OPEN), 1))
    rating = make_rating(counter, date(2026, 11, 20), channel="paper")
    typed = {"unit_id": unit.id, "typed_by": person.id, "typed_on": date(2026, 11, 21)}
    shown = {"shows_from": date(2026, 12, 1), "shows_until": date(2026, 12, 31)}
    words = CANARY if unit.code == OTHER else "Melati"
    notice = Announcement(unit_id=unit.id, text=f"<p>{words}</p>", **shown)
    db.session.add(notice)
    db.session.add_all([leave, PaperEntry(serial=sheet, month=OPEN, rating_id=rating, **typed)])
    db.session.flush()
    db.session.add(PaperCheck(month=OPEN, serial=sheet, drawn_on=date(2026, 12, 1)))
    db.session.commit()
    role = sa.select(HeldRole.id).where(HeldRole.person_id == person.id)
    facts = {"duty_id": duty.id, "leave_id": leave.id, "serial": sheet}
    facts["announcement_id"] = notice.id
    return {**facts, "role_id": db.session.execute(role).scalar_one()}


def _location(town: Town, code: str) -> int:
    """A building in which only this unit has a counter."""
    place = make_location(name="Gedung")
    counter = [c for c in town.counters if c.unit_id == _unit(town, code).id][1]
    counter.location_id = place.id
    db.session.commit()
    return int(place.id)


def _group(unit: Unit) -> str:
    found = review_of(OPERATOR, Month.parse(OPEN), Weight.parse(settings().weight))
    return next(line.group.name for line in found.lines if line.group.unit_id == unit.id)


def leaks(world: World, column: str, body: str, *, asked: str = "", is_public: bool = False) -> str:
    """What an answer shows to this column that it must not: "other", "nip", "case", or nothing.

    What was `asked` may be said back: a code in the address, a number in the search.
    """
    found = []
    if shows_case(world.cases, column, body, asked, is_public=is_public):
        found.append("case")
    if is_public:
        return "+".join(found)
    if column not in SEE_ALL and _shows_other(world, body, asked):
        found.append("other")
    numbers = set().union(*world.numbers.values()) - {world.own_numbers.get(column, "")}
    if column not in KNOWS_NIP | SEE_ALL - {*TOP_ROLES} and _any(numbers, body, asked):
        found.append("nip")
    return "+".join(found)


def _shows_other(world: World, body: str, asked: str) -> bool:
    by_code = OTHER not in asked and re.search(rf"\b(S-)?{OTHER}\b", body)
    return bool(CANARY in body or by_code or _any(world.numbers["other"], body, asked))


def _any(numbers: set[str], body: str, asked: str) -> bool:
    return any(number in body for number in numbers if number not in asked)
