"""Imports add, change by code, leave alone, and write down what they did."""

import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.authority import Actor
from portal.database import db
from portal.errors import Conflict, NotAllowed, Problems
from portal.organisation import commands
from portal.organisation.imports.storing import insert, storing
from portal.organisation.listings import (
    listed_acting,
    listed_counters,
    listed_officers,
    listed_roster,
    listed_served,
    listed_services,
    listed_units,
)
from portal.organisation.models import Counter, CounterCode, Officer, Unit
from tests.organisation import conftest
from tests.organisation.conftest import Office
from tests.organisation.sheets import OPERATOR, audit_count, counts, last_audit, sheet

TODAY = date(2026, 11, 21)
NIP, NI_PPPK = "198609262015051001", "199001012022211002"
ROSTER = (
    "nip,unit,loket,tanggal,mulai,selesai,meja\n"
    f"{NIP},DUKCAPIL,1,02/11/2026,08.00,12.00,1\n{NIP},DUKCAPIL,2,2026-11-02,12:00,16:00,2\n"
    f"{NI_PPPK},DUKCAPIL,2,46328,08.00,12.00,3\nK-1,DUKCAPIL,1,02-11-2026,08.00,16.00,\n"
)
SERVED = "unit,loket,tanggal,jumlah\nDUKCAPIL,1,02/11/2026,45\nDUKCAPIL,2,02/11/2026,0\n"
ACTING = (
    "nip,unit,jenis,jabatan,nomor sk,mulai,selesai\n"
    f"{NIP},DUKCAPIL,Plt.,Kepala Dinas,800/1,01/11/2026,31/01/2027\n"
)
AGAIN = {**conftest.START, "roster": ROSTER, "served": SERVED, "acting": ACTING}


def extra(name: str) -> dict[str, date]:
    return {"today": TODAY} if name == "served" else {}


def test_everything_is_stored_and_a_second_time_changes_nothing(office: Office) -> None:
    assert [counts(office.put(name, AGAIN[name], **extra(name))) for name in AGAIN][-3:] == [
        (4, 0, 0),
        (2, 0, 0),
        (1, 0, 0),
    ]
    entries = audit_count()
    for name, text in AGAIN.items():
        result = office.put(name, text, **extra(name))
        assert (result.added, result.changed, result.removed) == (0, 0, 0), name
        assert result.unchanged == text.count("\n") - 1
    assert audit_count() == entries


def test_units_keep_their_ids_and_parents_may_come_later(office: Office) -> None:
    before = {facts.code: at for at, facts in listed_units(OPERATOR).items()}
    text = (
        "CODE;Name;Parent;hari kerja\nBID;Bidang;UPT;\nUPT;UPT Baru;DUKCAPIL;6\nKAB;Kabupaten X;;\n"
    )
    assert counts(office.put("units", text)) == (2, 1, 0)
    after = {facts.code: facts for facts in listed_units(OPERATOR).values()}
    assert after["BID"].parent == "UPT"
    assert after["UPT"].work_days == 6
    assert after["DUKCAPIL"].name == "Dinas Dukcapil"
    assert {
        facts.code: at for at, facts in listed_units(OPERATOR).items()
    }.items() >= before.items()


def test_a_column_that_is_absent_leaves_its_values(office: Office) -> None:
    office.put("units", "kode,nama,kontak\nPTSP,DPMPTSP,0561\n")
    office.put("units", "kode,nama\nPTSP,Dinas PTSP\n")
    facts = {f.code: f for f in listed_units(OPERATOR).values()}["PTSP"]
    assert (facts.name, facts.contact, facts.parent) == ("Dinas PTSP", "0561", "KAB")
    office.put("units", "kode,nama,kontak\nPTSP,Dinas PTSP,\n")
    assert {f.code: f for f in listed_units(OPERATOR).values()}["PTSP"].contact == ""


def test_one_entry_says_what_differed_and_nothing_else(sqlite_office: Office) -> None:
    entries = audit_count()
    sqlite_office.put(
        "units", "kode,nama,induk\nPTSP,Dinas PTSP,KAB\nUPT,UPT,PTSP\nKAB,Kabupaten,\n"
    )
    entry, content = last_audit()
    assert audit_count() == entries + 1
    assert (entry.actor, entry.action) == ("operator:sari", "import_units")
    assert entry.subject == "organisation:units"
    values = json.loads(content)
    assert values["before"] == {"units": {"PTSP": {"name": "DPMPTSP"}}}
    assert values["after"]["units"] == {
        "PTSP": {"name": "Dinas PTSP"},
        "UPT": {"code": "UPT", "name": "UPT", "parent": "PTSP", "work_days": 5},
    }
    assert values["reason"] == "units.csv"


