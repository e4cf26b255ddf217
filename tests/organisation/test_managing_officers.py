"""Officers by hand: added, changed, transferred, left; looks at their numbers are recorded."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import RESIDENT
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, RuleBroken
from portal.listing import Asked
from portal.organisation.listings import listed_officers
from portal.organisation.managing.lists import officer_list
from portal.organisation.managing.officers import (
    add_officer,
    change_officer,
    end_officer,
    note_officers_seen,
    transfer_officer,
)
from portal.organisation.models import Duty, Officer, Unit
from portal.organisation.queries import officers_on_duty
from portal.organisation.rules.facts import OfficerFacts
from tests.factories import make_counter, make_duty, make_officer, make_unit
from tests.organisation.managing import (
    EVERYWHERE,
    administrator,
    entries,
    facts_of,
    last_values,
    seen,
)

TODAY = date(2026, 11, 20)
NIP = "198609262015051001"
PPPK = "199001012022211002"
RATNA = OfficerFacts(NIP, None, "Ratna", "DUK", "pns")


@pytest.fixture
def units(app: Flask) -> tuple[Unit, Unit]:
    root = make_unit("KAB")
    return make_unit("DUK", parent_id=root.id), make_unit("PTSP", parent_id=root.id)


def _seen(name: str) -> str:
    return seen(facts_of(listed_officers, name))


def _duties() -> list[date]:
    return sorted(db.session.execute(sa.select(Duty.on_date)).scalars())


def test_an_officer_is_added_with_a_random_name_and_without_the_number_in_the_subject(
    units: tuple[Unit, Unit],
) -> None:
    handle = add_officer(administrator(units[0]), facts=RATNA)
    assert facts_of(listed_officers, "Ratna") == RATNA
    ((_actor, action, subject),) = entries()
    assert (action, subject) == ("add_officer", f"officer:{handle}")
    assert NIP not in subject
    assert last_values()[1]["nip"] == NIP


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (replace(RATNA, unit="PTSP"), NotFound),
        (replace(RATNA, nip=None), RuleBroken),
        (replace(RATNA, nip=None, internal_id="K-1"), RuleBroken),
        (replace(RATNA, kind="lainnya"), RuleBroken),
        (replace(RATNA, nip=PPPK), RuleBroken),
        (replace(RATNA, nip="198613262015051001", kind="pns"), RuleBroken),
        (replace(RATNA, nip="197001011990011001"), RuleBroken),
        (OfficerFacts(None, "K-7", "Budi", "DUK", "lainnya"), RuleBroken),
    ],
)
def test_numbers_follow_the_rules_of_the_imports_and_belong_to_one(
    units: tuple[Unit, Unit], facts: OfficerFacts, error: type[PortalError]
) -> None:
    make_officer(units[1], name="Lain", nip="197001011990011001")
    make_officer(units[1], name="Kontrak", kind="lainnya", internal_id="K-7")
    with pytest.raises(error):
        add_officer(administrator(units[0]), facts=facts)
    assert len(listed_officers(EVERYWHERE)) == 2
    assert entries() == []


def test_names_and_numbers_change_unit_and_end_do_not(units: tuple[Unit, Unit]) -> None:
    handle = add_officer(EVERYWHERE, facts=RATNA)
    hidden = replace(RATNA, shows_name=False, unit="PTSP", left_on=TODAY, nip=PPPK, kind="pppk")
    change_officer(EVERYWHERE, handle=handle, facts=hidden, seen=_seen("Ratna"))
    found = facts_of(listed_officers, "Ratna")
    assert found == replace(RATNA, shows_name=False, nip=PPPK, kind="pppk")
    assert last_values()[0] == {"nip": NIP, "kind": "pns", "shows_name": True}


def test_a_stale_page_and_a_foreign_officer_change_nothing(units: tuple[Unit, Unit]) -> None:
    officer = make_officer(units[1], name="Agus", nip=PPPK, kind="pppk")
    was = facts_of(listed_officers, "Agus")
    with pytest.raises(Conflict):
        change_officer(EVERYWHERE, handle=officer.handle, facts=was, seen="0" * 32)
    for call in (
        lambda a: change_officer(a, handle=officer.handle, facts=was, seen=seen(was)),
        lambda a: end_officer(a, handle=officer.handle, left_on=TODAY, seen=seen(was), today=TODAY),
    ):
        with pytest.raises(NotFound):
            call(administrator(units[0]))
        with pytest.raises(NotAllowed):
            call(RESIDENT)
    assert facts_of(listed_officers, "Agus") == was
    assert entries() == []


def test_a_transfer_takes_the_coming_duties_elsewhere_off_the_roster(
    units: tuple[Unit, Unit],
) -> None:
    officer = make_officer(units[0], name="Ratna")
    old, _code = make_counter(units[0])
    new, _code = make_counter(units[1])
    for counter, day in ((old, 19), (old, 20), (old, 25), (new, 26)):
        make_duty(officer, counter, date(2026, 11, day), starts_at=time(8), ends_at=time(12))
    gone = transfer_officer(
        EVERYWHERE,
        handle=officer.handle,
        unit="PTSP",
        moved_on=date(2026, 11, 16),
        seen=_seen("Ratna"),
        today=TODAY,
    )
    assert gone == 2
    assert _duties() == [date(2026, 11, 19), date(2026, 11, 26)]
    assert facts_of(listed_officers, "Ratna").unit == "PTSP"
    before, after = last_values()
    assert (before, after["unit"], after["moved_on"], after["cancelled_duties"]) == (
        {"unit": "DUK"},
        "PTSP",
        "2026-11-16",
        2,
    )


@pytest.mark.parametrize(("unit", "day"), [("DUK", 20), ("PTSP", 21), ("TUTUP", 20), ("ZZZ", 20)])
def test_a_transfer_that_cannot_be_is_refused(
    units: tuple[Unit, Unit], unit: str, day: int
) -> None:
    make_unit("TUTUP", retired_on=TODAY)
    officer = make_officer(units[0], name="Ratna")
    with pytest.raises(PortalError):
        transfer_officer(
            EVERYWHERE,
            handle=officer.handle,
            unit=unit,
            moved_on=date(2026, 11, day),
            seen=_seen("Ratna"),
            today=TODAY,
        )
    assert facts_of(listed_officers, "Ratna").unit == "DUK"
    assert entries() == []


def test_a_transfer_needs_the_reach_at_both_ends(units: tuple[Unit, Unit]) -> None:
    officer = make_officer(units[0], name="Ratna")
    for one in units:
        with pytest.raises(NotFound):
            transfer_officer(
                administrator(one),
                handle=officer.handle,
                unit="PTSP",
                moved_on=TODAY,
                seen=_seen("Ratna"),
                today=TODAY,
            )


def test_who_leaves_on_a_coming_day_serves_until_then_and_may_come_back(
    units: tuple[Unit, Unit],
) -> None:
    officer = make_officer(units[0], name="Ratna")
    counter, _code = make_counter(units[0])
    for day in (20, 30):
        make_duty(officer, counter, date(2026, 11, day), starts_at=time(8), ends_at=time(12))
    end_officer(
        EVERYWHERE,
        handle=officer.handle,
        left_on=date(2026, 11, 30),
        seen=_seen("Ratna"),
        today=TODAY,
    )
    assert _duties() == [TODAY]
    noon = datetime(2026, 11, 20, 10, 0)  # noqa: DTZ001
    assert [one.handle for one in officers_on_duty(counter.id, noon)] == [officer.handle]
    end_officer(EVERYWHERE, handle=officer.handle, left_on=None, seen=_seen("Ratna"), today=TODAY)
    assert facts_of(listed_officers, "Ratna").left_on is None
    assert [action for _actor, action, _subject in entries()] == ["end_officer"] * 2


def test_a_look_at_numbers_is_written_down(units: tuple[Unit, Unit]) -> None:
    officer = make_officer(units[0])
    note_officers_seen(administrator(units[0]), handles=[officer.handle], why="card")
    assert entries() == [("person:budi", "note_officers_seen", f"officer:{officer.handle}")]
    with pytest.raises(NotAllowed):
        note_officers_seen(RESIDENT, handles=[officer.handle], why="card")


def test_a_list_finds_by_name_or_whole_number_in_reach_and_shows_numbers_on_request(
    units: tuple[Unit, Unit],
) -> None:
    make_officer(units[0], name="Ratna", nip=NIP)
    make_officer(units[1], name="Ratih", nip=PPPK, kind="pppk")

    def names(actor: object, **facts: object) -> list[str]:
        listed = officer_list(actor, Asked(**facts), TODAY)  # type: ignore[arg-type]
        return [line.name for line in listed.rows]

    assert names(EVERYWHERE, search="rat") == ["Ratih", "Ratna"]
    assert names(EVERYWHERE, search="rat", is_descending=True) == ["Ratna", "Ratih"]
    assert names(EVERYWHERE, search="100%_") == []
    assert names(EVERYWHERE, search=NIP) == []
    assert names(EVERYWHERE, chosen={"nomor": "19860926 201505 1 001"}) == ["Ratna"]
    assert names(EVERYWHERE, chosen={"nomor": NIP[:10]}) == []
    assert names(administrator(units[0]), chosen={"nomor": PPPK}) == []
    assert names(EVERYWHERE, sort="rerata") == ["Ratih", "Ratna"]
    plain = officer_list(EVERYWHERE, Asked(), TODAY).rows
    assert {line.number for line in plain} == {""}
    shown = officer_list(EVERYWHERE, Asked(), TODAY, with_numbers=True).rows
    assert [line.number for line in shown] == [PPPK, NIP]
    assert db.session.execute(sa.select(sa.func.count()).select_from(Officer)).scalar() == 2
