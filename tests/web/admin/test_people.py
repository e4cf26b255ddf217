"""`/admin/people`: what an administrator does with accounts in a browser."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.accounts.models import HeldRole, Person, StaffSession
from portal.authority import Role
from portal.clock import now, today
from portal.database import db
from portal.web.limits import settings
from portal.web.navigation import ROLE_NAMES
from tests.organisation.managing import entries
from tests.staff import Staff, make_person
from tests.visitor import Page
from tests.web.admin.conftest import Regency

FILLED = {
    "name": "Ratna W",
    "login": "ratna",
    "role": "unit_head",
    "unit": "DUK",
    "held": "definitif",
}


def form_with(page: Page, name: str) -> int:
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if form.find(attrs={"name": name}))


def fill(browser: Staff, url: str, field: str, **values: Any) -> Page:
    page = browser.open(url)
    return browser.send(page, values, form=form_with(page, field))


def invite(browser: Staff, **values: Any) -> Page:
    return fill(browser, "/admin/people/new", "login", **{**FILLED, **values})


def handle_of(login: str) -> str:
    return str(
        db.session.execute(sa.select(Person.handle).where(Person.login == login)).scalar_one()
    )


def acts() -> list[str]:
    return [action for _who, action, _what in entries()]


def test_invited_shown_once_found_changed(regency: Regency) -> None:
    browser = regency.everywhere
    made = invite(browser)
    assert made.h1 == "Serahkan tautan ini"
    link = str(made.soup.find("input", id="tautan")["value"])  # type: ignore[index]
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/masuk/tautan/[\w-]{43}", link)
    listed = browser.open("/admin/people?cari=ratna&keadaan=diundang")
    assert "Ratna W" in listed.text
    assert f"{ROLE_NAMES[Role.UNIT_HEAD]}, Dinas Dukcapil" in listed.text
    card = browser.open(f"/admin/people/{handle_of('ratna')}")
    assert link not in card.response.text
    changed = fill(
        browser, f"{card.url}/change", "email", email="ratna@kab.go.id", name="Ratna Wulan"
    )
    assert "Akun tersimpan." in changed.text
    assert "ratna@kab.go.id" in changed.text
    assert acts() == ["person_invited", "person_changed"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(sqlite_regency: Regency) -> None:
    browser = sqlite_regency.everywhere
    for values in (
        {"login": "Bu Di"},
        {"email": "bukan"},
        {"name": ""},
        {"held": "plt"},
        {"role": "raja"},
        {"unit": "TIDAK"},
        {"starts_on": "kapan"},
        {"starts_on": "0001-01-01"},
    ):
        page = invite(browser, **values)
        assert page.status == 422, values
        assert page.soup.find(attrs={"role": "alert"}), values
        if "name" not in values:
            assert page.soup.find("input", attrs={"name": "name"})["value"] == "Ratna W"  # type: ignore[index]
    assert acts() == []


def test_roles_are_given_and_ended_in_the_browser(regency: Regency) -> None:
    browser = regency.of_office
    invite(browser)
    card = f"/admin/people/{handle_of('ratna')}"
    day = today(settings().timezone)
    acting = {"role": "handler", "unit": "DUK.1", "held": "plt", "decree": "800/1"}
    refused = fill(browser, f"{card}/roles/new", "role", **acting)
    assert refused.status == 422
    assert "perlu hari terakhir" in refused.text
    ends_on = (day + timedelta(days=9)).isoformat()
    given = fill(browser, f"{card}/roles/new", "role", **acting, ends_on=ends_on)
    assert "Peran tersimpan." in given.text
    assert "Plt." in given.text
    role = db.session.execute(sa.select(HeldRole.id).where(HeldRole.role == "unit_head")).scalar()
    ended = fill(browser, f"{card}/roles/{role}/end", "last_day", last_day=day.isoformat())
    assert "Peran diakhiri." in ended.text
    assert browser.open(f"{card}/roles/{role + 999}/end").status == 404
    assert acts() == ["person_invited", "role_granted", "role_ended"]


def test_disabling_ends_the_session_and_needs_a_reason(regency: Regency) -> None:
    browser = regency.everywhere
    person = make_person((Role.HANDLER, regency.office), password="x")
    other = Staff(regency.app, person=person)
    card = f"/admin/people/{person.handle}"
    assert fill(browser, f"{card}/disable", "reason").status == 422
    done = fill(browser, f"{card}/disable", "reason", reason="pensiun")
    assert "Akun dinonaktifkan." in done.text
    assert other.open("/akun").h1 != "Akun saya"
    assert not db.session.execute(
        sa.select(StaffSession.handle).where(StaffSession.person_id == person.id)
    ).first()
    again = fill(browser, f"{card}/enable", "reason", reason="kembali")
    assert "Akun aktif lagi." in again.text


def test_an_account_becomes_an_officer_and_gets_a_new_link(sqlite_regency: Regency) -> None:
    browser = sqlite_regency.everywhere
    invite(browser)
    card = f"/admin/people/{handle_of('ratna')}"
    page = browser.open(f"{card}/officer")
    assert "Ratna Wulandari, Dinas Dukcapil" in page.text
    assert "198609262015051001" not in page.response.text
    form = form_with(page, "officer")
    linked = browser.send(page, {"officer": sqlite_regency.officer.handle}, form=form)
    assert "Tautan ke petugas tersimpan." in linked.text
    forms = linked.soup.find_all("form")
    at = next(n for n, one in enumerate(forms) if str(one.get("action")).endswith("/link"))
    assert browser.send(linked, form=at).h1 == "Serahkan tautan ini"
    assert acts() == ["person_invited", "officer_linked", "link_made"]


def test_two_administrators_at_once(sqlite_regency: Regency) -> None:
    one, other = sqlite_regency.everywhere, sqlite_regency.everywhere
    invite(one)
    url = f"/admin/people/{handle_of('ratna')}/change"
    page = other.open(url)
    fill(one, url, "email", name="Ratna Satu")
    late = other.send(page, {"name": "Ratna Dua"}, form=form_with(page, "email"))
    assert late.status == 409
    assert late.soup.find("input", attrs={"name": "name"})["value"] == "Ratna Dua"  # type: ignore[index]
    again = other.send(late, form=form_with(late, "email"))
    assert "Ratna Dua" in again.text


def test_nobody_reaches_people_of_other_units(regency: Regency) -> None:
    stranger = make_person((Role.HANDLER, regency.other))
    local = regency.of_office
    assert stranger.login not in local.open("/admin/people").text
    for path in ("", "/change", "/officer", "/roles/new", "/disable"):
        assert local.open(f"/admin/people/{stranger.handle}{path}").status == 404
    assert local.person is not None
    own = f"/admin/people/{local.person.handle}"
    assert "Ini akun Anda sendiri." in local.open(own).text
    refused = fill(local, f"{own}/disable", "reason", reason="uji")
    assert refused.status == 422
    assert invite(local, unit="PTSP").status == 422


def test_grave_acts_ask_for_the_second_factor(sqlite_regency: Regency) -> None:
    person = make_person((Role.ADMINISTRATOR, sqlite_regency.root))
    browser = Staff(sqlite_regency.app)
    browser.sign_in(person, confirmed_at=now() - timedelta(hours=3))
    for path in ("new", "import", f"{person.handle}/change", f"{person.handle}/roles/new"):
        response = browser.client.get(f"/admin/people/{path}")
        assert "konfirmasi" in response.headers["Location"], path


@pytest.mark.parametrize(
    "role", [Role.UNIT_HEAD, Role.AUDITOR, Role.SURVEY_EVALUATOR, Role.OFFICER]
)
def test_others_are_refused(sqlite_regency: Regency, role: Role) -> None:
    browser = Staff(sqlite_regency.app, person=make_person((role, sqlite_regency.root)))
    for path in ("", "/new", "/import", "/export.csv"):
        assert browser.open(f"/admin/people{path}").status == 403


def test_a_file_of_the_list_has_no_number(sqlite_regency: Regency) -> None:
    browser = sqlite_regency.everywhere
    invite(browser)
    book = load_workbook(
        io.BytesIO(browser.client.get("/admin/people/export.xlsx?peran=unit_head").get_data())
    )
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert "NIP" not in rows[0]
    assert [row[:5] for row in rows[1:]] == [("ratna", "Ratna W", None, "pimpinan unit", "DUK")]
    csv = browser.client.get("/admin/people/export.csv").get_data(as_text=True)
    assert csv.startswith("login,name,email,role,unit,starts_on,ends_on,held,decree")


def upload(browser: Staff, text: str, name: str = "akun.csv") -> Page:
    page = browser.open("/admin/people/import")
    file: Any = (io.BytesIO(text.encode()), name)
    return browser.send(page, {"file": file}, form=form_with(page, "file"))


def test_a_sheet_is_looked_at_before_it_is_stored(regency: Regency) -> None:
    browser = regency.everywhere
    sheet = "login,nama,peran,unit\nratna,Ratna W,kepala unit,DUK\nagus,Agus P,petugas,PTSP\n"
    preview = upload(browser, sheet)
    assert preview.h1 == "Pratinjau impor akun"
    assert "Belum ada yang disimpan." in preview.text
    assert acts() == []
    done = browser.send(preview, form=form_with(preview, "sheet"))
    assert "2 akun baru" in done.text
    assert acts() == ["people_imported"]
    same = upload(browser, sheet)
    assert "Tidak ada yang berubah." in same.text
    late = browser.send(preview, form=form_with(preview, "sheet"))
    assert late.status == 409
    assert acts() == ["people_imported"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Pilih berkas"),
        ("x" * 150_001, "Berkas lebih dari 150 kB"),
        ("login,nama,peran,unit\nratna,Ratna,raja,DUK\n", "Baris 2, kolom C (peran)"),
        ("login;nama\nratna;Ratna\n", "kolom Peran tidak ada"),
        ("%PDF-1.4", "berkas PDF"),
        ("\0\1\2", "Belum tersimpan"),
    ],
)
def test_a_bad_sheet_is_refused_in_words(sqlite_regency: Regency, text: str, words: str) -> None:
    page = upload(sqlite_regency.everywhere, text)
    assert page.status == 422
    assert words in page.text


def test_a_forged_confirmation_stores_nothing(sqlite_regency: Regency) -> None:
    browser = sqlite_regency.everywhere
    preview = upload(browser, "login,nama,peran,unit\nratna,Ratna W,petugas,DUK\n")
    for sheet in ("", "***", "QUJD", "bG9naW4sbmFtYSxwZXJhbix1bml0CmJ1ZGksQixwZXR1Z2FzLERVSwo="):
        page = browser.send(preview, {"sheet": sheet}, form=form_with(preview, "sheet"))
        assert page.status in (409, 422), sheet
    assert acts() == []
