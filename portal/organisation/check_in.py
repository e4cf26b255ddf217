"""An officer's "saya bertugas di loket ini": said at the counter, until the next one says so.

Only this (beside a one-time ticket and the resident's own choice) makes an answer speak of a
person. The PIN is looked at before these commands, because hashing takes its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.language import gettext as _
from portal.organisation.models import CheckIn, Counter, Duty, Leave, Location, Officer, Unit
from portal.organisation.rules.check_in import (
    OpenPost,
    Post,
    ended_by,
    is_already_there,
    plain_desk,
)


@dataclass(frozen=True, slots=True)
class CheckInCounter:
    """A counter to check in at; `is_planned`: the roster puts the officer there today."""

    id: int
    number: str
    name: str
    unit_name: str
    location_name: str
    desk: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class OwnCheckIn:
    """Where the officer is checked in, and since when (local time)."""

    counter_id: int
    number: str
    name: str
    unit_name: str
    desk: str
    since: time


@command
def check_in(actor: Actor, *, counter_id: int, desk: str, at: datetime) -> None:
    """Say that the officer serves at this counter from this local moment on.

    Ends the officer's other check-in, and that of whoever was at the same desk. Saying the same
    again changes nothing.
    """
    officer = _own_officer(actor, at.date())
    counter = _counter_in_reach(actor, officer, counter_id, at.date())
    _refuse_on_leave(officer, at.date())
    new = Post(officer.id, counter.id, plain_desk(desk))
    known = _open_posts(at.date(), officer.id, counter.id)
    if is_already_there(new, known):
        return
    ended = ended_by(new, known)
    _end(ended, at)
    db.session.add(
        CheckIn(
            officer_id=officer.id,
            counter_id=counter.id,
            on_date=at.date(),
            starts_at=_second(at),
            desk=new.desk,
        )
    )
    after = {"counter_id": counter.id, "desk": new.desk, "at": _moment(at), "ended": len(ended)}
    record(actor, action="check_in", subject=f"officer:{officer.handle}", after=after)


@command
def check_out(actor: Actor, *, at: datetime) -> None:
    """Leave the counter: from this local moment on the officer is nowhere."""
    officer = _own_officer(actor, at.date())
    own = [p for p in _open_posts(at.date(), officer.id, None) if p.post.officer_id == officer.id]
    if not own:
        raise Conflict(_("Anda sedang tidak tercatat bertugas. Muat ulang halamannya."))
    _end([one.id for one in own], at)
    record(
        actor,
        action="check_out",
        subject=f"officer:{officer.handle}",
        before={"counter_id": own[0].post.counter_id, "desk": own[0].post.desk},
        after={"at": _moment(at)},
    )


def _own_officer(actor: Actor, day: date) -> Officer:
    """The officer this actor is, locked, so that two check-ins at once come one by one."""
    actor.demand(Permission.CHECK_IN)
    if actor.officer_id is None:
        raise NotAllowed(_("Hanya petugas yang dapat lapor bertugas, dari akunnya sendiri."))
    officer = db.session.get(Officer, actor.officer_id, with_for_update=True)
    if officer is None or (officer.left_on is not None and officer.left_on <= day):
        raise NotAllowed(_("Hanya petugas yang dapat lapor bertugas, dari akunnya sendiri."))
    return officer


def _refuse_on_leave(officer: Officer, day: date) -> None:
    """Nobody on leave is offered to residents, so a check-in would do nothing unseen."""
    query = sa.select(Leave.id).where(
        Leave.officer_id == officer.id, Leave.starts_on <= day, Leave.ends_on >= day
    )
    if db.session.execute(query.limit(1)).scalar() is not None:
        raise RuleBroken(_("Anda tercatat cuti hari ini. Minta administrator mengubah cuti Anda."))


def _counter_in_reach(actor: Actor, officer: Officer, counter_id: int, day: date) -> Counter:
    """A counter in use of the officer's units, or one the roster names today; locked."""
    query = sa.select(Counter.id).where(Counter.id == counter_id, _may_choose(actor, day))
    query = query.join(Unit, Unit.id == Counter.unit_id).where(_in_use())
    if db.session.execute(query).scalar() is None:
        raise NotFound(UNKNOWN)
    counter = db.session.get(Counter, counter_id, with_for_update=True)
    if counter is None:
        raise NotFound(UNKNOWN)
    return counter


