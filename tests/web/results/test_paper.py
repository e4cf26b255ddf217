"""A clerk types filled-in forms: one by one and many at once, each once, in open months."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.clock import today
from portal.database import db
from portal.feedback.models import ClosedMonth, Comment, PaperEntry, Rating
from portal.feedback.rules.serial import serial
from portal.month import Month
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.factories import make_counter, make_unit
from tests.staff import Staff, staff

FORM = -1  # the last of the page; before it stand those of the person's menu
MARKS = "344438443"


def number(n: int, unit: str = "DUKCAPIL") -> str:
    return str(serial(unit, Month(2026, 11), n))


def ratings() -> list[Any]:
    db.session.rollback()
    return list(db.session.execute(sa.select(Rating)).scalars())


def entries(action: str = "enter_paper") -> int:
    query = sa.select(sa.func.count()).where(AuditEntry.action == action)
    return db.session.execute(query).scalar_one()


def stored_serials() -> set[str]:
    db.session.rollback()
    return set(db.session.execute(sa.select(PaperEntry.serial)).scalars())


@pytest.fixture
def unit(app: Flask) -> Unit:
    unit = make_unit("DUKCAPIL")
    make_counter(unit, number="1")
    return unit


@pytest.fixture
def clerk(app: Flask, unit: Unit) -> Staff:
    return staff(app, Role.HANDLER, unit)


def test_one_sheet_is_stored_as_paper_and_says_who_typed_it(clerk: Staff, unit: Unit) -> None:
    page = clerk.open("/results/paper")
    typed = {
        "serial": number(1).lower().replace("-", " "),
        "marks": MARKS,
        "respondent": "1352",
        "comment": "Antrean panjang",
        "channel": "interview",
        "part_of_day": "pagi",
    }
    after = clerk.send(page, typed, form=FORM)
    assert f"Lembar {number(1)} tersimpan." in after.text
    assert "Anda ketik hari ini: 1 lembar" in after.text
    (rating,) = ratings()
    assert (rating.tier, rating.channel, rating.part_of_day) == ("E", "interview", "pagi")
    assert (rating.persyaratan, rating.kompetensi, rating.sarana, rating.pengaduan) == (3, -1, 4, 3)
    assert (rating.sex, rating.age_band) == ("laki_laki", "26_35")
    assert (rating.officer_id, rating.overall) == (None, None)
    entry = db.session.execute(sa.select(PaperEntry)).scalar_one()
    assert clerk.person is not None
    assert (entry.rating_id, entry.typed_by) == (rating.id, clerk.person.id)
    comment = db.session.execute(sa.select(Comment)).scalar_one()
    assert (comment.text, comment.week.weekday()) == ("Antrean panjang", 0)
    assert entries() == 1


def test_what_stays_stays_and_the_next_serial_number_waits(clerk: Staff, unit: Unit) -> None:
    yesterday = (today(settings().timezone) - timedelta(days=1)).isoformat()
    page = clerk.open("/results/paper")
    counter = next(value for value in _options(page, "counter") if value)
    stays = {"on": yesterday, "channel": "telephone", "part_of_day": "siang", "counter": counter}
    after = clerk.send(page, {**stays, "serial": number(1), "marks": MARKS}, form=FORM)
    fields = after.fields(FORM)
    assert {name: fields[name] for name in stays} == stays
    assert fields["serial"] == fields["marks"] == ""
    focused = after.soup.find_all(autofocus=True)
    assert [tag["name"] for tag in focused] == ["serial"]
    assert str(ratings()[0].counter_id) == counter


def _options(page: Any, name: str) -> list[str]:
    select = page.soup.find("select", attrs={"name": name})
    return [option["value"] for option in select.find_all("option")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"serial": "DUKCAPIL-2611-00001-99"}, "tidak terbaca"),
        ({"marks": "34443844"}, "sembilan angka"),
        ({"marks": "344438449"}, "U9: “9” tidak dikenal"),
        ({"marks": "7" + MARKS[1:]}, "U1: pertanyaan ini selalu bisa dinilai"),
        ({"marks": "000000000"}, "Tidak ada satu pun angka 1 sampai 4"),
        ({"respondent": "13"}, "empat angka"),
        ({"respondent": "1952"}, "usia: tidak ada kotak ke-9"),
        ({"on": "0001-01-01"}, "lebih dari setahun"),
        ({"on": "2026-02-30"}, "Tanggal survei"),
        ({"on": "9999-12-31"}, "belum tiba"),
        ({"channel": "qr"}, "Cara pengisian"),
        ({"counter": "999999999999999999999"}, "Loket"),
        ({"serial": ""}, "Nomor seri"),
        ({"comment": "a" * 2001}, "Saran atau masukan"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    clerk: Staff, typed: dict[str, str], words: str
) -> None:
    good = {"serial": number(1), "marks": MARKS, "comment": "Ramah", "respondent": "1352"}
    page = clerk.send(clerk.open("/results/paper"), {**good, **typed}, form=FORM)
    assert page.status == 422
    assert words in page.text
    kept = {**good, **typed}
    assert all(page.fields(FORM)[name].strip() == kept[name] for name in ("marks", "comment"))
    assert ratings() == []
    assert entries() == 0


def test_a_sheet_is_typed_once(clerk: Staff) -> None:
    page = clerk.open("/results/paper")
    clerk.send(page, {"serial": number(1), "marks": MARKS}, form=FORM)
    again = clerk.send(page, {"serial": number(1), "marks": "111111111"}, form=FORM)
    assert again.status == 422
    assert f"Nomor seri {number(1)} sudah diketik." in again.text
    assert [rating.persyaratan for rating in ratings()] == [3]


def test_a_sheet_of_another_unit_is_refused(clerk: Staff) -> None:
    other = number(1, "PUSKESMAS")
    page = clerk.send(clerk.open("/results/paper"), {"serial": other, "marks": MARKS}, form=FORM)
    assert page.status == 422
    assert "milik unit lain" in page.text
    assert ratings() == []


def test_a_closed_month_takes_no_more_sheets(clerk: Staff) -> None:
    now = today(settings().timezone)
    last = Month.of(now).plus(-1)
    db.session.add(ClosedMonth(month=str(last)))
    db.session.commit()
    page = clerk.open("/results/paper")
    sheet = {"serial": number(1), "marks": MARKS, "on": last.last_day.isoformat()}
    refused = clerk.send(page, sheet, form=FORM)
    assert refused.status == 422
    assert f"Bulan {last} sudah ditutup" in refused.text
    assert ratings() == []
    assert clerk.send(page, {**sheet, "on": now.isoformat()}, form=FORM).status == 200
    assert [rating.month for rating in ratings()] == [str(Month.of(now))]


def test_many_lines_at_once(clerk: Staff) -> None:
    page = clerk.open("/results/paper/DUKCAPIL/lines")
    lines = f"{number(1)} {MARKS}\n\n{number(2)} 3 4 4 4 3 8 4 4 3 1352\n  {number(3)} 222222222\n"
    after = clerk.send(page, {"lines": lines}, form=FORM)
    assert "3 lembar tersimpan." in after.text
    assert stored_serials() == {number(1), number(2), number(3)}
    assert entries() == 1
    assert after.fields(FORM)["lines"].strip() == ""


def test_every_bad_line_is_named_and_none_is_stored(clerk: Staff) -> None:
    page = clerk.open("/results/paper/DUKCAPIL/lines")
    lines = "\n".join(
        [
            f"{number(1)} {MARKS}",
            f"{number(2)} 34443844",
            "",
            f"{number(3)} 544438443",
            "bukan baris",
            f"{number(9, 'UPTD')} {MARKS}",
        ]
    )
    refused = clerk.send(page, {"lines": lines}, form=FORM)
    assert refused.status == 422
    for words in ("Baris 2: perlu sembilan", "Baris 4: U1", "Baris 5: nomor", "Baris 6: nomor"):
        assert words in refused.text
    assert refused.fields(FORM)["lines"].strip() == lines
    assert ratings() == []


def test_the_same_sheet_twice_in_one_batch_and_known_ones_are_named(clerk: Staff) -> None:
    page = clerk.open("/results/paper/DUKCAPIL/lines")
    clerk.send(page, {"lines": f"{number(1)} {MARKS}"}, form=FORM)
    lines = f"{number(1)} {MARKS}\n{number(2)} {MARKS}\n{number(2)} 111111111"
    refused = clerk.send(page, {"lines": lines}, form=FORM)
    assert f"Baris 1: nomor seri {number(1)} sudah diketik" in refused.text
    assert f"Baris 3: nomor seri {number(2)} ada dua kali" in refused.text
    assert stored_serials() == {number(1)}


@pytest.mark.parametrize("lines", ["", " \n ", "x\n" * 101])
def test_nothing_and_too_much_are_refused(clerk: Staff, lines: str) -> None:
    page = clerk.open("/results/paper/DUKCAPIL/lines")
    assert clerk.send(page, {"lines": lines}, form=FORM).status == 422
    assert ratings() == []


def test_another_unit_is_not_there_and_an_evaluator_types_nothing(
    clerk: Staff, app: Flask, unit: Unit
) -> None:
    make_unit("LAIN")
    assert clerk.open("/results/paper/LAIN").status == 404
    assert clerk.open("/results/paper/LAIN/lines").status == 404
    evaluator = staff(app, Role.SURVEY_EVALUATOR, unit)
    assert evaluator.open("/results/paper/DUKCAPIL").status == 403


def test_a_head_of_several_units_chooses(app: Flask, unit: Unit) -> None:
    below = make_unit("UPTD", parent_id=unit.id)
    head = staff(app, Role.UNIT_HEAD, unit)
    page = head.open("/results/paper")
    assert below.name in page.text
    assert head.open("/results/paper/UPTD?tanggal=kapan&loket=x&cara=y").status == 200


def test_a_counter_that_was_closed_on_the_day_is_refused(clerk: Staff, unit: Unit) -> None:
    closed, _code = make_counter(unit, number="7", closed_on=date(2026, 1, 5))
    page = clerk.open("/results/paper")
    sheet = {"serial": number(1), "marks": MARKS, "counter": str(closed.id)}
    refused = clerk.send(page, sheet, form=FORM)
    assert "Loket itu tidak ada di unit ini pada tanggal survei." in refused.text
    assert ratings() == []
