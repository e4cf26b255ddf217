"""Is the worker alive, and what did its jobs do?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import db
from portal.jobs.models import JobRun
from portal.jobs.rules.due import LastRun

SILENT_AFTER = timedelta(minutes=5)
HEARTBEAT = "send_mail"  # the job of every minute


@dataclass(frozen=True, slots=True)
class Job:
    """A job and its last run."""

    name: str
    last: LastRun


def jobs(session: Session | None = None) -> tuple[Job, ...]:
    """Every job that ever ran, by name; `portal doctor` brings its own session."""
    session = session or db.session()
    rows = session.execute(sa.select(JobRun).order_by(JobRun.name)).scalars()
    return tuple(
        Job(run.name, LastRun(run.slot, run.started_at, run.finished_at, run.failure))
        for run in rows
    )


def last_heartbeat(session: Session | None = None) -> datetime | None:
    """When a worker last began its job of every minute; None: never on this database."""
    session = session or db.session()
    return session.scalar(sa.select(JobRun.started_at).where(JobRun.name == HEARTBEAT))


def is_silent(heartbeat: datetime | None, at: datetime) -> bool:
    """Is no worker running?"""
    return heartbeat is None or at - heartbeat > SILENT_AFTER
