"""Locations, services and counters by hand: what is saved, written down, and refused."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import RESIDENT
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.organisation.listings import listed_counters, listed_locations, listed_services
from portal.organisation.managing.counters import (
    add_counter,
    change_counter,
    close_counter,
    renew_counter_code,
)
from portal.organisation.managing.locations import (
    add_location,
    change_location,
    retire_location,
)
from portal.organisation.managing.services import add_service, change_service, retire_service
from portal.organisation.models import Counter, CounterCode, Unit
from portal.organisation.queries import counter_at
from portal.organisation.rules.facts import CounterFacts, LocationFacts, ServiceFacts
from portal.organisation.rules.tariff import Tariff, TariffWord
from tests.factories import make_counter, make_location, make_service, make_unit
from tests.organisation.managing import (
    EVERYWHERE,
    administrator,
    entries,
    facts_of,
    last_values,
    seen,
)

TODAY = date(2026, 11, 20)
PAID = Tariff(TariffWord.PAID, 50_000)


@pytest.fixture
def units(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit("KAB")
    return make_unit("DUK", parent_id=root.id), make_unit("PTSP", parent_id=root.id)


def test_a_service_is_added_changed_ended_and_put_back(units: tuple[Unit, Unit]) -> None:
    actor = administrator(units[0])
    service_id = add_service(actor, facts=ServiceFacts("KTP", "KTP-el", "DUK"))
    was = facts_of(listed_services, "KTP")
    changed = replace(was, code="LAIN", name="KTP elektronik", tariff=PAID, retired_on=TODAY)
    change_service(actor, service_id=service_id, facts=changed, seen=seen(was))
    found = facts_of(listed_services, "KTP")
    assert (found.name, found.tariff, found.retired_on) == ("KTP elektronik", PAID, None)
    assert last_values()[0]["tariff"] == {"word": "gratis", "rupiah": None}
    for day in (TODAY, None):
        now = seen(facts_of(listed_services, "KTP"))
        retire_service(actor, service_id=service_id, retired_on=day, seen=now, today=TODAY)
        assert facts_of(listed_services, "KTP").retired_on == day
    assert [action for _a, action, subject in entries() if subject == "service:KTP"] == [
        "add_service",
        "change_service",
        "retire_service",
        "retire_service",
    ]


def test_a_service_stays_in_reach(units: tuple[Unit, Unit]) -> None:
    service = make_service(units[0], "KTP")
    was = facts_of(listed_services, "KTP")
    to_other = replace(was, unit="PTSP")
    with pytest.raises(NotFound):
        change_service(
            administrator(units[0]), service_id=service.id, facts=to_other, seen=seen(was)
        )
    with pytest.raises(NotFound):
        change_service(
            administrator(units[1]), service_id=service.id, facts=to_other, seen=seen(was)
        )
    with pytest.raises(RuleBroken):
        add_service(administrator(units[1]), facts=ServiceFacts("KTP", "Lain", "PTSP"))
    with pytest.raises(Conflict):
        change_service(EVERYWHERE, service_id=service.id, facts=to_other, seen="basi")
    assert entries() == []
    change_service(EVERYWHERE, service_id=service.id, facts=to_other, seen=seen(was))
    assert facts_of(listed_services, "KTP").unit == "PTSP"


def test_a_location_belongs_to_those_whose_counters_stand_in_it(units: tuple[Unit, Unit]) -> None:
    mine = administrator(units[0])
    location_id = add_location(mine, facts=LocationFacts("MPP", "Mal", "mpp"))
    was = facts_of(listed_locations, "MPP")
    make_counter(units[0], number="1", location_id=location_id)
    named = replace(was, name="Mal Pelayanan Publik")
    change_location(mine, location_id=location_id, facts=named, seen=seen(was))
    theirs, _code = make_counter(units[1], number="1", location_id=location_id)
    with pytest.raises(NotAllowed):
        change_location(mine, location_id=location_id, facts=was, seen=seen(named))
    with pytest.raises(RuleBroken):
        retire_location(
            EVERYWHERE,
            location_id=location_id,
            retired_on=TODAY,
            seen=seen(named),
            today=TODAY,
        )
    assert facts_of(listed_locations, "MPP") == named
    assert [action for _a, action, _s in entries()] == ["add_location", "change_location"]
    theirs.closed_on = TODAY
    db.session.commit()
    change_location(mine, location_id=location_id, facts=was, seen=seen(named))


def test_a_mobile_service_needs_its_day(units: tuple[Unit, Unit]) -> None:
    with pytest.raises(RuleBroken):
        add_location(EVERYWHERE, facts=LocationFacts("BUS", "Bus", "keliling"))
    add_location(EVERYWHERE, facts=LocationFacts("BUS", "Bus", "keliling", held_on=TODAY))
    with pytest.raises(RuleBroken):
        add_location(EVERYWHERE, facts=LocationFacts("BUS", "Bus lain"))
    assert len(entries()) == 1


def test_a_counter_gets_a_code_nobody_has(units: tuple[Unit, Unit]) -> None:
    make_counter(units[1], code="000001")
    make_service(units[1], "IZIN")
    draws = iter([1, 1, 2])
    counter_id = add_counter(
        administrator(units[0]),
        facts=CounterFacts("DUK", "1", "KTP", services=("IZIN",)),
        random=lambda _below: next(draws),
    )
    found = facts_of(listed_counters, "1", administrator(units[0]))
    assert (found.code, found.services) == ("000002", ("IZIN",))
    assert counter_at("000002").id == counter_id
    assert [(a, s) for _who, a, s in entries()] == [("add_counter", "counter:DUK/1")]


@pytest.mark.parametrize(
    "facts",
    [
        CounterFacts("DUK", "1", "Nomor dipakai"),
        CounterFacts("PTSP", "2", "Di luar jangkauan"),
        CounterFacts("DUK", "2", "Lokasi", location="ZZZ"),
        CounterFacts("DUK", "2", "Lokasi ditutup", location="LAMA"),
        CounterFacts("DUK", "2", "Layanan", services=("ZZZ",)),
        CounterFacts("DUK", "2", "Layanan berakhir", services=("USANG",)),
    ],
)
def test_a_counter_of_things_that_are_not_there_is_refused(
    units: tuple[Unit, Unit], facts: CounterFacts
) -> None:
    make_counter(units[0], number="1")
    make_location("LAMA", retired_on=TODAY)
    make_service(units[0], "USANG", retired_on=TODAY)
    with pytest.raises(PortalError):
        add_counter(administrator(units[0]), facts=facts)
    assert len(listed_counters(EVERYWHERE)) == 1
    assert entries() == []


def test_a_counter_that_moves_and_changes_its_number_stays_the_same_one(
    units: tuple[Unit, Unit],
) -> None:
    service = make_service(units[0], "KTP")
    counter, code = make_counter(units[0], service, number="1")
    was = facts_of(listed_counters, "1")
    moved = CounterFacts("PTSP", "9", "Pindah", services=("KTP",))
    with pytest.raises(NotFound):
        change_counter(administrator(units[0]), counter_id=counter.id, facts=moved, seen=seen(was))
    change_counter(EVERYWHERE, counter_id=counter.id, facts=moved, seen=seen(was))
    sign = counter_at(code)
    assert (sign.id, sign.unit_code, sign.number, sign.name) == (counter.id, "PTSP", "9", "Pindah")
    assert [one.code for one in sign.services] == ["KTP"]
    assert last_values()[0] == {"unit": "DUK", "number": "1", "name": "Akta Kelahiran"}


def test_a_counter_closes_with_a_successor_and_opens_again(units: tuple[Unit, Unit]) -> None:
    counter, code = make_counter(units[0], number="1")
    other, _code = make_counter(units[0], number="2")
    closed, _code = make_counter(units[0], number="3", closed_on=TODAY)

    def close(day: date | None, successor: int | None) -> None:
        close_counter(
            EVERYWHERE,
            counter_id=counter.id,
            closed_on=day,
            successor_id=successor,
            seen=seen(facts_of(listed_counters, "1")),
            today=TODAY,
        )

    for bad in (counter.id, closed.id, 999_999):
        with pytest.raises(RuleBroken):
            close(TODAY, bad)
    with pytest.raises(RuleBroken):
        close(date(2026, 11, 21), other.id)
    assert entries() == []
    close(TODAY, other.id)
    assert (counter_at(code).is_closed, counter_at(code).successor_id) == (True, other.id)
    close(None, None)
    assert (counter_at(code).is_closed, counter_at(code).successor_id) == (False, None)
    assert [action for _a, action, _s in entries()] == ["close_counter"] * 2


def test_a_new_code_is_printed_and_the_old_one_still_leads_here(units: tuple[Unit, Unit]) -> None:
    counter, old = make_counter(units[0], number="1")
    was = facts_of(listed_counters, "1")
    new = renew_counter_code(administrator(units[0]), counter_id=counter.id, seen=seen(was))
    assert new != old
    assert counter_at(old).id == counter_at(new).id == counter.id
    current = sa.select(CounterCode.code).where(CounterCode.is_current)
    assert db.session.execute(current).scalars().all() == [new]
    assert last_values() == ({"code": old}, {"code": new})
    with pytest.raises(Conflict):
        renew_counter_code(EVERYWHERE, counter_id=counter.id, seen=seen(was))
    with pytest.raises(NotFound):
        renew_counter_code(administrator(units[1]), counter_id=counter.id, seen="")
    with pytest.raises(NotAllowed):
        renew_counter_code(RESIDENT, counter_id=counter.id, seen="")
    assert len(entries()) == 1
    assert db.session.execute(sa.select(sa.func.count()).select_from(Counter)).scalar() == 1
