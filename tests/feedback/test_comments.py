"""Comments as staff read them: batches of past weeks, masked, within reach, apart from marks."""

import secrets
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.authority import Role
from portal.database import db
from portal.errors import NotFound
from portal.feedback.comments import found_comments, unit_comments
from portal.feedback.models import Comment
from portal.organisation.models import Unit
from tests.factories import make_unit
from tests.staff import actor_of, make_person, staff

MONDAY = date(2026, 9, 7)
TODAY = date(2026, 9, 24)


def make_comments(unit: Unit, week: date, *texts: str) -> None:
    for text in texts:
        db.session.add(Comment(id=secrets.randbits(63), week=week, unit_id=unit.id, text=text))
    db.session.commit()


def numbered(number: int, words: str = "Saran") -> list[str]:
    return [f"{words} {at}" for at in range(number)]


def test_a_batch_is_ten_from_past_weeks_in_a_stable_shuffle(app: Flask) -> None:
    unit = make_unit("DUK")
    make_comments(unit, MONDAY, *numbered(6))
    make_comments(unit, MONDAY + timedelta(days=7), *numbered(5, "Usul"))
    make_comments(unit, MONDAY + timedelta(days=14), *numbered(30, "Baru"))
    head = actor_of(make_person((Role.UNIT_HEAD, unit)))
    found = unit_comments(head, "DUK", None, TODAY)
    assert len(found.texts) == 11
    assert not any(text.startswith("Baru") for text in found.texts)  # this week is not over
    assert list(found.texts) != sorted(found.texts)
    assert unit_comments(head, "DUK", None, TODAY) == found


def test_fewer_than_ten_are_not_read(app: Flask) -> None:
    unit = make_unit("DUK")
    make_comments(unit, MONDAY, *numbered(9))
    head = actor_of(make_person((Role.UNIT_HEAD, unit)))
    found = unit_comments(head, "DUK", None, TODAY)
    assert (found.batches, found.texts, found.waiting) == ((), (), 9)
    with pytest.raises(NotFound):
        unit_comments(head, "DUK", MONDAY, TODAY)


def test_another_units_comments_are_not_there(app: Flask) -> None:
    root = make_unit("PEMDA")
    one, other = make_unit("DUK", parent_id=root.id), make_unit("PUS", parent_id=root.id)
    below = make_unit("DESA", parent_id=one.id)
    make_comments(one, MONDAY, *numbered(10))
    make_comments(below, MONDAY, *numbered(2, "Desa"))
    make_comments(other, MONDAY, *numbered(10, "Rahasia"))
    head = actor_of(make_person((Role.UNIT_HEAD, one)))
    assert len(unit_comments(head, "DUK", None, TODAY).texts) == 12
    assert found_comments(head, "DUK", "rahasia", TODAY) == ()
    for code in ("PUS", "PEMDA", "TIDAK"):
        with pytest.raises(NotFound):
            unit_comments(head, code, None, TODAY)


def test_numbers_that_point_at_a_person_are_hidden_and_not_found(sqlite_app: Flask) -> None:
    unit = make_unit("DUK")
    make_comments(unit, MONDAY, *numbered(9), "Hubungi 0812 3456 7890 atau saya")
    head = actor_of(make_person((Role.UNIT_HEAD, unit)))
    texts = " ".join(unit_comments(head, "DUK", None, TODAY).texts)
    assert "3456" not in texts
    assert "[nomor disembunyikan]" in texts
    assert found_comments(head, "DUK", "3456", TODAY) == ()
    assert len(found_comments(head, "DUK", "HUBUNGI", TODAY)) == 1


def test_the_page_shows_a_batch_and_searches(sqlite_app: Flask) -> None:
    unit = make_unit("DUK", name="Dukcapil")
    make_comments(unit, MONDAY, *numbered(9), "Kursi tunggu <script>ditambah")
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    page = head.open("/results/DUK/saran")
    assert "Pekan 7 September 2026" in page.text
    assert "10 saran." in page.text
    assert page.soup.find("script") is None
    found = head.open("/results/DUK/saran?cari=kursi")
    assert "1 saran memuat “kursi”" in found.text
    assert head.open("/results/DUK/saran?pekan=2026-01-05").status == 404
    assert head.open("/results/DUK/saran?pekan=kapan").status == 404
    auditor = staff(sqlite_app, Role.AUDITOR, unit)
    assert auditor.open("/results/DUK/saran").status == 403
