"""The retention: what is over goes, as one command that first says what it would do.

Statistics survive: cases keep their dates, classes and outcomes, cycles their hours.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.complaints.cases import REPORTER
from portal.complaints.erasing import erase
from portal.complaints.models import Aftermath, Complaint, Event, IdentityOpening, Removal
from portal.complaints.rules.retention import Keeps, Standing, is_over, kept_because
from portal.complaints.rules.words import Kind, State, Step
from portal.database import command, db

WHY = "masa simpan"


@dataclass(frozen=True, slots=True)
class Retained:
    """What a run removes (or removed), and what it keeps although its time is over, and why.

    `files` are names in the store; whoever calls removes them after the commit.
    """

    removed: Mapping[str, int]
    kept: Mapping[str, int]
    files: tuple[str, ...] = ()


def what_is_over(actor: Actor, *, months: Mapping[str, int], today: date) -> Retained:
    """The dry run: counts only, nothing changes."""
    actor.demand(Permission.OPERATE)
    going, kept = _sorted_out(months, today)
    return Retained(_by_kind(going), kept)


@command
def remove_what_is_over(actor: Actor, *, months: Mapping[str, int], today: date) -> Retained:
    """Erase every closed case whose time is over; noted once, with its counts."""
    actor.demand(Permission.OPERATE)
    going, kept = _sorted_out(months, today)
    files: list[str] = []
    for case in going:
        files += erase(case, on=today, why=WHY)
    done = Retained(_by_kind(going), kept, tuple(files))
    told = {"removed": dict(done.removed), "kept": dict(kept), "files": len(files)}
    content = json.dumps({**told, "months": dict(months)}, sort_keys=True)
    db.session.add(Removal(on_date=today, actor=actor.name, content=content))
    record(actor, action="remove_old_cases", subject="complaints", after=told, reason=WHY)
    return done


def _sorted_out(
    months: Mapping[str, int], today: date
) -> tuple[list[Complaint], Mapping[str, int]]:
    going: list[Complaint] = []
    kept: Counter[str] = Counter()
    for case, standing in _standings(months):
        if not is_over(standing, months, today):
            continue
        why = kept_because(standing)
        if why is None:
            going.append(case)
        else:
            kept[why] += 1
    return going, {str(why): kept[why] for why in Keeps if kept[why]}


def _standings(months: Mapping[str, int]) -> Iterator[tuple[Complaint, Standing]]:
    """Cases with a closing day behind them, reopened ones too: those are told as kept."""
    last = sa.func.coalesce(sa.func.max(Event.number), 0)
    written = sa.select(last).where(
        Event.complaint_id == Complaint.id,
        Event.role == REPORTER,
        Event.step.in_((Step.WRITTEN, Step.APPEALED)),
    )
    staff = sa.select(last).where(Event.complaint_id == Complaint.id, Event.person_id.is_not(None))
    main = aliased(Complaint)
    contested = sa.or_(
        sa.exists().where(
            IdentityOpening.complaint_id == Complaint.id, IdentityOpening.state == "asked"
        ),
        sa.exists().where(Aftermath.complaint_id == Complaint.id, Aftermath.read_on.is_(None)),
        # Its reporter still follows the case it was merged into.
        sa.exists().where(main.id == Complaint.merged_into_id, main.state != State.CLOSED),
    )
    query = (
        sa.select(
            Complaint,
            (written.scalar_subquery() > staff.scalar_subquery()).label("unread"),
            contested.label("contested"),
        )
        .where(Complaint.closed_on.is_not(None), Complaint.erased_on.is_(None))
        .where(Complaint.kind.in_(months))
        .order_by(Complaint.id)
    )
    for case, unread, is_contested in db.session.execute(query):
        yield (
            case,
            Standing(
                kind=case.kind,
                state=State(case.state),
                closed_on=case.closed_on,
                is_held=case.is_held,
                has_unread=bool(unread),
                is_contested=bool(is_contested),
            ),
        )


def _by_kind(cases: list[Complaint]) -> Mapping[str, int]:
    found = Counter(case.kind for case in cases)
    return {str(kind): found[kind] for kind in Kind if found[kind]}
