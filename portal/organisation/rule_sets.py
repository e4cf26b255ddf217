"""Rule sets: the legal time limits of a unit and all below it (domain.md §3).

The set in force is that of the unit itself, else of the nearest unit above, else the
installation's. What complaints need of one travels as plain values.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.authority import UNKNOWN, Actor, Permission
from portal.database import db
from portal.errors import NotFound
from portal.organisation.models import RuleSet, Unit
from portal.organisation.rules.limits import NAMES, Limits
from portal.organisation.tree import units_above

MANAGE = Permission.MANAGE_RULE_SETS
# Which limit belongs to which class of case; praise has none, it starts no clock.
_ANSWERS = {
    "informasi": "information_days",
    "aspirasi": "aspiration_days",
    "pengaduan": "complaint_days",
    "pengawasan": "oversight_days",
}


# Made once: every act on a case asks for its limits, and making the statement costs more than
# the answer.
_RULE, _UNIT = RuleSet.__table__.c, Unit.__table__.c
_SETS = (
    sa.select(
        *(_RULE[name] for name in ("id", "unit_id", "name", "legal_basis")),
        *(_RULE[name] for name in ("valid_from", "valid_until", "verified_on", "verified_by")),
        *(_RULE[name] for name in NAMES),
        sa.func.coalesce(_UNIT.code, "").label("unit_code"),
        sa.func.coalesce(_UNIT.name, "").label("unit_name"),
    )
    .select_from(RuleSet.__table__.outerjoin(Unit.__table__, _UNIT.id == _RULE.unit_id))
    .order_by(_RULE.unit_id.is_not(None), _UNIT.name, _RULE.valid_from.desc(), _RULE.id.desc())
)
_ONE_SET = _SETS.where(_RULE.id == sa.bindparam("rule_set_id"))


@dataclass(frozen=True, slots=True)
class TimeLimits(Limits):
    """The limits a case runs by, with their legal basis."""

    id: int
    legal_basis: str

    def answer_days(self, klass: str) -> int | None:
        """Working days for the answer to this class; None where no clock runs."""
        name = _ANSWERS.get(klass)
        return None if name is None else int(getattr(self, name))


@dataclass(frozen=True, slots=True)
class RuleSetCard:
    """One rule set; `verified_on` empty: no administrator has compared it with the law yet."""

    id: int
    unit_id: int | None
    unit_code: str
    unit_name: str
    name: str
    legal_basis: str
    valid_from: date
    valid_until: date | None
    verified_on: date | None
    verified_by: str
    limits: Limits

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def has_begun(self, today: date) -> bool:
        """Cases may have begun with it: its limits are not changed any more, only replaced."""
        return self.valid_from <= today


def limits_in_force(unit_id: int, on: date) -> TimeLimits:
    """What a case of this unit begins with on this day."""
    return _time_limits(rule_set_in_force(unit_id, on))


def time_limits(rule_set_id: int) -> TimeLimits:
    """What a case that began with this set runs by, whether or not it is still in force."""
    found = db.session.execute(_ONE_SET, {"rule_set_id": rule_set_id})
    return _time_limits(one_of([_card(row) for row in found]))


def _time_limits(card: RuleSetCard) -> TimeLimits:
    return TimeLimits(**asdict(card.limits), id=card.id, legal_basis=card.legal_basis)


def rule_set_in_force(unit_id: int, on: date) -> RuleSetCard:
    """The set of the unit itself, or of the nearest above, on this day."""
    above = units_above(unit_id)
    valid = (
        RuleSet.valid_from <= on,
        sa.or_(RuleSet.valid_until.is_(None), RuleSet.valid_until >= on),
        sa.or_(RuleSet.unit_id.is_(None), RuleSet.unit_id.in_(above)),
    )
    found = _cards(*valid)
    if not found:
        raise NotFound(UNKNOWN)
    steps = {unit: step for step, unit in enumerate(above)}
    # The nearest; of two of the same unit (a mistake of the past) the later one.
    return min(
        found,
        key=lambda one: (
            len(above) if one.unit_id is None else steps[one.unit_id],
            -one.valid_from.toordinal(),
            -one.id,
        ),
    )


def general_rule_set(on: date) -> RuleSetCard:
    """The installation's own on this day: what a new set is written from."""
    return one_of([one for one in cards_of_unit(None) if one.is_in_force(on)])


def rule_sets(actor: Actor) -> tuple[RuleSetCard, ...]:
    """Those in reach and the installation's own, which everybody inherits; newest first."""
    actor.demand(MANAGE)
    reached = actor.reach(MANAGE)
    if reached is None:
        return _cards()
    return _cards(sa.or_(RuleSet.unit_id.is_(None), RuleSet.unit_id.in_(reached)))


def rule_set_card(actor: Actor, rule_set_id: int) -> RuleSetCard:
    """One of them; NotFound outside the reach."""
    return one_of([one for one in rule_sets(actor) if one.id == rule_set_id])


def rule_set_to_change(actor: Actor, rule_set_id: int) -> RuleSetCard:
    """The same for those who may change it; NotAllowed for those who only inherit it."""
    card = rule_set_card(actor, rule_set_id)
    demand_rule_set(actor, card.unit_id)
    return card


def demand_rule_set(actor: Actor, unit_id: int | None) -> None:
    """The installation's own is everybody's: only who administers all units changes it."""
    if unit_id is None:
        actor.demand_everywhere(MANAGE)
    else:
        actor.demand_in(MANAGE, unit_id)


def may_change_rule_set(actor: Actor, unit_id: int | None) -> bool:
    """Whether the page offers it."""
    return actor.may(MANAGE) and actor.reaches(MANAGE, unit_id)


def one_of(found: Sequence[RuleSetCard]) -> RuleSetCard:
    """The one that was meant."""
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


def cards_of_unit(unit_id: int | None) -> tuple[RuleSetCard, ...]:
    """Every set of just this unit, for the commands."""
    return _cards(RuleSet.unit_id.is_(None) if unit_id is None else RuleSet.unit_id == unit_id)


def _cards(*chosen: sa.ColumnElement[bool]) -> tuple[RuleSetCard, ...]:
    return tuple(_card(row) for row in db.session.execute(_SETS.where(*chosen)))


def _card(row: sa.Row[Any]) -> RuleSetCard:
    return RuleSetCard(
        id=row.id,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        name=row.name,
        legal_basis=row.legal_basis,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        verified_on=row.verified_on,
        verified_by=row.verified_by,
        limits=Limits(**{name: getattr(row, name) for name in NAMES}),
    )
