"""A case and the duplicates merged into it are one matter: the same people are shut out of all.

Whoever a report is about sees neither it nor another report of the same thing (domain.md §3); a
duplicate that stayed behind would tell a unit's head what went past them.
"""

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.complaints.cases import fresh_id
from portal.complaints.models import Complaint, Concerned, Working
from portal.complaints.placing import concerned_of
from portal.database import db


def concern_alike(case: Complaint, other: Complaint) -> None:
    """In a command: whoever the one is about, the other is about too."""
    known = {_who(row) for row in _concerned(other)}
    for row in _concerned(case):
        if _who(row) not in known:
            officer_id, person_id, description = _who(row)
            copied = Concerned(
                id=fresh_id(),
                complaint_id=other.id,
                officer_id=officer_id,
                person_id=person_id,
                description=description,
            )
            db.session.add(copied)
    db.session.flush()


def _concerned(case: Complaint) -> list[Concerned]:
    query = sa.select(Concerned).where(Concerned.complaint_id == case.id)
    return list(db.session.execute(query).scalars())


def _who(row: Concerned) -> tuple[int | None, int | None, str]:
    return row.officer_id, row.person_id, row.description


def take_out_of_hands(case: Complaint) -> None:
    """In a command: whoever it is about is not assigned to it and has it open no more."""
    people, officers = concerned_of(case.id)
    accounts = sa.select(Person.id).where(Person.officer_id.in_(officers))
    people |= set(db.session.execute(accounts).scalars())
    if case.assignee_id in people:
        case.assignee_id = None
    db.session.execute(
        sa.delete(Working).where(Working.complaint_id == case.id, Working.person_id.in_(people))
    )
