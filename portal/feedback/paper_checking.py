"""Checking typed forms: ten drawn at random, typed again unseen; a mistake is struck."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record, take_turn
from portal.authority import UNKNOWN, Actor
from portal.database import command, db
from portal.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.feedback.models import PaperCheck, PaperEntry, Questionnaire, Rating, Status
from portal.feedback.outsiders import demand_outside
from portal.feedback.paper_checklist import CHECK, checklist, sheets_to_draw
from portal.feedback.paper_words import said
from portal.feedback.queries import ELEMENTS, last_closed_month
from portal.feedback.rules.paper import BadSheet, differing, read_marks, read_serial
from portal.feedback.rules.paper_check import LONGEST_NOTE, Outcome, outcome_of
from portal.feedback.rules.questionnaire import parse_questionnaire
from portal.feedback.rules.review import LONGEST_STORED, reason_is_short
from portal.language import gettext as _
from portal.month import Month


@dataclass(frozen=True, slots=True)
class _Known:
    """A typed sheet: its entry and the rating it became."""

    entry: PaperEntry
    rating: Rating


@command
def draw_checks(actor: Actor, *, month: Month, today: date) -> int:
    """Draw sheets at random until ten of the month are drawn; returns how many came now."""
    actor.demand(CHECK)
    take_turn()
    number = checklist(actor, month).to_draw
    if not number:
        raise RuleBroken(_("Tidak ada lembar yang masih dapat diundi untuk bulan ini."))
    drawn = sorted(secrets.SystemRandom().sample(sheets_to_draw(actor, month), number))
    rows = [{"month": str(month), "serial": one, "drawn_on": today, "note": ""} for one in drawn]
    db.session.execute(sa.insert(PaperCheck), rows)
    record(
        actor,
        action="draw_paper_checks",
        subject=f"month:{month}/paper",
        after={"serials": drawn},
    )
    return len(drawn)


@command
def check_sheet(actor: Actor, *, serial: str, marks: str | None, note: str, today: date) -> Outcome:
    """Compare a drawn sheet, typed again, with what is stored; `marks` None: no such sheet.

    Once; not by whoever typed it, and not by the unit itself.
    """
    known, check = _drawn(actor, serial)
    if check.outcome is not None:
        raise Conflict(_("Lembar ini sudah diperiksa."))
    questions = () if marks is None else _differing(known.rating, marks)
    outcome = Outcome.MISSING if marks is None else outcome_of(questions)
    check.outcome, check.checked_on, check.checked_by = outcome, today, actor.person_id
    check.note = "; ".join(filter(None, (", ".join(questions), note.strip()[:LONGEST_NOTE])))
    record(
        actor,
        action="check_paper",
        subject=f"paper:{serial}",
        after={"outcome": outcome.value, "questions": list(questions), "note": check.note},
    )
    return outcome


@command
def strike_sheet(actor: Actor, *, serial: str, reason: str) -> str:
    """Take a wrongly typed sheet out of the count, with a reason; it may then be typed anew."""
    actor.demand(CHECK)
    take_turn()
    known = _typed(actor, _read(serial))
    if known is None:
        raise RuleBroken(_("Nomor seri ini belum diketik di unit yang Anda jangkau."))
    demand_outside(actor, known.entry.unit_id)
    _refuse_strike(known, reason)
    before = {"status": known.rating.status}
    known.rating.status = Status.STRUCK
    known.rating.status_reason = " ".join(reason.split())[:LONGEST_STORED]
    _record_strike(actor, known, before, reason)
    return known.entry.serial


def _record_strike(actor: Actor, known: _Known, before: Mapping[str, Any], reason: str) -> None:
    record(
        actor,
        action="strike_paper",
        subject=f"paper:{known.entry.serial}",
        before=before,
        after={"status": Status.STRUCK.value, "month": known.entry.month},
        reason=reason.strip(),
    )


def _refuse_strike(known: _Known, reason: str) -> None:
    if reason_is_short(reason):
        raise RuleBroken(_("Tulis alasannya, paling sedikit satu kalimat."))
    if known.rating.status == Status.STRUCK:
        raise Conflict(_("Lembar ini sudah dicoret."))
    last = last_closed_month()
    if last is not None and known.entry.month <= last:
        words = _("Bulan {month} sudah ditutup. Lembarnya tetap dihitung; koreksi lewat revisi.")
        raise RuleBroken(words.format(month=known.entry.month))


def _drawn(actor: Actor, serial: str) -> tuple[_Known, PaperCheck]:
    actor.demand(CHECK)
    take_turn()
    known = _typed(actor, serial)
    query = sa.select(PaperCheck).where(PaperCheck.serial == serial)
    check = db.session.execute(query).scalar_one_or_none()
    if known is None or check is None:
        raise NotFound(UNKNOWN)
    demand_outside(actor, known.entry.unit_id)
    if actor.person_id is None or known.entry.typed_by == actor.person_id:
        raise NotAllowed(_("Lembar diperiksa oleh orang lain daripada yang mengetiknya."))
    return known, check


def _typed(actor: Actor, serial: str) -> _Known | None:
    query = (
        sa.select(PaperEntry, Rating)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .where(PaperEntry.serial == serial)
    )
    row = db.session.execute(query).one_or_none()
    if row is None or not actor.reaches(CHECK, row[0].unit_id):
        return None
    return _Known(*row)


def _differing(rating: Rating, marks: str) -> tuple[str, ...]:
    """By the questionnaire that the sheet was typed under."""
    query = sa.select(Questionnaire.definition).where(Questionnaire.id == rating.questionnaire_id)
    questionnaire = parse_questionnaire(db.session.execute(query).scalar_one())
    stored = {element: getattr(rating, element) for element in ELEMENTS}
    try:
        return differing(questionnaire, read_marks(questionnaire, marks), stored)
    except BadSheet as bad:
        raise _in_words(bad) from None


def _read(serial: str) -> str:
    try:
        return str(read_serial(serial))
    except BadSheet as bad:
        raise _in_words(bad) from None


def _in_words(bad: BadSheet) -> RuleBroken:
    words = said(bad)
    return RuleBroken(words[:1].upper() + words[1:])
