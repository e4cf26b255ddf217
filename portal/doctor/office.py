"""What people have to do: administrators, second factors, tokens, calendar, roster, months."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.duty import must_have_factor
from portal.accounts.models import ApiToken, HeldRole, Person
from portal.authority import Actor, Grant, Role
from portal.clock import now, today
from portal.config import Settings
from portal.doctor.findings import Finding, good, notice, wrong
from portal.feedback.models import ClosedMonth, Rating
from portal.jobs.queries import jobs
from portal.month import Month
from portal.organisation.models import Counter, Duty, Holiday

ENDS_SOON = timedelta(days=14)
AHEAD = timedelta(days=7)
DAY_TO_ASK = 10  # days after its end a month should be closed
PUBLISHED_IN = 10  # the month in which the next year's holidays are usually decreed
RELEASE, RELEASED_WITHIN = "release_open_months", timedelta(hours=36)


def office_findings(connection: sa.Connection, settings: Settings) -> Iterator[Finding]:
    """Each thing that waits for a person."""
    day = today(settings.timezone)
    with Session(bind=connection) as session:
        people = _people(session, day)
        yield _administrators(people)
        yield _second_factors(people, settings.second_factor)
        yield _complaint_desks(people)
        yield _tokens(session, day)
        yield _calendar(session, day)
        yield from _roster(session, day)
        yield from _months(session, day)


def _people(session: Session, day: date) -> Sequence[tuple[Person, frozenset[Role]]]:
    """Everybody who may sign in, with the roles they hold today."""
    query = (
        sa.select(Person, HeldRole.role)
        .outerjoin(
            HeldRole,
            sa.and_(
                HeldRole.person_id == Person.id,
                HeldRole.starts_on <= day,
                sa.or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= day),
            ),
        )
        .where(Person.disabled_on.is_(None))
    )
    held: dict[Person, set[Role]] = {}
    for person, role in session.execute(query):
        held.setdefault(person, set()).update({Role(role)} if role else set())
    return [(person, frozenset(roles)) for person, roles in held.items()]


def _administrators(people: Sequence[tuple[Person, frozenset[Role]]]) -> Finding:
    found = [person for person, roles in people if Role.ADMINISTRATOR in roles and person.password]
    if len(found) > 1:
        return good("Administrator", f"{len(found)} orang")
    if not found:
        remedy = "Undang seorang: `portal init --admin NAMA`, lalu buka tautannya."
        return notice("Administrator", "belum ada yang dapat masuk", remedy)
    remedy = "Undang satu lagi, agar portal tetap terurus bila ia berhalangan."
    return notice("Administrator", "hanya satu orang", remedy)


def _second_factors(people: Sequence[tuple[Person, frozenset[Role]]], setting: str) -> Finding:
    """Whoever must have one meets a page to set it up; until then the password alone opens it."""
    lacking = [
        person
        for person, roles in people
        if person.password and person.totp is None and must_have_factor(_actor(roles), setting)
    ]
    if not lacking:
        return good("Faktor kedua", "terpasang pada semua yang wajib")
    said = f"{len(lacking)} orang wajib memasang dan belum"
    remedy = "Minta mereka masuk sekali: portal menuntun pemasangannya."
    return notice("Faktor kedua", said, remedy)


def _complaint_desks(people: Sequence[tuple[Person, frozenset[Role]]]) -> Finding:
    """Complaints about people and money lie on desks that these two roles alone read."""
    held = frozenset[Role]().union(*(roles for person, roles in people if person.password))
    desks = {Role.COORDINATOR: "Koordinator Pengaduan", Role.INSPECTOR: "Inspektorat"}
    empty = [words for role, words in desks.items() if role not in held]
    if not empty:
        return good("Meja pengaduan", "ada koordinator dan inspektorat")
    said = f"belum ada yang dapat masuk sebagai {' dan '.join(empty)}"
    remedy = "Beri perannya di /admin/people: pengaduan di meja itu belum dibaca siapa pun."
    return notice("Meja pengaduan", said, remedy)


def _actor(roles: frozenset[Role]) -> Actor:
    return Actor("", tuple(Grant(role) for role in roles))


def _tokens(session: Session, day: date) -> Finding:
    query = sa.select(ApiToken.name, ApiToken.expires_on).where(
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_on >= day,
        ApiToken.expires_on <= day + ENDS_SOON,
    )
    ending = session.execute(query.order_by(ApiToken.expires_on, ApiToken.name)).all()
    if not ending:
        return good("Token API", "tidak ada yang segera berakhir")
    said = ", ".join(f"{name} ({ends_on})" for name, ends_on in ending)
    return notice("Token API", f"segera berakhir: {said}", "Buat penggantinya di /admin/tokens.")


def _calendar(session: Session, day: date) -> Finding:
    """Objections run in working days: without a calendar a holiday counts as one."""
    wanted = [day.year] + ([day.year + 1] if day.month >= PUBLISHED_IN else [])
    for year in wanted:
        within = Holiday.on_date.between(date(year, 1, 1), date(year, 12, 31))
        if not session.scalar(sa.select(sa.func.count()).where(within)):
            remedy = "Jalankan `portal init` lagi, lalu cocokkan dengan SKB tiga menteri."
            return notice("Kalender", f"hari libur {year} belum ada", remedy)
    return good("Kalender", "hari libur ada sampai " + str(wanted[-1]))


def _roster(session: Session, day: date) -> Iterator[Finding]:
    """Counters nobody is planned for; silent where no roster is kept at all."""
    planned = sa.select(Duty.counter_id).where(Duty.on_date.between(day, day + AHEAD))
    if session.execute(sa.select(Duty.id).limit(1)).first() is None:
        return
    query = sa.select(sa.func.count()).select_from(Counter)
    empty = session.scalar(query.where(Counter.closed_on.is_(None), Counter.id.not_in(planned)))
    if empty:
        said = f"{empty} loket tanpa petugas tujuh hari ke depan"
        remedy = "Impor jadwal berikutnya, atau tutup loket yang tidak dipakai."
        yield notice("Jadwal", said, remedy)
    else:
        yield good("Jadwal", "setiap loket mempunyai petugas tujuh hari ke depan")


def _months(session: Session, day: date) -> Iterator[Finding]:
    """Open months that should be closed, and whether last night's figures came."""
    last_closed = session.scalar(sa.select(sa.func.max(ClosedMonth.month))) or ""
    first_open = session.scalar(
        sa.select(sa.func.min(Rating.month)).where(Rating.month > last_closed)
    )
    if first_open is None:
        return
    # Early in a month its predecessor still has time.
    if first_open < str(Month.of(day - timedelta(days=DAY_TO_ASK))):
        remedy = "Evaluator survei menutupnya di /results/closing, atau `portal close YYYY-MM`."
        yield notice("Bulan terbuka", f"{first_open} belum ditutup", remedy)
    yield from _released(session)


def _released(session: Session) -> Iterator[Finding]:
    last = next((job.last for job in jobs(session) if job.name == RELEASE), None)
    if last is None or last.failure:
        return  # a worker that never ran, or a job that failed, is told by itself
    if now() - last.started_at > RELEASED_WITHIN:
        said = f"terakhir {last.started_at:%Y-%m-%d %H:%M} UTC"
        yield wrong("Rilis malam", said, "Jalankan `portal worker`; malam yang terlewat disusul.")
    else:
        yield good("Rilis malam", f"{last.started_at:%Y-%m-%d %H:%M} UTC")
