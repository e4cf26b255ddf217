"""What every change by hand does: load in reach, compare with what was seen, write down."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from portal.audit.commands import record
from portal.audit.rules import canonical
from portal.authority import UNKNOWN, Actor
from portal.errors import Conflict, NotFound, RuleBroken
from portal.language import later
from portal.organisation.imports.plan import Change, Facts, Plan, differences

F = TypeVar("F", bound=Facts)
Listing = Callable[[Actor, Sequence[sa.ColumnElement[bool]]], Mapping[int, F]]

CHANGED_MEANWHILE = later(
    "Data ini diubah orang lain sejak halaman Anda dibuka. "
    "Periksa yang berlaku sekarang, lalu simpan lagi."
)
NOT_YET = later("Tanggal ini belum tiba. Catat pada harinya atau sesudahnya.")


def fingerprint(facts: Facts) -> str:
    """A digest of the facts as they were loaded; it travels in the form that changes them."""
    _before, said = differences(None, facts)
    return hashlib.sha256(canonical(said or {}).encode()).hexdigest()[:32]


def loaded(listing: Listing[F], actor: Actor, chosen: sa.ColumnElement[bool]) -> tuple[int, F]:
    """The one thing that is meant, with its id; NotFound outside the actor's reach."""
    found = listing(actor, (chosen,))
    for identity, facts in found.items():
        return identity, facts
    raise NotFound(UNKNOWN)


def seen_as(listing: Listing[F], actor: Actor, chosen: sa.ColumnElement[bool], seen: str) -> F:
    """The same, refused with Conflict unless it is still as the page showed it."""
    _identity, facts = loaded(listing, actor, chosen)
    if fingerprint(facts) != seen:
        raise Conflict(CHANGED_MEANWHILE)
    return facts


def refuse_future(on: date | None, today: date) -> None:
    """What takes effect at once cannot be dated later."""
    if on is not None and on > today:
        raise RuleBroken(NOT_YET)


def one_change(identity: int, before: F, after: F) -> Plan[int, F]:
    """The plan of an import that would do just this."""
    return Plan(changed=[Change(identity, before, after)])


def one_more(facts: F) -> Plan[int, F]:
    """The plan of an import that would add just this."""
    return Plan(added=[facts])


def write_down(
    actor: Actor,
    action: str,
    subject: str,
    before: Facts | None,
    after: Facts | None,
    **more: Any,
) -> None:
    """One entry in the trail, with exactly what differs and what came with it (`more`)."""
    was, now = differences(before, after)
    record(actor, action=action, subject=subject, before=was, after={**(now or {}), **more})
