"""Backup and restore: every row back, on either database, and nothing half-way."""

import hashlib
import json
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import migrate
from portal.authority import operator
from portal.backup.dump import write_backup
from portal.backup.manifest import FORMAT, MANIFEST, Manifest, read_backup
from portal.backup.restore import restore_backup
from portal.config import ROOT
from portal.database import make_engine
from portal.doctor.triggers import triggers
from portal.errors import Conflict, PortalError, Problems, RuleBroken, Unavailable
from tests.migrations.conftest import empty_url
from tests.migrations.rows import ROWS, fill

__all__ = ["empty_url"]  # the fixture of empty databases serves here too

ACTOR = operator("uji")
RATINGS = 2_000
TRAIL = ("audit_entry", "audit_value", "audit_head")
FILLED = {name for name, _rows in ROWS} - set(TRAIL)


@pytest.fixture
def filled_url(database_url: str) -> str:
    """A database with rows in every table that the plain rows know."""
    engine = make_engine(database_url)
    with engine.begin() as connection:
        fill(connection, ratings=RATINGS)
    engine.dispose()
    return database_url


def _fingerprints(manifest: Manifest) -> dict[str, tuple[int, str]]:
    return {one.name: (one.rows, one.sha256) for one in manifest.tables if one.name not in TRAIL}


def _restore(url: str, path: Path, **facts: object) -> None:
    restore_backup(ACTOR, url, path, **facts)  # type: ignore[arg-type]


def _actions(url: str) -> list[str]:
    engine = make_engine(url)
    with engine.connect() as connection:
        query = "SELECT action FROM audit_entry ORDER BY sequence DESC LIMIT 1"
        found = [str(row[0]) for row in connection.exec_driver_sql(query)]
    engine.dispose()
    return found


def test_every_row_comes_back_on_either_database(
    filled_url: str, empty_url: str, tmp_path: Path
) -> None:
    """Both kinds into both kinds: the backup of the restored one has the same checksums."""
    first = write_backup(filled_url, tmp_path / "first.zip")
    assert {name for name, (rows, _sha) in _fingerprints(first).items() if rows} >= FILLED
    _restore(empty_url, tmp_path / "first.zip")
    second = write_backup(empty_url, tmp_path / "second.zip")
    assert _fingerprints(second) == _fingerprints(first)
    assert _actions(empty_url) == ["database_restored"]
    engine = make_engine(empty_url)
    with engine.begin() as connection:
        assert {"audit_entry_no_update", "audit_value_no_delete"} <= triggers(connection).keys()
        # The table's own numbers go on after the highest that came back.
        facts = "(code, name, kind, work_days, contact) VALUES ('X', 'X', '', 5, '')"
        connection.exec_driver_sql(f"INSERT INTO unit {facts}")
        assert connection.exec_driver_sql("SELECT id FROM unit WHERE code = 'X'").scalar() == 13
    engine.dispose()


