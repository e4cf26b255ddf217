"""A small regency for the pages of administrators."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.authority import Role
from portal.organisation.models import Counter, Officer, Service, Unit
from tests.factories import (
    make_counter,
    make_duty,
    make_location,
    make_officer,
    make_service,
    make_unit,
)
from tests.staff import Staff, staff


@dataclass
class Regency:
    """What stands in the database, and administrators of all of it and of one office."""

    app: Flask
    root: Unit
    office: Unit
    field: Unit
    other: Unit
    service: Service
    counter: Counter
    code: str
    theirs: Counter
    officer: Officer
    stranger: Officer

    @property
    def everywhere(self) -> Staff:
        return staff(self.app, Role.ADMINISTRATOR, self.root)

    @property
    def of_office(self) -> Staff:
        return staff(self.app, Role.ADMINISTRATOR, self.office)


def make_regency(app: Flask, **_facts: Any) -> Regency:
    root = make_unit("KAB", name="Kabupaten Uji")
    office = make_unit("DUK", name="Dinas Dukcapil", parent_id=root.id)
    field = make_unit("DUK.1", name="Bidang Akta", parent_id=office.id)
    other = make_unit("PTSP", name="Dinas Perizinan", parent_id=root.id)
    service = make_service(office, "KTP-EL", name="KTP elektronik")
    make_service(other, "IZIN", name="Izin usaha", tariff="berbayar", rupiah=50_000)
    hall = make_location("MPP", name="Mal Pelayanan", kind="mpp")
    counter, code = make_counter(office, service, number="1", name="KTP", location_id=hall.id)
    theirs, _code = make_counter(other, number="7", name="Izin", location_id=hall.id)
    officer = make_officer(office, name="Ratna Wulandari", nip="198609262015051001")
    stranger = make_officer(other, name="Agus Permadi", nip="199001012022211002", kind="pppk")
    make_duty(officer, counter, date(2100, 1, 4))
    return Regency(
        app, root, office, field, other, service, counter, code, theirs, officer, stranger
    )


@pytest.fixture
def regency(app: Flask) -> Regency:
    """On both databases."""
    return make_regency(app)


@pytest.fixture
def sqlite_regency(sqlite_app: Flask) -> Regency:
    """On SQLite only."""
    return make_regency(sqlite_app)
