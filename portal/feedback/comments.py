"""What residents wrote, as staff may read it: in batches of past weeks, shuffled, without marks.

A comment stands beside no mark, no counter, no officer and no day; numbers that point at a person
are hidden. The order inside a batch is that of random ids, so it is always the same and tells
nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.feedback.models import Comment
from portal.feedback.rules.batches import Batch, batches, waiting
from portal.masking import hide_personal_numbers
from portal.organisation.models import Unit
from portal.organisation.tree import units_below

MOST_BATCHES = 52


@dataclass(frozen=True, slots=True)
class CommentPage:
    """The comments of a unit and all below it.

    `batches` are all that can be read, newest first; `shown` the one that is open, with its
    `texts`; `waiting` counts comments of past weeks whose batch is not full.
    """

    code: str
    name: str
    batches: tuple[Batch, ...]
    shown: Batch | None
    texts: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment that a search found, and the batch it is read in."""

    batch: Batch
    text: str


def unit_comments(actor: Actor, code: str, week: date | None, today: date) -> CommentPage:
    """One batch of a unit's comments: the newest, or that which ends with a week.

    Raises NotFound for a unit outside the reach, and for a week with which no batch ends.
    """
    unit = _unit(actor, code)
    weeks = _weeks(actor, unit.id)
    found = batches(weeks, today)
    newest = tuple(reversed(found[-MOST_BATCHES:]))
    shown = next((b for b in newest if week is None or b.last == week), None)
    if week is not None and shown is None:
        raise NotFound(UNKNOWN)
    texts = _texts(actor, unit.id, [shown]) if shown else ()
    return CommentPage(
        code=unit.code,
        name=unit.name,
        batches=newest,
        shown=shown,
        texts=tuple(text for _week, text in texts),
        waiting=waiting(weeks, found, today),
    )


def found_comments(actor: Actor, code: str, words: str, today: date) -> tuple[FoundComment, ...]:
    """Comments that hold these words, in batches that can be read; hidden numbers are not found."""
    unit = _unit(actor, code)
    newest = batches(_weeks(actor, unit.id), today)[-MOST_BATCHES:]
    wanted = words.casefold().split()
    return tuple(
        FoundComment(_batch_of(week, newest), text)
        for week, text in _texts(actor, unit.id, newest)
        if wanted and all(word in text.casefold() for word in wanted)
    )


def _unit(actor: Actor, code: str) -> sa.Row[tuple[int, str, str]]:
    actor.demand(Permission.READ_COMMENTS)
    reach = actor.reach(Permission.READ_COMMENTS)
    query = sa.select(Unit.id, Unit.code, Unit.name).where(Unit.code == code)
    if reach is not None:
        query = query.where(Unit.id.in_(reach))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _within(actor: Actor, unit_id: int) -> sa.ColumnElement[bool]:
    """The unit and all below it, as far as they are in reach."""
    reach = actor.reach(Permission.READ_COMMENTS)
    below = units_below(unit_id)
    return Comment.unit_id.in_(below if reach is None else below & reach)


def _weeks(actor: Actor, unit_id: int) -> Sequence[tuple[date, int]]:
    query = sa.select(Comment.week, sa.func.count()).where(_within(actor, unit_id))
    rows = db.session.execute(query.group_by(Comment.week).order_by(Comment.week))
    return [(week, number) for week, number in rows]


def _texts(actor: Actor, unit_id: int, read: Sequence[Batch]) -> list[tuple[date, str]]:
    if not read:
        return []
    first, last = min(b.first for b in read), max(b.last for b in read)
    query = sa.select(Comment.week, Comment.text).where(
        _within(actor, unit_id), Comment.week.between(first, last)
    )
    rows = db.session.execute(query.order_by(Comment.id))
    return [(week, hide_personal_numbers(text)) for week, text in rows]


def _batch_of(week: date, read: Iterable[Batch]) -> Batch:
    return next(batch for batch in read if batch.first <= week <= batch.last)
