"""Officers by name: for the own head and the evaluators, each opening written down."""

from dataclasses import replace

import sqlalchemy as sa
from flask import Flask

from portal.appraisal.models import Look
from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.database import db
from portal.organisation.models import Officer
from tests.staff import staff
from tests.web.results.office import make_office

PAGE = "/results/DUK/petugas?bulan=2026-09"


def looks() -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(Look)).scalar_one()


def entries() -> int:
    query = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "look")
    return db.session.execute(query).scalar_one()


def test_in_the_trial_period_nobody_sees_officers(sqlite_app: Flask) -> None:
    office = make_office(300)
    head = staff(sqlite_app, Role.UNIT_HEAD, office.unit("DUK"))
    page = head.open(PAGE)
    assert "Masa percobaan" in page.text
    assert "Petugas DUK 1" not in page.text
    assert (looks(), entries()) == (0, 0)


def test_a_look_is_noted_once_for_each_opening(app: Flask) -> None:
    office = make_office(500)
    app.config["PORTAL"] = replace(app.config["PORTAL"], trial_months=0)
    head = staff(app, Role.UNIT_HEAD, office.unit("DUK"))
    page = head.open(PAGE)
    assert "Petugas DUK 1" in page.text
    assert "Petugas PUS" not in page.text
    assert "jawaban" in page.text
    shown, opened = looks(), entries()
    assert shown > 0
    assert opened == 1
    head.open(PAGE)
    assert (looks(), entries()) == (shown, 2)
    for nip in db.session.execute(sa.select(Officer.nip)).scalars():
        assert nip not in page.response.text
    inspector = staff(app, Role.INSPECTOR, office.unit("DUK"))
    assert inspector.open(PAGE).status == 403
