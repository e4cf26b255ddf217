"""What happens behind the pages: is the worker alive, did its jobs work, do mails go?"""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.clock import now
from portal.doctor.findings import Finding, good, notice, wrong
from portal.jobs.queries import is_silent, jobs, last_heartbeat
from portal.notifications.queries import outbox

SLOW = timedelta(hours=1)
START = "Jalankan `portal worker` (systemctl start suara-loket-worker)."


def background_findings(connection: sa.Connection, *, sends_mail: bool) -> Iterator[Finding]:
    """The worker, each job that failed, and the outbox."""
    with Session(bind=connection) as session:
        yield _worker(session)
        yield from _failed_jobs(session)
        yield from _outbox(session, sends_mail)


def _worker(session: Session) -> Finding:
    heartbeat = last_heartbeat(session)
    if heartbeat is None:
        return notice("Pekerja latar", "belum pernah berjalan", START)
    if is_silent(heartbeat, now()):
        said = f"diam sejak {heartbeat:%Y-%m-%d %H:%M} UTC: surat dan rilis malam menunggu"
        return wrong("Pekerja latar", said, START)
    return good("Pekerja latar", "berjalan")


def _failed_jobs(session: Session) -> Iterator[Finding]:
    for job in jobs(session):
        if job.last.failure:
            remedy = "Diulang sendiri setiap sepuluh menit; lihat catatan program."
            yield wrong(f"Pekerjaan {job.name}", job.last.failure, remedy)


def _outbox(session: Session, sends_mail: bool) -> Iterator[Finding]:
    found = outbox(session)
    if found.waiting and not sends_mail:
        said = f"{found.waiting} menunggu, server surel belum diatur"
        yield notice("Surat keluar", said, "Atur PORTAL_SMTP_URL dan PORTAL_MAIL_FROM.")
    elif found.oldest is not None and now() - found.oldest > SLOW:
        said = f"{found.waiting} menunggu sejak {found.oldest:%Y-%m-%d %H:%M} UTC"
        yield wrong("Surat keluar", said, "Periksa PORTAL_SMTP_URL dan server surel.")
    else:
        yield good("Surat keluar", f"{found.waiting} menunggu")
    if found.given_up:
        said = f"{found.given_up} tidak terkirim dalam 90 hari terakhir ({found.last_failure})"
        yield notice("Surat gagal", said, "Periksa alamatnya; undang atau setel ulang sekali lagi.")
