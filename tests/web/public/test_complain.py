"""Complaining: what a resident does, what is stored, what is refused in words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from gzip import compress
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.audit.models import AuditEntry
from portal.authority import Role
from portal.complaints.models import Complaint, Concerned, SealedIdentity
from portal.complaints.rules.receipt import parse
from portal.complaints.rules.words import Desk
from portal.database import db
from portal.organisation.models import Counter, Officer, Service, Unit
from tests import factories as make
from tests.conftest import make_app
from tests.staff import staff
from tests.visitor import Page, Visitor

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 10.00 in Jakarta
STORY = "Akta belum jadi. Sudah tiga kali datang."
BUDGET = 14 * 1024


@dataclass
class Office:
    """A counter with a free and a paid service and two officers on duty."""

    root: Unit
    unit: Unit
    counter: Counter
    code: str
    free: Service
    paid: Service
    agus: Officer

    @property
    def url(self) -> str:
        return f"/l/{self.code}/pengaduan"


@pytest.fixture(autouse=True)
def _at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(sqlite_app: Flask) -> Office:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    unit = make.make_unit(code="DUKCAPIL", name="Dinas Kependudukan", parent_id=root.id)
    free = make.make_service(unit, name="Akta kelahiran")
    paid = make.make_service(unit, name="Legalisir", tariff="berbayar", rupiah=10_000)
    counter, code = make.make_counter(unit, free, paid, number="3", code="K7M2Q9")
    agus, ratna = (make.make_officer(unit, name=name) for name in ("Agus", "Ratna"))
    make.make_duty(agus, counter, NOW.date(), desk="1")
    make.make_duty(ratna, counter, NOW.date(), desk="2")
    return Office(root, unit, counter, code, free, paid, agus)


def cases() -> list[Complaint]:
    return list(db.session.execute(sa.select(Complaint)).scalars())


def code_on(page: Page) -> str:
    return "".join(item.get_text() for item in page.soup.select(".token li"))


def test_a_story_is_enough(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open(office.url)
    assert page.h1 == "Loket 3 Pengaduan"
    assert "Dijawab paling lambat 14 hari kerja." in page.text
    done = sqlite_visitor.send(page, {"story": STORY})
    assert (done.status, done.h1) == (200, "Loket 3 Pengaduan diterima")
    assert parse(code_on(done))
    for words in ("Senin, 23 November 2026", "paling lambat Kamis, 26 November 2026"):
        assert words in done.text
    (case,) = cases()
    assert (case.story, case.kind, case.about) == (STORY, "pengaduan", "belum_jelas")
    assert (case.identity, case.may_publish, case.channel) == ("tanpa_nama", False, "qr")
    assert (case.counter_id, case.unit_id, case.filed_at) == (
        office.counter.id,
        office.unit.id,
        None,
    )
    assert db.session.execute(sa.select(sa.func.count()).select_from(AuditEntry)).scalar_one() == 0


def test_the_receipt_stands_in_no_address_and_sets_no_cookie(
    sqlite_visitor: Visitor, office: Office
) -> None:
    done = sqlite_visitor.send(sqlite_visitor.open(office.url), {"story": STORY})
    assert code_on(done) not in done.url
    assert done.response.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in done.response.headers
    assert len(done.soup.select(".token li")) == 5


def test_a_reload_shows_the_same_receipt_and_one_case(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open(office.url)
    first, again = (sqlite_visitor.send(page, {"story": STORY}) for _ in range(2))
    assert code_on(first) == code_on(again) != ""
    other = sqlite_visitor.send(page, {"story": "Cerita lain."})
    assert code_on(other) == code_on(first)
    assert "Tulisan pertama Anda yang berlaku" in other.text
    assert [case.story for case in cases()] == [STORY]


def test_noted_and_not_shown_again(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open(office.url)
    done = sqlite_visitor.send(page, {"story": STORY})
    code = code_on(done)
    noted = sqlite_visitor.send(done, button=("noted", "1"))
    assert noted.h1 == "Loket 3 Kode sudah dicatat"
    again = sqlite_visitor.send(page, {"story": STORY})
    assert "Kode sudah Anda catat" in again.text
    for shown in (noted, again):
        assert code not in shown.text.replace(" ", "")
    assert len(cases()) == 1


def test_everything_that_can_be_said(sqlite_visitor: Visitor, office: Office) -> None:
    sent = {
        "kind": "aspirasi",
        "about": "petugas",
        "service": office.paid.code,
        "story": "Petugas marah-marah.\r\nSaya pulang.",
        "happened_on": "kemarin pagi",
        "place": "di depan loket",
        "officer": office.agus.handle,
        "who": "berkacamata",
        "wish": "Minta maaf",
        "identity": "dirahasiakan",
        "name": "Siti Aminah",
        "phone": "0812 3456 7890",
        "email": "siti@contoh.id",
        "address": "Jl. Mawar 1",
        "loss": "Ongkos dua kali",
        "publish": "ya",
        "is_urgent": "ya",
    }
    done = sqlite_visitor.send(sqlite_visitor.open(office.url), sent)
    assert done.h1.endswith("Pengaduan diterima")
    assert "Koordinator Pengaduan" in done.text
    (case,) = cases()
    for name in ("kind", "about", "happened_on", "place", "wish", "loss", "identity"):
        assert getattr(case, name) == sent[name]
    assert case.story == "Petugas marah-marah.\nSaya pulang."
    assert (case.may_publish, case.is_urgent, case.service_id) == (True, True, office.paid.id)
    assert (case.desk, case.filed_at) == (Desk.COORDINATOR, NOW)
    concerned = db.session.execute(sa.select(Concerned)).scalar_one()
    assert (concerned.officer_id, concerned.description) == (office.agus.id, "berkacamata")
    assert db.session.get(SealedIdentity, case.id) is not None


@pytest.mark.parametrize(
    ("service", "desk", "reader"),
    [
        ("free", Desk.INSPECTOR, "Inspektorat"),
        ("paid", Desk.COORDINATOR, "Koordinator Pengaduan"),
        (None, Desk.INSPECTOR, "Inspektorat"),
    ],
)
def test_money_is_not_received_by_this_office(
    sqlite_visitor: Visitor, office: Office, service: str | None, desk: Desk, reader: str
) -> None:
    code = getattr(office, service).code if service else ""
    page = sqlite_visitor.open(office.url)
    done = sqlite_visitor.send(page, {"story": STORY, "about": "uang", "service": code})
    assert reader in done.text
    assert "Kantor ini tidak melihat pengaduan Anda" in done.text
    (case,) = cases()
    assert (case.desk, case.handling_unit_id) == (desk, office.root.id)


def test_without_a_story_nothing_is_stored_and_the_rest_is_kept(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open(office.url)
    back = sqlite_visitor.send(page, {"wish": "Segera jadi", "about": "layanan"})
    assert back.status == 422
    assert back.soup.title.get_text().startswith("Belum terkirim: ")
    assert "Tulis dulu apa yang terjadi." in back.text
    assert (back.fields()["wish"], back.fields()["about"]) == ("Segera jadi", "layanan")
    sqlite_visitor.send(back, {"story": STORY})
    assert len(cases()) == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"identity": "terbuka"}, "Tulis nama atau nomor Anda"),
        ({"identity": "dirahasiakan"}, "Tulis nama atau nomor Anda"),
        ({"email": "siti@contoh"}, "Alamat surel ini tidak lengkap"),
        ({"story": "x" * 10_001}, "Terlalu panjang: 10001 huruf. Paling banyak 10000."),
        ({"happened_on": "x" * 81}, "Terlalu panjang: 81 huruf. Paling banyak 80."),
        ({"kind": "gosip"}, "Pilih salah satu jawaban yang ada."),
        ({"officer": "h0"}, "Pilih salah satu jawaban yang ada."),
        ({"identity": "bebas"}, "Pilih salah satu jawaban yang ada."),
    ],
)
def test_what_is_to_be_mended_is_said(
    sqlite_visitor: Visitor, office: Office, sent: dict[str, str], words: str
) -> None:
    page = sqlite_visitor.open(office.url)
    back = sqlite_visitor.send(page, {"story": STORY, **sent})
    assert (back.status, cases()) == (422, [])
    assert words in back.text
    name = "name" if "Tulis nama" in words else next(iter(sent))
    assert back.soup.select(f'.errors a[href="#{name}"]')
    assert back.soup.find(id=name), "the link leads somewhere"


NUMBERED = "Hubungi saya di 081234567890 atau siti@contoh.id, kantor 0561 734567."


def test_numbers_are_asked_about_and_blanked_in_one_step(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open(office.url)
    asked = sqlite_visitor.send(page, {"story": NUMBERED, "wish": "Telepon 081234567890"})
    assert "Sembunyikan dulu nomornya?" in asked.text
    assert cases() == []
    sqlite_visitor.send(asked, button=("numbers", "hide"))
    (case,) = cases()
    assert case.story == (
        "Hubungi saya di [nomor disembunyikan] atau [surel disembunyikan], kantor"
        " [nomor disembunyikan]."
    )
    assert case.wish == "Telepon [nomor disembunyikan]"


def test_numbers_may_be_sent_as_they_are(sqlite_visitor: Visitor, office: Office) -> None:
    asked = sqlite_visitor.send(sqlite_visitor.open(office.url), {"story": NUMBERED})
    sqlite_visitor.send(asked, button=("numbers", "keep"))
    (case,) = cases()
    assert case.story == NUMBERED
    assert "0812" not in case.title


def test_a_hidden_number_never_outgrows_its_column(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open(office.url)
    long = " ".join(["081234567"] * 8)
    sqlite_visitor.send(page, {"story": STORY, "happened_on": long, "numbers": "hide"})
    (case,) = cases()
    assert len(case.happened_on) <= 80


def test_about_the_regent_words_and_addresses_and_the_text_to_copy(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open("/pengaduan?unit=" + office.root.code)
    back = sqlite_visitor.send(page, {"story": STORY, "about": "pimpinan"})
    assert (back.status, cases()) == (422, [])
    assert back.h1 == "Di luar wewenang kami"
    assert "Ombudsman Republik Indonesia" in back.text
    assert back.soup.textarea is not None
    assert STORY in back.soup.textarea.get_text()
    assert "SP4N-LAPOR!" in sqlite_visitor.open("/pengaduan/di-luar-wewenang").text


def test_a_unit_is_found_by_its_name_and_complained_about(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open("/pengaduan")
    assert "Dinas Kependudukan" in page.text
    found = sqlite_visitor.send(page, {"cari": "KEPENDUDUKAN dinas"})
    link = found.soup.select_one(".links a")
    assert link is not None
    assert link["href"] == "/pengaduan?unit=DUKCAPIL"
    assert "Tidak ada kantor dengan nama itu" in sqlite_visitor.open("/pengaduan?cari=zzz").text
    form = sqlite_visitor.open(str(link["href"]))
    assert "Dinas Kependudukan" in form.text
    sqlite_visitor.send(form, {"story": STORY, "about": "layanan"})
    (case,) = cases()
    assert (case.unit_id, case.counter_id, case.channel) == (office.unit.id, None, "link")
    assert case.desk == Desk.UNIT


def test_an_unknown_unit_leads_to_the_list(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open("/pengaduan?unit=TIDAKADA")
    assert page.status == 404
    assert "Dinas Kependudukan" in page.text


def test_a_closed_counter_leads_to_its_unit(sqlite_visitor: Visitor, office: Office) -> None:
    office.counter.closed_on = NOW.date()
    db.session.commit()
    page = sqlite_visitor.open(office.url)
    assert page.url.endswith("/pengaduan?unit=DUKCAPIL")
    assert "Dinas Kependudukan" in page.text


def test_a_ticket_of_one_counter_is_none_at_another(
    sqlite_visitor: Visitor, office: Office
) -> None:
    _other, code = make.make_counter(office.unit, number="4")
    ticket = sqlite_visitor.open(f"/l/{code}/pengaduan").fields()["ticket"]
    page = sqlite_visitor.open(office.url)
    back = sqlite_visitor.send(page, {"story": STORY, "ticket": ticket})
    assert (back.status, cases()) == (422, [])
    assert back.fields()["story"].strip() == STORY
    assert "terlalu lama terbuka" in back.text


def test_another_site_is_refused_and_learns_no_receipt(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open(office.url)
    foreign = {"Origin": "https://evil.example"}
    assert sqlite_visitor.send(page, {"story": STORY}, **foreign).status == 403
    assert cases() == []
    sqlite_visitor.send(page, {"story": STORY})
    after = sqlite_visitor.send(page, {"story": STORY}, **foreign)
    assert (after.status, code_on(after)) == (403, "")
    sqlite_visitor.send(page, {"noted": "1"}, **foreign)
    assert not cases()[0].is_noted


def test_a_late_repeat_still_gets_its_receipt(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open(office.url)
    code = code_on(sqlite_visitor.send(page, {"story": STORY}))
    with time_machine.travel(NOW.replace(day=26), tick=False):
        late = sqlite_visitor.send(page, {"story": STORY})
        assert code_on(late) == code
        assert sqlite_visitor.send(late, button=("noted", "1")).h1.endswith("sudah dicatat")
    assert cases()[0].is_noted


def test_while_staff_are_signed_in_it_is_a_trial(sqlite_app: Flask, office: Office) -> None:
    browser = staff(sqlite_app, Role.HANDLER, office.unit)
    page = browser.open(office.url)
    assert "Mode coba" in page.text
    ticket = Visitor(sqlite_app).open(office.url).fields()["ticket"]
    assert "Mode coba" in browser.send(page, {"story": STORY, "ticket": ticket}).text
    assert cases() == []


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_page_is_one_small_answer(sqlite_visitor: Visitor, office: Office, lang: str) -> None:
    page = sqlite_visitor.open(f"{office.url}?lang={lang}")
    bad = sqlite_visitor.send(page, {"identity": "terbuka", "email": "x"})
    done = sqlite_visitor.send(page, {"story": STORY})
    units = sqlite_visitor.open(f"/pengaduan?lang={lang}")
    outside = sqlite_visitor.open(f"/pengaduan/di-luar-wewenang?lang={lang}")
    for one in (page, bad, done, units, outside):
        assert len(compress(one.response.get_data(), 5)) <= BUDGET
        assert one.soup.html is not None
        assert one.soup.html["lang"] == lang
        assert not one.soup.find("script")


def test_english_has_its_own_words(sqlite_visitor: Visitor, office: Office) -> None:
    page = sqlite_visitor.open(f"{office.url}?lang=en")
    assert "Answered within 14 working days." in page.text
    done = sqlite_visitor.send(page, {"story": STORY})
    assert done.h1 == "Counter 3 Complaint received"
    assert "Your complaint code" in done.text
    assert cases()[0].language == "en"


def test_the_third_form_of_a_network_is_held_back_with_its_text(
    sqlite_url: str, tmp_path: Path
) -> None:
    app = make_app(sqlite_url, tmp_path, address_limit=2)
    with app.app_context():
        _counter, code = make.make_counter(make.make_unit(), number="3")
        visitor, url = Visitor(app), f"/l/{code}/pengaduan"
        pages = [visitor.open(url) for _ in range(3)]
        codes = [code_on(visitor.send(page, {"story": STORY})) for page in pages[:2]]
        held = visitor.send(pages[2], {"story": STORY, "wish": "Jadi"})
        assert (held.status, held.response.headers["Retry-After"]) == (429, "3600")
        assert (held.fields()["story"].strip(), held.fields()["wish"].strip()) == (STORY, "Jadi")
        # What is stored gets its receipt all the same.
        assert code_on(visitor.send(pages[0], {"story": STORY})) == codes[0] != ""
        assert len(cases()) == 2
        db.session.remove()
        db.engine.dispose()


def test_a_database_that_does_not_write_keeps_the_text(
    sqlite_visitor: Visitor, office: Office
) -> None:
    page = sqlite_visitor.open(office.url)
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    back = sqlite_visitor.send(page, {"story": STORY})
    assert back.status == 503
    assert back.fields()["story"].strip() == STORY
    assert "belum tersimpan" in back.text
