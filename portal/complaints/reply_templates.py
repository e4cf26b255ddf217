"""Prepared replies of a unit and all below it: kept clean, with variables that exist."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.messages import LONGEST_MESSAGE, spoken_message
from portal.complaints.models import ReplyTemplate
from portal.complaints.rules.templates import Variable, unknown_variables
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems, RuleBroken
from portal.language import gettext as _
from portal.organisation.announcements import with_paragraphs
from portal.organisation.models import Unit
from portal.richtext import clean

MANAGE = Permission.MANAGE_REPLIES
LONGEST_NAME = 80
LONGEST_TEXT = 3_500  # with the paragraphs that are put in, below what the cleaner takes


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One prepared reply; `seen` changes with whatever somebody else changes."""

    id: int
    unit_id: int
    unit: str
    name: str
    text: str
    retired_on: date | None

    @property
    def fingerprint(self) -> str:
        facts = repr((self.unit_id, self.name, self.text, self.retired_on))
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit in which this person prepares replies."""

    id: int
    name: str


def reply_templates(actor: Actor, *, is_retired: bool = False) -> tuple[TemplateCard, ...]:
    """Those of the units in reach, by unit and name."""
    actor.demand(MANAGE)
    kept = ReplyTemplate.retired_on.is_not(None) if is_retired else in_use()
    return cards(kept, *_reached(actor))


def reply_template(actor: Actor, template_id: int) -> TemplateCard:
    """One of them; NotFound outside the reach."""
    actor.demand(MANAGE)
    found = cards(ReplyTemplate.id == template_id, *_reached(actor))
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def units_for_templates(actor: Actor) -> tuple[UnitOption, ...]:
    """Where this person may prepare replies."""
    actor.demand(MANAGE)
    reach = actor.reach(MANAGE)
    query = sa.select(Unit.id, Unit.name).where(Unit.retired_on.is_(None)).order_by(Unit.name)
    query = query if reach is None else query.where(Unit.id.in_(reach))
    return tuple(UnitOption(*row) for row in db.session.execute(query))


def in_use() -> sa.ColumnElement[bool]:
    return ReplyTemplate.retired_on.is_(None)


def cards(*chosen: sa.ColumnElement[bool]) -> tuple[TemplateCard, ...]:
    """Prepared replies, for queries that have looked at the reach."""
    row = ReplyTemplate.__table__.c
    query = (
        sa.select(
            row.id, row.unit_id, Unit.name, row.name.label("called"), row.text, row.retired_on
        )
        .join_from(ReplyTemplate, Unit, Unit.id == ReplyTemplate.unit_id)
        .where(*chosen)
        .order_by(Unit.name, row.name, row.id)
    )
    return tuple(TemplateCard(*found) for found in db.session.execute(query))


def _reached(actor: Actor) -> Sequence[sa.ColumnElement[bool]]:
    reach = actor.reach(MANAGE)
    return () if reach is None else (ReplyTemplate.unit_id.in_(reach),)


@command
def add_reply_template(actor: Actor, *, unit_id: int, name: str, text: str) -> int:
    """Prepare a reply for a unit and all below it."""
    actor.demand_in(MANAGE, unit_id)
    if db.session.get(Unit, unit_id) is None:
        raise NotFound(UNKNOWN)
    facts = _checked(name, text)
    _refuse_same_name(unit_id, facts["name"])
    template = ReplyTemplate(unit_id=unit_id, retired_on=None, **facts)
    db.session.add(template)
    db.session.flush()
    record(
        actor,
        action="add_reply_template",
        subject=_subject(template.id),
        after={"unit_id": unit_id, **facts},
    )
    return template.id


@command
def change_reply_template(
    actor: Actor, *, template_id: int, name: str, text: str, fingerprint: str
) -> None:
    """Word it anew; replies that were sent stay as they were sent."""
    template, before = _to_change(actor, template_id, fingerprint)
    facts = _checked(name, text)
    _refuse_same_name(template.unit_id, facts["name"], besides=template.id)
    template.name, template.text = facts["name"], facts["text"]
    record(
        actor,
        action="change_reply_template",
        subject=_subject(template.id),
        before={"name": before.name, "text": before.text},
        after=facts,
    )


@command
def retire_reply_template(actor: Actor, *, template_id: int, fingerprint: str, on: date) -> None:
    """Nobody picks it any more."""
    template, _before = _to_change(actor, template_id, fingerprint)
    if template.retired_on is not None:
        raise Conflict(_("Templat ini sudah tidak dipakai."))
    template.retired_on = on
    record(
        actor,
        action="retire_reply_template",
        subject=_subject(template.id),
        after={"retired_on": on},
    )


def _to_change(
    actor: Actor, template_id: int, fingerprint: str
) -> tuple[ReplyTemplate, TemplateCard]:
    card = reply_template(actor, template_id)
    if card.fingerprint != fingerprint:
        raise Conflict(_("Templat ini diubah orang lain sejak halaman Anda dibuka."))
    return db.session.get_one(ReplyTemplate, template_id), card


def _checked(name: str, text: str) -> dict[str, Any]:
    """Name and cleaned text; raises with all that is unknown in it."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken(_("Beri nama paling banyak {max} huruf.").format(max=LONGEST_NAME))
    cleaned = clean(with_paragraphs(spoken_message(text)))
    if unknown := unknown_variables(cleaned):
        raise Problems([_unknown(found) for found in unknown])
    if len(cleaned) > LONGEST_MESSAGE:
        raise RuleBroken(
            _("Terlalu panjang: {n} huruf. Paling banyak {max}.").format(
                n=len(cleaned), max=LONGEST_TEXT
            )
        )
    return {"name": name, "text": cleaned}


def _unknown(name: str) -> Problem:
    known = ", ".join(f"{{{one}}}" for one in Variable)
    return Problem(
        f"{{{name}}}", _("bukan isian yang dikenal."), _("Yang ada: {known}.").format(known=known)
    )


def _refuse_same_name(unit_id: int, name: str, *, besides: int | None = None) -> None:
    same = sa.func.lower(ReplyTemplate.name) == name.lower()
    query = sa.select(ReplyTemplate.id).where(ReplyTemplate.unit_id == unit_id, same, in_use())
    if besides is not None:
        query = query.where(ReplyTemplate.id != besides)
    if db.session.execute(query).first():
        raise Conflict(_("Unit ini sudah punya templat dengan nama itu."))


def _subject(template_id: int) -> str:
    return f"reply_template:{template_id}"
