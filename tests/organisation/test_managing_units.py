"""Units by hand: added, changed, moved, retired, merged; refused without a trace."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.appraisal.commands import close_month
from portal.authority import RESIDENT, operator
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.indicators.models import ClosedFigure
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.organisation.listings import listed_units
from portal.organisation.managing.merging import merge_unit, merger
from portal.organisation.managing.units import add_unit, change_unit, move_unit, retire_unit
from portal.organisation.models import Counter, CounterCode, Officer, Service, Unit
from portal.organisation.rules.facts import UnitFacts
from portal.organisation.tree import units_below
from tests.factories import make_counter, make_officer, make_service, make_unit
from tests.indicators.town import make_ratings, make_town
from tests.organisation.managing import (
    EVERYWHERE,
    administrator,
    entries,
    facts_of,
    last_values,
    seen,
)

EVERYWHERE_OPERATOR = operator("uji")
TODAY = date(2026, 11, 20)


@pytest.fixture
def tree(app: Flask) -> dict[str, Unit]:
    """A regency, an office with two fields, and another office."""
    root = make_unit("KAB", name="Kabupaten")
    office = make_unit("DUK", name="Dukcapil", parent_id=root.id)
    field = make_unit("DUK.1", name="Bidang Satu", parent_id=office.id)
    other = make_unit("PTSP", name="Perizinan", parent_id=root.id)
    return {"root": root, "office": office, "field": field, "other": other}


def _parent(code: str) -> str | None:
    return facts_of(listed_units, code).parent  # type: ignore[no-any-return]


def _seen(code: str) -> str:
    return seen(facts_of(listed_units, code))


def test_a_unit_is_added_below_one_in_reach(tree: dict[str, Unit]) -> None:
    facts = UnitFacts("DUK.2", "Bidang Dua", parent="DUK", kind="bidang", work_days=6)
    unit_id = add_unit(administrator(tree["office"]), facts=facts)
    assert listed_units(EVERYWHERE)[unit_id] == facts
    assert entries() == [("person:budi", "add_unit", "unit:DUK.2")]
    before, after = last_values()
    assert before is None
    assert after["parent"] == "DUK"


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (UnitFacts("X", "Tanpa induk"), NotAllowed),
        (UnitFacts("X", "Di luar", parent="PTSP"), NotFound),
        (UnitFacts("X", "Tidak ada", parent="ZZZ"), NotFound),
        (UnitFacts("PTSP", "Kode milik unit di luar", parent="DUK"), RuleBroken),
    ],
)
def test_adding_is_refused_and_leaves_nothing(
    tree: dict[str, Unit], facts: UnitFacts, error: type[PortalError]
) -> None:
    with pytest.raises(error):
        add_unit(administrator(tree["office"]), facts=facts)
    assert len(listed_units(EVERYWHERE)) == 4
    assert entries() == []


def test_a_unit_is_renamed_and_keeps_code_and_place(tree: dict[str, Unit]) -> None:
    was = facts_of(listed_units, "DUK")
    changed = replace(was, code="LAIN", name="Dinas Dukcapil", parent=None, contact="0561")
    change_unit(EVERYWHERE, unit_id=tree["office"].id, facts=changed, seen=seen(was))
    found = facts_of(listed_units, "DUK")
    assert (found.name, found.parent, found.contact) == ("Dinas Dukcapil", "KAB", "0561")
    assert last_values() == (
        {"name": "Dukcapil", "contact": ""},
        {"name": "Dinas Dukcapil", "contact": "0561"},
    )


def test_saving_what_stands_writes_nothing_down(tree: dict[str, Unit]) -> None:
    was = facts_of(listed_units, "DUK")
    change_unit(EVERYWHERE, unit_id=tree["office"].id, facts=was, seen=seen(was))
    assert entries() == []


def test_nobody_overwrites_another_silently(tree: dict[str, Unit]) -> None:
    was = facts_of(listed_units, "DUK")
    first = replace(was, name="Satu")
    change_unit(EVERYWHERE, unit_id=tree["office"].id, facts=first, seen=seen(was))
    with pytest.raises(Conflict):
        change_unit(
            EVERYWHERE, unit_id=tree["office"].id, facts=replace(was, name="Dua"), seen=seen(was)
        )
    assert facts_of(listed_units, "DUK").name == "Satu"
    assert len(entries()) == 1


def test_outside_the_reach_is_not_there(tree: dict[str, Unit]) -> None:
    actor = administrator(tree["office"])
    was = facts_of(listed_units, "PTSP")
    with pytest.raises(NotFound):
        change_unit(actor, unit_id=tree["other"].id, facts=was, seen=seen(was))
    with pytest.raises(NotAllowed):
        change_unit(RESIDENT, unit_id=tree["other"].id, facts=was, seen=seen(was))
    assert {facts.code for facts in listed_units(actor).values()} == {"DUK", "DUK.1"}


def test_a_unit_moves_with_all_below_it(tree: dict[str, Unit]) -> None:
    move_unit(EVERYWHERE, unit_id=tree["office"].id, parent="PTSP", seen=_seen("DUK"))
    assert (_parent("DUK"), _parent("DUK.1")) == ("PTSP", "DUK")
    assert last_values() == ({"parent": "KAB"}, {"parent": "PTSP"})


@pytest.mark.parametrize(
    ("code", "parent", "error"),
    [
        ("DUK", "DUK", RuleBroken),
        ("DUK", "DUK.1", RuleBroken),
        ("KAB", "DUK.1", RuleBroken),
        ("DUK", "ZZZ", NotFound),
        ("DUK", "TUTUP", RuleBroken),
    ],
)
def test_a_tree_stays_a_tree(
    tree: dict[str, Unit], code: str, parent: str, error: type[PortalError]
) -> None:
    make_unit("TUTUP", parent_id=tree["root"].id, retired_on=TODAY)
    unit = next(unit for unit in tree.values() if unit.code == code)
    was = _parent(code)
    with pytest.raises(error):
        move_unit(EVERYWHERE, unit_id=unit.id, parent=parent, seen=_seen(code))
    assert _parent(code) == was
    assert entries() == []


def test_moving_needs_the_reach_at_both_ends(tree: dict[str, Unit]) -> None:
    both = administrator(tree["office"], tree["other"])
    with pytest.raises(NotFound):  # from under the regency, which is not theirs
        move_unit(both, unit_id=tree["office"].id, parent="PTSP", seen=_seen("DUK"))
    with pytest.raises(NotFound):
        move_unit(
            administrator(tree["office"]),
            unit_id=tree["field"].id,
            parent="PTSP",
            seen=_seen("DUK.1"),
        )
    move_unit(both, unit_id=tree["field"].id, parent="PTSP", seen=_seen("DUK.1"))
    assert _parent("DUK.1") == "PTSP"


def test_only_an_empty_unit_is_retired_and_comes_back(tree: dict[str, Unit]) -> None:
    make_officer(tree["field"])
    for code, unit in (("DUK", tree["office"]), ("DUK.1", tree["field"])):
        with pytest.raises(RuleBroken):
            retire_unit(
                EVERYWHERE, unit_id=unit.id, retired_on=TODAY, seen=_seen(code), today=TODAY
            )
    with pytest.raises(RuleBroken):
        retire_unit(
            EVERYWHERE,
            unit_id=tree["other"].id,
            retired_on=date(2026, 12, 1),
            seen=_seen("PTSP"),
            today=TODAY,
        )
    assert entries() == []
    for day in (TODAY, None):
        retire_unit(
            EVERYWHERE,
            unit_id=tree["other"].id,
            retired_on=day,
            seen=_seen("PTSP"),
            today=TODAY,
        )
        assert facts_of(listed_units, "PTSP").retired_on == day
    assert len(entries()) == 2


def test_a_unit_merged_away_takes_what_is_in_use_along_and_leaves_the_closed_months(
    tree: dict[str, Unit],
) -> None:
    office, other = tree["office"], tree["other"]
    service = make_service(office)
    first, code = make_counter(office, service, number="1")
    second, _code = make_counter(office, service, number="2")
    closed, _code = make_counter(office, number="8", closed_on=date(2026, 1, 1))
    make_counter(other, number="1")
    officer = make_officer(office)
    preview = merger(EVERYWHERE, unit_id=office.id, into="PTSP")
    assert preview.counters == (("1", "3"), ("2", "2"))
    assert preview.renumbered == (("1", "3"),)
    assert (preview.units, preview.officers) == (("DUK.1",), 1)
    merge_unit(
        EVERYWHERE, unit_id=office.id, into="PTSP", merged_on=TODAY, seen=preview.seen, today=TODAY
    )
    found = facts_of(listed_units, "DUK")
    assert (found.parent, found.retired_on) == ("PTSP", TODAY)
    assert _parent("DUK.1") == "PTSP"
    assert _unit_of(Service, service.id) == _unit_of(Officer, officer.id) == other.id
    assert [_unit_of(Counter, one.id) for one in (first, second, closed)] == [
        other.id,
        other.id,
        office.id,
    ]
    assert db.session.get(CounterCode, code).counter_id == first.id
    assert [(action, subject) for _actor, action, subject in entries()] == [
        ("merge_unit", "unit:DUK")
    ]
    assert last_values()[1]["counters"] == {"1": "3", "2": "2"}


def test_closed_months_stay_as_they_were_and_are_read_below_the_successor(
    sqlite_app: Flask,
) -> None:
    town = make_town()
    make_ratings(town, "2026-10", 400, 3)
    close_month(
        EVERYWHERE_OPERATOR,
        month=Month(2026, 10),
        today=date(2026, 11, 2),
        weight=Weight.NINTH,
        reviewed="diperiksa",
    )
    query = sa.select(ClosedFigure.slot, ClosedFigure.unit_id, ClosedFigure.content)
    before = sorted(db.session.execute(query.where(ClosedFigure.period == "2026-10")).all())
    gone, successor = (unit for unit in town.units if unit.parent_id == town.units[0].id)
    assert any(row.unit_id == gone.id for row in before)
    preview = merger(EVERYWHERE, unit_id=gone.id, into=successor.code)
    merge_unit(
        EVERYWHERE,
        unit_id=gone.id,
        into=successor.code,
        merged_on=TODAY,
        seen=preview.seen,
        today=TODAY,
    )
    assert sorted(db.session.execute(query.where(ClosedFigure.period == "2026-10")).all()) == before
    assert gone.id in units_below(successor.id)


@pytest.mark.parametrize("into", ["DUK", "DUK.1", "ZZZ", "TUTUP"])
def test_a_merger_that_makes_no_sense_is_refused(tree: dict[str, Unit], into: str) -> None:
    make_unit("TUTUP", parent_id=tree["root"].id, retired_on=TODAY)
    with pytest.raises(PortalError):
        merge_unit(
            EVERYWHERE,
            unit_id=tree["office"].id,
            into=into,
            merged_on=TODAY,
            seen=_seen("DUK"),
            today=TODAY,
        )
    assert facts_of(listed_units, "DUK").retired_on is None
    assert entries() == []


def test_merging_needs_the_reach_at_both_ends(tree: dict[str, Unit]) -> None:
    for actor in (administrator(tree["office"]), administrator(tree["other"])):
        with pytest.raises(NotFound):
            merger(actor, unit_id=tree["office"].id, into="PTSP")


def _unit_of(model: type[Counter | Service | Officer], identity: int) -> int:
    return db.session.execute(sa.select(model.unit_id).where(model.id == identity)).scalar_one()
