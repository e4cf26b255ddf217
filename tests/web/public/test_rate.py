"""Rating a visit: what a resident does, what is stored, what is refused in words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from portal.database import db
from portal.feedback.models import Comment, Rating
from portal.organisation.models import Counter, Officer, Unit
from tests import factories as make
from tests.conftest import make_app
from tests.visitor import Page, Visitor

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 10.00 in Jakarta
TODAY = NOW.date()


@dataclass
class Office:
    """A counter with one free service and two officers on duty."""

    unit: Unit
    counter: Counter
    code: str
    agus: Officer
    ratna: Officer

    @property
    def url(self) -> str:
        return f"/l/{self.code}"


@pytest.fixture(autouse=True)
def _at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(app: Flask) -> Office:
    return _office()


@pytest.fixture
def small_office(sqlite_app: Flask) -> Office:
    return _office()


def _office() -> Office:
    root = make.make_unit(name="Kabupaten Sungai Raya", kind="pemda")
    unit = make.make_unit(name="Dinas Kependudukan", parent_id=root.id)
    free = make.make_service(unit, name="Akta kelahiran")
    counter, code = make.make_counter(unit, free, number="3", code="K7M2Q9")
    agus, ratna = (make.make_officer(unit, name=name) for name in ("Agus", "Ratna"))
    make.make_duty(agus, counter, TODAY, desk="1")
    make.make_duty(ratna, counter, TODAY, desk="2")
    return Office(unit, counter, code, agus, ratna)


def _ratings() -> list[Rating]:
    return list(db.session.execute(sa.select(Rating)).scalars())


def _comments() -> list[str]:
    return list(db.session.execute(sa.select(Comment.text)).scalars())


def test_one_tap_and_send(visitor: Visitor, office: Office) -> None:
    page = visitor.open(office.url)
    assert page.h1 == "Loket 3 Akta Kelahiran"
    assert "Kabupaten Sungai Raya" in page.text
    done = visitor.send(page, {"overall": "3"})
    assert done.url.endswith(f"/l/{office.code}/terima-kasih")
    assert "Penilaian Anda sudah tersimpan." in done.text
    assert "Senin, 23 November 2026" in done.text
    (rating,) = _ratings()
    assert (rating.overall, rating.counter_id, rating.unit_id) == (
        3,
        office.counter.id,
        office.unit.id,
    )
    assert (rating.channel, rating.tier, rating.status) == ("qr", "C", "counts")
    assert (rating.month, rating.part_of_day, rating.perilaku) == ("2026-11", "pagi", None)


def test_every_question_answered(visitor: Visitor, office: Office) -> None:
    sent = {
        "overall": "4",
        "perilaku": "4",
        "persyaratan": "1",
        "prosedur": "2",
        "waktu": "-2",
        "biaya": "3",
        "produk": "-1",
        "kompetensi": "-1",
        "sarana": "2",
        "outcome": "tidak_dilayani",
        "reason_explained": "tidak",
        "officer": office.ratna.handle,
        "asked_to_pay": "tanpa_kuitansi",
        "sex": "perempuan",
        "age_band": "26_35",
        "education": "sma",
        "occupation": "wirausaha",
        "comment": "Antrean lama.\r\nPetugas sabar.",
    }
    visitor.send(visitor.open(office.url), sent)
    (rating,) = _ratings()
    elements = {name: getattr(rating, name) for name in ("perilaku", "waktu", "produk", "biaya")}
    assert elements == {"perilaku": 4, "waktu": -2, "produk": -1, "biaya": 3}
    assert (rating.persyaratan, rating.prosedur, rating.kompetensi, rating.sarana) == (1, 2, -1, 2)
    assert (rating.outcome, rating.reason_explained) == ("tidak_dilayani", False)
    facts = ("asked_to_pay", "sex", "age_band", "education", "occupation")
    assert [getattr(rating, fact) for fact in facts] == [sent[fact] for fact in facts]
    assert rating.pengaduan is None
    assert rating.officer_id == office.ratna.id
    assert (rating.attribution_source, rating.attribution_certainty) == ("choice", "exact")
    assert _comments() == ["Antrean lama.\nPetugas sabar."]


def test_nothing_is_chosen_beforehand(visitor: Visitor, office: Office) -> None:
    page = visitor.open(office.url)
    assert not page.soup.find_all(checked=True)
    assert "Agus" in page.text
    assert "Orang lain" in page.text


def test_a_form_without_a_face_comes_back_with_its_text(visitor: Visitor, office: Office) -> None:
    page = visitor.open(office.url)
    back = visitor.send(
        page, {"comment": "Antreannya lama <b>&", "outcome": "selesai", "waktu": "2"}
    )
    assert back.status == 422
    assert back.soup.title.get_text().startswith("Belum terkirim: ")
    assert "Satu hal masih kurang. Tulisan Anda tetap tersimpan di halaman ini." in back.text
    assert back.soup.select_one('[role=alert] a[href="#overall"]').get_text() == "Pilih satu wajah"
    assert back.soup.find(id="overall")["type"] == "radio"
    standing = back.fields()
    assert standing["comment"] == "Antreannya lama <b>&"
    assert (standing["outcome"], standing["waktu"]) == ("selesai", "2")
    assert back.soup.find("details").has_attr("open")
    assert not _ratings()
    visitor.send(back, {"overall": "1"})
    assert [rating.waktu for rating in _ratings()] == [2]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("overall", "5"),
        ("overall", "0"),
        ("overall", ""),
        ("perilaku", "-2"),
        ("waktu", "6"),
        ("sarana", "-2"),
        ("outcome", "lari"),
        ("officer", "nobody"),
        ("sex", "x" * 50),
        ("age_band", "'; drop table"),
        ("asked_to_pay", "ya"),
        ("comment", "a" * 2001),
    ],
)
def test_what_did_not_stand_on_the_form_is_refused(
    sqlite_visitor: Visitor, small_office: Office, field: str, value: str
) -> None:
    page = sqlite_visitor.open(small_office.url)
    back = sqlite_visitor.send(page, {"overall": "3", field: value})
    assert back.status == 422
    assert back.soup.select_one(f'[role=alert] a[href="#{field}"]')
    assert back.soup.find(id=field)
    assert not _ratings()


def test_a_long_comment_of_two_thousand_is_taken(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    text = "baris\r\n" * 333 + "ab"  # 2,000 characters with one for each line's end
    sqlite_visitor.send(sqlite_visitor.open(small_office.url), {"overall": "3", "comment": text})
    assert len(_comments()[0]) == 2000


def _asks_to_hide(visitor: Visitor, office: Office) -> Page:
    page = visitor.open(office.url)
    asked = visitor.send(page, {"overall": "2", "comment": "Hubungi 0812-3456-7890"})
    assert "Tulisan Anda tampaknya memuat NIK atau nomor HP." in asked.text
    assert not _ratings()
    assert asked.fields()["overall"] == "2"
    return asked


@pytest.mark.parametrize(
    ("button", "stored"),
    [("hide", "Hubungi [nomor disembunyikan]"), ("keep", "Hubungi 0812-3456-7890")],
)
def test_a_number_in_a_comment_is_asked_about_once(
    sqlite_visitor: Visitor, small_office: Office, button: str, stored: str
) -> None:
    asked = _asks_to_hide(sqlite_visitor, small_office)
    done = sqlite_visitor.send(asked, button=("numbers", button))
    assert "tersimpan" in done.text
    assert _comments() == [stored]
    assert [rating.overall for rating in _ratings()] == [2]


def test_the_same_form_again_gives_the_same_thanks_and_one_row(
    visitor: Visitor, office: Office
) -> None:
    page = visitor.open(office.url)
    first = visitor.send(page, {"overall": "3"})
    again = visitor.send(page, {"overall": "3"})
    assert first.text == again.text
    assert first.url == again.url
    assert len(_ratings()) == 1


def test_the_same_form_with_other_content_keeps_the_first(visitor: Visitor, office: Office) -> None:
    page = visitor.open(office.url)
    visitor.send(page, {"overall": "3"})
    other = visitor.send(page, {"overall": "1"})
    assert "Penilaian ini sudah kami terima." in other.text
    assert [rating.overall for rating in _ratings()] == [3]


def test_after_a_day_the_form_comes_back_filled_in_with_a_fresh_ticket(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        back = sqlite_visitor.send(page, {"overall": "2", "comment": "Lama"})
        assert back.status == 422
        assert "Halaman ini terlalu lama terbuka." in back.text
        assert back.fields()["ticket"] != page.fields()["ticket"]
        assert not _ratings()
        sqlite_visitor.send(back)
    assert _comments() == ["Lama"]


def test_a_stored_answer_is_found_before_the_age_is_judged(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    sqlite_visitor.send(page, {"overall": "2"})
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        again = sqlite_visitor.send(page, {"overall": "2"})
    assert "Penilaian Anda sudah tersimpan." in again.text
    assert len(_ratings()) == 1


def test_a_ticket_of_another_counter_is_refused(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    _counter, code = make.make_counter(small_office.unit, number="4")
    foreign = sqlite_visitor.open(f"/l/{code}").fields()["ticket"]
    page = sqlite_visitor.open(small_office.url)
    back = sqlite_visitor.send(page, {"overall": "3", "ticket": foreign})
    assert back.status == 422
    assert not _ratings()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_what_is_present_and_foreign_is_refused(
    sqlite_visitor: Visitor, small_office: Office, headers: dict[str, str], status: int
) -> None:
    page = sqlite_visitor.open(small_office.url)
    back = sqlite_visitor.send(page, {"overall": "3"}, **headers)
    assert back.status == status
    assert len(_ratings()) == (status == 200)


def test_too_many_from_one_network_get_words_and_keep_their_text(sqlite_url: str, tmp_path) -> None:
    app = make_app(sqlite_url, tmp_path, address_limit=2)
    with app.app_context():
        office, visitor = _office(), Visitor(app)
        for _turn in range(2):
            visitor.send(visitor.open(office.url), {"overall": "4"})
        back = visitor.send(visitor.open(office.url), {"overall": "1", "comment": "Antre"})
        assert back.status == 429
        assert "Coba lagi 60 menit lagi. Tulisan Anda tetap ada." in back.text
        assert int(back.response.headers["Retry-After"]) == 3600
        assert back.fields()["comment"] == "Antre"
        assert len(_ratings()) == 2
        assert visitor.open(office.url).status == 200
        other = Visitor(app, address="198.51.100.9")
        other.send(other.open(office.url), {"overall": "4"})
        assert len(_ratings()) == 3


def test_above_the_counters_ceiling_answers_are_stored_and_held(sqlite_url: str, tmp_path) -> None:
    app = make_app(sqlite_url, tmp_path, counter_limit=1)
    with app.app_context():
        office, visitor = _office(), Visitor(app)
        for _turn in range(2):
            done = visitor.send(visitor.open(office.url), {"overall": "4"})
            assert done.status == 200
        assert sorted(rating.status for rating in _ratings()) == ["counts", "quarantined"]


def test_a_reason_is_kept_only_where_one_was_owed(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    sqlite_visitor.send(page, {"overall": "3", "outcome": "selesai", "reason_explained": "ya"})
    assert _ratings()[0].reason_explained is None


def test_a_counter_with_several_services_asks_which(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    unit = small_office.unit
    paid = make.make_service(unit, name="Legalisasi", tariff="berbayar", rupiah=5000)
    free = make.make_service(unit, name="KTP-el", name_en="Identity card")
    _counter, code = make.make_counter(unit, paid, free, number="9")
    page = sqlite_visitor.open(f"/l/{code}?lang=en")
    assert "Which service did you receive?" in page.text
    assert "Identity card" in page.text
    sqlite_visitor.send(page, {"overall": "3", "service": paid.code, "asked_to_pay": "kuitansi"})
    (rating,) = _ratings()
    assert rating.service_id == paid.id
    assert rating.asked_to_pay is None, "asked only about a free service"


def test_without_a_free_service_nobody_is_asked_about_paying(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    paid = make.make_service(small_office.unit, tariff="berbayar", rupiah=5000)
    _counter, code = make.make_counter(small_office.unit, paid, number="9")
    page = sqlite_visitor.open(f"/l/{code}")
    assert "Apakah Anda diminta membayar?" not in page.text
    assert "Apakah Anda diminta membayar?" in sqlite_visitor.open(small_office.url).text


def test_one_officer_is_asked_about_by_name(sqlite_visitor: Visitor, small_office: Office) -> None:
    counter, code = make.make_counter(small_office.unit, number="7")
    make.make_duty(
        make.make_officer(small_office.unit, name="Sri", call_name="Sri"), counter, TODAY
    )
    page = sqlite_visitor.open(f"/l/{code}")
    assert "Apakah Sri yang melayani Anda?" in page.text
    sqlite_visitor.send(page, {"overall": "3", "officer": "not_this_one"})
    (rating,) = _ratings()
    assert (rating.officer_id, rating.attribution_certainty) == (None, "unknown")


def test_an_officer_may_be_a_desk_number_alone(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    counter, code = make.make_counter(small_office.unit, number="7")
    hidden = make.make_officer(small_office.unit, name="Rahasia", shows_name=False)
    make.make_duty(hidden, counter, TODAY, desk="5")
    page = sqlite_visitor.open(f"/l/{code}")
    assert "Apakah Petugas meja 5 yang melayani Anda?" in page.text
    assert "Rahasia" not in page.response.get_data(as_text=True)


def test_an_officer_whose_duty_ended_meanwhile_can_still_be_named(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        sqlite_visitor.send(page, {"overall": "3", "officer": small_office.agus.handle})
    assert [rating.officer_id for rating in _ratings()] == [small_office.agus.id]


def test_english_is_complete_and_stays(sqlite_visitor: Visitor, small_office: Office) -> None:
    page = sqlite_visitor.open(f"{small_office.url}?lang=en")
    assert page.soup.html["lang"] == "en"
    assert "How was our service?" in page.text
    assert "How quick was the service?" in page.text
    done = sqlite_visitor.send(page, {"overall": "3"})
    assert "Your rating is saved." in done.text
    assert done.soup.html["lang"] == "en"


def test_no_cookie_and_no_foreign_request(visitor: Visitor, office: Office) -> None:
    page = visitor.open(office.url)
    done = visitor.send(page, {"overall": "3"})
    for seen in (page, done):
        assert "Set-Cookie" not in seen.response.headers
        assert seen.response.headers["Cache-Control"] == "private, no-cache"
        assert not seen.soup.find_all(["script", "img", "iframe"])
        assert [link["href"][:5] for link in seen.soup.find_all("link")] == ["data:"]


def test_the_address_of_the_form_differs_from_the_pages(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    assert page.form()["action"] == f"/l/{small_office.code}?kirim="


def test_thanks_show_no_answer(sqlite_visitor: Visitor, small_office: Office) -> None:
    done = sqlite_visitor.send(sqlite_visitor.open(small_office.url), {"overall": "1"})
    assert "Tidak baik" not in done.text
    assert not done.soup.find_all(["input", "svg"])


def test_a_late_repeat_is_known_although_the_officer_has_gone_home(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    sent = {"overall": "2", "officer": small_office.agus.handle}
    sqlite_visitor.send(page, sent)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "sudah tersimpan" in sqlite_visitor.send(page, sent).text
    assert len(_ratings()) == 1


def test_a_form_that_was_open_too_long_offers_who_is_on_duty_now(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    sent = {"overall": "2", "officer": small_office.agus.handle}
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        back = sqlite_visitor.send(page, sent)
        assert "Halaman ini terlalu lama terbuka." in back.text
        assert "Agus" not in back.text
        assert "sudah tersimpan" in sqlite_visitor.send(back).text
    assert [rating.officer_id for rating in _ratings()] == [None]


def test_while_nothing_can_be_written_the_text_is_kept(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    db.session.rollback()
    with db.engine.connect() as other:
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        back = sqlite_visitor.send(page, {"overall": "2", "comment": "Antre"})
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("BEGIN")
    assert back.status == 503
    assert "Sistem sedang penuh dan ini belum tersimpan." in back.text
    assert back.fields()["comment"] == "Antre"
    assert back.fields()["ticket"] == page.fields()["ticket"]
    assert "sudah tersimpan" in sqlite_visitor.send(back).text
    assert len(_ratings()) == 1


def test_while_nothing_can_be_read_the_text_is_kept_too(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    _rename("counter_code", "away")
    back = sqlite_visitor.send(page, {"overall": "2", "comment": "Antre"})
    assert back.status == 503
    assert back.fields() == {**page.fields(), "overall": "2", "comment": "Antre"}
    _rename("away", "counter_code")
    assert "sudah tersimpan" in sqlite_visitor.send(back).text
    assert _comments() == ["Antre"]


def _rename(old: str, new: str) -> None:
    db.session.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))
    db.session.commit()


def test_a_repeat_over_the_limit_still_gets_its_thanks(sqlite_url: str, tmp_path) -> None:
    app = make_app(sqlite_url, tmp_path, address_limit=2)
    with app.app_context():
        office, visitor = _office(), Visitor(app)
        page = visitor.open(office.url)
        repeats = [visitor.send(page, {"overall": "4"}) for _turn in range(5)]
        assert [repeat.status for repeat in repeats] == [200] * 5
        assert len(_ratings()) == 1
        other = visitor.send(visitor.open(office.url), {"overall": "4"})
        assert other.status == 429


def test_a_late_form_to_a_closed_counter_comes_back_with_its_text(
    sqlite_visitor: Visitor, small_office: Office
) -> None:
    page = sqlite_visitor.open(small_office.url)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        small_office.counter.closed_on = TODAY
        db.session.commit()
        late = sqlite_visitor.send(page, {"overall": "2", "comment": "Antre lama"})
        assert late.status == 422
        assert late.fields()["comment"] == "Antre lama"
        sqlite_visitor.send(late)
    assert len(_ratings()) == 1
    with time_machine.travel(NOW + timedelta(hours=26), tick=False):
        assert sqlite_visitor.open(small_office.url).status == 410
