"""Many cases, a few at a time: what time does to cases never holds up those who wait to write."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.complaints.clocks import week_of
from portal.complaints.models import Complaint
from portal.complaints.rules.clock import Week
from portal.database import db
from portal.organisation.rule_sets import TimeLimits, time_limits

T = TypeVar("T")

MOST = 100  # cases in one transaction

Conditions = Sequence[sa.ColumnElement[bool]]


def cases_where(conditions: Conditions) -> tuple[int, ...]:
    """The ids of all that fulfil the conditions now."""
    return tuple(db.session.execute(sa.select(Complaint.id).where(*conditions)).scalars())


def some_at_a_time(cases: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in portions of one transaction each."""
    for start in range(0, len(cases), MOST):
        yield cases[start : start + MOST]


def still(cases: Sequence[int], conditions: Conditions) -> Sequence[Complaint]:
    """In a command: those of the cases that fulfil the conditions still, locked."""
    query = (
        sa.select(Complaint)
        .where(Complaint.id.in_(cases), *conditions)
        .order_by(Complaint.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalars().all()


def write_down_all(actor: Actor, action: str, today: date, numbers: Sequence[str]) -> int:
    """One entry in the trail for all of them; none where there was nothing to do."""
    if numbers:
        after = {"cases": sorted(numbers)}
        record(actor, action=action, subject=f"complaints:{today}", after=after)
    return len(numbers)


class Known:
    """Weeks and limits, each asked once in a command: many cases share them."""

    def __init__(self) -> None:
        self._weeks: dict[int, Week] = {}
        self._limits: dict[int, TimeLimits] = {}

    def week(self, unit_id: int) -> Week:
        return _once(self._weeks, unit_id, week_of)

    def limits(self, rule_set_id: int) -> TimeLimits:
        return _once(self._limits, rule_set_id, time_limits)


def _once(known: dict[int, T], key: int, ask: Callable[[int], T]) -> T:
    if key not in known:
        known[key] = ask(key)
    return known[key]
