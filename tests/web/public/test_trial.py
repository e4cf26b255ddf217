"""While staff are signed in, the form in their browser is a trial (issue 3, self-rating block)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Role
from portal.clock import now
from portal.database import db
from portal.feedback.models import Rating
from portal.web.public.counters import counter_at
from tests.factories import make_counter, make_officer, make_unit
from tests.staff import Staff, make_person
from tests.visitor import Visitor


@pytest.fixture
def officer_browser(app: Flask) -> tuple[Staff, str]:
    """An officer signed in on the counter's own PC, and the counter's code."""
    unit = make_unit()
    _counter, code = make_counter(unit)
    assert counter_at(code) is not None
    officer = make_officer(unit)
    return Staff(app, person=make_person((Role.OFFICER, unit), officer=officer)), code


def _stored() -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(Rating)).scalar_one()


def test_the_form_says_that_it_is_a_trial_and_stores_nothing(
    officer_browser: tuple[Staff, str],
) -> None:
    staff, code = officer_browser
    page = staff.open(f"/l/{code}")
    assert "Mode coba: akun pegawai masih terbuka." in page.text
    assert page.fields()["ticket"] == ""
    after = staff.send(page, {"overall": "4"})
    assert after.h1.endswith("Mode coba")
    assert "Terima kasih" not in after.text
    assert _stored() == 0


def test_the_thanks_are_never_shown_there(officer_browser: tuple[Staff, str]) -> None:
    staff, code = officer_browser
    assert staff.open(f"/l/{code}/terima-kasih").h1.endswith("Mode coba")


def test_a_ticket_from_another_phone_does_not_get_past(
    app: Flask, officer_browser: tuple[Staff, str]
) -> None:
    staff, code = officer_browser
    page = Visitor(app).open(f"/l/{code}")
    after = staff.send(page, {"overall": "4"})
    assert after.h1.endswith("Mode coba")
    assert _stored() == 0


def test_the_cookie_is_read_and_neither_set_nor_refreshed(
    officer_browser: tuple[Staff, str],
) -> None:
    staff, code = officer_browser
    for path in (f"/l/{code}", f"/l/{code}/terima-kasih"):
        response = staff.open(path).response
        assert "Set-Cookie" not in response.headers
        assert "Cookie" in response.headers["Vary"]


def test_a_resident_gets_no_cookie_and_no_vary_by_it(app: Flask) -> None:
    _counter, code = make_counter(make_unit())
    response = app.test_client().get(f"/l/{code}")
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("facts", [{"seen_at": 5}, {"started_at": 13, "seen_at": 0}])
def test_a_session_that_is_over_blocks_nobody(app: Flask, facts: dict[str, int]) -> None:
    unit = make_unit()
    _counter, code = make_counter(unit)
    staff = Staff(app)
    times = {name: now() - timedelta(hours=hours) for name, hours in facts.items()}
    staff.sign_in(make_person((Role.OFFICER, unit)), **times)
    after = staff.send(staff.open(f"/l/{code}"), {"overall": "4"})
    assert after.h1.endswith("Terima kasih")
    assert _stored() == 1


def test_a_locked_session_is_still_staff(app: Flask) -> None:
    unit = make_unit()
    _counter, code = make_counter(unit)
    staff = Staff(app)
    person = make_person((Role.OFFICER, unit))
    staff.sign_in(person, is_shared=True, seen_at=now() - timedelta(minutes=6))
    assert "Mode coba" in staff.open(f"/l/{code}").text


def test_a_trial_form_sent_after_signing_out_asks_again(
    app: Flask, officer_browser: tuple[Staff, str]
) -> None:
    """It carries no ticket: what was tried out is shown again, to be sent on purpose."""
    staff, code = officer_browser
    page = staff.open(f"/l/{code}")
    after = Visitor(app).send(page, {"overall": "4"})
    assert after.status == 422
    assert _stored() == 0
