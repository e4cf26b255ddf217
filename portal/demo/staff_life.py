"""What staff have done in the half year: targets, objections and a revision, looks, a token."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from portal.accounts.pulls import Taken, note_pull
from portal.accounts.tokens import make_token, revoke_token
from portal.appraisal.calendar import window_of
from portal.appraisal.commands import revise_month
from portal.appraisal.deciding import decide_objection
from portal.appraisal.digesting import Telling
from portal.appraisal.looks import note_look
from portal.appraisal.objections import file_objection, withdraw_objection
from portal.authority import Actor, Permission, Scope
from portal.config import Settings
from portal.database import db
from portal.demo.accounts import account_actor
from portal.demo.days import HalfYear
from portal.demo.told import CONTESTED, TARGETS, Contested
from portal.feedback.models import Certainty, Rating, Status
from portal.indicators.rules.definition import Weight
from portal.indicators.targets import fingerprint_of, set_targets
from portal.month import Month
from portal.organisation.models import Officer

TOKEN_DAYS = 90
A_WEEK = timedelta(days=7)


def set_the_targets(half: HalfYear) -> None:
    """What the plans of this year promise, unit by unit."""
    evaluator = account_actor("organisasi", half.first_day)
    for unit, (index, overall) in TARGETS.items():
        for year in sorted({half.first_day.year, half.today.year}):
            set_targets(
                evaluator,
                unit=unit,
                year=year,
                values={"index": index, "overall": overall},
                document=f"Renja {unit} {year}" if unit != "SR" else f"RKPD {year}",
                fingerprint=fingerprint_of({}),
                today=half.today,
            )


def contest(half: HalfYear, settings: Settings, position: int) -> None:
    """The objections against one closed month, filed in its window and some of them decided."""
    month = half.months[position]
    for told in CONTESTED:
        if told.position == position - len(half.months):
            _contest_one(told, month, half, settings)


def _contest_one(told: Contested, month: Month, half: HalfYear, settings: Settings) -> None:
    days = settings.objection_days
    officer = account_actor(told.login, half.today)
    unit_id = db.session.execute(
        sa.select(Officer.unit_id).where(Officer.id == officer.officer_id)
    ).scalar_one()
    window = window_of(month, days, unit_id=unit_id)
    contested = _busiest_day(officer.officer_id, month)
    if contested is None or not window.opens <= half.today:
        return
    handle = file_objection(
        officer,
        month=month,
        kind=told.kind,
        on_date=contested[0],
        counter_id=contested[1],
        text=told.text,
        today=window.opens,
        days=days,
    )
    day = min(half.today, window.opens + timedelta(days=2))
    if told.verdict is not None:
        decider = account_actor("organisasi", half.today)
        decide_objection(
            decider, handle=handle, verdict=told.verdict, reason=told.reason, today=day
        )
    elif told.is_withdrawn:
        withdraw_objection(officer, handle=handle, today=day)


def _busiest_day(officer_id: int | None, month: Month) -> tuple[date, int] | None:
    """The day (and counter) with most certain answers about an officer."""
    query = (
        sa.select(Rating.received_on, Rating.counter_id)
        .where(
            Rating.officer_id == officer_id,
            Rating.month == str(month),
            Rating.status == Status.COUNTS,
            Rating.attribution_certainty == Certainty.EXACT,
        )
        .group_by(Rating.received_on, Rating.counter_id)
        .order_by(sa.func.count().desc(), Rating.received_on, Rating.counter_id)
    )
    row = db.session.execute(query.limit(1)).one_or_none()
    return None if row is None else (row[0], int(row[1]))


def revise(half: HalfYear, settings: Settings, position: int) -> None:
    """The revision that an upheld objection asks for, after its final day."""
    month = half.months[position]
    final = window_of(month, settings.objection_days).final
    revise_month(
        account_actor("organisasi", half.today),
        month=month,
        today=min(half.today, final),
        reason="Dua sanggahan data dikabulkan: Loket 3 Disdukcapil dan Farmasi RSUD.",
        weight=Weight.NINTH,
        telling=Telling.of(settings),
    )


def look_around(half: HalfYear) -> None:
    """Who opened the figures of the officers at Loket 3, and when."""
    month = half.months[-2]
    seen = [account_actor(login, half.today).officer_id for login in ("petugas", "agus", "sri")]
    officers = [number for number in seen if number is not None]
    for login, permission, subject, days in (
        ("kepala", Permission.READ_OFFICER_FIGURES, f"officers:DUKCAPIL/{month}", 6),
        ("bkpsdm", Permission.READ_APPRAISALS, f"appraisals:DUKCAPIL/{month}", 3),
        ("kepala", Permission.READ_OFFICER_FIGURES, f"officers:DUKCAPIL/{month}", 1),
    ):
        day = half.today - timedelta(days=days)
        note_look(
            account_actor(login, half.today),
            officers=officers,
            permission=permission,
            subject=subject,
            today=day,
        )


def give_tokens(half: HalfYear, vault_key: str) -> str:
    """A program's key that works, one that was taken back, and what programs took; the key."""
    admin = account_actor("admin", half.today)
    working, revoked = (
        make_token(
            admin,
            name=name,
            scopes=scopes,
            unit="SR",
            days=TOKEN_DAYS,
            vault_key=vault_key,
            today=half.today,
        )
        for name, scopes in (
            ("SIMPEG Sungai Raya", tuple(Scope)),
            ("Dasbor lama Diskominfo", (Scope.INDICATORS_READ,)),
        )
    )
    program = Actor(f"token:{working.handle}")
    for day, taken in _pulls(half):
        note_pull(program, handle=working.handle, today=day, taken=taken)
    revoke_token(admin, handle=revoked.handle)
    return working.token


def _pulls(half: HalfYear) -> Iterator[tuple[date, Taken]]:
    month = str(half.months[-2])
    yield half.today - A_WEEK, Taken("indicators:unit", month, 12)
    yield half.today - A_WEEK, Taken("appraisals", month, 85)
    yield half.today - timedelta(days=1), Taken("indicators:unit", month, 12)
