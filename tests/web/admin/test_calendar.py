"""The calendar on a page: every day by decree, past days with a reason, and what moves."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.clock import today
from portal.database import db
from portal.month import Month
from portal.organisation.models import Holiday
from portal.web.limits import settings
from tests.organisation.managing import entries
from tests.web.admin.conftest import Regency

PAGE = "/admin/calendar"


def here() -> date:
    return today(settings().timezone)


def stored() -> dict[date, str]:
    db.session.rollback()
    rows = db.session.execute(sa.select(Holiday.on_date, Holiday.name))
    return {row.on_date: row.name for row in rows}


def facts(day: date, **more: str) -> dict[str, str]:
    return {"on_date": day.isoformat(), "name": "HUT Kabupaten", "decree": "SK 1/2026", **more}


def weekday_of_next_month() -> date:
    first = Month.of(here()).next().first_day
    return first + timedelta(days=7 - first.weekday() if first.weekday() > 4 else 0)


def test_a_day_is_added_changed_and_removed_and_says_what_moves(regency: Regency) -> None:
    admin, day = regency.everywhere, weekday_of_next_month()
    done = admin.send(admin.open(f"{PAGE}/new"), facts(day), form=-1)
    assert "Kalender tersimpan." in done.text
    assert "Batas sanggahan" in " ".join(done.soup.select_one(".notice").get_text().split())
    page = admin.open(f"{PAGE}/{day}")
    admin.send(page, {"name": "Hari jadi"}, form=-1)
    assert stored() == {day: "Hari jadi"}
    admin.send(admin.open(f"{PAGE}/{day}/remove"), form=-1)
    assert stored() == {}
    acts = [action for _who, action, _what in entries()]
    assert acts == ["add_day_off", "change_day_off", "remove_day_off"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"decree": ""}, "Nomor keputusan"),
        ({"name": ""}, "Nama hari"),
        ({"on_date": "kemarin"}, "Tanggal"),
        ({"on_date": "2020-01-02"}, "Hari ini sudah lewat."),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_stored(
    sqlite_regency: Regency, more: dict[str, str], words: str
) -> None:
    admin = sqlite_regency.everywhere
    page = admin.send(admin.open(f"{PAGE}/new"), {**facts(here()), **more}, form=-1)
    assert page.status == 422
    assert words in page.text
    assert (stored(), entries()) == ({}, [])


def test_a_past_day_is_changed_with_its_reason(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    past = facts(date(2020, 1, 2), reason="SKB diubah")
    admin.send(admin.open(f"{PAGE}/new"), past, form=-1)
    page = admin.send(admin.open(f"{PAGE}/2020-01-02/remove"), form=-1)
    assert page.status == 422
    admin.send(page, {"reason": "keliru"}, form=-1)
    assert stored() == {}


def test_twice_and_changed_in_between_are_refused(sqlite_regency: Regency) -> None:
    admin, day = sqlite_regency.everywhere, here()
    admin.send(admin.open(f"{PAGE}/new"), facts(day), form=-1)
    again = admin.send(admin.open(f"{PAGE}/new"), facts(day), form=-1)
    assert "Hari ini sudah ada di kalender." in again.text
    page = admin.open(f"{PAGE}/{day}")
    db.session.execute(sa.update(Holiday).values(name="Lain"))
    db.session.commit()
    assert admin.send(page, {"name": "Saya"}, form=-1).status == 409
    assert stored() == {day: "Lain"}


def test_a_year_is_filled_from_the_national_list(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = admin.open(f"{PAGE}?tahun=2026")
    form = next(
        at for at, tag in enumerate(page.soup.find_all("form")) if "Isi tahun" in tag.get_text()
    )
    done = admin.send(page, form=form)
    assert "25 hari ditambahkan untuk 2026." in done.text
    assert "Hari Suci Nyepi" in done.text


def test_an_administrator_of_one_office_reads_only(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    page = admin.open(PAGE)
    assert "Tambah hari libur" not in page.text
    assert admin.client.get(f"{PAGE}/new").status_code == 403
    for path in ("besok", "2026-01-01", "2026-01-01/remove"):
        assert admin.client.get(f"{PAGE}/{path}").status_code in (403, 404)
    assert sqlite_regency.everywhere.client.get(f"{PAGE}/2026-02-30").status_code == 404
    assert sqlite_regency.everywhere.open(f"{PAGE}?tahun=99999").status == 200
