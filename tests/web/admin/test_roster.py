"""The week of a unit, a duty in a cell, last week once more, and leave."""

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from portal.database import db
from portal.organisation.models import Duty, Holiday, Leave
from portal.organisation.queries import officers_on_duty
from tests.factories import make_duty, make_officer
from tests.organisation.managing import entries
from tests.staff import Staff
from tests.visitor import Page
from tests.web.admin.conftest import Regency

MONDAY = date(2026, 11, 16)
WEEK = "2026-W47"


def week(person: Staff, regency: Regency, name: str = WEEK) -> Page:
    return person.open(f"/admin/roster?unit={regency.office.id}&pekan={name}")


def day_page(person: Staff, regency: Regency, day: date = MONDAY) -> Page:
    return person.open(f"/admin/roster/{regency.counter.id}/{day}")


def planned() -> list[tuple[date, time, time, str]]:
    db.session.rollback()
    query = sa.select(Duty.on_date, Duty.starts_at, Duty.ends_at, Duty.desk)
    return [
        tuple(row)
        for row in db.session.execute(
            query.where(Duty.on_date < date(2100, 1, 1)).order_by(Duty.on_date, Duty.starts_at)
        )
    ]


def filled(regency: Regency, start: str = "08:00", end: str = "16:00") -> dict[str, str]:
    return {"handle": regency.officer.handle, "starts_at": start, "ends_at": end, "desk": "2"}


