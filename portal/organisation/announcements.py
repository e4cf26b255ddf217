"""Notices by staff: made, withdrawn, and shown to the residents of a unit and all below it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.database import command, db, glance
from portal.errors import NotFound, RuleBroken
from portal.language import later
from portal.organisation.listings import in_reach
from portal.organisation.models import Announcement, Unit
from portal.organisation.remembering import remembered
from portal.richtext import clean

_FORMATTED = re.compile(r"<(p|br|ul|ol|li)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")
EMPTY = later("Pengumuman kosong. Tulis isinya.")
ENDS_FIRST = later("Tanggal akhir mendahului tanggal mulai.")


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement: cleaned formatted text (HTML), and when it shows."""

    id: int
    unit_code: str
    text: str
    shows_from: date
    shows_until: date


def _query(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    notice, unit = Announcement.__table__.c, Unit.__table__.c
    return (
        sa.select(notice.id, unit.code, notice.text, notice.shows_from, notice.shows_until)
        .join_from(Announcement.__table__, Unit.__table__, unit.id == notice.unit_id)
        .where(*conditions)
        .order_by(notice.shows_from, notice.id)
    )


def _shown() -> sa.Select[Any]:
    unit, notice = Unit.__table__.c, Announcement.__table__.c
    above = sa.select(unit.id, unit.parent_id).where(unit.id == sa.bindparam("unit_id"))
    up = above.cte("above", recursive=True)
    up = up.union(sa.select(unit.id, unit.parent_id).where(unit.id == up.c.parent_id))
    on = sa.bindparam("on", type_=sa.Date)
    return _query(
        notice.unit_id.in_(sa.select(up.c.id)), notice.shows_from <= on, notice.shows_until >= on
    )


# Made once: each thank-you asks it, and making it costs more than asking.
_SHOWN = _shown()


@command
def announce(
    actor: Actor, *, unit_code: str, text: str, shows_from: date, shows_until: date
) -> int:
    """Put up a notice for a unit; raises RuleBroken, NotFound, NotAllowed."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    cleaned = clean(text.strip())
    if not cleaned:
        raise RuleBroken(EMPTY)
    if shows_until < shows_from:
        raise RuleBroken(ENDS_FIRST)
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit_code)).scalar()
    if unit_id is None:
        raise NotFound(f"Unit {unit_code} tidak ada.")
    actor.demand_in(Permission.MANAGE_ORGANISATION, unit_id)
    notice = Announcement(
        unit_id=unit_id, text=cleaned, shows_from=shows_from, shows_until=shows_until
    )
    db.session.add(notice)
    db.session.flush()
    after = {"unit": unit_code, "text": cleaned, "from": shows_from, "until": shows_until}
    record(actor, action="announced", subject=f"announcement:{notice.id}", after=after)
    return notice.id


@command
def withdraw_announcement(actor: Actor, *, announcement_id: int, on: date) -> None:
    """Take a notice down from this day on; what was shown stays in the trail."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    notice = db.session.get(Announcement, announcement_id)
    if notice is None:
        raise NotFound(f"Pengumuman {announcement_id} tidak ada.")
    actor.demand_in(Permission.MANAGE_ORGANISATION, notice.unit_id)
    before = {"text": notice.text, "until": notice.shows_until}
    db.session.delete(notice)
    record(
        actor,
        action="announcement_withdrawn",
        subject=f"announcement:{announcement_id}",
        before=before,
        after={"withdrawn_on": on},
    )


def announcements(on: date) -> tuple[Notice, ...]:
    """Every notice that shows on this day or later, for the operator's list."""
    return _notices(Announcement.shows_until >= on)


def announcements_in_reach(actor: Actor, on: date) -> tuple[Notice, ...]:
    """The same, of the units this actor administers."""
    return _notices(Announcement.shows_until >= on, *in_reach(actor, Announcement.unit_id))


def as_shown(actor: Actor, text: str) -> str:
    """What residents would see of a text: paragraphs made of blank lines, and cleaned."""
    actor.demand(Permission.MANAGE_ORGANISATION)
    return clean(with_paragraphs(text))


def with_paragraphs(text: str) -> str:
    """Text without any formatting of its own gets its paragraphs and line breaks."""
    if _FORMATTED.search(text):
        return text
    parts = [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
    return "".join("<p>" + part.replace("\n", "<br>") + "</p>" for part in parts)


@remembered
def announcements_for(unit_id: int, on: date) -> tuple[Notice, ...]:
    """The notices that residents of this unit see today: its own and those from above."""
    return tuple(Notice(*row) for row in glance(_SHOWN, {"unit_id": unit_id, "on": on}))


def announcements_for_unit(unit_code: str, on: date) -> tuple[Notice, ...]:
    """The same by the unit's code; nothing for an unknown one."""
    unit_id = db.session.execute(sa.select(Unit.id).where(Unit.code == unit_code)).scalar()
    return announcements_for(unit_id, on) if unit_id is not None else ()


def announcements_for_all(on: date) -> tuple[Notice, ...]:
    """The notices of the government itself: those of the root of the tree."""
    root = sa.select(Unit.id).where(Unit.parent_id.is_(None))
    return _notices(
        Announcement.unit_id.in_(root),
        Announcement.shows_from <= on,
        Announcement.shows_until >= on,
    )


def _notices(*conditions: sa.ColumnElement[bool]) -> tuple[Notice, ...]:
    return tuple(Notice(*row) for row in db.session.execute(_query(*conditions)))
