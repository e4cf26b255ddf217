"""Reviewing held answers: in groups, by a person outside the unit, released or struck.

Nothing is deleted: counted + held + struck is what was received, always. Groups are told by
place, days and signal; no answer is ever shown by itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import sqlalchemy as sa

from portal.audit.commands import record, take_turn
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import command, db
from portal.errors import Conflict, NotFound, Problem, Problems, RuleBroken
from portal.feedback.models import Rating, Status
from portal.feedback.outsiders import demand_outside
from portal.feedback.queries import last_closed_month
from portal.feedback.rules.review import (
    LONGEST_REASON,
    LONGEST_STORED,
    Decision,
    group_name,
    reason_is_long,
    reason_is_short,
)
from portal.language import gettext as _
from portal.month import Month
from portal.organisation.models import Counter, Unit


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Held answers of one counter (or of a unit without one) by one signal."""

    name: str
    unit_id: int
    unit_code: str
    unit_name: str
    counter_id: int | None
    counter: str
    signal: str
    first: date
    last: date
    answers: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a decision did, and what the month holds after it."""

    answers: int
    decision: Decision
    received: Mapping[str, int]


def held_groups(actor: Actor, month: Month) -> tuple[HeldGroup, ...]:
    """The held answers of a month in the units this actor reviews, by unit and counter."""
    actor.demand(Permission.REVIEW_RATINGS)
    query = _groups(month)
    reach = actor.reach(Permission.REVIEW_RATINGS)
    if reach is not None:
        query = query.where(Rating.unit_id.in_(reach))
    return tuple(_group(month, row) for row in db.session.execute(query))


def _groups(month: Month) -> sa.Select[Any]:
    days = (sa.func.min(Rating.received_on), sa.func.max(Rating.received_on))
    keys = (Rating.unit_id, Rating.counter_id, Rating.status_reason)
    return (
        sa.select(*keys, Unit.code, Unit.name, Counter.number, Counter.name, *days, sa.func.count())
        .select_from(Rating)
        .join(Unit, Unit.id == Rating.unit_id)
        .outerjoin(Counter, Counter.id == Rating.counter_id)
        .where(Rating.month == str(month), Rating.status == Status.QUARANTINED)
        .group_by(*keys, Unit.code, Unit.name, Counter.number, Counter.name)
        .order_by(Unit.name, Unit.code, Counter.number, Rating.status_reason)
    )


def _group(month: Month, row: Any) -> HeldGroup:
    unit_id, counter_id, signal, code, name, number, counter, first, last, answers = row
    return HeldGroup(
        name=group_name(str(month), unit_id, counter_id, signal or ""),
        unit_id=unit_id,
        unit_code=code,
        unit_name=name,
        counter_id=counter_id,
        counter=f"{number} {counter}" if counter_id is not None else "",
        signal=signal or "",
        first=first,
        last=last,
        answers=answers,
    )


def received_counts(month: Month, *, within: Collection[int] | None = None) -> dict[str, int]:
    """Counted, held and struck answers of a month; together all that was received."""
    query = sa.select(Rating.status, sa.func.count()).where(Rating.month == str(month))
    if within is not None:
        query = query.where(Rating.unit_id.in_(within))
    found = {row.status: row[1] for row in db.session.execute(query.group_by(Rating.status))}
    return {status.value: found.get(status, 0) for status in Status}


def months_held() -> tuple[str, ...]:
    """The months with held answers, oldest first."""
    query = sa.select(Rating.month).where(Rating.status == Status.QUARANTINED).distinct()
    return tuple(db.session.execute(query.order_by(Rating.month)).scalars())


@command
def review_held(
    actor: Actor, *, month: Month, group: str, decision: Decision, reason: str, expected: int
) -> Reviewed:
    """Release a group of held answers, or strike it, with a reason; once, and only in open months.

    `expected` is how many answers the reviewer saw: what came since is not decided unseen.
    """
    actor.demand(Permission.REVIEW_RATINGS)
    take_turn()
    found = next((g for g in held_groups(actor, month) if g.name == group), None)
    if found is None:
        raise _gone(month)
    demand_outside(actor, found.unit_id)
    _refuse_closed(month)
    _refuse_reason(reason)
    if found.answers != expected:
        raise Conflict(_("Jumlah jawaban yang ditahan berubah. Periksa sekali lagi."))
    before = received_counts(month, within={found.unit_id})
    changed = _carry_out(month, found, decision, reason)
    after = received_counts(month, within={found.unit_id})
    record(
        actor,
        action=f"{decision}_held_ratings",
        subject=f"month:{month}/unit:{found.unit_code}",
        before=before,
        after={**after, "answers": changed, "counter": found.counter, "signal": found.signal},
        reason=reason.strip(),
    )
    return Reviewed(changed, decision, after)


def _gone(month: Month) -> Exception:
    if str(month) in months_held():
        return Conflict(_("Jawaban ini sudah diputus orang lain. Muat ulang halamannya."))
    return NotFound(UNKNOWN)


def _refuse_closed(month: Month) -> None:
    last = last_closed_month()
    if last is not None and str(month) <= last:
        raise RuleBroken(
            _(
                "Bulan {month} sudah ditutup. Jawaban yang ditahan di dalamnya tetap ditahan."
            ).format(month=month)
        )


def _refuse_reason(reason: str) -> None:
    if reason_is_short(reason):
        raise Problems([Problem("", _("Tulis alasan putusan, paling sedikit satu kalimat."))])
    if reason_is_long(reason):
        words = _("Terlalu panjang. Paling banyak {max} huruf.").format(max=LONGEST_REASON)
        raise Problems([Problem("", words)])


def _carry_out(month: Month, group: HeldGroup, decision: Decision, reason: str) -> int:
    change: dict[str, Any] = {"status": Status.COUNTS, "status_reason": None}
    if decision is Decision.STRIKE:
        words = " ".join(reason.split())[:LONGEST_STORED]
        change = {"status": Status.STRUCK, "status_reason": words}
    counter, signal = group.counter_id, group.signal
    statement = (
        sa.update(Rating)
        .where(
            Rating.month == str(month),
            Rating.status == Status.QUARANTINED,
            Rating.unit_id == group.unit_id,
            Rating.counter_id.is_(None) if counter is None else Rating.counter_id == counter,
            sa.func.coalesce(Rating.status_reason, "") == signal,
        )
        .values(**change)
        .execution_options(synchronize_session=False)
    )
    return cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount
