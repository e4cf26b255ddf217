"""What residents do on the page of their receipt, by the name that a course of life gives it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from portal.authority import RESIDENT
from portal.complaints import aftermaths, reporting, verdicts
from portal.complaints.models import Complaint
from portal.database import db
from portal.demo.cases import texts
from portal.demo.cases.years import Running, Years


def _cycle(case: Running) -> int:
    return db.session.execute(
        sa.select(Complaint.cycle).where(Complaint.number == case.number)
    ).scalar_one()


def _reply(years: Years, case: Running, at: datetime) -> None:
    text = texts.REPLIED[case.coming.place % len(texts.REPLIED)]
    note = int.from_bytes(case.receipt[:7])
    reporting.add_note(RESIDENT, receipt=case.receipt, note=note, text=text, at=at)


def _solved(years: Years, case: Running, at: datetime) -> None:
    verdicts.say_solved(RESIDENT, receipt=case.receipt, cycle=_cycle(case), at=at)


def _unsolved(years: Years, case: Running, at: datetime) -> None:
    text = years.stream.choice(texts.UNSOLVED)
    verdicts.say_unsolved(RESIDENT, receipt=case.receipt, cycle=_cycle(case), text=text, at=at)


def _rate(marks: tuple[int, ...], years: Years, case: Running, at: datetime) -> None:
    mark, cycle = years.stream.choice(marks), _cycle(case)
    verdicts.rate_handling(RESIDENT, receipt=case.receipt, cycle=cycle, mark=mark, at=at)


def _appeal(years: Years, case: Running, at: datetime) -> None:
    text = "Alasan penolakannya tidak sesuai papan."
    verdicts.appeal(RESIDENT, receipt=case.receipt, cycle=_cycle(case), text=text, at=at)


def _mistreated(years: Years, case: Running, at: datetime) -> None:
    aftermaths.tell_aftermath(
        RESIDENT,
        receipt=case.receipt,
        was_mistreated=True,
        text=texts.MISTREATED,
        today=at.date(),
    )


BY_RESIDENT: Mapping[str, Callable[[Years, Running, datetime], None]] = {
    "reply": _reply,
    "solved": _solved,
    "unsolved": _unsolved,
    "rate": partial(_rate, (3, 3, 4)),
    "rate_poorly": partial(_rate, (1, 2)),
    "appeal": _appeal,
    "mistreated": _mistreated,
}
