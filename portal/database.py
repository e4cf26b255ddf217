"""Session, base model, and `@command`: the one place that commits.

On SQLite a transaction that began with a read cannot become a writer without
"database is locked"; so a command first ends its reading, then begins IMMEDIATE, and one lock
per process lets writers in one by one (a busy timeout alone starves eight threads for seconds).
"""

import functools
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, exc
from sqlalchemy.orm import DeclarativeBase

from portal.authority import Actor
from portal.errors import Unavailable
from portal.language import later
from portal.sqlite_file import make_private, sqlite_module

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
)

# What a database derives itself from its tables: SQLite's full-text index with the tables behind
# it, PostgreSQL's index. No model, no part of a backup; rebuilt after a restore.
DERIVED = "complaint_fts"

GAVE_UP = "This connection is closed"
FRESH = 1.0  # seconds after its last use in which a connection is believed to live
LONGEST_WAIT = 20.0  # seconds a writer waits for its turn before the visitor gets words
BUSY = later("Sistem sedang penuh dan ini belum tersimpan. Coba kirim lagi sebentar lagi.")

P = ParamSpec("P")
T = TypeVar("T")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = sa.MetaData(naming_convention=NAMES)


# expire_on_commit would read every row again after the commit, in a transaction of its own.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

_write_lock = threading.Lock()
_change: list[object] = [object()]  # of one element, replaced at each commit of the session
_commanding: ContextVar[bool] = ContextVar("commanding", default=False)


@event.listens_for(db.session, "after_commit")
def _note_change(_session: Any) -> None:
    _change[0] = object()


def last_change() -> object:
    """Another object after each commit of this process (not of lean commands) and each failure."""
    return _change[0]


def glance(statement: sa.Executable, facts: Mapping[str, Any]) -> Sequence[sa.Row[Any]]:
    """All rows as they are committed now, whatever the session has read before."""
    with db.engine.connect() as connection:
        return connection.execute(statement, facts).all()


def engine_options(database_url: str) -> dict[str, Any]:
    """Arguments for the engine of this database address."""
    if database_url.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"check_same_thread": False}}
    return {
        "pool_size": 10,
        "max_overflow": 10,
        "pool_timeout": 5,
        "connect_args": {
            "connect_timeout": 3,
            "options": "-c timezone=UTC",
            # A server that vanished without a word is noticed in seconds, not in minutes.
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        },
    }


def prepare_engine(engine: sa.Engine) -> sa.Engine:
    """Give SQLite its pragmas and its IMMEDIATE writers, and PostgreSQL its pings."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", make_private)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    else:
        event.listen(engine, "checkin", _on_checkin)
        event.listen(engine, "checkout", _on_checkout)
    return engine


def make_engine(database_url: str) -> sa.Engine:
    """An engine outside the application, for migrations, backups and checks."""
    return prepare_engine(sa.create_engine(database_url, **engine_options(database_url)))


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself, else BEGIN IMMEDIATE comes too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _on_checkin(_connection: Any, record: Any) -> None:
    record.info["returned"] = time.monotonic()


def _on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection whether it lives, unless it was used a moment ago and is silent.

    SQLAlchemy's own ping asks at every checkout, which is a quarter of a rating's time in
    the database. A server that ends an idle connection says so: then there is something
    to read, and that is seen without asking.
    """
    returned = record.info.get("returned")
    is_fresh = returned is None or time.monotonic() - returned < FRESH
    try:
        if is_fresh and not _has_news(connection):
            return
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise exc.InvalidatePoolError("the connection is gone") from error


def _has_news(connection: Any) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def command(function: Callable[Concatenate[Actor, P], T]) -> Callable[Concatenate[Actor, P], T]:
    """Make one transaction of a function: all of it is stored, or nothing.

    Raises Unavailable, in words, where the database cannot be written now.
    """

    @functools.wraps(function)
    def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with _transaction():
            return function(actor, *args, **kwargs)

    return run


def lean_command(
    function: Callable[Concatenate[sa.Connection, Actor, P], T],
) -> Callable[Concatenate[Actor, P], T]:
    """Like `command`, on a bare connection: for what everybody waits for.

    The session costs more than storing a rating. `last_change` stays as it is: only for
    facts that no query remembers.
    """

    @functools.wraps(function)
    def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with _lean_transaction() as connection:
            return function(connection, actor, *args, **kwargs)

    return run


@contextmanager
def _unnested() -> Iterator[None]:
    if _commanding.get():
        raise RuntimeError(
            "a command must not call a command: commands share rules, not each other"
        )
    token = _commanding.set(True)
    try:
        yield
    finally:
        _commanding.reset(token)


@contextmanager
def _transaction() -> Iterator[None]:
    with _unnested():
        try:
            with _in_words(), _session_writing():
                yield
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def _session_writing() -> Iterator[None]:
    db.session.rollback()
    with _turn_to_write():
        try:
            if db.engine.dialect.name == "sqlite":
                db.session.connection(execution_options={"writing": True})
            yield
        finally:
            # The transaction must be over before the next writer is let in.
            if db.session().in_transaction():
                db.session.rollback()


@contextmanager
def _lean_transaction() -> Iterator[sa.Connection]:
    with _unnested(), _in_words():
        if db.session.registry.has():
            db.session.rollback()
        with (
            db.engine.connect().execution_options(writing=True) as connection,
            _turn_to_write(),
            connection.begin(),
        ):
            yield connection


@contextmanager
def _turn_to_write() -> Iterator[None]:
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _write_lock.acquire(timeout=LONGEST_WAIT):
        raise Unavailable(BUSY)
    try:
        yield
    finally:
        _write_lock.release()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.InternalError, exc.TimeoutError, exc.InterfaceError) as error:
        # Nobody gets a form out of memory while it is known that it could not be stored.
        _change[0] = object()
        raise Unavailable(BUSY) from error
    except exc.InvalidRequestError as error:
        if not is_without_connection(error):
            raise
        _change[0] = object()
        raise Unavailable(BUSY) from error


def is_without_connection(error: Exception) -> bool:
    """Did the pool give up? After three dead connections in a row it says so in these words."""
    return isinstance(error, exc.InvalidRequestError) and GAVE_UP in str(error)


@contextmanager
def reading() -> Iterator[None]:
    """Turn a database that does not answer into Unavailable, for queries at a door."""
    with _in_words():
        yield


def end_session(_error: BaseException | None = None) -> None:
    """Give the connection back at the end of a request; register it after `db.init_app`.

    The answer is made by then: a connection that broke meanwhile must not make it a bare 500.
    """
    try:
        db.session.remove()
    except exc.SQLAlchemyError:
        db.session().invalidate()
        db.session.registry.clear()
