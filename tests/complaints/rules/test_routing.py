"""Who reads first: a test for each row of the table, and none can be reached by no case."""

from itertools import product

import pytest

from portal.complaints.rules.routing import (
    ONE_LEVEL_UP,
    OUTSIDE,
    TABLE,
    TO_COORDINATOR,
    TO_INSPECTOR,
    TO_UNIT,
    Matter,
    Person,
    Place,
    Route,
    route,
    row_for,
)
from portal.complaints.rules.words import About, Desk, Kind

P, A = Kind.PENGADUAN, About
ALL = [
    Matter(kind, about, person, place, is_free)
    for kind, about, person, place, is_free in product(
        Kind, About, Person, Place, (True, False, None)
    )
]
SERVICE = (A.LAYANAN, Person.NOBODY, Place.UNIT, None)
CASES = [
    # name of the row, about, person, place, is the service free, where to
    ("service", *SERVICE, TO_UNIT),
    ("service", A.LAYANAN, Person.NOBODY, Place.ROOT, True, TO_UNIT),
    ("service", A.LAYANAN, Person.NOBODY, Place.INSPECTORATE, False, TO_UNIT),
    ("unclear", A.BELUM_JELAS, Person.NOBODY, Place.UNIT, None, TO_COORDINATOR),
    ("officer", A.PETUGAS, Person.NOBODY, Place.UNIT, True, TO_COORDINATOR),
    ("officer", A.PETUGAS, Person.OFFICER, Place.UNIT, None, TO_COORDINATOR),
    ("officer", A.PETUGAS, Person.OFFICER, Place.ROOT, None, TO_COORDINATOR),
    ("officer", A.LAYANAN, Person.OFFICER, Place.UNIT, None, TO_COORDINATOR),
    ("officer", A.BELUM_JELAS, Person.OFFICER, Place.UNIT, None, TO_COORDINATOR),
    ("head", A.PIMPINAN, Person.NOBODY, Place.UNIT, None, ONE_LEVEL_UP),
    ("head", A.PIMPINAN, Person.OFFICER, Place.UNIT, True, ONE_LEVEL_UP),
    ("head", A.PETUGAS, Person.HEAD, Place.UNIT, None, ONE_LEVEL_UP),
    ("head", A.LAYANAN, Person.HEAD, Place.UNIT, None, ONE_LEVEL_UP),
    ("head", A.UANG, Person.HEAD, Place.UNIT, False, ONE_LEVEL_UP),
    ("coordinator", A.PETUGAS, Person.COORDINATOR, Place.UNIT, None, TO_INSPECTOR),
    ("coordinator", A.LAYANAN, Person.COORDINATOR, Place.ROOT, None, TO_INSPECTOR),
    ("money for a free or unknown service", A.UANG, Person.NOBODY, Place.UNIT, True, TO_INSPECTOR),
    ("money for a free or unknown service", A.UANG, Person.NOBODY, Place.UNIT, None, TO_INSPECTOR),
    ("money for a free or unknown service", A.UANG, Person.HEAD, Place.UNIT, True, TO_INSPECTOR),
    ("money for a paid service", A.UANG, Person.NOBODY, Place.UNIT, False, ONE_LEVEL_UP),
    ("money for a paid service", A.UANG, Person.OFFICER, Place.UNIT, False, ONE_LEVEL_UP),
    (
        "money at the root, which nobody stands above",
        *(A.UANG, Person.NOBODY, Place.ROOT, False),
        TO_INSPECTOR,
    ),
    ("regent", A.PIMPINAN, Person.NOBODY, Place.ROOT, None, OUTSIDE),
    ("regent", A.PETUGAS, Person.HEAD, Place.ROOT, None, OUTSIDE),
    ("regent", A.UANG, Person.HEAD, Place.ROOT, True, OUTSIDE),
    *(
        ("somebody or money at the inspectorate", about, person, Place.INSPECTORATE, None, OUTSIDE)
        for about, person in [
            (A.PETUGAS, Person.NOBODY),
            (A.PIMPINAN, Person.NOBODY),
            (A.UANG, Person.NOBODY),
            (A.LAYANAN, Person.OFFICER),
        ]
    ),
    *(
        ("inspector or administrator", about, Person.OVERSEER, place, None, OUTSIDE)
        for about in About
        for place in Place
    ),
]


@pytest.mark.parametrize(("name", "about", "person", "place", "is_free", "goes"), CASES)
def test_each_row_leads_where_the_law_says(
    name: str, about: About, person: Person, place: Place, is_free: bool | None, goes: Route
) -> None:
    matter = Matter(P, about, person, place, is_free)
    assert (row_for(matter).name, route(matter)) == (name, goes)


def test_praise_goes_to_its_unit_whoever_it_is_about() -> None:
    for matter in ALL:
        if matter.kind is Kind.APRESIASI:
            assert (row_for(matter).name, route(matter)) == ("praise", TO_UNIT)


def test_no_row_is_missing_and_none_is_idle() -> None:
    assert {row_for(matter).name for matter in ALL} == {row.name for row in TABLE}
    assert {name for name, *_ in CASES} | {"praise"} == {row.name for row in TABLE}


def test_what_it_is_called_does_not_change_who_reads_it() -> None:
    """A wish or a question about a head is about the head all the same."""
    for about, person, place, is_free in product(About, Person, Place, (True, False, None)):
        routes = {
            route(Matter(kind, about, person, place, is_free))
            for kind in Kind
            if kind is not Kind.APRESIASI
        }
        assert len(routes) == 1


def test_no_unit_reads_first_about_a_person_money_or_the_unclear() -> None:
    for matter in ALL:
        delicate = matter.about is not About.LAYANAN or matter.person is not Person.NOBODY
        if not matter.is_praise and delicate:
            assert route(matter).desk is not Desk.UNIT


def test_a_head_is_never_the_judge() -> None:
    for matter in ALL:
        if not matter.is_praise and matter.is_about_head:
            found = route(matter)
            assert found.goes_up or found.desk in (None, Desk.INSPECTOR)


def test_not_knowing_the_price_is_never_milder_than_knowing_it() -> None:
    for matter in ALL:
        if not matter.is_praise and matter.is_about_money and matter.is_free is None:
            assert route(matter).desk in (None, Desk.INSPECTOR)
