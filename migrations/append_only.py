"""Triggers that make a table append-only, for SQLite and PostgreSQL.

SQLite's INSERT OR REPLACE deletes without firing DELETE triggers, so an INSERT over an
existing key is refused on its own. Alembic's batch mode drops triggers silently: a
migration that rebuilds such a table must call `protect` again (a test compares).
"""

from collections.abc import Sequence

from alembic import op

FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def protect(table: str, keys: Sequence[str], *, allowed_update: str = "") -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and INSERT over an existing value of any of `keys`.

    `allowed_update`: a condition over OLD and NEW under which an UPDATE may pass.
    """
    when = f"WHEN (NOT ({allowed_update}))" if allowed_update else ""
    if op.get_bind().dialect.name == "postgresql":
        _protect_postgresql(table, when)
    else:
        _protect_sqlite(table, keys, when)


def unprotect(table: str) -> None:
    """Take the triggers off again (only a downgrade does)."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    kinds = ("update", "delete", "truncate") if postgresql else ("update", "delete", "replace")
    for kind in kinds:
        op.execute(f"DROP TRIGGER {table}_no_{kind}" + (f" ON {table}" if postgresql else ""))


def _protect_postgresql(table: str, when: str) -> None:
    op.execute(FUNCTION)
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"FOR EACH ROW {when} EXECUTE FUNCTION portal_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()"
    )


def _protect_sqlite(table: str, keys: Sequence[str], when: str) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    taken = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refuse}"
    )
