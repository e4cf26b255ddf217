"""T9: a thousand tamperings of six kinds on a real trail, triggers off: all found, row named."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from portal.audit.commands import record
from portal.audit.models import AuditEntry, AuditHead, AuditValue
from portal.audit.queries import verify_chain
from portal.audit.rules import GENESIS, Link, canonical, link_hash, values_digest
from portal.authority import Actor, operator
from portal.cli import main
from portal.database import command, db

ENTRIES = 60
TAMPERINGS = 1000
COLUMNS = ("at", "actor", "action", "subject", "values_digest", "previous", "hash")
ENTRY, VALUE, HEAD = AuditEntry.__table__, AuditValue.__table__, AuditHead.__table__


@command
def _act(actor: Actor, *, number: int) -> None:
    record(actor, action="close_month", subject=f"month:{number}", after={"index": f"8{number}.25"})


@pytest.fixture
def trail(app: Flask) -> None:
    """Sixty true entries, and the triggers gone as a thief with the file would have them."""
    for number in range(1, ENTRIES + 1):
        _act(operator("wati"), number=number)
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        for table in ("audit_entry", "audit_value"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in connection.exec_driver_sql(query).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    db.session.commit()


@contextmanager
def _undone() -> Iterator[sa.Connection]:
    db.session.rollback()
    try:
        yield db.session.connection()
    finally:
        db.session.rollback()


def _letter_changed(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    other = chance.choice([sign for sign in "0123456789abcdef" if sign != text[place]])
    return text[:place] + other + text[place + 1 :]


def _alter(connection: sa.Connection, chance: random.Random) -> int:
    """One letter of one column of an entry."""
    row, column = chance.randint(1, ENTRIES), chance.choice(COLUMNS)
    old = connection.execute(sa.select(ENTRY.c[column]).where(ENTRY.c.sequence == row)).scalar_one()
    changed = {column: _letter_changed(old, chance)}
    connection.execute(sa.update(ENTRY).where(ENTRY.c.sequence == row).values(changed))
    # The row after it breaks first when only this row's own hash was altered.
    return row


def _alter_value(connection: sa.Connection, chance: random.Random) -> int:
    """One letter of what stood before, after, or of the reason."""
    row = chance.randint(1, ENTRIES)
    old = connection.execute(sa.select(VALUE.c.content).where(VALUE.c.sequence == row)).scalar_one()
    changed = _letter_changed(old, chance)
    connection.execute(sa.update(VALUE).where(VALUE.c.sequence == row).values(content=changed))
    return row


def _delete(connection: sa.Connection, chance: random.Random) -> int:
    """An entry with its values; the one after it no longer follows."""
    row = chance.randint(1, ENTRIES - 1)
    connection.execute(sa.delete(VALUE).where(VALUE.c.sequence == row))
    connection.execute(sa.delete(ENTRY).where(ENTRY.c.sequence == row))
    return row + 1


def _insert(connection: sa.Connection, chance: random.Random) -> int:
    """A forged entry, sound in itself, after the last one; the head row stays as it is."""
    last = connection.execute(sa.select(HEAD.c.hash)).scalar_one()
    _forge(connection, ENTRIES + 1, last, f"forged {chance.random()}")
    return ENTRIES


def _reorder(connection: sa.Connection, chance: random.Random) -> int:
    """Two entries change places, with their values."""
    first, second = sorted(chance.sample(range(1, ENTRIES + 1), 2))
    for table in (ENTRY, VALUE):
        query = sa.select(table).where(table.c.sequence.in_((first, second)))
        one, two = connection.execute(query.order_by(table.c.sequence)).mappings().all()
        aside = {"previous": "-", "hash": "-"} if table is ENTRY else {}
        for row, facts in ((first, {**two, **aside}), (second, one), (first, two)):
            changed = {name: value for name, value in facts.items() if name != "sequence"}
            connection.execute(sa.update(table).where(table.c.sequence == row).values(changed))
    return first


def _cut(connection: sa.Connection, chance: random.Random) -> int:
    """The tail goes, and the head row is set back to match: only a noted head tells."""
    last = chance.randint(1, ENTRIES - 1)
    connection.execute(sa.delete(VALUE).where(VALUE.c.sequence > last))
    connection.execute(sa.delete(ENTRY).where(ENTRY.c.sequence > last))
    kept = connection.execute(sa.select(ENTRY.c.hash).where(ENTRY.c.sequence == last)).scalar_one()
    connection.execute(sa.update(HEAD).values(sequence=last, hash=kept))
    return ENTRIES


def _forge(connection: sa.Connection, sequence: int, previous: str, subject: str) -> str:
    content = canonical({"before": None, "after": None, "reason": ""})
    digest = values_digest("salt", content)
    link = Link(sequence, "2026-10-05T00:00:00.000+00:00", "person:x", "act", subject, digest)
    facts: dict[str, Any] = {name: getattr(link, name) for name in ("at", "actor", "action")}
    own = link_hash(previous, link)
    connection.execute(
        sa.insert(ENTRY).values(
            sequence=sequence,
            subject=subject,
            values_digest=digest,
            previous=previous,
            hash=own,
            **facts,
        )
    )
    connection.execute(sa.insert(VALUE).values(sequence=sequence, salt="salt", content=content))
    return own


KINDS: tuple[Callable[[sa.Connection, random.Random], int], ...] = (
    _alter,
    _alter_value,
    _delete,
    _insert,
    _reorder,
    _cut,
)


def test_a_thousand_tamperings_of_six_kinds_are_all_found(trail: None) -> None:
    sound = verify_chain()
    assert sound.faults == ()
    noted = {sound.head.sequence: sound.head.hash}
    chance = random.Random(9)
    for number in range(TAMPERINGS):
        kind = KINDS[number % len(KINDS)]
        with _undone() as connection:
            row = kind(connection, chance)
            found = verify_chain(noted=noted).faults
        assert found, f"{number}: {kind.__name__} of row {row} was not found"
        assert found[0].startswith(f"baris {row}:"), f"{kind.__name__} of {row}: {found[0]}"
    assert verify_chain(noted=noted).faults == ()


def test_a_chain_rewritten_from_the_start_is_known_by_a_noted_head(trail: None) -> None:
    """Everything fits everything, head row too; only what was printed or mailed does not."""
    head = verify_chain().head
    with _undone() as connection:
        connection.execute(sa.delete(VALUE))
        connection.execute(sa.delete(ENTRY))
        last = GENESIS
        for sequence in range(1, ENTRIES + 1):
            last = _forge(connection, sequence, last, f"month:{sequence}")
        connection.execute(sa.update(HEAD).values(hash=last))
        assert verify_chain().faults == ()
        found = verify_chain(noted={head.sequence: head.hash}).faults
    assert found == (f"baris {ENTRIES}: bukan lagi kepala rantai yang pernah dicatat",)


@pytest.mark.parametrize("written", ["", "12", "12:xyz", "x:" + "0" * 64, "1:" + "0" * 63])
def test_a_head_that_is_none_is_refused_in_words(written: str) -> None:
    result = CliRunner().invoke(main, ["audit", "verify", "--head", written])
    assert result.exit_code == 2
    assert "64 huruf heksadesimal" in " ".join(result.output.split())
