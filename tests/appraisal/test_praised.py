"""Praise in the appraisal evidence: counted when it was read, frozen with the month."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.models import AppraisalRecord
from portal.appraisal.recount import recount
from portal.authority import operator
from portal.complaints.clocks import current_cycle
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Kind, Klass, Outcome, State
from portal.database import db
from portal.indicators.figures import read_content
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.models import Officer, Unit
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.indicators.town import make_ratings, make_town

OCTOBER = Month(2026, 10)
READ = date(2026, 10, 31)


def letter(officer: Officer, read_on: date | None = READ, **facts: Any) -> Complaint:
    unit = db.session.get_one(Unit, officer.unit_id)
    told = {"kind": Kind.APRESIASI, "klass": Klass.APRESIASI, "state": State.VERIFIED, **facts}
    case = make_case(unit, date(2026, 10, 1), about_officer=officer, **told)
    current_cycle(case).verified_on = read_on
    db.session.commit()
    return case


def close(month: Month = OCTOBER) -> None:
    close_month(
        operator("uji"), month=month, today=date(2026, 12, 1), weight=Weight.NINTH, reviewed="ya"
    )


def praise(officer: Officer, revision: int) -> int | None:
    query = sa.select(AppraisalRecord.content).where(
        AppraisalRecord.officer_id == officer.id,
        AppraisalRecord.month == str(OCTOBER),
        AppraisalRecord.revision == revision,
    )
    found: int | None = read_content(db.session.execute(query).scalar_one())["praise"]
    return found


def test_what_was_read_in_the_month_counts_and_stays(app: Flask) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 60, 2)
    praised, other = town.officers[:2]
    gone, _second = letter(praised), letter(praised, date(2026, 10, 1))
    letter(praised, date(2026, 11, 1))
    letter(praised, date(2026, 9, 30))
    letter(praised, None, state=State.RECEIVED, klass=None)
    letter(praised, klass=Klass.PENGADUAN)
    letter(praised, kind=Kind.PENGADUAN)
    for outcome in (Outcome.DITOLAK, Outcome.DUPLIKAT, Outcome.ARSIP, Outcome.BUKAN_KEWENANGAN):
        letter(praised, state=State.CLOSED, outcome=outcome)
    letter(make_officer(make_unit(), kind="lainnya", nip=None, internal_id="PJLP-7"))
    close()
    first = max(db.session.execute(sa.select(AppraisalRecord.revision)).scalars())
    assert (praise(praised, first), praise(other, first)) == (2, 0)
    stored = db.session.get_one(Complaint, gone.id)
    stored.kind = Kind.PENGADUAN
    letter(praised)
    assert recount(OCTOBER) is None
    revise_month(
        operator("uji"),
        month=OCTOBER,
        today=date(2026, 12, 1),
        reason="salah ketik di lembar",
        weight=Weight.NINTH,
    )
    assert (praise(praised, first + 1), praise(other, first + 1)) == (2, 0)
