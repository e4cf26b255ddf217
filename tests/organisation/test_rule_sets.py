"""Legal time limits: inherited down the tree, replaced but never rewritten, confirmed by name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Actor
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, Problems, RuleBroken
from portal.organisation.managing import rule_sets as commands
from portal.organisation.managing.rule_sets import fingerprint_of
from portal.organisation.models import RuleSet, Unit
from portal.organisation.rule_sets import (
    RuleSetCard,
    limits_in_force,
    rule_set_card,
    rule_set_in_force,
    rule_sets,
    time_limits,
)
from portal.organisation.rules.limits import Limits, RuleSetFacts
from tests.factories import make_unit
from tests.organisation.managing import EVERYWHERE, administrator, entries, last_values

TODAY = date(2026, 5, 4)
NATIONAL = Limits(3, 5, 5, 14, 14, 60, 10, 30, 10, 0, 10)
SHORT = replace(NATIONAL, complaint_days=10, extension_days=7)


def in_days(number: int) -> date:
    return TODAY + timedelta(days=number)


def facts(unit: Unit | None, valid_from: date = TODAY, limits: Limits = SHORT) -> RuleSetFacts:
    return RuleSetFacts(
        unit.id if unit else None, "Batas dinas", "Perbup 7/2026", valid_from, limits
    )


def add(unit: Unit | None, valid_from: date = TODAY, actor: Actor = EVERYWHERE) -> int:
    return commands.add_rule_set(actor, facts=facts(unit, valid_from), today=TODAY)


def card(rule_set_id: int) -> RuleSetCard:
    db.session.rollback()
    return rule_set_card(EVERYWHERE, rule_set_id)


def seen(rule_set_id: int) -> str:
    return fingerprint_of(card(rule_set_id))


@pytest.fixture
def tree(app: Flask) -> tuple[Unit, Unit, Unit]:
    root = make_unit("KAB")
    office = make_unit("DUK", parent_id=root.id)
    return root, office, make_unit("DUK.1", parent_id=office.id)


Tree = tuple[Unit, Unit, Unit]


def national() -> RuleSetCard:
    return next(one for one in rule_sets(EVERYWHERE) if one.unit_id is None)


def test_the_national_limits_are_there_from_the_start_and_unverified(tree: Tree) -> None:
    found = rule_set_in_force(tree[2].id, TODAY)
    assert found == national()
    assert found.limits == NATIONAL
    assert found.verified_on is None
    assert "62/2018" in found.legal_basis
    assert "belum diverifikasi terhadap PermenPANRB 5/2025" in found.legal_basis


def test_the_nearest_set_above_is_in_force(tree: Tree) -> None:
    root, office, field = tree
    of_root, of_office = add(root), add(office, in_days(10))
    assert rule_set_in_force(field.id, TODAY).id == of_root
    assert rule_set_in_force(field.id, in_days(9)).id == of_root
    assert rule_set_in_force(field.id, in_days(10)).id == of_office
    assert rule_set_in_force(root.id, in_days(10)).id == of_root
    assert rule_set_in_force(field.id, in_days(-1)) == national()
    assert time_limits(of_office).complaint_days == 10
    assert entries() == [
        ("person:sari", "add_rule_set", f"rule_set:{of_root}"),
        ("person:sari", "add_rule_set", f"rule_set:{of_office}"),
    ]


@pytest.mark.parametrize(
    ("klass", "days"),
    [
        ("informasi", 5),
        ("aspirasi", 14),
        ("pengaduan", 14),
        ("pengawasan", 60),
        ("apresiasi", None),
    ],
)
def test_each_class_has_its_limit(sqlite_app: Flask, klass: str, days: int | None) -> None:
    found = limits_in_force(make_unit("KAB").id, TODAY)
    assert found.answer_days(klass) == days
    assert found.verification_days == 3


def test_a_set_that_has_begun_is_followed_never_changed(tree: Tree) -> None:
    office = tree[1]
    first = add(office)
    longer = replace(SHORT, complaint_days=12)
    asked = facts(office, in_days(5), longer)
    second = commands.change_rule_set(
        EVERYWHERE, rule_set_id=first, facts=asked, seen=seen(first), today=TODAY
    )
    assert second != first
    assert card(first).limits == SHORT
    assert card(first).valid_until == in_days(4)
    assert rule_set_in_force(office.id, in_days(4)).id == first
    assert rule_set_in_force(office.id, in_days(5)).limits == longer
    before, after = last_values()
    assert before == {"complaint_days": 10, "valid_from": "2026-05-04"}
    assert after == {"complaint_days": 12, "valid_from": "2026-05-09", "ended": [first]}


def test_a_set_that_has_not_begun_is_changed_in_its_place(tree: Tree) -> None:
    first = add(tree[1], in_days(5))
    asked = facts(tree[1], in_days(5), NATIONAL)
    again = commands.change_rule_set(
        EVERYWHERE, rule_set_id=first, facts=asked, seen=seen(first), today=TODAY
    )
    assert again == first
    assert card(first).limits == NATIONAL
    assert last_values()[1] == {"complaint_days": 14, "extension_days": 0}


def test_the_general_set_is_replaced_and_never_ended(tree: Tree) -> None:
    old = national()
    new = add(None, in_days(3))
    assert card(old.id).valid_until == in_days(2)
    assert rule_set_in_force(tree[2].id, in_days(3)).id == new
    with pytest.raises(RuleBroken):
        commands.end_rule_set(
            EVERYWHERE, rule_set_id=new, last_day=in_days(9), seen=seen(new), today=TODAY
        )


def test_confirming_names_who_and_what_was_compared(tree: Tree) -> None:
    found = national()
    known: dict[str, Any] = {"rule_set_id": found.id, "name": "Sari", "today": TODAY}
    with pytest.raises(RuleBroken):
        commands.confirm_rule_set(
            EVERYWHERE, legal_basis=found.legal_basis, seen=seen(found.id), **known
        )
    assert entries() == []
    commands.confirm_rule_set(
        EVERYWHERE, legal_basis="PermenPANRB 5/2025", seen=seen(found.id), **known
    )
    after = card(found.id)
    assert (after.verified_on, after.verified_by) == (TODAY, "Sari")
    assert (after.legal_basis, after.limits) == ("PermenPANRB 5/2025", found.limits)
    with pytest.raises(RuleBroken):
        commands.confirm_rule_set(
            EVERYWHERE, legal_basis="PermenPANRB 5/2025", seen=seen(found.id), **known
        )
    assert [act for _who, act, _what in entries()] == ["confirm_rule_set"]


def test_an_ended_set_gives_way_to_the_one_above(tree: Tree) -> None:
    _root, office, field = tree
    of_office = add(office)
    commands.end_rule_set(
        EVERYWHERE, rule_set_id=of_office, last_day=in_days(6), seen=seen(of_office), today=TODAY
    )
    assert rule_set_in_force(field.id, in_days(6)).id == of_office
    assert rule_set_in_force(field.id, in_days(7)) == national()
    assert time_limits(of_office).id == of_office  # open cases keep it


def test_what_is_refused_changes_nothing(tree: Tree) -> None:
    office = tree[1]
    with pytest.raises(RuleBroken):
        add(office, in_days(-1))
    with pytest.raises(Problems):
        commands.add_rule_set(
            EVERYWHERE, facts=replace(facts(office), limits=Limits(*[0] * 11)), today=TODAY
        )
    kept = add(office)
    with pytest.raises(RuleBroken):
        add(office, TODAY)
    with pytest.raises(Conflict):
        commands.end_rule_set(EVERYWHERE, rule_set_id=kept, last_day=TODAY, seen="old", today=TODAY)
    with pytest.raises(RuleBroken):
        commands.end_rule_set(
            EVERYWHERE, rule_set_id=kept, last_day=in_days(-1), seen=seen(kept), today=TODAY
        )
    assert len(entries()) == 1
    assert db.session.execute(sa.select(sa.func.count(RuleSet.id))).scalar_one() == 2


def test_an_administrator_of_one_office_changes_only_there(tree: Tree) -> None:
    root, office, field = tree
    local, of_root, of_field = administrator(office), add(root), add(field)
    with pytest.raises(NotAllowed):
        add(None, in_days(1), local)
    with pytest.raises(NotFound):
        add(root, in_days(1), local)
    with pytest.raises(NotFound):
        commands.end_rule_set(
            local, rule_set_id=of_root, last_day=TODAY, seen=seen(of_root), today=TODAY
        )
    with pytest.raises(NotAllowed):
        commands.confirm_rule_set(
            local,
            rule_set_id=national().id,
            legal_basis="X",
            name="Budi",
            seen=seen(national().id),
            today=TODAY,
        )
    assert {one.id for one in rule_sets(local)} == {national().id, of_field}
    with pytest.raises(NotAllowed):
        rule_sets(Actor("person:nobody"))
