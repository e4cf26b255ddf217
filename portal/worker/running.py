"""Running one line of the schedule, if it is due and nobody else has it."""

from sqlalchemy import exc

from portal.clock import now
from portal.errors import PortalError
from portal.jobs.commands import begin_job, end_job
from portal.logs import log
from portal.worker.duties import WORKER, Workplace
from portal.worker.schedule import SCHEDULE, Line


def run_due_lines(at: Workplace) -> int:
    """Run all that is due, one after the other; how many failed."""
    return sum(not run_line(line, at) for line in SCHEDULE)


def run_line(line: Line, at: Workplace) -> bool:
    """Run it if it is due. A failure is noted, logged by its kind only, and made good later."""
    try:
        begun = begin_job(
            WORKER, name=line.name, when=line.when, at=now(), zone=at.settings.timezone
        )
    except exc.IntegrityError:
        return True  # the very first run: another worker began it in the same moment
    except (PortalError, exc.SQLAlchemyError) as error:
        log.error("job_not_begun", where=line.name, error=type(error).__name__)
        return False
    if begun is None:
        return True
    failure = _run(line, at)
    try:
        end_job(WORKER, name=line.name, begun=begun, at=now(), failure=failure)
    except (PortalError, exc.SQLAlchemyError) as error:
        log.error("job_not_noted", where=line.name, error=type(error).__name__)
        return False
    return not failure


def _run(line: Line, at: Workplace) -> str:
    """What went wrong, or nothing. The text of a foreign error may repeat an address: its kind."""
    try:
        line.run(at)
    except PortalError as error:
        log.error("job_refused", where=line.name, error=type(error).__name__)
        return error.message
    except Exception as error:
        log.error("job_failed", where=line.name, error=type(error).__name__)
        return type(error).__name__
    return ""
