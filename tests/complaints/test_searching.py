"""Searching cases: the same finds on SQLite and on PostgreSQL, and nothing that is hidden."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role, operator
from portal.backup.dump import write_backup
from portal.backup.restore import restore_backup
from portal.complaints.models import Complaint, SearchWords
from portal.complaints.searching import (
    COMMON,
    complete_words,
    found_by,
    index_words,
    newest_found,
    rebuild_words,
)
from portal.database import DERIVED, db, make_engine
from portal.errors import NotAllowed
from tests.complaints.factory import make_case
from tests.factories import make_unit
from tests.staff import actor_of, make_person

DAY = date(2026, 11, 4)
OPERATOR = operator("uji")
STORIES = {
    "akta": "Aktanya belum jadi setelah tiga kali datang ke Loket 3.",
    "uang": "Diminta Rp50.000 untuk KTP-el, padahal gratis.",
    "kursi": "Kursi roda tidak bisa lewat pintu; ramp-nya terlalu curam di Café Soraya.",
    "ganjil": "日本語 ١٢٣ ½ naïve İstanbul 1e5 12.30 a@b.id https://contoh.example/x?y=z",
}


def make_indexed(**facts: str) -> dict[str, Complaint]:
    unit = make_unit()
    cases = {
        name: make_case(unit, DAY, title=name.title(), story=story)
        for name, story in (facts or STORIES).items()
    }
    for case in cases.values():
        index_words(case)
    db.session.commit()
    return cases


def found(typed: str) -> set[str]:
    query = sa.select(Complaint.title).where(found_by(typed))
    return {title.lower() for title in db.session.execute(query).scalars()}


def test_the_same_is_found_on_both_databases(app: Flask) -> None:
    cases = make_indexed()
    number = cases["kursi"].number
    for typed, names in [
        ("akta", {"akta"}),
        ("AKTANYA", {"akta"}),
        ("akt", {"akta"}),
        ("ak", set()),
        ("loket 3", {"akta"}),
        ("loket 33", set()),
        ("50.000", {"uang"}),
        ("rp 50000", {"uang"}),
        ("ktp", {"uang"}),
        ("e-ktp", {"uang"}),
        ("ktp akta", set()),
        ("cafe soraya", {"kursi"}),
        ("ramp", {"kursi"}),
        ("日本", set()),
        ("日本語", {"ganjil"}),
        ("istanbul", {"ganjil"}),
        ("1e5", {"ganjil"}),
        ("contoh.example", {"ganjil"}),
        ("", set()),
        ("'\"*():!&|", set()),
        ("akta OR uang", set()),
        (number, {"kursi"}),
        (f"{number[:4]}-{number[4:]}".lower(), {"kursi"}),
        (number[:4], {"kursi"}),
        ("setelah tiga kali datang", {"akta"}),
    ]:
        assert found(typed) == names, typed
        for common in (0, COMMON):
            ids = newest_found([sa.true()], typed, 10, common=common)
            assert {name for name, case in cases.items() if case.id in ids} == names, typed


def test_what_is_masked_erased_or_a_persons_number_is_found_no_more(app: Flask) -> None:
    case = make_indexed(rahasia="Pak Sukamto, NIK 3201 0102 0390 0001, marah.")["rahasia"]
    assert found("sukamto") == {"rahasia"}
    assert found("3201") == set()
    case.story_masked = "[disamarkan] marah."
    index_words(case)
    db.session.commit()
    assert found("sukamto") == set()
    assert found("marah") == {"rahasia"}
    case.title = case.story = case.story_masked = ""
    index_words(case)
    db.session.commit()
    assert found("marah") == set()
    assert found(case.number) == {""}


def test_sqlite_overwrites_the_words_that_are_taken_away(sqlite_app: Flask) -> None:
    case = make_indexed(rahasia="Bapak Sukamtono marah.")["rahasia"]
    assert "sukamtono" in _blocks()
    case.story = "Seseorang marah."
    index_words(case)
    db.session.commit()
    assert "sukamto" not in _blocks()


def _blocks() -> str:
    rows = db.session.execute(sa.text(f"SELECT block FROM {DERIVED}_data")).scalars()
    return b"|".join(rows).decode("latin-1")


def test_a_case_that_waits_for_the_morning_has_no_words(app: Flask) -> None:
    case = make_case(make_unit(), DAY, released_on=None)
    index_words(case)
    db.session.commit()
    assert db.session.get(SearchWords, case.id) is None
    case.released_on = DAY
    db.session.commit()
    make_case(make_unit(), DAY, title="Dihapus", erased_on=DAY)
    assert complete_words(OPERATOR) == 1
    assert complete_words(OPERATOR) == 0
    assert found("akta belum jadi") == {"akta belum jadi"}


def test_all_words_are_written_anew_by_the_operator_alone(app: Flask) -> None:
    cases = make_indexed()
    db.session.execute(sa.update(SearchWords).values(words="usang"))
    db.session.commit()
    assert rebuild_words(OPERATOR) == len(cases)
    assert found("usang") == set()
    assert found("akta") == {"akta"}
    entry = sa.select(AuditEntry.action).order_by(AuditEntry.sequence.desc()).limit(1)
    assert db.session.execute(entry).scalar() == "rebuild_words"
    head = actor_of(make_person((Role.UNIT_HEAD, make_unit())))
    for refused in (rebuild_words, complete_words):
        with pytest.raises(NotAllowed):
            refused(head)


def test_words_are_found_after_a_restore(app: Flask, database_url: str, tmp_path: Path) -> None:
    make_indexed()
    db.session.remove()
    db.engine.dispose()
    manifest = write_backup(database_url, tmp_path / "cadangan.zip")
    assert not [one.name for one in manifest.tables if one.name.startswith(DERIVED)]
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM complaint_words")
    engine.dispose()
    assert found("akta") == set()
    db.session.remove()
    db.engine.dispose()
    restore_backup(OPERATOR, database_url, tmp_path / "cadangan.zip", replace=True)
    assert found("akta") == {"akta"}
    assert found("ktp") == {"uang"}
