"""The databases of the tests themselves: a test never sees what another has left."""

import psycopg
import pytest

from tests import postgresql

pytestmark = pytest.mark.postgresql

HEAD = "SELECT sequence, hash FROM audit_head"
SPOILED = (
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE rating RENAME TO elsewhere",
    "ALTER TABLE unit ADD COLUMN more text",
    "ALTER TABLE unit ALTER COLUMN name SET DEFAULT 'x'",
    "DROP TRIGGER audit_entry_no_update ON audit_entry",
    "CREATE TABLE more (id int)",
    "CREATE INDEX more ON unit (name)",
    "CREATE SCHEMA more",
    "CREATE OR REPLACE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "GRANT SELECT ON unit TO PUBLIC",
    "DELETE FROM pg_trigger WHERE tgname = 'audit_entry_no_update'",
)


@pytest.fixture
def copies(postgresql_template: str) -> postgresql.Copies:
    return postgresql.Copies(postgresql_template, postgresql.server())


def _run(name: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(f"host=127.0.0.1 user=postgres dbname={name}", autocommit=True) as one:
        for statement in statements[:-1]:
            one.execute(statement.encode())
        last = one.execute(statements[-1].encode())
        return last.fetchall() if last.description else []


def test_what_is_left_is_taken_out_seeds_and_numbers_are_put_back(
    copies: postgresql.Copies,
) -> None:
    with copies.one() as name:
        before = _run(name, HEAD)
        _run(
            name,
            "SET session_replication_role = replica",
            "UPDATE audit_head SET sequence = 7",
            "DELETE FROM questionnaire",
            "INSERT INTO announcement VALUES (1, 9, 'x', now(), now())",
            "SELECT setval('unit_id_seq', 40)",
        )
        held = psycopg.connect(f"host=127.0.0.1 user=postgres dbname={name}")
    with copies.one() as again:
        assert again == name
        assert _run(name, HEAD) == before
        assert _run(name, "SELECT count(*) FROM questionnaire") == [(1,)]
        assert _run(name, "SELECT count(*) FROM announcement") == [(0,)]
        assert _run(name, "SELECT nextval('unit_id_seq')") == [(1,)]
        with pytest.raises(psycopg.OperationalError):
            held.execute("SELECT 1")
    copies.drop()


def test_one_with_another_schema_is_not_used_again(copies: postgresql.Copies) -> None:
    with copies.one() as name:
        _run(name, SPOILED[0])
    with copies.one() as another:
        assert another != name
        assert _run(another, f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == []
    copies.drop()


def test_every_sort_of_change_of_the_schema_is_seen(postgresql_url: str) -> None:
    name = postgresql_url.rpartition("/")[2]
    with psycopg.connect(f"host=127.0.0.1 user=postgres dbname={name}") as connection:
        before = postgresql.schema(connection)
        for statement in SPOILED:
            connection.execute("SET LOCAL allow_system_table_mods = on")
            connection.execute(statement.encode())
            assert postgresql.schema(connection) != before, statement
            connection.rollback()
        assert postgresql.schema(connection) == before
