"""How far a role reaches: the unit and all below it; at the root, everything."""

from flask import Flask

from portal.organisation.tree import reach_of, units_below
from tests.factories import make_unit


def test_a_role_reaches_its_unit_and_all_below(app: Flask) -> None:
    root = make_unit()
    office = make_unit(parent_id=root.id)
    desk = make_unit(parent_id=office.id)
    other = make_unit(parent_id=root.id)
    assert units_below(office.id) == {office.id, desk.id}
    assert reach_of(office.id) == {office.id, desk.id}
    assert reach_of(root.id) is None
    assert units_below(root.id) == {root.id, office.id, desk.id, other.id}


def test_of_two_trees_neither_root_is_everything(app: Flask) -> None:
    first, second = make_unit(), make_unit()
    assert reach_of(first.id) == {first.id}
    assert reach_of(second.id) == {second.id}


def test_a_unit_that_is_not_there_reaches_nothing(app: Flask) -> None:
    assert reach_of(77) == frozenset()
    make_unit()
    assert reach_of(77) == frozenset()
