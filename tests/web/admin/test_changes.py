"""What an administrator does on the pages of the organisation, as in a browser."""

import sqlalchemy as sa

from portal.authority import Role
from portal.database import db
from portal.organisation.models import Counter, CounterCode, Officer, Unit
from tests.organisation.managing import entries
from tests.staff import staff
from tests.web.admin.conftest import Regency

MAIN = 1  # the band's sign-out form stands first on every page


def _acts() -> list[str]:
    return [action for _who, action, _what in entries()]


def test_a_unit_is_added_below_another_and_renamed(regency: Regency) -> None:
    person = regency.of_office
    page = person.open("/admin/units/new?induk=DUK")
    saved = person.send(page, {"code": "duk.2", "name": "Bidang Dua"}, form=MAIN)
    assert saved.h1 == "Bidang Dua"
    assert "Unit tersimpan." in saved.text
    again = person.send(saved, {"name": "Bidang Kedua"}, form=MAIN)
    assert again.h1 == "Bidang Kedua"
    unit = db.session.execute(sa.select(Unit).where(Unit.code == "DUK.2")).scalar_one()
    assert unit.parent_id == regency.office.id
    assert _acts() == ["add_unit", "change_unit"]


def test_what_is_wrong_is_said_at_its_field_and_the_text_is_kept(sqlite_regency: Regency) -> None:
    person = sqlite_regency.of_office
    page = person.send(person.open("/admin/units/new"), {"code": "dua kata", "name": ""}, form=MAIN)
    assert page.status == 422
    summary = page.soup.find(role="alert").get_text(" ")
    assert "bukan kode" in summary
    assert "wajib diisi" in summary
    assert page.fields(MAIN)["code"] == "dua kata"
    taken = person.send(page, {"code": "PTSP", "name": "Apa saja"}, form=MAIN)
    assert taken.status == 422
    assert "Kode ini sudah dipakai." in taken.text
    assert _acts() == []


def test_a_parent_outside_the_reach_is_not_on_offer(sqlite_regency: Regency) -> None:
    person = sqlite_regency.of_office
    page = person.open("/admin/units/new")
    page = person.send(page, {"code": "X", "name": "X", "parent": "PTSP"}, form=MAIN)
    assert page.status == 422
    assert "pilih salah satu" in page.text.casefold()


def test_two_who_edit_the_same_unit_never_overwrite_each_other(sqlite_regency: Regency) -> None:
    address = f"/admin/units/{sqlite_regency.office.id}"
    first, second = sqlite_regency.everywhere, sqlite_regency.everywhere
    page = second.open(address)
    first.send(first.open(address), {"name": "Dinas Satu"}, form=MAIN)
    late = second.send(page, {"name": "Dinas Dua"}, form=MAIN)
    assert late.status == 409
    assert "diubah orang lain" in late.text
    assert "Dinas Satu" in late.text
    assert late.fields(MAIN)["name"] == "Dinas Dua"
    assert second.send(late, form=MAIN).h1 == "Dinas Dua"
    assert _acts() == ["change_unit"] * 2


def test_a_unit_moves_and_is_merged_after_a_look(sqlite_regency: Regency) -> None:
    person = sqlite_regency.everywhere
    field = f"/admin/units/{sqlite_regency.field.id}"
    moved = person.send(person.open(f"{field}/move"), {"parent": "PTSP"}, form=MAIN)
    assert "Unit dipindahkan." in moved.text
    office = f"/admin/units/{sqlite_regency.office.id}"
    look = person.send(person.open(f"{office}/merge"), {"into": "PTSP"}, form=MAIN)
    assert "KTP-EL" in look.text
    assert _acts() == ["move_unit"]
    person.send(look, form=MAIN)
    assert _acts() == ["move_unit", "merge_unit"]
    db.session.expire_all()
    assert db.session.get(Counter, sqlite_regency.counter.id).unit_id == sqlite_regency.other.id


def test_merging_into_nonsense_is_answered_in_words(sqlite_regency: Regency) -> None:
    person = sqlite_regency.everywhere
    page = person.open(f"/admin/units/{sqlite_regency.office.id}/merge/into?into=DUK.1")
    assert page.status == 422
    assert "berada di bawah unit ini" in page.text


def test_services_of_a_counter_are_ticked_and_those_of_others_typed(
    sqlite_regency: Regency,
) -> None:
    person = sqlite_regency.of_office
    page = person.open(f"/admin/counters/{sqlite_regency.counter.id}")
    saved = person.send(page, {"services": ["KTP-EL"], "others": "izin", "name": ""}, form=MAIN)
    assert saved.status == 422
    saved = person.send(saved, {"services": ["KTP-EL"], "name": "Terpadu"}, form=MAIN)
    assert saved.h1 == "Loket 1: Terpadu"
    ticked = {tag["value"] for tag in saved.soup.find_all("input", checked=True)}
    assert "KTP-EL" in ticked
    assert saved.fields(MAIN)["others"] == "IZIN"
    wrong = person.send(saved, {"services": ["KTP-EL"], "others": "TIDAK-ADA"}, form=MAIN)
    assert "kode layanan yang tidak ada" in wrong.text


