"""What an import of people has to know: who is there, who is out of reach, which officers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from portal.accounts.models import HeldRole, Person
from portal.accounts.reaching import people_in_reach, whole_reach
from portal.accounts.rules.holding import Holding
from portal.authority import Actor
from portal.database import db
from portal.organisation.models import Officer, Unit


@dataclass(frozen=True, slots=True)
class Known:
    """`whole`: logins of people all of whose roles are in reach; `addresses`: whose they are."""

    by_login: Mapping[str, Person]
    names_outside: frozenset[str]
    whole: frozenset[str]
    held: Mapping[str, tuple[Holding, ...]]
    addresses: Mapping[str, str]
    units: frozenset[str]
    officers: Mapping[str, int]
    linked: set[int]


def known_people(actor: Actor) -> Known:
    """Everything at once; a few thousand rows."""
    reach = whole_reach(actor)
    people = {one.login: one for one in _people(actor)}
    everybody = db.session.execute(sa.select(Person.login, Person.email, Person.officer_id)).all()
    held = _held()
    retired = _units(reach)
    codes = frozenset(retired)
    return Known(
        by_login=people,
        names_outside=frozenset(row.login for row in everybody if row.login not in people),
        whole=frozenset(
            login
            for login in people
            if reach is None or all(one.unit in codes for one in held.get(login, ()))
        ),
        held=held,
        addresses={row.email: row.login for row in everybody if row.email},
        units=frozenset(code for code, is_retired in retired.items() if not is_retired),
        officers=_officers(reach),
        linked={row.officer_id for row in everybody if row.officer_id is not None},
    )


def _units(reach: frozenset[int] | None) -> dict[str, bool]:
    """The codes of the units in reach, and whether each is retired."""
    query = sa.select(Unit.code, Unit.retired_on.is_not(None))
    query = query if reach is None else query.where(Unit.id.in_(reach))
    return dict(db.session.execute(query).tuples().all())


def _people(actor: Actor) -> Iterable[Person]:
    return db.session.execute(sa.select(Person).where(*people_in_reach(actor))).scalars()


def _held() -> dict[str, tuple[Holding, ...]]:
    query = (
        sa.select(Person.login, HeldRole, Unit.code)
        .join(HeldRole, HeldRole.person_id == Person.id)
        .join(Unit, Unit.id == HeldRole.unit_id)
        .order_by(HeldRole.id)
    )
    found: dict[str, tuple[Holding, ...]] = {}
    for login, row, code in db.session.execute(query):
        one = Holding(row.role, code, row.starts_on, row.ends_on, row.held, row.decree)
        found[login] = (*found.get(login, ()), one)
    return found


def _officers(reach: frozenset[int] | None) -> dict[str, int]:
    query = sa.select(Officer.id, Officer.nip, Officer.internal_id)
    if reach is not None:
        query = query.where(Officer.unit_id.in_(reach))
    found: dict[str, int] = {}
    for row in db.session.execute(query):
        found |= {number: row.id for number in (row.nip, row.internal_id) if number}
    return found
