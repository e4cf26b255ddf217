"""`/desk`: what a person of the desk reads and does there."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal.authority import Role
from portal.clock import today
from portal.complaints.rules.words import Klass, State
from portal.complaints.searching import index_words
from portal.database import db
from portal.organisation.models import Unit
from portal.web.limits import settings
from tests.complaints.factory import make_case
from tests.factories import make_counter, make_unit
from tests.staff import Staff, make_person, staff
from tests.visitor import Page


def day() -> date:
    return today(settings().timezone)


def make_dinas() -> Unit:
    return make_unit(parent_id=make_unit().id)


def make_due(unit: Unit, title: str, days: int, **facts: Any) -> str:
    """A case that is due in so many days; its number as it is shown."""
    case = make_case(unit, day() - timedelta(days=7), title=title, **facts)
    case.next_due_on = day() + timedelta(days=days)
    db.session.commit()
    return f"{case.number[:4]}-{case.number[4:]}"


def headings(page: Page) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".cases h2")]


def titles(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.soup.select(".case .what a")]


def test_the_day_is_told_and_cases_stand_under_their_day(sqlite_app: Flask) -> None:
    unit = make_dinas()
    counter, _code = make_counter(unit)
    number = make_due(unit, "Akta belum jadi", -3, counter_id=counter.id)
    make_due(unit, "Loket tutup", -4)
    make_due(unit, "Syarat pindah", 0, state=State.VERIFIED, klass=Klass.INFORMASI)
    make_due(unit, "Foto buram", 40, state=State.IN_PROGRESS)
    page = staff(sqlite_app, Role.UNIT_HEAD, unit).open("/desk")
    assert page.h1 == "Meja pengaduan"
    assert "Dua terlambat, satu jatuh tempo hari ini." in page.text
    assert headings(page) == ["Terlambat 2", "Hari ini 1", "Berjalan 1"]
    assert titles(page) == ["Loket tutup", "Akta belum jadi", "Syarat pindah", "Foto buram"]
    for words in (number, f"Loket {counter.number}", "hari 3 dari 3", "Belum digolongkan"):
        assert words in page.text
    band = page.soup.select_one(".band .count")
    assert band is not None
    assert band.get_text() == "4"
    link = page.soup.select(".case .what a")[1]
    assert link["href"] == f"/desk/complaints/{number.replace('-', '')}"


def test_an_empty_desk_says_so(sqlite_app: Flask) -> None:
    page = staff(sqlite_app, Role.HANDLER, make_dinas()).open("/desk")
    assert "Tidak ada yang terlambat atau jatuh tempo hari ini." in page.text
    assert "Tidak ada pengaduan terbuka." in page.text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_queue_class_and_unit_has_a_page(sqlite_app: Flask, lang: str) -> None:
    dinas = make_dinas()
    upt = make_unit(parent_id=dinas.id)
    make_due(dinas, "Satu", -3, state=State.WAITING)
    make_due(upt, "Dua", 0, klass=Klass.PENGAWASAN, state=State.IN_PROGRESS, is_appeal=True)
    make_case(upt, day(), title="Tiga", state=State.CLOSED, closed_on=day())
    make_case(upt, day(), title="Empat", kind="apresiasi", klass="apresiasi")
    head = staff(sqlite_app, Role.UNIT_HEAD, dinas)
    start = head.open(f"/desk?lang={lang}")
    links = [str(tag["href"]) for tag in start.soup.select(".queues a")]
    assert len(links) >= 9 + 2 + 2
    for link in links:
        assert head.open(link).status == 200, link
    assert "lang=en" in links[0] or lang == "id"


def test_filters_are_combined_and_kept_in_the_address(sqlite_app: Flask) -> None:
    dinas = make_dinas()
    upt = make_unit(parent_id=dinas.id)
    make_due(dinas, "Satu", -3)
    make_due(upt, "Dua", -3, klass=Klass.ASPIRASI)
    make_due(upt, "Tiga", 2, klass=Klass.ASPIRASI)
    head = staff(sqlite_app, Role.UNIT_HEAD, dinas)
    assert titles(head.open(f"/desk?unit={upt.code}")) == ["Dua", "Tiga"]
    both = head.open(f"/desk?unit={upt.code}&golongan=aspirasi&antrean=terlambat")
    assert titles(both) == ["Dua"]
    assert titles(head.open("/desk?golongan=belum")) == ["Satu"]
    for nonsense in ("antrean=x", "golongan=x", "unit=x", "halaman=x", "unit=%00", "cari=%00"):
        assert len(titles(head.open(f"/desk?{nonsense}"))) == 3, nonsense


def test_a_word_or_a_number_is_searched_in_closed_cases_too(sqlite_app: Flask) -> None:
    unit = make_dinas()
    case = make_case(unit, day(), title="Akta terlambat", state=State.CLOSED, closed_on=day())
    index_words(case)
    db.session.commit()
    person = staff(sqlite_app, Role.HANDLER, unit)
    start = person.open("/desk")
    forms = start.soup.find_all("form")
    place = next(at for at, tag in enumerate(forms) if tag.get("role") == "search")
    page = person.send(start, {"cari": "aktanya"}, form=place)
    assert page.soup.find("form", role="search") is not None
    assert titles(page) == ["Akta terlambat"]
    assert titles(person.open(f"/desk?cari={case.number}")) == ["Akta terlambat"]
    nothing = person.open('/desk?cari=<script>"')
    assert "Tidak ada yang memuat semua kata itu." in nothing.text


def test_a_title_is_shown_as_it_was_typed(sqlite_app: Flask) -> None:
    unit = make_dinas()
    make_due(unit, "<script>alert(1)</script>", 1)
    page = staff(sqlite_app, Role.HANDLER, unit).open("/desk")
    assert titles(page) == ["<script>alert(1)</script>"]


def test_the_list_is_printed_on_one_page(sqlite_app: Flask) -> None:
    unit = make_dinas()
    make_due(unit, "Satu", 1)
    page = staff(sqlite_app, Role.UNIT_HEAD, unit).open("/desk?cetak=1")
    assert "Halaman ini dapat dicetak dari menu peramban." in page.text
    assert not page.soup.select(".case input")


def test_a_long_list_has_pages_and_headings_with_their_whole_number(sqlite_app: Flask) -> None:
    unit = make_dinas()
    for number in range(27):
        make_due(unit, f"Kasus {number}", -3)
    page = staff(sqlite_app, Role.HANDLER, unit).open("/desk?jumlah=25&halaman=2")
    assert headings(page) == ["Terlambat 27"]
    assert len(titles(page)) == 2


def test_who_has_no_desk_has_no_page(sqlite_app: Flask) -> None:
    unit = make_unit()
    for role in (Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR):
        assert staff(sqlite_app, role, unit).open("/desk").status == 403


def test_a_filter_is_saved_used_and_deleted(sqlite_app: Flask) -> None:
    unit = make_dinas()
    make_due(unit, "Satu", -3)
    person = Staff(sqlite_app, person=make_person((Role.HANDLER, unit)))
    page = person.open("/desk?antrean=terlambat&halaman=1&cari=")
    save = next(tag for tag in page.soup.select(".queues a") if "Simpan" in tag.get_text())
    form = person.open(str(save["href"]))
    refused = person.send(form, {"name": ""}, form=-1)
    assert refused.status == 422
    saved = person.send(form, {"name": "Yang lewat"}, form=-1)
    assert "Saringan tersimpan." in saved.text
    kept = next(tag for tag in saved.soup.select(".kept a"))
    assert (kept.get_text(), kept["href"]) == ("Yang lewat", "/desk?antrean=terlambat")
    assert titles(person.open(str(kept["href"]))) == ["Satu"]
    twice = person.send(person.open(str(save["href"])), {"name": "Yang lewat"}, form=-1)
    assert twice.status == 409
    place = next(
        at for at, tag in enumerate(saved.soup.find_all("form")) if "filters" in str(tag["action"])
    )
    gone = person.send(saved, form=place)
    assert "Saringan “Yang lewat” dihapus." in gone.text
    assert not gone.soup.select(".kept")


def test_picked_cases_are_assigned_and_archived(sqlite_app: Flask) -> None:
    unit = make_dinas()
    numbers = [make_due(unit, f"Kasus {n}", 3, state=State.VERIFIED) for n in range(3)]
    handler = make_person((Role.HANDLER, unit))
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    page = head.open("/desk")
    boxes = [str(tag["value"]) for tag in page.soup.select(".case input[type=checkbox]")]
    assert sorted(boxes) == sorted(number.replace("-", "") for number in numbers)
    picked = "&".join(f"nomor={number}" for number in boxes[:2])
    form = head.open(f"/desk/assign?{picked}")
    assert form.h1 == "Tugaskan 2 pengaduan"
    assert head.send(form, form=-1).status == 422
    done = head.send(form, {"to": handler.handle}, form=-1)
    assert "2 pengaduan ditugaskan." in done.text
    again = head.send(form, {"to": handler.handle}, form=-1)
    assert again.status == 422
    assert all(f"{number[:4]}-{number[4:]}" in again.text for number in boxes[:2])
    archive = head.open(f"/desk/archive?nomor={boxes[2]}")
    assert head.send(archive, {"reason": "pendek"}, form=-1).status == 422
    assert (
        "1 pengaduan diarsipkan."
        in head.send(archive, {"reason": "Laporan percobaan dari pelatihan."}, form=-1).text
    )


def test_nothing_picked_and_nonsense_picked_say_what_to_do(sqlite_app: Flask) -> None:
    unit = make_dinas()
    head = staff(sqlite_app, Role.UNIT_HEAD, unit)
    for path in ("/desk/assign", "/desk/archive", "/desk/assign?nomor=%00&nomor=../etc"):
        page = head.open(path)
        assert page.status == 200
        assert "Belum ada pengaduan yang dipilih." in page.text
    handler = staff(sqlite_app, Role.HANDLER, unit)
    assert handler.open("/desk/assign").status == 403
    make_due(unit, "Satu", 3)
    buttons = [tag.get_text() for tag in handler.open("/desk").soup.select(".bulk button")]
    assert buttons == ["Arsipkan yang dipilih"]
