"""PostgreSQL databases for tests: copied once from a migrated one, emptied before the next test.

A copy takes a third of a second and a test seldom fills ten tables, so what a test has left is
taken out and the same database is handed to the next. It goes on only when nothing has written to
its schema; one that a test has altered is dropped.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432"
LARGEST = 4 * 1024 * 1024  # bytes of dead rows that the next test may have to read over
Connection = psycopg.Connection[tuple[Any, ...]]

# Which change wrote each line of the catalogue: tables, columns, defaults, checks, indexes,
# triggers and whether they fire, functions, rights, rules, settings of the database.
SCHEMA = """
WITH ours AS (SELECT oid, xmin FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
    SELECT concat_ws(' ', 'class', oid, xmin) FROM ours
    UNION ALL SELECT concat_ws(' ', 'attribute', attrelid, attnum, pg_attribute.xmin)
        FROM pg_attribute JOIN ours ON ours.oid = attrelid
    UNION ALL SELECT concat_ws(' ', 'attrdef', oid, xmin) FROM pg_attrdef
    UNION ALL SELECT concat_ws(' ', 'constraint', oid, xmin) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', 'index', indexrelid, pg_index.xmin)
        FROM pg_index JOIN ours ON ours.oid = indexrelid
    UNION ALL SELECT concat_ws(' ', 'trigger', oid, xmin) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'proc', oid, xmin)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'type', oid, xmin)
        FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'rewrite', oid, xmin) FROM pg_rewrite
    UNION ALL SELECT concat_ws(' ', 'policy', oid, xmin) FROM pg_policy
    UNION ALL SELECT concat_ws(' ', 'default_acl', oid, xmin) FROM pg_default_acl
    UNION ALL SELECT concat_ws(' ', 'extension', oid, xmin) FROM pg_extension
    UNION ALL SELECT concat_ws(' ', 'ts_config', oid, xmin) FROM pg_ts_config
    UNION ALL SELECT concat_ws(' ', 'ts_dict', oid, xmin) FROM pg_ts_dict
    UNION ALL SELECT concat_ws(' ', 'namespace', oid, xmin)
        FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'
    UNION ALL SELECT concat_ws(' ', 'setting', setrole, setconfig) FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase AND datname = current_database()
) AS lines (line)
"""
TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
SIZE = """
SELECT coalesce(sum(pg_relation_size(oid)), 0) FROM pg_class
WHERE relnamespace = 'public'::regnamespace
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


def server() -> sa.Engine:
    """An engine that creates and drops databases."""
    return sa.create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")


def _connect(name: str) -> Connection:
    return psycopg.connect(f"host=127.0.0.1 user=postgres dbname={name}")


@dataclass
class Copies:
    """Databases like `template`; `used` are those that a test has left."""

    template: str
    engine: sa.Engine
    used: list[str] = field(default_factory=list)
    schema: str = ""
    size: int = 0
    tables: tuple[str, ...] = ()
    seeds: dict[str, bytes] = field(default_factory=dict)
    sequences: dict[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with _connect(self.template) as connection:
            self.schema, self.size = schema(connection), _size(connection)
            self.tables = tuple(name for (name,) in connection.execute(TABLES))
            self.sequences = _sequences(connection)
            filled = _filled(connection, self.tables)
            self.seeds = {table: _content(connection, table) for table in filled}

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a database like the template, until the end of the block."""
        name = self._again() or self._another()
        try:
            yield name
        finally:
            self.used.append(name)

    def drop(self) -> None:
        """Drop them all."""
        for name in self.used:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _again(self) -> str | None:
        """One that was used, emptied only now: whatever its test had started has ended."""
        while self.used:
            name = self.used.pop()
            if self._emptied(name):
                return name
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        return None

    def _another(self) -> str:
        name = f"{self.template}_{uuid.uuid4().hex[:8]}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    def _run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text(statement))

    def _emptied(self, name: str) -> bool:
        """Take out what a test has left; False where the database cannot go on."""
        with suppress(psycopg.Error), _connect(name) as connection:
            _leave_alone(connection)
            if schema(connection) == self.schema and _size(connection) < self.size + LARGEST:
                self._put_back(connection)
                return True
        return False

    def _put_back(self, connection: Connection) -> None:
        # Neither a trigger nor a foreign key is asked, in this one transaction. TRUNCATE would
        # take along every table that refers to these, and a hundred times as long.
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in _filled(connection, self.tables):
            if table not in self.seeds:
                _delete(connection, table)
        for table, seeds in self.seeds.items():
            if _content(connection, table) != seeds:
                _delete(connection, table)
                with connection.cursor().copy(_copying(table, "FROM STDIN")) as copy:
                    copy.write(seeds)
        for sequence, stood in _sequences(connection).items():
            before = self.sequences[sequence]
            if stood != before:
                values = (sequence, before or 1, before is not None)
                connection.execute("SELECT setval(%s::regclass, %s, %s)", values)


def _leave_alone(connection: Connection) -> None:
    """End every other connection to this database, as DROP … WITH (FORCE) does."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def schema(connection: Connection) -> str:
    """Another text after each change of the schema."""
    row = connection.execute(SCHEMA).fetchone()
    assert row is not None
    return str(row[0])


def _size(connection: Connection) -> int:
    """Bytes on the disk, dead rows included."""
    row = connection.execute(SIZE).fetchone()
    assert row is not None
    return int(row[0])


def _delete(connection: Connection, table: str) -> None:
    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def _content(connection: Connection, table: str) -> bytes:
    with connection.cursor().copy(_copying(table, "TO STDOUT")) as copy:
        return b"".join(bytes(part) for part in copy)


def _filled(connection: Connection, tables: tuple[str, ...]) -> list[str]:
    """Which of the tables have rows."""
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(table, sql.Identifier(table))
        for table in tables
    )
    return [name for (name,) in connection.execute(asked)]


def _sequences(connection: Connection) -> dict[str, int | None]:
    return dict(connection.execute(SEQUENCES).fetchall())


def _copying(table: str, where: str) -> sql.Composed:
    return sql.SQL("COPY {} " + where + " (FORMAT binary)").format(sql.Identifier(table))
