"""A prepared reply for one case: chosen from its unit and those above, its variables filled."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.complaints.models import Complaint, Cycle, ReplyTemplate
from portal.complaints.reach import visible
from portal.complaints.reply_templates import TemplateCard, cards, in_use
from portal.complaints.rules.numbers import number_shown
from portal.complaints.rules.templates import Variable, as_plain, as_typed, filled
from portal.database import db
from portal.errors import NotFound
from portal.language import Language, long_date, speaking
from portal.organisation.models import ComplaintManager, Counter, Service, Unit
from portal.organisation.tree import units_above

USE = Permission.HANDLE_CASES


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply to begin with: as one types it, or formatted where it is more than paragraphs."""

    text: str
    is_formatted: bool


def templates_for(actor: Actor, number: str) -> tuple[TemplateCard, ...]:
    """What may be picked for this case: of the unit that handles it and of those above."""
    case = _case(actor, number)
    return cards(in_use(), ReplyTemplate.unit_id.in_(units_above(case.handling_unit_id)))


def draft_for(actor: Actor, number: str, template_id: int) -> Draft:
    """The prepared reply with this case's facts in it; never one of the reporter's words."""
    chosen = [one for one in templates_for(actor, number) if one.id == template_id]
    if not chosen:
        raise NotFound(UNKNOWN)
    case = _case(actor, number)
    with speaking(Language(case.language)):
        text = filled(chosen[0].text, _values(case))
    plain = as_plain(text)
    return Draft(as_typed(text), True) if plain is None else Draft(plain, False)


def _case(actor: Actor, number: str) -> Complaint:
    actor.demand(USE)
    query = sa.select(Complaint).where(Complaint.number == number, visible(actor))
    case = db.session.execute(query).scalar()
    if case is None or not actor.reaches(USE, case.handling_unit_id):
        raise NotFound(UNKNOWN)
    return case


def _values(case: Complaint) -> dict[str, str]:
    due = db.session.get_one(Cycle, (case.id, case.cycle)).answer_due
    counter = db.session.get(Counter, case.counter_id) if case.counter_id else None
    service = db.session.get(Service, case.service_id) if case.service_id else None
    return {
        Variable.NOMOR: number_shown(case.number),
        Variable.UNIT: db.session.get_one(Unit, case.handling_unit_id).name,
        Variable.LAYANAN: service.name if service else "",
        Variable.LOKET: f"{counter.number} {counter.name}" if counter else "",
        Variable.PEJABAT: _manager(case.handling_unit_id),
        Variable.TANGGAL_LAPOR: long_date(case.filed_on),
        Variable.TANGGAL_JAWABAN: long_date(due) if due else "",
    }


def _manager(unit_id: int) -> str:
    """Who is published as responsible for complaints: of the unit, or of the nearest above."""
    above = units_above(unit_id)
    query = sa.select(ComplaintManager.unit_id, ComplaintManager.name)
    rows = db.session.execute(query.where(ComplaintManager.unit_id.in_(above))).all()
    named = {row.unit_id: row.name for row in rows}
    return next((named[unit] for unit in above if unit in named), "")
