"""What can be known of closed months and their revisions, for whoever closes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.appraisal.calendar import decided_since_closing
from portal.appraisal.models import Closing
from portal.appraisal.preview import demand_whole
from portal.appraisal.queries import ClosingBrief, closings, revision_changes
from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.indicators.figures import Indicator
from portal.indicators.queries import closed_indicators
from portal.month import Month

OFFICER = "officer:"


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A unit in the revision before (None: not in it) and in this one."""

    code: str
    name: str
    before: Indicator | None
    now: Indicator


@dataclass(frozen=True, slots=True)
class ClosedMonthPage:
    """A closed month: every revision, newest first, and whether another one is due."""

    month: Month
    closings: tuple[ClosingBrief, ...]
    upheld_since: int

    @property
    def newest(self) -> ClosingBrief:
        return self.closings[0]


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One revision beside the one before it; numbers of officers are only counted here."""

    closing: ClosingBrief
    units: tuple[SideBySide, ...]
    changes: tuple[Mapping[str, Any], ...]
    of_officers: int


def newest_closings(actor: Actor) -> tuple[ClosingBrief, ...]:
    """The newest revision of every closed month, newest month first."""
    demand_whole(actor, Permission.CLOSE_MONTHS)
    months = sa.select(Closing.month).distinct().order_by(Closing.month.desc())
    return tuple(closings(month)[-1] for month in db.session.execute(months).scalars())


def closed_month_page(actor: Actor, month: Month) -> ClosedMonthPage | None:
    """All revisions of a closed month; None while it is open."""
    demand_whole(actor, Permission.CLOSE_MONTHS)
    found = closings(str(month))
    if not found:
        return None
    return ClosedMonthPage(month, found[::-1], decided_since_closing(str(month)))


def revision_page(actor: Actor, month: Month, revision: int) -> RevisionPage:
    """A revision and what it changed; NotFound where there is none."""
    demand_whole(actor, Permission.CLOSE_MONTHS)
    closing = next((c for c in closings(str(month)) if c.revision == revision), None)
    if closing is None:
        raise NotFound(UNKNOWN)
    changes = revision_changes(str(month), revision)
    told = tuple(change for change in changes if not change["subject"].startswith(OFFICER))
    return RevisionPage(
        closing=closing,
        units=tuple(_side_by_side(str(month), revision)),
        changes=told,
        of_officers=len(changes) - len(told),
    )


def _side_by_side(month: str, revision: int) -> Iterator[SideBySide]:
    before: dict[str, Indicator] = {}
    if revision > 1:
        earlier = closed_indicators(month, subjects=("unit",), revision=revision - 1)
        before = {figure.subject.code: figure for figure in earlier}
    for figure in closed_indicators(month, subjects=("unit",), revision=revision):
        subject = figure.subject
        yield SideBySide(subject.code, subject.name, before.get(subject.code), figure)
