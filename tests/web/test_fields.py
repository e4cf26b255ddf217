"""Staff forms: what a person reads, what stays after a refusal, what a conflict shows.

A tiny form on a page of its own stands for all of them; the layout and macros are the real ones.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.authority import ANYONE
from portal.errors import Conflict, NotFound, Problem, Problems, RuleBroken
from portal.web.door import Door
from portal.web.field_words import WORDS
from portal.web.fields import ChecksField, StaffForm, field_problems
from portal.web.staff_pages import done, form_page
from tests.staff import Staff
from tests.visitor import Page

PAGE = """{% extends "layouts/staff.html" %}
{% from "components/fields.html" import form_open, field, error_summary, form_end %}
{% block title %}Ubah unit{% endblock %}
{% block main %}{{ error_summary(form) }}
{% call form_open(form) %}
{{ field(form.name, hint="Seperti di papan nama.") }}
{% for f in form if f.name not in ["name", "csrf_token"] %}{{ field(f) }}{% endfor %}
{{ form_end("Simpan", "/") }}
{% endcall %}{% endblock %}"""


class ChangeThingForm(StaffForm):
    """One field of each kind."""

    fingerprint = HiddenField()
    name = StringField("Nama unit", [InputRequired(), Length(max=10)])
    note = TextAreaField("Catatan")
    count = IntegerField("Jumlah", [Optional()])
    day = DateField("Tanggal", [Optional()])
    secret = PasswordField("Kata sandi")
    kind = SelectField(
        "Jenis", choices=[SelectChoice("dinas", "Dinas"), SelectChoice("camat", "Kecamatan")]
    )
    look = RadioField(
        "Cara melihat", choices=[SelectChoice("a", "Semua"), SelectChoice("b", "Ini saja")]
    )
    days = ChecksField(
        "Hari buka", choices=[SelectChoice("1", "Senin"), SelectChoice("2", "Selasa")]
    )
    sure = BooleanField("Saya sudah memeriksa")
    file = FileField("Berkas")


@dataclass
class Stored:
    """What the page finds stored, and what the command answers."""

    name: str = "Disduk"
    kind: str = "dinas"
    look: str = "a"
    fingerprint: str = "one"
    refusal: Exception | None = None
    saved: dict[str, object] | None = None


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def person(sqlite_app: Flask, stored: Stored, tmp_path: Path) -> Staff:
    door = Door("tryout", __name__, posture="staff")
    (tmp_path / "tryout.html").write_text(PAGE, "utf-8")
    sqlite_app.jinja_loader.searchpath.append(str(tmp_path))  # type: ignore[union-attr]

    @door.page("/tryout", needs=ANYONE, methods=("GET", "POST"))
    def change_thing():
        form = ChangeThingForm(obj=stored)
        if form.saves(lambda: _command(stored, form)):
            return done("Unit tersimpan.", "tryout.change_thing")
        return form_page("tryout.html", form)

    sqlite_app.register_blueprint(door.blueprint)
    return Staff(sqlite_app)


def _command(stored: Stored, form: ChangeThingForm) -> None:
    if stored.refusal:
        raise stored.refusal
    if form.fingerprint.data != stored.fingerprint:
        raise Conflict("Unit ini baru saja diubah orang lain.")
    stored.saved = {f.name: f.data for f in form}


GOOD = {"name": "DPMPTSP"}


def _error_of(page: Page, control: str) -> str:
    tag = page.soup.find(id=control)
    assert tag is not None
    assert tag.get("aria-invalid") == "true"
    return " ".join(
        found.get_text(" ", strip=True)
        for one in str(tag["aria-describedby"]).split()
        if (found := page.soup.find(id=one)) is not None
    )


def test_a_form_is_saved_and_the_next_page_says_so(person: Staff, stored: Stored) -> None:
    page = person.send(person.open("/tryout"), {**GOOD, "note": "satu\r\ndua", "days": ["1", "2"]})
    assert page.status == 200
    assert page.soup.find(role="status").get_text() == "Unit tersimpan."
    assert stored.saved is not None
    assert stored.saved["note"] == "satu\ndua"
    assert stored.saved["days"] == ["1", "2"]
    assert page.soup.find(role="alert") is None


def test_without_the_token_nothing_is_saved(person: Staff, stored: Stored) -> None:
    person.open("/tryout")
    assert person.client.post("/tryout", data=GOOD).status_code in (400, 401)
    assert stored.saved is None


def test_each_mistake_stands_above_its_field_and_in_the_summary(person: Staff) -> None:
    page = person.send(
        person.open("/tryout"), {"name": "Dinas yang sangat panjang", "count": "dua", "look": "z"}
    )
    assert page.status == 422
    assert page.soup.title.get_text().startswith("Belum tersimpan: ")
    summary = page.soup.find(role="alert")
    assert summary.h2.get_text() == "Belum tersimpan: 3 hal perlu diperbaiki."
    links = [str(a["href"])[1:] for a in summary.find_all("a")]
    assert links == ["name", "count", "look-0"]
    assert all(page.soup.find(id=one) for one in links)
    assert "Paling banyak 10 huruf." in _error_of(page, "name")
    assert "Seperti di papan nama." in _error_of(page, "name")
    assert "Tulis sebagai angka bulat." in _error_of(page, "count")


def test_what_was_typed_stays_except_a_password(person: Staff) -> None:
    typed = {"name": "", "note": "<b>& teks", "count": "x\x01y", "kind": "camat", "secret": "abc"}
    page = person.send(person.open("/tryout"), typed)
    kept = page.fields()
    assert (kept["note"].strip(), kept["count"], kept["kind"]) == ("<b>& teks", "xy", "camat")
    assert kept["secret"] == ""


def test_typed_text_is_cleaned_before_it_is_stored(person: Staff, stored: Stored) -> None:
    person.send(person.open("/tryout"), {"name": " DP\x00MP\x01 ", "secret": " a\x00 "})
    assert stored.saved is not None
    assert stored.saved["name"] == "DPMP"
    assert stored.saved["secret"] == " a\x00 "


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (RuleBroken("Unit masih punya loket."), 422, ["Unit masih punya loket."]),
        (
            Problems([Problem("B2", "kosong.", "Isi."), Problem("", "Dua.")]),
            422,
            ["B2: kosong. Isi.", "Dua."],
        ),
        (Conflict("Sudah diubah."), 409, ["Sudah diubah."]),
    ],
)
def test_a_commands_refusal_is_read_on_the_form(
    person: Staff, stored: Stored, refusal: Exception, status: int, words: list[str]
) -> None:
    stored.refusal = refusal
    page = person.send(person.open("/tryout"), GOOD)
    assert page.status == status
    assert [li.get_text() for li in page.soup.find(role="alert").find_all("li")] == words
    assert page.fields()["name"] == "DPMPTSP"


def test_what_is_not_there_is_no_mistake_of_a_field(person: Staff, stored: Stored) -> None:
    stored.refusal = NotFound("Yang dicari tidak ada.")
    assert person.send(person.open("/tryout"), GOOD).status == 404


def test_a_conflict_shows_what_is_stored_and_then_replaces_it_knowingly(
    person: Staff, stored: Stored
) -> None:
    mine = person.open("/tryout")
    stored.name, stored.kind, stored.fingerprint = "Dukcapil", "camat", "two"
    page = person.send(mine, GOOD)
    assert page.status == 409
    assert stored.saved is None
    assert "baru saja diubah orang lain" in page.soup.find(role="alert").get_text()
    told = [p.get_text(" ", strip=True) for p in page.soup.find_all(class_="stored")]
    assert told == ["Yang tersimpan sekarang: Dukcapil", "Yang tersimpan sekarang: Kecamatan"]
    assert person.send(page).status == 200
    assert stored.saved is not None
    assert stored.saved["name"] == "DPMPTSP"


def test_optional_is_said_in_words_and_required_is_not_starred(person: Staff) -> None:
    page = person.open("/tryout")
    said = {
        str(label["for"])
        for label in page.soup.find_all("label")
        if "(boleh dikosongkan)" in label.get_text()
    }
    assert said == {"note", "count", "day", "secret", "file"}
    assert page.soup.find(id="name").has_attr("required")


def test_a_form_with_a_file_can_carry_it(person: Staff) -> None:
    form = person.open("/tryout").form()
    assert form["enctype"] == "multipart/form-data"
    assert [i["name"] for i in form.find_all("input", type="hidden")] == [
        "csrf_token",
        "fingerprint",
    ]


def test_everything_wtforms_may_say_has_our_words() -> None:
    """Read from the library itself: a new sentence there must get its words here."""
    folder = Path(wtforms.__file__).parent
    said: set[str] = set()
    for path in [folder / "validators.py", *(folder / "fields").glob("*.py")]:
        text = path.read_text("utf-8")
        said |= set(re.findall(r'\bn?gettext\(\s*"([^"]+)"', text))
    foreign = {one for one in said if "IP address" in one or "Mac" in one or "URL" in one}
    rest = {
        one for one in said - foreign if not one.startswith(("Choices cannot", "Invalid field"))
    }
    missing = rest - WORDS.keys() - NEVER_USED
    assert len(said) > 20
    assert not missing, missing


# Fields and validators that no form of ours has.
NEVER_USED = {
    "Choices cannot be None.",
    "Invalid field name '%s'.",
    "Invalid UUID.",
    "Not a valid week value.",
    "Invalid value, must be one of: %(values)s.",
    "Invalid value, can't be any of: %(values)s.",
    "This field cannot be edited.",
    "This field is disabled and cannot have a value.",
}


def test_an_unknown_sentence_of_the_library_is_still_said_in_words(sqlite_app: Flask) -> None:
    class OddForm(StaffForm):
        name = StringField("Nama", [Length(max=1, message="Harus satu huruf.")])

    with sqlite_app.test_request_context(method="POST"):
        form = OddForm(formdata=MultiDict({"name": "dua"}), meta={"csrf": False})
        assert not form.validate()
        assert field_problems(form) == [("name", "Nama: Harus satu huruf.")]
        assert form.meta.get_translations(form).gettext("Something new.") == (
            "isi ini tidak dapat dipakai."
        )
