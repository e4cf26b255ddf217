"""Attachments on disk: random names, no time finer than the day, no path out, no orphans."""

import stat
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from portal.clock import now
from portal.errors import NotFound, Unavailable
from portal.files.store import NAME, FileStore

DAY = date(2026, 11, 20)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
DATA = b"\xff\xd8\xff" + bytes(range(256)) * 40


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "instance" / "files")


def lying(store: FileStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_what_is_put_comes_back(store: FileStore) -> None:
    name = store.put(DATA, day=DAY)
    assert NAME.fullmatch(name)
    assert store.open(name) == DATA
    assert store.names() == {name}
    assert store.day_of(name) == DAY


def test_names_are_random_and_say_nothing(store: FileStore) -> None:
    names = {store.put(DATA, day=DAY) for _ in range(50)}
    assert len(names) == 50
    assert len({name[0] for name in names}) > 5


def test_only_the_owner_reads_and_nothing_else_lies_there(store: FileStore) -> None:
    name = store.put(DATA, day=DAY)
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / name).stat().st_mode) == 0o600
    assert lying(store) == [name]


def test_no_time_is_finer_than_the_day(store: FileStore) -> None:
    """An anonymous reporter's photo must not tell when it was sent (threats.md T4)."""
    name, other = store.put(DATA, day=DAY), store.put(DATA, day=DAY)
    assert store.open(name) == DATA
    store.remove(other)
    for path in (store.folder, store.folder / name):
        facts = path.stat()
        assert (facts.st_mtime, facts.st_atime) == (MIDNIGHT, MIDNIGHT)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../portal.db",
        "/etc/passwd",
        "A" * 32,
        "a" * 31,
        "a" * 33,
        "a" * 32 + "\n",
        "a" * 32 + "/..",
        "a" * 32 + ".partial",
        "\u0661" * 32,
    ],
)
def test_no_other_name_leads_anywhere(store: FileStore, name: str) -> None:
    store.put(DATA, day=DAY)
    for act in (store.open, store.remove, store.day_of):
        with pytest.raises(NotFound):
            act(name)
    with pytest.raises(NotFound):
        store.put_as(name, DATA, day=DAY)
    assert len(store.names()) == 1


def test_a_link_is_not_followed(store: FileStore, tmp_path: Path) -> None:
    store.put(DATA, day=DAY)
    (tmp_path / "secrets.json").write_text("{}")
    (store.folder / ("a" * 32)).symlink_to(tmp_path / "secrets.json")
    with pytest.raises(Unavailable):
        store.open("a" * 32)


def test_what_is_removed_is_gone_and_may_be_removed_again(store: FileStore) -> None:
    name = store.put(DATA, day=DAY)
    store.remove(name)
    store.remove(name)
    assert store.names() == frozenset()
    with pytest.raises(NotFound, match="tidak ada lagi"):
        store.open(name)


def test_an_empty_installation_has_no_attachments(store: FileStore) -> None:
    assert store.names() == frozenset()
    assert store.sweep(set()) == 0
    store.remove("a" * 32)


def test_a_folder_that_cannot_be_written_says_so_in_words(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("not a folder")
    store = FileStore(tmp_path / "files")
    with pytest.raises(Unavailable, match="tidak dapat disimpan"):
        store.put(DATA, day=DAY)
    with pytest.raises(Unavailable):
        store.open("a" * 32)


def test_only_what_no_row_names_and_is_two_days_old_is_swept(store: FileStore) -> None:
    known, orphan = store.put(DATA, day=DAY), store.put(DATA, day=DAY)
    (store.folder / ("b" * 32 + ".partial")).write_bytes(b"half")
    (store.folder / "readme.txt").write_text("the operator's own")
    with time_machine.travel(now() + timedelta(days=2, minutes=-1), tick=False):
        assert store.sweep({known}) == 0
    with time_machine.travel(now() + timedelta(days=2, minutes=1), tick=False):
        assert store.sweep({known}) == 2
    assert store.names() == {known}
    assert orphan not in store.names()
    assert lying(store) == sorted([known, "readme.txt"])


def test_a_file_put_today_for_an_old_day_is_spared(store: FileStore) -> None:
    """A restored backup brings back old days before it brings back the rows."""
    name = store.put(DATA, day=DAY - timedelta(days=400))
    assert store.sweep(set()) == 0
    assert store.names() == {name}


def test_many_at_once(store: FileStore) -> None:
    def work() -> None:
        for _ in range(10):
            store.put(DATA, day=DAY)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(store.names()) == 80
    assert all(store.open(name) == DATA for name in store.names())
