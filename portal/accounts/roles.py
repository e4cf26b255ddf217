"""Roles given and ended: within the own reach, never the own ones, never two that are apart."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from portal.accounts.models import HELD_ROLES, Held, HeldRole, Person
from portal.accounts.reaching import (
    MANAGE,
    holdings_of,
    refuse_last_administrator,
    refuse_self,
    seen_person,
    unit_to_grant,
)
from portal.accounts.rules.holding import Fault, Holding, clash, fault, held_already
from portal.audit.commands import record
from portal.authority import APART, UNKNOWN, Actor, Role
from portal.database import command, db
from portal.errors import NotFound, RuleBroken
from portal.language import later
from portal.organisation.models import Unit

FAULTS: Mapping[Fault, str] = {
    Fault.ORDER: later("Hari terakhir mendahului hari pertama. Periksa kedua tanggal."),
    Fault.RANGE: later("Tanggal ini di luar tahun 1990 sampai 2199. Periksa tahunnya."),
    Fault.NO_END: later("Plt. dan Plh. perlu hari terakhir, seperti di surat perintahnya."),
    Fault.NO_DECREE: later("Plt. dan Plh. perlu nomor surat perintahnya."),
}
CLASHES: Mapping[frozenset[Role], str] = {
    frozenset({Role.SURVEY_EVALUATOR, Role.APPRAISAL_EVALUATOR}): later(
        "Bagian Organisasi dan BKPSDM tidak boleh satu orang, juga sebagai Plt. atau Plh.: yang "
        "menutup nilai tidak memegang bukti per NIP."
    ),
    frozenset({Role.AUDITOR, Role.ADMINISTRATOR}): later(
        "Auditor dan administrator tidak boleh satu orang, juga sebagai Plt. atau Plh.: tidak "
        "ada yang memeriksa perbuatannya sendiri."
    ),
    frozenset({Role.AUDITOR, Role.SURVEY_EVALUATOR}): later(
        "Auditor dan Bagian Organisasi tidak boleh satu orang, juga sebagai Plt. atau Plh.: tidak "
        "ada yang memeriksa perbuatannya sendiri."
    ),
}
HELD_ALREADY = later(
    "Peran itu sudah dipegang di unit itu pada hari yang sama. Akhiri dulu yang lama."
)
OVER = later("Hari terakhir itu sudah lewat. Periksa tanggalnya.")
ENDED = later("Peran ini sudah berakhir.")
LONGER = later("Hari terakhir itu sesudah hari terakhir yang tersimpan. Beri peran baru saja.")
NO_ROLE = later("Pilih salah satu peran.")


def demand_fit(held: Iterable[Holding], wanted: Holding, today: date) -> None:
    """RuleBroken, in words, unless this person may hold this role on these days."""
    held = tuple(held)
    if wanted.role not in HELD_ROLES or wanted.held not in tuple(Held):
        raise RuleBroken(NO_ROLE)
    if wrong := fault(wanted):
        raise RuleBroken(FAULTS[wrong])
    if wanted.ends_on is not None and wanted.ends_on < today:
        raise RuleBroken(OVER)
    if pair := clash(held, wanted, APART):
        raise RuleBroken(CLASHES[frozenset(map(Role, pair))])
    if held_already(held, wanted):
        raise RuleBroken(HELD_ALREADY)


def granted(person: Person, holding: Holding, unit: Unit) -> HeldRole:
    """The row of a role."""
    return HeldRole(
        person_id=person.id,
        role=holding.role,
        unit_id=unit.id,
        held=holding.held,
        decree=" ".join(holding.decree.split())[:200],
        starts_on=holding.starts_on,
        ends_on=holding.ends_on,
    )


def said(holding: Holding) -> dict[str, str | None]:
    """A role in plain values, for the trail."""
    return {
        "role": holding.role,
        "unit": holding.unit,
        "held": holding.held,
        "decree": holding.decree,
        "starts_on": holding.starts_on.isoformat(),
        "ends_on": holding.ends_on.isoformat() if holding.ends_on else None,
    }


@command
def grant_role(actor: Actor, *, handle: str, holding: Holding, seen: str, today: date) -> None:
    """Give somebody in reach a role in a unit in reach."""
    person = seen_person(actor, handle, seen)
    refuse_self(actor, person)
    unit = unit_to_grant(actor, holding.unit)
    demand_fit(holdings_of(person.id), holding, today)
    db.session.add(granted(person, holding, unit))
    subject = f"person:{person.handle}"
    record(actor, action="role_granted", subject=subject, after=said(holding))


@command
def end_role(
    actor: Actor, *, handle: str, role_id: int, last_day: date, seen: str, today: date
) -> None:
    """End a role after a day; one that had not begun by then is cancelled.

    Sessions go on: what a person may do is read anew at each request.
    """
    person = seen_person(actor, handle, seen)
    refuse_self(actor, person)
    row, code = _role(actor, person, role_id)
    if row.ends_on is not None and row.ends_on < today:
        raise RuleBroken(ENDED)
    if row.ends_on is not None and row.ends_on < last_day:
        raise RuleBroken(LONGER)
    last_day = max(last_day, today - timedelta(days=1))
    refuse_last_administrator(person, after=last_day, but=row.id)
    before = said(_holding(row, code))
    is_cancelled = last_day < row.starts_on
    if is_cancelled:
        db.session.delete(row)
    else:
        row.ends_on = last_day
    after = None if is_cancelled else said(_holding(row, code))
    subject = f"person:{person.handle}"
    record(actor, action="role_ended", subject=subject, before=before, after=after)


def _role(actor: Actor, person: Person, role_id: int) -> tuple[HeldRole, str]:
    query = (
        sa.select(HeldRole, Unit.code)
        .join(Unit, Unit.id == HeldRole.unit_id)
        .where(HeldRole.id == role_id, HeldRole.person_id == person.id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    actor.demand_in(MANAGE, found[0].unit_id)
    return found[0], found[1]


def _holding(row: HeldRole, code: str) -> Holding:
    return Holding(row.role, code, row.starts_on, row.ends_on, row.held, row.decree)
