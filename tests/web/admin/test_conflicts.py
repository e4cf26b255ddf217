"""Two people with the same form: the second sees what the first saved before replacing it."""

import pytest
from flask import Flask

from portal.authority import Role
from portal.database import db
from portal.organisation.models import Unit
from tests.factories import make_unit
from tests.staff import Staff, staff
from tests.visitor import Page


@pytest.fixture
def admin(sqlite_app: Flask) -> Staff:
    """An administrator of one office, in whose place somebody else works too."""
    return staff(sqlite_app, Role.ADMINISTRATOR, make_unit("DUK", contact="0561-1"))


def _form(page: Page) -> int:
    """The form in which the unit's name is typed."""
    forms = page.soup.find_all("form")
    return next(n for n, form in enumerate(forms) if form.find(attrs={"name": "contact"}))


def _open(admin: Staff) -> Page:
    unit = db.session.query(Unit).filter_by(code="DUK").one()
    return admin.open(f"/admin/units/{unit.id}")


def _send(admin: Staff, page: Page, **typed: str) -> Page:
    return admin.send(page, typed, form=_form(page))


def test_a_conflict_says_what_the_other_saved(admin: Staff) -> None:
    mine = _open(admin)
    _send(admin, _open(admin), contact="0561-2")
    refused = _send(admin, mine, name="Dinas Baru")
    assert refused.status == 409
    assert refused.fields(_form(refused))["name"] == "Dinas Baru"
    stored = refused.soup.find(id="contact-stored")
    assert stored is not None
    assert "0561-2" in stored.get_text()
