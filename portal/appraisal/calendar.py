"""The days of a month's objections as this installation counts them, and what is contested."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from portal.appraisal.models import Closing, Objection
from portal.appraisal.rules.calendar import ObjectionWindow, objection_window
from portal.appraisal.rules.status import Status, appraisal_status, is_trial, trial_until
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.database import db
from portal.feedback.models import Rating
from portal.feedback.models import Status as Standing
from portal.month import Month
from portal.organisation.models import Holiday, Unit

DECIDED = "decide_objection"  # the act in the trail, by which a decision is dated
LONGEST = 100  # days in which twenty working days are found, whatever the holidays


@dataclass(frozen=True, slots=True)
class Terms:
    """What an installation chose about objections and its trial period."""

    objection_days: tuple[int, int, int] = (1, 5, 8)
    trial_months: int = 3

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        return cls(settings.objection_days, settings.trial_months)


def subject_of(handle: str) -> str:
    """How the trail names an objection."""
    return f"objection:{handle}"


def window_of(
    month: Month, days: tuple[int, int, int], *, unit_id: int | None = None
) -> ObjectionWindow:
    """When a month may be contested by the officers of a unit (its five- or six-day week)."""
    start = month.next().first_day
    closed = db.session.execute(
        sa.select(sa.func.min(Closing.closed_on)).where(Closing.month == str(month))
    ).scalar()
    begin = max(start, closed or start)
    until = begin + timedelta(days=LONGEST)
    holidays = db.session.execute(
        sa.select(Holiday.on_date).where(Holiday.on_date.between(start, until))
    ).scalars()
    found = frozenset(holidays)
    return objection_window(month, found, days, _work_days(unit_id), closed)


def _work_days(unit_id: int | None) -> int:
    if unit_id is None:
        return 5
    found = db.session.execute(sa.select(Unit.work_days).where(Unit.id == unit_id)).scalar()
    return found or 5


def holiday_names(days: tuple[date, ...]) -> Mapping[date, str]:
    """What the calendar calls these days, with the decree: why a day did not count."""
    query = sa.select(Holiday.on_date, Holiday.name, Holiday.decree).where(
        Holiday.on_date.in_(days)
    )
    return {
        day: f"{name} ({decree})" if decree else name
        for day, name, decree in db.session.execute(query)
    }


def contested_officers(month: str) -> frozenset[int]:
    """Officers whose objection against a month is open, or upheld and not yet in a revision."""
    still_open = sa.select(Objection.officer_id).where(
        Objection.month == month, Objection.state == "open"
    )
    found = set(db.session.execute(still_open).scalars())
    return frozenset(found | set(db.session.execute(_unrevised(month)).scalars()))


def decided_since_closing(month: str) -> int:
    """How many objections were upheld after the newest closing: a revision is due."""
    query = sa.select(sa.func.count()).select_from(_unrevised(month).subquery())
    return int(db.session.execute(query).scalar_one())


def _unrevised(month: str) -> sa.Select[tuple[int]]:
    """The officers of upheld objections that changed answers after the month's newest closing."""
    newest = sa.select(sa.func.max(Closing.audit_sequence)).where(Closing.month == month)
    return (
        sa.select(Objection.officer_id)
        .join(AuditEntry, AuditEntry.subject == sa.literal("objection:") + Objection.handle)
        .where(
            Objection.month == month,
            Objection.state == "upheld",
            Objection.affected > 0,
            AuditEntry.action == DECIDED,
            AuditEntry.sequence > newest.scalar_subquery(),
        )
    )


def first_counted_month() -> Month | None:
    """The installation's first month with a counted answer: where the trial period begins."""
    query = sa.select(Rating.month).where(Rating.status == Standing.COUNTS)
    counted = db.session.execute(query.order_by(Rating.id).limit(1)).scalar()
    closed = db.session.execute(sa.select(sa.func.min(Closing.month))).scalar()
    known = [month for month in (counted, closed) if month]
    return Month.parse(min(known)) if known else None


def trial_end(trial_months: int) -> Month | None:
    """The last month whose personal figures are for the officer alone."""
    return trial_until(first_counted_month(), trial_months)


def in_trial(month: Month, trial_months: int) -> bool:
    """Whether the personal figures of this month are for the officer alone."""
    return bool(trial_months) and is_trial(month, first_counted_month(), trial_months)


@dataclass(frozen=True, slots=True)
class Standings:
    """What the records of one month are called on one day; asked once, used for every record."""

    today: date
    is_in_trial: bool
    contested: frozenset[int]
    five_days: ObjectionWindow
    six_days: ObjectionWindow
    six_day_units: frozenset[int]

    def window(self, unit_id: int) -> ObjectionWindow:
        return self.six_days if unit_id in self.six_day_units else self.five_days

    def status(self, frozen: str, *, officer_id: int, unit_id: int) -> Status:
        """The status of one officer's record; `frozen` is what its closed row says."""
        return appraisal_status(
            frozen,
            self.window(unit_id),
            self.today,
            contested=officer_id in self.contested,
            in_trial=self.is_in_trial,
        )


def standings(month: str, *, today: date, terms: Terms) -> Standings:
    """Everything needed to name the status of each record of a month; a handful of small reads."""
    asked = Month.parse(month)
    five = window_of(asked, terms.objection_days)
    six_day_units = frozenset(
        db.session.execute(sa.select(Unit.id).where(Unit.work_days == 6)).scalars()
    )
    six = window_of(asked, terms.objection_days, unit_id=min(six_day_units, default=None))
    return Standings(
        today=today,
        is_in_trial=in_trial(asked, terms.trial_months),
        contested=contested_officers(month),
        five_days=five,
        six_days=six,
        six_day_units=six_day_units,
    )