def test_the_file_is_for_its_owner_only_and_is_never_overwritten_unasked(
    filled_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    write_backup(filled_url, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Conflict, match="sudah ada"):
        write_backup(filled_url, path)
    write_backup(filled_url, path, overwrite=True)
    assert sorted(one.name for one in tmp_path.glob("b.zip*")) == ["b.zip"]


def test_a_backup_holds_no_secret(filled_url: str, tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"session_key": "0123456789abcdef0123456789abcdef"}')
    write_backup(filled_url, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"tables", MANIFEST}
        contents = b"".join(archive.read(name) for name in archive.namelist())
    assert b"0123456789abcdef0123456789abcdef" not in contents


def test_ratings_stand_in_the_order_of_their_random_keys(filled_url: str, tmp_path: Path) -> None:
    """The order of arrival would tell which comment came with which marks."""
    write_backup(filled_url, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        lines = archive.read("tables/rating.tsv").decode().splitlines()
    ids = [int(line.split("\t")[0]) for line in lines]
    assert ids == sorted(ids)
    assert len(ids) == RATINGS


def test_a_backup_while_ratings_come_in_is_one_moment(filled_url: str, tmp_path: Path) -> None:
    """Each writer's transaction adds a unit and its counter: a copy never has one of the two."""
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        engine = make_engine(filled_url)
        for number in range(1000, 4000):
            if stop.is_set():
                break
            with engine.connect().execution_options(writing=True) as connection:
                unit = f"({number}, 'N{number}', 'x', '', 5, '')"
                columns = "(id, code, name, kind, work_days, contact)"
                connection.exec_driver_sql(f"INSERT INTO unit {columns} VALUES {unit}")
                counter = f"({number}, {number}, '1', 'x', '')"
                columns = "(id, unit_id, number, name, name_en)"
                connection.exec_driver_sql(f"INSERT INTO counter {columns} VALUES {counter}")
                connection.commit()
            written.append(number)
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [write_backup(filled_url, tmp_path / f"{turn}.zip") for turn in range(3)]
    finally:
        stop.set()
        writer.join(30)
    added = []
    for copy in copies:
        rows = {table.name: table.rows for table in copy.tables}
        added.append(rows["unit"] - 12)
        assert rows["counter"] - 40 == rows["unit"] - 12
    assert len(written) > 3
    assert added == sorted(added)
    assert added[-1] > 0


def test_a_database_in_use_is_replaced_only_when_told(filled_url: str, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    before = write_backup(filled_url, path)
    with pytest.raises(Conflict, match="--replace"):
        _restore(filled_url, path)
    _restore(filled_url, path, replace=True)
    assert _fingerprints(write_backup(filled_url, tmp_path / "again.zip")) == _fingerprints(before)


def test_a_database_somebody_has_open_is_not_replaced(filled_url: str, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    before = write_backup(filled_url, path)
    engine = make_engine(filled_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM unit").all()
        with pytest.raises(Conflict, match=r"serve"):
            _restore(filled_url, path, replace=True)
    engine.dispose()
    assert _fingerprints(write_backup(filled_url, tmp_path / "a.zip")) == _fingerprints(before)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(bytes(content))


def _foreign(path: Path) -> None:
    path.write_bytes(b"PK\x05\x06" + b"\0" * 18)


def _text(path: Path) -> None:
    path.write_text("bukan cadangan\n" * 50)


def _gone(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Change members and write a zip that is sound as a zip."""

    def spoil(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return spoil


def _better_marks(members: dict[str, bytes]) -> None:
    members["tables/rating.tsv"] = members["tables/rating.tsv"].replace(b"\t1\t", b"\t4\t")


def _one_more(members: dict[str, bytes]) -> None:
    members["tables/../../evil"] = b"x"


def _one_less(members: dict[str, bytes]) -> None:
    del members["tables/comment.tsv"]


def _other_format(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(FORMAT.encode(), b"suara-loket-backup/9")


def _bad_name(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(b'"comment"', b'"comment; DROP TABLE unit"')


SPOILED = {
    "cut short": (_cut, "rusak, terpotong"),
    "a bit flipped": (_flip, "rusak|tidak cocok|bukan cadangan"),
    "an empty zip": (_foreign, "bukan cadangan"),
    "a text": (_text, "rusak, terpotong"),
    "missing": (_gone, "tidak ada"),
    "a folder": (_folder, "tidak terbaca"),
    "better marks": (_rewritten(_better_marks), "tabel rating tidak cocok"),
    "a member too many": (_rewritten(_one_more), "isinya bukan"),
    "a member too few": (_rewritten(_one_less), "isinya bukan"),
    "another format": (_rewritten(_other_format), "bukan cadangan"),
    "a hostile name": (_rewritten(_bad_name), "bukan cadangan"),
}


@pytest.fixture(scope="module")
def sound_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    url = f"sqlite:///{folder / 'portal.db'}"
    migrate.upgrade(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        fill(connection, ratings=RATINGS)
    engine.dispose()
    write_backup(url, folder / "sound.zip")
    return folder / "sound.zip"


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_file_is_refused_in_words_and_nothing_changes(
    how: str, sound_backup: Path, tmp_path: Path
) -> None:
    path = tmp_path / "spoiled.zip"
    path.write_bytes(sound_backup.read_bytes())
    spoil, words = SPOILED[how]
    spoil(path)
    target = tmp_path / "target.db"
    with pytest.raises(Problems, match=words):
        _restore(f"sqlite:///{target}", path)
    assert not target.exists()


def test_one_flipped_bit_anywhere_is_never_taken_for_sound(
    sound_backup: Path, tmp_path: Path
) -> None:
    """100 places over the whole file: refused, or the bit stood where nothing is said."""
    whole, sound = sound_backup.read_bytes(), read_backup(sound_backup)
    path = tmp_path / "flipped.zip"
    refused = 0
    for turn in range(100):
        place = len(whole) * turn // 100
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            assert read_backup(path) == sound
        except Problems:
            refused += 1
    assert refused >= 95


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("rating", b"\tcounts\t", b"\tdihitung\t"),  # a word the check constraint does not know
        ("counter_code", b"\t2\t", b"\t999\t"),  # a counter that is not there
        ("officer", b"\th7\t", b"\th8\t"),  # a name given twice
        ("duty", b"07:30:00", b"pagi"),  # no time
    ],
)
def test_rows_that_break_a_rule_are_not_let_in(
    sound_backup: Path, empty_url: str, tmp_path: Path, member: str, old: bytes, new: bytes
) -> None:
    """A forged file whose checksums are right still meets the database's own rules."""
    path = tmp_path / "forged.zip"
    path.write_bytes(sound_backup.read_bytes())

    def forge(members: dict[str, bytes]) -> None:
        name = f"tables/{member}.tsv"
        members[name] = members[name].replace(old, new, 1)
        manifest = json.loads(members[MANIFEST])
        for table in manifest["tables"]:
            if table["name"] == member:
                table["sha256"] = hashlib.sha256(members[name]).hexdigest()
                table["size"] = len(members[name])
        members[MANIFEST] = json.dumps(manifest).encode()

    _rewritten(forge)(path)
    if member == "duty" and empty_url.startswith("sqlite"):
        pytest.skip("SQLite columns take any text; the program that wrote it did not")
    with pytest.raises(PortalError):
        _restore(empty_url, path)
    assert migrate.current(empty_url) is None


def test_a_backup_of_a_newer_program_is_refused(sound_backup: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    path.write_bytes(sound_backup.read_bytes())

    def newer(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        members[MANIFEST] = json.dumps({**manifest, "revision": "9999"}).encode()

    _rewritten(newer)(path)
    with pytest.raises(RuleBroken, match="Perbarui program"):
        _restore(f"sqlite:///{tmp_path / 'target.db'}", path)


def test_a_broken_trail_needs_a_reason(empty_url: str, tmp_path: Path) -> None:
    broken = f"sqlite:///{tmp_path / 'broken.db'}"
    migrate.upgrade(broken)
    engine = make_engine(broken)
    with engine.begin() as connection:
        fill(connection, ratings=1, head=False)
    engine.dispose()
    write_backup(broken, tmp_path / "broken.zip")
    with pytest.raises(RuleBroken, match="--despite-trail"):
        _restore(empty_url, tmp_path / "broken.zip")
    assert migrate.current(empty_url) is None
    _restore(empty_url, tmp_path / "broken.zip", despite="satu-satunya cadangan")
    assert migrate.current(empty_url) == migrate.head()
    assert _actions(empty_url) == ["database_restored"]


def test_an_older_backup_is_brought_to_the_newest_schema(empty_url: str, tmp_path: Path) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    migrate.upgrade(old, "0003")
    engine = make_engine(old)
    with engine.begin() as connection:
        fill(connection, ratings=RATINGS)
    engine.dispose()
    before = write_backup(old, tmp_path / "old.zip")
    assert before.revision == "0003"
    _restore(empty_url, tmp_path / "old.zip")
    assert migrate.current(empty_url) == migrate.head()
    after = _fingerprints(write_backup(empty_url, tmp_path / "new.zip"))
    assert after["comment"] == _fingerprints(before)["comment"]
    assert after["rating"][0] == RATINGS


# Ends itself with SIGKILL after the given number of database steps of the restore.
KILLED = """
import os, signal, sys
from pathlib import Path
from portal.authority import operator
from portal.backup.restore import restore_backup
left = int(sys.argv[3])
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
restore_backup(operator("uji"), sys.argv[1], Path(sys.argv[2]), replace=True, progress=count)
"""


@pytest.mark.parametrize("steps", [1, 8])
def test_a_restore_killed_half_way_leaves_the_database_as_it_was(
    filled_url: str, sound_backup: Path, tmp_path: Path, steps: int
) -> None:
    engine = make_engine(filled_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE unit SET name = 'sebelum' WHERE id = 3")
    engine.dispose()
    before = _fingerprints(write_backup(filled_url, tmp_path / "before.zip"))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, filled_url, str(sound_backup), str(steps)],
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -9
    assert _fingerprints(write_backup(filled_url, tmp_path / "after.zip")) == before
    _restore(filled_url, sound_backup, replace=True)
    assert [path.name for path in tmp_path.glob("*.restoring")] == []
    assert _fingerprints(write_backup(filled_url, tmp_path / "last.zip")) == _fingerprints(
        read_backup(sound_backup)
    )


def test_a_disk_that_is_full_leaves_no_file_and_says_so(filled_url: str, tmp_path: Path) -> None:
    """A limit on the size of files answers as a full disk does."""
    program = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from portal.backup.dump import write_backup
from portal.errors import Unavailable
try:
    write_backup(sys.argv[1], Path(sys.argv[2]))
except Unavailable as error:
    print(error.message)
    sys.exit(7)
"""
    path = tmp_path / "big.zip"
    found = subprocess.run(
        [sys.executable, "-c", program, filled_url, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 7, found.stderr
    assert "tidak dapat ditulis" in found.stdout
    assert list(tmp_path.glob("big.zip*")) == []


def test_no_database_and_an_empty_one_are_said_so(tmp_path: Path, empty_url: str) -> None:
    with pytest.raises(PortalError, match="portal init"):
        write_backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "b.zip")
    if empty_url.startswith("postgresql"):
        with pytest.raises(PortalError, match="masih kosong"):
            write_backup(empty_url, tmp_path / "b.zip")
        away = empty_url.replace("5432", "9")
        with pytest.raises(Unavailable, match="tidak terbaca"):
            write_backup(away, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
