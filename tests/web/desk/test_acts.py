"""The pages of the acts, as somebody at the desk uses them; refusals keep what was typed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.authority import Role
from portal.complaints.models import Complaint
from portal.complaints.rules.words import Desk, State
from portal.database import db
from portal.organisation.models import Unit
from tests.complaints.desked import entries
from tests.complaints.factory import make_case
from tests.factories import make_officer, make_unit
from tests.staff import Staff, make_person, staff
from tests.visitor import Page

DAY = date(2026, 11, 4)
WHY = "Sudah diperiksa di tempat."


def tree() -> tuple[Unit, Unit]:
    root = make_unit(kind="pemda", name="Kabupaten Sungai Raya")
    return root, make_unit(parent_id=root.id, name="Disdukcapil")


def address(case: Complaint, act: str = "") -> str:
    return f"/desk/complaints/{case.number}{act}"


def stored(case: Complaint) -> Complaint:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Complaint, case.id)


def filled(person: Staff, case: Complaint, act: str, **values: str) -> Page:
    """Open the page of the act, fill in the form, send it."""
    page = person.open(address(case, act))
    assert page.status == 200, page.text
    return person.send(page, values, form=_place(page))


def _place(page: Page) -> int:
    """Where the act's own form stands: not the one that signs out."""
    forms = page.soup.find_all("form")
    return next(at for at, form in enumerate(forms) if "staff-form" in (form.get("class") or []))


