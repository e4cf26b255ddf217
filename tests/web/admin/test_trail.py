"""`/admin/trail`: searched, opened, checked, taken as a file; the reach stands on the page."""

import csv
import io

import sqlalchemy as sa

from portal.audit.commands import record
from portal.authority import Actor, Role
from portal.database import command, db
from tests.staff import Staff, make_person
from tests.visitor import Page
from tests.web.admin.conftest import Regency

NIP = "198609262015051001"
ODD = ("sejak=kapan", "sampai=0001-01-01", "halaman=9999999", "tindakan=%00", "hal=%25")
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"


@command
def act(actor: Actor, subject: str, reason: str = "", **facts: object) -> int:
    before, after = {"name": "Lama", "nip": NIP}, {"name": "<b>Baru</b>", **facts}
    return record(
        actor, action="change_unit", subject=subject, before=before, after=after, reason=reason
    )


def auditor(regency: Regency) -> Staff:
    return Staff(regency.app, person=make_person((Role.AUDITOR, regency.root)))


def check(browser: Staff) -> Page:
    page = browser.open("/admin/trail")
    forms = page.soup.find_all("form")
    at = next(n for n, one in enumerate(forms) if str(one.get("action")).endswith("check"))
    return browser.send(page, form=at)


def test_searched_and_opened(regency: Regency) -> None:
    browser = auditor(regency)
    act(Actor("person:agus"), "unit:DUK", "salah ketik")
    act(Actor("person:ratna"), "unit:PTSP")
    page = browser.open("/admin/trail?siapa=agus&tindakan=change_unit&hal=DUK&alasan=KETIK")
    assert "salah ketik" in page.text
    assert "PTSP" not in page.text
    entry = browser.open("/admin/trail/1")
    assert entry.h1 == "Baris 1"
    assert "semula Lama → menjadi <b>Baru</b>" in entry.text
    assert NIP not in entry.response.text
    assert "Tidak ada baris yang cocok." in browser.open("/admin/trail?sejak=2199-01-01").text
    for address in (
        "sejak=kapan",
        "sampai=0001-01-01",
        "halaman=9999999",
        "tindakan=%00",
        "hal=%25",
    ):
        assert browser.open(f"/admin/trail?{address}").status == 200, address
    for number in ("0", "999", "99999999999999999999"):
        assert browser.open(f"/admin/trail/{number}").status == 404


def test_the_chain_is_checked_and_the_first_broken_entry_named(regency: Regency) -> None:
    browser = auditor(regency)
    for _turn in range(3):
        act(Actor("person:agus"), "unit:DUK")
    assert "Rantai utuh. 3 baris" in check(browser).text
    # As somebody would who has the file in hand: past the triggers.
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        else:
            for name in connection.execute(sa.text(TRIGGERS)).scalars().all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text("UPDATE audit_entry SET actor='person:x' WHERE sequence=2"))
    db.session.rollback()  # outside of tests each request has a session of its own
    assert "Rantai tidak utuh. Baris 2: isinya diubah" in check(browser).text


def test_a_file_holds_what_was_found_and_is_recorded(regency: Regency) -> None:
    browser = auditor(regency)
    act(Actor("person:agus"), "unit:DUK", "=1+1", nip=NIP)
    act(Actor("person:ratna"), "unit:PTSP")
    response = browser.client.get("/admin/trail.csv?siapa=agus")
    text = response.get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["nomor", "1"]
    assert rows[1][5] == "'=1+1"
    assert NIP not in text
    assert "note_trail_exported" in browser.open("/admin/trail?siapa=pegawai").response.text


def test_a_part_of_the_tree_is_told_what_it_sees(sqlite_regency: Regency) -> None:
    act(Actor("person:agus"), "unit:DUK")
    hidden = act(Actor("person:agus"), "unit:PTSP")
    browser = sqlite_regency.of_office
    page = browser.open("/admin/trail")
    assert "Anda melihat jejak tentang unit" in page.text
    assert "unit:DUK" in page.text
    assert "PTSP" not in page.text
    assert browser.open(f"/admin/trail/{hidden}").status == 404
    assert "Anda melihat jejak tentang" not in auditor(sqlite_regency).open("/admin/trail").text


def test_others_are_refused(sqlite_regency: Regency) -> None:
    for role in (Role.UNIT_HEAD, Role.SURVEY_EVALUATOR, Role.OFFICER):
        person = make_person((role, sqlite_regency.root))
        for path in ("", "/1", ".csv"):
            assert (
                Staff(sqlite_regency.app, person=person).open(f"/admin/trail{path}").status == 403
            )
