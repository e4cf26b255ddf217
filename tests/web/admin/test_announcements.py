"""Announcements on a page: looked at first, put up, ended; only for the own units."""

from portal.clock import today
from portal.organisation.announcements import announce, announcements_for
from portal.web.limits import settings
from tests.organisation.managing import EVERYWHERE, entries
from tests.web.admin.conftest import Regency

TEXT = "Loket tutup pukul 12.00.\n\nMaaf atas <script>alert(1)</script>ketidaknyamanannya."


def test_an_announcement_is_looked_at_put_up_and_ended(regency: Regency) -> None:
    admin, day = regency.of_office, today(settings().timezone)
    page = admin.open("/admin/announcements/new")
    looked = admin.send(page, {"text": TEXT}, form=-1, button=("lihat", "1"))
    assert [p.get_text() for p in looked.soup.select(".panel div > p")][-2:] == [
        "Loket tutup pukul 12.00.",
        "Maaf atas alert(1)ketidaknyamanannya.",
    ]
    assert announcements_for(regency.office.id, day) == ()
    put_up = admin.send(looked, form=-1)
    assert "Pengumuman dipasang." in put_up.text
    (notice,) = announcements_for(regency.office.id, day)
    assert "<script" not in notice.text
    form = next(
        at for at, tag in enumerate(put_up.soup.find_all("form")) if "Hentikan" in tag.get_text()
    )
    assert "Pengumuman dihentikan." in admin.send(put_up, form=form).text
    assert announcements_for(regency.office.id, day) == ()
    acts = [action for _who, action, _what in entries()]
    assert acts == ["announced", "announcement_withdrawn"]


def test_what_is_missing_is_told_and_kept(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    page = admin.open("/admin/announcements/new")
    empty = admin.send(page, {"text": " "}, form=-1)
    assert empty.status == 422
    wrong = admin.send(page, {"text": "Isi", "shows_until": "2020-01-01"}, form=-1)
    assert "Tanggal akhir mendahului tanggal mulai." in wrong.text
    assert "Isi" in wrong.soup.select_one("textarea").get_text()
    assert entries() == []


def test_another_office_is_not_there(sqlite_regency: Regency) -> None:
    day = today(settings().timezone)
    number = announce(
        EVERYWHERE, unit_code="PTSP", text="Milik mereka", shows_from=day, shows_until=day
    )
    admin = sqlite_regency.of_office
    page = admin.open("/admin/announcements/new")
    assert "Milik mereka" not in admin.open("/admin/announcements").text
    assert admin.send(page, {"text": "Isi", "unit": "PTSP"}, form=-1).status in (404, 422)
    token = page.fields(-1)["csrf_token"]
    answer = admin.client.post(f"/admin/announcements/{number}/end", data={"csrf_token": token})
    assert answer.status_code == 404
