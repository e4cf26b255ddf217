"""From an empty folder to a regency with five closed months: the steps in their order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from portal.appraisal.commands import close_month
from portal.appraisal.digesting import NOBODY, Telling
from portal.appraisal.order import earliest_closing
from portal.authority import Actor
from portal.complaints.models import Complaint
from portal.config import Settings
from portal.database import db
from portal.demo import staff_life
from portal.demo.accounts import Office, account_actor, open_accounts
from portal.demo.cases.living import live_through_cases
from portal.demo.commands import store_demonstration
from portal.demo.days import ROSTER_AHEAD, HalfYear, six_months
from portal.demo.papers import come_to_work, work_with_paper
from portal.demo.plan import plan
from portal.demo.signins import Signin
from portal.demo.story import review
from portal.demo.told import REVISED
from portal.feedback.queries import questionnaire_in_force
from portal.indicators.commands import release_month
from portal.indicators.rules.definition import Weight
from portal.language import month_name
from portal.month import Month
from portal.organisation.commands import seed_calendar
from portal.organisation.models import Holiday

Say = Callable[[str], None]

CLOSING_DAY = timedelta(days=4)  # after the first of the next month: the fifth


@dataclass(frozen=True, slots=True)
class Built:
    """What the demonstration holds: rows by table, its months (the last one open), who signs in.

    `token` opens the API; `receipts` are some to try at /lacak, by the state they show.
    """

    counts: dict[str, int]
    months: tuple[Month, ...]
    signins: tuple[Signin, ...]
    token: str
    receipts: tuple[tuple[str, str], ...] = ()


def build(actor: Actor, *, settings: Settings, today: date, say: Say) -> Built:
    """Fill the empty database of the current application, and tell each step."""
    months = six_months(today)
    seed_calendar(actor, years={months[0].year, today.year, (today + ROSTER_AHEAD).year})
    say("Menyusun kabupaten, petugas, jadwal, dan penilaian …")
    half = HalfYear(today, months, _holidays())
    counts = store_demonstration(actor, plan=plan(half, questionnaire_in_force().id))
    say("Membuka akun pegawai …")
    vault_key = settings.secrets.vault_key if settings.secrets else ""
    signins = open_accounts(actor, Office(vault_key, half.first_day, today))
    staff_life.set_the_targets(half)
    say("Menjalani pengaduan enam bulan …")
    receipts = live_through_cases(half, settings)
    counts["complaint"] = db.session.scalars(sa.select(sa.func.count(Complaint.id))).one()
    _close_months(half, settings, say)
    work_with_paper(actor, half)
    come_to_work(half)
    staff_life.look_around(half)
    token = staff_life.give_tokens(half, vault_key)
    say(f"Merilis angka sementara {month_name(months[-1].first_day)} …")
    release_month(actor, month=months[-1], today=today, weight=Weight.NINTH)
    return Built(counts, months, signins, token, receipts)


def _holidays() -> frozenset[date]:
    return frozenset(db.session.scalars(sa.select(Holiday.on_date)))


def _close_months(half: HalfYear, settings: Settings, say: Say) -> None:
    """Every month but the last, with the objections against it; one of them is revised."""
    for position, month in enumerate(half.months[:-1]):
        say(f"Menutup {month_name(month.first_day)} …")
        _close(half, settings, position)
        staff_life.contest(half, settings, position)
        if position == len(half.months) + REVISED:
            say(f"Merevisi {month_name(month.first_day)} …")
            staff_life.revise(half, settings, position)


def _close(half: HalfYear, settings: Settings, position: int) -> None:
    """Close a month on the fifth of the next, as an office would."""
    month = half.months[position]
    is_last = position == len(half.months) - 2
    close_month(
        account_actor("organisasi", half.today),
        month=month,
        # On the first of a month the one before could not be closed yet.
        today=max(earliest_closing(month), min(half.today, month.next().first_day + CLOSING_DAY)),
        weight=Weight.NINTH,
        reviewed=review(position),
        # What was told months ago is not told again today.
        telling=Telling.of(settings) if is_last else NOBODY,
    )
