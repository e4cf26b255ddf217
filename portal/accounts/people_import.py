"""Many people from a sheet: first what would change, then all of it or nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.inviting import Delivery, hand_over
from portal.accounts.models import LinkKind, Person
from portal.accounts.people_known import Known, known_people
from portal.accounts.people_sheet import PEOPLE
from portal.accounts.reaching import CHANGED, MANAGE
from portal.accounts.roles import demand_fit, granted, said
from portal.accounts.rules.holding import Holding
from portal.accounts.rules.keys import new_handle
from portal.audit.commands import record
from portal.audit.rules import canonical
from portal.authority import Actor
from portal.database import command, db
from portal.errors import Conflict, RuleBroken
from portal.organisation.imports.incoming import (
    IncomingRow,
    check_known,
    incoming,
    no_progress,
)
from portal.organisation.models import Unit
from portal.sheets import Sheet


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """What a sheet does to one person; `officer` is the id to link, `roles` those to give."""

    login: str
    name: str
    email: str | None
    is_new: bool
    is_renamed: bool
    officer: int | None
    roles: tuple[Holding, ...]

    @property
    def changes(self) -> bool:
        return self.is_new or self.is_renamed or self.officer is not None or bool(self.roles)


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """What a sheet would change, and the fingerprint that the confirmation carries."""

    people: tuple[PlannedPerson, ...]
    rows: int
    notes: tuple[str, ...] = ()

    @property
    def changing(self) -> tuple[PlannedPerson, ...]:
        return tuple(person for person in self.people if person.changes)

    @property
    def seen(self) -> str:
        facts = [asdict(person) for person in self.people]
        return hashlib.sha256(canonical({"people": facts}).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many accounts are new, how many others changed, how many invitations went out."""

    added: int
    changed: int
    mailed: int


@dataclass
class _Draft:
    """One person while the rows are read."""

    login: str
    first: IncomingRow
    known: Person | None
    held: list[Holding]
    roles: list[Holding] = field(default_factory=list)
    officer: int | None = None


def people_plan(actor: Actor, sheet: Sheet, today: date) -> PeoplePlan:
    """What the sheet would change; raises Problems naming every bad cell."""
    actor.demand(MANAGE)
    known = known_people(actor)
    rows = incoming(PEOPLE, sheet, no_progress)
    check_known(rows, "unit", known.units, "unit", "unit")
    drafts: dict[str, _Draft] = {}
    for row in rows.rows:
        _take(row, drafts, known, actor, today)
    _check_addresses(drafts, known)
    rows.settle()
    people = tuple(_planned(draft) for draft in drafts.values())
    return PeoplePlan(people, len(rows.rows), sheet.notes)


def _take(
    row: IncomingRow, drafts: dict[str, _Draft], known: Known, actor: Actor, today: date
) -> None:
    login = row.taken.get("login")
    if login is None:
        return
    draft = drafts.get(login)
    if draft is None:
        person = known.by_login.get(login)
        draft = _Draft(login, row, person, list(known.held.get(login, ())))
        drafts[login] = draft
        _check_person(row, draft, known, actor)
    else:
        _check_same(row, draft)
    _take_officer(row, draft, known)
    _take_role(row, draft, today)


def _check_person(row: IncomingRow, draft: _Draft, known: Known, actor: Actor) -> None:
    person = draft.known
    if person is None:
        if draft.login in known.names_outside:
            row.problem("login", "sudah dipakai orang lain.", "Pilih nama masuk lain.")
        return
    if person.id == actor.person_id:
        row.problem("login", "akun Anda sendiri.", "Hapus barisnya.")
    elif person.disabled_on is not None:
        row.problem("login", "akun ini nonaktif.", "Aktifkan dulu di halaman akunnya.")
    elif draft.login not in known.whole and _differs(person, row.taken):
        row.problem("name", "orang ini juga berperan di luar jangkauan Anda.", "Jangan ubah nama.")


def _differs(person: Person, taken: Mapping[str, Any]) -> bool:
    email = taken.get("email") or person.email
    return (taken.get("name", person.name), email) != (person.name, person.email)


def _check_same(row: IncomingRow, draft: _Draft) -> None:
    for key in ("name", "email"):
        if row.taken.get(key) and row.taken[key] != draft.first.taken.get(key):
            where = f"tidak sama dengan baris {draft.first.number}."
            row.problem(key, where, "Satu orang, satu nama dan satu surel.")


def _take_officer(row: IncomingRow, draft: _Draft, known: Known) -> None:
    number = row.taken.get("nip")
    if not number:
        return
    officer = known.officers.get(number)
    own = draft.known.officer_id if draft.known else None
    if officer is None:
        row.problem("nip", "petugas ini tidak dikenal.", "Tambahkan dulu di lembar petugas.")
    elif own == officer:
        return
    elif officer in known.linked or own is not None:
        row.problem("nip", "sudah ditautkan ke akun lain.", "Lepas dulu di halaman akunnya.")
    elif draft.known is not None and draft.login not in known.whole:
        row.problem("nip", "orang ini juga berperan di luar jangkauan Anda.", "Kosongkan.")
    elif draft.officer not in (None, officer):
        row.problem("nip", "orang ini sudah petugas lain di lembar ini.", "Periksa NIP-nya.")
    else:
        draft.officer = officer
        known.linked.add(officer)


