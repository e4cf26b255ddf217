"""A small organisation, imported as an administrator would."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.organisation.imports.plan import ImportResult
from tests.organisation.sheets import problems, put

UNITS = "kode,nama,induk\nDUKCAPIL,Dinas Dukcapil,KAB\nKAB,Kabupaten,\nPTSP,DPMPTSP,KAB\n"
LOCATIONS = "kode,nama,jenis\nMPP,Mal Pelayanan Publik,mpp\n"
SERVICES = "kode,nama,unit,tarif\nKTP,KTP-el,DUKCAPIL,gratis\nIMB,Izin,PTSP,Rp 50.000\n"
COUNTERS = (
    "unit,nomor,nama,lokasi,layanan\nDUKCAPIL,1,KTP-el,MPP,KTP\nDUKCAPIL,2,Akta,MPP,KTP;IMB\n"
)
OFFICERS = (
    "nip,id internal,nama,unit\n"
    "198609262015051001,,Ratna,DUKCAPIL\n199001012022211002,,Agus,DUKCAPIL\n,K-1,Budi,PTSP\n"
)
START = {
    "units": UNITS,
    "locations": LOCATIONS,
    "services": SERVICES,
    "counters": COUNTERS,
    "officers": OFFICERS,
}


class Office:
    """An installation with its organisation in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, text: str, **facts: Any) -> ImportResult:
        return put(self.folder, name, text, **facts)

    def problems(self, name: str, text: str, **facts: Any) -> list[str]:
        return problems(self.folder, name, text, **facts)


def _filled(folder: Path) -> Office:
    office = Office(folder)
    for name, text in START.items():
        office.put(name, text)
    return office


@pytest.fixture
def office(app: Flask, tmp_path: Path) -> Office:
    """On both databases."""
    return _filled(tmp_path)


@pytest.fixture
def sqlite_office(sqlite_app: Flask, tmp_path: Path) -> Office:
    """On SQLite only."""
    return _filled(tmp_path)
