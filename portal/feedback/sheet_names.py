"""The counters and officers that the rows of a survey sheet may name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from portal.database import db
from portal.errors import PortalError, Problem
from portal.feedback.rules.sheet_rating import Named, Naming, SheetRating
from portal.organisation.models import Counter, CounterCode, Officer, Unit
from portal.organisation.rules.identity import parse_officer_key

Desk = tuple[int | None, int | None]
"""The ids of a counter and its location; None where a row names none."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Counters of the unit by every way of naming them, officers by NIP and internal id."""

    counters: Mapping[str, Desk]
    officers: Mapping[str, int]

    def desk(self, rating: SheetRating) -> Desk:
        """Where the row says it was; its name has been checked with `problems`."""
        return self.counters[rating.counter.upper()] if rating.counter else (None, None)

    def officer(self, rating: SheetRating) -> int | None:
        """Whom the row names; its name has been checked with `problems`."""
        return self.officers[parse_officer_key(rating.officer)] if rating.officer else None

    def problems(self, namings: Iterable[Naming]) -> Iterator[Problem]:
        """Every cell that names nobody known, in words."""
        remedy = "Impor dahulu, atau kosongkan selnya."
        for naming in namings:
            try:
                if not self._knows(naming):
                    what = f"{naming.kind} {naming.text} tidak dikenal."
                    yield Problem(naming.where, what, remedy, naming.at)
            except PortalError as error:
                yield Problem(naming.where, error.message, at=naming.at)

    def _knows(self, naming: Naming) -> bool:
        if naming.kind is Named.COUNTER:
            return naming.text.upper() in self.counters
        return parse_officer_key(naming.text) in self.officers


def known_names(unit_id: int) -> KnownNames:
    """What a sheet of this unit may name."""
    return KnownNames(_counters(unit_id), _officers())


def _counters(unit_id: int) -> dict[str, Desk]:
    """Counters by number (of this unit), by unit/number, and by code."""
    query = (
        sa.select(Counter.id, Counter.location_id, Counter.number, Unit.code)
        .join(Unit, Unit.id == Counter.unit_id)
        .where(Counter.unit_id == unit_id)
    )
    found: dict[str, Desk] = {}
    for counter in db.session.execute(query):
        desk = (counter.id, counter.location_id)
        found[counter.number.upper()] = found[f"{counter.code}/{counter.number}".upper()] = desk
    codes = sa.select(CounterCode.code, Counter.id, Counter.location_id).join(
        Counter, Counter.id == CounterCode.counter_id
    )
    for code, counter_id, location in db.session.execute(codes.where(Counter.unit_id == unit_id)):
        found.setdefault(code, (counter_id, location))
    return found


def _officers() -> dict[str, int]:
    query = sa.select(Officer.id, sa.func.coalesce(Officer.nip, Officer.internal_id))
    return {key: officer for officer, key in db.session.execute(query) if key}
