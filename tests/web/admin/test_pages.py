"""Every page of the organisation opens for its administrator, and only what is theirs."""

import pytest

from portal.authority import Role
from tests.staff import staff
from tests.web.admin.conftest import Regency


def _addresses(regency: Regency) -> dict[str, str]:
    unit, counter = regency.office.id, regency.counter.id
    handle = regency.officer.handle
    return {
        "/admin": "Data induk",
        "/admin/units": "Daftar unit",
        "/admin/units/new": "Unit baru",
        f"/admin/units/{unit}": "Dinas Dukcapil",
        f"/admin/units/{unit}/move": "Pindahkan unit",
        f"/admin/units/{unit}/retire": "Masa pakai unit",
        f"/admin/units/{unit}/merge": "Gabungkan unit",
        f"/admin/units/{unit}/merge/into?into=PTSP": "Gabungkan unit",
        "/admin/locations": "Daftar lokasi",
        "/admin/locations/new": "Lokasi baru",
        "/admin/services": "Daftar layanan",
        "/admin/services/new": "Layanan baru",
        f"/admin/services/{regency.service.id}": "KTP elektronik",
        f"/admin/services/{regency.service.id}/retire": "Masa pakai layanan",
        "/admin/counters": "Daftar loket",
        "/admin/counters/new": "Loket baru",
        f"/admin/counters/{counter}": "Loket 1: KTP",
        f"/admin/counters/{counter}/close": "Tutup atau buka loket",
        f"/admin/counters/{counter}/code": "Buat kode baru",
        "/admin/officers": "Daftar petugas",
        "/admin/officers/new": "Petugas baru",
        f"/admin/officers/{handle}": "Ratna Wulandari",
        f"/admin/officers/{handle}/transfer": "Pindahkan petugas",
        f"/admin/officers/{handle}/end": "Masa tugas",
        "/admin/posters": "Poster",
    }


def test_every_page_opens_in_both_languages(sqlite_regency: Regency) -> None:
    person = sqlite_regency.everywhere
    for address, heading in _addresses(sqlite_regency).items():
        page = person.open(address)
        assert (page.status, page.h1) == (200, heading), address
        english = person.open(address + ("&" if "?" in address else "?") + "lang=en")
        assert english.status == 200
        assert english.soup.find("html")["lang"] == "en"


def test_each_thing_outside_the_reach_is_not_there(sqlite_regency: Regency) -> None:
    person = sqlite_regency.of_office
    for address in (
        f"/admin/units/{sqlite_regency.other.id}",
        f"/admin/units/{sqlite_regency.other.id}/move",
        f"/admin/units/{sqlite_regency.office.id}/merge/into?into=PTSP",
        f"/admin/counters/{sqlite_regency.theirs.id}",
        f"/admin/counters/{sqlite_regency.theirs.id}/code",
        f"/admin/officers/{sqlite_regency.stranger.handle}",
        f"/admin/officers/{sqlite_regency.stranger.handle}/end",
        "/admin/units/999999",
        "/admin/officers/tidakada",
    ):
        assert person.open(address).status == 404, address


@pytest.mark.parametrize("address", ["units", "services", "counters", "officers"])
def test_lists_and_files_hold_the_own_only(sqlite_regency: Regency, address: str) -> None:
    person = sqlite_regency.of_office
    text = person.open(f"/admin/{address}").text
    file = person.client.get(f"/admin/export/{address}.csv").get_data(as_text=True)
    for foreign in ("Perizinan", "Izin usaha", "Agus Permadi", "PTSP"):
        assert foreign not in text
        assert foreign not in file


def test_others_stand_before_a_closed_door(sqlite_regency: Regency) -> None:
    for role in (Role.UNIT_HEAD, Role.SURVEY_EVALUATOR, Role.OFFICER, Role.AUDITOR):
        person = staff(sqlite_regency.app, role, sqlite_regency.root)
        for address in _addresses(sqlite_regency):
            assert person.open(address).status == 403, (role, address)
