"""One unchanging view of the database for long reads, apart from the session of a request."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from portal.database import db, reading

# Enough to group a month of a million ratings without writing to disk; bounded per sort.
WORK_MEMORY = "SET LOCAL work_mem = '64MB'"


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """A connection in one read transaction: whatever is written meanwhile is not seen.

    It takes no lock, so a computation of minutes keeps no resident waiting. Raises Unavailable
    where the database does not answer.
    """
    on_postgresql = db.engine.dialect.name == "postgresql"
    with reading(), db.engine.connect() as plain:
        connection = plain
        if on_postgresql:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            connection.exec_driver_sql(WORK_MEMORY)
        yield connection
