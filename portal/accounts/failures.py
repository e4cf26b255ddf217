"""Counting failures where all processes see them, before the secret is looked at.

A try is counted as failed first and forgiven when it was right: a hundred tries sent at
the same moment get no more answers than a hundred sent one after another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.models import FailedSignIn
from portal.accounts.rules.keys import Purpose, digest
from portal.accounts.rules.lockout import Failures, time_to_wait, with_one_more
from portal.authority import Actor
from portal.database import lean_command

KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Counted:
    """Under which digest failures are counted, and how many are free."""

    key: bytes
    free: int


@dataclass(frozen=True, slots=True)
class Try:
    """What became of a try: how long to wait (zero: it is heard), and what it locks if wrong."""

    wait: timedelta
    locks: bool = False


def failure_key(vault_key: str, kind: str, name: str) -> bytes:
    """The digest under which an account or a source is counted: it tells no login."""
    return digest(vault_key, Purpose.FAILURES, f"{kind}:{name}")[:KEY_BYTES]


@lean_command
def count_try(
    connection: sa.Connection, actor: Actor, *, of: Iterable[Counted], at: datetime
) -> Try:
    """Count one try of an account and of a source; not counted while either has to wait."""
    del actor  # nobody is known before the try is right
    # In one order, so that two tries never wait for each other.
    counted = sorted(of, key=lambda one: one.key)
    states = {one.key: _locked_state(connection, one.key, at) for one in counted}
    wait = max(time_to_wait(state, at) for state in states.values())
    if wait:
        return Try(wait)
    locks = False
    for one in counted:
        after = with_one_more(states[one.key], at, free=one.free)
        locks = locks or after.locked_until is not None
        _store(connection, one.key, after)
    return Try(wait, locks)


@lean_command
def forgive(
    connection: sa.Connection, actor: Actor, *, keys: Iterable[bytes], one_of: Iterable[bytes] = ()
) -> None:
    """It was right: the account's count is cleared, the source's goes back by this one try."""
    del actor
    connection.execute(sa.delete(FailedSignIn).where(FailedSignIn.key.in_(list(keys))))
    connection.execute(
        sa.update(FailedSignIn)
        .where(FailedSignIn.key.in_(list(one_of)), FailedSignIn.failures > 0)
        .values(failures=FailedSignIn.failures - 1, locked_until=None)
    )


def _locked_state(connection: sa.Connection, key: bytes, at: datetime) -> Failures:
    """The row of this key, made where it is missing, locked until the transaction ends."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    fresh = insert(FailedSignIn).values(key=key, failures=0, since=at)
    connection.execute(fresh.on_conflict_do_nothing())
    query = sa.select(FailedSignIn.failures, FailedSignIn.since, FailedSignIn.locked_until)
    row = connection.execute(query.where(FailedSignIn.key == key).with_for_update()).one()
    return Failures(row.failures, row.since, row.locked_until)


def _store(connection: sa.Connection, key: bytes, after: Failures) -> None:
    connection.execute(
        sa.update(FailedSignIn)
        .where(FailedSignIn.key == key)
        .values(failures=after.count, since=after.since, locked_until=after.locked_until)
    )
