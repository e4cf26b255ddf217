"""The case page: what the desk reads, and what it offers."""

from datetime import date, timedelta

from flask import Flask

from portal.authority import Role
from portal.clock import today
from portal.complaints.cases import write_note, write_step
from portal.complaints.clocks import current_cycle
from portal.complaints.reading import case_view
from portal.complaints.rules.words import Desk, Side, State, Step
from portal.database import db
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import Staff, actor_of, make_person, staff

DAY = date(2026, 11, 4)


def day() -> date:
    return today(settings().timezone)


def tree() -> tuple[Unit, Unit]:
    root = make_unit(kind="pemda")
    return root, make_unit(parent_id=root.id)


def test_the_page_tells_the_case_and_its_clock(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day(), wish="Akta jadi pekan ini.", place="Loket 3")
    page = staff(sqlite_app, Role.HANDLER, dinas).open(f"/desk/complaints/{case.number}")
    assert page.status == 200
    for words in (
        "Akta belum jadi setelah tiga kali datang.",
        "Akta jadi pekan ini.",
        "Loket 3",
        f"{case.number[:4]}-{case.number[4:]}",
        "Diperiksa paling lambat",
        "Belum digolongkan",
        "Tanpa nama",
        "Mengapa tanggal ini?",
    ):
        assert words in page.text


def test_what_was_typed_is_escaped(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day(), story="<script>alert(1)</script>\nBiaya <Rp50.000")
    page = staff(sqlite_app, Role.HANDLER, dinas).open(f"/desk/complaints/{case.number}")
    assert "<script>alert(1)</script>" in page.text
    assert not page.soup.select("main script")


def test_a_case_of_elsewhere_is_not_there(sqlite_app: Flask) -> None:
    root, dinas = tree()
    other = make_unit(parent_id=root.id)
    case = make_case(dinas, day())
    path = f"/desk/complaints/{case.number}"
    assert staff(sqlite_app, Role.HANDLER, other).open(path).status == 404
    assert staff(sqlite_app, Role.INSPECTOR, root).open(path).status == 404
    assert staff(sqlite_app, Role.ADMINISTRATOR, root).open(path).status == 403


def test_whom_it_is_about_finds_nothing(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    officer = make_officer(dinas)
    case = make_case(dinas, day(), about_officer=officer)
    accused = Staff(
        sqlite_app,
        person=make_person((Role.HANDLER, dinas), (Role.UNIT_HEAD, dinas), officer=officer),
    )
    assert accused.open(f"/desk/complaints/{case.number}").status == 404


def test_internal_notes_are_marked(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day())
    person = make_person((Role.HANDLER, dinas), name="Rudi Hartono")
    step = write_step(case, Step.NOTED, actor=actor_of(person), on=day(), is_public=False, facts={})
    write_note(step, Side.INTERNAL, "Sudah dicek ke loket.")
    db.session.commit()
    page = Staff(sqlite_app, person=person).open(f"/desk/complaints/{case.number}")
    assert "Sudah dicek ke loket." in page.text
    assert "tidak dibaca pelapor" in page.text


def test_masked_parts_stay_behind_a_fold(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day(), story="Budi memaki.", story_masked="[disamarkan] memaki.")
    page = staff(sqlite_app, Role.HANDLER, dinas).open(f"/desk/complaints/{case.number}")
    fold = page.soup.select_one("details.original")
    assert fold is not None
    assert "Budi memaki." in fold.get_text()
    fold.extract()
    assert "Budi" not in page.soup.get_text()


def test_only_what_the_state_allows_is_offered(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    new = make_case(dinas, day())
    closed = make_case(dinas, day(), state=State.CLOSED, closed_on=day(), outcome="selesai")
    person = staff(sqlite_app, Role.HANDLER, dinas)
    assert person.open(f"/desk/complaints/{new.number}").soup.find("a", string="Periksa")
    assert not person.open(f"/desk/complaints/{closed.number}").soup.find("a", string="Periksa")


def test_lateness_is_said_in_working_days(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day() - timedelta(days=60))
    page = staff(sqlite_app, Role.HANDLER, dinas).open(f"/desk/complaints/{case.number}")
    assert "▲ terlambat" in page.text
    assert "hari kerja" in page.text


def test_the_inspector_reads_what_lies_on_the_own_desk(sqlite_app: Flask) -> None:
    root, dinas = tree()
    case = make_case(dinas, day(), desk=Desk.INSPECTOR, handling_unit_id=root.id, is_bypassed=True)
    path = f"/desk/complaints/{case.number}"
    assert staff(sqlite_app, Role.INSPECTOR, root).open(path).status == 200
    assert staff(sqlite_app, Role.UNIT_HEAD, dinas).open(path).status == 404


def test_the_next_act_is_the_one_filled_button(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    handler = make_person((Role.HANDLER, dinas))
    person = staff(sqlite_app, Role.LIAISON, dinas)
    for facts, words in (
        ({}, "Periksa"),
        ({"state": State.VERIFIED, "klass": "pengaduan"}, "Tugaskan"),
        ({"state": State.IN_PROGRESS, "klass": "pengaduan", "assignee_id": handler.id}, "Jawab"),
        ({"state": State.ANSWERED, "klass": "pengaduan", "answered_on": day()}, "Tutup"),
        ({"state": State.CLOSED, "closed_on": day(), "outcome": "selesai"}, None),
    ):
        case = make_case(dinas, day(), **facts)
        page = person.open(f"/desk/complaints/{case.number}")
        assert [tag.get_text() for tag in page.soup.select("main a.btn-primary")] == (
            [words] if words else []
        )


def test_the_coordinator_answers_nothing_and_opens_no_name(sqlite_app: Flask) -> None:
    root, dinas = tree()
    case = make_case(
        dinas, day(), desk=Desk.COORDINATOR, state=State.VERIFIED, identity="dirahasiakan"
    )
    page = staff(sqlite_app, Role.COORDINATOR, root).open(f"/desk/complaints/{case.number}")
    for words in ("Jawab", "Tugaskan", "Tangani sendiri", "Lihat nama"):
        assert not page.soup.find("a", string=words)
    assert page.soup.find("a", string="Teruskan")


def test_the_first_step_has_its_day_until_somebody_begins(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY, state=State.VERIFIED, klass="pengaduan")
    cycle = current_cycle(case)
    cycle.verified_on = DAY
    db.session.commit()
    clock = case_view(actor_of(make_person((Role.HANDLER, dinas))), case.number, DAY).clock
    assert clock.first_step_due == date(2026, 11, 11)
    case.state = State.IN_PROGRESS
    db.session.commit()
    clock = case_view(actor_of(make_person((Role.HANDLER, dinas))), case.number, DAY).clock
    assert clock.first_step_due is None


def test_what_the_desk_did_is_said_above_the_reason(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, day())
    person = make_person((Role.HANDLER, dinas))
    write_step(
        case, Step.NOTED, actor=actor_of(person), on=day(), is_public=False, facts={"what": "held"}
    )
    db.session.commit()
    page = Staff(sqlite_app, person=person).open(f"/desk/complaints/{case.number}")
    assert "Ditahan dari penghapusan." in page.text