def test_a_counter_is_closed_with_a_successor_and_gets_a_new_code(
    sqlite_regency: Regency,
) -> None:
    person = sqlite_regency.everywhere
    address = f"/admin/counters/{sqlite_regency.counter.id}"
    person.send(person.open(f"{address}/code"), form=MAIN)
    codes = db.session.execute(sa.select(CounterCode.code)).scalars().all()
    assert len(codes) == 3
    page = person.open(f"{address}/close")
    closed = person.send(page, {"successor": str(sqlite_regency.theirs.id)}, form=MAIN)
    assert "diganti loket PTSP 7" in closed.text
    assert _acts() == ["renew_counter_code", "close_counter"]


def test_an_officer_is_added_hidden_transferred_and_leaves(regency: Regency) -> None:
    person = regency.everywhere
    page = person.open("/admin/officers/new?unit=DUK")
    wrong = person.send(page, {"name": "Budi", "kind": "pns", "nip": "1234"}, form=MAIN)
    assert wrong.status == 422
    assert "4 angka, perlu 18" in wrong.text
    values = {"name": "Budi", "kind": "pns", "nip": "19800101 200501 1 001"}
    saved = person.send(wrong, values, form=MAIN)
    assert saved.h1 == "Budi"
    assert "198001012005011001" not in saved.url
    moved = person.open(f"{saved.url}/transfer")
    assert person.send(moved, {"unit": "PTSP"}, form=MAIN).status == 200
    person.send(person.open(f"{saved.url}/end"), form=MAIN)
    budi = db.session.execute(sa.select(Officer).where(Officer.name == "Budi")).scalar_one()
    assert (budi.unit_id, budi.left_on is None) == (regency.other.id, False)
    changes = [act for act in _acts() if not act.startswith("note_")]
    assert changes == ["add_officer", "transfer_officer", "end_officer"]


def test_a_number_is_searched_by_post_and_each_look_is_recorded(sqlite_regency: Regency) -> None:
    person = sqlite_regency.of_office
    page = person.open("/admin/officers")
    assert "198609262015051001" not in page.text
    assert _acts() == []
    shown = person.open("/admin/officers?nip=1")
    assert "198609262015051001" in shown.text
    found = person.send(page, {"cari": "19860926 201505 1 001"}, form=MAIN)
    assert "Ratna Wulandari" in found.text
    assert "1986" not in found.url
    foreign = person.send(page, {"cari": "199001012022211002"}, form=MAIN)
    assert "Agus" not in foreign.text
    named = person.send(page, {"cari": "ratna"}, form=MAIN)
    assert named.url.endswith("cari=ratna")
    person.open(f"/admin/officers/{sqlite_regency.officer.handle}")
    assert _acts() == ["note_officers_seen"] * 4


def test_the_overview_says_what_is_missing_and_what_changed(sqlite_regency: Regency) -> None:
    person = sqlite_regency.of_office
    page = person.open("/admin")
    assert "Unit tanpa layanan: 1." in page.text
    assert "Loket tanpa jadwal jaga pekan ini: 1." in page.text
    missing = person.open("/admin/units?kurang=unit-tanpa-layanan")
    assert "Bidang Akta" in missing.text
    assert "Perizinan" not in missing.text
    other = staff(sqlite_regency.app, Role.ADMINISTRATOR, sqlite_regency.other)
    address = f"/admin/units/{sqlite_regency.other.id}"
    other.send(other.open(address), {"name": "Rahasia"}, form=MAIN)
    person.send(person.open(f"/admin/units/{sqlite_regency.field.id}"), {"name": "Akta"}, form=MAIN)
    changes = person.open("/admin").soup.find_all("table")[-1].get_text(" ")
    assert "DUK.1" in changes
    assert "PTSP" not in changes
    everything = sqlite_regency.everywhere.open("/admin").text
    assert "PTSP" in everything


def test_days_that_make_no_sense_are_refused_in_words(sqlite_regency: Regency) -> None:
    person = sqlite_regency.everywhere
    page = person.open(f"/admin/counters/{sqlite_regency.counter.id}/close")
    for typed in ("2999-01-01", "kemarin", "2026-02-30"):
        assert person.send(page, {"on": typed}, form=MAIN).status == 422
    assert _acts() == []
