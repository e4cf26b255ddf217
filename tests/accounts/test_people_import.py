"""People from a sheet: all or none, every bad cell named, and what the file says reads back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import HeldRole, Person
from portal.accounts.people_import import PeoplePlan, import_people, people_plan
from portal.accounts.people_queries import all_people
from portal.accounts.people_sheet import PEOPLE, people_table
from portal.authority import Actor
from portal.database import db
from portal.errors import Conflict, Problems
from portal.listing import Asked
from portal.notifications.models import Message
from portal.sheets import Format, Sheet, read_sheet, save
from tests.accounts.test_people import DAY, Government, delivery, entries, holding, invite
from tests.factories import make_officer

HEAD = "login,nama,email,peran,unit,nip,mulai,selesai,plt/plh,SK"
GOOD = (
    "ratna,Ratna W,ratna@kab.go.id,kepala unit,DUK,198609262015051001,,,,",
    "ratna,Ratna W,,petugas,DUK,,,,,",
    "agus,Agus P,,Bagian Organisasi,KAB,,01/01/2026,31/12/2026,Plt.,800/1",
)


@pytest.fixture
def kab(app: Flask) -> Government:
    return Government()


@pytest.fixture
def sqlite_kab(sqlite_app: Flask) -> Government:
    return Government()


def sheet_of(tmp_path: Path, *rows: str) -> Sheet:
    path = tmp_path / "akun.csv"
    path.write_text("\n".join((HEAD, *rows)), "utf-8")
    return read_sheet(path, known=PEOPLE.knows)


def store(actor: Actor, sheet: Sheet, plan: PeoplePlan):  # type: ignore[no-untyped-def]
    return import_people(actor, sheet=sheet, seen=plan.seen, delivery=delivery(), today=DAY)


def problems(actor: Actor, sheet: Sheet) -> list[str]:
    with pytest.raises(Problems) as found:
        people_plan(actor, sheet, DAY)
    return [str(problem) for problem in found.value.problems]


def test_new_people_with_several_roles_and_an_officer(kab: Government, tmp_path: Path) -> None:
    officer = make_officer(kab.office, nip="198609262015051001")
    sheet = sheet_of(tmp_path, *GOOD)
    plan = people_plan(kab.actor, sheet, DAY)
    assert [(one.login, one.is_new, len(one.roles)) for one in plan.changing] == [
        ("ratna", True, 2),
        ("agus", True, 1),
    ]
    assert entries() == []
    done = store(kab.actor, sheet, plan)
    assert (done.added, done.changed, done.mailed) == (2, 0, 1)
    ratna = db.session.execute(sa.select(Person).where(Person.login == "ratna")).scalar_one()
    assert ratna.officer_id == officer.id
    assert len(db.session.execute(sa.select(Message)).all()) == 1
    assert entries() == [("person:ana", "people_imported", "people")]
    again = people_plan(kab.actor, sheet, DAY)
    assert again.changing == ()
    store(kab.actor, sheet, again)
    assert len(entries()) == 1


def test_every_bad_cell_is_named_and_nothing_is_stored(
    sqlite_kab: Government, tmp_path: Path
) -> None:
    kab = sqlite_kab
    invite(kab.actor, login="dedi", email="dedi@kab.go.id")
    sheet = sheet_of(
        tmp_path,
        "x,Satu,,petugas,DUK,,,,,",
        "dua,Dua,bukan-surel,petugas,DUK,,,,,",
        "tiga,Tiga,,raja,DUK,,,,,",
        "empat,Empat,,petugas,DUKK,,,,,",
        "lima,Lima,,auditor,KAB,,,,,",
        "lima,Lima,,administrator,KAB,,,,,",
        "enam,Enam,,kepala unit,DUK,,,,Plt.,",
        "tujuh,Tujuh,dedi@kab.go.id,petugas,DUK,,,,,",
        "delapan,Delapan,,petugas,DUK,199001012022211009,,,,",
        "ana,Ana,,auditor,DUK,,,,,",
        "lima,Lain,,petugas,DUK,,,,,",
    )
    told = problems(kab.actor, sheet)
    rows = [int(words.split()[1].rstrip(",:")) for words in told]
    assert sorted(set(rows)) == [2, 3, 4, 5, 7, 8, 9, 10, 11, 12]
    assert any("tidak boleh satu orang" in words for words in told)
    assert db.session.execute(sa.select(Person.login).where(Person.login == "lima")).first() is None
    assert len(entries()) == 1  # the invitation


def test_nobody_imports_beyond_the_reach(kab: Government, tmp_path: Path) -> None:
    invite(kab.actor, login="ratna", email=None, holding=holding(unit="PTSP"))
    told = problems(
        kab.of_office,
        sheet_of(tmp_path, "ratna,R,,petugas,DUK,,,,,", "baru,B,,petugas,PTSP,,,,,"),
    )
    assert "sudah dipakai orang lain" in told[0]
    assert "PTSP tidak dikenal" in told[1]


def test_what_changed_since_the_preview_is_told(sqlite_kab: Government, tmp_path: Path) -> None:
    actor, sheet = sqlite_kab.actor, sheet_of(tmp_path, "agus,Agus,,petugas,DUK,,,,,")
    plan = people_plan(actor, sheet, DAY)
    invite(actor, login="agus", email=None)
    with pytest.raises(Conflict):
        store(actor, sheet, plan)
    assert len(db.session.execute(sa.select(HeldRole)).all()) == 3


def test_an_exported_list_changes_nothing(sqlite_kab: Government, tmp_path: Path) -> None:
    actor = sqlite_kab.actor
    sheet = sheet_of(tmp_path, *(row.replace("198609262015051001", "") for row in GOOD))
    store(actor, sheet, people_plan(actor, sheet, DAY))
    people = [one for one in all_people(actor, Asked(), DAY) if one.login != "ana"]
    for kind in Format:
        path = tmp_path / f"lagi.{kind}"
        save(path, [people_table(people, for_people=kind is Format.XLSX)], kind)
        plan = people_plan(actor, read_sheet(path, known=PEOPLE.knows), DAY)
        assert plan.changing == ()
        assert plan.rows == 4
