"""T12: the disk is told to keep a rating before the thanks are sent (strace looks on)."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ON_CI
from tests.faults.conftest import Installation
from tests.faults.server import Server, fetch_form, send, talking

POSTS = 12
SYNC = re.compile(r"\b(fsync|fdatasync)\(")


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if found:
        return found
    assert not ON_CI, "strace: missing on CI"
    pytest.skip("strace: not on this machine")


def syscalls(path: Path) -> list[str]:
    """What strace wrote, without the process ids."""
    return [line.partition(" ")[2].strip() for line in path.read_text("utf-8").splitlines()]


def post(server: Server, code: str, count: int) -> None:
    with talking(server.port) as connection:
        for _ in range(count):
            assert send(connection, fetch_form(connection, code, comment="x")).status == 303


def test_sqlite_syncs_between_the_post_and_the_thanks(
    sqlite_installation: Installation, serve: Callable[..., Server], strace: str
) -> None:
    trace = sqlite_installation.instance / "trace"
    calls = "trace=fsync,fdatasync,recvfrom,sendto"
    server = serve(
        sqlite_installation, strace, "-f", "-qq", "-s", "64", "-e", calls, "-o", str(trace)
    )
    post(server, sqlite_installation.code, POSTS)
    server.end()
    answered = synced = 0
    inside = False
    for line in syscalls(trace):
        if "POST /l/" in line:
            inside, since = True, 0
        elif inside and SYNC.search(line):
            since += 1
        elif inside and "303 SEE OTHER" in line:
            inside, answered, synced = False, answered + 1, synced + (since > 0)
    assert (answered, synced) == (POSTS, POSTS)


@pytest.mark.postgresql
def test_postgresql_syncs_before_it_says_committed(
    postgresql_installation: Installation, serve: Callable[..., Server], strace: str
) -> None:
    place = postgresql_installation
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert place.ask(f"SHOW {setting}") == [("on",)]
    if os.geteuid() != 0:
        assert not ON_CI, "strace of PostgreSQL needs root"
        pytest.skip("strace of PostgreSQL's processes needs root")
    server = serve(place)
    post(server, place.code, 10)  # every worker has its connection now
    trace = place.instance / "trace"
    processes = watched(place)
    arguments = [argument for pid in processes for argument in ("-p", str(pid))]
    watcher = subprocess.Popen([strace, "-f", *arguments, "-qq", "-s", "64", "-o", str(trace)])
    wait_until_watched(processes)
    post(server, place.code, POSTS)
    watcher.terminate()
    watcher.wait(10)
    committed, synced = commits(trace)
    assert committed >= POSTS
    assert synced == committed


def watched(place: Installation) -> list[int]:
    """The processes of PostgreSQL that serve this database, and their parent: it forks new ones."""
    found = place.ask(
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    backends = [int(pid) for (pid,) in found]
    return [*backends, parent_of(backends[0])]


def parent_of(pid: int) -> int:
    """The process that started this one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def wait_until_watched(processes: list[int]) -> None:
    """Until strace holds every one of them; a process that ended meanwhile needs no watching."""
    deadline = time.monotonic() + 20
    while any(is_unwatched(pid) for pid in processes):
        assert time.monotonic() < deadline, "strace did not attach"
        time.sleep(0.1)


def is_unwatched(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "TracerPid:\t0\n" in status.read_text()


def commits(trace: Path) -> tuple[int, int]:
    """How many COMMITs that wrote were answered, and how many of those were synced before."""
    asked: dict[str, int] = {}
    committed = synced = 0
    for line in trace.read_text("utf-8").splitlines():
        process, _, call = line.partition(" ")
        if "recvfrom" in call and "COMMIT" in call:
            asked[process] = 0
        elif process in asked and SYNC.search(call):
            asked[process] += 1
        elif process in asked and "sendto" in call:
            committed, synced = committed + 1, synced + (asked.pop(process) > 0)
    return committed, synced
