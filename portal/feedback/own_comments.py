"""What residents wrote about one officer, as the officer may read it.

Only where the answer named the officer for certain; in batches of ten or more from past weeks,
shuffled, without marks, with numbers that point at a person hidden. Until a batch is full there
are counts of themes, and no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.feedback.models import Comment
from portal.feedback.rules.batches import WEEK, Batch, batches
from portal.feedback.rules.themes import Theme, theme_counts, themes_of
from portal.masking import hide_personal_numbers

MOST_BATCHES = 52


@dataclass(frozen=True, slots=True)
class OwnComments:
    """One batch about the officer: those that thank first; `waiting` are in no batch yet.

    `themes` are counted over those that wait.
    """

    batches: tuple[Batch, ...]
    shown: Batch | None
    thanks: tuple[str, ...]
    others: tuple[str, ...]
    waiting: int
    themes: tuple[tuple[Theme, int], ...]


def own_comments(actor: Actor, week: date | None, today: date) -> OwnComments:
    """The newest batch, or that which ends with a week; NotFound where no batch ends with it."""
    actor.demand(Permission.READ_OWN_FIGURES)
    weeks = _weeks(actor)
    found = batches(weeks, today)
    newest = tuple(reversed(found[-MOST_BATCHES:]))
    shown = next((batch for batch in newest if week is None or batch.last == week), None)
    if week is not None and shown is None:
        raise NotFound(UNKNOWN)
    texts = _texts(actor, shown.first, shown.last) if shown else []
    left = _waiting(actor, weeks, found, today)
    return OwnComments(
        batches=newest,
        shown=shown,
        thanks=tuple(text for text in texts if Theme.THANKS in themes_of(text)),
        others=tuple(text for text in texts if Theme.THANKS not in themes_of(text)),
        waiting=len(left),
        themes=theme_counts(left),
    )


def _about(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Comment.officer_id.is_not(None), Comment.officer_id == actor.officer_id)


def _weeks(actor: Actor) -> Sequence[tuple[date, int]]:
    query = sa.select(Comment.week, sa.func.count()).where(_about(actor))
    rows = db.session.execute(query.group_by(Comment.week).order_by(Comment.week))
    return [(week, number) for week, number in rows]


def _waiting(
    actor: Actor, weeks: Sequence[tuple[date, int]], read: Sequence[Batch], today: date
) -> list[str]:
    """The comments of past weeks after the last batch."""
    past = [week for week, _n in weeks if week + WEEK <= today]
    after = [week for week in past if not read or week > read[-1].last]
    return _texts(actor, min(after), max(after)) if after else []


def _texts(actor: Actor, first: date, last: date) -> list[str]:
    """In the order of random ids: always the same, and telling nothing."""
    query = sa.select(Comment.text).where(_about(actor), Comment.week.between(first, last))
    rows = db.session.execute(query.order_by(Comment.id)).scalars()
    return [hide_personal_numbers(text) for text in rows]
