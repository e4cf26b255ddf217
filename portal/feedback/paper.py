"""Typing filled-in forms: each sheet once, by its serial number, while its month is open."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record, take_turn
from portal.authority import Actor
from portal.database import command, db
from portal.errors import NotAllowed, Problem, Problems, RuleBroken
from portal.feedback.models import Comment, PaperEntry, Rating, Status
from portal.feedback.paper_desk import Place, place_to_type
from portal.feedback.paper_words import said
from portal.feedback.queries import last_closed_month, questionnaire_in_force
from portal.feedback.rules.answers import RANDOM_BITS, rating_id
from portal.feedback.rules.paper import BadSheet, Fault, Sheet, repeated, sheet, sheet_of_line
from portal.feedback.rules.questionnaire import Questionnaire
from portal.feedback.rules.serial import serial_unit
from portal.feedback.sheet_rows import SHEET_CHANNELS, Surveyed, paper_comment, paper_rating
from portal.language import gettext as _
from portal.language import later

LONGEST_COMMENT = 2_000
OLDEST_DAYS = 366
NO_PERSON = later("Formulir kertas hanya diketik oleh orang yang masuk dengan akunnya.")


@dataclass(frozen=True, slots=True)
class Batch:
    """What stays while a clerk types: where, when and how the sheets were filled in."""

    unit: str
    on: date
    channel: str
    part_of_day: str | None = None
    counter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """One sheet as typed into the fields of a form."""

    serial: str
    marks: str
    respondent: str = ""
    comment: str = ""

    def read(self, questionnaire: Questionnaire) -> Sheet:
        return sheet(questionnaire, self.serial, self.marks, self.respondent, self.comment)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One sheet as typed into a line of many; `number` is the line's."""

    number: int
    text: str

    def read(self, questionnaire: Questionnaire) -> Sheet:
        return sheet_of_line(questionnaire, self.text)


@command
def enter_paper(
    actor: Actor, *, batch: Batch, typed: Sequence[Typed | TypedLine], today: date
) -> tuple[str, ...]:
    """Store the sheets, all or none; returns their serial numbers as stored.

    Raises Problems with every sheet that cannot be taken, RuleBroken for a day or a counter.
    """
    place = place_to_type(actor, batch.unit)
    take_turn()  # so that no closing of the month comes in between
    if actor.person_id is None:
        raise NotAllowed(_(NO_PERSON))
    _refuse_day(batch.on, today)
    at = _surveyed(batch, place)
    sheets = _read(typed, place, questionnaire_in_force().definition)
    struck = _refuse_known(typed, sheets)
    _store(sheets, at, actor.person_id, today, struck)
    record(
        actor,
        action="enter_paper",
        subject=f"unit:{batch.unit}/paper:{at.month}",
        after={
            "serials": [str(one.serial) for one in sheets],
            "surveyed_on": str(at.on),
            "channel": at.channel.value,
            "counter_id": at.counter_id,
            "comments": sum(bool(one.comment) for one in sheets),
        },
    )
    return tuple(str(one.serial) for one in sheets)


def _refuse_day(on: date, today: date) -> None:
    if on > today:
        raise RuleBroken(_("Tanggal survei belum tiba."))
    if on < today - timedelta(days=OLDEST_DAYS):
        raise RuleBroken(_("Tanggal survei lebih dari setahun yang lalu. Periksa tahunnya."))
    month, last = f"{on:%Y-%m}", last_closed_month()
    if last is not None and month <= last:
        raise RuleBroken(
            _(
                "Bulan {month} sudah ditutup dan tidak menerima jawaban lagi."
                " Bulan terbuka mulai sesudah {last}."
            ).format(month=month, last=last)
        )


def _surveyed(batch: Batch, place: Place) -> Surveyed:
    channel = next((one for one in SHEET_CHANNELS if one == batch.channel), None)
    if channel is None:
        raise RuleBroken(_("Pilih cara pengisian: kertas, wawancara, atau telepon."))
    counter = next((c for c in place.counters if c.id == batch.counter_id), None)
    if batch.counter_id is not None and (counter is None or not counter.is_open(batch.on)):
        raise RuleBroken(_("Loket itu tidak ada di unit ini pada tanggal survei."))
    return Surveyed(
        on=batch.on,
        part_of_day=batch.part_of_day,
        unit_id=place.unit_id,
        counter_id=counter.id if counter else None,
        location_id=counter.location_id if counter else None,
        channel=channel,
        questionnaire_id=questionnaire_in_force().id,
    )


