"""T13: the disk is full at any byte. Words, nothing acknowledged lost, nothing half, well again."""

import os
import random
import resource
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from portal.database import make_engine
from tests.faults.conftest import Installation, bounded, install
from tests.faults.server import Filled, Server, fetch_form, read_form, send, talking

SIZE = 6 * 1024 * 1024
COMMENT = "antre panjang sekali " * 90  # long, so that few ratings fill what is left


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here; the file size limit below stands in")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def post_until_refused(server: Server, code: str, ledger: list[Filled]) -> Filled:
    """Send ratings until one is refused in words; the others are in the ledger."""
    with talking(server.port) as connection:
        for _ in range(400):
            form = fetch_form(connection, code, comment=COMMENT)
            answer = send(connection, form)
            if answer.status == 303:
                ledger.append(form)
                continue
            assert answer.status == 503, answer
            assert COMMENT.strip() in unescape(answer.text)
            assert read_form(answer.text).body["ticket"] == form.body["ticket"]
            return form
    raise AssertionError("the disk never was full")


def assert_whole(place: Installation, ledger: list[Filled]) -> None:
    assert sorted(place.ticket_keys()) == sorted(form.ticket_key for form in ledger)
    assert place.ask("SELECT count(*) FROM comment") == [(len(ledger),)]


def send_again(server: Server, form: Filled, ledger: list[Filled]) -> None:
    with talking(server.port) as connection:
        assert send(connection, form).status == 303
    ledger.append(form)


@pytest.mark.drill
def test_a_full_disk_loses_nothing_acknowledged(
    small_disk: Path, sqlite_url: str, serve: Callable[..., Server]
) -> None:
    """Full at random byte counts; the log stands elsewhere, as on a server with a data disk."""
    source = Path(sqlite_url.removeprefix("sqlite:///"))
    source.rename(source.with_name("origin.db"))
    target = small_disk / "portal.db"
    target.write_bytes(source.with_name("origin.db").read_bytes())
    place = install(f"sqlite:///{target}", source.parent)
    server, ledger, dice = serve(place), [], random.Random(13)
    filler = small_disk / "filler"
    for _round in range(bounded(12, 200)):
        truncate_log(place)
        fill(filler, leaving=dice.randrange(200_000))
        refused = post_until_refused(server, place.code, ledger)
        assert server.get("/healthz").status == 200
        assert_whole(place, ledger)
        filler.unlink()
        send_again(server, refused, ledger)
        if len(ledger) > 300:
            ledger = start_over(place)
    assert server.get("/readyz").status == 200
    assert place.ask("PRAGMA integrity_check") == [("ok",)]
    assert "Traceback" not in server.log


def truncate_log(place: Installation) -> None:
    """An empty write-ahead log, so that the next rating needs new room."""
    place.ask("PRAGMA wal_checkpoint(TRUNCATE)")


def fill(filler: Path, leaving: int) -> None:
    """Write zeros until so many bytes are free."""
    room = os.statvfs(filler.parent)
    size = max(0, room.f_bavail * room.f_frsize - leaving)
    with filler.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, size) if size else None


def start_over(place: Installation) -> list[Filled]:
    """Forget the ratings, so that the small disk does not fill up with them."""
    engine = make_engine(place.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM rating")
        connection.exec_driver_sql("DELETE FROM comment")
    engine.dispose()
    return []


def test_a_file_that_may_not_grow_loses_nothing_acknowledged(
    sqlite_installation: Installation, serve: Callable[..., Server]
) -> None:
    """The same by a quota on file sizes, which needs no right to mount."""
    place = sqlite_installation
    server, ledger, dice = serve(place), [], random.Random(13)
    for _round in range(4):
        truncate_log(place)
        limit_files(server, dice.randrange(30_000, 120_000))
        refused = post_until_refused(server, place.code, ledger)
        assert server.get("/healthz").status == 200
        assert_whole(place, ledger)
        limit_files(server, resource.RLIM_INFINITY)
        send_again(server, refused, ledger)
    assert place.ask("PRAGMA integrity_check") == [("ok",)]
    assert "Traceback" not in server.log


def limit_files(server: Server, size: int) -> None:
    """No process of the server may make a file larger than this, from now on."""
    for pid in server.processes():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
