"""`portal doctor` on attachments: the folder, its rights, and every file that a case names."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from portal.database import db
from portal.doctor.attachments import folder_findings, stored_files
from portal.doctor.findings import Finding, State
from portal.files.store import FileStore
from tests.conftest import SECRETS
from tests.files.attached import attach


def settings_of(tmp_path: Path, **facts: object) -> Settings:
    return Settings(tmp_path, "sqlite://", SECRETS, **facts)  # type: ignore[arg-type]  # as named


def found(settings: Settings) -> Finding:
    with db.engine.connect() as connection:
        return stored_files(connection, settings)


def test_every_named_file_is_there(app: Flask, tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert found(settings).said == "0, semuanya ada"
    names = attach(settings.files_folder)
    assert found(settings).state is State.NOTICE  # the file that no case names
    (orphan,) = FileStore(settings.files_folder).names() - set(names)
    FileStore(settings.files_folder).remove(orphan)
    assert (found(settings).state, found(settings).said) == (State.GOOD, "5, semuanya ada")


def test_a_lost_file_is_wrong_and_counted(sqlite_app: Flask, tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    names = attach(settings.files_folder)
    FileStore(settings.files_folder).remove(names[0])
    lost = found(settings)
    assert lost.state is State.WRONG
    assert lost.said.startswith("1 dari 5 tidak ada di ")
    assert "cadangan" in lost.remedy


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_of_our_own_is_good(tmp_path: Path, made: bool) -> None:
    if made:
        FileStore(tmp_path / "files").put(b"x", day=date(2026, 11, 3))
    assert [one.state for one in folder_findings(settings_of(tmp_path))] == [State.GOOD]


def test_a_folder_that_others_can_open_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir(mode=0o755)
    (tmp_path / "files").chmod(0o755)
    last = list(folder_findings(settings_of(tmp_path)))[-1]
    assert last.state is State.WRONG
    assert last.remedy == f"chmod 700 {tmp_path / 'files'}"


def test_a_file_in_the_folders_place_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (one,) = folder_findings(settings_of(tmp_path, files_url=tmp_path / "a"))
    assert one.state is State.WRONG
