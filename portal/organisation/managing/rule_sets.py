"""Rule sets by hand: add, change, confirm, end.

An open case keeps the rule set it began with. So a set that has begun is never changed: another
follows it from a day on. One that has yet to begin may be changed freely.
"""

import hashlib
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor
from portal.database import command, db
from portal.errors import Conflict, RuleBroken
from portal.language import later
from portal.organisation.managing.changing import CHANGED_MEANWHILE
from portal.organisation.models import RuleSet
from portal.organisation.rule_sets import (
    RuleSetCard,
    cards_of_unit,
    demand_rule_set,
    rule_set_to_change,
)
from portal.organisation.rules.limits import RuleSetFacts, check_facts, is_compared

ONE_DAY = timedelta(days=1)
IN_THE_PAST = later("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.")
LATER_ONE = later("Unit ini sudah punya aturan yang mulai pada hari itu atau sesudahnya.")
STILL_UNVERIFIED = later(
    "Dasar hukumnya masih berbunyi “belum diverifikasi”. Tulis peraturan yang sudah dibandingkan."
)
ALREADY_CONFIRMED = later("Aturan ini sudah dikonfirmasi.")
NEEDS_SUCCESSOR = later("Aturan umum tidak dapat diakhiri. Buat aturan umum yang menggantikannya.")
ENDS_FIRST = later("Hari terakhir mendahului hari pertama.")


def fingerprint_of(card: RuleSetCard) -> str:
    """A digest of the set as it was loaded."""
    return hashlib.sha256(repr(card).encode()).hexdigest()[:32]


@command
def add_rule_set(actor: Actor, *, facts: RuleSetFacts, today: date) -> int:
    """Limits of a unit from a day on; those before it end the day before."""
    demand_rule_set(actor, facts.unit_id)
    check_facts(facts)
    identity, ended = _succeed(facts, today)
    _write(actor, "add_rule_set", identity, None, facts, ended=ended)
    return identity


@command
def change_rule_set(
    actor: Actor, *, rule_set_id: int, facts: RuleSetFacts, seen: str, today: date
) -> int:
    """Change a set in its place while it has not begun; afterwards, let another follow it."""
    before = _seen(actor, rule_set_id, seen)
    check_facts(facts)
    if before.has_begun(today):
        identity, ended = _succeed(facts, today)
        _write(actor, "change_rule_set", identity, before, facts, ended=ended)
        return identity
    values = {"name": facts.name, "legal_basis": facts.legal_basis, **asdict(facts.limits)}
    _update(before.id, **values, verified_on=None, verified_by="")
    _write(actor, "change_rule_set", before.id, before, facts)
    return before.id


@command
def confirm_rule_set(
    actor: Actor, *, rule_set_id: int, legal_basis: str, name: str, seen: str, today: date
) -> None:
    """Say by `name` that these limits were compared with the law that is named."""
    before = _seen(actor, rule_set_id, seen)
    if before.verified_on is not None:
        raise RuleBroken(ALREADY_CONFIRMED)
    if not is_compared(legal_basis):
        raise RuleBroken(STILL_UNVERIFIED)
    _update(before.id, legal_basis=legal_basis, verified_on=today, verified_by=name)
    after = {"legal_basis": legal_basis, "verified_on": str(today), "verified_by": name}
    _record(actor, "confirm_rule_set", before.id, {"legal_basis": before.legal_basis}, after)


@command
def end_rule_set(actor: Actor, *, rule_set_id: int, last_day: date, seen: str, today: date) -> None:
    """From the next day on the unit follows the unit above it again."""
    before = _seen(actor, rule_set_id, seen)
    if before.unit_id is None:
        raise RuleBroken(NEEDS_SUCCESSOR)
    if last_day < today:
        raise RuleBroken(IN_THE_PAST)
    if last_day < before.valid_from:
        raise RuleBroken(ENDS_FIRST)
    if any(one.valid_from > before.valid_from for one in cards_of_unit(before.unit_id)):
        raise RuleBroken(LATER_ONE)
    _update(before.id, valid_until=last_day)
    was = {"valid_until": str(before.valid_until) if before.valid_until else None}
    _record(actor, "end_rule_set", before.id, was, {"valid_until": str(last_day)})


def _seen(actor: Actor, rule_set_id: int, seen: str) -> RuleSetCard:
    card = rule_set_to_change(actor, rule_set_id)
    if fingerprint_of(card) != seen:
        raise Conflict(CHANGED_MEANWHILE)
    return card


def _succeed(facts: RuleSetFacts, today: date) -> tuple[int, tuple[int, ...]]:
    """Store a set behind those of its unit; its id, and which ones end by it."""
    if facts.valid_from < today:
        raise RuleBroken(IN_THE_PAST)
    others = cards_of_unit(facts.unit_id)
    if any(one.valid_from >= facts.valid_from for one in others):
        raise RuleBroken(LATER_ONE)
    ended = tuple(one.id for one in others if one.is_in_force(facts.valid_from))
    for identity in ended:
        _update(identity, valid_until=facts.valid_from - ONE_DAY)
    row = RuleSet(
        unit_id=facts.unit_id,
        name=facts.name,
        legal_basis=facts.legal_basis,
        valid_from=facts.valid_from,
        **asdict(facts.limits),
    )
    db.session.add(row)
    db.session.flush()
    return row.id, ended


def _update(rule_set_id: int, **values: Any) -> None:
    db.session.execute(sa.update(RuleSet).where(RuleSet.id == rule_set_id).values(**values))


def _write(
    actor: Actor,
    action: str,
    identity: int,
    before: RuleSetCard | None,
    facts: RuleSetFacts,
    ended: tuple[int, ...] = (),
) -> None:
    """One entry, with the limits that differ, and whatever ended by it."""
    was = _said(before) if before else {}
    now = {
        "unit_id": facts.unit_id,
        "name": facts.name,
        "legal_basis": facts.legal_basis,
        "valid_from": str(facts.valid_from),
        **asdict(facts.limits),
    }
    differing = {key for key in now if key not in was or was[key] != now[key]}
    after = {key: now[key] for key in now if key in differing}
    if ended:
        after["ended"] = list(ended)
    earlier = {key: was[key] for key in was if key in differing}
    _record(actor, action, identity, earlier or None, after)


def _said(card: RuleSetCard) -> dict[str, Any]:
    return {
        "unit_id": card.unit_id,
        "name": card.name,
        "legal_basis": card.legal_basis,
        "valid_from": str(card.valid_from),
        **asdict(card.limits),
    }


def _record(
    actor: Actor,
    action: str,
    identity: int,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    record(actor, action=action, subject=f"rule_set:{identity}", before=before, after=after)
