"""Whom a case is about: added and taken away with a reason, and the case moves out of reach."""

from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.authority import Actor, Permission
from portal.complaints.accused import Told, way_of
from portal.complaints.acting import demand_possible, spoken_reason
from portal.complaints.cases import (
    case_to_change,
    fresh_id,
    note_inside,
    write_down,
)
from portal.complaints.handlers import has_readers
from portal.complaints.masking import names_somebody
from portal.complaints.models import Complaint, Concerned
from portal.complaints.placing import duplicates_of, first_free_unit, inspectors_unit, move
from portal.complaints.reading import seen_case
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import About, Desk, Kind
from portal.complaints.together import concern_alike, take_out_of_hands
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import gettext as _
from portal.organisation.models import Officer, Service
from portal.organisation.tree import units_below

TRIAGE = Permission.TRIAGE_CASES
LONGEST_DESCRIPTION = 200


def officers_for(actor: Actor, number: str) -> tuple[tuple[str, str], ...]:
    """Handle and name of the officers it may be about: of the unit where it happened, or below."""
    case = seen_case(actor, number)
    query = (
        sa.select(Officer.handle, Officer.name, Officer.position)
        .where(Officer.unit_id.in_(units_below(case.unit_id)), Officer.left_on.is_(None))
        .order_by(Officer.name, Officer.id)
    )
    return tuple(
        (row.handle, f"{row.name}, {row.position}" if row.position else row.name)
        for row in db.session.execute(query)
    )


@command
def add_concerned(
    actor: Actor,
    *,
    number: str,
    version: int,
    officer: str,
    description: str,
    reason: str,
    at: datetime,
) -> None:
    """Add an officer of the roster (`officer`: the handle), or a description of somebody.

    From this moment that person sees neither case nor photo nor count; a head takes the case one
    level up with it, an inspector cannot be judged here (rules/routing.py). A public text with
    the name goes back to the desk. Duplicates merged into it share all of this.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.CONCERN)
    reason, description = spoken_reason(reason), " ".join(description.split())
    found = _officer(case, officer)
    if found is None and not description:
        raise RuleBroken(_("Pilih petugas dari daftar, atau tuliskan siapa orangnya."))
    if len(description) > LONGEST_DESCRIPTION:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(description), max=LONGEST_DESCRIPTION
            )
        )
    row = Concerned(
        id=fresh_id(),
        complaint_id=case.id,
        officer_id=found and found.id,
        person_id=found and _account_of(found.id),
        description=description,
    )
    db.session.add(row)
    db.session.flush()
    if names_somebody(case, case.public_text or ""):
        case.public_text = None
    for duplicate in duplicates_of(case):
        concern_alike(case, duplicate)
    _reroute(case, row, at.date())
    note_inside(actor, case, reason, needs=TRIAGE, at=at, facts={"what": "concerned_added"})
    write_down(actor, "add_concerned", case)


@command
def remove_concerned(
    actor: Actor, *, number: str, version: int, concerned_id: int, reason: str, at: datetime
) -> None:
    """Take somebody off whom the case is not about; it stays on the desk where it lies."""
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.CONCERN)
    reason = spoken_reason(reason)
    row = db.session.get(Concerned, concerned_id)
    if row is None or row.complaint_id != case.id:
        raise NotFound(_("Orang ini tidak tercatat pada pengaduan ini."))
    db.session.delete(row)
    note_inside(actor, case, reason, needs=TRIAGE, at=at, facts={"what": "concerned_removed"})
    write_down(actor, "remove_concerned", case)


def _officer(case: Complaint, handle: str) -> Officer | None:
    """An officer of the unit where it happened, or below it; refused when named already."""
    if not handle:
        return None
    query = sa.select(Officer).where(Officer.handle == handle)
    found = db.session.execute(query).scalar()
    if found is None or found.unit_id not in units_below(case.unit_id):
        raise RuleBroken(_("Petugas ini tidak ada di unit itu. Pilih dari daftar."))
    known = sa.select(Concerned.id).where(
        Concerned.complaint_id == case.id, Concerned.officer_id == found.id
    )
    if db.session.execute(known).first():
        raise RuleBroken(_("Petugas ini sudah tercatat pada pengaduan ini."))
    return found


def _account_of(officer_id: int) -> int | None:
    query = sa.select(Person.id).where(Person.officer_id == officer_id)
    return db.session.execute(query).scalar()


def _reroute(case: Complaint, added: Concerned, on: date) -> None:
    """Out of the hands of whoever it is about: the case, the assignment, the open page."""
    if (case.klass or case.kind) == Kind.APRESIASI:
        return
    take_out_of_hands(case)
    way = way_of(_told(case, added), on)
    if way is None:
        raise RuleBroken(
            _(
                "Di luar wewenang portal ini. Pakai “Bukan kewenangan” dan tunjukkan alamat"
                " Ombudsman atau SP4N-LAPOR!."
            )
        )
    free = first_free_unit(case, on)
    if case.desk == Desk.INSPECTOR:
        return
    if way.desk == Desk.INSPECTOR or free is None:
        move(case, Desk.INSPECTOR, inspectors_unit())
    elif free != case.handling_unit_id:
        case.is_bypassed = True
        # Where nobody coordinates, the unit above reads it first: better than nobody at all.
        is_read = has_readers(case, Desk.COORDINATOR, free, on)
        move(case, Desk.COORDINATOR if is_read else Desk.UNIT, free)


def _told(case: Complaint, added: Concerned) -> Told:
    is_free = sa.select(Service.tariff == "gratis").where(Service.id == case.service_id)
    return Told(
        kind=Kind(case.kind),
        about=About(case.about),
        unit_id=case.unit_id,
        officer_id=added.officer_id,
        description=added.description,
        is_free=db.session.execute(is_free).scalar(),
    )
