"""What time does to complaints, in portions: one transaction never holds up who writes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from portal.authority import Actor
from portal.clock import today
from portal.complaints import attaching, passing, recalculating, searching, silence
from portal.complaints.turns import Conditions, cases_where, some_at_a_time
from portal.files.store import FileStore
from portal.worker.duties import WORKER, Workplace


class Passing(Protocol):
    """A command on some cases on a day."""

    def __call__(self, actor: Actor, /, *, cases: Sequence[int], today: date) -> int: ...


def release_cases(at: Workplace) -> None:
    """Lay the anonymous cases of earlier days on the desks."""
    _on_all(at, passing.unreleased, passing.release_cases)


def complete_words(_at: Workplace) -> None:
    """Let whatever is on a desk be found there, also after a restore of an older backup."""
    searching.complete_words(WORKER)


def sweep_files(at: Workplace) -> None:
    """Take away files of forms that were never stored; what is younger than two days stays."""
    FileStore(at.settings.files_folder).sweep(attaching.stored_names())


def resume_clocks(at: Workplace) -> None:
    """End the pauses that reached their limit."""
    _on_all(at, passing.waited_out, passing.resume_clocks)


def escalate_cases(at: Workplace) -> None:
    """Show what is late to the next superior."""
    _on_all(at, passing.late, passing.escalate_cases)


def close_silent_cases(at: Workplace) -> None:
    """Close what was answered and met silence."""
    _on_all(at, silence.answered_before, silence.close_silent_cases)


def close_incomplete_cases(at: Workplace) -> None:
    """Close what was asked about in vain."""
    _on_all(at, lambda _day: silence.asked_in_vain(), silence.close_incomplete_cases)


def recalculate_cases(at: Workplace) -> None:
    """Count the dates of open cases anew when the calendar is another one."""
    digest = recalculating.calendar_digest()
    if digest == recalculating.noted_digest():
        return
    if _on_all(at, lambda _day: recalculating.running(), recalculating.recalculate_cases):
        recalculating.note_calendar(WORKER, digest=digest)


def _on_all(at: Workplace, which: Callable[[date], Conditions], act: Passing) -> bool:
    """Do it to all there are now; False where the worker was asked to stop before the end."""
    day = today(at.settings.timezone)
    for some in some_at_a_time(cases_where(which(day))):
        if at.is_over():
            return False
        act(WORKER, cases=some, today=day)
    return True
