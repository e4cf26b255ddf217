"""Accounts of others: invite, change, link to an officer, disable, enable, a new link.

People are never deleted: what they did stays theirs. One entry in the trail for each act.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from portal.accounts.inviting import (
    Delivery,
    checked_email,
    checked_name,
    hand_over,
    new_person,
    refuse_taken,
)
from portal.accounts.models import LinkKind, OneTimeLink, Person
from portal.accounts.reaching import (
    account_to_change,
    officer_to_link,
    refuse_last_administrator,
    refuse_self,
    unit_to_grant,
)
from portal.accounts.roles import demand_fit, granted, said
from portal.accounts.rules.holding import Holding
from portal.accounts.sessions import end_sessions_of
from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import RuleBroken
from portal.language import later
from portal.organisation.models import Officer

DISABLED = later("Akun ini sudah dinonaktifkan.")
ENABLED = later("Akun ini masih aktif.")
WHY = later("Tulis alasannya. Alasan ini tersimpan di jejak audit.")
OFFICER_TAKEN = later("Petugas itu sudah ditautkan ke akun lain. Lepas dulu di akun itu.")
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Invited:
    """A new account; `link` is there when it has to be handed over, and nobody sees it again."""

    handle: str
    link: str | None


@command
def invite_person(
    actor: Actor,
    *,
    login: str,
    name: str,
    email: str | None,
    holding: Holding,
    delivery: Delivery,
    today: date,
) -> Invited:
    """A new account with its first role in a unit in reach."""
    unit = unit_to_grant(actor, holding.unit)
    demand_fit((), holding, today)
    person = new_person(login, name, email, today)
    db.session.add(granted(person, holding, unit))
    link = hand_over(person, LinkKind.INVITATION, delivery)
    after = {"login": person.login, "name": person.name, "email": person.email}
    role = said(holding) | {"mailed": link is None}
    record(actor, action="person_invited", subject=f"person:{person.handle}", after=after | role)
    return Invited(person.handle, link)


@command
def change_person(
    actor: Actor, *, handle: str, name: str, email: str | None, seen: str, today: date
) -> None:
    """Change name and address; the login stays, the trail names people by it."""
    person = account_to_change(actor, handle, seen, today)
    before = {"name": person.name, "email": person.email}
    after = {"name": checked_name(name), "email": checked_email(email)}
    if before == after:
        return
    refuse_taken("", after["email"], but=person.id)
    person.name, person.email = str(after["name"]), after["email"]
    if before["email"] != after["email"]:
        _kill_links(person)  # a link that waits in the old mailbox
    subject = f"person:{person.handle}"
    record(actor, action="person_changed", subject=subject, before=before, after=after)


@command
def link_officer(actor: Actor, *, handle: str, officer: str | None, seen: str, today: date) -> None:
    """Say which officer this person is (by the random name), or that there is none."""
    person = account_to_change(actor, handle, seen, today)
    refuse_self(actor, person)
    wanted = officer_to_link(actor, officer) if officer else None
    before, after = _officer_handle(person.officer_id), wanted.handle if wanted else None
    if before == after:
        return
    if wanted is not None and _holder_of(wanted.id) is not None:
        raise RuleBroken(OFFICER_TAKEN)
    person.officer_id = wanted.id if wanted else None
    record(
        actor,
        action="officer_linked",
        subject=f"person:{person.handle}",
        before={"officer": before},
        after={"officer": after},
    )


def _officer_handle(officer_id: int | None) -> str | None:
    return db.session.execute(sa.select(Officer.handle).where(Officer.id == officer_id)).scalar()


def _holder_of(officer_id: int) -> int | None:
    return db.session.execute(sa.select(Person.id).where(Person.officer_id == officer_id)).scalar()


@command
def disable_person(actor: Actor, *, handle: str, reason: str, seen: str, today: date) -> int:
    """Close an account at once; its sessions and links end. Returns how many sessions."""
    person = account_to_change(actor, handle, seen, today)
    refuse_self(actor, person)
    if person.disabled_on is not None:
        raise RuleBroken(DISABLED)
    reason = demanded_reason(reason)
    refuse_last_administrator(person, after=today - timedelta(days=1))
    person.disabled_on = today
    ended = end_sessions_of(person.id)
    _kill_links(person)
    record(
        actor,
        action="person_disabled",
        subject=f"person:{person.handle}",
        after={"disabled_on": today.isoformat(), "sessions_ended": ended},
        reason=reason,
    )
    return ended


@command
def enable_person(actor: Actor, *, handle: str, reason: str, seen: str, today: date) -> None:
    """Open an account again: password, second factor and roles are as they were."""
    person = account_to_change(actor, handle, seen, today)
    refuse_self(actor, person)
    if person.disabled_on is None:
        raise RuleBroken(ENABLED)
    reason = demanded_reason(reason)
    before = {"disabled_on": person.disabled_on.isoformat()}
    person.disabled_on = None
    subject = f"person:{person.handle}"
    record(actor, action="person_enabled", subject=subject, before=before, reason=reason)


@command
def send_link(
    actor: Actor, *, handle: str, seen: str, delivery: Delivery, today: date
) -> str | None:
    """A new invitation, or a reset for who has a password; the link where it must be handed over.

    Older links are dead. The second factor stays: a link alone opens nothing of who has one.
    """
    person = account_to_change(actor, handle, seen, today)
    refuse_self(actor, person)
    if person.disabled_on is not None:
        raise RuleBroken(DISABLED)
    kind = LinkKind.INVITATION if person.password is None else LinkKind.RESET
    link = hand_over(person, kind, delivery)
    after = {"kind": kind.value, "mailed": link is None}
    record(actor, action="link_made", subject=f"person:{person.handle}", after=after)
    return link


def demanded_reason(reason: str) -> str:
    """The reason on one line; RuleBroken where there is none."""
    line = " ".join(reason.split())[:LONGEST_REASON]
    if not line:
        raise RuleBroken(WHY)
    return line


def _kill_links(person: Person) -> None:
    db.session.execute(sa.delete(OneTimeLink).where(OneTimeLink.person_id == person.id))
