"""Which counters are printed: of all units, of one and all below it, or by their codes."""

from datetime import date

import pytest
from flask import Flask

from portal.authority import RESIDENT, operator
from portal.database import db
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.organisation.models import CounterCode
from portal.organisation.printing import counters_to_print, unit_to_print
from tests.factories import make_counter, make_unit

OPERATOR = operator("tester")


@pytest.fixture
def tree(app: Flask) -> dict[str, str]:
    """A regency with an office, its branch, and another office; codes of their counters."""
    root = make_unit("PEMDA", name="Kabupaten Sungai Raya", contact="(0500) 111")
    office = make_unit("DUKCAPIL", name="Dukcapil", parent_id=root.id, contact="(0500) 222")
    branch = make_unit("DUKCAPIL.UPT", name="Dukcapil UPT", parent_id=office.id)
    other = make_unit("DPMPTSP", name="DPMPTSP", parent_id=root.id)
    ended = make_unit("LAMA", name="Unit lama", parent_id=root.id, retired_on=date(2026, 1, 1))
    make_counter(office, code="AAAAA2", number="2", name="Dua")
    make_counter(office, code="AAAA10", number="10", name="Sepuluh")
    make_counter(branch, code="BBBBB1", number="1", name="UPT", name_en="Branch")
    make_counter(other, code="CCCCC1", number="1", name="Izin")
    make_counter(other, code="CCCCC2", number="2", name="Tutup", closed_on=date(2026, 6, 30))
    make_counter(ended, code="DDDDD1", number="1", name="Lama")
    return {}


@pytest.mark.usefixtures("tree")
def test_all_counters_in_use_by_unit_and_number() -> None:
    found = counters_to_print(OPERATOR)
    assert [counter.code for counter in found.counters] == ["CCCCC1", "AAAAA2", "AAAA10", "BBBBB1"]
    assert found.left_out == (
        "Loket 2 Tutup (DPMPTSP): ditutup sejak 2026-06-30",
        "Loket 1 Lama (Unit lama): unit tidak dipakai sejak 2026-01-01",
    )


@pytest.mark.usefixtures("tree")
def test_a_unit_brings_its_sub_units() -> None:
    found = counters_to_print(OPERATOR, unit_code="dukcapil")
    assert [counter.code for counter in found.counters] == ["AAAAA2", "AAAA10", "BBBBB1"]
    assert found.left_out == ()


@pytest.mark.usefixtures("tree")
def test_a_counter_says_whose_it_is_and_whom_to_tell() -> None:
    branch, office, other = (
        counters_to_print(OPERATOR, counter_codes=[code]).counters[0]
        for code in ("BBBBB1", "AAAAA2", "CCCCC1")
    )
    assert (branch.unit_name, branch.government_name) == ("Dukcapil UPT", "Kabupaten Sungai Raya")
    assert (branch.name, branch.name_en) == ("UPT", "Branch")
    assert [c.contact for c in (branch, office, other)] == ["(0500) 222"] * 2 + ["(0500) 111"]


@pytest.mark.usefixtures("tree")
def test_codes_are_forgiving_and_old_ones_print_the_current() -> None:
    current = db.session.get_one(CounterCode, "BBBBB1")
    current.is_current = False
    db.session.add(CounterCode(code="NEWNEW", counter_id=current.counter_id))
    db.session.commit()
    found = counters_to_print(OPERATOR, counter_codes=["bbbbb-l"])
    assert [counter.code for counter in found.counters] == ["NEWNEW"]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("unit_code", "counter_codes", "error", "words"),
    [
        ("NONE", [], NotFound, "Unit NONE tidak ada"),
        (None, ["ZZZZZZ", "AAAAA2", "YYYYYY"], NotFound, "YYYYYY, ZZZZZZ"),
        (None, ["AB"], RuleBroken, "bukan kode loket"),
        ("DUKCAPIL", ["AAAAA2"], RuleBroken, "tidak keduanya"),
    ],
)
def test_what_does_not_exist_is_named(
    unit_code: str | None, counter_codes: list[str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        counters_to_print(OPERATOR, unit_code=unit_code, counter_codes=counter_codes)


@pytest.mark.usefixtures("tree")
def test_only_who_manages_the_organisation_prints() -> None:
    with pytest.raises(NotAllowed):
        counters_to_print(RESIDENT)
    with pytest.raises(NotAllowed):
        unit_to_print(RESIDENT, "DUKCAPIL")


@pytest.mark.usefixtures("tree")
def test_a_unit_with_the_name_of_its_government() -> None:
    assert unit_to_print(OPERATOR, "dukcapil.upt").government_name == "Kabupaten Sungai Raya"
    assert unit_to_print(OPERATOR, "PEMDA").government_name == ""
    with pytest.raises(RuleBroken, match="2026-01-01"):
        unit_to_print(OPERATOR, "LAMA")
