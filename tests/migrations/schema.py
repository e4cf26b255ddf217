"""A database's schema as plain values, so that two moments can be compared."""

from typing import Any

import sqlalchemy as sa

from portal.database import DERIVED, make_engine
from portal.doctor.triggers import triggers

Schema = dict[str, Any]


def schema_of(database_url: str) -> Schema:
    """Tables with columns, keys, checks, indexes; and the triggers with their whole text."""
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            inspector = sa.inspect(connection)
            known = sorted(set(inspector.get_table_names()) - {"alembic_version"})
            derived = [name for name in known if name.startswith(DERIVED)]
            tables = {name: _table(inspector, name) for name in known if name not in derived}
            found = {"tables": tables, "triggers": dict(triggers(connection))}
            return found | {"derived": derived}
    finally:
        engine.dispose()


def _table(inspector: sa.Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in inspector.get_columns(name)
        },
        "primary": inspector.get_pk_constraint(name)["constrained_columns"],
        "foreign": sorted(
            (key["name"] or "", tuple(key["constrained_columns"]), key["referred_table"])
            for key in inspector.get_foreign_keys(name)
        ),
        "checks": sorted(
            (check["name"] or "", check["sqltext"])
            for check in inspector.get_check_constraints(name)
        ),
        "unique": sorted(
            (key["name"] or "", tuple(key["column_names"]))
            for key in inspector.get_unique_constraints(name)
        ),
        "indexes": sorted(
            (index["name"] or "", tuple(index["column_names"]), bool(index["unique"]))
            for index in inspector.get_indexes(name)
        ),
    }
