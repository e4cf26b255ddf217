"""The desk asks for open cases alone: no database looks at what is finished."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Role
from portal.complaints.models import Complaint
from portal.complaints.queues import Chosen, narrowed
from portal.database import db
from tests.complaints.desked import make_place, one

TODAY = date(2026, 11, 4)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HANDLER])
def test_the_index_of_open_cases_answers_the_list(app: Flask, role: Role) -> None:
    place = make_place()
    asking = one(role, place.root if role is Role.COORDINATOR else place.dinas)
    query = sa.select(Complaint.id).where(*narrowed(asking, Chosen(), TODAY))
    bound = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(sa.text(f"EXPLAIN QUERY PLAN {bound}"))
        assert "COVERING INDEX ix_complaint_open" in " ".join(row[3] for row in rows)
    else:
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        rows = db.session.execute(sa.text(f"EXPLAIN {bound}"))
        assert "ix_complaint_open" in " ".join(rows.scalars())
