"""The schedule: name, when (local time), what. A recurring job is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from portal.jobs.queries import HEARTBEAT
from portal.jobs.rules.due import When
from portal.worker.case_duties import (
    close_incomplete_cases,
    close_silent_cases,
    complete_words,
    escalate_cases,
    recalculate_cases,
    release_cases,
    resume_clocks,
    sweep_files,
)
from portal.worker.duties import (
    Workplace,
    forget,
    release_open_months,
    send_mail,
    tell_of_ready_month,
)
from portal.worker.telling import tell_of_cases


@dataclass(frozen=True, slots=True)
class Line:
    """One recurring job."""

    name: str
    when: When
    run: Callable[[Workplace], None]


SCHEDULE = (
    Line(HEARTBEAT, When(patience=timedelta(minutes=2)), send_mail),
    Line(
        "release_open_months", When(time(1, 30), patience=timedelta(hours=3)), release_open_months
    ),
    Line("forget", When(time(2, 30)), forget),
    # In this order: what was asked runs again, silence ends, and only then is anything late.
    Line("resume_clocks", When(time(0, 10)), resume_clocks),
    Line("recalculate_cases", When(), recalculate_cases),
    Line("close_silent_cases", When(time(5, 30)), close_silent_cases),
    Line("close_incomplete_cases", When(time(5, 40)), close_incomplete_cases),
    Line("release_cases", When(time(6, 0)), release_cases),
    Line("escalate_cases", When(time(6, 10)), escalate_cases),
    Line("complete_words", When(time(6, 20)), complete_words),
    Line("sweep_files", When(time(2, 40)), sweep_files),
    Line("tell_of_cases", When(minutes=10), tell_of_cases),
    Line("tell_of_ready_month", When(time(7, 0)), tell_of_ready_month),
)
