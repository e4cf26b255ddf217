"""Accounts of the demonstration: invited by the operator, each with the password on the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.accounts.hashing import hashed, pin_secret
from portal.accounts.models import Person
from portal.accounts.operators import invite_by_operator
from portal.accounts.passwords import set_password_by_link, set_pin
from portal.accounts.queries import person_actor
from portal.audit.commands import record
from portal.authority import Actor, Permission
from portal.clock import now
from portal.database import command, db
from portal.demo.chance import chance
from portal.demo.names import full_name
from portal.demo.people import staff
from portal.demo.signins import ACCOUNTS, PASSWORD, PIN, SHOWN, Account, Signin

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Office:
    """What every step here needs: the key of links and PINs, and the days."""

    vault_key: str
    since: date
    today: date


def open_accounts(actor: Actor, office: Office) -> tuple[Signin, ...]:
    """Everybody of the table; who is shown on the sign-in page gets a password and a PIN."""
    officers = dict(_officers())
    names = dict(_names(officers))
    for account in ACCOUNTS:
        token = _invite(actor, account, names[account.login], office)
        if account.sentence:
            _come_in(token, account, office)
    link_officers(actor, officers={login: row["id"] for login, row in officers.items()})
    for account in SHOWN:
        _choose_pin(account.login, office)
    return tuple(
        Signin(one.title, one.login, PASSWORD, names[one.login], one.sentence) for one in SHOWN
    )


def _officers() -> Iterator[tuple[str, Row]]:
    """The officer behind each account that has one: a head by unit, others by name or team."""
    people = staff()
    by_name = {str(row["call_name"]): row for row in people.rows}
    heads = people.heads
    for account in ACCOUNTS:
        if account.officer in people.teams:
            yield account.login, people.rows[people.teams[account.officer][0] - 1]
        elif account.officer in by_name:
            yield account.login, by_name[account.officer]
        elif account.officer:
            yield account.login, heads[account.officer]


def _names(officers: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    stream = chance("accounts")
    for account in ACCOUNTS:
        row = officers.get(account.login)
        invented = full_name(stream, man=stream.random() < 0.5)
        yield account.login, str(row["name"]) if row else invented


def _invite(actor: Actor, account: Account, name: str, office: Office) -> str:
    return invite_by_operator(
        actor,
        login=account.login,
        name=name,
        email=f"{account.login}@sungairaya.example",
        role=account.role,
        unit_code=account.unit,
        address="",
        vault_key=office.vault_key,
        at=now(),
        day=office.since,
    )


def _come_in(token: str, account: Account, office: Office) -> None:
    set_password_by_link(
        Actor(f"person:{account.login}"),
        token=token,
        hashed=hashed(PASSWORD),
        vault_key=office.vault_key,
        at=now(),
    )


def _choose_pin(login: str, office: Office) -> None:
    person = db.session.execute(sa.select(Person).where(Person.login == login)).scalar_one()
    secret = pin_secret(office.vault_key, person.handle, PIN)
    set_pin(person_actor(person, office.today), hashed=hashed(secret))


def account_actor(login: str, day: date) -> Actor:
    """Who this account is on a day."""
    person = db.session.execute(sa.select(Person).where(Person.login == login)).scalar_one()
    return person_actor(person, day)


@command
def link_officers(actor: Actor, *, officers: Mapping[str, object]) -> None:
    """Say which officer a person of the demonstration is, all at once."""
    actor.demand(Permission.OPERATE)
    for login, officer_id in officers.items():
        db.session.execute(
            sa.update(Person).where(Person.login == login).values(officer_id=officer_id)
        )
    record(actor, action="link_officers", subject="demonstration", after=dict(officers))
