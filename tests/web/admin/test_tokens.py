"""`/admin/tokens`: an administrator makes a token, sees it once, revokes it."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import ApiToken
from portal.authority import Role
from portal.clock import now
from portal.database import db
from tests.factories import make_unit
from tests.staff import Staff, make_person, staff
from tests.web.api.programs import Program

FILLED: dict[str, str | list[str]] = {
    "name": "e-Kinerja",
    "scopes": ["indicators:read"],
    "unit": "PEMDA",
    "days": "90",
}


def _fill(browser: Staff, **facts: str | list[str]):  # type: ignore[no-untyped-def]
    page = browser.open("/admin/tokens/new")
    return browser.send(page, {**FILLED, **facts}, form=_form(page))


def _form(page) -> int:  # type: ignore[no-untyped-def]
    """The form with the name of the program; the band has forms of its own."""
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if form.find(attrs={"name": "days"}))


def test_made_shown_once_used_and_revoked(app: Flask) -> None:
    browser = staff(app, Role.ADMINISTRATOR, make_unit("PEMDA", name="Kabupaten Uji"))
    assert "Belum ada token" in browser.open("/admin/tokens").text
    made = _fill(browser)
    assert made.h1 == "Token sudah dibuat"
    token = str(made.soup.find("input", id="token")["value"])  # type: ignore[index]
    assert Program(app, token).ask("units").status_code == 200
    listed = browser.open("/admin/tokens")
    assert "e-Kinerja" in listed.text
    assert token not in listed.response.text
    forms = listed.soup.find_all("form")
    at = next(n for n, form in enumerate(forms) if "revoke" in str(form.get("action")))
    after = browser.send(listed, form=at)
    assert "Token e-Kinerja dicabut." in after.text
    assert Program(app, token).ask("units").status_code == 401


def test_what_is_missing_is_said_and_what_was_typed_stays(sqlite_app: Flask) -> None:
    browser = staff(sqlite_app, Role.ADMINISTRATOR, make_unit("PEMDA"))
    for facts in ({"days": "91"}, {"days": "x"}, {"name": ""}, {"scopes": []}, {"unit": "LAIN"}):
        page = _fill(browser, **facts)  # type: ignore[arg-type]
        assert page.status == 422, facts
        assert page.soup.find(attrs={"role": "alert"}), facts
        if "name" not in facts:
            assert page.soup.find("input", attrs={"name": "name"})["value"] == "e-Kinerja"  # type: ignore[index]
    assert db.session.execute(sa.select(sa.func.count()).select_from(ApiToken)).scalar() == 0


def test_making_one_asks_for_the_second_factor(sqlite_app: Flask) -> None:
    person = make_person((Role.ADMINISTRATOR, make_unit("PEMDA")))
    browser = Staff(sqlite_app)
    browser.sign_in(person, confirmed_at=now() - timedelta(hours=3))
    response = browser.client.get("/admin/tokens/new")
    assert response.status_code == 303
    assert "konfirmasi" in response.headers["Location"]


def test_others_are_refused(sqlite_app: Flask) -> None:
    unit = make_unit("PEMDA")
    for role in (Role.UNIT_HEAD, Role.AUDITOR, Role.APPRAISAL_EVALUATOR, Role.OFFICER):
        browser = staff(sqlite_app, role, unit)
        assert browser.open("/admin/tokens").status == 403
        assert browser.open("/admin/tokens/new").status == 403
