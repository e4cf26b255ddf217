"""The working calendar is seeded once; the table is the authority."""

from datetime import date

import sqlalchemy as sa
from flask import Flask

from portal.database import db
from portal.organisation.commands import seed_calendar
from portal.organisation.models import Holiday
from tests.organisation.sheets import OPERATOR, audit_count, last_audit


def test_national_holidays_and_cuti_bersama_are_seeded_with_their_decree(app: Flask) -> None:
    assert seed_calendar(OPERATOR, years=[2026, 2025, 2026]) == 17 + 11 + 17 + 8
    nyepi = db.session.get(Holiday, date(2026, 3, 19))
    joint = db.session.get(Holiday, date(2025, 8, 18))
    assert nyepi is not None
    assert joint is not None
    assert (nyepi.kind, nyepi.name) == ("libur_nasional", "Hari Suci Nyepi")
    assert nyepi.decree == "SKB Menag 1497/2025, Menaker 2/2025, MenPANRB 5/2025"
    assert joint.kind == "cuti_bersama"
    assert "933/2025" in joint.decree
    assert last_audit()[0].action == "seed_calendar"


def test_what_stands_in_the_table_stays(sqlite_app: Flask) -> None:
    mine = Holiday(on_date=date(2026, 3, 19), kind="khusus", name="Libur daerah", decree="SK 1")
    db.session.add(mine)
    db.session.commit()
    assert seed_calendar(OPERATOR, years=[2026]) == 24
    entries = audit_count()
    assert seed_calendar(OPERATOR, years=[2026]) == 0
    assert audit_count() == entries
    kept = db.session.get(Holiday, date(2026, 3, 19), populate_existing=True)
    assert kept is not None
    assert kept.name == "Libur daerah"


def test_years_without_a_known_decree_say_so(sqlite_app: Flask) -> None:
    assert seed_calendar(OPERATOR, years=[2030]) > 10
    decrees = set(db.session.execute(sa.select(Holiday.decree)).scalars())
    assert len(decrees) == 1
    assert "belum diverifikasi" in decrees.pop()
