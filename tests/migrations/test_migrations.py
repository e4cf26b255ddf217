"""Each migration up, down, with data, killed half-way, and twice at once (threats.md T19)."""

import re
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

# The commands import every model; without them the models' side of the comparison is empty.
import portal.cli  # noqa: F401
from portal import migrate
from portal.config import ROOT
from portal.database import DERIVED, Base, make_engine
from tests.migrations.rows import RATINGS, content, fill, filled_columns
from tests.migrations.schema import schema_of

REVISIONS = migrate.revisions()
GUARDED = {"audit_entry", "audit_value"}
SEEDED = {"questionnaire", "rule_set"}
SEEDED = {"questionnaire", "rule_set"}


def test_the_revisions_are_numbered_without_gap_and_have_one_head() -> None:
    assert list(REVISIONS) == [f"{number:04}" for number in range(1, len(REVISIONS) + 1)]
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == list(REVISIONS)


def test_each_migration_down_leaves_the_schema_that_stood_before_it(empty_url: str) -> None:
    seen = {"base": schema_of(empty_url)}
    for revision in REVISIONS:
        migrate.upgrade(empty_url, revision)
        seen[revision] = schema_of(empty_url)
    for before in reversed(("base", *REVISIONS[:-1])):
        migrate.downgrade(empty_url, before)
        assert schema_of(empty_url) == seen[before], f"down to {before}"
    migrate.upgrade(empty_url)
    assert schema_of(empty_url) == seen[REVISIONS[-1]]


def test_the_newest_schema_is_what_the_models_say(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
        inspector = sa.inspect(connection)
        for table in Base.metadata.tables.values():
            assert _checks_stored(inspector, table.name) == _checks_of(table), table.name
            indexes = {index["name"] for index in inspector.get_indexes(table.name)} - {DERIVED}
            unique = {key["name"] for key in inspector.get_unique_constraints(table.name)}
            assert {index.name for index in table.indexes} == indexes - unique, table.name
    engine.dispose()


def _is_declared(name: str | None, _kind: str, _parents: object) -> bool:
    return not (name or "").startswith(DERIVED)


def _checks_stored(inspector: sa.Inspector, table: str) -> set[str]:
    return {str(check["name"]) for check in inspector.get_check_constraints(table)}


def _checks_of(table: sa.Table) -> set[str]:
    checks = [one for one in table.constraints if isinstance(one, sa.CheckConstraint)]
    return {f"ck_{table.name}_{re.sub(f'^ck_{table.name}_', '', str(one.name))}" for one in checks}


def test_the_models_words_stand_in_the_checks_of_the_database(sqlite_url: str) -> None:
    """A new word in an enum without a migration would pass by name only."""
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in Base.metadata.tables.values():
            stored = {
                str(c["name"]): c["sqltext"] for c in inspector.get_check_constraints(table.name)
            }
            for one in table.constraints:
                if isinstance(one, sa.CheckConstraint):
                    name = f"ck_{table.name}_{re.sub(f'^ck_{table.name}_', '', str(one.name))}"
                    assert stored[name] == str(one.sqltext), name
    engine.dispose()


def test_the_same_tables_are_guarded_on_both_databases(database_url: str) -> None:
    kinds = ("update", "delete") + (("replace",) if "sqlite" in database_url else ("truncate",))
    names = schema_of(database_url)["triggers"].keys()
    guarded = {name.removesuffix("_no_update") for name in names if name.endswith("_no_update")}
    assert guarded >= GUARDED
    assert names >= {f"{table}_no_{kind}" for table in guarded for kind in kinds}


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_rows_survive_the_way_up_and_down_again(empty_url: str, revision: str) -> None:
    migrate.upgrade(empty_url, revision)
    columns, before = _fill(empty_url)
    if revision >= "0003":
        assert before["rating"][0] == RATINGS
    migrate.upgrade(empty_url)
    assert _content(empty_url, columns).items() >= _without_seeds(before).items()
    migrate.downgrade(empty_url, revision)
    assert _content(empty_url, columns) == before


def _fill(database_url: str) -> tuple[dict[str, list[str]], dict[str, tuple[int, str]]]:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        fill(connection)
    with engine.connect() as connection:
        columns = filled_columns(connection)
        found = content(connection, columns)
    engine.dispose()
    return columns, found


def _content(database_url: str, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        found = content(connection, columns)
    engine.dispose()
    return found


def _without_seeds(found: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Tables into which later migrations themselves put rows are compared after the way down."""
    return {name: value for name, value in found.items() if name not in SEEDED}


# Ends itself with SIGKILL after the given number of statements of the upgrade.
KILLED = """
import os, signal, sys
import sqlalchemy as sa
from portal import migrate
left = int(sys.argv[2])
@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
migrate.upgrade(sys.argv[1])
"""
PLAIN = "import sys; from portal import migrate; migrate.upgrade(sys.argv[1])"


def _run(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT)


@pytest.mark.parametrize("statements", [3, 12, 30])
def test_an_upgrade_killed_half_way_leaves_what_was_and_can_be_run_again(
    empty_url: str, statements: int
) -> None:
    """After that many statements, in different migrations; the rows survive."""
    migrate.upgrade(empty_url, "0001")
    columns, before = _fill(empty_url)
    schema = schema_of(empty_url)
    assert _run(KILLED, empty_url, str(statements)).wait(60) == -9
    assert migrate.current(empty_url) == "0001"
    assert schema_of(empty_url) == schema
    migrate.upgrade(empty_url)
    assert _content(empty_url, columns) == before
    assert schema_of(empty_url)["tables"].keys() == Base.metadata.tables.keys()
    assert migrate.current(empty_url) == migrate.head()


def test_two_upgrades_at_once_run_in_turn(empty_url: str) -> None:
    both = [_run(PLAIN, empty_url) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert migrate.current(empty_url) == migrate.head()
