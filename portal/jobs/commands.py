"""Beginning and ending a run, so that of several workers one does it."""

from datetime import datetime, tzinfo

import sqlalchemy as sa

from portal.authority import Actor, Permission
from portal.database import command, db
from portal.jobs.models import JobRun
from portal.jobs.rules.due import LastRun, When, is_due, slot_of

LONGEST_FAILURE = 200


@command
def begin_job(actor: Actor, *, name: str, when: When, at: datetime, zone: tzinfo) -> int | None:
    """Take the run that is due; its number, or None where none is due or another has it."""
    actor.demand(Permission.OPERATE)
    run = db.session.execute(
        sa.select(JobRun).where(JobRun.name == name).with_for_update()
    ).scalar()
    if run is None:
        # Two workers on an empty database: the second meets the key of the first and is refused.
        run = JobRun(name=name, begun=0)
        db.session.add(run)
    elif not is_due(when, _last(run), at, zone):
        return None
    run.slot, run.started_at = slot_of(when, at, zone), at
    run.finished_at, run.failure, run.begun = None, "", run.begun + 1
    db.session.flush()
    return run.begun


def _last(run: JobRun) -> LastRun:
    return LastRun(run.slot, run.started_at, run.finished_at, run.failure)


@command
def end_job(actor: Actor, *, name: str, begun: int, at: datetime, failure: str = "") -> None:
    """Note the end of a run; without effect where another run has begun since."""
    actor.demand(Permission.OPERATE)
    db.session.execute(
        sa.update(JobRun)
        .where(JobRun.name == name, JobRun.begun == begun)
        .values(finished_at=at, failure=failure[:LONGEST_FAILURE])
    )