def test_a_trial_stores_and_records_nothing(sqlite_office: Office) -> None:
    entries = audit_count()
    result = sqlite_office.put("units", "kode,nama\nUPT,UPT\n", is_trial=True)
    assert (counts(result), result.is_trial) == ((1, 0, 0), True)
    assert audit_count() == entries
    assert "UPT" not in {facts.code for facts in listed_units(OPERATOR).values()}


def test_one_bad_cell_stores_nothing(sqlite_office: Office) -> None:
    entries = audit_count()
    found = sqlite_office.problems("units", "kode,nama,induk\nUPT,UPT,KAB\nX,,ADA\n")
    assert len(found) == 2
    assert audit_count() == entries
    assert "UPT" not in {facts.code for facts in listed_units(OPERATOR).values()}


def test_somebody_without_the_permission_imports_nothing(sqlite_app: Flask, tmp_path: Path) -> None:
    units = sheet(tmp_path, "units", conftest.UNITS)
    with pytest.raises(NotAllowed):
        commands.import_units(Actor("tamu"), sheet=units)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Unit)).scalar_one() == 0


def test_counters_get_codes_that_stay(office: Office) -> None:
    before = {f.number: f.code for f in listed_counters(OPERATOR).values()}
    assert len(set(before.values())) == 2
    assert all(len(code) == 6 for code in before.values())
    text = f"unit,nomor,nama,kode qr\nDUKCAPIL,01,Baru,{before['1'].lower()}\nDUKCAPIL,2,Akta,\n"
    assert counts(office.put("counters", text)) == (0, 1, 1)
    assert {f.number: f.code for f in listed_counters(OPERATOR).values()} == before


def test_a_new_counter_may_bring_its_code_and_get_a_name(office: Office) -> None:
    text = "unit,nomor,kode qr,layanan\nPTSP,A1,7k3m9q,KTP\nPTSP,A2,,\n"
    assert counts(office.put("counters", text)) == (2, 0, 0)
    found = {f.number: f for f in listed_counters(OPERATOR).values() if f.unit == "PTSP"}
    assert (found["A1"].code, found["A1"].name, found["A1"].services) == (
        "7K3M9Q",
        "Loket A1",
        ("KTP",),
    )
    assert found["A2"].location is None


def test_generated_codes_avoid_those_that_exist(sqlite_office: Office) -> None:
    taken = db.session.execute(sa.select(CounterCode.code)).scalars().first()
    numbers = iter([_number(str(taken)), _number(str(taken)), 5])
    sqlite_office.put("counters", "unit,nomor\nPTSP,9\n", random=lambda _: next(numbers))
    codes = {f.number: f.code for f in listed_counters(OPERATOR).values()}
    assert codes["9"] == "000005"


def _number(code: str) -> int:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = 0
    for letter in code:
        number = number * 32 + alphabet.index(letter)
    return number


def test_a_closed_counter_leads_to_a_new_one_of_the_same_sheet(office: Office) -> None:
    text = (
        "unit,nomor,tutup sejak,loket pengganti\n"
        "DUKCAPIL,1,31/12/2026,dukcapil 07\nDUKCAPIL,7,,\nDUKCAPIL,2,,\n"
    )
    assert counts(office.put("counters", text)) == (1, 1, 1)
    first = next(f for f in listed_counters(OPERATOR).values() if f.number == "1")
    assert (first.successor, first.closed_on) == (("DUKCAPIL", "7"), date(2026, 12, 31))
    assert first.services == ("KTP",)


def test_officers_are_known_by_either_number(office: Office) -> None:
    kinds = {f.key: f.kind for f in listed_officers(OPERATOR).values()}
    assert kinds == {NIP: "pns", NI_PPPK: "pppk", "K-1": "lainnya"}
    ids = {f.name: at for at, f in listed_officers(OPERATOR).items()}
    text = (
        "nip,id internal,nama,unit,jenis\n19860926 201505 1 001,,Ratna W.,DUKCAPIL,PNS\n"
        "199505052022211003,K-1,Budi,PTSP,PPPK\n"
    )
    assert counts(office.put("officers", text)) == (0, 2, 0)
    after = listed_officers(OPERATOR)
    assert after[ids["Budi"]].nip == "199505052022211003"
    assert after[ids["Budi"]].internal_id == "K-1"
    assert after[ids["Ratna"]].name == "Ratna W."
    assert counts(office.put("officers", "id internal,nip,nama,unit\nK-1,,Budi,PTSP\n")) == (
        0,
        0,
        1,
    )


def test_officers_have_handles_nobody_can_guess(office: Office) -> None:
    handles = db.session.execute(sa.select(Officer.handle)).scalars().all()
    assert len(set(handles)) == 3
    assert all(len(handle) == 12 for handle in handles)


