"""The responsible persons on a page: listed, named, mended, taken in from above."""

from portal.organisation.complaint_managers import manager_of
from tests.organisation.managing import entries
from tests.web.admin.conftest import Regency


def test_somebody_is_named_and_units_below_follow(regency: Regency) -> None:
    admin = regency.of_office
    page = admin.open(f"/admin/complaint-managers/{regency.office.id}")
    done = admin.send(page, {"name": "Dra. Sari", "address": "Jl. Merdeka 1"}, form=-1)
    assert "Penanggung jawab tersimpan." in done.text
    assert "dari Dinas Dukcapil" in done.text
    assert [act for _who, act, _what in entries()] == ["set_complaint_manager"]
    below = admin.open(f"/admin/complaint-managers/{regency.field.id}")
    assert "Sekarang berlaku Dra. Sari, dari Dinas Dukcapil." in below.text


def test_what_is_missing_is_told_and_kept(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    page = admin.open(f"/admin/complaint-managers/{sqlite_regency.office.id}")
    wrong = admin.send(page, {"name": "Dra. Sari"}, form=-1)
    assert wrong.status == 422
    assert "Alamat" in wrong.text
    assert wrong.soup.select_one("input[name=name]")["value"] == "Dra. Sari"
    assert manager_of("DUK") is None


def test_another_office_is_not_there(sqlite_regency: Regency) -> None:
    admin = sqlite_regency.of_office
    for unit in (sqlite_regency.other.id, 999_999, 2**40):
        assert admin.open(f"/admin/complaint-managers/{unit}").status == 404
    assert "Dinas Perizinan" not in admin.open("/admin/complaint-managers").text
