"""One act on many cases: each passes the gate that it would pass alone, or none is changed.

"Not yours" and "not there" stay the same answer, and a case that fails is named by the number
that was sent; the reason is the one its own page would give.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.complaints.archiving import archive
from portal.complaints.assigning import assign
from portal.complaints.cases import case_to_change
from portal.complaints.handlers import Colleague, handlers_of
from portal.complaints.models import Complaint
from portal.complaints.reach import visible
from portal.complaints.rules.numbers import number_shown
from portal.complaints.rules.words import Desk, Outcome
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems, RuleBroken
from portal.language import gettext as _

ASSIGN, TRIAGE = Permission.ASSIGN_CASES, Permission.TRIAGE_CASES
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Picked:
    """A case as it was picked from the list: its number, and the version that was seen."""

    number: str
    version: int


@dataclass(frozen=True, slots=True)
class PickedCase:
    """What the page of the act shows of it."""

    number: str
    version: int
    title: str
    state: str


@command
def assign_cases(actor: Actor, *, picked: Sequence[Picked], to: str, at: datetime) -> int:
    """Give all of them to one colleague (`to`: the person's handle); how many."""
    cases = _each(actor, picked, ASSIGN, lambda case: assign(actor, case, to, needs=ASSIGN, at=at))
    _write_down(actor, "assign_cases", cases, to=to)
    return len(cases)


@command
def archive_cases(actor: Actor, *, picked: Sequence[Picked], reason: str, at: datetime) -> int:
    """Put all of them aside for one reason, which each reporter reads; how many."""
    cases = _each(actor, picked, TRIAGE, lambda case: archive(actor, case, reason, at=at))
    _write_down(actor, "archive_cases", cases, outcome=Outcome.ARSIP)
    return len(cases)


def _each(
    actor: Actor,
    picked: Sequence[Picked],
    needs: Permission,
    act: Callable[[Complaint], object],
) -> list[Complaint]:
    """Load and change one after the other; Problems, and nothing changed, if any of them fails."""
    actor.demand(needs)
    _refuse_number(picked)
    cases, problems = [], []
    # In the order of their numbers, so that two who pick the same ones wait and do not lock up.
    for one in sorted(picked, key=lambda each: each.number):
        try:
            case = case_to_change(actor, one.number, needs, version=one.version)
            act(case)
            cases.append(case)
        except (NotFound, Conflict, RuleBroken) as error:
            problems.append(Problem(number_shown(one.number), _(str(error))))
    if problems:
        raise Problems(problems)
    return cases


def _refuse_number(picked: Sequence[Picked]) -> None:
    if not picked:
        raise RuleBroken(_("Pilih dahulu pengaduannya di daftar."))
    if len(picked) > MOST_AT_ONCE:
        raise RuleBroken(_("Paling banyak {n} pengaduan sekaligus.").format(n=MOST_AT_ONCE))
    if len({one.number for one in picked}) < len(picked):
        raise RuleBroken(_("Satu pengaduan terpilih dua kali. Muat ulang daftarnya."))


def _write_down(actor: Actor, action: str, cases: Sequence[Complaint], **after: str) -> None:
    """One entry for one act; it names each case."""
    numbers = [case.number for case in cases]
    record(actor, action=action, subject="complaints", after={"cases": numbers, **after})


def picked_cases(actor: Actor, numbers: Sequence[str]) -> tuple[PickedCase, ...]:
    """Those of these cases that the actor sees, by title; the others are not there."""
    actor.demand(TRIAGE)
    query = (
        sa.select(Complaint.number, Complaint.version, Complaint.title, Complaint.state)
        .where(Complaint.number.in_(numbers[:MOST_AT_ONCE]), visible(actor))
        .order_by(Complaint.title, Complaint.number)
    )
    return tuple(PickedCase(*row) for row in db.session.execute(query))


def handlers_of_all(actor: Actor, numbers: Sequence[str], on: date) -> tuple[Colleague, ...]:
    """Who can handle every one of these cases; nobody for those on the coordinator's desk."""
    actor.demand(ASSIGN)
    query = sa.select(Complaint).where(Complaint.number.in_(numbers[:MOST_AT_ONCE]), visible(actor))
    able: list[tuple[Colleague, ...]] = []
    for case in db.session.execute(query).scalars():
        able.append(() if case.desk == Desk.COORDINATOR else handlers_of(case, on))
    shared = set.intersection(*map(set, able)) if able else set()
    return tuple(one for one in able[0] if one in shared) if able else ()