def _take_role(row: IncomingRow, draft: _Draft, today: date) -> None:
    if row.is_bad("role") or row.is_bad("unit") or not row.taken.get("unit"):
        return
    wanted = Holding(
        role=row.taken["role"],
        unit=row.taken["unit"],
        starts_on=row.taken.get("starts_on") or today,
        ends_on=row.taken.get("ends_on"),
        held=row.taken.get("held") or "definitif",
        decree=row.taken.get("decree") or "",
    )
    if _is_kept(row, draft, wanted):
        return
    try:
        demand_fit(draft.held, wanted, today)
    except RuleBroken as error:
        row.problem("role", error.message)
        return
    draft.held.append(wanted)
    draft.roles.append(wanted)


def _is_kept(row: IncomingRow, draft: _Draft, wanted: Holding) -> bool:
    """Held already just so; a sheet that names no first day means the one that is stored."""
    for held in draft.held:
        same_start = not row.taken.get("starts_on") or held.starts_on == wanted.starts_on
        rest = (held.role, held.unit, held.ends_on, held.held, held.decree)
        if same_start and rest == (
            wanted.role,
            wanted.unit,
            wanted.ends_on,
            wanted.held,
            wanted.decree,
        ):
            return True
    return False


def _check_addresses(drafts: Mapping[str, _Draft], known: Known) -> None:
    """Login and address together are names of one person only."""
    owner: dict[str, str] = {**known.addresses}
    owner.update({login: login for login in drafts})
    for draft in drafts.values():
        email = draft.first.taken.get("email")
        if email and owner.setdefault(email, draft.login) != draft.login:
            draft.first.problem("email", "sudah dipakai orang lain.", "Periksa surelnya.")
        if draft.known is None and known.addresses.get(draft.login, draft.login) != draft.login:
            draft.first.problem("login", "sudah menjadi surel orang lain.", "Pilih yang lain.")


def _planned(draft: _Draft) -> PlannedPerson:
    taken, person = draft.first.taken, draft.known
    email = taken.get("email") or (person.email if person else None)
    return PlannedPerson(
        login=draft.login,
        name=taken["name"],
        email=email,
        is_new=person is None,
        is_renamed=person is not None and _differs(person, taken),
        officer=draft.officer,
        roles=tuple(draft.roles),
    )


@command
def import_people(
    actor: Actor, *, sheet: Sheet, seen: str, delivery: Delivery, today: date
) -> Imported:
    """Do what the preview showed; Conflict where something has changed since."""
    _lock(people_plan(actor, sheet, today))
    plan = people_plan(actor, sheet, today)
    if plan.seen != seen:
        raise Conflict(CHANGED)
    units = dict(db.session.execute(sa.select(Unit.code, Unit)).tuples().all())
    mailed = 0
    for planned in plan.changing:
        person = _stored(planned, today)
        for holding in planned.roles:
            db.session.add(granted(person, holding, units[holding.unit]))
        if planned.is_new and person.email and delivery.can_mail:
            hand_over(person, LinkKind.INVITATION, delivery)
            mailed += 1
    added = sum(planned.is_new for planned in plan.changing)
    if plan.changing:
        record(actor, action="people_imported", subject="people", after=dict(_told(plan)))
    return Imported(added, len(plan.changing) - added, mailed)


def _lock(plan: PeoplePlan) -> None:
    """Nobody else gives these people roles until this is done; then it is planned once more."""
    logins = [planned.login for planned in plan.people]
    query = sa.select(Person.id).where(Person.login.in_(logins)).order_by(Person.id)
    db.session.execute(query.with_for_update())
    db.session.expire_all()


def _stored(planned: PlannedPerson, today: date) -> Person:
    query = sa.select(Person).where(Person.login == planned.login)
    person = db.session.execute(query).scalar()
    if person is None:
        person = Person(handle=new_handle(), login=planned.login, created_on=today)
        db.session.add(person)
    person.name, person.email = planned.name, planned.email
    if planned.officer is not None:
        person.officer_id = planned.officer
    db.session.flush()
    return person


def _told(plan: PeoplePlan) -> Iterator[tuple[str, Any]]:
    for planned in plan.changing:
        told: dict[str, Any] = {"roles": [said(holding) for holding in planned.roles]}
        if planned.is_new or planned.is_renamed:
            told |= {"name": planned.name, "email": planned.email}
        if planned.officer is not None:
            told["officer"] = True
        yield planned.login, told
