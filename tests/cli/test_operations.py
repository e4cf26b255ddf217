"""`portal init`, `serve`, `db`, `backup`, `restore` from the command line: errors in words."""

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal import migrate
from portal.cli import main
from portal.config import load_settings
from tests.cli.conftest import Portal
from tests.faults.server import Server, free_port


def test_init_makes_secrets_for_the_owner_only_and_can_be_repeated(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    environ = {"PORTAL_INSTANCE": str(folder)}
    first = CliRunner().invoke(main, ["init"], env=environ)
    assert first.exit_code == 0, first.output
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "portal.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secrets = (folder / "secrets.json").read_text()
    again = CliRunner().invoke(main, ["init"], env=environ)
    assert again.exit_code == 0
    assert "sudah ada dan tidak diubah" in again.output
    assert (folder / "secrets.json").read_text() == secrets
    assert migrate.current(load_settings(environ).database_url) == migrate.head()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"colour": "red"}, "pengaturan colour tidak dikenal"),
        ({"timezone": "Mars/Base"}, "zona waktu tidak dikenal"),
        ({"weight": "0.2"}, "pilih salah satu: 1/9"),
        ({"database_url": "mysql://x"}, "mulai dengan sqlite:/// atau postgresql"),
        ({"database_url": "postgresql://postgres@127.0.0.1:9/x"}, "Basis data tidak menjawab"),
        ({"database_url": "sqlite:////proc/none/x.db"}, "Basis data tidak menjawab"),
        ({"instance": "/proc/none"}, "tidak dapat dibuat"),
        ({"base_url": "ftp://x"}, "bukan alamat http"),
        ({"trusted_proxies": "-1"}, "bilangan bulat 0 sampai 5"),
    ],
)
@pytest.mark.parametrize("command", ["init", "serve"])
def test_what_is_wrong_is_said_in_words(
    portal: Portal, command: str, settings: dict[str, str], words: str
) -> None:
    found = portal(command, **settings)
    assert found.exit_code == 1
    if not (command == "serve" and "instance" in settings):
        assert words in found.stderr
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("portal.cfg", "contact = x", "Tulis [portal] di baris pertama"),
        ("portal.cfg", "[portal]\naccent = pink", "pilih salah satu: tarum"),
        ("secrets.json", "{}", "tidak terbaca"),
        (
            "secrets.json",
            '{"session_key": "dev", "ticket_key": "secret", "vault_key": "0"}',
            "mudah ditebak",
        ),
    ],
)
def test_files_of_the_instance_that_are_wrong(
    portal: Portal, instance: Path, name: str, content: str, words: str
) -> None:
    (instance / name).write_text(content)
    for command in (("serve",), ("db", "upgrade"), ("doctor",), ("backup", "x.zip")):
        found = portal(*command)
        assert found.exit_code == 1, command
        assert words in found.stderr
        assert not (instance / "portal.db").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("import", "units", "x.csv"),
        ("import", "ratings", "x.csv", "--unit", "A", "--channel", "paper"),
        ("export", "units", "--format", "csv", "--out", "x.csv"),
        ("release",),
        ("audit", "verify"),
        ("serve",),
    ],
)
def test_secrets_that_are_missing_are_said_plainly(
    portal: Portal, instance: Path, sqlite_url: str, command: tuple[str, ...]
) -> None:
    (instance / "secrets.json").unlink()
    found = portal(*command, database_url=sqlite_url)
    assert found.exit_code == 1
    assert found.stderr.startswith("Belum ada kunci rahasia")
    assert "Jalankan `portal init`" in found.stderr
    assert "perlu diperbaiki" not in found.output


def test_settings_that_are_wrong_are_not_blamed_on_the_sheet(portal: Portal) -> None:
    found = portal("import", "units", "x.csv", timezone="Mars/Base")
    assert (found.exit_code, "x.csv" in found.stderr) == (1, False)
    assert "zona waktu" in found.stderr


def test_serve_asks_for_init_and_for_an_upgrade(portal: Portal, sqlite_url: str) -> None:
    migrate.downgrade(sqlite_url, "0002")
    found = portal("serve", database_url=sqlite_url)
    assert (found.exit_code, "portal db upgrade" in found.stderr) == (1, True)
    upgraded = portal("db", "upgrade", database_url=sqlite_url)
    assert f"Dari revisi 0002 ke {migrate.head()}" in upgraded.output


def test_a_port_in_use_and_a_foreign_address(portal: Portal, sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = portal("serve", "--port", str(port), database_url=sqlite_url)
    assert found.exit_code == 1
    assert f"Porta {port} sedang dipakai" in found.stderr
    found = portal("serve", "--host", "192.0.2.1", database_url=sqlite_url)
    assert (found.exit_code, "Tidak dapat mendengarkan" in found.stderr) == (1, True)
    assert portal("serve", "--port", "0", database_url=sqlite_url).exit_code == 2


@pytest.fixture
def server(database_url: str, instance: Path) -> Iterator[Server]:
    server = Server(database_url, instance, port=free_port())
    yield server
    server.end()


def test_serve_answers_and_ends_gracefully(server: Server) -> None:
    server.start()
    process = server.process
    assert process is not None
    assert server.get("/readyz").status == 200
    assert "no worker has run" in server.get("/readyz").text
    os.kill(process.pid, 15)
    assert process.wait(30) == 0
    assert "Traceback" not in server.log


def test_backup_and_restore_round(portal: Portal, sqlite_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "a.zip")
    made = portal("backup", file, database_url=sqlite_url)
    assert made.exit_code == 0, made.output
    assert "secrets.json" in made.output
    assert portal("backup", file, database_url=sqlite_url).exit_code == 1
    assert "utuh" in portal("restore", "--check", file).output
    target = f"sqlite:///{tmp_path / 'target.db'}"
    done = portal("restore", file, database_url=target)
    assert done.exit_code == 0, done.output
    refused = portal("restore", file, database_url=target)
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    replaced = portal("restore", file, "--replace", database_url=target)
    assert "Basis data lama disimpan di" in replaced.output


def test_a_file_that_cannot_be_written_or_read(portal: Portal, sqlite_url: str) -> None:
    found = portal("backup", "/proc/none/a.zip", database_url=sqlite_url)
    assert (found.exit_code, "tidak dapat ditulis" in found.stderr) == (1, True)
    found = portal("restore", "/proc/none/a.zip", database_url=sqlite_url)
    assert (found.exit_code, "tidak ada" in found.stderr) == (1, True)
