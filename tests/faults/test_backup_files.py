"""Attachments in the backup: every named one back, on either database, or words."""

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.authority import operator
from portal.backup.attachments import FOLDER, INDEX
from portal.backup.dump import write_backup
from portal.backup.manifest import MANIFEST, Manifest, read_backup
from portal.backup.restore import restore_backup
from portal.errors import Problems, Unavailable
from portal.files.store import FileStore
from tests.files.attached import COUNT, DATA, DAY, attach
from tests.migrations.conftest import empty_url

__all__ = ["empty_url"]  # the fixture of empty databases serves here too

ACTOR = operator("uji")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def written(database_url: str, folder: Path, path: Path) -> Manifest:
    return write_backup(database_url, path, files=folder)


def test_every_named_attachment_comes_back_with_its_day(
    app: Flask, database_url: str, empty_url: str, folder: Path, tmp_path: Path
) -> None:
    names = attach(folder)
    made = written(database_url, folder, tmp_path / "b.zip")
    assert made.files is not None
    assert (made.files.count, made.files.missing) == (COUNT, 0)
    there = tmp_path / "elsewhere" / "files"
    restore_backup(ACTOR, empty_url, tmp_path / "b.zip", files=there)
    store = FileStore(there)
    assert store.names() == set(names)  # without the file that no row names
    for number, name in enumerate(names):
        assert store.open(name) == DATA + bytes([number])
        assert store.day_of(name) == DAY
        assert stat.S_IMODE((there / name).stat().st_mode) == 0o600
    again = written(empty_url, there, tmp_path / "again.zip")
    assert again.files == made.files


@pytest.fixture
def sound(sqlite_app: Flask, sqlite_url: str, folder: Path, tmp_path: Path) -> Path:
    """A backup of a SQLite database with five attachments."""
    attach(folder)
    written(sqlite_url, folder, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def test_a_file_that_is_gone_is_counted_and_the_rest_comes_along(
    sqlite_app: Flask, sqlite_url: str, folder: Path, tmp_path: Path
) -> None:
    names = attach(folder)
    FileStore(folder).remove(names[0])
    made = written(sqlite_url, folder, tmp_path / "b.zip")
    assert made.files is not None
    assert (made.files.count, made.files.missing) == (COUNT - 1, 1)
    assert read_backup(tmp_path / "b.zip") == made


def test_without_attachments_the_backup_is_what_it_was(
    sqlite_app: Flask, sqlite_url: str, folder: Path, tmp_path: Path
) -> None:
    made = written(sqlite_url, folder, tmp_path / "b.zip")
    assert made.files is None
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"tables", MANIFEST}


def test_a_backup_says_nothing_of_when_a_file_was_sent(sound: Path) -> None:
    with zipfile.ZipFile(sound) as archive:
        members = [one for one in archive.infolist() if one.filename.startswith(FOLDER)]
        listed = archive.read(INDEX).decode().splitlines()
    assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
    assert listed == sorted(listed)  # by their random names, not as they came
    assert {line.split("\t")[1] for line in listed} == {"2026-11-03"}


def test_a_backup_of_an_earlier_program_is_still_sound(sound: Path, tmp_path: Path) -> None:
    def earlier(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        del manifest["files"]
        members[MANIFEST] = json.dumps(manifest).encode()
        for name in [one for one in members if one.startswith((FOLDER, INDEX))]:
            del members[name]

    _rewrite(sound, earlier)
    target = f"sqlite:///{tmp_path / 'target.db'}"
    restore_backup(ACTOR, target, sound, files=tmp_path / "there")
    assert not (tmp_path / "there").exists()


def _first(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith(FOLDER))


def _alter(members: dict[str, bytes]) -> None:
    members[_first(members)] = members[_first(members)].replace(b"\x01", b"\x02")


def _lengthen(members: dict[str, bytes]) -> None:
    members[_first(members)] += b"x"


def _lose(members: dict[str, bytes]) -> None:
    del members[_first(members)]


def _add(members: dict[str, bytes]) -> None:
    members[FOLDER + "../../evil"] = b"x"


def _rename(members: dict[str, bytes]) -> None:
    name = _first(members).removeprefix(FOLDER).encode()
    members[INDEX] = members[INDEX].replace(name, b"../../evil")


def _lose_list(members: dict[str, bytes]) -> None:
    del members[INDEX]


SPOILED: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "another picture": (_alter, "tidak cocok dengan jumlah periksanya"),
    "a byte more": (_lengthen, "lain panjangnya"),
    "a file lost": (_lose, "isinya bukan yang disebut"),
    "a file more": (_add, "isinya bukan yang disebut"),
    "another name": (_rename, "daftar lampiran tidak cocok"),
    "the list lost": (_lose_list, "lampiran yang disebut tidak ada"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_spoiled_attachments_are_refused_and_nothing_changes(
    how: str, sound: Path, tmp_path: Path
) -> None:
    spoil, words = SPOILED[how]
    _rewrite(sound, spoil)
    target = tmp_path / "target.db"
    with pytest.raises(Problems, match=words):
        restore_backup(ACTOR, f"sqlite:///{target}", sound, files=tmp_path / "there")
    assert not target.exists()
    assert not (tmp_path / "there").exists()


def _rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_where_files_cannot_be_stored_the_database_stays_what_it_was(
    sound: Path, empty_url: str, tmp_path: Path
) -> None:
    (tmp_path / "there").write_text("no folder")
    with pytest.raises(Unavailable):
        restore_backup(ACTOR, empty_url, sound, files=tmp_path / "there")
    restore_backup(ACTOR, empty_url, sound, files=tmp_path / "elsewhere")
    assert len(FileStore(tmp_path / "elsewhere").names()) == COUNT


def test_a_second_restore_over_the_first_changes_no_file(sound: Path, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'target.db'}"
    for turn in range(2):
        restore_backup(ACTOR, target, sound, files=tmp_path / "there", replace=bool(turn))
    assert len(FileStore(tmp_path / "there").names()) == COUNT
