"""Verification within three working days (domain.md §3): classified, completed, laid right."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.complaints.acting import demand_possible, end_case, spoken_reason
from portal.complaints.cases import case_to_change, write_down, write_note, write_step
from portal.complaints.clocks import current_cycle, set_clock
from portal.complaints.handlers import refuse_empty_desk
from portal.complaints.models import Complaint, Event
from portal.complaints.placing import inspectors_unit, move
from portal.complaints.reading import seen_case
from portal.complaints.rules.classes import classes_for
from portal.complaints.rules.states import Act
from portal.complaints.rules.words import Desk, Klass, Outcome, Side, State, Step
from portal.complaints.searching import index_words
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.models import Counter, Service
from portal.organisation.tree import units_below

TRIAGE = Permission.TRIAGE_CASES
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Places:
    """What can complete a case, as (id, words): of the unit where it happened, or below."""

    counters: tuple[tuple[int, str], ...]
    services: tuple[tuple[int, str], ...]


def places_for(actor: Actor, number: str) -> Places:
    """The counters and services in use there, and those the case has."""
    case = seen_case(actor, number)
    units = units_below(case.unit_id)
    counters = (
        sa.select(Counter.id, Counter.number, Counter.name)
        .where(
            Counter.unit_id.in_(units),
            sa.or_(Counter.closed_on.is_(None), Counter.id == case.counter_id),
        )
        .order_by(Counter.name, Counter.number)
    )
    services = (
        sa.select(Service.id, Service.name)
        .where(
            Service.unit_id.in_(units),
            sa.or_(Service.retired_on.is_(None), Service.id == case.service_id),
        )
        .order_by(Service.name)
    )
    return Places(
        tuple((row.id, f"{row.number} {row.name}") for row in db.session.execute(counters)),
        tuple((row.id, row.name) for row in db.session.execute(services)),
    )


@command
def verify_case(
    actor: Actor,
    *,
    number: str,
    version: int,
    klass: Klass,
    title: str,
    counter_id: int | None,
    service_id: int | None,
    at: datetime,
) -> None:
    """Read for the first time: the class sets the limit, and may take the case to the inspector.

    *Berkadar pengawasan* (abuse of office, corruption, discipline) is the inspector's: the unit
    does not see it any more. Praise starts no clock, wants no answer and is done once it was read.
    The clock began at filing, not now.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.VERIFY)
    case.title = _title(title)
    _place_of(case, counter_id, service_id)
    case.state = State.VERIFIED
    current_cycle(case).verified_on = at.date()
    _classify(case, klass, at)
    index_words(case)
    _write(actor, case, at)
    if klass is Klass.APRESIASI:
        _thank(actor, case, at)
    write_down(actor, "verify_case", case, klass=klass)


@command
def reclassify_case(
    actor: Actor, *, number: str, version: int, klass: Klass, reason: str, at: datetime
) -> None:
    """Correct the class: the limit becomes that of the right one, counted from filing as before.

    The reporter reads the class, the desk reads why.
    """
    case = case_to_change(actor, number, TRIAGE, version=version)
    demand_possible(case, Act.RECLASSIFY)
    reason = spoken_reason(reason)
    if klass == case.klass:
        raise RuleBroken(_("Pilih golongan lain: ini golongannya sekarang."))
    before = case.klass
    _classify(case, klass, at)
    write_note(_write(actor, case, at), Side.INTERNAL, reason)
    write_down(actor, "reclassify_case", case, klass=klass, klass_before=before)


def _classify(case: Complaint, klass: Klass, at: datetime) -> None:
    if klass not in classes_for(case.kind):
        raise RuleBroken(_("Hanya apresiasi yang digolongkan apresiasi: ia tanpa batas waktu."))
    case.klass = klass
    if klass == Klass.PENGAWASAN and case.desk != Desk.INSPECTOR:
        unit_id = inspectors_unit()
        refuse_empty_desk(case, Desk.INSPECTOR, unit_id, at.date())
        move(case, Desk.INSPECTOR, unit_id)
    else:
        set_clock(case, current_cycle(case))


def _thank(actor: Actor, case: Complaint, at: datetime) -> None:
    """From now on the officer reads it (praising.py); on the desk nothing is left to do."""
    end_case(case, Outcome.SELESAI, "", at=at)
    facts = {"outcome": Outcome.SELESAI, "reason": ""}
    write_step(case, Step.CLOSED, actor=actor, needs=TRIAGE, on=at.date(), at=at, facts=facts)


def _write(actor: Actor, case: Complaint, at: datetime) -> Event:
    return write_step(
        case,
        Step.VERIFIED,
        actor=actor,
        needs=TRIAGE,
        on=at.date(),
        at=at,
        facts={"klass": case.klass},
    )


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise RuleBroken(_("Tulis judulnya: satu kalimat pendek tanpa nama orang."))
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(
            _("Judul terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(title), max=LONGEST_TITLE
            )
        )
    return title


def _place_of(case: Complaint, counter_id: int | None, service_id: int | None) -> None:
    """The counter and service it is about; both of the unit where it happened, or below."""
    units = units_below(case.unit_id)
    for model, chosen, now in (
        (Counter, counter_id, case.counter_id),
        (Service, service_id, case.service_id),
    ):
        if chosen is None or chosen == now:
            continue
        unit_id = db.session.execute(sa.select(model.unit_id).where(model.id == chosen)).scalar()
        if unit_id not in units:
            raise RuleBroken(_("Pilih loket dan layanan dari unit tempat kejadian."))
    case.counter_id, case.service_id = counter_id, service_id
