"""The audit trail: one entry per command, chained, and no way to alter it unseen."""

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.commands import record
from portal.audit.queries import chain_head, verify_chain
from portal.authority import Actor, operator
from portal.database import command, db

ACTOR = operator("wati")


@command
def _act(actor: Actor, *, number: int) -> int:
    return record(
        actor, action="test_acted", subject=f"thing:{number}", after={"n": number}, reason="uji"
    )


def _tamper(*statements: str) -> None:
    """Change the stored trail the way somebody with the file would: triggers off first."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET session_replication_role = replica"))
        else:
            names = connection.execute(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(names):
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(sa.text(statement))


def test_entries_form_a_chain_that_verifies(app: Flask) -> None:
    assert [_act(ACTOR, number=n) for n in (1, 2, 3)] == [1, 2, 3]
    found = verify_chain()
    assert found.faults == ()
    assert found.head.sequence == 3
    actor = db.session.execute(sa.text("SELECT DISTINCT actor FROM audit_entry")).scalar_one()
    assert actor == "operator:wati"


def test_a_refused_command_leaves_no_entry(app: Flask) -> None:
    @command
    def refuse(actor: Actor) -> None:
        record(actor, action="x", subject="y")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        refuse(ACTOR)
    assert chain_head().sequence == 0


def test_commands_do_not_nest(app: Flask) -> None:
    @command
    def outer(actor: Actor) -> None:
        _act(actor, number=1)

    with pytest.raises(RuntimeError, match="must not call a command"):
        outer(ACTOR)
    assert chain_head().sequence == 0


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE audit_entry SET actor = 'x' WHERE sequence = 2", "baris 2: isinya diubah"),
        (
            "UPDATE audit_value SET content = '{}' WHERE sequence = 2",
            "baris 2: nilainya diubah",
        ),
        (
            "UPDATE audit_value SET content = NULL WHERE sequence = 2",
            "baris 2: nilainya hilang tanpa catatan",
        ),
        (
            "DELETE FROM audit_value WHERE sequence = 3;"
            " DELETE FROM audit_entry WHERE sequence = 3",
            "kepala rantai tidak cocok",
        ),
        (
            "DELETE FROM audit_value WHERE sequence = 1;"
            " DELETE FROM audit_entry WHERE sequence = 1",
            "seharusnya baris 1",
        ),
    ],
)
def test_tampering_is_found_and_the_row_named(app: Flask, tampering: str, named: str) -> None:
    for n in (1, 2, 3):
        _act(ACTOR, number=n)
    db.session.commit()
    _tamper(*tampering.split("; "))
    faults = verify_chain().faults
    assert faults, tampering
    assert any(named in fault for fault in faults), faults


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_value SET content = '{}'",
        "DELETE FROM audit_value",
    ],
)
def test_the_database_itself_refuses_to_alter_the_trail(app: Flask, statement: str) -> None:
    _act(ACTOR, number=1)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_insert_or_replace_is_refused_on_sqlite(sqlite_app: Flask) -> None:
    _act(ACTOR, number=1)
    statement = "INSERT OR REPLACE INTO audit_value (sequence, salt, content) VALUES (1, 's', '{}')"
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_values_may_be_erased_with_a_reason_and_the_chain_still_verifies(app: Flask) -> None:
    _act(ACTOR, number=1)
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE audit_value SET content = NULL, erased_at = CURRENT_TIMESTAMP,"
                " erased_why = 'permintaan subjek data' WHERE sequence = 1"
            )
        )
    assert verify_chain().faults == ()
