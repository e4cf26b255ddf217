"""The preview of a closing: the very rows that would be frozen, made by the same functions.

Exact figures stand nowhere else before a month is closed (product.md §2 rule 6): only whoever
closes months for the whole government may ask.
"""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.appraisal.checks import findings
from portal.appraisal.models import Objection
from portal.appraisal.order import closing_refusals
from portal.appraisal.preparing import Prepared, prepare
from portal.appraisal.rows import Asked, Row
from portal.appraisal.rules.readiness import Check, Finding, Movement
from portal.audit.models import AuditHead
from portal.authority import Actor, Permission
from portal.database import db
from portal.errors import NotAllowed, Unavailable
from portal.feedback.models import Status
from portal.indicators.computing import quarantine_effect
from portal.indicators.figures import Indicator, indicator_from_json, read_content
from portal.indicators.history import Frozen, next_revision
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.index import element_index
from portal.indicators.rules.publication import Limits
from portal.indicators.snapshot import snapshot
from portal.indicators.sums import ANSWERS, Sums, element_tallies, plus
from portal.language import gettext as _
from portal.language import later
from portal.month import Month
from portal.organisation.models import Unit

LONGEST_WAIT = 20.0  # seconds until a second preview gives up: each takes a whole processor
BUSY = later("Pratinjau lain sedang dihitung. Coba lagi sebentar lagi.")

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: what would be frozen, and what the held answers would make of it."""

    code: str
    name: str
    depth: int
    figure: Indicator
    held: int
    movement: Movement
    objections: int
    must_review: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A month as it would be frozen now. `seen` names exactly these answers."""

    month: Month
    revision: int
    definition: str
    received: Mapping[str, int]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...]
    needs_review: tuple[str, ...]
    seen: str
    audit_sequence: int
    audit_hash: str

    @property
    def total(self) -> int:
        return sum(self.received.values())

    @property
    def blocked(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)


def demand_whole(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the permission reaches every unit: a month closes for all at once."""
    actor.demand(permission)
    reached = actor.reach(permission)
    if reached is None:
        return
    roots = db.session.execute(sa.select(Unit.id).where(Unit.parent_id.is_(None))).scalars()
    if not set(roots) <= reached:
        raise NotAllowed(
            _("Bulan ditutup untuk seluruh pemerintah daerah. Peran Anda hanya sebagian unit.")
        )


def closing_preview(
    actor: Actor,
    *,
    month: Month,
    weight: Weight,
    today: date,
    limits: Limits | None = None,
) -> Preview:
    """What closing this month would freeze, and what speaks against closing it today."""
    demand_whole(actor, Permission.CLOSE_MONTHS)
    with _alone(), snapshot() as connection:
        head = connection.execute(sa.select(AuditHead.sequence, AuditHead.hash)).one()
        revision = next_revision(connection, str(month))
        asked = Asked(month, revision, weight, limits or Limits(), head.sequence, head.hash)
        prepared = prepare(connection, asked)
        lines = tuple(_unit_lines(connection, prepared))
        found = tuple(findings(connection, month))
    return Preview(
        month=month,
        revision=revision,
        definition=lines[0].figure.definition if lines else "",
        received={status: prepared.received.get(status, 0) for status in Status},
        units=lines,
        findings=(*_refusals(month, today), *found, _held(lines, prepared)),
        needs_review=tuple(prepared.needs_review),
        seen=seen_of(prepared),
        audit_sequence=head.sequence,
        audit_hash=head.hash,
    )


@contextmanager
def _alone() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise Unavailable(BUSY)
    try:
        yield
    finally:
        _one_at_a_time.release()


def seen_of(prepared: Prepared) -> str:
    """A name of the answers that were looked at: another answer gives another name."""
    return hashlib.sha256(repr(prepared.fingerprint).encode()).hexdigest()[:32]


def _refusals(month: Month, today: date) -> Iterator[Finding]:
    refused = closing_refusals(month, today)
    if not refused:
        yield Finding(Check.TURN, True)
    for error in refused:
        yield Finding(Check.TURN, False, names=(error.message,), blocks=True)


def _held(lines: tuple[UnitLine, ...], prepared: Prepared) -> Finding:
    moved = tuple(line.name for line in lines if line.must_review)
    number = prepared.received.get(Status.QUARANTINED, 0)
    return Finding(Check.QUARANTINE, not number, number, len(moved), moved)


def _unit_lines(connection: sa.Connection, prepared: Prepared) -> Iterator[UnitLine]:
    """The units in the order of the tree, parents before their parts, by name."""
    month = str(prepared.asked.month)
    rows = {
        row["subject_id"]: row
        for row in prepared.figures
        if row["subject_type"] == "unit" and row["period"] == month
    }
    contested = _contested(connection, month)
    for unit_id, depth in _in_tree(connection):
        if unit_id in rows:
            yield _unit_line(rows[unit_id], depth, contested.get(unit_id, 0), prepared.asked)


def _contested(connection: sa.Connection, month: str) -> dict[int, int]:
    query = (
        sa.select(Objection.unit_id, sa.func.count())
        .where(Objection.month == month, Objection.state == "open")
        .group_by(Objection.unit_id)
    )
    return {row.unit_id: row[1] for row in connection.execute(query)}


def _in_tree(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    below: dict[int | None, list[int]] = {}
    query = sa.select(Unit.id, Unit.parent_id).order_by(Unit.name, Unit.id)
    for unit_id, parent in connection.execute(query):
        below.setdefault(parent, []).append(unit_id)
    waiting = [(unit_id, 0) for unit_id in reversed(below.get(None, []))]
    while waiting:
        unit_id, depth = waiting.pop()
        yield unit_id, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(unit_id, []))]


def _unit_line(row: Row, depth: int, objections: int, asked: Asked) -> UnitLine:
    figure = indicator_from_json(read_content(row["content"]))
    sums = Frozen(row["sums"]).sums()
    return UnitLine(
        code=figure.subject.code,
        name=figure.subject.name,
        depth=depth,
        figure=figure,
        held=sums.flagged[ANSWERS],
        movement=_movement(sums, asked),
        objections=objections,
        must_review=quarantine_effect(sums, asked.weight, asked.limits) is not None,
    )


def _movement(sums: Sums, asked: Asked) -> Movement:
    counted, minimum = sums.counted(), asked.limits.number
    without = element_index(element_tallies(counted), asked.weight, minimum=minimum)
    everything = element_tallies(plus(counted, sums.flagged))
    with_held = element_index(everything, asked.weight, minimum=minimum)
    if counted[ANSWERS] < asked.limits.letter:
        return Movement(without.value, with_held.value)
    return Movement(without.value, with_held.value, without.grade, with_held.grade)
