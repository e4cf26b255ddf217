"""`portal doctor` names every setting, and what is wrong with its remedy; it leaves with 1."""

import json
from pathlib import Path

import pytest
import time_machine

from portal import migrate
from portal.authority import operator
from portal.config import PARSERS, load_settings
from portal.database import make_engine
from portal.doctor.findings import masked
from portal.doctor.triggers import trigger_differences
from tests.cli.conftest import Portal
from tests.migrations.rows import fill

ACTOR = operator("uji")


def _line(output: str, what: str) -> str:
    """The line of a check and its remedy."""
    lines = output.splitlines()
    place = next(number for number, line in enumerate(lines) if f" {what}: " in line)
    return " ".join(lines[place : place + 2])


def test_a_sound_installation_has_nothing_wrong(portal: Portal, database_url: str) -> None:
    found = portal("doctor", database_url=database_url)
    assert found.exit_code == 0, found.output
    assert "Tidak ada yang salah." in found.output
    assert "lengkap seperti dalam migrasi" in _line(found.output, "Pemicu penjaga")


def test_each_setting_is_listed_with_its_source_and_no_password(
    portal: Portal, sqlite_url: str, instance: Path
) -> None:
    (instance / "portal.cfg").write_text("[portal]\ncontact = humas@sungairaya.example\n")
    redis = "redis://:kata-sandi@127.0.0.1:6379/9"
    found = portal("doctor", database_url=sqlite_url, redis_url=redis)
    for name in PARSERS:
        assert f"PORTAL_{name.upper()} " in found.output
    assert "humas@sungairaya.example  [portal.cfg]" in found.output
    assert "redis://:***@127.0.0.1:6379/9  [PORTAL_REDIS_URL]" in found.output
    secrets = json.loads((instance / "secrets.json").read_text())
    for hidden in ("kata-sandi", *secrets.values()):
        assert hidden not in found.output


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("redis://:p@ss:w@host/0", "redis://:***@host/0"),
        ("postgresql+psycopg://u:p@h/db", "postgresql+psycopg://u:***@h/db"),
        ("postgresql+psycopg://h/db?password=p&x=1", "postgresql+psycopg://h/db?password=***&x=1"),
        ("sqlite:////srv/portal.db", "sqlite:////srv/portal.db"),
    ],
)
def test_passwords_in_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_no_installation_yet(portal: Portal, instance: Path) -> None:
    (instance / "secrets.json").unlink()
    found = portal("doctor")
    assert found.exit_code == 1
    assert "portal init" in _line(found.output, "Kunci rahasia")
    assert "portal init" in _line(found.output, "Migrasi")


def test_secrets_that_others_can_read(portal: Portal, sqlite_url: str, instance: Path) -> None:
    (instance / "secrets.json").chmod(0o644)
    found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert "chmod 600" in _line(found.output, "Hak baca secrets.json")


