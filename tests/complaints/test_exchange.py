"""SP4N-LAPOR!: numbers, the list, the file that goes and the file that comes back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.authority import RESIDENT, Role
from portal.complaints.exchange import Reconciliation, reconciliation, set_lapor_number
from portal.complaints.exchange_file import COLUMNS, Handing, Which, export_lapor
from portal.complaints.exchange_import import LAYOUT, LaporPlan, import_lapor, plan_lapor
from portal.complaints.keys import KeyPlace, read_keys
from portal.complaints.models import Complaint, SearchWords
from portal.complaints.rules.lapor import PAIRS
from portal.complaints.rules.words import Identity, Klass, Outcome, State, Step
from portal.complaints.vault import Reporter, sealed_identity
from portal.database import db
from portal.errors import Conflict, NotAllowed, NotFound, Problems, RuleBroken
from portal.organisation.models import Unit
from portal.sheets import Format, Sheet, Table, read_sheet, save
from portal.web.limits import settings
from tests.complaints.desked import (
    AT,
    DAY,
    Place,
    again,
    entries,
    make_place,
    one,
    steps,
    the_entry,
)
from tests.complaints.factory import make_case
from tests.conftest import SECRETS

FILED = DAY - timedelta(days=2)


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


def key_place() -> KeyPlace:
    return KeyPlace(Path(settings().instance), SECRETS.vault_key)


def checked(unit: Unit, **facts: Any) -> Complaint:
    """A verified case."""
    return make_case(unit, FILED, **{"klass": Klass.PENGADUAN, "state": State.IN_PROGRESS, **facts})


def named(unit: Unit, identity: Identity, name: str) -> Complaint:
    case = checked(unit, identity=identity)
    reporter = Reporter(name=name, phone="0812", email="x@surat.example", address="Jl. Raya 1")
    db.session.add(sealed_identity(read_keys(key_place()), case.id, reporter))
    db.session.commit()
    return case


def exported(actor: Any, *, which: Which = Which.NEW, hands_over: bool = False) -> Table:
    handing = Handing(hands_over=hands_over, place=key_place())
    return export_lapor(actor, which=which, handing=handing, at=AT)


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]


def sheet(folder: Path, *lines: str) -> Sheet:
    path = folder / "lapor.csv"
    head = "Nomor pengaduan,Nomor LAPOR,Status LAPOR"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return read_sheet(path, titles=LAYOUT.titles, known=LAYOUT.knows)


def listed(actor: Any, *, hands_over: bool = False) -> Reconciliation:
    db.session.rollback()
    return reconciliation(actor, hands_over=hands_over, pairs=PAIRS)


# --- the number of one case


def test_a_number_is_noted_and_the_reporter_reads_it(place: Place) -> None:
    case = checked(place.upt)
    found = set_lapor_number(
        one(Role.LIAISON, place.dinas),
        number=case.number,
        version=case.version,
        lapor_number=" #7654321",
        at=AT,
    )
    assert found == "7654321"
    assert "7654321" in the_entry("set_lapor_number", case)
    assert again(case).lapor_number == "7654321"
    step = steps(case)[-1]
    assert (step.step, step.is_public) == (Step.HANDED_OVER, True)
    assert json.loads(step.facts) == {"number": "7654321", "own": True}
    assert "7654321" in db.session.get_one(SearchWords, case.id).words


def test_a_number_is_taken_away_with_its_status(place: Place) -> None:
    case = checked(place.upt, lapor_number="7654321", lapor_status="Selesai")
    person = one(Role.HANDLER, place.upt)
    facts = {"number": case.number, "version": case.version, "at": AT}
    assert set_lapor_number(person, lapor_number="", **facts) == ""
    assert (again(case).lapor_number, case.lapor_status) == (None, None)


def test_numbers_that_are_refused(place: Place) -> None:
    first, case = checked(place.upt, lapor_number="7654321"), checked(place.upt)
    person, stranger = one(Role.HANDLER, place.upt), one(Role.HANDLER, place.other)
    facts: dict[str, Any] = {"number": case.number, "version": case.version, "at": AT}
    for typed in ("7654321", "=1+1", "x" * 60):
        with pytest.raises(RuleBroken):
            set_lapor_number(person, lapor_number=typed, **facts)
    with pytest.raises(Conflict):
        set_lapor_number(person, lapor_number="1234567", **{**facts, "version": 99})
    with pytest.raises(NotFound):
        set_lapor_number(stranger, lapor_number="1234567", **facts)
    with pytest.raises(NotAllowed):
        set_lapor_number(RESIDENT, lapor_number="1234567", **facts)
    assert again(case).lapor_number is None
    assert first.lapor_number == "7654321"
    assert entries() == []


# --- the list


def test_the_list_says_what_does_not_fit(place: Place) -> None:
    facts: list[dict[str, Any]] = [
        {},
        {"lapor_number": "1001"},
        {"lapor_number": "1002", "lapor_status": "Entah"},
        {"lapor_number": "1003", "lapor_status": "Selesai"},
        {"lapor_number": "1004", "lapor_status": "diproses"},
    ]
    cases = [checked(place.upt, **one_of) for one_of in facts]
    make_case(place.upt, FILED)
    checked(place.upt, klass=Klass.APRESIASI)
    checked(place.upt, state=State.CLOSED, outcome=Outcome.DUPLIKAT)
    found = listed(one(Role.COORDINATOR, place.root))
    assert [line.number for line in found.without_number.lines] == [cases[0].number]
    assert {line.number for line in found.without_status.lines} == {c.number for c in cases[1:3]}
    assert [line.number for line in found.disagreeing.lines] == [cases[3].number]
    assert found.agreeing == 1


def test_the_list_has_nothing_that_is_not_seen(place: Place) -> None:
    checked(place.dinas, desk="inspector", handling_unit_id=place.inspectorate.id)
    checked(place.other)
    found = listed(one(Role.COORDINATOR, place.dinas))
    assert found.without_number.total == 0
    with pytest.raises(NotAllowed):
        listed(one(Role.HANDLER, place.dinas))


# --- the file that goes


def test_own_handling_gives_a_file_without_any_name_and_hands_nothing_over(place: Place) -> None:
    case = named(place.upt, Identity.TERBUKA, "Siti")
    done = checked(place.upt, lapor_number="1001")
    coordinator = one(Role.COORDINATOR, place.root)
    (row,) = rows(exported(coordinator))
    assert row["number"] == f"{case.number[:4]}-{case.number[4:]}"
    assert (row["name"], row["address"], row["phone"], row["email"]) == ("", "", "", "")
    assert (row["state"], row["klass"]) == ("diproses", "pengaduan")
    assert len(rows(exported(coordinator, which=Which.ALL))) == 2
    assert [step.step for step in steps(case)] == [Step.FILED]
    assert [step.step for step in steps(done)] == [Step.FILED]
    assert [entry[:2] for entry in entries()] == [("export_lapor", "lapor:2026-11-04")] * 2


def test_handing_over_tells_the_reporter_and_names_only_who_is_open(place: Place) -> None:
    open_one = named(place.upt, Identity.TERBUKA, "Siti")
    closed = named(place.upt, Identity.DIRAHASIAKAN, "Budi")
    nobody = checked(place.upt)
    coordinator = one(Role.COORDINATOR, place.root)
    found = {
        row["number"].replace("-", ""): row for row in rows(exported(coordinator, hands_over=True))
    }
    assert found[open_one.number]["name"] == "Siti"
    assert found[open_one.number]["email"] == "x@surat.example"
    for hidden in (closed, nobody):
        for key in ("name", "address", "phone", "email"):
            assert found[hidden.number][key] == "", key
    (entry,) = entries()
    assert json.loads(entry[2])["after"]["named"] == [open_one.number]
    for case in (open_one, closed, nobody):
        assert [step.step for step in steps(case)] == [Step.FILED, Step.HANDED_OVER]
    with pytest.raises(RuleBroken):
        exported(coordinator, hands_over=True)
    assert len(rows(exported(coordinator, which=Which.ALL, hands_over=True))) == 3
    assert len(steps(nobody)) == 2, "handed over once"


def test_what_is_masked_goes_out_masked(place: Place) -> None:
    checked(place.upt, story="Pak Joko marah", story_masked="Pak ▮▮▮▮ marah")
    (row,) = rows(exported(one(Role.COORDINATOR, place.root)))
    assert row["story"] == "Pak ▮▮▮▮ marah"


@pytest.mark.parametrize("kind", Format)
def test_the_file_can_be_filled_in_and_returned(place: Place, tmp_path: Path, kind: Format) -> None:
    checked(place.upt, story="=HYPERLINK(1)", title="+62 curang")
    coordinator = one(Role.COORDINATOR, place.root)
    path = tmp_path / f"lapor.{kind}"
    save(path, [exported(coordinator)], kind)
    if kind is Format.CSV:
        assert "'=HYPERLINK" in path.read_text("utf-8")
    again_read = read_sheet(path, titles=LAYOUT.titles, known=LAYOUT.knows)
    assert plan_lapor(coordinator, again_read) == LaporPlan((), 1)


# --- the file that comes back


def test_numbers_and_statuses_are_stored_and_told(place: Place, tmp_path: Path) -> None:
    case, other = checked(place.upt), checked(place.upt, lapor_number="1002")
    coordinator = one(Role.COORDINATOR, place.root)
    given = sheet(
        tmp_path,
        f"{case.number[:4]}-{case.number[4:]},#1001,Diproses",
        f"{other.number.lower()},,",
    )
    plan = plan_lapor(coordinator, given)
    assert (len(plan.changed), plan.unchanged) == (1, 1)
    assert again(case).lapor_number is None, "a preview stores nothing"
    stored = import_lapor(coordinator, sheet=given, at=AT, is_own=False, seen=plan.seen)
    assert stored == plan
    assert (again(case).lapor_number, case.lapor_status) == ("1001", "Diproses")
    assert again(other).lapor_number == "1002", "a blank cell leaves what is stored"
    step = steps(case)[-1]
    assert json.loads(step.facts) == {"number": "1001", "own": False, "status": "Diproses"}
    assert [entry[:2] for entry in entries()] == [("import_lapor", "lapor:2026-11-04")]
    repeated = import_lapor(coordinator, sheet=given, at=AT, is_own=False)
    assert (len(repeated.changed), repeated.unchanged) == (0, 2)
    assert len(entries()) == 1


def test_every_bad_cell_is_named_and_nothing_is_stored(place: Place, tmp_path: Path) -> None:
    good, twice = checked(place.upt), checked(place.upt)
    checked(place.upt, lapor_number="9001")
    hidden = checked(place.dinas, desk="inspector", handling_unit_id=place.inspectorate.id)
    raw = make_case(place.upt, FILED)
    given = sheet(
        tmp_path,
        f"{good.number},1001,Selesai",
        f"{hidden.number},1002,",
        f"{raw.number},1003,",
        "ZZZZZZZZ,1004,",
        f"{twice.number},1001,",
        f"{twice.number},=1+1,",
        f",1005,{'x' * 41}",
        f"{good.number},9001,",
    )
    coordinator = one(Role.COORDINATOR, place.root)
    with pytest.raises(Problems) as refused:
        import_lapor(coordinator, sheet=given, at=AT, is_own=True)
    at = {problem.at for problem in refused.value.problems}
    # Row and column: strangers in A, a number twice or taken or none in B, a status too long in C.
    assert at >= {(3, 0), (4, 0), (5, 0), (6, 1), (7, 0), (7, 1), (8, 0), (8, 2), (9, 0)}
    assert again(good).lapor_number is None
    assert entries() == []


def test_a_number_of_another_case_is_a_bad_cell(place: Place, tmp_path: Path) -> None:
    case = checked(place.upt)
    checked(place.upt, lapor_number="9001")
    with pytest.raises(Problems) as refused:
        plan_lapor(one(Role.COORDINATOR, place.root), sheet(tmp_path, f"{case.number},9001,"))
    (problem,) = refused.value.problems
    assert problem.at == (2, 1)
    assert "sudah dipakai" in problem.what


def test_what_changed_since_the_preview_is_not_overwritten(place: Place, tmp_path: Path) -> None:
    case = checked(place.upt)
    coordinator = one(Role.COORDINATOR, place.root)
    given = sheet(tmp_path, f"{case.number},1001,Diproses")
    seen = plan_lapor(coordinator, given).seen
    case.lapor_number = "1009"
    db.session.commit()
    with pytest.raises(Conflict):
        import_lapor(coordinator, sheet=given, at=AT, is_own=True, seen=seen)
    assert again(case).lapor_number == "1009"


def test_whoever_may_not_exchange_is_refused(place: Place, tmp_path: Path) -> None:
    case = checked(place.upt)
    given = sheet(tmp_path, f"{case.number},1001,")
    for actor in (RESIDENT, one(Role.UNIT_HEAD, place.root), one(Role.INSPECTOR, place.root)):
        with pytest.raises(NotAllowed):
            plan_lapor(actor, given)
        with pytest.raises(NotAllowed):
            import_lapor(actor, sheet=given, at=AT, is_own=True)
        with pytest.raises(NotAllowed):
            exported(actor)
