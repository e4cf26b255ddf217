"""Who is responsible for complaints: named, inherited down the tree, taken away again."""

from typing import Any

import pytest
from flask import Flask

from portal.errors import Conflict, NotAllowed, NotFound, Problems
from portal.organisation.complaint_managers import (
    NOBODY,
    Manager,
    manager_lines,
    manager_of,
    own_manager,
    seen_as,
    set_complaint_manager,
)
from portal.organisation.models import Unit
from tests.factories import make_unit
from tests.organisation.managing import EVERYWHERE, administrator, entries, last_values

SARI = Manager("Dra. Sari", "Sekretaris", "Jl. Merdeka 1", "0251-123456")
BUDI = Manager("Budi", "", "Jl. Mawar 2", "")


@pytest.fixture
def tree(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit("KAB", name="Kabupaten Uji")
    return root, make_unit("DUK", name="Dinas Dukcapil", parent_id=root.id)


def name(unit: Unit, manager: Manager, actor: Any = EVERYWHERE, was: Manager = NOBODY) -> None:
    set_complaint_manager(actor, unit_id=unit.id, manager=manager, seen=seen_as(was))


def test_a_unit_has_its_own_or_that_of_the_nearest_unit_above(tree: tuple[Unit, Unit]) -> None:
    root, office = tree
    assert manager_of("DUK") is None
    name(root, SARI)
    assert manager_of("DUK") == manager_of("KAB") == SARI
    assert [line.from_unit for line in manager_lines(EVERYWHERE)] == ["", "Kabupaten Uji"]
    name(office, BUDI)
    assert (manager_of("DUK"), manager_of("KAB")) == (BUDI, SARI)
    name(office, NOBODY, was=BUDI)
    assert manager_of("DUK") == SARI
    assert manager_of("TIDAK-ADA") is None
    acts = [(action, subject) for _who, action, subject in entries()]
    assert acts[-1] == ("set_complaint_manager", f"unit:{office.id}")
    assert len(acts) == 3
    assert last_values()[0]["name"] == "Budi"


@pytest.mark.parametrize(
    "wrong", [Manager(name="Sari"), Manager(address="Jl. 1"), Manager("S" * 201, "", "Jl. 1")]
)
def test_name_and_address_belong_together(tree: tuple[Unit, Unit], wrong: Manager) -> None:
    with pytest.raises(Problems):
        name(tree[1], wrong)
    assert manager_of("DUK") is None
    assert entries() == []


def test_two_administrators_do_not_overwrite_each_other(tree: tuple[Unit, Unit]) -> None:
    name(tree[1], SARI)
    with pytest.raises(Conflict):
        name(tree[1], BUDI)
    assert manager_of("DUK") == SARI


def test_only_units_in_reach(tree: tuple[Unit, Unit]) -> None:
    root, office = tree
    theirs = administrator(office)
    with pytest.raises(NotFound):
        name(root, SARI, theirs)
    assert [line.unit_id for line in manager_lines(theirs)] == [office.id]
    with pytest.raises(NotFound):
        own_manager(EVERYWHERE, 999_999)
    nobody = administrator()
    with pytest.raises(NotAllowed):
        name(office, SARI, nobody)