def test_a_duty_is_put_into_a_cell_changed_and_cancelled(regency: Regency) -> None:
    admin = regency.of_office
    page = day_page(admin, regency)
    assert page.h1 == "Jadwal loket 1"
    shown = admin.send(page, filled(regency), form=-1)
    assert "Jadwal tersimpan." in shown.text
    assert "08.00–16.00 Ratna Wulandari" in shown.text
    assert planned() == [(MONDAY, time(8), time(16), "2")]
    (href,) = [str(a["href"]) for a in shown.soup.select("a.duty")]
    page = admin.open(href)
    admin.send(page, {"ends_at": "12:00"}, form=-1)
    assert planned() == [(MONDAY, time(8), time(12), "2")]
    page = admin.open(f"{href}/cancel")
    admin.send(page, form=-1)
    assert planned() == []
    acts = [action for _who, action, _what in entries()]
    assert acts == ["add_duty", "change_duty", "cancel_duty"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("09:00", "10:00", "Bentrok: petugas ini sudah dijadwalkan 08.00–12.00"),
        ("11:59", "13:00", "Bentrok"),
        ("14:00", "13:00", "Jam selesai harus sesudah jam mulai."),
        ("14:00", "14:00", "Jam selesai harus sesudah jam mulai."),
        ("x", "14:00", "Mulai:"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    sqlite_regency: Regency, start: str, end: str, words: str
) -> None:
    admin = sqlite_regency.of_office
    make_duty(
        sqlite_regency.officer, sqlite_regency.theirs, MONDAY, starts_at=time(8), ends_at=time(12)
    )
    page = admin.send(day_page(admin, sqlite_regency), filled(sqlite_regency, start, end), form=-1)
    assert page.status == 422
    assert words in page.text
    assert len(planned()) == 1
    assert entries() == []


def test_one_after_the_other_is_no_clash(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    for hours in (("08:00", "12:00"), ("12:00", "16:00")):
        admin.send(day_page(admin, sqlite_regency), filled(sqlite_regency, *hours), form=-1)
    assert len(planned()) == 2


def test_somebody_who_changed_it_in_between_is_not_overwritten(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    duty = make_duty(sqlite_regency.officer, sqlite_regency.counter, MONDAY)
    page = admin.open(f"/admin/roster/duties/{duty.id}")
    db.session.execute(sa.update(Duty).where(Duty.id == duty.id).values(desk="9"))
    db.session.commit()
    refused = admin.send(page, {"desk": "3"}, form=-1)
    assert refused.status == 409
    assert planned()[0][3] == "9"


def test_the_week_marks_holidays_and_leave(sqlite_regency: Regency) -> None:
    db.session.add(Holiday(on_date=MONDAY, kind="khusus", name="HUT Kabupaten"))
    db.session.add(
        Leave(officer_id=sqlite_regency.officer.id, starts_on=MONDAY, ends_on=MONDAY, reason="")
    )
    db.session.commit()
    make_duty(sqlite_regency.officer, sqlite_regency.counter, MONDAY)
    page = week(sqlite_regency.of_office, sqlite_regency)
    assert "HUT Kabupaten" in page.text
    assert "cuti" in page.soup.select_one("table.week").get_text()
    refused = sqlite_regency.of_office
    answer = refused.send(day_page(refused, sqlite_regency), filled(sqlite_regency), form=-1)
    assert "Petugas ini cuti pada hari itu." in answer.text


def test_last_week_is_copied_with_what_clashes_shown_first(regency: Regency) -> None:
    admin = regency.of_office
    second = make_officer(regency.office, name="Sari Dewi")
    before = MONDAY - timedelta(days=7)
    for step in range(3):
        make_duty(regency.officer, regency.counter, before + timedelta(days=step))
    make_duty(second, regency.counter, before)
    db.session.add(Holiday(on_date=MONDAY + timedelta(days=1), kind="khusus", name="Libur lokal"))
    db.session.commit()
    make_duty(second, regency.theirs, MONDAY, starts_at=time(9), ends_at=time(10))
    page = admin.open(f"/admin/roster/copy?unit={regency.office.id}&pekan={WEEK}")
    assert "Salin 2 jadwal" in page.text
    assert "Hari libur: Libur lokal." in page.text
    assert "Bentrok: petugas ini sudah dijadwalkan 09.00–10.00" in page.text
    assert len(planned()) == 5
    done = admin.send(page, form=-1)
    assert "2 jadwal disalin." in done.text
    assert len(planned()) == 7
    again = admin.open(f"/admin/roster/copy?unit={regency.office.id}&pekan={WEEK}")
    assert "Tidak ada jadwal yang dapat disalin" in again.text
    assert "Sudah ada di jadwal." in again.text


def test_a_copy_that_is_no_longer_what_was_shown_is_refused(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    make_duty(sqlite_regency.officer, sqlite_regency.counter, MONDAY - timedelta(days=7))
    page = admin.open(f"/admin/roster/copy?unit={sqlite_regency.office.id}&pekan={WEEK}")
    make_duty(sqlite_regency.officer, sqlite_regency.counter, MONDAY - timedelta(days=6))
    assert admin.send(page, form=-1).status == 409
    assert len(planned()) == 2


@pytest.mark.parametrize("pekan", ["", "2026-W60", "x", "2026-W53", "9999-W52"])
def test_any_week_in_the_address_shows_a_week(sqlite_regency: Regency, pekan: str) -> None:
    assert week(sqlite_regency.of_office, sqlite_regency, pekan).status == 200


def test_another_office_is_not_there(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    duty = make_duty(sqlite_regency.stranger, sqlite_regency.theirs, MONDAY)
    for path in (
        f"/admin/roster?unit={sqlite_regency.other.id}",
        f"/admin/roster/{sqlite_regency.theirs.id}/{MONDAY}",
        f"/admin/roster/{sqlite_regency.counter.id}/besok",
        f"/admin/roster/duties/{duty.id}",
        f"/admin/roster/duties/{duty.id}/cancel",
        "/admin/roster/duties/999999",
        f"/admin/roster/copy?unit={sqlite_regency.other.id}&pekan={WEEK}",
        f"/admin/officers/{sqlite_regency.stranger.handle}/leave",
    ):
        assert admin.client.get(path).status_code == 404, path


def leave_page(person: Staff, regency: Regency) -> Page:
    return person.open(f"/admin/officers/{regency.officer.handle}/leave")


def test_leave_shows_the_duties_and_cancels_them_when_sent_again(regency: Regency) -> None:
    admin, counter = regency.of_office, regency.counter
    make_duty(regency.officer, counter, MONDAY)
    noon = datetime.combine(MONDAY, time(12))
    assert [one.id for one in officers_on_duty(counter.id, noon)] == [regency.officer.id]
    days = {"starts_on": "2026-11-16", "ends_on": "2026-11-18", "reason": "Cuti tahunan"}
    page = leave_page(admin, regency)
    form = len(page.soup.find_all("form")) - 1
    asked = admin.send(page, days, form=form)
    assert asked.status == 409
    assert "Ada jadwal jaga pada hari itu." in asked.text
    assert len(planned()) == 1
    done = admin.send(asked, form=form)
    assert "Jadwal jaga yang dibatalkan: 1." in done.text
    assert planned() == []
    make_duty(regency.officer, counter, MONDAY)  # by whatever way it comes back
    assert officers_on_duty(counter.id, noon) == ()
    assert officers_on_duty(counter.id, noon + timedelta(days=3)) == ()
    assert [action for _who, action, _what in entries()] == ["grant_leave"]


def test_leave_that_cannot_be_is_refused_and_one_can_be_taken_back(
    sqlite_regency: Regency,
) -> None:
    admin = sqlite_regency.of_office
    page = leave_page(admin, sqlite_regency)
    form = len(page.soup.find_all("form")) - 1
    good = {"starts_on": "2026-11-16", "ends_on": "2026-11-18"}
    for starts_on, ends_on, words in (
        ("2026-11-18", "2026-11-16", "Hari terakhir mendahului hari pertama."),
        ("2026-11-18", "2028-11-16", "Cuti lebih dari setahun."),
    ):
        bad = {"starts_on": starts_on, "ends_on": ends_on}
        assert words in admin.send(page, bad, form=form).text
    stored = admin.send(page, good, form=form)
    again = admin.send(page, {**good, "starts_on": "2026-11-18"}, form=form)
    assert "sudah cuti pada sebagian hari itu" in again.text
    remove = next(
        at for at, tag in enumerate(stored.soup.find_all("form")) if "Hapus" in tag.get_text()
    )
    assert "Cuti dihapus." in admin.send(stored, form=remove).text
    acts = [action for _who, action, _what in entries()]
    assert acts == ["grant_leave", "withdraw_leave"]
