"""Files of the lists: the import's own layout, only what is shown, and posters that scan."""

import io

import pytest
from openpyxl import load_workbook

from portal.organisation import commands
from portal.organisation.layouts import LAYOUTS
from portal.sheets import read_sheet
from tests.organisation.managing import EVERYWHERE, entries
from tests.web.admin.conftest import Regency

SHEETS = ("units", "locations", "services", "counters", "officers")


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_read_back_changes_nothing(
    sqlite_regency: Regency, tmp_path, sheet: str, kind: str
) -> None:
    response = sqlite_regency.everywhere.client.get(f"/admin/export/{sheet}.{kind}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    path = tmp_path / f"x.{kind}"
    path.write_bytes(response.get_data())
    found = read_sheet(path, known=LAYOUTS[sheet].knows)
    result = getattr(commands, f"import_{sheet}")(EVERYWHERE, sheet=found, is_trial=True)
    assert (result.added, result.changed) == (0, 0)
    assert result.unchanged == len(found.rows) > 0


def test_the_filter_of_the_page_is_the_filter_of_the_file(sqlite_regency: Regency) -> None:
    client = sqlite_regency.everywhere.client
    office = sqlite_regency.office.id
    text = client.get(f"/admin/export/counters.csv?unit={office}").get_data(as_text=True)
    assert "DUK" in text
    assert "PTSP" not in text
    nobody = client.get("/admin/export/officers.csv?cari=tidak+ada").get_data(as_text=True)
    assert len(nobody.splitlines()) == 1


def test_a_file_of_numbers_is_a_look_at_each_of_them(sqlite_regency: Regency) -> None:
    response = sqlite_regency.of_office.client.get("/admin/export/officers.xlsx")
    book = load_workbook(io.BytesIO(response.get_data()))
    assert book.sheetnames == ["Petugas", "Plt & Plh"]
    assert [action for _who, action, _what in entries()] == ["note_officers_seen"]


def test_posters_of_one_and_of_all_that_are_shown(sqlite_regency: Regency) -> None:
    client = sqlite_regency.of_office.client
    one = client.get(f"/admin/posters.pdf?kode={sqlite_regency.code}")
    assert one.status_code == 200
    assert one.mimetype == "application/pdf"
    assert one.get_data().startswith(b"%PDF")
    shown = client.get(f"/admin/posters.pdf?semua=1&tampil={sqlite_regency.code}&ukuran=a6")
    assert shown.get_data().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("kode=ZZZZZZ", 404),
        ("kode=%0d%0ax", 400),
        ("&".join(["kode=ABC234"] * 101), 400),
    ],
)
def test_posters_that_cannot_be_are_refused_in_words(
    sqlite_regency: Regency, query: str, status: int
) -> None:
    page = sqlite_regency.everywhere.open(f"/admin/posters.pdf?{query}")
    assert page.status == status


def test_a_poster_of_another_office_is_not_printed(sqlite_regency: Regency) -> None:
    their_code = sqlite_regency.everywhere.open("/admin/counters").soup.find_all("code")
    codes = {tag.get_text() for tag in their_code} - {sqlite_regency.code}
    (foreign,) = codes
    page = sqlite_regency.of_office.open(f"/admin/posters.pdf?kode={foreign}")
    assert page.status == 400
    assert "Tidak ada loket" in page.text
