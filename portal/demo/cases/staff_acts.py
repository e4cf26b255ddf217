"""What staff do with a case, by the name that a course of life gives it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from portal.authority import Actor
from portal.complaints import (
    answering,
    archiving,
    asking,
    assigning,
    forwarding,
    notes,
    verifying,
)
from portal.complaints.forwarding import Elsewhere
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Desk, Klass, Outcome
from portal.database import db
from portal.demo.cases import texts
from portal.demo.cases.years import Running, Years
from portal.demo.chance import Chance
from portal.demo.place_rows import COUNTER_IDS, SERVICE_IDS
from portal.organisation.models import Unit

COORDINATOR, INSPECTOR, ABOVE = "koordinator", "inspektorat", "penangan"
HEADS: Mapping[str, str] = {
    "DUKCAPIL": "kepala",
    "DUKCAPIL-HULU": "kepala",
    "DPMPTSP": "dpmptsp",
    "BAPENDA": "bapenda",
    "DINSOS": "dinsos",
    "DINKES": "dinkes",
    "RSUD": "rsud",
    "KEC-MUARA": "camat",
    "PKM-MUARA": "puskesmas",
    "KEL-PASIR": "lurah.pasir",
}
READS_FIRST = frozenset({"pass_on", "verify", "verify_oversight", "refer", "archive"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn at one case: what the page showed, and when."""

    actor: Actor
    case: Running
    version: int
    unit: str
    stream: Chance
    at: datetime


def by_staff(years: Years, case: Running, act: str, at: datetime) -> None:
    """Whoever has the case on the desk acts; what a coordinator cannot do is passed on first."""
    turn = turn_at(years, case, at)
    if turn.actor is years.actor(COORDINATOR) and act not in READS_FIRST:
        _pass_on(turn)
        turn = turn_at(years, case, at)
    BY_STAFF[act](turn)


def turn_at(years: Years, case: Running, at: datetime) -> Turn:
    """Who has this case on the desk now."""
    query = sa.select(Complaint.version, Complaint.desk, Unit.code).join(
        Unit, Unit.id == Complaint.handling_unit_id
    )
    row = db.session.execute(query.where(Complaint.number == case.number)).one()
    away = {Desk.COORDINATOR: COORDINATOR, Desk.INSPECTOR: INSPECTOR}
    login = away.get(Desk(row.desk)) or HEADS.get(row.code, ABOVE)
    return Turn(years.actor(login), case, row.version, row.code, years.stream, at)


def _verify(klass: Klass | None, turn: Turn) -> None:
    coming = turn.case.coming
    verifying.verify_case(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        klass=klass or Klass(coming.tale.kind),
        title=coming.story.split(".")[0][:100],
        counter_id=COUNTER_IDS[coming.counter.key],
        service_id=SERVICE_IDS[coming.service],
        at=turn.at,
    )


def _pass_on(turn: Turn) -> None:
    forwarding.forward_case(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        to=Desk.UNIT,
        unit=turn.unit,
        reason="Sudah dibaca koordinator.",
        at=turn.at,
    )


def _take(turn: Turn) -> None:
    assigning.take_case(turn.actor, number=turn.case.number, version=turn.version, at=turn.at)


def _ask(turn: Turn) -> None:
    asking.ask_reporter(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        message=texts.ASKED[turn.case.coming.place % len(texts.ASKED)],
        reason="Keterangan belum lengkap",
        at=turn.at,
    )


def _note(turn: Turn) -> None:
    text = "Berkas dicari di arsip lantai dua."
    notes.note_case(turn.actor, number=turn.case.number, text=text, at=turn.at)


def _first_answer(outcome: Outcome | None, reason: str, turn: Turn) -> None:
    tale = turn.case.coming.tale
    topic = tale.about if tale.kind == "pengaduan" else tale.kind
    _answer(texts.ANSWERED[topic], outcome, reason, turn)


def _answer(words: tuple[str, ...], outcome: Outcome | None, reason: str, turn: Turn) -> None:
    answering.answer_case(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        text=turn.stream.choice(words),
        outcome=outcome,
        reason=reason,
        at=turn.at,
    )


def _refer(turn: Turn) -> None:
    forwarding.refer_case(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        where=Elsewhere.AGENCY,
        words=texts.ELSEWHERE[0],
        at=turn.at,
    )


def _archive(turn: Turn) -> None:
    archiving.archive_case(
        turn.actor,
        number=turn.case.number,
        version=turn.version,
        reason=texts.ARCHIVED[0],
        at=turn.at,
    )


DONE = "Sudah dijawab tuntas."
BY_STAFF: Mapping[str, Callable[[Turn], None]] = {
    "pass_on": _pass_on,
    "verify": partial(_verify, None),
    "verify_oversight": partial(_verify, Klass.PENGAWASAN),
    "take": _take,
    "ask": _ask,
    "note": _note,
    "answer": partial(_first_answer, None, ""),
    "answer_close": partial(_first_answer, Outcome.SELESAI, DONE),
    "answer_again": partial(_answer, texts.AGAIN, Outcome.SELESAI, DONE),
    "reject": partial(_answer, texts.REFUSED, Outcome.DITOLAK, "Data asalnya dari kabupaten lain."),
    "refer": _refer,
    "archive": _archive,
}
