"""`/desk/lapor` and the number on the case page: looked at first, stored as seen, in the trail."""

import io
from pathlib import Path

import pytest
from flask import Flask

from portal.authority import Role
from portal.complaints.rules.words import Klass, State
from portal.database import db
from portal.sheets import read_book
from tests.complaints.desked import DAY, again, entries, make_place
from tests.complaints.factory import make_case
from tests.conftest import make_app
from tests.staff import Staff, staff
from tests.visitor import Page

FACTS = {"klass": Klass.PENGADUAN, "state": State.IN_PROGRESS}
HEAD = "Nomor pengaduan,Nomor LAPOR,Status LAPOR\n"


def place_of(page: Page, name: str) -> int:
    """Which form of the page has this field."""
    forms = page.soup.find_all("form")
    return next(n for n, form in enumerate(forms) if form.find(attrs={"name": name}))


def upload(browser: Staff, text: str) -> Page:
    page = browser.open("/desk/lapor")
    file = (io.BytesIO(text.encode()), "balik.csv")
    return browser.send(page, {"file": file}, form=place_of(page, "file"))  # type: ignore[dict-item]


def test_a_number_is_typed_on_the_case_page(app: Flask) -> None:
    place = make_place()
    case = make_case(place.upt, DAY, **FACTS)
    handler = staff(app, Role.HANDLER, place.upt)
    address = f"/desk/complaints/{case.number}"
    assert f"{address}/lapor" in handler.open(address).response.text
    page = handler.open(f"{address}/lapor")
    refused = handler.send(page, {"lapor_number": "<b>"}, form=place_of(page, "lapor_number"))
    assert refused.status == 422
    assert "Bukan nomor pelacakan" in refused.text
    assert refused.fields(place_of(refused, "lapor_number"))["lapor_number"] == "<b>"
    saved = handler.send(page, {"lapor_number": "7654321"}, form=place_of(page, "lapor_number"))
    assert saved.status == 200
    assert "Nomor SP4N-LAPOR! disimpan." in saved.text
    assert "Dicatat di SP4N-LAPOR!" in saved.text
    assert "Nomor pelacakan 7654321." in saved.text
    assert [entry[0] for entry in entries()] == ["set_lapor_number"]


def test_a_file_goes_and_comes_back(app: Flask, tmp_path: Path) -> None:
    place = make_place()
    case = make_case(place.upt, DAY, **FACTS)
    coordinator = staff(app, Role.COORDINATOR, place.root)
    page = coordinator.open("/desk/lapor")
    assert page.status == 200
    assert "Belum diverifikasi" in page.text
    assert "Belum ada di sana (1)" in page.text
    sent = coordinator.send(page, {"kind": "csv"}, form=place_of(page, "which"))
    assert "attachment" in sent.response.headers["Content-Disposition"]
    path = tmp_path / "lapor.csv"
    path.write_bytes(sent.response.data)
    (book,) = read_book(path)
    assert book.rows[0].values[0] == f"{case.number[:4]}-{case.number[4:]}"
    seen = upload(coordinator, f"{HEAD}{case.number},1001,Selesai\n")
    assert seen.status == 200
    assert "1 berubah, 0 tetap." in seen.text
    assert again(case).lapor_number is None
    stored = coordinator.send(seen, form=place_of(seen, "fingerprint"))
    assert "1 pengaduan berubah, 0 tetap." in stored.text
    assert "Tidak sama (1)" in stored.text
    assert again(case).lapor_number == "1001"
    assert [entry[0] for entry in entries()] == ["export_lapor", "import_lapor"]


def test_bad_cells_are_shown_and_nothing_is_stored(app: Flask) -> None:
    place = make_place()
    case = make_case(place.upt, DAY, **FACTS)
    coordinator = staff(app, Role.COORDINATOR, place.root)
    seen = upload(coordinator, f"{HEAD}{case.number},1001,\nZZZZZZZZ,=1+1,\n")
    assert seen.status == 200
    assert "Belum ada yang disimpan. Ada yang perlu diperbaiki." in seen.text
    assert "bukan nomor pelacakan" in seen.text
    assert not seen.soup.find(attrs={"name": "fingerprint"})
    assert "kolom tidak dikenal" in upload(coordinator, "bukan,lembar\n1,2\n").text
    assert upload(coordinator, "").status == 422
    assert again(case).lapor_number is None
    assert entries() == []


def test_a_preview_that_is_no_longer_true_is_not_stored(app: Flask) -> None:
    place = make_place()
    case = make_case(place.upt, DAY, **FACTS)
    coordinator = staff(app, Role.COORDINATOR, place.root)
    seen = upload(coordinator, f"{HEAD}{case.number},1001,\n")
    case.lapor_number = "1009"
    db.session.commit()
    late = coordinator.send(seen, form=place_of(seen, "fingerprint"))
    assert late.status == 409
    assert "berubah sejak pratinjau" in late.text
    assert again(case).lapor_number == "1009"


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.ADMINISTRATOR])
def test_others_are_refused(app: Flask, role: Role) -> None:
    person = staff(app, role, make_place().root)
    assert person.open("/desk/lapor").status == 403


def test_what_is_handed_over_is_said_to_the_reporter_and_on_the_page(
    database_url: str, tmp_path: Path
) -> None:
    app = make_app(database_url, tmp_path, lapor_mode="hand_over")
    with app.app_context():
        place = make_place()
        case = make_case(place.upt, DAY, **FACTS)
        coordinator = staff(app, Role.COORDINATOR, place.root)
        page = coordinator.open("/desk/lapor")
        assert "Setiap pengaduan yang sudah diperiksa diserahkan" in page.text
        coordinator.send(page, {"kind": "csv"}, form=place_of(page, "which"))
        assert "Belum ada di sana (0)" in coordinator.open("/desk/lapor").text
        empty = coordinator.send(page, form=place_of(page, "which"))
        assert empty.status == 422
        assert "Tidak ada pengaduan untuk berkas ini." in empty.text
        shown = coordinator.open(f"/desk/complaints/{case.number}")
        assert "Diserahkan ke SP4N-LAPOR!" in shown.text
        db.session.remove()
        db.engine.dispose()
