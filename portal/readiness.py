"""Is everything there that the portal needs? Asked by `/readyz` and by `portal doctor`."""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from portal import migrate
from portal.clock import now
from portal.database import db
from portal.jobs.queries import is_silent, last_heartbeat

HEAD = migrate.head()


@dataclass(frozen=True, slots=True)
class Readiness:
    """`status` is ready, degraded (works, without a helper such as Redis or the worker) or down."""

    status: str
    database: str
    migrations: str
    limiter: str
    queue: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def readiness(*, limiter: str) -> Readiness:
    """Ask the database and the schema; `limiter` is what the door knows of its store."""
    database, migrations = _database_state()
    if database != "ok" or migrations != "ok":
        return Readiness("down", database, migrations, limiter, "unknown")
    queue = _queue_state()
    is_whole = limiter == queue == "ok"
    return Readiness("ready" if is_whole else "degraded", database, migrations, limiter, queue)


def _queue_state() -> str:
    """Is a worker alive? Without one no mail goes and no figure is released, all else works."""
    try:
        heartbeat = last_heartbeat()
    except sa.exc.SQLAlchemyError:
        return "unknown"
    finally:
        db.session.rollback()
    if heartbeat is None:
        return "no worker has run"
    if is_silent(heartbeat, now()):
        return f"no worker since {heartbeat:%Y-%m-%d %H:%M} UTC"
    return "ok"


def _database_state() -> tuple[str, str]:
    try:
        revision = db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        db.session.rollback()
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return "unreachable or empty", "unknown"
    return _writable(), "ok" if revision == HEAD else f"at {revision}, this program needs {HEAD}"


def _writable() -> str:
    """Take the write lock and give it back: a read-only or full disk shows here."""
    if db.engine.dialect.name != "sqlite":
        return _writable_postgresql()
    try:
        with db.engine.connect().execution_options(writing=True) as connection:
            connection.execute(sa.text("UPDATE audit_head SET id = id WHERE id = 1"))
            connection.rollback()
    except sa.exc.SQLAlchemyError:
        return "read-only or full"
    return "ok"


def _writable_postgresql() -> str:
    query = sa.text("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'")
    read_only = db.session.execute(query).scalar()
    db.session.rollback()
    return "read-only" if read_only else "ok"