def _in_use() -> sa.ColumnElement[bool]:
    return sa.and_(Counter.closed_on.is_(None), Unit.retired_on.is_(None))


def _may_choose(actor: Actor, day: date) -> sa.ColumnElement[bool]:
    reach = actor.reach(Permission.CHECK_IN)
    planned = Counter.id.in_(_planned(actor, day).with_only_columns(Duty.counter_id))
    return sa.true() if reach is None else sa.or_(Counter.unit_id.in_(sorted(reach)), planned)


def _planned(actor: Actor, day: date) -> sa.Select[tuple[int, str]]:
    query = sa.select(Duty.counter_id, Duty.desk)
    return query.where(Duty.officer_id == actor.officer_id, Duty.on_date == day)


def _open_posts(day: date, officer_id: int, counter_id: int | None) -> list[OpenPost]:
    """Check-ins of today that have not ended: the officer's, and those at the counter."""
    query = sa.select(CheckIn.id, CheckIn.officer_id, CheckIn.counter_id, CheckIn.desk).where(
        CheckIn.on_date == day,
        CheckIn.ends_at.is_(None),
        sa.or_(CheckIn.officer_id == officer_id, CheckIn.counter_id == counter_id),
    )
    rows = db.session.execute(query.order_by(CheckIn.id))
    return [OpenPost(id_, Post(officer, counter, desk)) for id_, officer, counter, desk in rows]


def _end(ids: Sequence[int], at: datetime) -> None:
    ended = sa.update(CheckIn).where(CheckIn.id.in_(ids)).values(ends_at=_second(at))
    db.session.execute(ended)


def _second(at: datetime) -> time:
    return at.time().replace(microsecond=0)


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=None, microsecond=0).isoformat()


def own_check_in(actor: Actor, day: date) -> OwnCheckIn | None:
    """Where this officer is checked in now; yesterday's ended with the day."""
    actor.demand(Permission.CHECK_IN)
    query = (
        sa.select(
            *(Counter.id, Counter.number, Counter.name, Unit.name.label("unit_name")),
            *(CheckIn.desk, CheckIn.starts_at),
        )
        .join(Counter, Counter.id == CheckIn.counter_id)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(
            CheckIn.officer_id == actor.officer_id,
            CheckIn.on_date == day,
            CheckIn.ends_at.is_(None),
        )
        .order_by(CheckIn.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else OwnCheckIn(*row)


def check_in_counters(actor: Actor, day: date) -> tuple[CheckInCounter, ...]:
    """Where this officer may check in: what the roster plans today first, then by unit, number."""
    actor.demand(Permission.CHECK_IN)
    planned = {row.counter_id: row.desk for row in db.session.execute(_planned(actor, day))}
    query = (
        sa.select(
            *(Counter.id, Counter.number, Counter.name, Unit.name.label("unit_name")),
            sa.func.coalesce(Location.name, "").label("location_name"),
        )
        .join(Unit, Unit.id == Counter.unit_id)
        .outerjoin(Location, Location.id == Counter.location_id)
        .where(_in_use(), _may_choose(actor, day))
        .order_by(Unit.name, sa.func.length(Counter.number), Counter.number)
    )
    found = [
        CheckInCounter(
            *(row.id, row.number, row.name, row.unit_name, row.location_name),
            desk=planned.get(row.id, ""),
            is_planned=row.id in planned,
        )
        for row in db.session.execute(query)
    ]
    return tuple(sorted(found, key=lambda counter: not counter.is_planned))