def test_a_database_that_others_can_read(portal: Portal, sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.chmod(0o644)
    found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert f"chmod 600 {path}" in _line(found.output, f"Hak baca {path.name}")
    path.chmod(0o600)
    assert portal("doctor", database_url=sqlite_url).exit_code == 0


def test_an_open_instance_folder_is_said_and_left(portal: Portal, instance: Path) -> None:
    instance.chmod(0o755)
    found = portal("doctor")
    assert f"chmod 700 {instance}" in _line(found.output, f"Hak baca {instance.name}")
    assert instance.stat().st_mode & 0o777 == 0o755


def test_a_password_in_a_config_that_others_can_read(portal: Portal, instance: Path) -> None:
    config = instance / "portal.cfg"
    config.write_text("[portal]\nredis_url = redis://:sandi@127.0.0.1:9/0\n")
    config.chmod(0o640)
    found = portal("doctor")
    assert "chmod 600" in _line(found.output, "Hak baca portal.cfg")
    assert "sandi" not in found.output.replace("kata sandi", "")


def test_migrations_that_are_behind(portal: Portal, sqlite_url: str) -> None:
    migrate.downgrade(sqlite_url, "0003")
    found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert "portal db upgrade" in _line(found.output, "Migrasi")


def test_a_database_from_a_newer_program(portal: Portal, sqlite_url: str) -> None:
    _run_sql(sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    found = portal("doctor", database_url=sqlite_url)
    assert "Perbarui program" in _line(found.output, "Migrasi")
    for command in (("serve",), ("db", "upgrade")):
        refused = portal(*command, database_url=sqlite_url)
        assert refused.exit_code == 1
        assert "program yang lebih baru" in refused.output


def test_redis_and_postgresql_away(portal: Portal) -> None:
    url = "postgresql://postgres:sandi@127.0.0.1:9/x"
    found = portal("doctor", database_url=url, redis_url="redis://127.0.0.1:9")
    assert found.exit_code == 1
    assert "Jalankan Redis" in _line(found.output, "Redis")
    assert "PORTAL_DATABASE_URL" in _line(found.output, "Basis data")
    assert "sandi" not in found.output


def test_a_trigger_taken_off_or_altered_is_named(database_url: str, portal: Portal) -> None:
    on_table = " ON audit_entry" if "postgresql" in database_url else ""
    _run_sql(database_url, f"DROP TRIGGER audit_entry_no_delete{on_table}")
    if "postgresql" in database_url:
        _run_sql(database_url, "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_update")
    else:
        _run_sql(database_url, "DROP TRIGGER audit_entry_no_update")
        body = "BEFORE UPDATE ON audit_entry WHEN 0 BEGIN SELECT 1; END"
        _run_sql(database_url, f"CREATE TRIGGER audit_entry_no_update {body}")
    engine = make_engine(database_url)
    with engine.connect() as connection:
        assert trigger_differences(connection) == [
            "audit_entry_no_delete hilang",
            "audit_entry_no_update diubah atau dimatikan",
        ]
    engine.dispose()
    assert portal("doctor", database_url=database_url).exit_code == 1


def test_a_function_behind_the_triggers_that_does_nothing_is_seen(postgresql_url: str) -> None:
    _run_sql(
        postgresql_url,
        "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$",
    )
    engine = make_engine(postgresql_url)
    with engine.connect() as connection:
        differences = trigger_differences(connection)
        assert "audit_entry_no_update diubah atau dimatikan" in differences
    engine.dispose()


def test_looking_leaves_nothing_behind(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url)
    with engine.connect() as connection:
        trigger_differences(connection)
        query = "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'portal')"
        assert connection.exec_driver_sql(query).all() == []
    engine.dispose()


def test_an_altered_trail_is_found(portal: Portal, sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        fill(connection, only=frozenset({"audit_entry", "audit_value"}))
    sound = portal("doctor", database_url=sqlite_url)
    assert sound.exit_code == 0, sound.output
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'x' WHERE sequence = 7")
    engine.dispose()
    found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert "baris 7: isinya diubah" in _line(found.output, "Jejak audit")


def test_a_clock_behind_the_trail_is_found(portal: Portal, sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        fill(connection, ratings=1)
    engine.dispose()
    with time_machine.travel("2026-10-01T00:00:00+00:00", tick=False):
        found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert "NTP" in _line(found.output, "Jam mesin")


def test_recount_of_a_month_that_is_not_closed_and_of_none(
    portal: Portal, database_url: str
) -> None:
    found = portal("doctor", "--recount", "2026-10", database_url=database_url)
    assert (found.exit_code, "belum ditutup" in found.stderr) == (1, True)
    found = portal("doctor", "--recount", database_url=database_url)
    assert (found.exit_code, "Tidak ada yang salah" in found.output) == (0, True)


def test_a_damaged_file_is_found(portal: Portal, sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(bytes(content))
    found = portal("doctor", database_url=sqlite_url)
    assert found.exit_code == 1
    assert found.exception is None or isinstance(found.exception, SystemExit)


def test_the_instance_named_in_the_environment_is_said_so(instance: Path) -> None:
    settings = load_settings({"PORTAL_INSTANCE": str(instance)})
    assert settings.provenance["instance"] == "PORTAL_INSTANCE"


def _run_sql(database_url: str, statement: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
