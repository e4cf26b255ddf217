"""`portal db search-words` on the test's own installation."""

from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal.complaints.models import Complaint, SearchWords
from portal.complaints.searching import found_by
from portal.database import db
from tests.cli.conftest import Portal
from tests.complaints.factory import make_case
from tests.factories import make_unit


def test_the_words_of_every_case_are_written_anew(
    portal: Portal, sqlite_app: Flask, sqlite_url: str, instance: Path
) -> None:
    case = make_case(make_unit(), date(2026, 11, 4))
    db.session.add(SearchWords(complaint_id=case.id, words="usang"))
    db.session.commit()
    said = portal("db", "search-words", database_url=sqlite_url)
    assert (said.exit_code, said.output) == (0, "Kata dari 1 pengaduan ditulis ulang.\n")
    found = sa.select(Complaint.number).where(found_by("akta"))
    db.session.rollback()
    assert db.session.execute(found).scalars().all() == [case.number]
