"""An administrator of one office imports into that office only."""

from pathlib import Path

import pytest
from flask import Flask

from portal.authority import Actor
from portal.errors import PortalError, Problems
from portal.organisation import commands
from portal.organisation.listings import listed_units
from tests.factories import make_counter, make_location, make_officer, make_service, make_unit
from tests.organisation.managing import EVERYWHERE, administrator, entries
from tests.organisation.sheets import sheet


@pytest.fixture
def actor(sqlite_app: Flask) -> Actor:
    root = make_unit("KAB", name="Kabupaten")
    office = make_unit("DUK", name="Dukcapil", parent_id=root.id)
    other = make_unit("PTSP", name="Perizinan", parent_id=root.id)
    make_service(other, "IZIN", name="Izin")
    hall = make_location("MPP", name="Mal")
    make_counter(other, number="1", name="Izin", location_id=hall.id)
    make_officer(other, name="Agus", nip="199001012022211002", kind="pppk")
    return administrator(office)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("units", "kode,nama,induk\nBARU,Akar baru,\n"),
        ("units", "kode,nama,induk\nBARU,Di luar,KAB\n"),
        ("units", "kode,nama,induk\nBARU,Di luar,PTSP\n"),
        ("units", "kode,nama,induk\nDUK,Dukcapil,\n"),
        ("units", "kode,nama,induk\nDUK,Dukcapil,BARU\nBARU,Atasan,DUK\n"),
        ("units", "kode,nama,induk\nPTSP,Direbut,DUK\n"),
        ("locations", "kode,nama\nMPP,Milik saya\n"),
        ("services", "kode,nama,unit\nIZIN,Direbut,DUK\n"),
        ("services", "kode,nama,unit\nX,Di luar,PTSP\n"),
        ("counters", "unit,nomor,nama\nPTSP,1,Diubah\n"),
        ("officers", "nip,nama,unit\n199001012022211002,Direbut,DUK\n"),
        ("officers", "nip,nama,unit\n198609262015051001,Baru,PTSP\n"),
    ],
)
def test_nothing_outside_the_reach_is_taken_or_changed(
    actor: Actor, tmp_path: Path, name: str, text: str
) -> None:
    before = listed_units(EVERYWHERE)
    run = getattr(commands, f"import_{name}")
    with pytest.raises(PortalError):
        run(actor, sheet=sheet(tmp_path, name, text))
    assert listed_units(EVERYWHERE) == before
    assert entries() == []


def test_the_own_units_are_imported_under_what_stands_above_them(
    actor: Actor, tmp_path: Path
) -> None:
    text = "kode,nama,induk\nDUK,Dinas Dukcapil,KAB\nDUK.1,Bidang,DUK\nDUK.2,Seksi,DUK.1\n"
    result = commands.import_units(actor, sheet=sheet(tmp_path, "units", text))
    assert (result.added, result.changed) == (2, 1)
    with pytest.raises(Problems, match="di luar unit yang Anda kelola"):
        commands.import_units(actor, sheet=sheet(tmp_path, "units", "kode,nama,induk\nX,X,KAB\n"))
