"""Bulk writes of an import, and the ids behind the codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from portal.database import Base, db
from portal.errors import Conflict
from portal.organisation.models import Counter, Location, Officer, Service, Unit

_BATCH = 5_000


@contextmanager
def storing() -> Iterator[None]:
    """Say in words that somebody else stored the same thing while the sheet was being checked."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise Conflict("Data berubah selama impor berjalan. Jalankan impor sekali lagi.") from error


def insert(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given as column values."""
    for batch in _batches(rows):
        db.session.execute(sa.insert(model), batch)


def update(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows given as column values with their primary key among them."""
    for batch in _batches(rows):
        db.session.execute(sa.update(model), batch)


def delete(model: type[Base], ids: Sequence[int]) -> None:
    """Delete rows by id."""
    for start in range(0, len(ids), 500):
        chosen = model.__table__.c.id.in_(ids[start : start + 500])
        db.session.execute(sa.delete(model).where(chosen))


def _batches(rows: Sequence[Mapping[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    for start in range(0, len(rows), _BATCH):
        yield [dict(row) for row in rows[start : start + _BATCH]]


def ids_by_code(model: type[Unit] | type[Location] | type[Service]) -> dict[str | None, int | None]:
    """Ids by code; None leads to None, so that an empty reference stays empty."""
    rows = db.session.execute(sa.select(model.code, model.id)).all()
    return {None: None, **{row[0]: row[1] for row in rows}}


def counter_ids() -> dict[tuple[str, str] | None, int | None]:
    """Ids of counters by unit code and number."""
    query = sa.select(Unit.code, Counter.number, Counter.id).join(Unit, Unit.id == Counter.unit_id)
    rows = db.session.execute(query).all()
    return {None: None, **{(row[0], row[1]): row[2] for row in rows}}


def officer_ids() -> dict[str, int]:
    """Ids of officers by NIP and by internal id."""
    rows = db.session.execute(sa.select(Officer.id, Officer.nip, Officer.internal_id)).all()
    return {key: row[0] for row in rows for key in row[1:] if key}
