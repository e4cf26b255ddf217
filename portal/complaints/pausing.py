"""The rest of a case's clock while its reporter is asked: begun with a limit, ended once."""

from datetime import date

import sqlalchemy as sa

from portal.complaints.clocks import current_cycle, pauses_of, week_of
from portal.complaints.models import ClockPause, Complaint
from portal.complaints.rules.clock import Week, days_paused
from portal.database import db
from portal.errors import RuleBroken
from portal.language import gettext as _
from portal.organisation.rule_sets import time_limits
from portal.organisation.rules.working_days import add_working_days


def begin_pause(case: Complaint, reason: str, *, on: date) -> date:
    """Rest from today, at the latest until the working day that the rule set allows.

    All rests of one run of the clock share that limit: asking again and again holds no date.
    """
    week = week_of(current_cycle(case).unit_id)
    until = add_working_days(
        on, _days_left(case, week), days_a_week=week.days_a_week, holidays=week.holidays.keys()
    )
    db.session.add(
        ClockPause(
            complaint_id=case.id,
            number=_last_number(case.id) + 1,
            cycle=case.cycle,
            starts_on=on,
            until=until,
            reason=reason,
        )
    )
    db.session.flush()
    case.waits_until = until
    return until


def _days_left(case: Complaint, week: Week) -> int:
    most = time_limits(case.rule_set_id).pause_days
    left = most - days_paused(pauses_of(case.id, case.cycle), week)
    if left < 1:
        words = _(
            "Hitungan waktu sudah dijeda {n} hari kerja, yang terbanyak menurut aturan."
            " Jawab dengan keterangan yang ada."
        )
        raise RuleBroken(words.format(n=most))
    return left


def end_pause(case: Complaint, *, on: date) -> None:
    """The clock runs again from today; nothing happens where it was not resting."""
    query = sa.select(ClockPause).where(
        ClockPause.complaint_id == case.id, ClockPause.ends_on.is_(None)
    )
    for pause in db.session.execute(query).scalars():
        pause.ends_on = on
    case.waits_until = None
    db.session.flush()


def _last_number(complaint_id: int) -> int:
    query = sa.select(sa.func.max(ClockPause.number)).where(ClockPause.complaint_id == complaint_id)
    return db.session.execute(query).scalar() or 0
