"""The SQLite file holds NIPs: nobody but its owner reads it, whatever the umask."""

import os
import stat
from pathlib import Path

import pytest

from portal.database import make_engine
from portal.sqlite_file import file_of


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_database_and_the_files_beside_it_are_private(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        engine = make_engine(f"sqlite:///{tmp_path / 'portal.db'}")
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE x (y)")
            connection.exec_driver_sql("INSERT INTO x VALUES (1)")
        files = sorted(tmp_path.iterdir())
        assert [file.name for file in files] == ["portal.db", "portal.db-shm", "portal.db-wal"]
        assert {mode(file) for file in files} == {0o600}
        engine.dispose()
    finally:
        os.umask(before)


def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    path.touch()
    path.chmod(0o640)
    engine = make_engine(f"sqlite:///{path}")
    engine.connect().close()
    engine.dispose()
    assert mode(path) == 0o640


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////srv/portal.db", Path("/srv/portal.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///file:x?mode=memory&uri=true", None),
        ("postgresql+psycopg://postgres@127.0.0.1/x", None),
    ],
)
def test_the_file_of_an_address(url: str, file: Path | None) -> None:
    assert file_of(url) == file