def _read(
    typed: Sequence[Typed | TypedLine], place: Place, questionnaire: Questionnaire
) -> list[Sheet]:
    if not typed:
        raise RuleBroken(_("Belum ada lembar yang diketik."))
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for one in typed:
        try:
            sheets.append(_own(one.read(questionnaire), place))
        except BadSheet as bad:
            problems.append(_problem(one, bad))
    if problems:
        raise Problems(problems)
    return sheets


def _own(found: Sheet, place: Place) -> Sheet:
    if found.serial.unit != serial_unit(place.code):
        raise BadSheet(Fault.OTHER_UNIT, str(found.serial))
    return found


def _problem(one: Typed | TypedLine, bad: BadSheet) -> Problem:
    if isinstance(one, TypedLine):
        return Problem(_("Baris {n}").format(n=one.number), said(bad))
    words = said(bad)
    return Problem("", words[:1].upper() + words[1:])


def _refuse_known(typed: Sequence[Typed | TypedLine], sheets: Sequence[Sheet]) -> frozenset[str]:
    """Refuse what was typed before; yields those whose rating was struck, typed anew."""
    stored = _stored([str(one.serial) for one in sheets])
    problems = list(_repeats(typed, sheets, stored))
    if problems:
        raise Problems(problems)
    return frozenset(stored)


def _repeats(
    typed: Sequence[Typed | TypedLine], sheets: Sequence[Sheet], stored: dict[str, str]
) -> Iterator[Problem]:
    twice = repeated(sheets)
    for place, one in enumerate(sheets):
        serial = str(one.serial)
        if place in twice:
            yield _problem(typed[place], BadSheet(Fault.TWICE, serial))
        elif stored.get(serial, Status.STRUCK) != Status.STRUCK:
            yield _problem(typed[place], BadSheet(Fault.KNOWN, serial))


def _stored(serials: Sequence[str]) -> dict[str, str]:
    query = (
        sa.select(PaperEntry.serial, Rating.status)
        .join(Rating, Rating.id == PaperEntry.rating_id)
        .where(PaperEntry.serial.in_(serials))
    )
    return dict(db.session.execute(query).tuples().all())


def _store(
    sheets: Sequence[Sheet], at: Surveyed, typed_by: int, on: date, struck: frozenset[str]
) -> None:
    ratings, entries = [], []
    for one in sheets:
        new = rating_id(at.month, secrets.randbits(RANDOM_BITS))
        ratings.append({"id": new, **paper_rating(at, one.elements, one.respondent)})
        entries.append(_entry(one, at, new, typed_by, on))
    db.session.execute(sa.insert(Rating), ratings)
    _store_entries(entries, struck)
    _store_comments([one for one in sheets if one.comment], at, struck)


def _store_comments(sheets: Sequence[Sheet], at: Surveyed, struck: frozenset[str]) -> None:
    """Comments are not struck with their marks: one of a sheet typed anew is not stored twice."""
    known = sa.select(Comment.text).where(Comment.unit_id == at.unit_id)
    stored = set(db.session.execute(known).scalars()) if struck else set()
    comments = [
        paper_comment(at.on, at.unit_id, at.counter_id, one.comment)
        for one in sheets
        if not (str(one.serial) in struck and one.comment in stored)
    ]
    if comments:
        db.session.execute(sa.insert(Comment), comments)


def _entry(one: Sheet, at: Surveyed, new: int, typed_by: int, on: date) -> dict[str, Any]:
    return {
        "serial": str(one.serial),
        "month": at.month,
        "unit_id": at.unit_id,
        "rating_id": new,
        "typed_by": typed_by,
        "typed_on": on,
    }


def _store_entries(entries: Sequence[dict[str, Any]], struck: frozenset[str]) -> None:
    """New rows; a sheet that is typed anew keeps its row, for a check may point at it."""
    fresh = [entry for entry in entries if entry["serial"] not in struck]
    again = [entry for entry in entries if entry["serial"] in struck]
    if fresh:
        db.session.execute(sa.insert(PaperEntry), fresh)
    if again:
        db.session.execute(sa.update(PaperEntry), again)