def test_verify(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    page = filled(
        staff(sqlite_app, Role.HANDLER, dinas),
        case,
        "/verify",
        klass="aspirasi",
        title="Lampu mati",
    )
    assert (page.status, page.h1) == (200, "Lampu mati")
    assert "Pengaduan sudah diperiksa." in page.text
    assert stored(case).klass == "aspirasi"


def test_a_complaints_class_is_not_proposed(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = person.open(address(make_case(dinas, DAY), "/verify"))
    assert not page.soup.select("input[name=klass][checked]")
    page = person.open(address(make_case(dinas, DAY, kind="informasi"), "/verify"))
    assert [tag["value"] for tag in page.soup.select("input[name=klass][checked]")] == ["informasi"]


def test_what_was_typed_stays_after_a_refusal(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    page = filled(staff(sqlite_app, Role.HANDLER, dinas), case, "/verify", title="Lampu mati")
    assert page.status == 422
    assert page.fields(_place(page))["title"] == "Lampu mati"
    assert stored(case).state == State.RECEIVED
    assert entries() == []


def test_whoever_comes_second_is_told_and_may_send_again(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    first, second = (staff(sqlite_app, Role.HANDLER, dinas) for _ in range(2))
    opened = second.open(address(case, "/archive"))
    filled(first, case, "/hold", reason=WHY)
    page = second.send(opened, {"reason": WHY}, form=_place(opened))
    assert page.status == 409
    assert "diubah orang lain" in page.text
    assert page.fields(_place(page))["reason"] == WHY
    assert stored(case).state == State.RECEIVED
    again = second.send(page, form=_place(page))
    assert again.status == 200
    assert stored(case).state == State.CLOSED


def test_after_pengawasan_the_unit_is_led_away(sqlite_app: Flask) -> None:
    root, dinas = tree()
    case = make_case(dinas, DAY)
    make_person((Role.INSPECTOR, root))
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = filled(person, case, "/verify", klass="pengawasan", title="Minta uang")
    assert page.status == 200
    assert "Pengaduan sudah diperiksa." in page.text
    assert person.open(address(case)).status == 404


def test_forward_and_refer(sqlite_app: Flask) -> None:
    root, dinas = tree()
    coordinator = staff(sqlite_app, Role.COORDINATOR, root)
    case = make_case(dinas, DAY, desk=Desk.COORDINATOR)
    page = filled(coordinator, case, "/forward", to="unit", unit=dinas.code, reason=WHY)
    assert "Diteruskan ke Disdukcapil" in page.text
    assert stored(case).desk == Desk.UNIT
    words = "Ke Kantor Imigrasi, Jalan Melati 3."
    page = filled(coordinator, case, "/refer", where="agency", words=words)
    assert words in page.text
    assert stored(case).outcome == "bukan_kewenangan"


def test_forward_to_a_unit_that_is_not_offered(sqlite_app: Flask) -> None:
    root, dinas = tree()
    other = make_unit(parent_id=root.id)
    case = make_case(dinas, DAY)
    person = staff(sqlite_app, Role.LIAISON, dinas)
    page = filled(person, case, "/forward", to="inspector", unit=other.code, reason=WHY)
    assert page.status == 422
    assert stored(case).handling_unit_id == dinas.id


def test_assign_and_take(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    rudi = make_person((Role.HANDLER, dinas), name="Rudi Hartono")
    case = make_case(dinas, DAY, state=State.VERIFIED, klass="pengaduan")
    page = filled(staff(sqlite_app, Role.LIAISON, dinas), case, "/assign", to=rudi.handle)
    assert "Ditugaskan kepada Rudi Hartono." in page.text
    maya = Staff(sqlite_app, person=make_person((Role.HANDLER, dinas), name="Maya Sari"))
    filled(maya, case, "/take")
    assert stored(case).assignee_id == maya.person.id if maya.person else False


def test_merge_with_the_one_that_is_suggested_or_named(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    main = make_case(dinas, DAY - timedelta(days=2))
    case, other = make_case(dinas, DAY), make_case(dinas, DAY)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = filled(person, case, "/merge", likely=main.number)
    assert "Digabung dengan pengaduan lain" in page.text
    typed = f"{main.number[:4]}-{main.number[4:]}".lower()
    filled(person, other, "/merge", other=typed)
    assert {stored(case).merged_into_id, stored(other).merged_into_id} == {main.id}
    assert "Digabung ke sini" in person.open(address(main)).text


def test_a_wrong_merge_is_undone(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    main, case = make_case(dinas, DAY), make_case(dinas, DAY)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    assert not person.open(address(case)).soup.find("a", string="Pisahkan lagi")
    page = filled(person, case, "/merge", other=main.number)
    assert page.soup.find("a", string="Pisahkan lagi")
    refused = filled(person, case, "/separate", reason="x")
    assert refused.status == 422
    page = filled(person, case, "/separate", reason=WHY)
    assert "Pengaduan dipisahkan." in page.text
    assert "Dipisahkan lagi" in page.text
    assert stored(case).merged_into_id is None
    assert filled(person, main, "/separate", reason=WHY).status == 409


def test_archive_hold_and_let_go(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = filled(person, case, "/hold", reason=WHY)
    assert page.soup.find("a", string="Lepaskan penahanan")
    assert not page.soup.find("a", string="Tahan dari penghapusan")
    filled(person, case, "/let-go", reason=WHY)
    page = filled(person, case, "/archive", reason=WHY)
    assert "Pengaduan diarsipkan." in page.text
    assert [action for action, _subject, _content in entries()] == [
        "hold_case",
        "let_go_case",
        "archive_case",
    ]


def test_mask_and_publish(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY, story="Budi memaki.", may_publish=True, state=State.VERIFIED)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = filled(person, case, "/mask", parts="Budi")
    assert "[disamarkan] memaki." in page.text
    page = filled(person, case, "/mask", parts="Siti")
    assert page.status == 422
    assert '"Siti"' in page.text
    page = filled(person, case, "/publish", text="Seorang warga dimaki.")
    assert "Seorang warga dimaki." in page.text


def test_whom_it_is_about_is_added_and_taken_off(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    officer = make_officer(dinas, name="Rudi Hartono")
    case = make_case(dinas, DAY)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    page = filled(person, case, "/concern", officer=officer.handle, reason=WHY)
    assert "Rudi Hartono" in page.text
    page = person.open(address(case, "/concern"))
    link = page.soup.find("a", href=lambda href: href and href.endswith("/remove"))
    assert link is not None
    page = person.open(str(link["href"]))
    page = person.send(page, {"reason": WHY}, form=_place(page))
    assert "Belum ada orang yang dicatat." in page.text


@pytest.mark.parametrize("row", ["0", "x", "9" * 40, "-1"])
def test_somebody_who_is_not_there(sqlite_app: Flask, row: str) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    person = staff(sqlite_app, Role.HANDLER, dinas)
    assert person.open(address(case, f"/concern/{row}/remove")).status == 404


ACTS = (
    "verify",
    "reclassify",
    "forward",
    "refer",
    "assign",
    "take",
    "merge",
    "archive",
    "hold",
    "let-go",
    "mask",
)


@pytest.mark.parametrize("act", [*ACTS, "publish", "concern"])
def test_nobody_from_elsewhere_and_in_english_too(sqlite_app: Flask, act: str) -> None:
    root, dinas = tree()
    other = make_unit(parent_id=root.id)
    case = make_case(dinas, DAY, state=State.VERIFIED, may_publish=True)
    assert staff(sqlite_app, Role.LIAISON, other).open(address(case, f"/{act}")).status == 404
    page = staff(sqlite_app, Role.LIAISON, dinas).open(address(case, f"/{act}?lang=en"))
    assert page.status == 200


def test_who_is_named_while_the_page_is_open_is_shut_out(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    officer = make_officer(dinas)
    accused = Staff(sqlite_app, person=make_person((Role.HANDLER, dinas), officer=officer))
    case = make_case(dinas, DAY)
    opened = accused.open(address(case, "/archive"))
    liaison = staff(sqlite_app, Role.LIAISON, dinas)
    filled(liaison, case, "/concern", officer=officer.handle, reason=WHY)
    assert accused.send(opened, {"reason": WHY}, form=_place(opened)).status == 404
    assert accused.open(address(case)).status == 404
    assert stored(case).state == State.RECEIVED


@pytest.mark.parametrize("number", ["%00", "x", "7K3Q9MXTX", "%F0%9F%98%80", "..%2f..", "'--"])
def test_a_number_that_is_none(sqlite_app: Flask, number: str) -> None:
    _root, dinas = tree()
    person = staff(sqlite_app, Role.HANDLER, dinas)
    assert person.open(f"/desk/complaints/{number}").status == 404


def test_a_number_as_it_is_written_is_found(sqlite_app: Flask) -> None:
    _root, dinas = tree()
    case = make_case(dinas, DAY)
    shown = f"{case.number[:4]}-{case.number[4:]}".lower()
    assert staff(sqlite_app, Role.HANDLER, dinas).open(f"/desk/complaints/{shown}").status == 200


GARBAGE = ("\x00", "x" * 5000, "9" * 40)


@pytest.mark.parametrize("act", [*ACTS, "publish", "concern"])
def test_garbage_is_refused_in_words(sqlite_app: Flask, act: str) -> None:
    """With the right version or none, in every field at once, and in each in turn."""
    _root, dinas = tree()
    case = make_case(dinas, DAY, state=State.VERIFIED, may_publish=True)
    person = staff(sqlite_app, Role.LIAISON, dinas)
    page = person.open(address(case, f"/{act}"))
    place = _place(page)
    names = [name for name in page.fields(place) if name != "csrf_token"]
    names += [str(tag["name"]) for tag in page.form(place).find_all("input", type="radio")]
    for garbage in GARBAGE:
        sent = person.send(page, dict.fromkeys(names, garbage), form=place)
        assert sent.status in (200, 409, 422), (act, garbage)
    sent = person.send(page, {"version_fingerprint": "9" * 30}, form=place)
    assert sent.status in (200, 409, 422)
    assert all(action in ("mask_case", "publish_case") for action, *_rest in entries())
