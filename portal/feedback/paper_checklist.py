"""The sheets drawn for a check, and what the checks found; never by who typed them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.feedback.models import PaperCheck, PaperEntry, Rating, Status
from portal.feedback.rules.paper_check import Agreement, agreement, still_to_draw
from portal.month import Month
from portal.organisation.models import Counter, Unit

CHECK = Permission.CHECK_PAPER


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A drawn sheet; `outcome` is None while it waits."""

    serial: str
    unit: str
    outcome: str | None
    note: str
    checked_on: date | None
    is_struck: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """The check of one month: sheets typed, drawn, and how many more can be drawn."""

    month: Month
    typed: int
    rows: tuple[CheckRow, ...]
    to_draw: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """What helps to find the sheet in its binder; nothing of what was stored from it."""

    serial: str
    month: Month
    unit: str
    counter: str
    surveyed_on: date
    outcome: str | None
    note: str


def checklist(actor: Actor, month: Month) -> Checklist:
    """The drawn sheets of a month in reach, by serial number."""
    rows = tuple(
        CheckRow(row.serial, row.name, row.outcome, row.note, row.checked_on, row.is_struck)
        for row in db.session.execute(_drawn(actor, month))
    )
    waiting = len(sheets_to_draw(actor, month))
    return Checklist(
        month=month,
        typed=_typed(actor, month),
        rows=rows,
        to_draw=still_to_draw(len(rows), waiting),
        agreement=agreement(row.outcome for row in rows),
    )


def months_typed(actor: Actor) -> tuple[Month, ...]:
    """The months with typed sheets in reach, oldest first."""
    query = sa.select(PaperEntry.month).where(*_in_reach(actor)).distinct()
    return tuple(map(Month.parse, db.session.execute(query.order_by(PaperEntry.month)).scalars()))


def sheets_to_draw(actor: Actor, month: Month) -> tuple[str, ...]:
    """The counted sheets of a month in reach that no draw has taken."""
    query = (
        sa.select(PaperEntry.serial)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .where(
            PaperEntry.month == str(month),
            Rating.status != Status.STRUCK,
            PaperEntry.serial.not_in(sa.select(PaperCheck.serial)),
            *_in_reach(actor),
        )
    )
    return tuple(db.session.execute(query.order_by(PaperEntry.serial)).scalars())


def drawn_sheet(actor: Actor, serial: str) -> DrawnSheet:
    """A drawn sheet by its serial number; NotFound outside the reach."""
    query = (
        sa.select(
            PaperCheck.serial,
            PaperCheck.month,
            PaperCheck.outcome,
            PaperCheck.note,
            Unit.name,
            Counter.number,
            Counter.name.label("counter"),
            Rating.received_on,
        )
        .join(PaperEntry, PaperEntry.serial == PaperCheck.serial)
        .join(Unit, Unit.id == PaperEntry.unit_id)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .outerjoin(Counter, Counter.id == Rating.counter_id)
        .where(PaperCheck.serial == serial, *_in_reach(actor))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    counter = f"{row.number} {row.counter}".strip() if row.number else ""
    month = Month.parse(row.month)
    return DrawnSheet(row.serial, month, row.name, counter, row.received_on, row.outcome, row.note)


def _drawn(
    actor: Actor, month: Month
) -> sa.Select[tuple[str, str, str | None, str, date | None, bool]]:
    struck = (Rating.status == Status.STRUCK).label("is_struck")
    check = PaperCheck
    return (
        sa.select(check.serial, Unit.name, check.outcome, check.note, check.checked_on, struck)
        .join(PaperEntry, PaperEntry.serial == check.serial)
        .join(Unit, Unit.id == PaperEntry.unit_id)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .where(check.month == str(month), *_in_reach(actor))
        .order_by(check.serial)
    )


def _typed(actor: Actor, month: Month) -> int:
    query = sa.select(sa.func.count()).where(PaperEntry.month == str(month), *_in_reach(actor))
    return db.session.execute(query).scalar_one()


def _in_reach(actor: Actor) -> list[sa.ColumnElement[bool]]:
    actor.demand(CHECK)
    reach = actor.reach(CHECK)
    return [] if reach is None else [PaperEntry.unit_id.in_(reach)]
