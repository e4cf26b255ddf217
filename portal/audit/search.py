"""Looking through the trail: by person, act, thing, day and reason; newest first.

An officer's number is never shown here: looking through the trail is no look at a NIP.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditValue
from portal.authority import UNKNOWN
from portal.database import db
from portal.errors import NotFound
from portal.listing import Asked, Listed

HIDDEN = "\u2022" * 18  # in the place of a number of 18 digits
_NUMBER = re.compile(r"(?<!\d)\d{18}(?!\d)")
_BATCH = 500

Condition = sa.ColumnElement[bool]
Within = Sequence[Condition]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty fields narrow nothing. Days are local and both included."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    reason: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrowed(self) -> bool:
        return any((self.actor, self.action, self.subject, self.reason, self.since, self.until))


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry without its values."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One value before and after; either may be missing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One entry with its values, unless they were erased."""

    line: TrailLine
    differences: tuple[Difference, ...]
    hash: str
    previous: str
    erased_at: datetime | None = None
    erased_why: str = ""


def trail_page(
    sought: Sought, asked: Asked, zone: tzinfo, within: Within = ()
) -> Listed[TrailLine]:
    """One page of what is found; `within` keeps it to what the reader may see."""
    conditions = [*_conditions(sought, zone), *within]
    total = db.session.execute(_joined(sa.func.count(), sought, conditions)).scalar_one()
    asked = asked.within(total)
    query = _lines(conditions).limit(asked.size).offset(asked.offset)
    return Listed(tuple(_line(*row) for row in db.session.execute(query)), total, asked)


def whole_trail(
    sought: Sought, zone: tzinfo, within: Within = (), *, most: int
) -> Iterator[TrailEntry]:
    """Everything that is found, at most so many, newest first; memory stays flat."""
    query = _lines([*_conditions(sought, zone), *within]).limit(most)
    for entry, value in db.session.execute(query.execution_options(yield_per=_BATCH)):
        yield _entry(entry, value)


def trail_entry(sequence: int, within: Within = ()) -> TrailEntry:
    """One entry; NotFound where it is not there or not to be seen."""
    query = _lines([AuditEntry.sequence == sequence, *within])
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return _entry(*found)


def actions_in_trail(within: Within = ()) -> tuple[str, ...]:
    """Every kind of act that the trail holds, for the filter."""
    query = sa.select(AuditEntry.action).where(*within).distinct().order_by(AuditEntry.action)
    return tuple(db.session.execute(query).scalars())


def _lines(conditions: Within) -> sa.Select[tuple[AuditEntry, AuditValue]]:
    return (
        sa.select(AuditEntry, AuditValue)
        .outerjoin(AuditValue, AuditValue.sequence == AuditEntry.sequence)
        .where(*conditions)
        .order_by(AuditEntry.sequence.desc())
    )


def _joined(counted: Any, sought: Sought, conditions: Within) -> sa.Select[Any]:
    """Count without the values unless they are searched."""
    query = sa.select(counted).select_from(AuditEntry)
    if sought.reason:
        query = query.join(AuditValue, AuditValue.sequence == AuditEntry.sequence)
    return query.where(*conditions)


def _conditions(sought: Sought, zone: tzinfo) -> Iterator[Condition]:
    if sought.actor:
        yield AuditEntry.actor.ilike(f"%{_escaped(sought.actor)}%", escape="\\")
    if sought.action:
        yield AuditEntry.action == sought.action
    if sought.subject:
        yield AuditEntry.subject.ilike(f"%{_escaped(sought.subject)}%", escape="\\")
    if sought.reason:
        # "reason" is the last name of the content, as `canonical` sorts them.
        written = json.dumps(sought.reason, ensure_ascii=False)[1:-1]
        like = f'%"reason":"%{_escaped(written)}%"}}'
        yield AuditValue.content.ilike(like, escape="\\")
    if sought.since:
        yield AuditEntry.at >= _utc(sought.since, zone)
    if sought.until:
        yield AuditEntry.at < _utc(sought.until + timedelta(days=1), zone)


def _utc(day: date, zone: tzinfo) -> str:
    """The start of a local day as the trail writes moments."""
    start = datetime.combine(day, time(), zone).astimezone(UTC)
    return start.isoformat(timespec="milliseconds")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _line(entry: AuditEntry, value: AuditValue | None) -> TrailLine:
    return TrailLine(
        sequence=entry.sequence,
        at=datetime.fromisoformat(entry.at),
        actor=entry.actor,
        action=entry.action,
        subject=_masked(entry.subject),
        reason=_masked(str(_content(value).get("reason") or "")),
    )


def _content(value: AuditValue | None) -> Mapping[str, Any]:
    if value is None or value.content is None:
        return {}
    try:
        found = json.loads(value.content)
    except ValueError:  # altered by hand; `verify_chain` says so
        return {}
    return found if isinstance(found, dict) else {}


def _entry(entry: AuditEntry, value: AuditValue | None) -> TrailEntry:
    content = _content(value)
    return TrailEntry(
        line=_line(entry, value),
        differences=tuple(_differences(content.get("before"), content.get("after"))),
        hash=entry.hash,
        previous=entry.previous,
        erased_at=value.erased_at if value else None,
        erased_why=(value.erased_why or "") if value else "",
    )


def _differences(before: Any, after: Any) -> Iterator[Difference]:
    was, now = dict(_flat(before)), dict(_flat(after))
    for name in (*was, *(name for name in now if name not in was)):
        yield Difference(_masked(name), _masked(was.get(name, "")), _masked(now.get(name, "")))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested values under joined names: `roles.1.unit`."""
    parts: Any = ()
    if isinstance(value, Mapping):
        parts = value.items()
    elif isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        parts = enumerate(value, start=1)
    elif name:
        yield name, _said(value)
    for key, part in parts:
        yield from _flat(part, f"{name}.{key}" if name else str(key))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    return str(value)


def _masked(text: str) -> str:
    return _NUMBER.sub(HIDDEN, text)