def test_acting_appointments_beside_new_officers(office: Office, tmp_path: Path) -> None:
    officers = "nip,id internal,nama,unit\n199505052022211003,K-1,Budi,PTSP\n,K-2,Citra,PTSP\n"
    office.put("acting", ACTING.replace(NIP, "K-1"))
    acting = ACTING.replace(NIP, "199505052022211003") + ACTING.splitlines()[1].replace(NIP, "K-2")
    result = commands.import_officers(
        OPERATOR,
        sheet=sheet(tmp_path, "officers", officers),
        acting=sheet(tmp_path, "acting", acting),
    )
    assert counts(result) == (1, 1, 0)
    assert result.beside is not None
    assert counts(result.beside) == (1, 0, 1)
    assert {f.officer for f in listed_acting(OPERATOR).values()} == {"199505052022211003", "K-2"}
    entry, content = last_audit()
    assert entry.subject == "organisation:officers+acting"
    assert set(json.loads(content)["after"]) == {"officers", "acting"}


def test_a_bad_appointment_stores_no_officer_either(sqlite_office: Office, tmp_path: Path) -> None:
    with pytest.raises(Problems):
        commands.import_officers(
            OPERATOR,
            sheet=sheet(tmp_path, "officers", "id internal,nama,unit\nK-9,Dewi,PTSP\n"),
            acting=sheet(tmp_path, "acting", ACTING.replace("DUKCAPIL", "ENTAH")),
        )
    assert "K-9" not in {f.key for f in listed_officers(OPERATOR).values()}


def test_a_roster_with_dates_and_times_in_one_cell(office: Office) -> None:
    head = "nip,nama,unit,loket,mulai,selesai\n"
    text = f"{head}{NIP},Ratna,DUKCAPIL,1,03-11-2026 08.00,03-11-2026 16.00\n"
    assert counts(office.put("roster", text)) == (1, 0, 0)
    duty = next(iter(listed_roster(OPERATOR).values()))
    assert (duty.on_date, f"{duty.starts_at:%H:%M}") == (date(2026, 11, 3), "08:00")


def test_a_duty_is_changed_cancelled_and_moved(office: Office) -> None:
    office.put("roster", ROSTER)
    head = "nip,unit,loket,tanggal,mulai,selesai,batal\n"
    text = (
        f"{head}{NIP},DUKCAPIL,1,02/11/2026,08.00,12.00,ya\n{NIP},DUKCAPIL,2,02/11/2026,08.30,12.00,\n"
        f"{NIP},DUKCAPIL,2,02/11/2026,12.00,15.00,\n"
    )
    result = office.put("roster", text)
    assert (counts(result), result.removed) == ((1, 1, 0), 1)
    mine = [f for f in listed_roster(OPERATOR).values() if f.officer == NIP]
    assert [(f.counter, f"{f.starts_at:%H:%M}", f"{f.ends_at:%H:%M}") for f in mine] == [
        ("2", "08:30", "12:00"),
        ("2", "12:00", "15:00"),
    ]
    assert [f.desk for f in mine] == ["", "2"]
    again = office.put("roster", text)
    assert (counts(again), again.removed) == ((0, 0, 3), 0)


def test_served_is_updated_by_counter_and_day(office: Office) -> None:
    office.put("served", SERVED, today=TODAY)
    assert counts(office.put("served", SERVED.replace(",45", ",46"), today=TODAY)) == (0, 1, 1)
    assert [f.number for f in listed_served(OPERATOR)] == [46, 0]


def test_services_with_tariffs(office: Office) -> None:
    tariffs = {f.code: f.tariff.rupiah for f in listed_services(OPERATOR).values()}
    assert tariffs == {"KTP": None, "IMB": 50_000}
    assert counts(office.put("services", "kode,nama,unit,tarif\nIMB,Izin,PTSP,gratis\n")) == (
        0,
        1,
        0,
    )


def test_a_big_roster_is_stored_in_one_go(sqlite_office: Office) -> None:
    lines = [
        f"{NIP},DUKCAPIL,1,{date.fromordinal(739_000 + day):%d/%m/%Y},08.00,12.00,"
        for day in range(6_000)
    ]
    text = ROSTER.splitlines()[0] + "\n" + "\n".join(lines) + "\n"
    assert counts(sqlite_office.put("roster", text)) == (6_000, 0, 0)
    assert counts(sqlite_office.put("roster", text)) == (0, 0, 6_000)


def test_the_counter_ids_survive_an_import(office: Office) -> None:
    before = db.session.execute(sa.select(Counter.id, Counter.number)).all()
    office.put("counters", conftest.COUNTERS.replace("Akta", "Akta Kelahiran"))
    assert db.session.execute(sa.select(Counter.id, Counter.number)).all() == before


def test_what_was_stored_meanwhile_is_a_conflict_in_words(app: Flask) -> None:
    twice = {"code": "X", "name": "x", "kind": "", "work_days": 5, "contact": ""}
    with pytest.raises(Conflict, match="Jalankan impor sekali lagi"), storing():
        insert(Unit, [twice, twice])
    db.session.rollback()
