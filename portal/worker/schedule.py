"""The schedule: name, when (local time), what. A recurring job is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from portal.jobs.queries import HEARTBEAT
from portal.jobs.rules.due import When
from portal.worker.duties import (
    Workplace,
    forget,
    release_open_months,
    send_mail,
    tell_of_ready_month,
)


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
    Line("tell_of_ready_month", When(time(7, 0)), tell_of_ready_month),
)
