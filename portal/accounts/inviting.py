"""A new account: login, name, address; and the link with which its first password is chosen."""

import re
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.models import LinkKind, Person
from portal.accounts.passwords import mail_link, make_link
from portal.accounts.rules.keys import new_handle
from portal.accounts.signing_in import folded
from portal.database import db
from portal.errors import Conflict, RuleBroken
from portal.language import later
from portal.notifications.rules.addresses import is_address

BAD_LOGIN = later(
    "Nama masuk terdiri dari 3 sampai 80 huruf kecil, angka, titik, garis bawah, atau tanda hubung."
)
BAD_EMAIL = later("Surel ini tidak dapat dikirimi. Tulis seperti nama@kabupaten.go.id.")
NO_NAME = later("Tulis nama lengkapnya, paling panjang 200 huruf.")
TAKEN = later("Nama masuk atau surel itu sudah dipakai.")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """How links reach people: where they lead, and whether mail goes out here at all."""

    address: str
    vault_key: str
    can_mail: bool
    at: datetime


def new_person(login: str, name: str, email: str | None, day: date) -> Person:
    """In a command: store a new account; refused where login or address are taken."""
    login = folded(login)
    if not LOGIN.fullmatch(login):
        raise RuleBroken(BAD_LOGIN)
    email = checked_email(email)
    refuse_taken(login, email)
    person = Person(
        handle=new_handle(),
        login=login,
        name=checked_name(name),
        email=email,
        created_on=day,
    )
    db.session.add(person)
    db.session.flush()
    return person


def checked_name(name: str) -> str:
    """The name on one line; RuleBroken where there is none."""
    line = " ".join(name.split())
    if not 0 < len(line) <= 200:
        raise RuleBroken(NO_NAME)
    return line


def checked_email(email: str | None) -> str | None:
    """The address folded, None where there is none; RuleBroken where no mail can reach it."""
    found = folded(email) if email else ""
    if found and not is_address(found):
        raise RuleBroken(BAD_EMAIL)
    return found or None


def refuse_taken(login: str, email: str | None, but: int | None = None) -> None:
    """Login and address together are names of one person only: either opens the sign-in page."""
    names = [name for name in (login, email) if name]
    same = sa.or_(Person.login.in_(names), Person.email.in_(names))
    query = sa.select(Person.id).where(same, Person.id != (but or 0))
    if db.session.execute(query).first() is not None:
        raise Conflict(TAKEN)


def hand_over(person: Person, kind: LinkKind, delivery: Delivery) -> str | None:
    """In a command: mail a new link; where nothing can be mailed, return it to be handed over."""
    token = make_link(person, kind, vault_key=delivery.vault_key, at=delivery.at)
    link = delivery.address + token
    if person.email is None or not delivery.can_mail:
        return link
    mail_link(person, kind, link, vault_key=delivery.vault_key, at=delivery.at)
    return None
