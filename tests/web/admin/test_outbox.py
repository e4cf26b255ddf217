"""`/admin/outbox`: what never went, without what it said; again, or away."""

from flask import Flask

from portal.authority import Role
from tests.accounts.test_dead_letters import given_up
from tests.factories import make_unit
from tests.notifications.mails import month_mail, reset_mail, stored
from tests.staff import Staff, staff
from tests.visitor import Page


def press(browser: Staff, path: str) -> Page:
    """A button of the page, also where the page does not show it to this person."""
    token = browser.open("/akun/sandi").fields(0)["csrf_token"]
    return browser._page("POST", path, {"csrf_token": token}, {})


def test_given_up_mails_are_listed_sent_again_and_thrown_away(app: Flask) -> None:
    admin = staff(app, Role.ADMINISTRATOR, make_unit("KAB"))
    assert "Tidak ada surat yang gagal." in admin.open("/admin/outbox").text
    first = given_up(month_mail("sari@contoh.go.id"))
    second = given_up(reset_mail("budi@contoh.go.id"))
    page = admin.open("/admin/outbox")
    assert page.status == 200
    assert "ke @contoh.go.id" in page.text
    assert "sari@" not in page.response.text
    assert "budi@" not in page.response.text
    assert f"/admin/outbox/{first}/retry" in page.response.text
    assert f"/admin/outbox/{second}/retry" not in page.response.text
    assert press(admin, f"/admin/outbox/{first}/retry").status == 200
    assert stored(first).given_up_at is None
    assert "tidak dapat dikirim lagi" in press(admin, f"/admin/outbox/{second}/retry").text
    assert press(admin, f"/admin/outbox/{second}/drop").status == 200
    assert press(admin, f"/admin/outbox/{second}/drop").status == 404


def test_an_auditor_looks_and_an_office_administrator_cannot_send(app: Flask) -> None:
    root = make_unit("KAB")
    handle = given_up(month_mail())
    auditor = staff(app, Role.AUDITOR, root)
    assert "/retry" not in auditor.open("/admin/outbox").response.text
    assert press(auditor, f"/admin/outbox/{handle}/retry").status == 403
    office = staff(app, Role.ADMINISTRATOR, make_unit("DUK", parent_id=root.id))
    assert "/retry" not in office.open("/admin/outbox").response.text
    assert press(office, f"/admin/outbox/{handle}/drop").status == 403
    assert staff(app, Role.HANDLER, root).open("/admin/outbox").status == 403
