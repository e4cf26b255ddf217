"""Rule sets on their pages: read by all administrators, changed in reach, confirmed by name."""

from datetime import timedelta

import pytest

from portal.clock import today
from portal.database import db
from portal.organisation.rule_sets import limits_in_force
from portal.web.limits import settings
from tests.organisation.managing import entries
from tests.staff import Staff
from tests.visitor import Page
from tests.web.admin.conftest import Regency

PAGE = "/admin/rule-sets"


def in_days(number: int) -> str:
    return (today(settings().timezone) + timedelta(days=number)).isoformat()


def limit(unit_id: int, days: int = 0) -> int:
    db.session.rollback()
    on = today(settings().timezone) + timedelta(days=days)
    return limits_in_force(unit_id, on).complaint_days


def acts() -> list[str]:
    return [action for _who, action, _what in entries()]


def follow(admin: Staff, page: Page, words: str) -> Page:
    """The page that the link with these words leads to."""
    link = next(one for one in page.soup.select("main a") if words in one.get_text())
    return admin.open(str(link["href"]))


def test_the_national_limits_are_shown_unverified_until_confirmed(regency: Regency) -> None:
    admin = regency.everywhere
    page = admin.open(PAGE)
    assert "belum diverifikasi" in page.text
    card = follow(admin, page, "Batas waktu nasional")
    assert "Belum diverifikasi terhadap PermenPANRB 5/2025." in card.text
    done = admin.send(follow(admin, card, "Konfirmasi aturan"), form=-1)
    assert "Aturan dikonfirmasi." in done.text
    assert "belum diverifikasi" not in done.text
    assert "Dikonfirmasi Pegawai" in follow(admin, done, "Batas waktu nasional").text
    assert acts() == ["confirm_rule_set"]


def test_an_office_gets_its_own_limits_then_others_then_none(regency: Regency) -> None:
    admin, office = regency.everywhere, regency.office
    facts = {"unit": str(office.id), "name": "Batas Dukcapil", "valid_from": in_days(0)}
    admin.send(admin.open(f"{PAGE}/new"), {**facts, "complaint_days": "10"}, form=-1)
    assert (limit(office.id), limit(regency.field.id), limit(regency.other.id)) == (10, 10, 14)
    card = follow(admin, admin.open(PAGE), "Batas Dukcapil")
    admin.send(card, {"complaint_days": "12", "valid_from": in_days(2)}, form=-1)
    assert (limit(office.id, 1), limit(office.id, 2)) == (10, 12)
    links = [str(link["href"]) for link in admin.open(PAGE).soup.select("th a")]
    later = next(link for link in links if "/rule-sets/3" in link)
    changed = admin.open(later)
    assert "Aturan ini belum berlaku" in changed.text
    admin.send(changed, {"complaint_days": "11"}, form=-1)
    assert limit(office.id, 2) == 11
    ending = follow(admin, admin.open(later), "Akhiri aturan")
    admin.send(ending, {"last_day": in_days(3)}, form=-1)
    assert (limit(office.id, 3), limit(office.id, 4)) == (11, 14)
    assert acts() == ["add_rule_set", "change_rule_set", "change_rule_set", "end_rule_set"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Nama aturan"),
        ({"legal_basis": ""}, "Dasar hukum"),
        ({"valid_from": "2020-01-01"}, "Tanggal ini sudah lewat."),
        ({"valid_from": "besok"}, "Berlaku mulai"),
        ({"complaint_days": "0"}, "Pengaduan tidak berkadar"),
        ({"complaint_days": "367"}, "Pengaduan tidak berkadar"),
        ({"complaint_days": "9" * 40}, "Pengaduan tidak berkadar"),
        ({"extension_days": "-1"}, "Perpanjangan"),
        ({"oversight_days": "lama"}, "Pengaduan berkadar"),
    ],
)
def test_what_cannot_be_meant_is_told_and_kept(
    sqlite_regency: Regency, typed: dict[str, str], words: str
) -> None:
    admin = sqlite_regency.everywhere
    facts = {"name": "Batas baru", "valid_from": in_days(1), **typed}
    page = admin.send(admin.open(f"{PAGE}/new"), facts, form=-1)
    assert page.status == 422
    assert words in " ".join(box.get_text() for box in page.soup.select(".errors"))
    assert acts() == []


def test_a_basis_that_says_unverified_confirms_nothing(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    page = admin.open(f"{PAGE}/1/confirm")
    again = admin.send(page, {"legal_basis": "X, belum diverifikasi"}, form=-1)
    assert again.status == 422
    assert "Tulis peraturan yang sudah dibandingkan." in again.text
    assert acts() == []


def test_what_somebody_else_changed_is_a_conflict(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.everywhere
    mine = admin.open(f"{PAGE}/1/confirm")
    admin.send(admin.open(f"{PAGE}/1/confirm"), form=-1)
    assert admin.send(mine, {"legal_basis": "Lain"}, form=-1).status == 409
    assert acts() == ["confirm_rule_set"]


def test_an_administrator_of_one_office_reads_the_general_limits(sqlite_regency: Regency) -> None:
    admin, office = sqlite_regency.of_office, sqlite_regency.office
    card = follow(admin, admin.open(PAGE), "Batas waktu nasional")
    assert "hanya diubah oleh administrator seluruh daerah" in card.text
    assert len(card.soup.select("main form")) == 0
    assert admin.client.get(f"{PAGE}/1/confirm").status_code == 403
    assert admin.client.get(f"{PAGE}/1/end").status_code == 403
    form = admin.open(f"{PAGE}/new")
    assert "aturan umum)" not in form.text
    admin.send(form, {"name": "Sendiri", "complaint_days": "9", "valid_from": in_days(0)}, form=-1)
    assert limit(office.id) == 9
    assert admin.client.get(f"{PAGE}/99").status_code == 404
